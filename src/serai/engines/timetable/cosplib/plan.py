"""A timetable of a conference: where each submission stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from serai.engines.timetable.cosplib.instance import Instance


class Place(NamedTuple):
    """Where a submission stands: session, room and first time slot, each counted from 0."""

    session: int
    room: int
    slot: int


class Cell(NamedTuple):
    """A session in a room."""

    session: int
    room: int


@dataclass(frozen=True)
class Plan:
    """A place for each submission of an instance, in its order."""

    instance: Instance
    places: tuple[Place, ...]

    @cached_property
    def cells(self) -> dict[Cell, list[int]]:
        """The submissions of each cell in use, in the order of time; cells in that of rooms."""
        found: dict[Cell, list[int]] = defaultdict(list)
        for at in sorted(range(len(self.places)), key=self.places.__getitem__):
            place = self.places[at]
            found[Cell(place.session, place.room)].append(at)
        return dict(found)

    @cached_property
    def rooms_at(self) -> dict[tuple[int, int], list[int]]:
        """The rooms of each track in each session that it runs in, ascending."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for cell, held in self.cells.items():
            found[self.instance.submissions[held[0]].track, cell.session].append(cell.room)
        return dict(sorted(found.items()))

    def overlap(self, one: int, other: int) -> int:
        """Return in how many time slots two submissions run at once, in whatever rooms."""
        first, second = self.places[one], self.places[other]
        if first.session != second.session:
            return 0
        ends = (
            first.slot + self.instance.submissions[one].slots,
            second.slot + self.instance.submissions[other].slots,
        )
        return max(0, min(ends) - max(first.slot, second.slot))

    def sessions(self) -> Sequence[int]:
        """Return the session of each submission."""
        return [place.session for place in self.places]
