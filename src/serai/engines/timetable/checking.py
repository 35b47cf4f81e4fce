"""Which rules a plan breaks, and which it would break if a session stood elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from serai.engines.timetable.compiling import Compiled, compile_problem
from serai.engines.timetable.layout import title
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.rules import rules_of
from serai.engines.timetable.solution import Plan, Violation, gettext_noop
from serai.engines.timetable.standing import Standing

UNSCHEDULED = "unscheduled"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place for a session, what it would cost there, and the rules that would be broken.

    `hard` counts broken hard rules, `cost` is that of the soft ones, both of what involves the
    session; `rules` are the keys of those rules.
    """

    start: datetime
    room: str
    hard: int
    cost: int
    rules: tuple[str, ...] = ()


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """All breaches of rules in a plan, the hard ones first; the rules measure independently."""
    standing = Standing(problem, plan)
    found = []
    for each in rules_of(problem):
        cost = each.unit_cost
        if cost == 0 and not each.overridden:
            continue
        found += [
            Violation(
                rule=each.rule.key, name=each.name, amount=breach.amount,
                cost=None if cost is None else cost * breach.amount,
                text=breach.text, values=breach.values, sessions=breach.sessions,
                people=breach.people, rooms=breach.rooms, overridden=each.overridden,
            )
            for breach in each.rule.measure(standing)
        ]  # fmt: skip
    found += _unscheduled(problem, plan)
    found.sort(key=lambda each: (not each.is_hard, -(each.cost or 0)))
    return found


def _unscheduled(problem: Problem, plan: Plan) -> list[Violation]:
    return [
        Violation(
            rule=UNSCHEDULED, name=gettext_noop("Sessions are held"), amount=1,
            cost=problem.penalty_of(session),
            text=gettext_noop("%(session)s has no place"), values={"session": title(session)},
            sessions=(session.id,),
        )
        for session in problem.sessions
        if session.id not in plan
    ]  # fmt: skip


def cost(violations: Sequence[Violation]) -> int:
    """What the soft breaches cost together."""
    return sum(each.cost or 0 for each in violations)


def costs_by_rule(violations: Sequence[Violation]) -> dict[str, int]:
    """What the soft breaches of each rule cost."""
    found: Counter[str] = Counter()
    for each in violations:
        found[each.rule] += each.cost or 0
    return dict(found)


def places(problem: Problem, plan: Plan, session: str) -> Sequence[Place]:
    """All places for a session while the others stand as they do, in order of time and room.

    Milliseconds for 200 sessions: for a board that shows, while a session is dragged, what each
    cell would cost.
    """
    compiled = _compiled(_Same(problem))
    layout = compiled.layout
    situation = compiled.situation()
    number = layout.index[session]
    near = {each for n in situation.of[number] for each in compiled.terms[n].sessions}
    for other, (slot, room) in layout.numbers(plan).items():
        if other != number and other in near:
            situation.place(other, slot, room)
    fits = layout.fitting(number)
    found: dict[tuple[int, int], list[str]] = {}
    hard = np.zeros((layout.slots, len(layout.rooms)), dtype=np.int64)
    soft = np.zeros_like(hard)
    for rule, units in situation.prices_by_rule(number).items():
        enforced = compiled.rules[rule]
        unit = enforced.unit_cost
        if unit is None:
            hard += np.maximum(units, 0)
        else:
            soft += units * unit
        if unit != 0:
            for slot, room in zip(*np.nonzero(units > 0), strict=True):
                found.setdefault((int(slot), int(room)), []).append(enforced.rule.key)
    moments = [layout.moment(slot) for slot in range(layout.slots)]
    return [
        Place(start=moments[slot], room=room.id, hard=int(hard[slot, column]),
              cost=int(soft[slot, column]), rules=tuple(found.get((slot, column), ())))
        for slot in np.flatnonzero(fits).tolist()
        for column, room in enumerate(layout.rooms)
    ]  # fmt: skip


class _Same:
    """A problem by identity, to keep what was compiled of it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def __hash__(self) -> int:
        return id(self.problem)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.problem is self.problem


@lru_cache(maxsize=8)
def _compiled(same: _Same) -> Compiled:
    return compile_problem(same.problem)


def compiled(problem: Problem) -> Compiled:
    """A problem with its rules as terms; kept for the last few problems."""
    return _compiled(_Same(problem))
