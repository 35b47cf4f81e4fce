"""Which sessions of a published plan move, and where to: the steps of a repair.

`first` puts what lost its place into the nearest free one; `fewest` proves, by models of the hard
rules alone, how few must be told; `nearest` moves those as little as can be and as cheaply.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import zip_longest
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from serai.engines.timetable.compiling import Compiled
from serai.engines.timetable.layout import Mask, Numbers
from serai.engines.timetable.modelling import Model
from serai.engines.timetable.searching import Places, Search
from serai.engines.timetable.solution import Status
from serai.engines.timetable.solving import LARGEST_MODEL, Watch, run

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


def _only(mask: Mask, at: tuple[int, int]) -> Mask:
    """A mask with no place but one of it."""
    kept: Mask = np.zeros_like(mask)
    kept[at] = mask[at]
    return kept


class Task:
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
                    self.open[session] = _only(mask, at)
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

    def lenient(self) -> Task:
        """The same where sessions may be left out, those first that fewest are to be told of."""
        dear = 2 * sum(self.weight)
        penalties: list[int | None] = [
            dear + weight if penalty is None else penalty
            for penalty, weight in zip(self.ready.penalties, self.weight, strict=True)
        ]
        task = Task(replace(self.ready, penalties=penalties), self.old)
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
        far: Numbers = np.zeros((layout.slots, len(layout.rooms)), dtype=np.int64)
        at = self.old.get(session)
        if at is None:
            return far
        days = np.abs(layout.day_of - layout.day[at[0]])
        clock = np.array(layout.clock, dtype=np.int64) - layout.clock[at[0]]
        far += (days * 40 + np.abs(clock) // layout.step)[:, None]
        site = layout.rooms[at[1]].site
        far += np.array([0 if r == at[1] else 2 if room.site == site else 4
                         for r, room in enumerate(layout.rooms)], dtype=np.int64)  # fmt: skip
        return far


def first(task: Task, watch: Watch) -> Places | None:
    """Put what lost its place into the nearest free one.

    What is dearest to leave out takes the place of others if it must; else it is left out too.
    """
    insistent = task.insistent()
    tries = [list(task.ready.penalties)]
    if insistent != task.ready.penalties:
        tries.insert(0, insistent)
    for penalties in tries:
        places = _put_back(task, watch, penalties)
        if places is not None:
            return places
    return None


def makeshift(task: Task, watch: Watch) -> Places | None:
    """Put what lost its place into a free one, and leave out what finds none at once."""
    return _put_back(task, watch, task.lenient().ready.penalties)


def _put_back(task: Task, watch: Watch, penalties: list[int | None]) -> Places | None:
    """Put what lost its place into the nearest free one; None where that leads nowhere soon."""
    ready = replace(task.ready, open=task.open, penalties=penalties)
    until = watch.seconds + min(watch.time_limit * 0.5, FIRST) / 2
    search = Search(ready, watch.seed, partial(_before, watch, until))
    search.distance = task.distance
    search.load(task.old)
    return search.places() if search.construct() else None


def _before(watch: Watch, until: float) -> bool:
    return watch.more() and (watch.deterministic or watch.seconds < until)


def fewest(
    task: Task, watch: Watch, workers: int, places: Places | None
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


def _is_in_reach(task: Task, watch: Watch, free: set[int] | None) -> bool:
    """Whether a model in which only some may move is built in the time left."""
    size = task.size(free)
    return size <= LARGEST_MODEL and (watch.deterministic or PACE * size < watch.left / 2)


def _fewest_among(
    task: Task,
    watch: Watch,
    workers: int,
    best: Places | None,
    free: set[int] | None,
    *,
    limit: float,
) -> tuple[Any, Places | None]:
    """The fewest who must be told where only some sessions may move."""
    masks = [
        mask if free is None or session in free or session not in task.old
        else _only(mask, task.old[session])
        for session, mask in enumerate(task.open)
    ]  # fmt: skip
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


def nearest(task: Task, watch: Watch, workers: int, places: Places) -> Places:
    """Among plans that move what this one moves the one that moves least far, then costs least."""
    moved = {i for i in places if task.old.get(i) != places[i]}
    masks = [
        mask if session in moved
        else _only(mask, places[session]) if session in places else np.zeros_like(mask)
        for session, mask in enumerate(task.open)
    ]  # fmt: skip
    # Nothing is left out to move others less far.
    penalties = [
        None if session in places else penalty
        for session, penalty in enumerate(task.ready.penalties)
    ]
    ready = replace(task.ready, penalties=penalties)
    far = {session: task.distance(session) * task.weight[session] for session in sorted(moved)}
    best = places
    for phase in ("nearest", "cheapest"):
        if not moved or not watch.more():
            break
        model = Model(ready, soft=phase == "cheapest", open_places=masks)
        literals, weights = [], []
        for session, price in far.items():
            for place, literal in model.places[session].items():
                literals.append(literal)
                weights.append(int(price[place]))
        total = cp_model.LinearExpr.weighted_sum(literals, weights)
        if phase == "nearest":
            model.cp.minimize(total)
        else:
            model.cp.add(total <= sum(int(price[best[i]]) for i, price in far.items()))
            model.minimise()
        model.hint(best)
        watch.objective = None
        _, found = run(model, watch, workers, phase=phase)
        if found is None:
            break
        best = found
    return best
