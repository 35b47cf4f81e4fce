"""Finding a plan: a first one at once, then a model that improves it and proves how good it is.

A search places all sessions within a moment (`searching`). If the model of the whole problem is of
a size that a solver can use, CP-SAT goes on from there and gives the bound; otherwise pieces of the
problem are solved one after another while all else stays (large neighbourhood search).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from serai.engines.timetable.checking import check, compiled, cost, costs_by_rule
from serai.engines.timetable.compiling import Compiled
from serai.engines.timetable.modelling import Model
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.reasons import why_unscheduled
from serai.engines.timetable.searching import Places, Search, cost_of
from serai.engines.timetable.solution import Plan, Progress, Solution, Status

LARGEST_MODEL = 150_000
"""So many places (sessions × slots × rooms) are put into one model; more are solved in pieces."""

STEPS_A_SESSION = 60
"""How often each session is moved, on average, before the model begins."""


@dataclass
class Watch:
    """The clock of a run: when it ends, whether somebody stopped it, whom to tell."""

    seed: int
    time_limit: float
    deterministic: bool
    progress: Callable[[Progress], None] | None
    cancelled: Callable[[], bool] | None
    begun: float = field(default_factory=time.monotonic)
    objective: int | None = None
    bound: int | None = None
    first: float | None = None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    @property
    def left(self) -> float:
        return self.time_limit - self.seconds

    def stopped(self) -> bool:
        return self.cancelled is not None and self.cancelled()

    def more(self) -> bool:
        return not self.stopped() and (self.deterministic or self.left > 0)

    def tell(self, phase: str) -> None:
        if self.objective is not None and self.first is None:
            self.first = self.seconds
        if self.progress:
            self.progress(
                Progress(
                    seconds=self.seconds, objective=self.objective, bound=self.bound, phase=phase
                )
            )

    def better(self, objective: int, phase: str) -> bool:
        """Note a plan's cost; whether it is the best yet."""
        if self.objective is not None and objective >= self.objective:
            return False
        self.objective = objective
        self.tell(phase)
        return True


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
    watch = Watch(seed, time_limit, deterministic, progress, cancelled)
    ready = compiled(problem)
    best = begin(ready, watch, {} if start is None else ready.layout.numbers(start))
    size = sum(int(mask.sum()) for mask in ready.open)
    status = Status.UNKNOWN if best is None else Status.FEASIBLE
    if watch.more() and size <= LARGEST_MODEL:
        status, best = whole(ready, watch, best, workers)
    elif watch.more() and best is not None:
        from serai.engines.timetable.pieces import improve_in_pieces

        best = improve_in_pieces(ready, watch, best, workers)
    return conclude(ready, watch, status, best)


def begin(ready: Compiled, watch: Watch, known: Places) -> Places | None:
    """A first plan by search, improved a little; None where the search finds none."""
    count = len(ready.layout.sessions)
    until = watch.seconds + max(watch.left * 0.5, 0.2)
    search = Search(
        ready, watch.seed,
        lambda: watch.more() and (watch.deterministic or watch.seconds < until),
    )  # fmt: skip
    search.load(known)
    if not search.construct():
        return None
    places = search.places()
    watch.better(cost_of(ready, places), "search")
    if known and len(known) == len(places):
        return places
    objective = watch.objective or 0
    until = watch.seconds + watch.left * 0.1
    found = search.improve(
        STEPS_A_SESSION * count, 3.0, 0.2,
        lambda change: (watch.better(objective + change, "search") and None) or None,
    )  # fmt: skip
    watch.better(cost_of(ready, found), "search")
    return found


def whole(
    ready: Compiled, watch: Watch, best: Places | None, workers: int
) -> tuple[Status, Places | None]:
    """The model of the whole problem, begun from the best plan so far."""
    model = Model(ready)
    model.minimise()
    if best is not None:
        model.hint(best)
    outcome, found = run(model, watch, workers)
    if outcome == cp_model.INFEASIBLE:
        return Status.INFEASIBLE, None
    plan = best
    if found is not None and (best is None or cost_of(ready, found) <= cost_of(ready, best)):
        plan = found
    if outcome == cp_model.OPTIMAL:
        watch.bound = watch.objective
        return Status.OPTIMAL, plan
    return (Status.UNKNOWN if plan is None else Status.FEASIBLE), plan


class _Heard(cp_model.CpSolverSolutionCallback):
    """Keeps the last plan of a run and tells about each."""

    def __init__(self, model: Model, watch: Watch, phase: str) -> None:
        super().__init__()
        self.model, self.watch, self.phase = model, watch, phase
        self.found: Places | None = None

    def on_solution_callback(self) -> None:
        self.found = self.model.plan(self.boolean_value)
        self.watch.bound = max(self.watch.bound or 0, round(self.best_objective_bound))
        self.watch.better(round(self.objective_value), self.phase)


def run(
    model: Model, watch: Watch, workers: int, *, phase: str = "model", limit: float | None = None
) -> tuple[Any, Places | None]:
    """Solve a model within the time left; what the solver says, and the last plan it found."""
    solver = cp_model.CpSolver()
    left = watch.left if limit is None else min(limit, watch.left)
    solver.parameters.random_seed = watch.seed
    solver.parameters.num_workers = 1 if watch.deterministic else workers
    if watch.deterministic:
        solver.parameters.max_deterministic_time = watch.time_limit if limit is None else limit
    else:
        solver.parameters.max_time_in_seconds = max(left, 0.01)
    heard = _Heard(model, watch, phase)

    def bounded(bound: float) -> None:
        value = int(-(-bound // 1))
        if value > (watch.bound if watch.bound is not None else -1):
            watch.bound = value
            watch.tell(phase)

    if phase == "model":
        solver.best_bound_callback = bounded
    over = threading.Event()
    watcher = threading.Thread(target=_stop_when, args=(watch, solver, over), daemon=True)
    watcher.start()
    try:
        outcome = solver.solve(model.cp, heard)
    finally:
        over.set()
        watcher.join()
    return outcome, heard.found


def _stop_when(watch: Watch, solver: cp_model.CpSolver, over: threading.Event) -> None:
    while not over.wait(0.1):
        if watch.stopped():
            solver.stop_search()


def conclude(ready: Compiled, watch: Watch, status: Status, best: Places | None) -> Solution:
    """The answer, with every cost measured by the rules and not by the model."""
    if best is None:
        return Solution(
            status=status, objective=None, bound=watch.bound, seconds=watch.seconds,
            seed=watch.seed, placements={},
        )  # fmt: skip
    plan = {
        ready.layout.sessions[number].id: ready.layout.placement(*place)
        for number, place in sorted(best.items())
    }
    violations = check(ready.problem, plan)
    objective = cost(violations)
    bound = objective if status is Status.OPTIMAL else watch.bound
    return Solution(
        status=status, objective=objective, bound=bound, seconds=watch.seconds, seed=watch.seed,
        placements=plan, reasons=why_unscheduled(ready, best), violations=tuple(violations),
        costs=costs_by_rule(violations), first_seconds=watch.first,
    )  # fmt: skip
