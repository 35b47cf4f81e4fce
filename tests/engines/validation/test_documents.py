"""Telling the format of a file, reading it safely, and checking it as that format."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from factories.iati import ACTIVITIES, ORGANISATIONS
from omissions import SHARED
from serai.engines.validation import Fault, Severity, Verdict, validate

CERIF = "https://www.openaire.eu/cerif-profile/1.2/"
CONFORMANCE = SHARED / "data/iati-conformance/iati-2.03-conformance.zip"
SAMPLES = SHARED / "data/iati-samples"


def verdict_on(tmp_path: Path, content: str | bytes) -> Verdict:
    path = tmp_path / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return validate(path)


def only_fault(verdict: Verdict) -> Fault:
    assert not verdict.valid
    assert len(verdict.faults) == 1
    return verdict.faults[0]


@pytest.mark.parametrize(
    ("document", "label"),
    [(ACTIVITIES, "IATI activities 2.03"), (ORGANISATIONS, "IATI organisations 2.03")],
)
def test_a_good_document_has_no_fault(tmp_path: Path, document: str, label: str) -> None:
    assert verdict_on(tmp_path, document) == Verdict(label, [])


def test_a_document_in_another_encoding_is_read(tmp_path: Path) -> None:
    utf16 = ACTIVITIES.replace("UTF-8", "UTF-16").encode("utf-16")
    assert verdict_on(tmp_path, utf16) == Verdict("IATI activities 2.03", [])


def test_what_breaks_the_schema_has_its_line_and_path(tmp_path: Path) -> None:
    fault = only_fault(verdict_on(tmp_path, ACTIVITIES.replace('<activity-status code="4"/>', "")))
    assert fault.rule == "schema:element_content"
    assert fault.line == 16
    assert "activity-date" in fault.message
    assert fault.path == "/iati-activities/iati-activity/activity-date[1]"
    assert fault.severity == Severity.CRITICAL


def test_faults_stand_in_the_order_of_lines_and_all_at_once(tmp_path: Path) -> None:
    document = (
        ACTIVITIES.replace('code="16020"', 'code="99999"')
        .replace('ref="XM-DAC-99"', 'ref="XM-DAC-99 "')
        .replace('<capital-spend percentage="10"/>', "<capital-spend/>")
    )
    verdict = verdict_on(tmp_path, document)
    assert not verdict.valid
    assert verdict.worst == Severity.CRITICAL
    lines = [fault.line for fault in verdict.faults]
    assert lines == sorted(lines)
    assert {fault.rule for fault in verdict.faults} >= {"codelist:Sector", "ruleset:1.14.1"}


def test_a_code_off_a_complete_list_is_an_error_and_the_file_still_valid(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, ACTIVITIES.replace('code="16020"', 'code="99999"'))
    assert [(fault.rule, fault.severity) for fault in verdict.faults] == [
        ("codelist:Sector", Severity.ERROR)
    ]
    assert verdict.valid
    assert verdict.faults[0].message == "“99999” is not on the codelist Sector."


def test_a_code_off_an_incomplete_list_is_a_warning(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, ACTIVITIES.replace('code="CN"', 'code="QQ"'))
    assert [(fault.rule, fault.severity) for fault in verdict.faults] == [
        ("codelist:Country", Severity.WARNING)
    ]


def test_a_code_is_looked_up_only_where_the_condition_of_the_list_holds(tmp_path: Path) -> None:
    document = ACTIVITIES.replace('code="a" vocabulary="99"', 'code="16020" vocabulary="99"')
    assert verdict_on(tmp_path, document).faults == []
    document = ACTIVITIES.replace('code="a" vocabulary="99"', 'code="a" vocabulary="2"').replace(
        'percentage="30"', 'percentage="100"'
    )
    rules = {fault.rule for fault in verdict_on(tmp_path, document).faults}
    assert "codelist:SectorCategory" in rules


def test_an_identifier_given_twice_is_told(tmp_path: Path) -> None:
    inner = ACTIVITIES[
        ACTIVITIES.index("  <iati-activity ") : ACTIVITIES.index("</iati-activities")
    ]
    verdict = verdict_on(
        tmp_path, ACTIVITIES.replace("</iati-activities>", f"{inner}</iati-activities>")
    )
    assert [fault.rule for fault in verdict.faults] == ["identifier:once"]
    assert "line 4" in verdict.faults[0].message


# Versions


def test_a_nearly_current_version_is_checked_as_the_current_one(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, ACTIVITIES.replace('version="2.03"', 'version="2.02"'))
    assert verdict.valid
    assert [(fault.line, fault.rule) for fault in verdict.faults] == [(2, "version")]


@pytest.mark.parametrize("stated", [' version="1.03"', ' version="1.05"', ""])
def test_an_older_version_is_refused_with_what_to_do(tmp_path: Path, stated: str) -> None:
    activity = "<iati-activity><title>Text</title></iati-activity>"
    verdict = verdict_on(tmp_path, f"<iati-activities{stated}>{activity}</iati-activities>")
    assert not verdict.valid
    assert verdict.faults[0].rule == "version"
    assert "2.03" in verdict.faults[0].message
    assert "convert" in verdict.faults[0].message
    assert all(fault.rule.startswith(("version", "schema")) for fault in verdict.faults)


def test_an_older_version_that_keeps_to_the_current_one_is_valid(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, ACTIVITIES.replace('version="2.03"', 'version="1.03"'))
    assert verdict.valid
    assert 'write version="2.03"' in verdict.faults[0].message


# Files that cannot be used


@pytest.mark.parametrize(
    ("content", "rule", "said"),
    [
        ("", "file", "empty"),
        ("title,country\nA,CN\n", "format", "neither XML nor JSON"),
        (b"PK\x03\x04\x00\x00", "format", "neither XML nor JSON"),
        ("<tag/>", "root", "No format begins with <tag>"),
        ("<a><b></a>", "xml", "mismatch"),
        ('<?xml version="1.0" encoding="KLINGON"?><a/>', "xml", "encoding"),
        ("{", "json", "column"),
    ],
)
def test_an_unusable_file_is_one_fault_with_a_line(
    tmp_path: Path, content: str | bytes, rule: str, said: str
) -> None:
    fault = verdict_on(tmp_path, content).faults[0]
    assert (fault.line, fault.rule, fault.severity) == (1, rule, Severity.CRITICAL)
    assert said.lower() in fault.message.lower()


def test_broken_xml_has_the_line_where_it_breaks(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, ACTIVITIES.replace("</reporting-org>", ""))
    assert not verdict.valid
    assert any("reporting-org line 5" in fault.message for fault in verdict.faults)


def test_faults_of_one_file_are_not_told_of_the_next(tmp_path: Path) -> None:
    verdict_on(tmp_path, "<a>\n<b>\n</a>")
    assert {fault.line for fault in verdict_on(tmp_path, "<a><b></a>").faults} == {1}


def test_a_missing_file_and_a_directory_are_faults(tmp_path: Path) -> None:
    assert only_fault(validate(tmp_path / "nowhere.xml")).message.endswith(
        "No such file or directory."
    )
    assert only_fault(validate(tmp_path)).rule == "file"


def test_an_activity_without_the_root_around_it_is_checked_all_the_same(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, "<iati-activity>\n<title/></iati-activity>")
    assert [fault.rule for fault in verdict.faults] == ["root", "schema:element_content"]
    assert '<iati-activities version="2.03">' in verdict.faults[0].message


def test_a_document_that_declares_entities_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    document = (
        f'<!DOCTYPE iati-activities [<!ENTITY e SYSTEM "{secret.as_uri()}">]>\n'
        '<iati-activities version="2.03"><x>&e;</x></iati-activities>'
    )
    fault = only_fault(verdict_on(tmp_path, document))
    assert fault.rule == "xml"
    assert "hidden" not in fault.message


def test_entities_that_grow_are_not_let_grow(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 12))
    document = f'<!DOCTYPE a [<!ENTITY e0 "x">{levels}]><a b="&e11;"/>'
    assert not verdict_on(tmp_path, document).valid


# CERIF-XML and OAI-PMH


def test_an_entity_of_cerif_is_checked(tmp_path: Path) -> None:
    good = f'<OrgUnit xmlns="{CERIF}" id="1"><Name xml:lang="en">Institute</Name></OrgUnit>'
    assert verdict_on(tmp_path, good) == Verdict("CERIF-XML 1.2", [])
    fault = only_fault(verdict_on(tmp_path, good.replace("Name", "Nome")))
    assert fault.rule == "schema:element_content"


def test_a_response_of_oai_pmh_is_checked_with_its_payload(tmp_path: Path) -> None:
    response = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2024-01-01T00:00:00Z</responseDate>
<request verb="GetRecord" identifier="oai:x.org:1" metadataPrefix="y">https://x.org/oai</request>
<GetRecord><record>
<header><identifier>oai:x.org:1</identifier><datestamp>2024-01-01</datestamp></header>
<metadata><OrgUnit xmlns="https://www.openaire.eu/cerif-profile/1.2/" id="1">
<Name xml:lang="en">Institute</Name></OrgUnit></metadata>
</record></GetRecord></OAI-PMH>"""
    assert verdict_on(tmp_path, response) == Verdict("OAI-PMH 2.0", [])
    assert not verdict_on(tmp_path, response.replace("Name", "Nome")).valid


# What others wrote


@pytest.mark.shared
def test_every_conformance_case_gets_the_right_verdict(tmp_path: Path) -> None:
    with zipfile.ZipFile(CONFORMANCE) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml")]
        wrong = [
            name
            for name in names
            if verdict_on(tmp_path, archive.read(name)).valid != ("should-pass" in name)
        ]
    assert len(names) > 400
    assert wrong == []


def manifest() -> list[dict[str, Any]]:
    """The samples with the verdicts that were worked out for them; none where they are missing."""
    path = SAMPLES / "manifest.json"
    entries: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else []
    return entries


@pytest.mark.shared
@pytest.mark.parametrize("sample", manifest(), ids=lambda sample: sample["file"])
def test_a_sample_gets_the_verdict_of_the_manifest(sample: dict[str, Any]) -> None:
    verdict = validate(SAMPLES / sample["file"])
    assert verdict.valid == bool(sample.get("valid_2_03"))
    assert all(fault.line >= 1 for fault in verdict.faults)
    expected = sample.get("first_error") or ""
    if expected.startswith("line ") and sample["root"] != "tag":
        assert expected in {f"line {fault.line}: {fault.message}" for fault in verdict.faults}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "rule"),
    [
        ("iati-act-dateNow-error", "ruleset:11.1.1"),
        ("iati-act-dateOrder-error", "ruleset:11.1.2"),
        ("iati-act-regexMatches-error", "ruleset:1.3.13"),
        ("iati-act-noSpaces-error", "ruleset:1.11.1"),
        ("iati-act-noMoreThanOne-error", "ruleset:107.1.2"),
        ("iati-act-timeLimit-error", "ruleset:7.5.3"),
        ("iati-act-unique-startsWith-error", "ruleset:1.1.3"),
        ("iati-act-oneOrAll-error", "ruleset:4.1.1"),
        ("iati-act-atLeastOne-error-02", "ruleset:4.4.1"),
        ("iati-multi-act-strictSum-error", "ruleset:3.4.2"),
        ("iati-multi-act-range-ifThen-error", "ruleset:12.2.1"),
        ("iati-org-betweenDates-error", "ruleset:11.3.1"),
        ("iati-act-codelist-basic", "codelist:BudgetType"),
        ("iati-act-codelist-conditional", "codelist:AidType"),
        ("iati-org-codelist-basic", "codelist:OrganisationType"),
        ("iati-dup-activity-ids", "identifier:once"),
    ],
)
def test_a_sample_breaks_the_rule_that_its_name_tells(file: str, rule: str) -> None:
    verdict = validate(SAMPLES / f"js-validator-api__{file}.xml")
    assert rule in {fault.rule for fault in verdict.faults}


@pytest.mark.shared
@pytest.mark.parametrize(
    "sample", sorted((SHARED / "data/cerif-xml/samples").glob("*.xml")), ids=lambda path: path.stem
)
def test_the_samples_of_cerif_are_valid(sample: Path) -> None:
    assert validate(sample) == Verdict("OAI-PMH 2.0", [])
