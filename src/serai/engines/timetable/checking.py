"""Which rules a plan breaks, and which it would break if a session stood elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from serai.engines.timetable.problem import Problem
from serai.engines.timetable.solution import Plan, Violation


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place for a session, what it would cost there, and the rules that would be broken.

    `hard` counts broken hard rules, `cost` is that of the soft ones, both of what involves the
    session; `rules` are the keys of those rules.
    """

    start: datetime
    room: str
    hard: int
    cost: int
    rules: tuple[str, ...] = ()


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """All breaches of rules in a plan, the hard ones first; the rules measure independently."""
    raise NotImplementedError


def places(problem: Problem, plan: Plan, session: str) -> Sequence[Place]:
    """All places for a session while the others stand as they do, in order of time and room.

    Milliseconds for 200 sessions: for a board that shows, while a session is dragged, what each
    cell would cost.
    """
    raise NotImplementedError
