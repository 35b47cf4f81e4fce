"""Finding a plan: a first one at once, then a model that improves it and proves how good it is.

A search places all sessions within a moment (`searching`). If the model of the whole problem is of
a size that a solver can use, CP-SAT goes on from there and gives the bound; otherwise the search
goes on to the end.
"""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from serai.engines.timetable.checking import check, compiled, cost, costs_by_rule
from serai.engines.timetable.compiling import Compiled
from serai.engines.timetable.layout import Numbers
from serai.engines.timetable.modelling import Model
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.reasons import why_unscheduled
from serai.engines.timetable.searching import Places, Search, cost_of
from serai.engines.timetable.seating import seat
from serai.engines.timetable.solution import Plan, Progress, Solution, Status
from serai.engines.timetable.terms import Cells

LARGEST_MODEL = 150_000
"""So many places (sessions × slots × rooms) are put into one model; more are solved in pieces."""

SMALL_MODEL = 4_000
"""So few places are put into one model at once; else times come first and rooms second."""

TIMES_SHARE = 0.6
"""The part of the time left that the model of times gets."""

SHARE = 0.15
"""The part of the time for which a search improves the first plan before the model begins."""

AT_LEAST = 0.5
"""Seconds in which a first plan is searched for even where no time is left: there is none yet."""

STEPS_A_SECOND = 2000
"""Moves of a session that count as a second where work is counted instead of time."""


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

    def budget(self, share: float) -> float:
        """A share of what is left; of the whole where work is counted instead of time."""
        return share * (self.time_limit if self.deterministic else max(self.left, 0.01))

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
    """The best plan found within the limit (seconds); the first one, where none is left.

    `start` is a plan to begin from. `cancelled` is asked again and again; when it is true, the
    best plan so far is returned. With `deterministic` the same seed gives the same plan on any
    machine: the limit then counts work instead of time.
    """
    watch = Watch(seed, time_limit, deterministic, progress, cancelled)
    ready = compiled(problem)
    watch.bound = least(ready)
    best = begin(ready, watch, {} if start is None else ready.layout.numbers(start))
    status = Status.UNKNOWN if best is None else Status.FEASIBLE
    if watch.objective is not None and watch.objective <= watch.bound:
        status = Status.OPTIMAL
    elif watch.more() and size(ready) <= LARGEST_MODEL:
        status, best = whole(ready, watch, best, workers)
    return conclude(ready, watch, status, best)


def begin(ready: Compiled, watch: Watch, known: Places) -> Places | None:
    """A first plan by search, then improved; None where the search finds none.

    A problem too large for one model is improved by search until the end.
    """
    share = 0.9 if size(ready) > LARGEST_MODEL else 0.5
    until = watch.seconds + max(watch.budget(share), AT_LEAST)
    search = Search(
        ready, watch.seed,
        lambda: not watch.stopped() and (watch.deterministic or watch.seconds < until),
    )  # fmt: skip
    search.load(known)
    if not search.construct():
        return None
    places = search.places()
    objective = cost_of(ready, places)
    watch.better(objective, "search")
    if objective == 0 or not watch.more():
        return places
    share = SHARE if size(ready) <= LARGEST_MODEL else 1.0
    began, span = watch.seconds, watch.left * share
    until = began + span
    steps = int(STEPS_A_SECOND * watch.time_limit * share) if watch.deterministic else 10**9

    def done(step: int) -> float:
        return step / steps if watch.deterministic else (watch.seconds - began) / span

    def report(change: int) -> None:
        watch.better(objective + change, "search")

    found = search.improve(steps, done, report)
    watch.better(cost_of(ready, found), "search")
    return found


def size(ready: Compiled) -> int:
    """In how many places the sessions can stand by themselves, all together."""
    return sum(int(mask.sum()) for mask in ready.open)


def least(ready: Compiled) -> int:
    """A first bound: each session in the place that would be cheapest for it alone."""
    total = 0
    shape = (ready.layout.slots, len(ready.layout.rooms))
    prices: dict[int, Numbers] = defaultdict(lambda: np.zeros(shape, dtype=np.int64))
    for term in ready.terms:
        if isinstance(term, Cells) and term.weight:
            prices[term.sessions[0]] += term.units * term.weight
    for session, price in prices.items():
        places = price[ready.open[session]]
        penalty = ready.penalties[session]
        if len(places):
            total += int(places.min() if penalty is None else min(places.min(), penalty))
    return total


def whole(
    ready: Compiled, watch: Watch, best: Places | None, workers: int
) -> tuple[Status, Places | None]:
    """Models of the whole problem, begun from the best plan so far."""
    if size(ready) > SMALL_MODEL:
        status, best = times_then_rooms(ready, watch, best, workers)
        if status in (Status.INFEASIBLE, Status.OPTIMAL) or not watch.more():
            return status, best
    model = Model(ready)
    if watch.bound:
        model.cp.add(model.objective >= watch.bound)
    model.minimise()
    if best is not None:
        model.hint(best)
        model.complete_hint()
    outcome, found = run(model, watch, workers)
    if outcome == cp_model.INFEASIBLE:
        return Status.INFEASIBLE, None
    best = _cheaper(ready, best, found)
    if outcome == cp_model.OPTIMAL:
        return Status.OPTIMAL, best
    return (Status.UNKNOWN if best is None else Status.FEASIBLE), best


def times_then_rooms(
    ready: Compiled, watch: Watch, best: Places | None, workers: int
) -> tuple[Status, Places | None]:
    """Times by a model that only counts rooms, whose bound holds for all; then rooms at these."""
    model = Model(ready, rooms=False)
    model.minimise()
    if best is not None:
        model.hint(best)
        model.complete_hint()
    limit = watch.budget(TIMES_SHARE)
    silent = replace(watch, progress=None, objective=None)

    def told(bound: int) -> None:
        watch.bound = bound
        watch.tell("times")

    outcome, times = run(model, silent, workers, limit=limit, bounded=told)
    watch.bound = max(watch.bound or 0, silent.bound or 0)
    if outcome == cp_model.INFEASIBLE:
        return Status.INFEASIBLE, None
    if times is not None and watch.more():
        masks = []
        for session, mask in enumerate(ready.open):
            kept = np.zeros_like(mask)
            if session in times:
                kept[times[session][0]] = mask[times[session][0]]
            masks.append(kept)
        rooms = Model(ready, open_places=masks)
        rooms.minimise()
        _, found = run(rooms, watch, workers, phase="rooms", limit=watch.budget(0.3))
        best = _cheaper(ready, best, found)
    if best is None:
        return Status.UNKNOWN, None
    done = watch.objective is not None and watch.objective <= (watch.bound or 0)
    return (Status.OPTIMAL if done else Status.FEASIBLE), best


def _cheaper(ready: Compiled, best: Places | None, found: Places | None) -> Places | None:
    if found is None or (best is not None and cost_of(ready, best) < cost_of(ready, found)):
        return best
    return found


class _Heard(cp_model.CpSolverSolutionCallback):
    """Keeps the last plan of a run and tells about each."""

    def __init__(self, model: Model, watch: Watch, phase: str) -> None:
        super().__init__()
        self.model, self.watch, self.phase = model, watch, phase
        self.found: Places | None = None

    def on_solution_callback(self) -> None:
        self.found = self.model.plan(self.boolean_value)
        if self.phase == "model":
            bound = math.ceil(self.best_objective_bound - 1e-6)
            self.watch.bound = max(self.watch.bound or 0, bound)
        self.watch.better(round(self.objective_value), self.phase)


def run(
    model: Model,
    watch: Watch,
    workers: int,
    *,
    phase: str = "model",
    limit: float | None = None,
    bounded: Callable[[int], None] | None = None,
) -> tuple[Any, Places | None]:
    """Solve a model within the time left; what the solver says, and the last plan it found."""
    solver = cp_model.CpSolver()
    limit = watch.budget(1.0) if limit is None else limit
    solver.parameters.random_seed = watch.seed
    if phase != "fewest":  # costs are bounded by the relaxation, moves by propagation
        solver.parameters.linearization_level = 2
    solver.parameters.num_workers = 1 if watch.deterministic else workers
    if watch.deterministic:
        solver.parameters.max_deterministic_time = limit
    else:
        solver.parameters.max_time_in_seconds = limit
    heard = _Heard(model, watch, phase)

    def heard_bound(bound: float) -> None:
        value = math.ceil(bound - 1e-6)
        if value > (watch.bound if watch.bound is not None else -1):
            watch.bound = value
            watch.tell(phase)
            if bounded:
                bounded(value)

    if phase == "model":
        solver.best_bound_callback = heard_bound
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
    plan: Plan = {
        ready.layout.sessions[number].id: ready.layout.placement(*place)
        for number, place in sorted(best.items())
    }
    seated = seat(ready.problem, plan, seed=watch.seed)
    violations = check(ready.problem, seated)
    objective = cost(violations)
    if seated is not plan and status is Status.OPTIMAL and objective > cost(
        check(ready.problem, plan)
    ):  # fmt: skip
        # The times are proven to be best, not the seats taken at these times.
        status = Status.FEASIBLE
    plan = seated
    bound = objective if status is Status.OPTIMAL else watch.bound
    return Solution(
        status=status, objective=objective, bound=bound, seconds=watch.seconds, seed=watch.seed,
        placements=plan, reasons=why_unscheduled(ready, best), violations=tuple(violations),
        costs=costs_by_rule(violations), first_seconds=watch.first,
    )  # fmt: skip
