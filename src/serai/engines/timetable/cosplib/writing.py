"""Writes a timetable: as JSON, or as the workbook that the library itself writes and loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from serai.engines.timetable.cosplib.instance import Mode
from serai.engines.timetable.cosplib.measuring import amounts
from serai.engines.timetable.cosplib.plan import Plan
from serai.engines.timetable.cosplib.solving import Outcome


def as_json(outcome: Outcome, mode: Mode) -> dict[str, Any]:
    """Return what `serai timetable solve --out` writes; docs/reference describes it."""
    plan = outcome.plan
    return {
        "format": "cosplib",
        "instance": plan.instance.name if plan else None,
        "mode": str(mode),
        "status": str(outcome.status),
        "objective": outcome.objective,
        "bound": outcome.bound,
        "terms": _terms(plan, mode) if plan else [],
        "placements": _placements(plan) if plan else [],
    }


def write(outcome: Outcome, mode: Mode, path: Path) -> None:
    """Write the plan to a file; its suffix says in which form."""
    if path.suffix.lower() == ".xlsx":
        if outcome.plan:
            _as_workbook(outcome.plan).save(path)
        return
    text = json.dumps(as_json(outcome, mode), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _terms(plan: Plan, mode: Mode) -> list[dict[str, Any]]:
    weight = plan.instance.weight
    return [
        {"term": str(term), "amount": amount, "weight": weight(term), "cost": weight(term) * amount}
        for term, amount in amounts(plan, mode).items()
    ]


def _placements(plan: Plan) -> list[dict[str, Any]]:
    instance = plan.instance
    return [
        {
            "submission": instance.submissions[at].reference,
            "track": instance.tracks[instance.submissions[at].track].name,
            "session": instance.sessions[cell.session].name,
            "room": instance.rooms[cell.room],
            "slot": plan.places[at].slot + 1,
            "slots": instance.submissions[at].slots,
        }
        for cell, held in sorted(plan.cells.items())
        for at in held
    ]


def _as_workbook(plan: Plan) -> Workbook:
    """Sheet `sol`: the track of each cell, an empty row, then a row for each time slot."""
    instance = plan.instance
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "sol"
    sheet.append([None, *instance.rooms])
    for k, session in enumerate(instance.sessions):
        held = [plan.cells.get((k, r)) for r in range(len(instance.rooms))]  # type: ignore[call-overload]
        tracks = [
            cell and instance.tracks[instance.submissions[cell[0]].track].name for cell in held
        ]
        sheet.append([session.name, *tracks])
    sheet.append([])
    for k, session in enumerate(instance.sessions):
        rows: list[list[str | None]] = [[None] * len(instance.rooms) for _ in range(session.slots)]
        for submission, place in zip(instance.submissions, plan.places, strict=True):
            if place.session == k:
                for slot in range(place.slot, place.slot + submission.slots):
                    rows[slot][place.room] = submission.reference
        for row in rows:
            sheet.append([session.name, *row])
    return book
