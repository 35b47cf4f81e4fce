"""What rules are made of: terms that a search can price and a model can hold.

A term is a small statement about some sessions (these two are apart, those need at most so many).
It says the same twice: `price` adds what each place for a session would cost while the others
stand, `constrain` puts it into a CP-SAT model. `Rule.measure` says it a third time, on the plan
itself, and tests hold all three together.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from serai.engines.timetable.layout import Layout, Numbers

if TYPE_CHECKING:
    from serai.engines.timetable.modelling import Model


@dataclass(kw_only=True, eq=False)
class Term(ABC):
    """A statement about sessions (by index). `values` fill the rule's words about it.

    `weight` is what one unit of breaking it costs, None where it must hold; `rule` is the number
    of the rule it comes from. Both are set when the rule is put to use.
    """

    sessions: Sequence[int]
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    weight: int | None = None
    rule: int = -1

    def begin(self, layout: Layout) -> Any:  # noqa: B027
        """What the term keeps of a situation, for an empty plan."""

    def put(self, situation: Situation, kept: Any, session: int, sign: int) -> None:  # noqa: B027
        """Count a session that was placed (sign 1) or is to be taken away (−1)."""

    @abstractmethod
    def price(
        self, situation: Situation, kept: Any, session: int, costs: Numbers, scale: int
    ) -> None:
        """Add to `costs` (slots × rooms) the units that the session adds at each place × `scale`.

        The session itself is not placed while this is asked.
        """

    @abstractmethod
    def constrain(self, model: Model) -> None:
        """Put the term into a model."""


class Situation:
    """Where sessions stand while a plan is searched for, and what each place would cost."""

    def __init__(self, layout: Layout, terms: Sequence[Term]) -> None:
        self.layout = layout
        self.terms = terms
        self.start = [-1] * len(layout.sessions)
        self.room = [-1] * len(layout.sessions)
        self.kept = [term.begin(layout) for term in terms]
        self.of: list[list[int]] = [[] for _ in layout.sessions]
        for number, term in enumerate(terms):
            for session in dict.fromkeys(term.sessions):
                self.of[session].append(number)
        self._put = [type(term).put is not Term.put for term in terms]

    def place(self, session: int, slot: int, room: int) -> None:
        self.start[session], self.room[session] = slot, room
        for number in self.of[session]:
            if self._put[number]:
                self.terms[number].put(self, self.kept[number], session, 1)

    def take(self, session: int) -> None:
        for number in self.of[session]:
            if self._put[number]:
                self.terms[number].put(self, self.kept[number], session, -1)
        self.start[session] = self.room[session] = -1

    def prices(self, session: int) -> tuple[Numbers, Numbers]:
        """Broken hard units and soft costs of each place (slots × rooms) of an unplaced session."""
        shape = (self.layout.slots, len(self.layout.rooms))
        hard: Numbers = np.zeros(shape, dtype=np.int64)
        soft: Numbers = np.zeros(shape, dtype=np.int64)
        for number in self.of[session]:
            term = self.terms[number]
            if term.weight is None:
                term.price(self, self.kept[number], session, hard, 1)
            elif term.weight:
                term.price(self, self.kept[number], session, soft, term.weight)
        return hard, soft

    def prices_by_rule(self, session: int) -> dict[int, Numbers]:
        """Units of breach of each place for an unplaced session, rule by rule."""
        found: dict[int, Numbers] = {}
        shape = (self.layout.slots, len(self.layout.rooms))
        for number in self.of[session]:
            term = self.terms[number]
            if term.rule not in found:
                found[term.rule] = np.zeros(shape, dtype=np.int64)
            term.price(self, self.kept[number], session, found[term.rule], 1)
        return found

    def minutes(self, session: int) -> tuple[int, int]:
        """When a placed session begins and ends."""
        begins = self.layout.minute[self.start[session]]
        return begins, begins + self.layout.duration[session]
