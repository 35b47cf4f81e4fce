"""A plan beside what there is: two small boards of each day on which something moves.

Both boards of a day have the same rooms and the same hours, so that they can be laid over each
other by eye. Rooms and days in which nothing moves are left out. A board is a table whose rows are
equally long parts of the day; sessions that overlap in a room share a cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from math import gcd
from typing import Any

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Session
from serai.convene.timetable.clocks import on_clock
from serai.convene.timetable.operations import USUAL_MINUTES

HOUR = 60
ROWS = (60, 30, 15, 10, 5)
"""How many minutes a row may be: the most with which all sessions begin and end on one."""


@dataclass(frozen=True, slots=True)
class At:
    """Where a session stands: its day, minutes after midnight, and the code of its room."""

    day: date
    start: int
    room: str

    @property
    def clock(self) -> str:
        """When it begins, on the clocks of the edition."""
        return _clock(self.start)


@dataclass(frozen=True, slots=True)
class Move:
    """A session that would stand elsewhere, numbered as in the list; None: not scheduled."""

    number: int
    session: Session
    before: At | None
    after: At | None


@dataclass(frozen=True, slots=True)
class Block:
    """A session on a board; ``number`` is that of its move, 0 where it does not move."""

    session: Session
    clock: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """So many rows of a room, with the sessions that share them; none: the room is free."""

    span: int
    blocks: Sequence[Block] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the day; where an hour begins, ``clock`` shows it over ``span`` rows."""

    clock: str
    span: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Pair:
    """A day before and after."""

    day: date
    rooms: Sequence[str]
    minutes: int
    before: Sequence[Row]
    after: Sequence[Row]


_Item = tuple[int, int, Block]
"""The first minute and the end of a session, and the session."""


def at_of(place: Mapping[str, Any] | None, edition: Edition) -> At | None:
    """Read a place as a plan keeps it."""
    if place is None:
        return None
    moment = datetime.fromisoformat(place["start"])
    aware = moment if moment.tzinfo else moment.replace(tzinfo=edition.zone)
    return At(*on_clock(aware, edition.zone), place["room"] or "")


def compared(
    edition: Edition, sessions: Iterable[Session], moves: Sequence[Move], rooms: Mapping[str, str]
) -> Iterator[Pair]:
    """Compare the days on which something moves. ``rooms`` are all names, by code, in order."""
    moved = {move.session.code: move for move in moves}
    standing = list(sessions)
    for day in sorted({at.day for move in moves for at in (move.before, move.after) if at}):
        touched = {
            at.room for move in moves for at in (move.before, move.after) if at and at.day == day
        }
        shown = {code: name for code, name in rooms.items() if code in touched}
        before, after = (
            _by_room(_placed(edition, standing, moved, day, is_after=is_after), shown)
            for is_after in (False, True)
        )
        marks = [mark for side in (before, after) for items in side.values()
                 for start, end, _block in items for mark in (start, end)]  # fmt: skip
        opens, closes = min(marks) // HOUR * HOUR, -(-max(marks) // HOUR) * HOUR
        step = reduce(gcd, (mark - opens for mark in marks), HOUR)
        minutes = next((each for each in ROWS if step % each == 0), ROWS[-1])
        yield Pair(
            day, list(shown.values()), minutes,
            *(list(_rows(side.values(), opens, closes, minutes)) for side in (before, after)),
        )  # fmt: skip


def _placed(
    edition: Edition, sessions: Iterable[Session], moved: Mapping[str, Move], day: date, *,
    is_after: bool,
) -> Iterator[tuple[At, Session, int]]:  # fmt: skip
    """The sessions of a day with their places, before or after, and the numbers of their moves."""
    for session in sessions:
        move = moved.get(session.code)
        if move:
            at = move.after if is_after else move.before
        elif session.starts_at:
            room = session.room.code if session.room else ""
            at = At(*on_clock(session.starts_at, edition.zone), room)
        else:
            continue
        if at and at.day == day:
            yield at, session, move.number if move else 0


def _by_room(
    placed: Iterable[tuple[At, Session, int]], rooms: Iterable[str]
) -> dict[str, list[_Item]]:
    found: dict[str, list[_Item]] = {room: [] for room in rooms}
    for at, session, number in placed:
        if at.room in found:
            end = at.start + (session.minutes or USUAL_MINUTES)
            block = Block(session, f"{_clock(at.start)}–{_clock(end)}", number)
            found[at.room].append((at.start, end, block))
    for items in found.values():
        items.sort(key=lambda item: (item[0], item[1], item[2].session.pk))
    return found


def _rows(
    columns: Iterable[Sequence[_Item]], opens: int, closes: int, minutes: int
) -> Iterator[Row]:
    """The rows of a board: a cell stands in the row with which it begins."""
    cells: dict[int, list[Cell]] = defaultdict(list)
    for items in columns:
        for row, cell in _column(items, opens, closes, minutes):
            cells[row].append(cell)
    for row in range((closes - opens) // minutes):
        minute = opens + row * minutes
        is_hour = minute % HOUR == 0
        yield Row(_clock(minute) if is_hour else "", HOUR // minutes, cells[row])


def _column(
    items: Sequence[_Item], opens: int, closes: int, minutes: int
) -> Iterator[tuple[int, Cell]]:
    """The cells of a room, each with its first row, without a gap between them."""
    free = 0
    for start, end, blocks in _together(items):
        first, until = (start - opens) // minutes, -(-(end - opens) // minutes)
        first = max(first, free)
        if first > free:
            yield free, Cell(first - free)
        yield first, Cell(max(until - first, 1), blocks)
        free = max(until, first + 1)
    last = (closes - opens) // minutes
    if free < last:
        yield free, Cell(last - free)


def _together(items: Sequence[_Item]) -> Iterator[tuple[int, int, list[Block]]]:
    """Join what overlaps."""
    group: list[_Item] = []
    for item in items:
        if group and item[0] >= max(end for _start, end, _block in group):
            yield _joined(group)
            group = []
        group.append(item)
    if group:
        yield _joined(group)


def _joined(group: Sequence[_Item]) -> tuple[int, int, list[Block]]:
    return group[0][0], max(end for _, end, _ in group), [block for _, _, block in group]


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR % 24:02}:{minutes % HOUR:02}"
