"""Finding a plan."""

from __future__ import annotations

from collections.abc import Callable

from serai.engines.timetable.problem import Problem
from serai.engines.timetable.solution import Plan, Progress, Solution


def solve(
    problem: Problem,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int = 2,
    start: Plan | None = None,
    deterministic: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """The best plan found within the limit (seconds).

    `start` is a plan to begin from. `cancelled` is asked again and again; when it is true, the
    best plan so far is returned. With `deterministic` the same seed gives the same plan on any
    machine: the limit then counts work instead of time.
    """
    raise NotImplementedError
