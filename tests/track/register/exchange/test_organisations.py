"""Organisations of IATI and CERIF-XML in the directory."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from factories.directory import make_organisation
from factories.exchange import CONTEXT, everything
from factories.iati import ORGANISATIONS
from factories.register import make_party, make_record
from omissions import SHARED
from serai.foundation.directory.importing import OrganisationReport, import_organisations
from serai.foundation.directory.models import Organisation, OrganisationIdentifier
from serai.foundation.record.operations import Program
from serai.foundation.translation import texts_of
from serai.track.register.exchange.iati.organisations import stream_organisations
from serai.track.register.exchange.xml_reading import read_xml_organisations

pytestmark = pytest.mark.django_db
SHARED_DATA = SHARED / "data"


def imported(path: Path) -> OrganisationReport:
    return import_organisations(
        actor=Program("a test"), rows=read_xml_organisations(path, path.name)
    )


def test_an_organisation_of_iati(tmp_path: Path) -> None:
    path = tmp_path / "organisations.xml"
    path.write_text(ORGANISATIONS)
    report = imported(path)
    assert (report.new, report.problems) == (1, [])
    found = Organisation.objects.get()
    assert texts_of(found.name) == {"en": "Secretariat"}
    assert [str(each) for each in found.identifiers.all()] == ["org-id.guide XM-DAC-99"]
    assert report.left_out["total-budget"] == 1
    assert imported(path).unchanged == 1


def test_an_export_reads_back_the_same(tmp_path: Path, settings: Settings) -> None:
    settings.PUBLISHER_IDENTIFIER = "XM-DAC-99"
    record = make_record()
    known = make_organisation({"en": "Institute", "fr": "Institut"}, website="https://example.org/")
    OrganisationIdentifier.objects.create(organisation=known, scheme="ror", value="05dxps055")
    for organisation in (known, make_organisation("Company", kind="company")):
        make_party(record, organisation=organisation)
    path = tmp_path / "organisations.xml"
    path.write_bytes(b"".join(stream_organisations(everything(), CONTEXT)))
    report = imported(path)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    before = {
        each.code: (each.name, each.kind, each.country_id) for each in Organisation.objects.all()
    }
    everything().delete()
    Organisation.objects.all().delete()
    assert imported(path).new == 2
    restored = Organisation.objects.get(name__contains="Company")
    assert (str(restored), restored.kind, restored.country_id) == ("Company", "company", "CN")
    assert restored.code in before


def test_the_country_follows_from_the_register_of_the_identifier(tmp_path: Path) -> None:
    path = tmp_path / "organisations.xml"
    path.write_text(ORGANISATIONS.replace(">XM-DAC-99<", ">KE-NCB-99<"))
    imported(path)
    assert Organisation.objects.get().country_id == "KE"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<iati-organisations", "line"),
        ('<iati-activities version="2.03"/>', "iati-activity"),
        ('<OrgUnit xmlns="https://www.openaire.eu/cerif-profile/1.2/"><Nome/></OrgUnit>', "Nome"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "organisations.xml"
    path.write_text(content)
    report = imported(path)
    assert report.problems
    assert any(said in problem.message for problem in report.problems)


def test_units_without_an_identifier_are_told(tmp_path: Path) -> None:
    path = tmp_path / "unit.xml"
    path.write_text(
        '<OrgUnit xmlns="https://www.openaire.eu/cerif-profile/1.2/"><Name>A</Name></OrgUnit>'
    )
    assert "none has an identifier" in imported(path).problems[0].message


@pytest.mark.shared
@pytest.mark.parametrize(
    "sample",
    [
        "iati-samples/iatikit__fixture-org-org.xml",
        "iati-samples/IATI-Extra-Documentation__organisation-standard-example-annotated.xml",
        "iati-samples/iati-sample-data__IATI-CoVE-sample-organisation-standard.xml",
        "iati-samples/cove__basic_iati_org_valid.xml",
        "cerif-xml/samples/openaire_cerif_xml_example_orgunits.xml",
    ],
)
def test_samples_are_imported_once(sample: str) -> None:
    first = imported(SHARED_DATA / sample)
    assert first.problems == []
    assert first.new > 0
    again = imported(SHARED_DATA / sample)
    assert (again.new, again.changed, again.unchanged) == (0, 0, first.new)
