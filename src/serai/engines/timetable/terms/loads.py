"""How much is held at once, in a while, or on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from serai.engines.timetable.layout import Layout, Numbers
from serai.engines.timetable.terms.base import Situation, Term
from serai.engines.timetable.terms.groups import spans

if TYPE_CHECKING:
    from serai.engines.timetable.modelling import Model


@dataclass(frozen=True, kw_only=True)
class Part:
    """Demand of each session against what there is in each slot."""

    demand: Mapping[int, int]
    supply: Numbers


@dataclass(kw_only=True, eq=False)
class Load(Term):
    """In each slot the largest lack over the parts; a lack of one in one slot is one unit."""

    parts: Sequence[Part]

    def begin(self, layout: Layout) -> Numbers:
        kept: Numbers = np.stack([-part.supply for part in self.parts]).astype(np.int64)
        return kept

    def put(self, situation: Situation, kept: Numbers, session: int, sign: int) -> None:
        start = situation.start[session]
        end = start + situation.layout.steps[session]
        for number, part in enumerate(self.parts):
            if session in part.demand:
                kept[number, start:end] += sign * part.demand[session]

    def price(
        self, situation: Situation, kept: Numbers, session: int, costs: Numbers, scale: int
    ) -> None:
        demand = np.array([part.demand.get(session, 0) for part in self.parts], dtype=np.int64)
        without = np.maximum(kept.max(axis=0), 0)
        added = np.maximum((kept + demand[:, None]).max(axis=0), 0) - without
        spans(costs, added, 0, situation.layout.steps[session], scale)

    def constrain(self, model: Model) -> None:
        needed: list[dict[int, list[tuple[Any, int]]]] = []
        for part in self.parts:
            by_slot: dict[int, list[tuple[Any, int]]] = defaultdict(list)
            for session, demand in part.demand.items():
                for slot, literals in model.covering(session).items():
                    by_slot[slot] += [(literal, demand) for literal in literals]
            needed.append(by_slot)
        for slot in range(model.layout.slots):
            lacks = [
                (by_slot[slot], int(part.supply[slot]))
                for part, by_slot in zip(self.parts, needed, strict=True)
                if slot in by_slot
            ]
            model.within(self, lacks)


@dataclass(kw_only=True, eq=False)
class Rest(Term):
    """In no `span` minutes of a day more than `most` minutes; a step too much is one unit.

    Of each day only the worst span counts.
    """

    most: int
    span: int

    def begin(self, layout: Layout) -> tuple[list[tuple[int, int]], Numbers, Numbers]:
        """The spans as ranges of slots, where each day's begin, and how busy each slot is."""
        spans_of, starts = self._spans(layout)
        return spans_of, starts, np.zeros(layout.slots, dtype=np.int64)

    def _spans(self, layout: Layout) -> tuple[list[tuple[int, int]], Numbers]:
        found: list[tuple[int, int]] = []
        starts: list[int] = []
        last_day = -1
        for slot, minute in enumerate(layout.minute):
            if layout.day[slot] != last_day:
                last_day = layout.day[slot]
                starts.append(len(found))
            _, end = layout.between(minute, minute + self.span - layout.step + 1)
            found.append((slot, min(end, int(np.searchsorted(layout.day_of, last_day, "right")))))
        return found, np.array(starts)

    def put(self, situation: Situation, kept: Any, session: int, sign: int) -> None:
        start = situation.start[session]
        kept[2][start : start + situation.layout.steps[session]] += sign

    def price(
        self, situation: Situation, kept: Any, session: int, costs: Numbers, scale: int
    ) -> None:
        ranges, days, busy = kept
        if not busy.any() and situation.layout.duration[session] <= self.most:
            return
        slots, steps = len(busy), situation.layout.steps[session]
        first, last = np.array(ranges).T
        total = np.concatenate(([0], np.cumsum(busy)))
        base = total[last] - total[first]
        starts = np.arange(slots)[:, None]
        overlap = np.minimum(last, starts + steps) - np.maximum(first, starts)
        allowed = self.most // situation.layout.step
        with_it = np.maximum(base + np.maximum(overlap, 0) - allowed, 0)
        before = np.maximum.reduceat(np.maximum(base - allowed, 0), days).sum()
        worst = np.maximum.reduceat(with_it, days, axis=1).sum(axis=1) - before
        costs += (worst[:, None] * scale).astype(np.int64)

    def constrain(self, model: Model) -> None:
        layout = model.layout
        covering: dict[int, list[Any]] = defaultdict(list)
        for session in self.sessions:
            for slot, literals in model.covering(session).items():
                covering[slot] += literals
        ranges, _ = self._spans(layout)
        allowed = self.most // layout.step
        excess: dict[int, Any] = {}
        for first, last in ranges:
            busy = [literal for slot in range(first, last) for literal in covering.get(slot, ())]
            if last - first <= allowed or not busy:
                continue
            day = layout.day[first]
            if self.weight is not None and day not in excess:
                excess[day] = model.amount(self, last_of(layout, day))
            model.at_most(self, busy, allowed, excess.get(day))


def last_of(layout: Layout, day: int) -> int:
    """How many slots a day has: no amount of a day is larger."""
    return int((layout.day_of == day).sum())


@dataclass(kw_only=True, eq=False)
class Balance(Term):
    """By how many more sessions the fullest day exceeds the emptiest than is allowed."""

    tolerance: int

    def begin(self, layout: Layout) -> Numbers:
        return np.zeros(len(layout.days), dtype=np.int64)

    def put(self, situation: Situation, kept: Numbers, session: int, sign: int) -> None:
        kept[situation.layout.day[situation.start[session]]] += sign

    def price(
        self, situation: Situation, kept: Numbers, session: int, costs: Numbers, scale: int
    ) -> None:
        before = max(int(kept.max() - kept.min()) - self.tolerance, 0)
        with_it = kept + np.eye(len(kept), dtype=np.int64)
        after = np.maximum(with_it.max(axis=1) - with_it.min(axis=1) - self.tolerance, 0)
        costs += ((after - before)[situation.layout.day_of][:, None] * scale).astype(np.int64)

    def constrain(self, model: Model) -> None:
        layout = model.layout
        by_day: dict[int, list[Any]] = {day: [] for day in range(len(layout.days))}
        for session in self.sessions:
            for slot, start in model.starts[session].items():
                by_day[layout.day[slot]].append(start)
        model.level(self, list(by_day.values()), self.tolerance)
