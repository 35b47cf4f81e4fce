"""Records as IATI activities: valid whatever is in them, and read back as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree
from pytest_django import Settings

from factories.directory import (
    make_country,
    make_field,
    make_goal,
    make_organisation,
    make_theme,
)
from factories.evidence import make_source
from factories.exchange import CONTEXT, described_records, everything, stored
from factories.register import (
    make_agreement,
    make_legal_event,
    make_measure,
    make_party,
    make_record,
    make_relation,
)
from omissions import SHARED
from serai.engines.validation import Fault, Severity, validate
from serai.foundation.dates import PartialDate
from serai.foundation.directory.models import Organisation, OrganisationIdentifier
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.translation import texts_of
from serai.track.evidence.models import Citation
from serai.track.register.exchange import formats
from serai.track.register.exchange.iati.activities import stream_activities
from serai.track.register.exchange.iati.organisations import stream_organisations
from serai.track.register.exchange.iati.reading import read_activities
from serai.track.register.exchange.iati.vocabulary import even_shares, sector
from serai.track.register.exchange.pipeline import ImportReport, import_records
from serai.track.register.models import (
    LegalEventKind,
    PartyRole,
    Record,
    RecordKind,
    Stage,
    Status,
)

ACTOR = Program("a test")
SAMPLES = SHARED / "data/iati-samples"
THEIR_OWN_IDENTIFIER = {"ruleset:1.1.21", "ruleset:1.3.13"}
"""What identifiers that others gave may break: they do not begin with that of the reporter."""
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def publisher(settings: Settings) -> None:
    settings.PUBLISHER = "Secretariat"
    settings.PUBLISHER_IDENTIFIER = "XM-DAC-99"


def exported(path: Path) -> Path:
    path.write_bytes(b"".join(stream_activities(everything(), CONTEXT)))
    return path


def activity_of(tmp_path: Path) -> Any:
    """The activity of the only record there is."""
    tree = etree.parse(exported(tmp_path / "export.xml"))
    [activity] = tree.getroot().findall("iati-activity")
    return activity


def imported(path: Path, *, dry_run: bool = False) -> ImportReport:
    return import_records(actor=ACTOR, rows=read_activities(path, path.name), dry_run=dry_run)


def faults_of(path: Path) -> list[Fault]:
    return validate(path).faults


# Export


@given(described=st.lists(described_records(), min_size=1, max_size=3))
@hypothesis_settings(max_examples=20)
def test_whatever_is_in_a_record_its_activity_reads_back_the_same(
    tmp_path: Path, described: list[dict[str, Any]]
) -> None:
    with transaction.atomic():
        earlier = None
        for each in described:
            earlier = stored(each, earlier=earlier)
        report = imported(exported(tmp_path / "export.xml"))
        assert report.problems == []
        assert (report.new, report.changed, report.unchanged) == (0, 0, len(described))
        assert report.left_out == {}
        transaction.set_rollback(True)


@given(described=described_records(usual=False))
@hypothesis_settings(max_examples=20)
def test_whatever_is_in_a_record_its_activity_breaks_no_rule(
    tmp_path: Path, described: dict[str, Any]
) -> None:
    with transaction.atomic():
        stored(described)
        found = faults_of(exported(tmp_path / "export.xml"))
        assert {fault.rule for fault in found} <= THEIR_OWN_IDENTIFIER
        transaction.set_rollback(True)


def test_the_parts_of_an_activity(tmp_path: Path) -> None:
    institute = make_organisation({"en": "Institute", "zh-hans": "研究所"}, kind="institute")
    OrganisationIdentifier.objects.create(organisation=institute, scheme="ror", value="05dxps055")
    record = make_record(
        name={"en": "Crop laboratory", "zh-hans": "作物实验室"},
        summary={"en": "Breeds crops."},
        status=Status.OPERATING,
        countries=[make_country("KE"), make_country("CN"), make_country("FR")],
        fields=[make_field("4.1"), make_field("5.3")],
        goals=[make_goal(2)],
        themes=[make_theme("Farming", key="farming")],
        started_on="2016",
        ended_on=PartialDate(2035, 4),
        place_name={"en": "Nakuru"},
        place_country=make_country("KE"),
        latitude="-0.3",
        longitude="36.07",
    )
    make_party(record, organisation=institute, role=PartyRole.HOST)
    make_measure(record, name="Area", value=12, unit="hectares")
    Citation.objects.create(target=record, source=make_source(address="https://example.org/a"))
    activity = activity_of(tmp_path)
    assert activity.findtext("iati-identifier") == f"XM-DAC-99-{record.code}"
    assert (
        activity.get("linked-data-uri") == f"https://serai.example.org/en/register/{record.code}/"
    )
    reporter = activity.find("reporting-org")
    assert (reporter.get("ref"), reporter.get("secondary-reporter")) == ("XM-DAC-99", "1")
    assert [
        (each.get("{http://www.w3.org/XML/1998/namespace}lang"), each.text)
        for each in activity.iterfind("title/narrative")
    ] == [(None, "Crop laboratory"), ("zh", "作物实验室")]
    participant = activity.find("participating-org")
    assert (participant.get("ref"), participant.get("role"), participant.get("type")) == (
        "XI-ROR-05dxps055", "4", "80",
    )  # fmt: skip
    assert activity.find("activity-status").get("code") == "2"
    dates = activity.findall("activity-date")
    assert [(each.get("type"), each.get("iso-date")) for each in dates] == [
        ("2", "2016-01-01"), ("3", "2035-04-30"),
    ]  # fmt: skip
    assert [each.get("percentage") for each in activity.iterfind("recipient-country")] == [
        "33.34", "33.33", "33.33",
    ]  # fmt: skip
    assert [(each.get("vocabulary"), each.get("code")) for each in activity.iterfind("sector")] == [
        ("1", "31182"), ("1", "11182"), ("99", "4.1"), ("99", "5.3"),
    ]  # fmt: skip
    assert [each.get("code") for each in activity.iterfind("tag")] == [
        "2", "joint_laboratory", "farming",
    ]  # fmt: skip
    assert activity.findtext("location/point/pos") == "-0.3 36.07"
    assert activity.find("document-link").get("url") == "https://example.org/a"
    assert activity.find("result/indicator/period/actual").get("value") == "12"


def test_what_is_not_known_is_marked_as_standing_in(tmp_path: Path) -> None:
    make_record(name="Park")
    activity = activity_of(tmp_path)
    marked = {each.tag for each in activity if each.get("{urn:serai:register}stand-in")}
    assert marked == {
        "description", "participating-org", "activity-date", "recipient-region", "sector",
    }  # fmt: skip


def test_the_start_of_an_agreement_that_is_not_known_is_before_its_events(tmp_path: Path) -> None:
    agreement = make_agreement(name="Treaty")
    make_legal_event(agreement, LegalEventKind.SIGNATURE, "1978-01-21")
    assert activity_of(tmp_path).find("activity-date").get("iso-date") == "1978-01-21"


def test_a_start_in_the_future_is_planned(tmp_path: Path) -> None:
    make_record(name="Park", started_on="2999-05")
    assert activity_of(tmp_path).find("activity-date").get("type") == "1"


def test_relations_name_the_activities_of_other_records(tmp_path: Path) -> None:
    programme = make_record(kind=RecordKind.PROGRAMME, name="Programme")
    part = make_record(name="Part", part_of=programme)
    make_relation(part, programme)
    tree = etree.parse(exported(tmp_path / "export.xml"))
    related = tree.findall("iati-activity/related-activity")
    assert [(each.get("type"), each.get("ref")) for each in related] == [
        ("1", f"XM-DAC-99-{programme.code}"), ("3", f"XM-DAC-99-{programme.code}"),
    ]  # fmt: skip


def test_an_export_for_the_public_does_not_name_what_is_not_published(tmp_path: Path) -> None:
    draft = make_record(name="Draft", stage=Stage.DRAFT)
    part = make_record(name="Part", part_of=draft)
    make_relation(part, draft)
    published = everything().filter(stage=Stage.PUBLISHED)
    text = b"".join(stream_activities(published, CONTEXT))
    assert draft.code.encode() not in text


def test_an_export_says_where_it_is_from(tmp_path: Path) -> None:
    make_record(name="Park")
    start = exported(tmp_path / "export.xml").read_text().splitlines()[1]
    assert start == (
        "<!-- https://serai.example.org/en/register/?q=a- -b · CC BY 4.0 · 2024-05-01T12:00:00Z -->"
    )


def test_without_a_publisher_the_identifier_is_made_from_the_host(
    tmp_path: Path, settings: Settings
) -> None:
    settings.PUBLISHER_IDENTIFIER = settings.PUBLISHER = ""
    make_record(name="Park")
    path = exported(tmp_path / "export.xml")
    assert {fault.severity for fault in faults_of(path)} == {Severity.WARNING}


@pytest.mark.parametrize("number", [1, 2, 3, 6, 7, 11, 49, 193])
def test_even_shares_are_a_hundred_together(number: int) -> None:
    assert sum(even_shares(number)) == 100
    assert min(even_shares(number)) > 0


@pytest.mark.parametrize(
    ("field", "code"),
    [("4.1", "31182"), ("4", "31182"), ("2.6", "12182"), ("2.1", "32182"), ("1.1", "43082")],
)
def test_every_field_of_science_has_a_sector(field: str, code: str) -> None:
    assert sector(field) == code


def test_the_number_of_queries_does_not_grow_with_the_records(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(12):
        record = make_record(name=f"Record {number}", countries=[make_country()])
        make_party(record, organisation=make_organisation())
        Citation.objects.create(target=record, source=make_source())
    with django_assert_max_num_queries(26):
        assert len(list(stream_activities(everything(), CONTEXT))) == 14


def test_both_formats_are_known_and_say_what_they_lose() -> None:
    for name in ("iati", "iati-organisations"):
        assert formats()[name].stream is not None
        assert str(formats()[name].loses)


# Organisations


def test_the_organisations_of_records_break_no_rule(tmp_path: Path) -> None:
    record, other = make_record(name="Park"), make_record(name="Centre")
    known = make_organisation({"en": "Institute", "ar": "معهد"}, website="https://example.org/é")
    OrganisationIdentifier.objects.create(organisation=known, scheme="org-id", value="XM-DAC-41114")
    for each in (record, other):
        make_party(each, organisation=known)
    make_party(record, organisation=make_organisation("Company"))
    make_organisation("Stranger")
    path = tmp_path / "organisations.xml"
    path.write_bytes(b"".join(stream_organisations(everything(), CONTEXT)))
    assert faults_of(path) == []
    identifiers = etree.parse(path).xpath("//organisation-identifier/text()")
    company = Organisation.objects.get(parties__record=record, identifiers=None)
    assert identifiers == ["XM-DAC-41114", f"XM-DAC-99-{company.code}"]


# Import


ACTIVITY = """<iati-activities version="2.03"><iati-activity xml:lang="fr">
<iati-identifier>XM-DAC-7-1</iati-identifier>
<reporting-org ref="XM-DAC-7" type="10"><narrative>Agence</narrative></reporting-org>
<title><narrative>Laboratoire</narrative><narrative xml:lang="en">Laboratory</narrative>
<narrative xml:lang="pt">Laboratório</narrative></title>
<description><narrative>Un.</narrative></description>
<description type="2"><narrative>Deux.</narrative></description>
<participating-org ref="XM-DAC-8" role="1"><narrative>Fonds</narrative></participating-org>
<participating-org role="4"><narrative>Institut</narrative></participating-org>
<activity-status code="3"/>
<activity-date type="1" iso-date="2019-01-01"/><activity-date type="2" iso-date="2019-02-03"/>
<activity-date type="3" iso-date="2021-12-31"/>
<recipient-country code="LA"/><recipient-country code="XX"/>
<location><name><narrative>Vientiane</narrative></name><point srsName="x"><pos>17.96 102.6</pos>
</point></location><location/>
<sector code="31182"/><sector code="11420"/><sector vocabulary="7" code="2"/>
<tag vocabulary="3" code="13.1"/>
<budget><period-start iso-date="2019-01-01"/><period-end iso-date="2019-12-31"/>
<value value-date="2019-01-01">1</value></budget>
<related-activity ref="NOWHERE" type="1"/>
<result type="1"><title><narrative>Résultats</narrative></title><indicator measure="1">
<title><narrative>Personnes</narrative></title><period><period-start iso-date="2019-01-01"/>
<period-end iso-date="2019-12-31"/><target value="90"/><actual value="80.5"><comment>
<narrative>Environ</narrative></comment></actual><actual value="beaucoup"/></period>
</indicator></result>
</iati-activity></iati-activities>"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "activities.xml"
    path.write_text(ACTIVITY)
    return path


def test_an_activity_becomes_a_record(file: Path) -> None:
    report = imported(file)
    assert report.problems == []
    record = Record.objects.get()
    assert texts_of(record.name) == {"en": "Laboratory", "fr": "Laboratoire"}
    assert texts_of(record.summary) == {"fr": "Un.\n\nDeux."}
    assert (record.kind, record.status, record.stage) == ("project", "completed", "draft")
    assert (str(record.started_on), str(record.ended_on)) == ("2019-02-03", "2021-12-31")
    assert [country.pk for country in record.countries.all()] == ["LA"]
    assert texts_of(record.place_name) == {"fr": "Vientiane"}
    assert (float(record.latitude or 0), float(record.longitude or 0)) == (17.96, 102.6)
    assert [field.pk for field in record.fields.all()] == ["4"]
    assert [goal.pk for goal in record.goals.all()] == [2, 13]
    assert [(party.role, party.as_written) for party in record.parties.all()] == [
        ("funder", "Fonds"), ("operator", "Institut"),
    ]  # fmt: skip
    [measure] = record.measures.all()
    assert texts_of(measure.name) == {"fr": "Personnes"}
    assert (float(measure.value), str(measure.as_of)) == (80.5, "2019-12-31")
    assert [str(each) for each in record.identifiers.all()] == ["iati:XM-DAC-7-1"]


def test_what_has_no_place_in_the_register_is_counted(file: Path) -> None:
    assert imported(file).left_out == {
        "budget": 1,
        "narrative in pt": 1,
        "recipient-country": 1,
        "location": 1,
        "sector": 1,
        "related-activity": 1,
        "target": 1,
        "actual": 1,
    }


def test_an_organisation_of_the_directory_is_known_by_its_identifier(file: Path) -> None:
    fund = make_organisation("Fund")
    OrganisationIdentifier.objects.create(organisation=fund, scheme="org-id", value="XM-DAC-8")
    imported(file)
    assert Record.objects.get().parties.all()[0].organisation == fund


def test_importing_again_changes_nothing(file: Path) -> None:
    imported(file)
    entries = Entry.objects.count()
    report = imported(file)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    assert Entry.objects.count() == entries


def test_what_an_editor_said_a_record_is_stays(file: Path) -> None:
    imported(file)
    Record.objects.update(kind=RecordKind.JOINT_LABORATORY)
    imported(file)
    assert Record.objects.get().kind == RecordKind.JOINT_LABORATORY


def test_activities_of_one_file_are_related(tmp_path: Path) -> None:
    body = ACTIVITY.partition(">")[2].rpartition("</iati-activities>")[0]
    second = body.replace("XM-DAC-7-1", "XM-DAC-7-2").replace("NOWHERE", "XM-DAC-7-1")
    path = tmp_path / "two.xml"
    path.write_text(f'<iati-activities version="2.03">{second}{body}</iati-activities>')
    assert imported(path).problems == []
    child = Record.objects.get(identifiers__value="XM-DAC-7-2")
    assert child.part_of == Record.objects.get(identifiers__value="XM-DAC-7-1")
    assert imported(path).unchanged == 2


def test_a_fault_is_told_at_its_line_and_nothing_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "faulty.xml"
    path.write_text(
        ACTIVITY.replace("17.96 102.6", "102.6 17.96").replace('code="13.1"', 'code="99"')
    )
    report = imported(path)
    assert [(problem.line, problem.field) for problem in report.problems] == [
        (14, "pos"), (17, "tag"),
    ]  # fmt: skip
    assert "swapped" in report.problems[0].message
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("<iati-activities><iati-activity><title/></iati-activity></iati-activities>", "version"),
        ("<iati-activities", "xml"),
        ("title,country", "format"),
        ('{"type": "FeatureCollection", "features": []}', "format"),
        ('<OrgUnit xmlns="https://www.openaire.eu/cerif-profile/1.2/"/>', "format"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(
    tmp_path: Path, content: str, rule: str
) -> None:
    path = tmp_path / "file.xml"
    path.write_text(content)
    report = imported(path)
    assert rule in {problem.rule for problem in report.problems}
    assert all(problem.file == "file.xml" and problem.line >= 1 for problem in report.problems)


# There and back


@pytest.mark.shared
@pytest.mark.parametrize(
    "sample",
    [
        "iati-datastore__multiple_locales_descriptions.xml",
        "iati-datastore__activity_with_empty_participating_org_narrative.xml",
        "iati-sample-data__IATI-CoVE-sample-activity-standard-BadCodes.xml",
        "IATI-Extra-Documentation__activity-standard-example-annotated.xml",
        "js-validator-api__multi-activity-one-with-errors.xml",
        "js-validator-api__iati-act-identifier-exists-02-2-act-x-refs-in-same-file.xml",
        "js-validator-api__iati-multi-act-strictSum-error.xml",
        "cove__example-org-analysis.xml",
        "cove__codelist_unflattened.xml",
        "iatikit__fixture-org-activities.xml",
    ],
)
def test_import_export_validate_import_makes_no_difference(tmp_path: Path, sample: str) -> None:
    first = imported(SAMPLES / sample)
    assert first.problems == []
    assert first.new > 0
    path = exported(tmp_path / "export.xml")
    assert {fault.rule for fault in faults_of(path)} <= THEIR_OWN_IDENTIFIER
    for again in (imported(path), imported(SAMPLES / sample)):
        assert again.problems == []
        assert (again.new, again.changed, again.unchanged) == (0, 0, first.new)
    assert exported(tmp_path / "again.xml").read_bytes() == path.read_bytes()
