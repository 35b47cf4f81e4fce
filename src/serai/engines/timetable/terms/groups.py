"""Sessions of which one at a time can be held: of a person, in a room, beside an exclusive one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from serai.engines.timetable.layout import Layout, Numbers
from serai.engines.timetable.terms.base import Situation, Term

if TYPE_CHECKING:
    from serai.engines.timetable.modelling import Model


def spans(costs: Numbers, per_slot: Numbers, before: int, after: int, scale: int) -> None:
    """Add to each start what the slots `before` it up to `after` it cost together.

    `per_slot` is slots or slots × rooms.
    """
    slots = len(per_slot)
    total = np.zeros((slots + 1, *per_slot.shape[1:]), dtype=np.int64)
    np.cumsum(per_slot, axis=0, out=total[1:])
    starts = np.arange(slots)
    found = total[np.minimum(starts + after, slots)] - total[np.maximum(starts - before, 0)]
    costs += (found if found.ndim == 2 else found[:, None]) * scale


@dataclass(kw_only=True, eq=False)
class Group(Term):
    """No two of the sessions at the same time. Always hard."""

    def begin(self, layout: Layout) -> Numbers:
        return np.zeros(layout.slots, dtype=np.int64)

    def put(self, situation: Situation, kept: Numbers, session: int, sign: int) -> None:
        start = situation.start[session]
        kept[start : start + situation.layout.steps[session]] += sign

    def price(
        self, situation: Situation, kept: Numbers, session: int, costs: Numbers, scale: int
    ) -> None:
        spans(costs, kept, 0, situation.layout.steps[session], scale)

    def constrain(self, model: Model) -> None:
        covering: dict[int, list[Any]] = defaultdict(list)
        for session in self.sessions:
            for slot, literals in model.covering(session).items():
                covering[slot] += literals
        for literals in covering.values():
            model.one_of(self, literals)


@dataclass(kw_only=True, eq=False)
class Occupancy(Term):
    """One session at a time in each room, with setup and clearing. Always hard."""

    def begin(self, layout: Layout) -> Numbers:
        return np.zeros((layout.slots, len(layout.rooms)), dtype=np.int64)

    def put(self, situation: Situation, kept: Numbers, session: int, sign: int) -> None:
        first, last = self._span(situation.layout, session, situation.start[session])
        kept[first:last, situation.room[session]] += sign

    def price(
        self, situation: Situation, kept: Numbers, session: int, costs: Numbers, scale: int
    ) -> None:
        layout = situation.layout
        before, after = layout.setup[session], layout.steps[session] + layout.clearing[session]
        if not (before or layout.clearing[session]):
            spans(costs, kept, 0, after, scale)
            return
        for first, last in layout.window_bounds:
            spans(costs[first:last], kept[first:last], before, after, scale)

    @staticmethod
    def _span(layout: Layout, session: int, start: int) -> tuple[int, int]:
        """The slots the room is taken; setup and clearing count within the window."""
        first, last = layout.window_bounds[layout.window[start]]
        return (
            max(start - layout.setup[session], first),
            min(start + layout.steps[session] + layout.clearing[session], last),
        )

    def constrain(self, model: Model) -> None:
        if not model.rooms:
            self._count(model)
            return
        taken: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for session in self.sessions:
            for (slot, room), place in model.places[session].items():
                first, last = self._span(model.layout, session, slot)
                for each in range(first, last):
                    taken[room, each].append(place)
        for (room, _slot), literals in taken.items():
            model.one_of(self, literals, key=room)

    def _count(self, model: Model) -> None:
        """Of the sessions that fit only into certain rooms, no more at once than those rooms."""
        fits = [
            frozenset(np.flatnonzero(model.compiled.open[each].any(axis=0)).tolist())
            for each in self.sessions
        ]
        for rooms in sorted(set(fits), key=sorted):
            covering: dict[int, list[Any]] = defaultdict(list)
            for session, own in zip(self.sessions, fits, strict=True):
                if own <= rooms:
                    for slot, start in model.starts[session].items():
                        for each in range(*self._span(model.layout, session, slot)):
                            covering[each].append(start)
            for literals in covering.values():
                model.at_most(self, literals, len(rooms), None)


@dataclass(kw_only=True, eq=False)
class Alone(Term):
    """While one of the `exclusive` is held, none of the others is. Always hard."""

    exclusive: frozenset[int]

    def begin(self, layout: Layout) -> Numbers:
        return np.zeros((2, layout.slots), dtype=np.int64)

    def put(self, situation: Situation, kept: Numbers, session: int, sign: int) -> None:
        start = situation.start[session]
        kept[int(session in self.exclusive), start : start + situation.layout.steps[session]] += (
            sign
        )

    def price(
        self, situation: Situation, kept: Numbers, session: int, costs: Numbers, scale: int
    ) -> None:
        against = kept.sum(axis=0) if session in self.exclusive else kept[1]
        spans(costs, against, 0, situation.layout.steps[session], scale)

    def constrain(self, model: Model) -> None:
        alone: dict[int, list[Any]] = defaultdict(list)
        beside: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for session in self.sessions:
            if session in self.exclusive:
                for slot, literals in model.covering(session).items():
                    alone[slot] += literals
                continue
            for (slot, room), place in model.places[session].items():
                key = room if model.rooms else session
                for each in range(slot, slot + model.layout.steps[session]):
                    beside[each, key].append(place)
        for literals in alone.values():
            model.one_of(self, literals)
        for (slot, _room), literals in beside.items():
            if slot in alone:
                model.one_of(self, [*literals, *alone[slot]])
