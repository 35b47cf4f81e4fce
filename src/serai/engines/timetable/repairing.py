"""Putting a published plan right with the fewest and least visible changes.

What has to be minimal is, in this order: how many must be told that a session moved, how far
sessions move, what the plan costs by the rules. What leaving a session out costs is counted as if
so many had to be told. A first answer comes from a search that puts what lost its place into the
nearest free one. If only sessions moved that had to, because their own rules close their old place,
that is already the fewest; else a model of the hard rules proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from serai.engines.timetable.changes import Change, apply_changes
from serai.engines.timetable.checking import compiled
from serai.engines.timetable.moving import Task, fewest, first, makeshift, nearest
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.searching import Places
from serai.engines.timetable.solution import Placement, Plan, Progress, Solution, Status
from serai.engines.timetable.solving import Watch, conclude


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
    moves to a time before `now` or `frozen_until`. `found` is called with the first answer, within
    a second or two: of status UNKNOWN if something is left out of it that must be held.
    """
    watch = Watch(seed, time_limit, deterministic, progress, cancelled)
    changed, reasons = apply_changes(problem, changes)
    ready = compiled(changed)
    task = Task(ready, ready.layout.numbers(plan))
    task.freeze([each for each in (now, frozen_until) if each is not None])

    def answer(places: Places | None, status: Status, *, proven: bool) -> Repair:
        solution = conclude(ready, watch, status, places)
        return Repair(
            problem=changed, before=plan, solution=solution,
            moves=tuple(_moves(problem, changed, plan, solution.placements, reasons)),
            fewest_proven=proven, first_seconds=watch.first,
        )  # fmt: skip

    places = first(task, watch)
    proven = places is not None and task.cost(places) == task.forced_told
    status = Status.UNKNOWN if places is None else Status.FEASIBLE
    # So that there is an answer in time, something that must be held may be left out of the first.
    partial = makeshift(task, watch) if places is None else None
    begun = partial if places is None else places
    if begun is not None:
        watch.objective = (task.lenient() if places is None else task).cost(begun)
        watch.tell("search")
        if found:
            found(answer(begun, status, proven=proven))
    if not proven and watch.more():
        status, places, proven = fewest(task, watch, workers, places)
        if status is Status.INFEASIBLE:
            _, places, proven = fewest(task.lenient(), watch, workers, partial)
            return answer(places, status, proven=proven)
    if places is None:
        return answer(partial, status, proven=False)
    if watch.more():
        places = nearest(task, watch, workers, places)
    watch.bound = None
    return answer(places, status, proven=proven)


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
