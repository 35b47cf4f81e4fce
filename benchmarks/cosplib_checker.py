"""What a CoSPLib timetable costs, from the workbook and the plan alone.

    .venv/bin/python benchmarks/cosplib_checker.py INSTANCE.xlsx PLAN

Shares no code with the engine, so that a mistake of the engine cannot hide here. PLAN is what
`serai timetable solve --out` wrote (.json or .xlsx) or a solution that CoSPLib's authors posted.
Objective E is that of the exact model, F what the library's own checker sums; both are defined in
the README of SERAI_SHARED/benchmarks/cosplib.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from itertools import combinations
from pathlib import Path
from typing import Any

import openpyxl

Row = tuple[Any, ...]
Cell = tuple[str, str]
"""Session and room."""
Pairs = set[frozenset[str]]


@dataclass
class Plan:
    """Which submissions stand in the time slots of each cell; None is a slot that is free."""

    cells: dict[Cell, list[str | None]]
    tracks: dict[Cell, str] = field(default_factory=dict)
    """Which track a cell belongs to, where the file says so."""


@dataclass
class Verdict:
    """E and F, the terms they are made of, and what breaks a rule."""

    exact: int = 0
    full: int = 0
    terms: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """What makes it no timetable at all."""
    exact_faults: list[str] = field(default_factory=list)
    """What is against a hard rule of objective E only."""


class Workbook:
    """The sheets as dictionaries by name; nothing is worked out here."""

    def __init__(self, path: Path) -> None:
        book = openpyxl.load_workbook(path, data_only=True)
        sheets = {sheet.title.strip().lower(): list(sheet.values) for sheet in book}
        self.weights = self._weights(sheets["parameters"])
        self.parameters = [row[:2] for row in sheets["parameters"]]
        self.sessions = [row for row in sheets["sessions"][1:] if row[0] is not None]
        self.rooms = [str(row[0]) for row in sheets["rooms"][1:] if row[0] is not None]
        self.chairs = {
            str(row[0]): names(row[1] if len(row) > 1 else None)
            for row in sheets["tracks"][1:]
            if row[0] is not None
        }
        header, *rows = sheets["submissions"]
        self.submissions = {str(row[0]): row for row in rows if row[0] is not None}
        self.columns = {str(name): at for at, name in enumerate(header) if name is not None}
        self.order = [str(row[0]) for row in self.sessions]
        self.slots = {str(row[0]): int(row[1]) for row in self.sessions}
        self.tracks_sessions = matrix(sheets.get("tracks_sessions|penalty", []))
        self.tracks_rooms = matrix(sheets.get("tracks_rooms|penalty", []))
        self.sessions_rooms = matrix(sheets.get("sessions_rooms|penalty", []))
        self.similar = matrix(sheets.get("similar tracks", []))

    @staticmethod
    def _weights(rows: list[Row]) -> dict[str, int]:
        labelled = (row for row in rows if len(row) > 4 and row[3])
        return {str(row[3]).strip(" :"): int(row[4] or 0) for row in labelled}

    def track(self, submission: str) -> str:
        return str(self.submissions[submission][1])

    def size(self, submission: str) -> int:
        return int(self.submissions[submission][2])

    def penalty(self, submission: str, column: str) -> int:
        at = self.columns.get(column)
        return 0 if at is None else int(self.submissions[submission][at] or 0)


def names(value: Any) -> set[str]:
    return {name.strip() for name in str(value or "").split(",") if name.strip()}


def matrix(rows: list[Row]) -> dict[tuple[str, str], int]:
    if not rows:
        return {}
    header = rows[0]
    return {
        (str(row[0]), str(column)): int(value)
        for row in rows[1:]
        for column, value in zip(header[1:], row[1:], strict=False)
        if row[0] is not None and column is not None and value
    }


def read_plan(path: Path, book: Workbook) -> Plan:
    if path.suffix == ".xlsx":
        return read_posted(path, book)
    plan: dict[Cell, list[str | None]] = {}
    for each in json.loads(path.read_text())["placements"]:
        cell = (each["session"], each["room"])
        slots = plan.setdefault(cell, [None] * book.slots[each["session"]])
        for at in range(each["slot"] - 1, each["slot"] - 1 + each["slots"]):
            if at >= len(slots) or slots[at] is not None:
                raise SystemExit(f"{path}: {each} does not fit or meets another")
            slots[at] = each["submission"]
    return Plan(plan)


def read_posted(path: Path, book: Workbook) -> Plan:
    """Read the sheet `sol`: tracks a session, an empty row, then a row a time slot."""
    rows = list(openpyxl.load_workbook(path, data_only=True)["sol"].values)
    rooms = [str(name) for name in rows[0][1:]]
    count = len(book.order)
    plan = Plan({})
    for session, row in zip(book.order, rows[1 : count + 1], strict=True):
        for room, track in zip(rooms, row[1:], strict=True):
            if track is not None:
                plan.tracks[session, room] = str(track)
    at = count + 2
    for session in book.order:
        block = rows[at : at + book.slots[session]]
        at += book.slots[session]
        for column, room in enumerate(rooms, start=1):
            held = [None if row[column] is None else str(row[column]) for row in block]
            if any(held):
                plan.cells[session, room] = held
    return plan


def check(book: Workbook, plan: Plan) -> Verdict:  # noqa: PLR0915 (one list of definitions)
    """Recompute everything that README says of E and F."""
    verdict = Verdict()
    cell_of: dict[str, Cell] = {}
    slots_of: dict[str, list[int]] = defaultdict(list)
    track_of: dict[Cell, str] = {}
    for cell, slots in plan.cells.items():
        if cell[0] not in book.slots or cell[1] not in book.rooms:
            verdict.faults.append(f"{cell}: no such session or room")
        for at, submission in enumerate(slots):
            if submission is None:
                continue
            if submission not in book.submissions:
                verdict.faults.append(f"{submission}: no such submission")
                continue
            if cell_of.setdefault(submission, cell) != cell:
                verdict.faults.append(f"{submission}: in {cell_of[submission]} and {cell}")
            slots_of[submission].append(at)
            track = book.track(submission)
            if track_of.setdefault(cell, track) != track:
                verdict.faults.append(f"{cell}: {track_of[cell]} and {track}")
    for cell, track in plan.tracks.items():
        if track_of.setdefault(cell, track) != track:
            verdict.faults.append(f"{cell}: is for {track}, has {track_of[cell]}")
    for submission in book.submissions:
        slots = slots_of[submission]
        if len(slots) != book.size(submission):
            verdict.faults.append(f"{submission}: has {len(slots)} slots")
        elif slots != list(range(slots[0], slots[0] + len(slots))):
            verdict.faults.append(f"{submission}: is interrupted")
    if verdict.faults:
        return verdict

    zones = time_zone_penalties(book)
    at_once = {session: [c for c in track_of if c[0] == session] for session in book.order}
    sessions_of: dict[str, list[str]] = defaultdict(list)
    rooms_of: dict[str, set[str]] = defaultdict(set)
    for session in book.order:
        for cell in at_once[session]:
            if session not in sessions_of[track_of[cell]]:
                sessions_of[track_of[cell]].append(session)
            rooms_of[track_of[cell]].add(cell[1])

    terms: Counter[str] = Counter()
    once: Counter[str] = Counter()
    for (session, room), track in track_of.items():
        terms["Tracks_Sessions|Penalty"] += book.tracks_sessions.get((track, session), 0)
        terms["Tracks_Rooms|Penalty"] += book.tracks_rooms.get((track, room), 0)
        terms["Sessions_Rooms|Penalty"] += book.sessions_rooms.get((session, room), 0)
    once.update(terms)
    terms["Number of Rooms per Track"] = sum(len(rooms) - 1 for rooms in rooms_of.values())
    for submission, (session, room) in cell_of.items():
        size = book.size(submission)
        for name, penalty in (
            ("Submissions_Timezones", zones[submission, session]),
            ("Submissions_Sessions|Penalty", book.penalty(submission, session)),
            ("Submissions_Rooms|Penalty", book.penalty(submission, room)),
        ):
            terms[name] += size * penalty
            once[name] += penalty

    presenters, attendees, chairs = conflicts(book)
    for session in book.order:
        tracks = Counter(track_of[cell] for cell in at_once[session])
        terms["Parallel Tracks"] += sum(count - 1 for count in tracks.values())
        for one, other in combinations(tracks, 2):
            pairs = tracks[one] * tracks[other]
            like = book.similar.get((one, other), 0) or book.similar.get((other, one), 0)
            terms["Similar Tracks"] += pairs * like
            terms["Chairs Conflicts"] += pairs * (frozenset((one, other)) in chairs)
    for track, sessions in sessions_of.items():
        numbers = [book.order.index(session) for session in sessions]
        terms["Consecutive Tracks"] += numbers[-1] - numbers[0] + 1 != len(numbers)
        terms["Submissions Order"] += misplaced(book, plan, track, track_of)
    for kind, pairs_of_kind in (("Presenters", presenters), ("Attendees", attendees)):
        for pair in pairs_of_kind:
            one, other = pair
            if cell_of[one][0] != cell_of[other][0]:
                continue
            terms[f"{kind} Conflicts"] += cell_of[one] != cell_of[other]
            overlap = set(slots_of[one]) & set(slots_of[other])
            terms[f"{kind} Conflicts Timeslot Level"] += len(overlap)
            if kind == "Presenters" and cell_of[one] != cell_of[other]:
                verdict.exact_faults.append(f"{one} and {other}: one presenter in two rooms")

    for track, rooms in rooms_of.items():
        if len(rooms) != 1:
            verdict.exact_faults.append(f"{track}: in {len(rooms)} rooms")
        most = most_sessions(book, track)
        if len(sessions_of[track]) > most:
            verdict.exact_faults.append(f"{track}: in {len(sessions_of[track])} > {most} sessions")
    weigh = book.weights.get
    exact_terms = (
        "Tracks_Sessions|Penalty", "Tracks_Rooms|Penalty", "Sessions_Rooms|Penalty",
        "Submissions_Sessions|Penalty", "Submissions_Timezones",
    )  # fmt: skip
    verdict.terms = {name: amount * weigh(name, 0) for name, amount in terms.items()}
    verdict.full = sum(verdict.terms.values())
    verdict.exact = sum(once[name] * weigh(name, 0) for name in exact_terms)
    return verdict


def misplaced(book: Workbook, plan: Plan, track: str, track_of: dict[Cell, str]) -> int:
    """Count ordered submissions that are not at their place, and pairs of them at one time."""
    standing: list[str] = []
    wrong = 0
    for session in book.order:
        held = [
            plan.cells.get((session, room), [])
            for room in book.rooms
            if track_of.get((session, room)) == track
        ]
        standing += list(dict.fromkeys(each for cell in held for each in cell if each))
        for at in range(book.slots[session]):
            ordered = [c[at] for c in held if c and c[at] and book.submissions[str(c[at])][3]]
            wrong += len(ordered) * (len(ordered) - 1) // 2
    for place, submission in enumerate(standing, start=1):
        wanted = int(book.submissions[submission][3] or 0)
        wrong += wanted not in (0, place)
    return wrong


def most_sessions(book: Workbook, track: str) -> int:
    needed = sum(book.size(s) for s in book.submissions if book.track(s) == track)
    count = 0
    for slots in sorted(book.slots.values()):
        if needed <= 0:
            break
        needed -= slots
        count += 1
    return count


def conflicts(book: Workbook) -> tuple[Pairs, Pairs, Pairs]:
    """Pairs of submissions by presenter and by attendee, and pairs of tracks by chair."""
    presenting = {s: names(row[5]) for s, row in book.submissions.items()}
    attending = {s: names(row[6]) for s, row in book.submissions.items()}
    by_presenter, by_attendee = set(), set()
    for one, other in combinations(book.submissions, 2):
        first, second = book.track(one), book.track(other)
        leads = first != second
        chairs_of_one = book.chairs.get(first, set()) if leads else set()
        chairs_of_other = book.chairs.get(second, set()) if leads else set()
        if (
            presenting[one] & (presenting[other] | chairs_of_other)
            or presenting[other] & chairs_of_one
        ):
            by_presenter.add(frozenset((one, other)))
        if (
            attending[one] & (attending[other] | presenting[other] | chairs_of_other)
            or attending[other] & (presenting[one] | chairs_of_one)
        ):  # fmt: skip
            by_attendee.add(frozenset((one, other)))
    by_chair = {
        frozenset(pair) for pair in combinations(book.chairs, 2)
        if book.chairs[pair[0]] & book.chairs[pair[1]]
    }  # fmt: skip
    return by_presenter, by_attendee, by_chair


def time_zone_penalties(book: Workbook) -> dict[tuple[str, str], int]:
    values = [row[1] for row in book.parameters]
    local = offset(values[1])
    good = (minutes(values[3]), minutes(values[4]))
    fair = (minutes(values[6]), minutes(values[7]))
    small, large = int(values[8] or 0), int(values[10] or 0)

    def penalty(start: int, end: int) -> int:
        if start < fair[0] or end > fair[1] or end < fair[0]:
            return large
        if start < good[0] or end > good[1]:
            return small
        return 0

    found = {}
    for submission, row in book.submissions.items():
        shift = (offset(row[4]) if row[4] else local) - local
        for session in book.sessions:
            start, end = ((minutes(session[at]) + shift) % 1440 for at in (3, 4))
            found[submission, str(session[0])] = penalty(start, end)
    return found


def offset(zone: Any) -> int:
    return 60 * int(str(zone).upper().replace("GMT", "").replace("UTC", "") or 0)


def minutes(value: Any) -> int:
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    hours, rest, *_ = str(value).split(":")
    return int(hours) * 60 + int(rest)


def judge(instance: Path, plan: Path) -> Verdict:
    """Read both files and say what the plan costs."""
    book = Workbook(instance)
    return check(book, read_plan(plan, book))


def shown(faults: Iterable[str]) -> str:
    return "".join(f"  {fault}\n" for fault in faults)


def main() -> None:
    verdict = judge(Path(sys.argv[1]), Path(sys.argv[2]))
    if verdict.faults:
        raise SystemExit(f"no timetable:\n{shown(verdict.faults)}")
    print(f"E {verdict.exact}\nF {verdict.full}")
    for name, cost in verdict.terms.items():
        if cost:
            print(f"  {name}: {cost}")
    if verdict.exact_faults:
        print(f"against a hard rule of E:\n{shown(verdict.exact_faults)}", end="")


if __name__ == "__main__":
    main()
