"""The programme as a timetable: rooms across, time down, each session as long as it lasts.

A row of the grid lies between two moments at which something starts or ends, so a day needs as
many rows as it has such moments, however long it is. Rows are at least as high as their time is
long, and higher where the words need it; a time without any session is one low row. Where sessions
of one room overlap, the room gets as many columns as it needs.

Pages may not carry styles on their elements, so each place is a class, and `placements` writes the
rules of the classes that a page uses for one sheet of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from serai.convene.programme.lines import Line
from serai.convene.programme.times import Clock, clock

MOMENT = timedelta(minutes=30)
"""How long a session is drawn of which only the start is known."""
LABELLED_PAUSE = timedelta(minutes=20)
EM_PER_MINUTE = 0.085
PAUSE_EM = 2.25
FIRST_COLUMN = 2
"""Before it stand the times."""
ON_PAPER = 7
"""How many columns a sheet of paper has room for; a day with more is printed as a list."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the programme with its time and its room; the room is its place among rooms."""

    line: Line
    starts_at: datetime
    ends_at: datetime | None
    room: int

    @property
    def until(self) -> datetime:
        """When it ends, or is drawn to end."""
        return self.ends_at or self.starts_at + MOMENT


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a room above its columns."""

    name: str
    column: int
    span: int


@dataclass(frozen=True, slots=True)
class Block:
    """A session in the grid: from row to row, in a column."""

    line: Line
    ends: Clock
    """When it is drawn to end."""
    row: int
    until: int
    column: int


@dataclass(frozen=True, slots=True)
class GridSlot:
    """The sessions that start at the same time."""

    starts: Clock
    row: int
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Pause:
    """A time of the day in which no session is."""

    row: int
    starts: Clock
    ends: Clock
    is_labelled: bool


@dataclass(slots=True)
class GridDay:
    """A day as a grid; sessions whose time is not known stand beside it."""

    anchor: str
    title: str
    count: int
    heads: list[Head] = field(default_factory=list)
    slots: list[GridSlot] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    untimed: list[Line] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    """The least height of each row after the heads, in em."""

    @property
    def columns(self) -> int:
        """How many columns there are beside that of the times."""
        return sum(head.span for head in self.heads)


def lay_out(
    day: GridDay, placed: Sequence[Placed], rooms: dict[int, str], zone: ZoneInfo
) -> GridDay:
    """Put the sessions of a day into its grid. ``rooms`` names the rooms by their places."""
    if not placed:
        return day
    column_of = _columns(day, placed, rooms)
    moments = sorted({each.starts_at for each in placed} | {each.until for each in placed})
    row_of = {moment: row for row, moment in enumerate(moments, start=1)}
    for start, end in pairwise(moments):
        minutes = (end - start) / timedelta(minutes=1)
        if any(each.starts_at < end and each.until > start for each in placed):
            day.heights.append(round(minutes * EM_PER_MINUTE, 2))
        else:
            day.heights.append(min(PAUSE_EM, round(minutes * EM_PER_MINUTE, 2)))
            labelled = end - start >= LABELLED_PAUSE
            day.pauses.append(Pause(row_of[start], clock(start, zone), clock(end, zone), labelled))
    in_order = sorted(placed, key=lambda each: (each.starts_at, column_of[id(each)]))
    for starts_at, together in groupby(in_order, key=lambda each: each.starts_at):
        row = row_of[starts_at]
        blocks = [
            Block(each.line, clock(each.until, zone), row, row_of[each.until], column_of[id(each)])
            for each in together
        ]
        day.slots.append(GridSlot(clock(starts_at, zone), row, blocks))
    return day


def _columns(day: GridDay, placed: Iterable[Placed], rooms: dict[int, str]) -> dict[int, int]:
    """Give each session a column of its room, the first that is free, and head the rooms."""
    by_room: dict[int, list[Placed]] = defaultdict(list)
    for each in placed:
        by_room[each.room].append(each)
    column, column_of = FIRST_COLUMN, {}
    for room in sorted(by_room):
        free_from: list[datetime] = []
        for each in sorted(by_room[room], key=lambda each: (each.starts_at, each.until)):
            lane = next(
                (n for n, moment in enumerate(free_from) if moment <= each.starts_at),
                len(free_from),
            )
            free_from[lane : lane + 1] = [each.until]
            column_of[id(each)] = column + lane
        day.heads.append(Head(rooms[room], column, len(free_from)))
        column += len(free_from)
    return column_of


def placements(days: Sequence[GridDay]) -> str:
    """Write the rules of the classes that place the sessions of a page: its rows and columns."""
    rules: dict[str, None] = {}
    for number, day in enumerate(days):
        rows = " ".join(f"minmax({height:g}em,auto)" for height in day.heights)
        rules[f".day-{number}{{--rows:{rows};--columns:{day.columns}}}"] = None
        # Where all columns fit, the page is scrolled and not a part of it.
        rules[f"@media screen and (min-width:{12 + 10 * day.columns}rem)"
              f"{{.frame-{number}{{overflow:visible;max-block-size:none}}}}"] = None  # fmt: skip
        if day.columns > ON_PAPER:
            rules[f"@media print{{.frame-{number}{{container-type:normal}}}}"] = None
        for head in day.heads:
            rules[f".h{head.column}-{head.span}"
                  f"{{grid-column:{head.column}/span {head.span}}}"] = None  # fmt: skip
        for pause in day.pauses:
            rules[f".t{pause.row}{{grid-row:{pause.row}}}"] = None
        for slot in day.slots:
            rules[f".t{slot.row}{{grid-row:{slot.row}}}"] = None
            for block in slot.blocks:
                rules[f".r{block.row}-{block.until}{{grid-row:{block.row}/{block.until}}}"] = None
                rules[f".c{block.column}{{grid-column:{block.column}}}"] = None
    return "".join(rules)
