"""The best plan so far and the best bound, shared by those who search at the same time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ortools.sat.python import cp_model

from serai.engines.timetable.cosplib.instance import Mode
from serai.engines.timetable.cosplib.measuring import cost, faults
from serai.engines.timetable.cosplib.plan import Plan


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is. The gap is between 0 and 1, None as long as there is no plan."""

    objective: int | None
    bound: int
    seconds: float

    @property
    def gap(self) -> float | None:
        """Return how far the plan may be from the best one, as a share of its cost."""
        if self.objective is None:
            return None
        return (self.objective - self.bound) / max(1, self.objective)


class Incumbent:
    """Takes plans and bounds from several threads, and tells of each that is better."""

    def __init__(
        self,
        mode: Mode,
        report: Callable[[Progress], None],
        stop: threading.Event | None = None,
    ) -> None:
        self.mode = mode
        self.plan: Plan | None = None
        self.objective: int | None = None
        self.bound = 0
        self.is_infeasible = False
        self.failure: BaseException | None = None
        """What went wrong in a thread."""
        self.is_over = stop or threading.Event()
        """Set when nothing is left to find, or somebody has had enough."""
        self.solvers: set[cp_model.CpSolver] = set()
        """Those at work, which somebody may have to stop."""
        self._report = report
        self._started = self._raised = time.monotonic()
        self._lock = threading.RLock()

    def offer(self, plan: Plan | None) -> bool:
        """Take a plan if it is allowed and better than the one that is held; say whether it was."""
        if plan is None or next(faults(plan, self.mode), None):
            return False
        objective = cost(plan, self.mode)
        with self._lock:
            if self.objective is not None and objective >= self.objective:
                return False
            self.plan, self.objective = plan, objective
            self._tell()
        return True

    def raise_bound(self, bound: float) -> None:
        """Take a lower bound of the objective if it is better."""
        # Costs are whole numbers, so a bound between two of them is the upper one.
        whole = int(-(-(bound - 1e-6) // 1))
        with self._lock:
            if whole > self.bound:
                self.bound, self._raised = whole, time.monotonic()
                self._tell()

    @contextmanager
    def running(self, solver: cp_model.CpSolver) -> Iterator[None]:
        """Let others stop a solver while it is at work."""
        self.solvers.add(solver)
        try:
            yield
        finally:
            self.solvers.discard(solver)

    @property
    def progress(self) -> Progress:
        """Return how far the search is."""
        return Progress(self.objective, self.bound, time.monotonic() - self._started)

    @property
    def stagnation(self) -> float:
        """Return for how many seconds the bound has not risen."""
        return time.monotonic() - self._raised

    @property
    def is_proven(self) -> bool:
        """Whether the plan cannot be bettered."""
        return self.objective is not None and self.bound >= self.objective

    def _tell(self) -> None:
        if self.is_proven:
            self.is_over.set()
        self._report(self.progress)
