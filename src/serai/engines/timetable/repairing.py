"""Putting a published plan right with the fewest and least visible changes.

What has to be minimal is, in this order: how many must be told that a session moved, how far
sessions move, what the plan costs by the rules. What leaving a session out costs is counted as if
so many had to be told. A first answer comes from a search that puts what lost its place into the
nearest free one. If only sessions moved that had to, because their own rules close their old place,
that is already the fewest; else a model of the hard rules proves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import zip_longest
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from serai.engines.timetable.changes import Change, apply_changes
from serai.engines.timetable.checking import compiled
from serai.engines.timetable.compiling import Compiled
from serai.engines.timetable.layout import Mask, Numbers
from serai.engines.timetable.modelling import Model
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.searching import Places, Search
from serai.engines.timetable.solution import (
    Placement,
    Plan,
    Progress,
    Solution,
    Status,
)
from serai.engines.timetable.solving import LARGEST_MODEL, Watch, conclude, run


@dataclass(frozen=True, kw_only=True)
class Move:
    """What became of one session: its place before and after (None: unscheduled)."""

    session: str
    before: Placement | None
    after: Placement | None
    told: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Repair:
    """A repaired plan beside the one before.

    `problem` is the problem as it is now, `moves` what changed; `fewest_proven` says that no plan
    moves less (by those who must be told); `first_seconds` when the first answer was there.
    """

    problem: Problem
    before: Plan
    solution: Solution
    moves: Sequence[Move]
    fewest_proven: bool
    first_seconds: float | None


def repair(
    problem: Problem,
    plan: Plan,
    changes: Sequence[Change],
    *,
    time_limit: float = 10.0,
    seed: int = 0,
    workers: int = 2,
    deterministic: bool = False,
    now: datetime | None = None,
    frozen_until: datetime | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    found: Callable[[Repair], None] | None = None,
) -> Repair:
    """The plan after the changes with the least change.

    First as few moves as can be, weighed by how many must be told; then as short ones as can be;
    then the cheapest plan by the rules. What begins before `frozen_until` stays, and nothing
    moves to a time before `now` or `frozen_until`. `found` is called with each better answer, the
    first within a second or two.
    """
    watch = Watch(seed, time_limit, deterministic, progress, cancelled)
    changed, reasons = apply_changes(problem, changes)
    ready = compiled(changed)
    task = _Task(ready, ready.layout.numbers(plan))
    task.freeze([each for each in (now, frozen_until) if each is not None])

    def answer(places: Places | None, status: Status, *, proven: bool) -> Repair:
        solution = conclude(ready, watch, status, places)
        return Repair(
            problem=changed, before=plan, solution=solution,
            moves=tuple(_moves(problem, changed, plan, solution.placements, reasons)),
            fewest_proven=proven, first_seconds=watch.first,
        )  # fmt: skip

    places = _first(task, watch)
    proven = places is not None and task.cost(places) == task.forced_told
    if places is not None:
        watch.objective = task.cost(places)
        watch.tell("search")
        if found:
            found(answer(places, Status.FEASIBLE, proven=proven))
    status = Status.UNKNOWN if places is None else Status.FEASIBLE
    if not proven and watch.more():
        status, places, proven = _fewest(task, watch, workers, places)
        if status is Status.INFEASIBLE:
            _, places, proven = _fewest(task.lenient(), watch, workers, None)
            return answer(places, status, proven=proven)
    if places is not None and watch.more():
        places = _nearest(task, watch, workers, places)
    watch.bound = None
    return answer(places, status, proven=proven)


__all__ = ["Change", "Move", "Repair", "apply_changes", "repair"]

NEIGHBOURS = (30, 90)
"""So many sessions may move at first, beside those that must."""

FIRST = 1.5
"""So many seconds the search for a first answer may take."""

PACE = 1e-4
"""So many seconds, with a margin, building and beginning a model takes for each place."""

FEWEST_SHARE = 0.7
"""The part of the time left in which the model of all sessions looks for the fewest moves."""

FEW = 40
"""Sessions of a term with more say little about which are near each other."""


class _Task:
    """A repair in numbers: where sessions stood, which must move, how far each place is."""

    def __init__(self, ready: Compiled, old: Places) -> None:
        self.ready, self.old = ready, old
        self.open = list(ready.open)
        self.weight = [each.told for each in ready.layout.sessions]
        self._force()

    def _force(self) -> None:
        self.forced = {i for i, place in self.old.items() if not self.open[i][place]}
        self.forced_told = sum(self.weight[i] for i in self.forced)

    def freeze(self, moments: Sequence[datetime]) -> None:
        """What began before a moment stays if it can, and nothing is moved to before it."""
        layout = self.ready.layout
        for moment in moments:
            past = layout.minutes < layout.minute_at(moment)
            for session, mask in enumerate(self.open):
                self.open[session] = mask & ~past[:, None]
                at = self.old.get(session)
                if at is not None and past[at[0]] and mask[at]:
                    only: Mask = np.zeros_like(mask)
                    only[at] = mask[at]
                    self.open[session] = only
        self._force()

    def size(self, free: set[int] | None) -> int:
        """In how many places sessions can stand where only some may move."""
        return sum(
            int(mask.sum()) if free is None or i in free or i not in self.old else 1
            for i, mask in enumerate(self.open)
        )

    def nearest(self) -> list[int]:
        """The other sessions, those first that have most to do with what must move."""
        ready = self.ready
        shared = Counter[int]()
        for term in ready.terms:
            if self.forced & set(term.sessions) and len(term.sessions) <= FEW:
                shared.update(term.sessions)
        days = {ready.layout.day[self.old[i][0]] for i in self.forced}
        return sorted(
            (i for i in self.old if i not in self.forced),
            key=lambda i: (
                -shared[i], ready.layout.day[self.old[i][0]] not in days, self.weight[i]
            ),
        )  # fmt: skip

    def lenient(self) -> _Task:
        """The same where sessions may be left out, those first that fewest are to be told of."""
        dear = 2 * sum(self.weight)
        penalties: list[int | None] = [
            dear + weight if penalty is None else penalty
            for penalty, weight in zip(self.ready.penalties, self.weight, strict=True)
        ]
        task = _Task(replace(self.ready, penalties=penalties), self.old)
        task.open = self.open
        return task

    def told(self, places: Places) -> int:
        """How many must be told of the moves."""
        return sum(self.weight[i] for i, at in self.old.items() if places.get(i) != at)

    def cost(self, places: Places) -> int:
        """How many must be told, and what those cost that are left out."""
        return self.told(places) + sum(
            penalty for i, penalty in enumerate(self.ready.penalties)
            if penalty is not None and i not in places
        )  # fmt: skip

    def insistent(self) -> list[int | None]:
        """The penalties where nothing may be left out that costs more than all else together."""
        known = [each for each in self.ready.penalties if each is not None]
        told = sum(self.weight)
        return [
            None if penalty is None or penalty > told + sum(p for p in known if p < penalty)
            else penalty for penalty in self.ready.penalties
        ]  # fmt: skip

    def distance(self, session: int) -> Numbers:
        """How far each place is from the old one: steps, a day is forty, another room is two."""
        layout = self.ready.layout
        far: Numbers = np.zeros((layout.slots, len(layout.rooms)), dtype=np.int32)
        at = self.old.get(session)
        if at is None:
            return far
        days = np.abs(layout.day_of - layout.day[at[0]])
        clock = layout.minutes % (24 * 60) - layout.minute[at[0]] % (24 * 60)
        far += (days * 40 + np.abs(clock) // layout.step)[:, None]
        site = layout.rooms[at[1]].site
        far += np.array([0 if r == at[1] else 2 if room.site == site else 4
                         for r, room in enumerate(layout.rooms)], dtype=np.int32)  # fmt: skip
        return far


def _first(task: _Task, watch: Watch) -> Places | None:
    """Put what lost its place into the nearest free one.

    What is dearest to leave out takes the place of others if it must; else it is left out too.
    """
    insistent = task.insistent()
    tries = [task.ready.penalties]
    if insistent != task.ready.penalties:
        tries.insert(0, insistent)
    for penalties in tries:
        ready = replace(task.ready, open=task.open, penalties=penalties)
        until = watch.seconds + min(watch.time_limit * 0.5, FIRST) / 2
        search = Search(ready, watch.seed, partial(_before, watch, until))
        search.distance = task.distance
        search.load(task.old)
        if search.construct():
            return search.places()
    return None


def _before(watch: Watch, until: float) -> bool:
    return watch.more() and (watch.deterministic or watch.seconds < until)


def _fewest(
    task: _Task, watch: Watch, workers: int, places: Places | None
) -> tuple[Status, Places | None, bool]:
    """The fewest who must be told, by models of the hard rules alone.

    At first only sessions near those that must move may move, then more, then all: only what the
    last model finds is proven.
    """
    best = places
    near = task.nearest()
    counts = [*(each for each in NEIGHBOURS if each < len(near)), None]
    frees = [None if count is None else {*task.forced, *near[:count]} for count in counts]
    for free, wider in zip_longest(frees, frees[1:], fillvalue=set[int]()):
        if not watch.more() or not _is_in_reach(task, watch, free):
            break
        is_last = free is None or not _is_in_reach(task, watch, wider)
        limit = watch.budget(FEWEST_SHARE if is_last else 0.3)
        outcome, found = _fewest_among(task, watch, workers, best, free, limit=limit)
        if found is not None and (best is None or task.cost(found) <= task.cost(best)):
            best = found
            watch.first = watch.seconds if watch.first is None else watch.first
        if free is None and outcome == cp_model.INFEASIBLE:
            return Status.INFEASIBLE, None, False
        if outcome == cp_model.OPTIMAL and best is not None and (
            free is None or task.cost(best) == task.forced_told
        ):  # fmt: skip
            return Status.FEASIBLE, best, True
    return (Status.UNKNOWN if best is None else Status.FEASIBLE), best, False


def _is_in_reach(task: _Task, watch: Watch, free: set[int] | None) -> bool:
    """Whether a model in which only some may move is built in the time left."""
    size = task.size(free)
    return size <= LARGEST_MODEL and (watch.deterministic or PACE * size < watch.left / 2)


def _fewest_among(
    task: _Task,
    watch: Watch,
    workers: int,
    best: Places | None,
    free: set[int] | None,
    *,
    limit: float,
) -> tuple[Any, Places | None]:
    """The fewest who must be told where only some sessions may move."""
    masks = []
    for session, mask in enumerate(task.open):
        at = task.old.get(session)
        if free is None or session in free or at is None:
            masks.append(mask)
        else:
            only: Mask = np.zeros_like(mask)
            only[at] = True
            masks.append(only)
    model = Model(task.ready, soft=False, open_places=masks)
    literals, weights = [], []
    most = task.cost({})
    for session, at in task.old.items():
        if at in model.places[session]:
            literals.append(model.places[session][at])
            weights.append(-task.weight[session])
    for session, penalty in enumerate(task.ready.penalties):
        held = model.held[session]
        if penalty is not None and held is not None:
            literals.append(held)
            weights.append(-penalty)
    model.cp.minimize(cp_model.LinearExpr.weighted_sum(literals, weights) + most)
    kept = best is not None and all(masks[s][at] for s, at in best.items())
    model.hint(best if best is not None and kept else task.old)
    if kept:
        model.complete_hint()
    watch.objective = None
    return run(model, watch, workers, phase="fewest", limit=limit)


def _nearest(task: _Task, watch: Watch, workers: int, places: Places) -> Places:
    """Among plans that move what this one moves the one that moves least far, then costs least."""
    moved = {i for i in places if task.old.get(i) != places[i]}
    masks = []
    for session, mask in enumerate(task.open):
        only: Mask = np.zeros_like(mask)
        if session in moved:
            only = mask
        elif session in places:
            only[places[session]] = True
        masks.append(only)
    # Nothing is left out to move others less far.
    penalties = [
        None if session in places else penalty
        for session, penalty in enumerate(task.ready.penalties)
    ]
    ready = replace(task.ready, penalties=penalties)
    best = places
    bound: int | None = None
    for phase in ("nearest", "cheapest"):
        if not moved or not watch.more():
            break
        model = Model(ready, soft=phase == "cheapest", open_places=masks)
        literals, weights = [], []
        for session in sorted(moved):
            far = task.distance(session)
            for place, literal in model.places[session].items():
                if far[place]:
                    literals.append(literal)
                    weights.append(int(far[place]) * task.weight[session])
        total = cp_model.LinearExpr.weighted_sum(literals, weights)
        if phase == "nearest":
            model.cp.minimize(total)
        else:
            if bound is not None:
                model.cp.add(total <= bound)
            model.minimise()
        model.hint(best)
        watch.objective = None
        _, found = run(model, watch, workers, phase=phase)
        if found is None:
            break
        best = found
        bound = sum(int(task.distance(i)[best[i]]) * task.weight[i] for i in moved if i in best)
    return best


def _moves(
    before: Problem, after: Problem, old: Plan, new: Plan, reasons: dict[str, str]
) -> list[Move]:
    told = {each.id: each.told for each in (*after.sessions, *before.sessions)}
    found = []
    for name, many in told.items():
        first, second = old.get(name), new.get(name)
        same = (
            first is not None and second is not None
            and (before.local(first.start), first.room) == (second.start, second.room)
        )  # fmt: skip
        if first is second is None or same:
            continue
        found.append(
            Move(session=name, before=first, after=second, told=many, reason=reasons.get(name, ""))
        )
    return sorted(found, key=lambda move: -move.told)
