"""Why there is no plan, and why a session stands where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from serai.engines.timetable.checking import Place
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.solution import Plan


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One of the demands that contradict each other, and what would relax it.

    `text` and `remedy` are English with named places, filled in from `values`.
    """

    rule: str
    name: str
    text: str
    remedy: str
    values: Mapping[str, Any] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text % self.values


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Demands that cannot all be met. Where `minimal`, leaving out any one makes room for a plan."""

    reasons: tuple[Reason, ...]
    minimal: bool
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a session stands where it stands, all else staying.

    `here` is its place; `better` are the places that would cost less and break no hard rule
    (empty where it stands best), `next_best` the cheapest others, and `binding` says for each
    rule how many of the places it closes or makes dearer.
    """

    here: Place
    better: Sequence[Place]
    next_best: Sequence[Place]
    binding: Mapping[str, int]


def explain_infeasible(
    problem: Problem, *, time_limit: float = 30.0, seed: int = 0
) -> Contradiction | None:
    """The smallest set of demands found that contradict each other; None where a plan exists."""
    raise NotImplementedError


def explain_placement(
    problem: Problem, plan: Plan, session: str, *, alternatives: int = 3
) -> Explanation:
    """Why the session stands there, and what the next best places would cost."""
    raise NotImplementedError
