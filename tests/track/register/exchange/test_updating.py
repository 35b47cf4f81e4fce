"""Records that are changed at once are changed as the operations change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from factories.directory import make_organisation, make_theme
from factories.evidence import make_source
from factories.imports import ACTOR, import_rows, plain
from serai.foundation.dates import PartialDate
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import undo_entries
from serai.foundation.record.queries import history, verify
from serai.foundation.record.snapshots import snapshot
from serai.track.evidence.operations import cite
from serai.track.register.exchange import applying
from serai.track.register.exchange.changing import Difference
from serai.track.register.exchange.updating import Updater
from serai.track.register.indexes import RECORDS
from serai.track.register.models import Party, Record, Stage

pytestmark = pytest.mark.django_db

FACILITY: dict[str, Any] = {
    "kind": "joint_laboratory", "name": {"en": "Laboratory", "fr": "Laboratoire"},
    "summary": {"en": "Grain."}, "countries": ["CN", "NG"], "goals": [2],
    "started_on": "2015", "latitude": "12.5", "longitude": "8.5",
    "parties": [{"country": "NG", "as_written": "Kano"}],
}  # fmt: skip
AGREEMENT: dict[str, Any] = {
    "kind": "agreement", "name": {"en": "Treaty"}, "instrument": "protocol", "term_years": 5,
    "parties": [{"country": "CN"}, {"country": "FR"}],
    "legal_events": [{"kind": "entry_into_force", "on": "1978"}],
}  # fmt: skip
PARTS: dict[str, Any] = {
    "kind": "joint_laboratory", "name": {"en": "Laboratory"},
    "status_events": [{"status": "operating", "on": "2012"}, {"status": "planned", "on": "2010"}],
    "measures": [{"name": {"en": "Area"}, "value": "5.5", "unit": {"en": "ha"}}],
    "elements": [{"group": "Aims", "name": "Wheat"}, {"group": "Aims", "name": "Rice"}],
}  # fmt: skip
SIGNED: dict[str, Any] = {
    "kind": "agreement",
    "name": {"en": "Memorandum"},
    "parties": [{"country": "CN"}, {"country": "FR"}],
    "legal_events": [{"kind": "signature", "on": "1978", "party": "FR"}],
}
CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "texts": (FACILITY, {"name": {"en": "Station", "fr": ""}, "summary": {"ru": "Зерно"},
                         "place_name": {"en": "Kano"}, "name_as_written": "the station"}),
    "columns": (FACILITY, {"started_on": "2016-03~", "ended_on": "2020", "latitude": "13.12345",
                           "longitude": "8", "place_country": "NG", "status": "operating"}),
    "emptied": (FACILITY, {"started_on": "", "latitude": "", "longitude": "", "countries": "",
                           "goals": []}),
    "sets": (FACILITY, {"countries": ["KE", "CN"], "fields": ["4.1"], "goals": [17, 2],
                        "themes": ["grain"]}),
    "part": (FACILITY, {"part_of": "whole"}),
    "counting": (FACILITY, {"counts_in_totals": False, "counting_reason": {"en": "Twice."}}),
    "stages": (FACILITY, {"stage": "published", "sources": ["report@page 3"]}),
    "identifiers": (FACILITY, {"identifiers": ["aiddata:1{}", "iati:XM-{}"]}),
    "sources": (FACILITY, {"sources": ["report", "started_on=report@page 3"], "goals": [1]}),
    "parties": (FACILITY, {"parties": [
        {"organisation": "academy", "role": "host"}, {"country": "KE"},
        {"country": "NG", "as_written": "Kano"}]}),
    "status events": (PARTS, {"status_events": [
        {"status": "operating", "on": "2012", "note": {"en": "Opened."}},
        {"status": "closed", "on": "2019"}]}),
    "no status events": (PARTS, {"status_events": []}),
    "measures": (PARTS, {"measures": [
        {"name": {"en": "Staff"}, "value": "12", "as_of": "2020"},
        {"name": {"en": "Area"}, "value": "7.25", "unit": {"en": "ha"}}]}),
    "elements": (PARTS, {"elements": [{"group": "Aims", "name": "Maize"},
                                      {"group": "Aims", "name": "Wheat"}]}),
    "parties of an agreement": (SIGNED, {"parties": [{"country": "FR"}, {"country": "KE"}]}),
    "status": (AGREEMENT, {"countries_are_examples": True, "name": {"en": "Old treaty"}}),
}  # fmt: skip


def given(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A row for a record of this key; identifiers belong to one record only."""
    row = {"key": key, **row}
    if "identifiers" in row:
        row["identifiers"] = [each.format(key) for each in row["identifiers"]]
    return row


def entries_of(key: str) -> list[tuple[Any, ...]]:
    """What the entries of a record say, without the keys of rows."""
    record = Record.objects.get(key=key)
    found = []
    for entry in history(record).order_by("number"):
        sides = [
            {k: v for k, v in side.items() if k not in {"record", "object_id", "value"}}
            if side else side for side in (entry.before, entry.after)
        ]  # fmt: skip
        found.append((entry.verb, entry.object_type, entry.object_label.replace(key, ""), *sides))
    return sorted(found[1:], key=repr)


@pytest.mark.parametrize("name", CHANGES)
def test_at_once_is_as_one_by_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row, change = CHANGES[name]
    make_theme(key="grain")
    make_organisation(key="academy")
    make_source(key="report")
    source = make_source(key="file")
    import_rows(given({"kind": "programme", "name": "Whole"}, "whole"))
    import_rows(given(row, "slow"), given(row, "fast"))
    taken: list[Difference] = []

    def nobody(_self: Updater, differences: list[Difference]) -> tuple[int, list[Difference]]:
        taken.extend(differences)
        return 0, differences

    with monkeypatch.context() as patched:
        patched.setattr(applying.Updater, "update", nobody)
        assert import_rows(given(change, "slow"), source=source).problems == []
    with monkeypatch.context() as patched:
        patched.setattr(applying.Changer, "change", None)
        assert import_rows(given(change, "fast"), source=source).changed == 1
    assert len(taken) == 1

    slow, fast = (Record.objects.get(key=key) for key in ("slow", "fast"))
    own = {"id", "code", "key", "changed_at"}
    assert {k: v for k, v in snapshot(fast).items() if k not in own} == {
        k: v for k, v in snapshot(slow).items() if k not in own
    }
    assert fast.changed_at > Record.objects.get(key="whole").changed_at
    first, second = plain([slow]), plain([fast])
    for left_out in ("code", "key", "identifiers"):
        first[0].pop(left_out)
        second[0].pop(left_out)
    assert second == first
    assert entries_of("fast") == entries_of("slow")
    assert RECORDS.is_whole()
    assert list(verify()) == []


def test_what_was_changed_at_once_is_undone() -> None:
    import_rows(given(FACILITY, "a"))
    before = plain()
    last = Entry.objects.latest("number").number
    change = {**CHANGES["texts"][1], **CHANGES["sets"][1], "themes": [], "identifiers": ["x:1"]}
    assert import_rows(given(change, "a"), source=make_source()).changed == 1
    undo_entries(actor=ACTOR, entries=list(Entry.objects.filter(number__gt=last)))
    assert plain() == before
    assert list(verify()) == []


def test_an_event_keeps_the_party_that_acted() -> None:
    import_rows(given(SIGNED, "a"))
    events = [{"kind": "signature", "on": "1978", "party": "CN"}]
    report = import_rows({"key": "a", "parties": [{"country": "CN"}], "legal_events": events})
    assert (report.changed, report.problems) == (1, [])
    assert Record.objects.get().legal_events.get().party == Party.objects.get()


def test_the_score_knows_the_sources_of_parts() -> None:
    import_rows(given(FACILITY, "a"))
    source = make_source(key="report")
    cite(actor=ACTOR, target=Party.objects.get(), citations=[{"source": source}])
    assert import_rows({"key": "a", "summary": {"fr": "Du grain."}}).changed == 1
    quality = Record.objects.get().quality
    assert quality is not None
    import_rows({"key": "a", "summary": {"fr": "Du blé."}})
    assert Record.objects.get().quality == quality


def test_a_citation_that_is_there_is_not_added_again() -> None:
    make_source(key="report")
    make_source(key="other")
    import_rows(given({**FACILITY, "sources": ["report@page 1"]}, "a"))
    import_rows({"key": "a", "sources": ["report@page 1", "other"],
                 "parties": [{"organisation": make_organisation().code}]})  # fmt: skip
    assert Record.objects.get().citations.count() == 2


def test_some_of_many_are_refused_by_the_models_and_nothing_is_changed() -> None:
    import_rows(*(given(FACILITY, f"r{number}") for number in range(5)))
    rows = [{"key": f"r{number}", "ended_on": "2016"} for number in range(5)]
    rows[3]["ended_on"] = "2010"
    report = import_rows(*rows)
    assert [(problem.line, problem.field) for problem in report.problems] == [(5, "ended_on")]
    assert not Record.objects.exclude(ended_on="").exists()
    assert import_rows(rows[0], rows[1]).changed == 2
    assert Record.objects.get(key="r0").ended_on == PartialDate(2016)


def test_nobody_publishes_without_a_source() -> None:
    import_rows(given(FACILITY, "a"))
    report = import_rows({"key": "a", "stage": "published"})
    assert len(report.problems) == 1
    assert Record.objects.get().stage == Stage.DRAFT
