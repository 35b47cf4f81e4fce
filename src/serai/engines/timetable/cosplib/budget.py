"""How much longer a search may take: in seconds, or in work, which no other load can slow down."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from ortools.sat.python import cp_model


def new_solver(*, seed: int = 0, workers: int = 1) -> cp_model.CpSolver:
    """Return a solver that leaves Ctrl-C to the program."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.catch_sigint_signal = False
    return solver


@dataclass
class Budget:
    """Seconds of the clock, or units of deterministic time of CP-SAT, about a second each."""

    limit: float
    deterministic: bool = False
    _started: float = field(default_factory=time.monotonic)
    _work: float = 0.0

    @property
    def left(self) -> float:
        """Return what is left."""
        used = self._work if self.deterministic else time.monotonic() - self._started
        return max(0.0, self.limit - used)

    def allot(self, solver: cp_model.CpSolver, most: float) -> None:
        """Limit a solver to a share of what is left."""
        share = max(0.01, min(most, self.left))
        if self.deterministic:
            solver.parameters.max_deterministic_time = share
        else:
            solver.parameters.max_time_in_seconds = share

    def charge(self, solver: cp_model.CpSolver) -> None:
        """Count what a solver has done; building its model counts a little as well."""
        self._work += solver.response_proto.deterministic_time + 0.01
