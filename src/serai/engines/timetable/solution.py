"""What is answered: where each session stands, what that costs and how near the best it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


def gettext_noop(text: str) -> str:
    """Mark a text for translators; it is translated where it is shown."""
    return text


class Status(StrEnum):
    """What is known about a plan."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where a session stands, and who takes the seats that were open.

    `deputies` are (person, who stands in); `speakers` got the speaking slots.
    """

    start: datetime
    room: str
    deputies: tuple[tuple[str, str], ...] = ()
    speakers: tuple[str, ...] = ()


Plan = Mapping[str, Placement]
"""Placements by the session's id; a session that is not in it is unscheduled."""


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One breach of one rule.

    `amount` counts it in the rule's unit, `cost` is amount times weight and None where the rule is
    hard. `text` is English with named places, to be translated; `str()` fills it in.
    """

    rule: str
    name: str
    amount: int
    cost: int | None
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    overridden: str = ""

    @property
    def is_hard(self) -> bool:
        return self.cost is None

    def __str__(self) -> str:
        return self.text % self.values


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a search is: the best plan's cost, the proven bound, the gap between them (0–1)."""

    seconds: float
    objective: int | None
    bound: int | None
    phase: str = ""

    @property
    def gap(self) -> float | None:
        return gap(self.objective, self.bound)


@dataclass(frozen=True, kw_only=True)
class Solution:
    """A plan with what is known about it. `reasons` say why a session is unscheduled."""

    status: Status
    objective: int | None
    bound: int | None
    seconds: float
    seed: int
    placements: Plan
    reasons: Mapping[str, str] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()
    costs: Mapping[str, int] = field(default_factory=dict)
    first_seconds: float | None = None

    @property
    def gap(self) -> float | None:
        return gap(self.objective, self.bound)


def gap(objective: int | None, bound: int | None) -> float | None:
    """How far the bound is below the objective, as a part of it."""
    if objective is None or bound is None:
        return None
    return 0.0 if objective <= bound else (objective - bound) / max(abs(objective), 1)
