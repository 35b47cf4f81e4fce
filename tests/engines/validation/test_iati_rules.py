"""The rules of the IATI standard: each is kept by a good document and broken by a spoilt one."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from factories.iati import ACTIVITIES, ORGANISATIONS
from serai.engines.validation.iati.rules import KINDS, read_rules, rule_faults, standard_rules
from serai.engines.validation.verdicts import Fault, Severity

TRANSACTION_SECTOR = '<sector code="16020"/><aid-type code="C01" vocabulary="1"/>'
NO_SECTORS = (
    '<sector code="16020" vocabulary="1" percentage="50"/>\n'
    '    <sector code="31182" vocabulary="1" percentage="50"/>\n'
    '    <sector code="a" vocabulary="99" percentage="30"><narrative>A</narrative></sector>\n'
    '    <sector code="b" vocabulary="99" percentage="70"><narrative>B</narrative></sector>\n'
)
COUNTRIES = (
    '<recipient-country code="CN" percentage="60"/>\n'
    '    <recipient-country code="LA" percentage="40"/>\n'
)

# Of each: what rule it breaks, what is replaced, and by what.
SPOILT = [
    ("1.1.3", "XM-DAC-99-LAB-1", "XM-DAC-99"),
    ("1.1.21", "XM-DAC-99-LAB-1", "YY-LAB-1"),
    ("1.3.1", "XM-DAC-99-LAB-1", "XM-DAC-99-LAB-1 "),
    ("1.3.13", "XM-DAC-99-LAB-1", "XM-DAC-99-LAB/1"),
    ("1.14.8", 'reporting-org ref="XM-DAC-99"', 'reporting-org ref="ZZ-NOBODY-99"'),
    ("1.14.1", 'reporting-org ref="XM-DAC-99"', 'reporting-org ref="XM-DAC-99 "'),
    ("1.14.13", 'reporting-org ref="XM-DAC-99"', 'reporting-org ref="XM-DAC-99|1"'),
    ("1.8.1", 'ref="XM-DAC-7"', 'ref=" XM-DAC-7"'),
    ("1.8.13", 'ref="XM-DAC-7"', 'ref="XM-DAC-7?"'),
    ("1.9.1", 'activity-id="XM-DAC-7-1"', 'activity-id="XM-DAC-7-1 "'),
    ("1.6.1", 'ref="LAB" type="A3"', 'ref="LAB " type="A3"'),
    ("1.16.1", 'ref="XM-DAC-9"', 'ref="XM-DAC-9 "'),
    ("1.11.1", 'owner-org ref="XM-DAC-8"', 'owner-org ref="XM-DAC-8 "'),
    ("1.11.13", 'owner-org ref="XM-DAC-8"', 'owner-org ref="XM-DAC-8|"'),
    ("6.8.1", '<owner-org ref="XM-DAC-8"><narrative>Owner</narrative>', "<owner-org>"),
    ("6.10.1", ('<participating-org ref="XM-DAC-7" role="4" activity-id="XM-DAC-7-1">\n'
     "      <narrative>Institute</narrative>"), '<participating-org role="4">'),
    ("11.1.1", "2024-01-01T00:00:00Z", "2999-01-01T00:00:00Z"),
    ("11.1.2", 'type="3" iso-date="2021-01-01"', 'type="3" iso-date="2019-01-01"'),
    ("11.1.3", 'type="4" iso-date="2021-02-01"', 'type="4" iso-date="2019-02-01"'),
    ("11.1.4", 'type="2" iso-date="2020-02-01"', 'type="2" iso-date="2999-02-01"'),
    ("11.1.5", 'type="4" iso-date="2021-02-01"', 'type="4" iso-date="2999-02-01Z"'),
    ("6.11.1", ('<activity-date type="1" iso-date="2020-01-01"/>\n'
     '    <activity-date type="2" iso-date="2020-02-01"/>\n'), ""),
    ("4.1.1", '<iati-activity xml:lang="en"', "<iati-activity"),
    ("7.8.1", ' default-currency="USD"', ""),
    ("3.1.1", 'code="CN" percentage="60"', 'code="CN"'),
    ("3.1.2", 'code="CN" percentage="60"', 'code="CN" percentage="61"'),
    ("3.1.4", '    <recipient-country code="LA" percentage="40"/>\n', ""),
    ("12.1.1", 'code="CN" percentage="60"', 'code="CN" percentage="160"'),
    ("12.1.1", COUNTRIES, '<recipient-region code="298" percentage="101"/>'),
    ("3.4.1", COUNTRIES, ('<recipient-region code="298" vocabulary="1"/>'
     '<recipient-region code="289" vocabulary="1" percentage="100"/>')),
    ("3.4.2", COUNTRIES, ('<recipient-region code="298" vocabulary="1" percentage="10"/>'
     '<recipient-region code="289" vocabulary="1" percentage="10"/>')),
    ("3.4.4", COUNTRIES, '<recipient-region code="298" vocabulary="1" percentage="10"/>'),
    ("3.6.2", TRANSACTION_SECTOR.partition("/>")[2],
     '<recipient-country code="CN"/><aid-type code="C01" vocabulary="1"/>'),
    ("3.7.1", COUNTRIES, ""),
    ("3.7.2", COUNTRIES, ""),
    ("2.1.1", 'code="16020" vocabulary="1" percentage="50"', 'code="16020" vocabulary="1"'),
    ("2.1.2", 'code="16020" vocabulary="1" percentage="50"',
     'code="16020" vocabulary="1" percentage="5"'),
    ("2.1.4", '    <sector code="31182" vocabulary="1" percentage="50"/>\n', ""),
    ("2.1.1", 'code="a" vocabulary="99" percentage="30"', 'code="a" vocabulary="99"'),
    ("2.1.2", 'code="a" vocabulary="99" percentage="30"',
     'code="a" vocabulary="99" percentage="3"'),
    ("2.1.4", ('    <sector code="b" vocabulary="99" percentage="70"><narrative>B</narrative>'
     "</sector>\n"), ""),
    ("2.2.1", "<narrative>A</narrative></sector>", "</sector>"),
    ("12.3.1", 'code="a" vocabulary="99" percentage="30"',
     'code="a" vocabulary="99" percentage="-30"'),
    ("6.2.2", NO_SECTORS, ""),
    ("6.6.2", '<aid-type code="C01" vocabulary="1"/>\n      <aid', TRANSACTION_SECTOR + "<aid"),
    ("6.7.2", NO_SECTORS, ""),
    ("102.1.1", NO_SECTORS,
     '<sector code="a" vocabulary="99"><narrative>A</narrative></sector>'),
    ("7.9.1", ('<budget-item code="1.1.1" percentage="50"/>\n'
     '      <budget-item code="1.2.1" percentage="50"/>'),
     '<budget-item code="1.1.1"/><budget-item code="1.2.1"/>'),
    ("7.9.2", 'code="1.1.1" percentage="50"', 'code="1.1.1" percentage="5"'),
    ("7.9.4", '      <budget-item code="1.2.1" percentage="50"/>\n', ""),
    ("12.2.1", 'code="1.1.1" percentage="50"', 'code="1.1.1" percentage="101"'),
    ("12.2.1", 'capital-spend percentage="10"', 'capital-spend percentage="much"'),
    ("6.14.1", ' significance="1"', ""),
    ("6.13.1", "<narrative>Own</narrative></policy-marker>", "</policy-marker>"),
    ("107.1.1", '<default-aid-type code="C01" vocabulary="1"/>', ""),
    ("107.1.2", '<default-aid-type code="1" vocabulary="2"/>',
     '<default-aid-type code="C02" vocabulary="1"/>'),
    ("107.1.2", '<default-aid-type code="C01" vocabulary="1"/>',
     '<default-aid-type code="2" vocabulary="2"/>'),
    ("107.2.1", '<aid-type code="C01" vocabulary="1"/>', ""),
    ("107.2.2", '<aid-type code="1" vocabulary="2"/>', '<aid-type code="C02" vocabulary="1"/>'),
    ("107.2.2", '<aid-type code="C01" vocabulary="1"/>', '<aid-type code="2" vocabulary="2"/>'),
    ("8.6.3", '<budget>\n      <period-start iso-date="2020-01-01"/>',
     '<budget><period-start iso-date="2022-01-01"/>'),
    ("7.5.3", '<budget>\n      <period-start iso-date="2020-01-01"/>',
     '<budget><period-start iso-date="2019-01-01"/>'),
    ("8.6.3", '<planned-disbursement>\n      <period-start iso-date="2020-01-01"/>',
     '<planned-disbursement><period-start iso-date="2022-01-01"/>'),
    ("11.2.1", 'iso-date="2020-06-01"', 'iso-date="2999-06-01"'),
    ("11.2.2", 'value-date="2020-06-02"', 'value-date="2999-06-02"'),
    ("6.9.1", 'provider-org ref="XM-DAC-10"', "provider-org"),
    ("1.10.1", 'ref="XM-DAC-10"', 'ref="XM-DAC-10 "'),
    ("1.10.13", 'ref="XM-DAC-10"', 'ref="XM-DAC-10&amp;"'),
    ("1.4.1", '"XM-DAC-10-1"', '"XM-DAC-10-1 "'),
    ("6.9.2", 'receiver-org ref="XM-DAC-11"', "receiver-org"),
    ("1.15.1", 'ref="XM-DAC-11"', 'ref="XM-DAC-11 "'),
    ("1.15.13", 'ref="XM-DAC-11"', 'ref="XM-DAC-11/"'),
    ("1.5.1", '"XM-DAC-11-1"', '"XM-DAC-11-1 "'),
    ("1.7.1", '"XM-DAC-99-PROGRAMME"', '" XM-DAC-99-PROGRAMME"'),
    ("8.11.1", '<indicator measure="1">',
     '<reference vocabulary="99" code="own"/><indicator measure="1">'),
    ("8.6.1", '<period>\n          <period-start iso-date="2020-01-01"/>',
     '<period><period-start iso-date="2022-01-01"/>'),
    ("8.8.1", ' value="0"/>', "/>"),
    ("8.8.2", ' value="0"/>', ' value="none"/>'),
    ("8.8.3", 'year="2020" iso-date="2020-01-01"/>', 'year="2020" value="0"/>'),
    ("8.9.1", '<target value="100"/>', "<target/>"),
    ("8.9.2", '<target value="100"/>', '<target value="many"/>'),
    ("8.9.3", "<target/>", '<target value="1"/>'),
    ("8.10.1", '<actual value="80"/>', "<actual/>"),
    ("8.10.2", '<actual value="80"/>', '<actual value="80+"/>'),
    ("8.10.3", "<actual/>", '<actual value="1"/>'),
    ("4.3.1", "<title><narrative>Joint laboratory</narrative>", "<title><narrative/>"),
    ("4.4.1", "<narrative>What it is for.</narrative>", "<narrative/>"),
]  # fmt: skip

SPOILT_ORGANISATIONS = [
    ("1.18.8", 'ref="XM-DAC-98"', 'ref="ZZ-NOBODY-98"'),
    ("1.18.1", 'ref="XM-DAC-98"', 'ref="XM-DAC-98 "'),
    ("1.18.13", 'ref="XM-DAC-98"', 'ref="XM-DAC-98|"'),
    ("1.12.1", ">XM-DAC-99<", "> XM-DAC-99<"),
    ("1.12.13", ">XM-DAC-99<", ">XM-DAC-99/1<"),
    ("1.17.1", 'ref="XM-DAC-97"', 'ref="XM-DAC-97 "'),
    ("11.4.1", "2024-01-01T00:00:00Z", "2999-01-01T00:00:00Z"),
    ("4.5.1", ' xml:lang="en"', ""),
    ("7.8.2", ' default-currency="USD"', ""),
    ("11.3.1", 'value-date="2020-03-01"', 'value-date="2019-03-01"'),
    *[("8.6.3", f'<period-end iso-date="2020-12-{day}"/>', '<period-end iso-date="2019-01-01"/>')
      for day in (31, 30, 29, 28, 27)],
    *[("7.5.3", f'<period-end iso-date="2020-12-{day}"/>', '<period-end iso-date="2022-01-01"/>')
      for day in (31, 30, 29, 28, 27)],
]  # fmt: skip


def faults_of(document: str, written: list[dict[str, Any]] | None = None) -> list[Fault]:
    tree = etree.ElementTree(etree.fromstring(document.encode()))
    return list(rule_faults(tree, None if written is None else read_rules(written)))


def spoilt(document: str, old: str, new: str) -> str:
    assert document.count(old) >= 1, f"{old!r} is not in the document"
    return document.replace(old, new, 1)


def test_the_standard_has_107_rules() -> None:
    assert len(standard_rules()) == 107


@pytest.mark.parametrize("document", [ACTIVITIES, ORGANISATIONS])
def test_a_good_document_breaks_no_rule(document: str) -> None:
    assert faults_of(document) == []


@pytest.mark.parametrize(("rule", "old", "new"), SPOILT)
def test_a_spoilt_activity_breaks_the_rule(rule: str, old: str, new: str) -> None:
    assert f"ruleset:{rule}" in {fault.rule for fault in faults_of(spoilt(ACTIVITIES, old, new))}


@pytest.mark.parametrize(("rule", "old", "new"), SPOILT_ORGANISATIONS)
def test_a_spoilt_organisation_breaks_the_rule(rule: str, old: str, new: str) -> None:
    assert f"ruleset:{rule}" in {fault.rule for fault in faults_of(spoilt(ORGANISATIONS, old, new))}


def test_every_rule_is_broken_by_some_document() -> None:
    trees = [
        etree.ElementTree(etree.fromstring(spoilt(document, old, new).encode()))
        for document, table in ((ACTIVITIES, SPOILT), (ORGANISATIONS, SPOILT_ORGANISATIONS))
        for _rule, old, new in table
    ]
    never = [
        (rule.id, rule.context, rule.kind)
        for rule in standard_rules()
        if not any(list(rule_faults(tree, [rule])) for tree in trees)
    ]
    assert never == []


def test_a_fault_stands_at_the_line_of_what_breaks_the_rule() -> None:
    document = spoilt(ACTIVITIES, 'code="a" vocabulary="99" percentage="30"',
                      'code="a" vocabulary="99" percentage="130"')  # fmt: skip
    line = next(
        number
        for number, text in enumerate(document.splitlines(), start=1)
        if 'percentage="130"' in text
    )
    found = [fault for fault in faults_of(document) if fault.rule == "ruleset:12.3.1"]
    assert [(fault.line, fault.severity) for fault in found] == [(line, Severity.ERROR)]
    assert found[0].path == "/iati-activities/iati-activity/sector[3]"


def test_a_rule_about_identifiers_excuses_organisations_that_iati_lists() -> None:
    listed = spoilt(ACTIVITIES, 'reporting-org ref="XM-DAC-99"', 'reporting-org ref="21001"')
    assert "ruleset:1.14.8" not in {fault.rule for fault in faults_of(listed)}


def test_a_kind_of_rule_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind of rule “magic”"):
        read_rules([{**a_rule("unique", {"paths": []}), "kind": "magic"}])


# The kinds of rules, on a small document.

SMALL = "<a><b>1</b><b>2</b><c day='2020-05-01'>x</c><d/></a>"


def a_rule(kind: str, case: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "1", "severity": "error", "message": "Broken.", "context": "/a", "kind": kind,
        "case": case,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "case", "is_broken"),
    [
        ("no_more_than_one", {"paths": ["c"]}, False),
        ("no_more_than_one", {"paths": ["b"]}, True),
        ("no_more_than_one", {"paths": ["b"], "condition": "e"}, False),
        ("atleast_one", {"paths": ["e", "c"]}, False),
        ("atleast_one", {"paths": ["e"]}, True),
        ("only_one_of", {"paths": ["c"], "excluded": ["e"]}, False),
        ("only_one_of", {"paths": ["b"], "excluded": ["e"]}, True),
        ("only_one_of", {"paths": ["e"], "excluded": ["f"]}, True),
        ("only_one_of", {"paths": ["c"], "excluded": ["b"]}, True),
        ("only_one_of", {"paths": ["e"], "excluded": ["b"]}, False),
        ("dependent", {"paths": ["b", "c"]}, False),
        ("dependent", {"paths": ["e", "f"]}, False),
        ("dependent", {"paths": ["b", "e"]}, True),
        ("sum", {"paths": ["b"], "sum": 3}, False),
        ("sum", {"paths": ["e"], "sum": 3}, False),
        ("sum", {"paths": ["b"], "sum": 4}, True),
        ("strict_sum", {"paths": ["b"], "sum": 3}, False),
        ("strict_sum", {"paths": ["e"], "sum": 3}, True),
        ("strict_sum", {"paths": ["c"], "sum": 3}, True),
        ("one_or_all", {"one": "d", "all": "lang"}, False),
        ("one_or_all", {"one": "e", "all": "lang"}, False),
        ("one_or_all", {"one": "e", "all": "recipient-country|recipient-region"}, False),
        ("date_order", {"less": "c/@day", "more": "NOW"}, False),
        ("date_order", {"less": "NOW", "more": "c/@day"}, True),
        ("date_order", {"less": "NOW", "more": "d/@day"}, False),
        ("date_order", {"less": "NOW", "more": "c"}, False),
        ("date_now", {"date": "c/@day"}, False),
        ("time_limit", {"start": "c/@day", "end": "c/@day"}, False),
        ("time_limit", {"start": "c/@day", "end": "NOW"}, True),
        ("between_dates", {"date": "c/@day", "start": "c/@day", "end": "NOW"}, False),
        ("between_dates", {"date": "c/@day", "start": "NOW", "end": "NOW"}, True),
        ("between_dates", {"date": "d/@day", "start": "NOW", "end": "NOW"}, False),
        ("regex_matches", {"paths": ["b", "d"], "regex": r"^\d$"}, False),
        ("regex_matches", {"paths": ["b", "c"], "regex": r"^\d$"}, True),
        ("regex_no_matches", {"paths": ["c"], "regex": r"^\d$"}, False),
        ("regex_no_matches", {"paths": ["b"], "regex": r"^\d$"}, True),
        ("startswith", {"paths": ["b[1]"], "start": "b[1]"}, False),
        ("startswith", {"paths": ["b"], "start": "b[1]"}, True),
        ("startswith", {"paths": ["b"], "prefix": ["b"], "separator": "-"}, True),
        ("unique", {"paths": ["b", "c"]}, False),
        ("unique", {"paths": ["b", "b[1]"]}, True),
        ("if_then", {"if": "b", "then": "c"}, False),
        ("if_then", {"if": "b", "then": "e"}, True),
        ("if_then", {"if": "e", "then": "f"}, False),
        ("evaluates_to", {"eval": "count(b) = 2"}, False),
        ("evaluates_to", {"eval": "count(b) = 3"}, True),
        ("range", {"paths": ["b"], "min": 1, "max": 2}, False),
        ("range", {"paths": ["b"], "min": 2}, True),
        ("range", {"paths": ["b"], "max": 1}, True),
        ("range", {"paths": ["c"], "max": 1}, True),
        ("no_spaces", {"paths": ["b"]}, False),
        ("no_percent", {"paths": ["b"]}, False),
        ("positive_decimal", {"paths": ["b"]}, False),
        ("positive_decimal", {"paths": ["c"]}, True),
    ],
)
def test_a_kind_of_rule(kind: str, case: dict[str, Any], is_broken: bool) -> None:
    assert bool(faults_of(SMALL, [a_rule(kind, case)])) is is_broken


def test_the_kinds_that_look_at_signs_and_spaces() -> None:
    document = "<a><b> 1</b><c>50%</c></a>"
    assert faults_of(document, [a_rule("no_spaces", {"paths": ["b"]})])
    assert faults_of(document, [a_rule("no_percent", {"paths": ["c"]})])


def test_every_kind_of_the_specification_is_there() -> None:
    assert set(KINDS) >= {rule.kind for rule in standard_rules()}
    assert set(KINDS) >= {"dependent", "sum", "only_one_of", "regex_no_matches", "no_percent"}
