"""Small conferences as workbooks, all plans of one, and the checker of the benchmark."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import strategies as st
from openpyxl import Workbook

from serai.engines.timetable.cosplib.instance import Instance, Mode, Term
from serai.engines.timetable.cosplib.measuring import faults
from serai.engines.timetable.cosplib.plan import Place, Plan

HEADER = [
    "Reference",
    "Track",
    "Required Timeslots",
    "Order",
    "Time Zone",
    "Presenters",
    "Attendees",
]


def checker() -> ModuleType:
    """The checker of the benchmark, which shares no code with the engine."""
    path = Path(__file__).resolve().parents[4] / "benchmarks" / "cosplib_checker.py"
    spec = importlib.util.spec_from_file_location("cosplib_checker", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass
class Conference:
    """What stands in the sheets of a workbook."""

    submissions: list[list[Any]]
    """As in the sheet: reference, track, slots, order, zone, presenters, attendees, penalties."""
    tracks: list[list[Any]] = field(default_factory=lambda: [["A"], ["B"]])
    sessions: list[tuple[str, int, int]] = field(
        default_factory=lambda: [("Mon1", 2, 9), ("Mon2", 2, 14)]
    )
    """Name, slots, hour at which it begins; each lasts two hours."""
    rooms: list[str] = field(default_factory=lambda: ["Hall", "Club"])
    weights: dict[Term, Any] = field(default_factory=dict)
    matrices: dict[str, list[list[Any]]] = field(default_factory=dict)
    """Rows of penalties by title, without the names."""

    def write(self, path: Path) -> Path:
        """Write the workbook."""
        book = Workbook()
        assert book.active is not None
        book.remove(book.active)

        def sheet(title: str, rows: list[list[Any]]) -> None:
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)

        names = [name for name, _, _ in self.sessions]
        left: list[list[Any]] = [
            ["Sessions", None], ["Local time zone:", "GMT+0"],
            ["Suitable scheduling times", None], ["From:", time(9, 30)], ["To:", time(21, 30)],
            ["Less suitable scheduling times", None], ["From:", time(7)], ["To:", time(23)],
            ["Penalty:", 1], ["Unsuitable scheduling times", None], ["Penalty:", 10],
        ]  # fmt: skip
        labels = [["Weights", None], *([f"{term}:", self.weights.get(term)] for term in Term)]
        left += [[None, None]] * (len(labels) - len(left))
        sheet("parameters", [[*a, None, *b] for a, b in zip(left, labels, strict=True)])
        sheet("submissions", [[*HEADER, *names, *self.rooms], *self.submissions])
        sheet("tracks", [["Tracks", "Chairs"], *self.tracks])
        times = [
            [name, slots, datetime(2024, 7, 1), time(hour), time(hour + 2)]  # noqa: DTZ001
            for name, slots, hour in self.sessions
        ]
        header = ["Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"]
        sheet("sessions", [header, *times])
        sheet("rooms", [["Rooms"], *([room] for room in self.rooms)])
        tracks = [row[0] for row in self.tracks]
        axes = {
            "tracks_sessions|penalty": (tracks, names),
            "tracks_rooms|penalty": (tracks, self.rooms),
            "sessions_rooms|penalty": (names, self.rooms),
            "similar tracks": (tracks, tracks),
        }
        for title, values in self.matrices.items():
            down, across = axes[title]
            rows = [[name, *row] for name, row in zip(down, values, strict=True)]
            sheet(title, [[None, *across], *rows])
        book.save(path)
        return path


def submission(reference: str, track: str = "A", slots: Any = 1, **more: Any) -> list[Any]:
    """A row of the sheet of submissions, without penalties."""
    row = (more.get(key) for key in ("order", "zone", "presenters", "attendees"))
    return [reference, track, slots, *row]


def all_plans(instance: Instance, mode: Mode) -> Iterator[Plan]:
    """Every plan there is that keeps the rules."""
    places = [
        [
            Place(k, room, slot)
            for k, session in enumerate(instance.sessions)
            for room in range(len(instance.rooms))
            for slot in range(session.slots - submission.slots + 1)
        ]
        for submission in instance.submissions
    ]
    for chosen in product(*places):
        plan = Plan(instance, chosen)
        if next(faults(plan, mode), None) is None:
            yield plan


PENALTY = st.sampled_from([None, None, 1, 10])
PEOPLE = st.sampled_from([None, None, "P1", "P2", "P1, P3"])


@st.composite
def conferences(draw: st.DrawFn, most: int = 4) -> Conference:
    """Conferences small enough to try all plans, in which every term may weigh something."""

    def matrix(rows: int, columns: int) -> list[list[Any]]:
        return [[draw(PENALTY) for _ in range(columns)] for _ in range(rows)]

    count = draw(st.integers(2, most))
    rows = [
        [
            f"S{at}", draw(st.sampled_from("AAB")), draw(st.sampled_from([1, 1, 2])),
            draw(st.sampled_from([0, 0, 1, 2])), draw(st.sampled_from([None, "GMT+8", "GMT-6"])),
            draw(PEOPLE), draw(PEOPLE), *(draw(PENALTY) for _ in range(4)),
        ]
        for at in range(count)
    ]  # fmt: skip
    similar = draw(PENALTY)
    return Conference(
        rows,
        tracks=[["A", draw(PEOPLE)], ["B", draw(PEOPLE)]],
        weights={term: draw(st.sampled_from([0, 1, 7])) for term in Term},
        matrices={
            "tracks_sessions|penalty": matrix(2, 2),
            "tracks_rooms|penalty": matrix(2, 2),
            "sessions_rooms|penalty": matrix(2, 2),
            "similar tracks": [[None, similar], [None, None]],
        },
    )
