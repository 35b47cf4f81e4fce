"""How many sessions may stand elsewhere than before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from serai.engines.timetable.layout import Layout, Numbers
from serai.engines.timetable.terms.base import Situation, Term

if TYPE_CHECKING:
    from serai.engines.timetable.modelling import Model


@dataclass(kw_only=True, eq=False)
class Budget(Term):
    """How many more than `most` of the sessions stand elsewhere than `before` (slot and room)."""

    before: Mapping[int, tuple[int, int]]
    most: int

    def begin(self, layout: Layout) -> Numbers:
        return np.zeros(1, dtype=np.int64)

    def put(self, situation: Situation, kept: Numbers, session: int, sign: int) -> None:
        at = situation.start[session], situation.room[session]
        kept[0] += sign * (self.before[session] != at)

    def price(
        self, situation: Situation, kept: Numbers, session: int, costs: Numbers, scale: int
    ) -> None:
        if kept[0] >= self.most:
            costs += scale
            slot, room = self.before[session]
            if slot >= 0:
                costs[slot, room] -= scale

    def constrain(self, model: Model) -> None:
        if not model.rooms:
            return
        moved = [
            literal
            for session, at in self.before.items()
            for place, literal in model.places[session].items()
            if place != at
        ]
        excess = None if self.weight is None else model.amount(self, len(self.before))
        model.at_most(self, moved, self.most, excess)
