"""Makes a plan better part by part: large neighbourhood search with CP-SAT.

P. Shaw, Using constraint programming and local search methods to solve vehicle routing problems,
CP 1998. Which part, and how large, follows from what has helped so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ortools.sat.python import cp_model

from serai.engines.timetable.cosplib.arranging import arrange
from serai.engines.timetable.cosplib.budget import Budget, new_solver
from serai.engines.timetable.cosplib.formulation import Choices, Formulation
from serai.engines.timetable.cosplib.housing import house
from serai.engines.timetable.cosplib.incumbent import Incumbent
from serai.engines.timetable.cosplib.instance import Instance
from serai.engines.timetable.cosplib.neighbourhoods import ALL, Neighbourhood
from serai.engines.timetable.cosplib.plan import Plan
from serai.engines.timetable.cosplib.terms import formulate

ATTEMPT = 2.0
"""Seconds for one part."""
LARGER, SMALLER = 1.3, 0.8
FADING = 0.9
"""How much of what is known of a neighbourhood counts on after another try."""


@dataclass
class _Record:
    """What is known of a neighbourhood."""

    neighbourhood: Neighbourhood
    size: float = 0.15
    merit: float = 1.0


def improve(instance: Instance, incumbent: Incumbent, budget: Budget, *, seed: int) -> None:
    """Better the incumbent until it is proven, the budget is used up, or somebody stops it."""
    chance = Random(seed)  # noqa: S311 (no secret)
    records = [_Record(neighbourhood) for neighbourhood in ALL]
    while budget.left > 0 and not incumbent.is_over.is_set():
        plan = incumbent.plan
        if plan is None:
            return
        record = chance.choices(records, weights=[0.1 + each.merit for each in records])[0]
        choices = record.neighbourhood(plan, record.size, chance)
        status, better = resolve(
            instance, incumbent, budget, choices, plan, seed=chance.randrange(10**6)
        )
        record.merit = FADING * record.merit + (1 - FADING) * 10 * better
        is_easy = status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
        record.size = min(1.0, max(0.02, record.size * (LARGER if is_easy else SMALLER)))


def resolve(
    instance: Instance, incumbent: Incumbent, budget: Budget, choices: Choices, plan: Plan | None,
    *, seed: int, most: float = ATTEMPT,
) -> tuple[cp_model.CpSolverStatus, bool]:  # fmt: skip
    """Solve what the choices leave open; say how that ended and whether it led to a better plan."""
    form = formulate(instance, incumbent.mode, choices)
    if plan is not None:
        form.hint(plan)
    solver = new_solver(seed=seed)
    # The relaxation pays where costs decide, and is in the way where room does.
    solver.parameters.linearization_level = seed % 2
    budget.allot(solver, most)
    watcher = Watcher(form, incumbent)
    with incumbent.running(solver):
        status = solver.solve(form.model, watcher)
    budget.charge(solver)
    return status, watcher.has_helped


class Watcher(cp_model.CpSolverSolutionCallback):
    """Turns what a solver finds into plans."""

    def __init__(self, form: Formulation, incumbent: Incumbent) -> None:
        super().__init__()
        self.form = form
        self.incumbent = incumbent
        self.has_helped = False
        """Whether one of the plans was better than what there was."""

    def on_solution_callback(self) -> None:
        instance, mode = self.form.instance, self.form.mode
        chosen = self.form.chosen(self.value)
        rooms = house(instance, chosen, self.form.pools)
        plan = arrange(instance, mode, chosen.sessions, rooms)
        self.has_helped |= self.incumbent.offer(plan)
        if self.incumbent.is_over.is_set():
            self.stop_search()
