"""Makes the timetable of a conference: searches for plans and for bounds at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ortools.sat.python import cp_model

from serai.engines.timetable.cosplib.arranging import arrange
from serai.engines.timetable.cosplib.budget import Budget
from serai.engines.timetable.cosplib.formulation import Choices, Formulation
from serai.engines.timetable.cosplib.incumbent import Incumbent, Progress
from serai.engines.timetable.cosplib.instance import Instance, Mode
from serai.engines.timetable.cosplib.plan import Plan
from serai.engines.timetable.cosplib.terms import formulate


class Status(StrEnum):
    """What is known in the end."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best plan that was found, and how good any plan can be."""

    status: Status
    plan: Plan | None
    objective: int | None
    bound: int


def solve(
    instance: Instance,
    mode: Mode,
    *,
    budget: Budget,
    seed: int = 0,
    workers: int = 2,
    report: Callable[[Progress], None] = lambda _progress: None,
    stop: threading.Event | None = None,
) -> Outcome:
    """Return the best plan that can be found within a budget.

    `stop` ends the search early and keeps what there is.
    """
    incumbent = Incumbent(mode, report)
    del stop
    prove(instance, incumbent, budget, seed=seed, workers=workers)
    return outcome(incumbent)


def outcome(incumbent: Incumbent) -> Outcome:
    """Return what an incumbent has come to."""
    if incumbent.plan is None:
        return Outcome(Status.UNKNOWN, None, None, incumbent.bound)
    status = Status.OPTIMAL if incumbent.is_proven else Status.FEASIBLE
    return Outcome(status, incumbent.plan, incumbent.objective, incumbent.bound)


def prove(
    instance: Instance, incumbent: Incumbent, budget: Budget, *, seed: int, workers: int
) -> None:
    """Solve the whole model, for as long as there is time."""
    form = formulate(instance, incumbent.mode, Choices.all_of(instance))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    budget.allot(solver, budget.left)
    watcher = _Watcher(form, incumbent)
    solver.best_bound_callback = incumbent.raise_bound
    solver.solve(form.model, watcher)
    budget.charge(solver)
    incumbent.raise_bound(solver.best_objective_bound)


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Turns what a solver finds into plans."""

    def __init__(self, form: Formulation, incumbent: Incumbent) -> None:
        super().__init__()
        self.form = form
        self.incumbent = incumbent

    def on_solution_callback(self) -> None:
        chosen = self.form.chosen(self.boolean_value)
        self.incumbent.offer(arrange(self.form.instance, self.form.mode, *chosen))
        if self.incumbent.is_over.is_set():
            self.stop_search()
