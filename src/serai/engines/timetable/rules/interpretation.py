"""Whether there are interpreters for all that is spoken at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from serai.engines.timetable.layout import Layout
from serai.engines.timetable.problem import Count, Interpreter, Problem, Session
from serai.engines.timetable.rules.base import Rule
from serai.engines.timetable.solution import gettext_noop
from serai.engines.timetable.standing import Breach, Standing
from serai.engines.timetable.terms import Load, Part, Term

MOST_UNIONS = 500
"""More groups of interpreters than twice these are not looked at one by one."""

Booth = tuple[str, frozenset[str]]
"""What a booth does: the language interpreted into, and those it is interpreted from."""


def booths(session: Session) -> list[Booth]:
    """The booths of a session, one for each language; a session in one language has none."""
    languages = frozenset(session.languages)
    if len(languages) < 2:
        return []
    return [(each, languages - {each}) for each in sorted(languages)]


def serves(interpreter: Interpreter, booth: Booth, pivot: str | None) -> bool:
    """Whether somebody can work in a booth.

    They interpret from every language there is, or from the pivot (by relay) if that is one.
    """
    into, languages = booth
    known = {a for a, b in interpreter.pairs if b == into}
    return languages <= known or (pivot is not None and pivot in languages and pivot in known)


@dataclass(frozen=True, kw_only=True)
class Interpreters(Rule):
    """At any time there are `team` interpreters for each booth.

    A breach names the sessions without which fewer would be missing. With a `pivot` language,
    whoever interprets from it takes the others by relay.
    """

    key = "interpreters"
    name = gettext_noop("There are interpreters for every booth")
    unit = "interpreters missing, for each step"
    usual = "hard"
    demand = gettext_noop("There are only so many interpreters")
    remedy = gettext_noop("Engage more interpreters, or interpret fewer sessions")
    team: Count = 2
    pivot: str | None = None

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        problem = layout.problem
        able = self._able(problem)
        sessions = [i for i, each in enumerate(layout.sessions) if booths(each)]
        if not sessions:
            return
        there = {each.id: layout.available(each) for each in problem.interpreters}
        present = np.array(
            [np.ones(layout.slots) if there[each.id] is None else there[each.id]
             for each in problem.interpreters] or np.zeros((1, layout.slots)),
            dtype=np.int64,
        )  # fmt: skip
        parts = []
        for group in unions(set(able.values())):
            inside = {booth for booth, who in able.items() if who <= group}
            demand = {}
            for number in sessions:
                count = sum(booth in inside for booth in booths(layout.sessions[number]))
                if count:
                    demand[number] = count * self.team
            supply = present[sorted(group)].sum(axis=0, dtype=np.int64)
            if not group:
                supply = np.zeros(layout.slots, dtype=np.int64)
            parts.append(Part(demand=demand, supply=supply))
        yield Load(sessions=tuple(sessions), parts=tuple(parts))

    def _able(self, problem: Problem) -> dict[Booth, frozenset[int]]:
        """Who, by number, can work in each kind of booth."""
        kinds = {booth for session in problem.sessions for booth in booths(session)}
        return {
            booth: frozenset(
                i for i, each in enumerate(problem.interpreters) if serves(each, booth, self.pivot)
            )
            for booth in kinds
        }

    def measure(self, standing: Standing) -> Iterable[Breach]:
        items = [(item, booths(item.session)) for item in standing.items]
        items = [(item, each) for item, each in items if each]
        if not items:
            return
        problem, step = standing.problem, standing.problem.step
        able = self._able(problem)
        needed: dict[int, dict[Booth, int]] = defaultdict(lambda: defaultdict(int))
        for item, kinds in items:
            for minute in range(item.start, item.end, step):
                for booth in kinds:
                    needed[minute][booth] += self.team
        always = all(i.available is None and not i.unavailable for i in problem.interpreters)
        everybody = frozenset(range(len(problem.interpreters)))
        known: dict[tuple[object, ...], int] = {}

        def lacking(there: frozenset[int], demand: Mapping[Booth, int]) -> int:
            asked = (there, frozenset(demand.items()))
            if asked not in known:
                known[asked] = lack({booth: able[booth] & there for booth in demand}, demand)
            return known[asked]

        missing = 0
        concerned: dict[str, None] = {}
        for minute, demand in needed.items():
            there = everybody if always else frozenset(
                i for i, each in enumerate(problem.interpreters)
                if standing.is_available(each, minute, minute + step)
            )  # fmt: skip
            here = lacking(there, demand)
            missing += here
            for item, kinds in items if here else ():
                if item.start <= minute < item.end:
                    rest = {b: n - self.team * (b in kinds) for b, n in demand.items()}
                    if lacking(there, {b: n for b, n in rest.items() if n}) < here:
                        concerned[item.session.id] = None
        if missing:
            yield Breach(
                missing,
                gettext_noop("%(lack)s interpreters are missing, counted step by step"),
                {"lack": missing},
                tuple(concerned),
            )


def lack(able: Mapping[Booth, frozenset[int]], needed: Mapping[Booth, int]) -> int:
    """How many seats in booths stay empty when as many as can be are filled (a matching)."""
    holder: dict[int, tuple[Booth, int]] = {}

    def seat(place: tuple[Booth, int], tried: set[int]) -> bool:
        for who in able[place[0]]:
            if who in tried:
                continue
            tried.add(who)
            if who not in holder or seat(holder[who], tried):
                holder[who] = place
                return True
        return False

    places = [(booth, number) for booth, count in needed.items() for number in range(count)]
    return sum(not seat(place, set()) for place in places)


def unions(sets: set[frozenset[int]]) -> list[frozenset[int]]:
    """All unions of some of the sets: the groups that Hall's condition has to hold for.

    There may be too many; then those of the smallest sets, each set alone, and all together: what
    a plan lacks beyond them is found when it is measured.
    """
    return sorted(_unions(frozenset(sets)), key=lambda group: (len(group), sorted(group)))


@lru_cache(maxsize=32)
def _unions(sets: frozenset[frozenset[int]]) -> frozenset[frozenset[int]]:
    found: set[frozenset[int]] = set()
    for each in sorted(sets, key=lambda group: (len(group), sorted(group))):
        found |= {each} if len(found) > MOST_UNIONS else {each | other for other in found} | {each}
    return frozenset(found | {frozenset().union(*sets)})
