"""The register as a repository of OAI-PMH, as a harvester meets it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from lxml import etree
from pytest_django import Settings

from factories.directory import (
    make_country,
    make_field,
    make_organisation,
    make_theme,
)
from factories.evidence import make_source
from factories.exchange import described_records, stored
from factories.register import make_agreement, make_party, make_record
from serai.engines.validation import validate
from serai.foundation.directory.merging import merge_organisations
from serai.foundation.directory.models import OrganisationIdentifier
from serai.foundation.record.operations import Program
from serai.track.evidence.models import Citation
from serai.track.register.exchange.oai import repository
from serai.track.register.merging import merge_records
from serai.track.register.models import PartyRole, Record, RecordKind, Stage
from serai.track.register.operations import move_to_stage

pytestmark = pytest.mark.django_db
ACTOR = Program("a test")
CERIF = "oai_cerif_openaire_v1_2"
OAI = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "cf": "https://www.openaire.eu/cerif-profile/1.2/",
}


class Answer:
    """An answer of the repository, which has to keep the schemas."""

    def __init__(self, content: bytes, tmp_path: Path) -> None:
        path = tmp_path / "answer.xml"
        path.write_bytes(content)
        verdict = validate(path)
        assert verdict.format == "OAI-PMH 2.0"
        assert verdict.faults == []
        self.tree = etree.fromstring(content)

    def texts(self, path: str) -> list[str]:
        return [
            found if isinstance(found, str) else found.text or ""
            for found in self.tree.xpath(path, namespaces=OAI)
        ]

    @property
    def error(self) -> str:
        [code] = self.texts("oai:error/@code") or [""]
        return code

    @property
    def token(self) -> str:
        return "".join(self.texts("*/oai:resumptionToken"))


@pytest.fixture
def ask(client: Client, tmp_path: Path, settings: Settings) -> Any:
    def asked(verb: str = "", **arguments: Any) -> Answer:
        query = {name.rstrip("_"): value for name, value in arguments.items()}
        response = client.get("/oai", {**({"verb": verb} if verb else {}), **query})
        assert response.status_code == 200
        assert response["Content-Type"] == "text/xml; charset=utf-8"
        return Answer(response.content, tmp_path)

    return asked


def identifier(entity: str, code: str) -> str:
    return f"oai:{repository.repository_identifier()}:{entity}s/{code}"


# What the repository says of itself


def test_it_identifies_itself(ask: Any, settings: Settings) -> None:
    settings.PUBLISHER = "Secretariat"
    answer = ask("Identify")
    assert answer.texts("oai:Identify/oai:repositoryName") == ["Secretariat"]
    assert answer.texts("oai:Identify/oai:baseURL") == [f"{settings.BASE_URL}/oai"]
    assert answer.texts("oai:Identify/oai:deletedRecord") == ["transient"]
    assert answer.texts("oai:request/@verb") == ["Identify"]


def test_it_lists_its_formats_and_sets(ask: Any) -> None:
    assert ask("ListMetadataFormats").texts("//oai:metadataPrefix") == [CERIF, "oai_dc"]
    assert ask("ListSets").texts("//oai:setSpec") == [
        "openaire_cris_projects", "openaire_cris_equipments", "openaire_cris_events",
        "openaire_cris_orgunits",
    ]  # fmt: skip


def test_it_lists_the_formats_of_one_item(ask: Any) -> None:
    record = make_record(kind=RecordKind.PROJECT)
    named = identifier("Project", record.code)
    assert ask("ListMetadataFormats", identifier=named).error == ""
    assert ask("ListMetadataFormats", identifier=named[:-1]).error == "idDoesNotExist"


def test_questions_can_be_posted(client: Client, tmp_path: Path) -> None:
    response = client.post("/oai", {"verb": "ListSets"})
    assert Answer(response.content, tmp_path).error == ""


# Errors


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Steal", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=x", "badArgument"),
        ("verb=Identify&%00=x", "badArgument"),
        ("verb=GetRecord", "badArgument"),
        ("verb=GetRecord&identifier=oai:x:1", "badArgument"),
        ("verb=GetRecord&identifier=a b&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=oai:x:1&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("verb=GetRecord&identifier=oai:x:1&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-01&until=2024-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-01&until=2024-03-01T00:00:00Z",
         "badArgument"),
        ("verb=ListRecords&resumptionToken=made-up", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=a b", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ],
)  # fmt: skip
def test_an_error_is_told_as_the_protocol_says(
    client: Client, tmp_path: Path, query: str, code: str
) -> None:
    answer = Answer(client.get(f"/oai?{query}").content, tmp_path)
    assert answer.error == code
    if code in {"badVerb", "badArgument"}:
        assert not answer.tree[1].attrib


# Records


def test_a_project_is_given_with_all_that_the_profile_has(ask: Any) -> None:
    institute = make_organisation({"en": "Institute", "zh-hans": "研究所"})
    OrganisationIdentifier.objects.create(organisation=institute, scheme="ror", value="05dxps055")
    agreement = make_agreement(
        name={"en": "Treaty", "fr": "Traité"},
        summary={"en": "On science."},
        started_on="1978-01-21",
        ended_on="1988",
        fields=[make_field("4.1")],
        themes=[make_theme("Farming")],
    )
    make_party(agreement, organisation=institute)
    make_party(agreement, country=make_country("FR"), position=1)
    make_party(agreement, as_written="a Chinese company", role=PartyRole.BUILDER, position=2)
    make_party(agreement, organisation=institute, role=PartyRole.FUNDER, position=3)
    answer = ask(
        "GetRecord", identifier=identifier("Project", agreement.code), metadataPrefix=CERIF
    )
    assert answer.texts("//cf:Project/@id") == [f"Projects/{agreement.code}"]
    assert answer.texts("//cf:Title") == ["Treaty", "Traité"]
    assert answer.texts("//cf:Type") == ["urn:serai:register:kinds#agreement"]
    assert answer.texts("//cf:StartDate") == ["1978-01-21"]
    assert answer.texts("//cf:EndDate") == []
    assert answer.texts("//cf:Partner/cf:OrgUnit/cf:Name[1]") == ["Institute", "France"]
    assert answer.texts("//cf:Contractor/cf:DisplayName") == ["a Chinese company"]
    assert answer.texts("//cf:Funded/cf:By/cf:OrgUnit/cf:RORID") == ["https://ror.org/05dxps055"]
    assert answer.texts("//cf:Keyword") == ["Farming"]
    assert answer.texts("//oai:header/oai:setSpec") == ["openaire_cris_projects"]


def test_a_facility_is_an_equipment_and_a_training_run_an_event(ask: Any) -> None:
    laboratory = make_record(kind=RecordKind.JOINT_LABORATORY, name="Laboratory")
    run = make_record(
        kind=RecordKind.TRAINING_RUN, name="Course", place_name={"en": "Kunming"},
        place_country=make_country("CN"),
    )  # fmt: skip
    for record in (laboratory, run):
        make_party(record, organisation=make_organisation("Host"), role=PartyRole.HOST)
    answer = ask("ListRecords", metadataPrefix=CERIF)
    assert answer.texts("//cf:Equipment/cf:Name") == ["Laboratory"]
    assert answer.texts("//cf:Equipment/cf:Owner/cf:OrgUnit/cf:Name") == ["Host"]
    assert answer.texts("//cf:Event/cf:Place") == ["Kunming"]
    assert answer.texts("//cf:Event/cf:Organizer/cf:OrgUnit/cf:Name") == ["Host"]


def test_an_organisation_is_given_with_its_identifiers_and_parent(ask: Any) -> None:
    ministry = make_organisation("Ministry", kind="government")
    institute = make_organisation(
        "Institute", kind="institute", parent=ministry, short_name={"en": "INST"},
        website="https://example.org/é",
    )  # fmt: skip
    for scheme, value in (
        ("ror", "05dxps055"), ("isni", "0000000121032683"), ("wikidata", "Q1")
    ):  # fmt: skip
        OrganisationIdentifier.objects.create(organisation=institute, scheme=scheme, value=value)
    answer = ask(
        "GetRecord", identifier=identifier("OrgUnit", institute.code), metadataPrefix=CERIF
    )
    assert answer.texts("//cf:Acronym") == ["INST"]
    assert answer.texts("//cf:ISNI") == ["0000 0001 2103 2683"]
    assert answer.texts("//cf:PartOf/cf:OrgUnit/cf:Name") == ["Ministry"]
    assert answer.texts("//cf:ElectronicAddress") == ["https://example.org/%C3%A9"]


def test_dublin_core_is_offered_too(ask: Any, settings: Settings) -> None:
    record = make_record(
        kind=RecordKind.PROJECT, name={"en": "Project", "zh-hans": "项目"},
        fields=[make_field("4.1")], countries=[make_country("LA")], started_on="2016~",
    )  # fmt: skip
    make_organisation("Institute")
    answer = ask("ListRecords", metadataPrefix="oai_dc")
    assert answer.texts("//*[local-name()='title']") == ["Project", "项目", "Institute"]
    assert answer.texts("//*[local-name()='date']") == ["2016"]
    assert f"{settings.BASE_URL}/en/register/{record.code}/" in answer.texts(
        "//*[local-name()='identifier']"
    )


@given(described=described_records(usual=False))
@hypothesis_settings(max_examples=20)
def test_whatever_is_in_a_record_the_answer_keeps_the_schemas(
    ask: Any, described: dict[str, Any]
) -> None:
    with transaction.atomic():
        record = stored(described)
        for prefix in (CERIF, "oai_dc"):
            answer = ask("ListRecords", metadataPrefix=prefix)
            assert any(record.code in each for each in answer.texts("//oai:header/oai:identifier"))
        transaction.set_rollback(True)


# What can be seen


def test_what_was_never_published_does_not_exist(ask: Any) -> None:
    for stage in (Stage.DRAFT, Stage.CHECKED):
        record = make_record(kind=RecordKind.PROJECT, stage=stage)
        named = identifier("Project", record.code)
        assert ask("GetRecord", identifier=named, metadataPrefix=CERIF).error == "idDoesNotExist"
    assert ask("ListIdentifiers", metadataPrefix=CERIF).error == "noRecordsMatch"


def test_an_entity_is_found_under_its_own_name_only(ask: Any) -> None:
    record = make_record(kind=RecordKind.PROJECT)
    named = identifier("Equipment", record.code)
    assert ask("GetRecord", identifier=named, metadataPrefix=CERIF).error == "idDoesNotExist"


def test_a_withdrawn_record_is_deleted(ask: Any) -> None:
    record = make_record(kind=RecordKind.PROJECT)
    Citation.objects.create(target=record, source=make_source())
    move_to_stage(actor=ACTOR, record=record, stage=Stage.WITHDRAWN)
    named = identifier("Project", record.code)
    answer = ask("GetRecord", identifier=named, metadataPrefix=CERIF)
    assert answer.texts("//oai:header/@status") == ["deleted"]
    assert answer.texts("//oai:metadata") == []


def test_a_merged_record_is_deleted(ask: Any) -> None:
    survivor, duplicate = (make_record(kind=RecordKind.PROJECT) for _each in range(2))
    merge_records(actor=ACTOR, survivor=survivor, duplicate=duplicate)
    answer = ask("ListRecords", metadataPrefix=CERIF)
    assert answer.texts("//oai:header[@status]/oai:identifier") == [
        identifier("Project", duplicate.code)
    ]
    assert answer.texts("//oai:header[not(@status)]/oai:identifier") == [
        identifier("Project", survivor.code)
    ]


def test_a_merged_organisation_is_deleted(ask: Any) -> None:
    survivor, duplicate = (make_organisation() for _each in range(2))
    merge_organisations(actor=ACTOR, survivor=survivor, duplicate=duplicate)
    answer = ask("ListIdentifiers", metadataPrefix=CERIF, set="openaire_cris_orgunits")
    assert answer.texts("//oai:header[@status]/oai:identifier") == [
        identifier("OrgUnit", duplicate.code)
    ]


# Lists


@pytest.fixture
def dated(db: None) -> dict[str, str]:
    """Records by the day on which they changed."""
    found = {}
    for day in (1, 2, 3):
        record = make_record(kind=RecordKind.PROJECT)
        moment = datetime(2024, 1, day, 10, 0, 0, 500_000, tzinfo=UTC)
        Record.objects.filter(pk=record.pk).update(changed_at=moment)
        found[identifier("Project", record.code)] = f"2024-01-0{day}"
    return found


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        ({"from_": "2024-01-02"}, [2, 3]),
        ({"until": "2024-01-02"}, [1, 2]),
        ({"from_": "2024-01-02", "until": "2024-01-02"}, [2]),
        ({"from_": "2024-01-02T10:00:00Z"}, [2, 3]),
        ({"from_": "2024-01-02T10:00:01Z"}, [3]),
        ({"until": "2024-01-02T10:00:00Z"}, [1, 2]),
        ({"until": "2024-01-02T09:59:59Z"}, [1]),
    ],
)
def test_a_list_can_begin_and_end_at_a_datestamp(
    ask: Any, dated: dict[str, str], arguments: dict[str, str], days: list[int]
) -> None:
    answer = ask("ListIdentifiers", metadataPrefix=CERIF, **arguments)
    assert answer.texts("//oai:datestamp") == [f"2024-01-0{day}T10:00:00Z" for day in days]


def test_an_organisation_has_the_datestamp_of_its_last_change(ask: Any) -> None:
    from serai.foundation.directory.operations import create_organisation

    make_organisation("Of old")
    create_organisation(actor=ACTOR, values={"name": {"en": "New"}})
    answer = ask("ListRecords", metadataPrefix=CERIF, from_="2001-01-01")
    assert answer.texts("//cf:Name") == ["New"]


def test_a_long_list_comes_in_pieces_and_is_whole(
    ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, "PAGE", 3)
    expected = set()
    for number in range(7):
        kind = RecordKind.PROJECT if number % 2 else RecordKind.WORKSHOP
        record = make_record(kind=kind, stage=Stage.WITHDRAWN if number == 3 else Stage.PUBLISHED)
        expected.add(identifier("Project" if number % 2 else "Equipment", record.code))
    expected.add(identifier("OrgUnit", make_organisation().code))
    found: list[str] = []
    answer = ask("ListIdentifiers", metadataPrefix=CERIF)
    cursors = []
    while True:
        found += answer.texts("//oai:header/oai:identifier")
        cursors += answer.texts("//oai:resumptionToken/@cursor")
        assert answer.texts("//oai:resumptionToken/@completeListSize") == ["8"]
        if not answer.token:
            break
        answer = ask("ListIdentifiers", resumptionToken=answer.token)
    assert len(found) == len(set(found)) == 8
    assert set(found) == expected
    assert cursors == ["0", "3", "6"]


def test_a_token_is_good_for_its_own_verb_only(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "PAGE", 1)
    make_organisation()
    make_organisation()
    token = ask("ListIdentifiers", metadataPrefix=CERIF).token
    assert ask("ListRecords", resumptionToken=token).error == "badResumptionToken"
    assert ask("ListIdentifiers", resumptionToken=token[:-1]).error == "badResumptionToken"


def test_a_short_list_has_no_token(ask: Any) -> None:
    make_organisation()
    assert ask("ListRecords", metadataPrefix=CERIF).texts("//oai:resumptionToken") == []


def test_the_number_of_queries_does_not_grow(ask: Any, django_assert_max_num_queries: Any) -> None:
    for _number in range(20):
        record = make_record(kind=RecordKind.PROJECT, countries=[make_country()])
        make_party(record, organisation=make_organisation())
    with django_assert_max_num_queries(60):
        ask("ListRecords", metadataPrefix=CERIF)


def test_the_page_of_downloads_leads_to_the_repository(client: Client) -> None:
    make_record()
    page = client.get("/en/register/download/").content.decode()
    assert 'href="/oai?verb=Identify"' in page
