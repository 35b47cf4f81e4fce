"""What is exported is valid, and imported again it makes no difference."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import frictionless
import geojson
import pytest
from django.http import QueryDict
from django.utils import timezone, translation
from openpyxl import load_workbook
from pyarrow import parquet

from factories.directory import make_organisation, make_theme
from factories.evidence import make_source
from factories.imports import ACTOR, import_file, import_rows, plain
from factories.register import make_record
from serai.track.register.exchange import ExportContext, formats
from serai.track.register.exchange.exporting import export
from serai.track.register.filters import RecordFilter
from serai.track.register.models import Record, Stage
from track.register.exchange.test_pipeline import LABORATORY, TREATY

pytestmark = pytest.mark.django_db

WHOLE = ["csv", "xlsx", "parquet", "json", "jsonl"]
AWKWARD = {
    "key": "awkward",
    "kind": "project",
    "name": {"en": "=HYPERLINK(1); a|b\\c", "ar": "مختبر", "zh-hans": "实验室"},
    "name_as_written": "-5 “quoted”, with comma",
    "summary": {"en": "Two\nlines, \"quotes\" and 'apostrophes'", "fr": "@été"},
    "counts_in_totals": False,
    "counting_reason": {"en": "counted elsewhere"},
    "identifiers": ["aiddata:1", "iati:XM-1"],
    "latitude": "-0.5",
    "longitude": "-170",
    "parties": [
        {"role": "funder", "as_written": "A; B|C\\"},
        {"role": "host", "country": "KE", "as_written": "="},
    ],
    "status_events": [
        {"status": "operating", "on": "2016~", "note": {"en": "a;b|c", "fr": "[fr]d"}},
        {"status": "planned", "on": "", "note": {"ar": "مقرر"}},
    ],
    "measures": [{"name": {"en": "People", "fr": "Gens"}, "value": "-1.25", "as_of": "2020"}],
}


def context(**values: Any) -> ExportContext:
    """What an export says of itself."""
    given = {"public": False, **values}
    return ExportContext(
        base_url="https://example.org", address="https://example.org/en/register/",
        licence="https://creativecommons.org/licenses/by/4.0/", retrieved_at=timezone.now(),
        title="Register", **given,
    )  # fmt: skip


def write(name: str, place: Path, **values: Any) -> Path:
    """Export every record to a file."""
    each = formats()[name]
    assert each.stream is not None
    path = place / f"records-{name}.{each.extension}"
    path.write_bytes(b"".join(each.stream(Record.objects.order_by("pk"), context(**values))))
    return path


@pytest.fixture
def register() -> list[dict[str, Any]]:
    """Records with everything that can be said of one."""
    make_theme(key="grain")
    make_organisation(key="institute")
    source = make_source(key="report", rights="CC BY 4.0", address="https://example.org/a")
    whole = {
        **LABORATORY,
        "themes": ["grain"],
        "parties": [*LABORATORY["parties"], {"role": "owner", "organisation": "institute"}],
        "sources": ["report@10:20", "started_on=report@page 3; table 2", "parties=report"],
        "part_of": "treaty",
    }
    report = import_rows(whole, TREATY, AWKWARD, source=source)
    assert report.problems == []
    return list(plain())


@pytest.mark.parametrize("name", WHOLE)
def test_importing_an_export_again_changes_nothing(
    name: str, register: list[dict[str, Any]], tmp_path: Path
) -> None:
    path = write(name, tmp_path)
    report = import_file(path, name)
    assert (report.new, report.changed, report.unchanged, report.problems) == (0, 0, 3, [])


@pytest.mark.parametrize("name", WHOLE)
def test_an_export_makes_the_same_records_elsewhere(
    name: str, register: list[dict[str, Any]], tmp_path: Path
) -> None:
    path = write(name, tmp_path)
    Record.objects.update(part_of=None)
    Record.objects.all().delete()
    report = import_file(path, name)
    assert (report.new, report.problems) == (3, [])
    assert list(plain()) == register


def test_geojson_is_valid_and_comes_back(register: list[dict[str, Any]], tmp_path: Path) -> None:
    path = write("geojson", tmp_path)
    collection = geojson.loads(path.read_text("utf-8"))
    assert collection.is_valid
    assert len(collection.features) == 2
    assert import_file(path, "geojson").unchanged == 2


def test_the_data_package_is_valid(register: list[dict[str, Any]], tmp_path: Path) -> None:
    path = write("csv-package", tmp_path)
    report = frictionless.validate(str(path))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


def test_parquet_holds_what_csv_holds(register: list[dict[str, Any]], tmp_path: Path) -> None:
    with write("csv", tmp_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = parquet.read_table(write("parquet", tmp_path)).to_pylist()
    assert [each["code"] for each in table] == [row["code"] for row in rows]
    assert [each["parties"] for each in table] == [row["parties"] for row in rows]
    first = table[0]
    assert (first["latitude"], first["counts_in_totals"]) == (12.00012, True)
    assert [each["term_years"] for each in table] == [None, 5, None]


def test_an_export_names_sources_licence_and_address(
    register: list[dict[str, Any]], tmp_path: Path
) -> None:
    row = json.loads(write("jsonl", tmp_path).read_text("utf-8").splitlines()[0])
    assert row["address"] == f"https://example.org/en/register/{row['code']}/"
    assert row["licence"].startswith("https://creativecommons.org/")
    assert row["source_rights"] == "CC BY 4.0"
    assert row["source_addresses"] == "https://example.org/a"


def test_the_public_gets_no_link_to_a_draft(tmp_path: Path) -> None:
    draft = make_record(stage=Stage.DRAFT)
    make_record(key="public", part_of=draft)
    each = formats()["jsonl"]
    assert each.stream is not None
    written = b"".join(each.stream(Record.objects.filter(key="public"), context(public=True)))
    assert "part_of" not in json.loads(written)


def test_formulas_are_texts_in_a_workbook(register: list[dict[str, Any]], tmp_path: Path) -> None:
    sheet = load_workbook(write("xlsx", tmp_path))["records"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=HYPERLINK(1); a|b\\c" in {cell.value for cell in cells}


def test_the_order_is_that_of_the_screen() -> None:
    for name in ("Beta", "Alpha", "Gamma"):
        make_record(name=name)
    wanted = RecordFilter.parse(QueryDict("sort=name"))
    written = b"".join(export(wanted, formats()["jsonl"], public=True).stream).splitlines()
    assert [json.loads(line)["name"]["en"] for line in written] == ["Alpha", "Beta", "Gamma"]


@pytest.mark.parametrize("query", ["sort=name", "q=centre"])
def test_the_order_is_that_of_the_screen_where_no_database_knows_it(query: str) -> None:
    for code, name in enumerate(("浙江", "上海", "阿里"), 1):
        point = {} if code == 2 else {"latitude": code, "longitude": code}
        names = {"en": "Centre " * code, "zh-hans": name}
        make_record(key=f"place-{code}", name=names, **point)
    make_record(key="stray", name="Park", summary="near a centre", latitude=1, longitude=1)
    with translation.override("zh-hans"):
        wanted = RecordFilter.parse(QueryDict(query))
        screen = [Record.objects.get(pk=pk) for pk in wanted.select()]
        files = {
            name: b"".join(export(wanted, formats()[name], public=True).stream)
            for name in ("jsonl", "geojson")
        }
    lines = files["jsonl"].splitlines()
    assert [json.loads(line)["key"] for line in lines] == [each.key for each in screen]
    points = [each["properties"]["key"] for each in json.loads(files["geojson"])["features"]]
    assert points == [each.key for each in screen if each.longitude is not None]
    if query == "sort=name":
        assert [each.key for each in screen] == ["place-3", "place-2", "place-1", "stray"]


def test_an_empty_export_is_whole(tmp_path: Path) -> None:
    for name in [*WHOLE, "geojson", "csv-package"]:
        assert write(name, tmp_path).stat().st_size > (0 if name == "jsonl" else 10) - 1
    assert json.loads((tmp_path / "records-json.json").read_text("utf-8"))["records"] == []
    assert import_rows({"key": "a", "kind": "project", "name": "A"}, dry_run=True).new == 1
    assert str(ACTOR) == "test import"
