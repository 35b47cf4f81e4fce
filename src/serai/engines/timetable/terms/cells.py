"""What one session costs at each place, whatever the others do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from serai.engines.timetable.layout import Mask, Numbers
from serai.engines.timetable.terms.base import Situation, Term

if TYPE_CHECKING:
    from serai.engines.timetable.modelling import Model


@dataclass(kw_only=True, eq=False)
class Cells(Term):
    """Units for each place of one session: slots × rooms, or 1 wide where all are alike."""

    units: Numbers

    def price(
        self, situation: Situation, kept: Any, session: int, costs: Numbers, scale: int
    ) -> None:
        costs += self.units * scale

    def constrain(self, model: Model) -> None:
        (session,) = self.sessions
        if self.weight is None:
            model.forbid(self, session, self.units > 0)
        elif not model.rooms:
            return  # the model puts all such terms of a session together
        elif self.units.shape[0] == 1:
            for room, there in model.stays[session].items():
                model.cost(self, there, int(self.units[0, room]))
        elif self.units.shape[1] == 1:
            for slot, start in model.starts[session].items():
                model.cost(self, start, int(self.units[slot, 0]))
        else:
            for (slot, room), place in model.places[session].items():
                model.cost(self, place, int(self.units[slot, room]))

    @classmethod
    def by_slot(cls, units: Numbers | Mask, **rest: Any) -> Cells:
        return cls(units=units.astype(np.int64).reshape(-1, 1), **rest)

    @classmethod
    def by_room(cls, units: Numbers | Mask, **rest: Any) -> Cells:
        return cls(units=units.astype(np.int64).reshape(1, -1), **rest)
