"""Makes the timetable of a conference: searches for plans and for bounds at the same time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

import numpy as np
from ortools.sat.python import cp_model

from serai.engines.timetable.cosplib.budget import Budget, new_solver
from serai.engines.timetable.cosplib.formulation import Choices, Pools
from serai.engines.timetable.cosplib.improving import Watcher, improve, resolve
from serai.engines.timetable.cosplib.incumbent import Incumbent, Progress
from serai.engines.timetable.cosplib.instance import Instance, Mode, Term
from serai.engines.timetable.cosplib.packing import pack
from serai.engines.timetable.cosplib.plan import Plan
from serai.engines.timetable.cosplib.settling import settle_rooms
from serai.engines.timetable.cosplib.terms import formulate

PATIENCE = 0.5
"""Seconds that solvers have to end; one that presolves a large model does not hear for longer."""
THREADS = "cosplib"
"""How the names of threads begin that search."""
GIVING_UP = 0.1
"""The share of the time after which a bound that is nowhere near and does not rise is given up.

One that has come nearer is tried for longer: by as much as the gap is smaller.
"""
TO_BEGIN = 0.2
"""The share of the time after which a first idea must have led to a plan."""
AT_LEAST = 1.0
"""Seconds that it has all the same, as far as they are left."""
TO_PACK = 2.0
"""Seconds for a first plan even where none are left: without one there is nothing to be written."""


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

    `stop` ends the search early and keeps what there is. With a budget of work instead of seconds
    everything happens one after the other, so that the same seed gives the same plan.
    """
    incumbent = Incumbent(mode, report, stop)
    search = _Search(instance, incumbent, budget, seed)
    if budget.deterministic or workers == 1:
        search.one_after_the_other()
    else:
        search.at_the_same_time(workers)
    if incumbent.failure is not None:
        raise incumbent.failure
    if incumbent.is_infeasible:
        return Outcome(Status.INFEASIBLE, None, None, incumbent.bound)
    if incumbent.plan is None:
        return Outcome(Status.UNKNOWN, None, None, incumbent.bound)
    status = Status.OPTIMAL if incumbent.is_proven else Status.FEASIBLE
    return Outcome(status, incumbent.plan, incumbent.objective, incumbent.bound)


def is_still_searching() -> bool:
    """Say whether a solver has not ended yet that was told to.

    The interpreter cannot leave a thread that is inside a solver: a program must not exit then
    but through `os._exit`.
    """
    return any(thread.name.startswith(THREADS) for thread in threading.enumerate())


@dataclass(frozen=True)
class _Search:
    instance: Instance
    incumbent: Incumbent
    budget: Budget
    seed: int
    proving: list[cp_model.CpSolver] = field(default_factory=list)
    is_given_up: threading.Event = field(default_factory=threading.Event)
    """Set when nobody proves any more, so that all workers can improve."""

    def one_after_the_other(self) -> None:
        """Begin, prove for a third of the time, and improve for the rest."""
        whole = self.budget.left
        self.pack()
        self.begin()
        self.prove(1, most=whole / 3)
        self.improve()

    def at_the_same_time(self, workers: int) -> None:
        """Prove with all workers but one, and let that one begin and improve.

        Once the bound of objective F rises no more and is far away, those who proved improve as
        well: much of F is not in what a relaxation sees.
        """
        self.pack()
        if self.budget.left <= 0:
            return
        tasks = {"prover": partial(self.prove, workers - 1), "finder": self.find}
        for number in range(1, workers):
            tasks[f"helper-{number}"] = partial(self.help, number)
        threads = [
            threading.Thread(
                target=self._until_over, args=(task,), name=f"{THREADS}-{name}", daemon=True
            )
            for name, task in tasks.items()
        ]
        enough = GIVING_UP * self.budget.left
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads) and self.budget.left > 0:
            if self.incumbent.is_over.wait(timeout=min(0.05, self.budget.left)):
                break
            if self._is_hopeless(enough):
                # Again and again, for a solver that is about to begin does not hear it.
                for solver in list(self.proving):
                    solver.stop_search()
        self.incumbent.is_over.set()
        self.is_given_up.set()
        patience = time.monotonic() + PATIENCE
        while any(thread.is_alive() for thread in threads) and time.monotonic() < patience:
            for solver in list(self.incumbent.solvers):
                solver.stop_search()
            for thread in threads:
                thread.join(timeout=0.02)

    def _is_hopeless(self, enough: float) -> bool:
        """Whether a proof is not to be expected."""
        gap = self.incumbent.progress.gap
        return (
            self.incumbent.mode is Mode.EXTENDED
            and gap is not None
            and self.incumbent.stagnation * gap > enough
        )

    def find(self) -> None:
        """Begin, and improve what was found."""
        self.begin()
        self.improve()

    def help(self, number: int) -> None:
        """Improve as soon as nobody proves any more."""
        self.is_given_up.wait()
        improve(self.instance, self.incumbent, self.budget, seed=self.seed + number)

    def pack(self) -> None:
        """Begin with any plan, which objective F has at once."""
        if self.incumbent.mode is Mode.EXTENDED:
            budget = self.budget
            if budget.left < TO_PACK and not budget.deterministic:
                budget = Budget(TO_PACK)
            self.incumbent.offer(pack(self.instance, budget, seed=self.seed))

    def begin(self) -> None:
        """Try the most promising ideas of a plan, one after the other, until one leads to one."""
        most = max(self.budget.left * TO_BEGIN, min(self.budget.left, AT_LEAST))
        for choices in self._ideas():
            if self.incumbent.is_over.is_set():
                return
            before = self.incumbent.objective
            resolve(
                self.instance,
                self.incumbent,
                self.budget,
                choices,
                None,
                seed=2 * self.seed,
                most=most,
            )
            if self.incumbent.objective != before:
                return

    def _ideas(self) -> Iterator[Choices]:
        """Rooms settled and all that costs left out; only rooms settled; everything."""
        settled = settle_rooms(self.instance, self.budget, seed=self.seed)
        if settled is not None:
            free = _without_costs(self.instance, settled)
            yield free
            if self.incumbent.plan is None:
                yield settled
        if self.incumbent.plan is None:
            yield Choices.all_of(self.instance)

    def improve(self) -> None:
        """Better the plan for as long as there is time."""
        improve(self.instance, self.incumbent, self.budget, seed=self.seed)

    def prove(self, workers: int, most: float | None = None) -> None:
        """Solve the whole model: for its bound, and for plans where it is small."""
        form = formulate(
            self.instance, self.incumbent.mode, Choices.all_of(self.instance),
            _alike(self.instance),
        )  # fmt: skip
        if self.incumbent.plan is not None:
            form.hint(self.incumbent.plan)
        solver = new_solver(seed=self.seed, workers=workers)
        self.budget.allot(solver, self.budget.left if most is None else most)
        solver.best_bound_callback = self.incumbent.raise_bound
        self.proving.append(solver)
        with self.incumbent.running(solver):
            status = solver.solve(form.model, Watcher(form, self.incumbent))
        self.proving.remove(solver)
        self.budget.charge(solver)
        if status == cp_model.INFEASIBLE:
            self.incumbent.is_infeasible = True
            self.incumbent.is_over.set()
        elif status != cp_model.MODEL_INVALID:
            self.incumbent.raise_bound(solver.best_objective_bound)
        self.is_given_up.set()

    def _until_over(self, task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:  # noqa: BLE001 (told in the thread that waits)
            self.incumbent.failure = error
            self.incumbent.is_over.set()


def _without_costs(instance: Instance, choices: Choices) -> Choices:
    """Leave out what costs something by itself, where something else is left."""
    weight = instance.weight
    standing = (
        weight(Term.TIME_ZONES) * instance.time_zone
        + weight(Term.SUBMISSIONS_SESSIONS) * instance.submission_session
    )
    cells = (
        weight(Term.TRACKS_SESSIONS) * instance.track_session[:, :, None]
        + weight(Term.TRACKS_ROOMS) * instance.track_room[:, None, :]
        + weight(Term.SESSIONS_ROOMS) * instance.session_room[None, :, :]
    )
    sessions = _where_any(choices.sessions & (standing == 0), choices.sessions, (1,))
    return Choices(sessions, _where_any(choices.cells & (cells == 0), choices.cells, (1, 2)))


def _where_any(narrow: np.ndarray, wide: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """Return the narrow choices of each row, or the wide ones where those leave nothing."""
    return np.where(narrow.any(axis=axes, keepdims=True), narrow, wide)


def _alike(instance: Instance) -> Pools:
    """Return the rooms in pools of those that nothing tells apart."""
    pools: dict[tuple[bytes, ...], list[int]] = {}
    for room in range(len(instance.rooms)):
        key = (
            instance.track_room[:, room].tobytes(),
            instance.session_room[:, room].tobytes(),
            instance.submission_room[:, room].tobytes(),
        )
        pools.setdefault(key, []).append(room)
    return list(pools.values())
