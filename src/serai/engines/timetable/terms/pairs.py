"""Two sessions that must not stand too near each other, or only in one order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from serai.engines.timetable.layout import Mask, Numbers
from serai.engines.timetable.terms.base import Situation, Term

if TYPE_CHECKING:
    from serai.engines.timetable.modelling import Model

FOREVER = 10**7
"""A gap in minutes that no conference has: this order is never right."""


@dataclass(kw_only=True, eq=False)
class Pair(Term):
    """`units` for two sessions unless one ends early enough before the other begins.

    `ahead` minutes lie between them where the first comes first, `behind` where the second does;
    None: that order is wrong. `rooms` (first's × second's) says in which rooms it matters, None in
    all.
    """

    units: int = 1
    ahead: int | None = 0
    behind: int | None = 0
    rooms_matter: Mask | None = None

    def _gaps(self, session: int) -> tuple[int, int, int]:
        """The other session, the gap needed after `session`, the gap needed before it."""
        first, second = self.sessions
        ahead = FOREVER if self.ahead is None else self.ahead
        behind = FOREVER if self.behind is None else self.behind
        return (second, ahead, behind) if session == first else (first, behind, ahead)

    def price(
        self, situation: Situation, kept: Any, session: int, costs: Numbers, scale: int
    ) -> None:
        other, after, before = self._gaps(session)
        if situation.start[other] < 0:
            return
        layout = situation.layout
        begins, ends = situation.minutes(other)
        low, high = layout.between(begins - layout.duration[session] - after, ends + before)
        if self.rooms_matter is None:
            costs[low:high] += self.units * scale
            return
        room = situation.room[other]
        matters = (
            self.rooms_matter[:, room] if session == self.sessions[0] else self.rooms_matter[room]
        )
        costs[low:high, matters] += self.units * scale

    def constrain(self, model: Model) -> None:
        if self.rooms_matter is not None and not model.rooms:
            return
        first, second = self.sessions
        if self.rooms_matter is None and self.weight is None and None in (self.ahead, self.behind):
            if self.behind is None:
                model.order(self, first, second, self.ahead or 0)
            else:
                model.order(self, second, first, self.behind)
            return
        layout = model.layout
        broken: Any = None
        slots = sorted(model.starts[second])
        after = FOREVER if self.ahead is None else self.ahead
        before = FOREVER if self.behind is None else self.behind
        if self.rooms_matter is not None or self.weight is not None:
            broken = model.literal(f"near {first} {second}")
        clashes = False
        for slot, start in model.starts[first].items():
            begins = layout.minute[slot]
            low, high = layout.between(
                begins - layout.duration[second] - before,
                begins + layout.duration[first] + after,
            )
            near = [model.starts[second][t] for t in slots if low <= t < high]
            if near:
                clashes = True
                model.one_of(self, [start, *near], unless=broken)
        if not clashes:
            return
        if self.rooms_matter is not None:
            broken = self._where(model, broken)
        if self.weight is not None:
            model.cost(self, broken, self.units)

    def _where(self, model: Model, near: Any) -> Any:
        """Near each other is a breach only in some rooms: the literal of the breach, if soft."""
        assert self.rooms_matter is not None
        first, second = self.sessions
        broken = None if self.weight is None else model.literal("near in these rooms")
        for room, there in model.stays[first].items():
            fine = [lit for r, lit in model.stays[second].items() if not self.rooms_matter[room, r]]
            if len(fine) == len(model.stays[second]):
                continue
            otherwise = [*fine, near.Not(), there.Not(), *model.unheld(second)]
            model.any_of(self, otherwise if broken is None else [*otherwise, broken])
        return broken
