"""The reference of the format names what there is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from serai.engines.timetable.reading import schema
from serai.engines.timetable.rules import RULES

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/timetable-format.md"


def test_every_rule_stands_there_with_its_name_and_parameters() -> None:
    rows = {line.split("|")[1].strip(): line for line in PAGE.read_text().splitlines()
            if line.startswith("| `")}  # fmt: skip
    for key, rule in RULES.items():
        row = rows[f"`{key}`"]
        assert rule.name in row
        assert all(f"`{each.name}`" in row for each in fields(rule))


def test_every_field_of_a_session_room_and_person_stands_there() -> None:
    text = PAGE.read_text()
    for kind in ("Session", "Room", "Person", "Interpreter"):
        for name in schema()["$defs"][kind]["properties"]:
            assert f"`{name}" in text, f"{kind}.{name}"
