"""CERIF-XML as records."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from factories.directory import make_country, make_field, make_organisation
from factories.register import make_agreement, make_party, make_record
from omissions import SHARED
from serai.engines.validation import validate
from serai.foundation.directory.models import OrganisationIdentifier
from serai.foundation.record.operations import Program
from serai.foundation.translation import texts_of
from serai.track.register.exchange import formats
from serai.track.register.exchange.pipeline import ImportReport, import_records
from serai.track.register.exchange.xml_reading import read_xml
from serai.track.register.models import PartyRole, Record, RecordKind, Status

pytestmark = pytest.mark.django_db
EQUIPMENTS = SHARED / "data/cerif-xml/samples/openaire_cerif_xml_example_equipments.xml"
PROJECT = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2024-01-01T00:00:00Z</responseDate><request>https://cris.org/oai</request>
<ListRecords><record><header><identifier>oai:cris.org:Projects/7</identifier>
<datestamp>2024-01-01</datestamp></header><metadata>
<Project xmlns="https://www.openaire.eu/cerif-profile/1.2/" id="Projects/7">
<Acronym>RICE</Acronym>
<Title xml:lang="en">Hybrid rice</Title><Title xml:lang="zh">杂交水稻</Title>
<StartDate>2019-02-03</StartDate><EndDate>2021-12-31</EndDate>
<Consortium>
<Coordinator><OrgUnit id="1"><Name xml:lang="en">Institute</Name>
<RORID>https://ror.org/05dxps055</RORID></OrgUnit></Coordinator>
<Contractor><DisplayName>Builders</DisplayName><OrgUnit id="2"/></Contractor>
<Member><Person id="3"/></Member>
</Consortium>
<Subject scheme="https://doi.org/10.1787/9789264239012-en"
>https://doi.org/10.1787/9789264239012-en#4.1</Subject>
<Subject scheme="https://example.org/subjects">https://example.org/subjects#1</Subject>
<Abstract xml:lang="en">Breeds <i xmlns="">rice</i>.</Abstract>
</Project></metadata></record></ListRecords></OAI-PMH>"""


def imported(path: Path) -> ImportReport:
    return import_records(actor=Program("a test"), rows=read_xml(path, path.name))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "projects.xml"
    path.write_text(PROJECT)
    return path


def test_a_project_becomes_a_record(file: Path) -> None:
    institute = make_organisation("Institute")
    OrganisationIdentifier.objects.create(organisation=institute, scheme="ror", value="05dxps055")
    report = imported(file)
    assert report.problems == []
    record = Record.objects.get()
    assert (record.kind, texts_of(record.name)) == (
        "project", {"en": "Hybrid rice", "zh-hans": "杂交水稻"},
    )  # fmt: skip
    assert texts_of(record.summary) == {"en": "Breeds rice."}
    assert (str(record.started_on), str(record.ended_on)) == ("2019-02-03", "2021-12-31")
    assert [(each.role, each.organisation, each.as_written) for each in record.parties.all()] == [
        ("host", institute, ""), ("builder", None, "Builders"),
    ]  # fmt: skip
    assert [field.pk for field in record.fields.all()] == ["4.1"]
    assert [str(each) for each in record.identifiers.all()] == ["oai:cris.org:Projects/7"]
    assert report.left_out == {"Acronym": 1, "Person": 1, "Subject": 1}


def test_importing_again_changes_nothing_not_even_what_an_editor_said(file: Path) -> None:
    imported(file)
    Record.objects.update(kind=RecordKind.PROGRAMME)
    assert imported(file).unchanged == 1
    assert Record.objects.get().kind == RecordKind.PROGRAMME


def test_an_entity_that_stands_alone_is_read(tmp_path: Path) -> None:
    path = tmp_path / "equipment.xml"
    path.write_text(
        '<Equipment xmlns="https://www.openaire.eu/cerif-profile/1.2/" id="E1">'
        '<Name xml:lang="pt">Telescópio</Name></Equipment>'
    )
    assert imported(path).left_out == {"Name in pt": 1}
    assert [str(each) for each in Record.objects.get().identifiers.all()] == ["cerif:E1"]
    assert Record.objects.get().kind == RecordKind.PLATFORM


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (PROJECT.replace("<Title", "<Titel", 1).replace("</Title>", "</Titel>", 1), "schema"),
        ('{"type": "FeatureCollection", "features": []}', "format"),
        ("<x", "xml"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, content: str, rule: str) -> None:
    path = tmp_path / "file.xml"
    path.write_text(content)
    report = imported(path)
    assert any(problem.rule.startswith(rule) for problem in report.problems)
    assert not Record.objects.exists()


def test_what_a_file_holds_beside_records_is_counted(tmp_path: Path) -> None:
    unit = (
        "<record><header><identifier>oai:cris.org:OrgUnits/1</identifier>"
        "<datestamp>2024-01-01</datestamp></header><metadata>"
        '<OrgUnit xmlns="https://www.openaire.eu/cerif-profile/1.2/"/></metadata></record>'
    )
    path = tmp_path / "file.xml"
    path.write_text(PROJECT.replace("<record>", f"{unit}<record>"))
    assert imported(path).left_out["OrgUnit"] == 1
    path.write_text(f"{PROJECT.partition('<record>')[0]}{unit}</ListRecords></OAI-PMH>")
    [problem] = imported(path).problems
    assert "1 × OrgUnit" in problem.message


def harvested(client: Client, path: Path) -> Path:
    response = client.get(
        "/oai", {"verb": "ListRecords", "metadataPrefix": "oai_cerif_openaire_v1_2"}
    )
    path.write_bytes(response.content)
    assert validate(path).faults == []
    return path


def test_what_others_harvest_reads_back_the_same(client: Client, tmp_path: Path) -> None:
    agreement = make_agreement(name={"en": "Treaty", "ru": "Договор"}, started_on="1978-01-21")
    laboratory = make_record(
        name="Laboratory", summary={"en": "Breeds."}, status=Status.OPERATING,
        fields=[make_field("4.1")], started_on="2016",
    )  # fmt: skip
    run = make_record(kind=RecordKind.TRAINING_RUN, name="Course", ended_on="2016-05-06")
    for record in (agreement, laboratory, run):
        make_party(record, organisation=make_organisation("Host"), role=PartyRole.OPERATOR)
        make_party(record, country=make_country("FR"), position=1)
    report = imported(harvested(client, tmp_path / "harvest.xml"))
    assert report.problems == []
    assert (report.new, report.changed, report.unchanged) == (0, 0, 3)


@pytest.mark.shared
def test_the_samples_there_and_back(client: Client, tmp_path: Path) -> None:
    first = imported(EQUIPMENTS)
    assert (first.problems, first.new) == ([], 2)
    Record.objects.update(stage="published")
    again = imported(harvested(client, tmp_path / "harvest.xml"))
    assert (again.problems, again.changed, again.unchanged) == ([], 0, 2)
    assert imported(EQUIPMENTS).unchanged == 2


def test_it_is_among_the_formats() -> None:
    assert formats()["cerif"].read is not None
    assert str(formats()["cerif"].loses)
