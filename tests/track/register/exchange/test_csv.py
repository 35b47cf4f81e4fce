"""CSV as people have it: what is understood, and how its faults are told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from factories.imports import import_csv, plain
from omissions import SHARED
from serai.foundation.tables import guarded, unguarded
from serai.track.register.exchange.columns import COLUMNS
from serai.track.register.exchange.encodings import find_encoding
from serai.track.register.models import Record

pytestmark = pytest.mark.django_db

TEN_FAULTS = """key,kind,name[en],countries,started_on,ended_on,latitude,longitude,colour,fields
fine,project,Fine,CN,2001,,,,,
b,agrement,Kind,CN,2001,,,,,
c,project,Country,Kenya,2001,,,,,
d,project,Date,CN,6/11/2023,,,,,
e,project,Order,CN,2005,2001,,,,
f,project,Comma,CN,2005,,"12,5",3.1,,
g,project,Swapped,CN,2005,,120.5,30.1,,
fine,project,Twice,CN,2005,,,,,
h,project,,CN,2005,,,,,
i,project,Too few
"""


def test_ten_different_faults_are_refused_with_ten_messages(tmp_path: Path) -> None:
    report = import_csv(tmp_path, TEN_FAULTS)
    told = [(problem.line, problem.field, problem.rule) for problem in report.problems]
    assert told == [
        (1, "colour", "unknown-column"),
        (3, "kind", "unknown-choice"),
        (4, "countries", "unknown-country"),
        (5, "started_on", "wrong-date"),
        (6, "ended_on", "date-order"),
        (7, "latitude", "number-with-comma"),
        (8, "latitude", "out-of-range"),
        (9, "key", "duplicate-key"),
        (10, "name[en]", "missing"),
        (11, "", "wrong-number-of-cells"),
    ]
    said = {problem.rule: problem.message for problem in report.problems}
    assert said["unknown-choice"] == "“agrement” is not known here: did you mean agreement?"
    assert said["unknown-country"].endswith("did you mean KE?")
    assert "write 2023, 2023-11 or 2023-11-06" in said["wrong-date"]
    assert said["number-with-comma"].endswith("such as 12.5")
    assert said["out-of-range"].endswith("latitude and longitude look swapped")
    assert "line 2" in said["duplicate-key"]
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("column", "cell", "rule"),
    [
        ("name_as_written", "x" * 401, "too-long"),
        ("fields", "9.9", "unknown-field"),
        ("goals", "18", "unknown-goal"),
        ("themes", "nothing", "unknown-theme"),
        ("counts_in_totals", "maybe", "not-yes-or-no"),
        ("counts_in_totals", "false", "missing-reason"),
        ("latitude", "12", "half-a-point"),
        ("latitude", "north", "not-a-number"),
        ("status", "in_force", "wrong-for-kind"),
        ("instrument", "protocol", "wrong-for-kind"),
        ("legal_events", "signature|2001", "wrong-for-kind"),
        ("parties", "guest||KE", "unknown-choice"),
        ("parties", "host", "empty-party"),
        ("parties", "host|nobody", "unknown-organisation"),
        ("parties", "host||KE|x|y", "unknown-column"),
        ("status_events", "operating|2001-13", "wrong-date"),
        ("measures", "Area|forty", "not-a-number"),
        ("measures", "Area", "missing"),
        ("relations", "related|nothing", "unknown-record"),
        ("part_of", "nothing", "unknown-record"),
        ("identifiers", "35756", "wrong-identifier"),
        ("code", "no code", "wrong-code"),
        ("sources", "nothing@1:2", "unknown-source"),
        ("sources", "colour=nothing", "unknown-column"),
        ("place_country", "Kenia", "unknown-country"),
        ("started_on", "2023-02-30", "wrong-date"),
        ("term_years", "-1", "not-a-number"),
        ("summary[en]", "a\0b", "null-character"),
    ],
)
def test_each_fault_is_told_at_its_cell(tmp_path: Path, column: str, cell: str, rule: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([["key", "kind", "name", column], ["one", "project", "One", cell]])
    report = import_csv(tmp_path, text.getvalue())
    problem = report.problems[0]
    assert (problem.line, problem.rule) == (2, rule)
    assert problem.field in {column, "longitude", "counting_reason"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_separator_is_understood(tmp_path: Path, separator: str) -> None:
    lines = [["key", "kind", "name"], ["one", "project", "One"]]
    report = import_csv(tmp_path, "\r\n".join(separator.join(line) for line in lines))
    assert (report.new, report.problems) == (1, [])


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "联合实验室 Лаборатория مختبر"),
        ("utf-8-sig", "联合实验室"),
        ("utf-16", "联合实验室"),
        ("gb18030", "中国和肯尼亚联合实验室设在内罗毕郊区的大学里面研究农业"),
        ("cp1252", "Laboratoire de l’université fédérale et créé à São Paulo en été"),
        ("cp1251", "Совместная лаборатория возобновляемой энергетики в Алматы"),
        ("cp1256", "المختبر المشترك للطاقة المتجددة في القاهرة بجمهورية مصر العربية"),
    ],
)
def test_the_encodings_of_spreadsheets_are_understood(
    tmp_path: Path, encoding: str, name: str
) -> None:
    report = import_csv(tmp_path, f"key,kind,name\none,project,{name}\n".encode(encoding))
    assert report.problems == []
    assert plain()[0]["name"] == {"en": name}


def test_a_line_that_is_not_in_the_encoding_is_named(tmp_path: Path) -> None:
    good = "one,project,联合实验室联合实验室\n".encode()
    report = import_csv(tmp_path, b"key,kind,name\n" + good + b"two,project,caf\xe9\n")
    assert [(problem.line, problem.rule) for problem in report.problems] == [(3, "bad-encoding")]


def test_lines_are_counted_through_quoted_breaks(tmp_path: Path) -> None:
    text = 'key,kind,name\none,project,"One\nin two\nlines"\ntwo,projet,Two\n'
    report = import_csv(tmp_path, text)
    assert [(problem.line, problem.field) for problem in report.problems] == [(5, "kind")]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "empty-file"),
        ("key,kind,kind,name\none,project,project,One\n", "duplicate-column"),
        ("key,,name\none,project,One\n", "unnamed-column"),
        ("key,knid,name\none,project,One\n", "unknown-column"),
        ("kind,name\nproject,One\n", "missing-key"),
    ],
)
def test_a_header_or_key_that_is_wrong_is_told(tmp_path: Path, text: str, rule: str) -> None:
    assert import_csv(tmp_path, text).problems[0].rule == rule


def test_texts_that_look_like_formulas_are_guarded_and_come_back() -> None:
    for text in ("=1+1", "+1", "-1", "@x", "'=1", "''=1", "\tx", "plain", "'quoted", ""):
        assert unguarded(guarded(text)) == text
    assert guarded("=1+1") == "'=1+1"
    assert guarded("plain") == "plain"


def test_every_column_explains_itself() -> None:
    assert all(str(column.explanation) for column in COLUMNS)


@pytest.mark.shared
def test_real_places_of_projects_are_read(tmp_path: Path) -> None:
    """The locations of AidData's data on Chinese development finance, as a file of records."""
    path = SHARED / "data" / "aiddata-gcdf3" / "GCDF_3.0_ADM1_Locations.csv"
    assert find_encoding(path).bad_lines == []
    with path.open(encoding=find_encoding(path).name, newline="") as file:
        rows = [row for _number, row in zip(range(300), csv.DictReader(file), strict=False)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["identifiers", "kind", "name", "place_name"])
    columns = list(rows[0])
    known = {row[columns[0]]: row for row in rows}
    writer.writerows(
        [f"aiddata:{number}", "project", f"Project {number}", " ".join(list(row.values())[1:4])]
        for number, row in known.items()
    )
    report = import_csv(tmp_path, text.getvalue())
    assert (report.new, report.problems) == (len(known), [])
    assert import_csv(tmp_path, text.getvalue()).unchanged == len(known)


@pytest.mark.shared
def test_a_foreign_table_is_refused_column_by_column(tmp_path: Path) -> None:
    path = next((SHARED / "data" / "country-codes").rglob("*.csv"))
    report = import_csv(tmp_path, path.read_bytes())
    assert report.new == 0
    assert {problem.rule for problem in report.problems} >= {"unknown-column", "missing-key"}
