"""What every rule has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from serai.engines.timetable.layout import Layout
from serai.engines.timetable.standing import Breach, Standing
from serai.engines.timetable.terms import Term

Weight = int | Literal["hard"]


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """A rule of the organisers; its fields are its parameters.

    `demand` says in words what one term of it asks for, `remedy` what would relax it; both are
    filled in from the term's values. `usual` is the weight where none is given.
    """

    key: ClassVar[str]
    name: ClassVar[str]
    unit: ClassVar[str]
    usual: ClassVar[Weight]
    may_be_hard: ClassVar[bool] = True
    must_be_hard: ClassVar[bool] = False
    demand: ClassVar[str] = ""
    remedy: ClassVar[str] = ""

    def words(self, term: Term) -> tuple[str, str]:
        """What one of its terms asks for and what would relax it, to be filled in."""
        return self.demand or self.name, self.remedy or self.name

    @abstractmethod
    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        """What the rule says, for a search and a model."""

    @abstractmethod
    def measure(self, standing: Standing) -> Iterable[Breach]:
        """What a plan breaks, worked out from the plan alone."""


@dataclass(frozen=True)
class Enforced:
    """A rule in use: with its weight, and why it may be broken where it may."""

    rule: Rule
    weight: Weight
    name: str
    overridden: str = ""

    @property
    def is_hard(self) -> bool:
        return self.weight == "hard" and not self.overridden

    @property
    def unit_cost(self) -> int | None:
        """What a unit of breach costs; None where it must not be."""
        if self.overridden:
            return 0
        return None if self.weight == "hard" else int(self.weight)
