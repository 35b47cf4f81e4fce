"""What people ask for: to be there, to be in one place, to rest, to walk, not to be everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from serai.engines.timetable.layout import Layout
from serai.engines.timetable.problem import Count, Problem
from serai.engines.timetable.rules.base import Rule
from serai.engines.timetable.rules.rooms import room_name
from serai.engines.timetable.solution import gettext_noop
from serai.engines.timetable.standing import Breach, Standing
from serai.engines.timetable.terms import Cells, Group, Load, Pair, Part, Rest, Term


def person_name(problem: Problem, name: str) -> str:
    """What a person is called."""
    return problem.person[name].name or name


def seats(layout: Layout) -> dict[str, list[int]]:
    """The sessions in which each person has a seat that nobody else may take."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, session in enumerate(layout.sessions):
        for name in dict.fromkeys(seat.person for seat in session.people if not seat.deputy):
            found[name].append(number)
    return found


@dataclass(frozen=True, kw_only=True)
class Availability(Rule):
    """Whoever has a seat is there: on the spot, or within hours of their own time zone."""

    key = "availability"
    name = gettext_noop("People are there when they are needed")
    unit = "people who are not there"
    usual = "hard"
    demand = gettext_noop("%(person)s is there only at certain times")
    remedy = gettext_noop("Ask %(person)s for more time, or let a deputy take the seat")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        problem = layout.problem
        for name, numbers in seats(layout).items():
            there = layout.available(problem.person[name])
            if there is None:
                continue
            for number in numbers:
                units = layout.covered(~there, layout.steps[number]) > 0
                yield Cells.by_slot(
                    units,
                    sessions=(number,),
                    people=(name,),
                    values={
                        "person": person_name(problem, name),
                        "session": layout.title(number),
                    },
                )

    def measure(self, standing: Standing) -> Iterable[Breach]:
        problem = standing.problem
        for name, items in standing.by_person.items():
            for item in items:
                if not standing.is_available(problem.person[name], item.start, item.end):
                    yield Breach(
                        1,
                        gettext_noop("%(person)s is not available for %(session)s"),
                        {"person": person_name(problem, name), "session": item.title},
                        (item.session.id,),
                        (name,),
                    )


@dataclass(frozen=True, kw_only=True)
class Once(Rule):
    """Nobody is in two sessions at once."""

    key = "people_once"
    name = gettext_noop("Nobody is in two places at once")
    unit = "pairs of sessions at once, for each person"
    usual = "hard"
    demand = gettext_noop("%(person)s can be in one session at a time")
    remedy = gettext_noop("Let somebody else take one of the seats of %(person)s")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for name, numbers in seats(layout).items():
            values = {"person": person_name(layout.problem, name)}
            if len(numbers) < 2:
                continue
            if hard:
                yield Group(sessions=tuple(numbers), people=(name,), values=values)
                continue
            for pair in combinations(numbers, 2):
                yield Pair(sessions=pair, people=(name,), values=values)

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for name, items in standing.by_person.items():
            if len(items) < 2:
                continue
            for first, second in standing.clashes(items):
                yield Breach(
                    1,
                    gettext_noop("%(person)s is in %(first)s and %(second)s at once"),
                    {"person": person_name(standing.problem, name), "first": first.title,
                     "second": second.title},
                    (first.session.id, second.session.id),
                    (name,),
                )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Walking(Rule):
    """Between two sessions of a person at different sites there is time for the way.

    `within` is the way between two rooms of one site.
    """

    key = "walking"
    name = gettext_noop("There is time for the way")
    unit = "ways without time enough"
    usual = "hard"
    demand = gettext_noop("%(person)s needs %(minutes)s minutes for the way between sites")
    remedy = gettext_noop("Hold the sessions of %(person)s at one site")
    within: Count = 0

    def _minutes(self, problem: Problem) -> dict[tuple[str, str], int]:
        ways = {}
        for walk in problem.walks:
            ways[walk.sites] = ways[walk.sites[::-1]] = walk.minutes
        return ways

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        problem = layout.problem
        ways = self._minutes(problem)
        if not ways and not self.within:
            return
        gaps: dict[int, np.ndarray[tuple[int, int], np.dtype[np.bool_]]] = {}
        for a, first in enumerate(layout.rooms):
            for b, second in enumerate(layout.rooms):
                minutes = ways.get((first.site, second.site), 0)
                if a != b and first.site == second.site:
                    minutes = max(minutes, self.within)
                if minutes:
                    shape = (len(layout.rooms), len(layout.rooms))
                    gaps.setdefault(minutes, np.zeros(shape, dtype=np.bool_))[a, b] = True
        together: dict[tuple[int, int], list[str]] = defaultdict(list)
        for name, numbers in seats(layout).items():
            for pair in combinations(numbers, 2):
                together[pair].append(name)
        for pair, names in together.items():
            for minutes, rooms in gaps.items():
                yield Pair(
                    sessions=pair, people=tuple(names), units=len(names),
                    ahead=minutes, behind=minutes, rooms_matter=rooms,
                    values={"person": person_name(problem, names[0]), "minutes": minutes},
                )  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        ways = self._minutes(standing.problem)
        if not ways and not self.within:
            return
        for name, items in standing.by_person.items():
            for first, second in combinations(items, 2):
                if not standing.seated(first, name) or not standing.seated(second, name):
                    continue
                minutes = ways.get((first.room.site, second.room.site), 0)
                if first.room is not second.room and first.room.site == second.room.site:
                    minutes = max(minutes, self.within)
                if minutes and second.start < first.end + minutes:
                    yield Breach(
                        1,
                        gettext_noop("%(person)s has no time to get from %(first)s to %(second)s"),
                        {"person": person_name(standing.problem, name), "first": first.title,
                         "second": second.title},
                        (first.session.id, second.session.id),
                        (name,),
                        (first.room.id, second.room.id),
                    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RoomChanges(Rule):
    """Sessions of a person that follow each other within minutes are in one room."""

    key = "room_changes"
    name = gettext_noop("People do not change rooms in a hurry")
    unit = "changes of room"
    usual = 1
    may_be_hard = False
    minutes: Count = 15

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        together: dict[tuple[int, int], list[str]] = defaultdict(list)
        for name, numbers in seats(layout).items():
            for pair in combinations(numbers, 2):
                together[pair].append(name)
        differ = ~np.eye(len(layout.rooms), dtype=np.bool_)
        gap = self.minutes + 1
        for pair, names in together.items():
            yield Pair(
                sessions=pair, people=tuple(names), units=len(names),
                ahead=gap, behind=gap, rooms_matter=differ,
            )  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for name, items in standing.by_person.items():
            for first, second in combinations(items, 2):
                if not standing.seated(first, name) or not standing.seated(second, name):
                    continue
                if first.room is not second.room and second.start <= first.end + self.minutes:
                    yield Breach(
                        1,
                        gettext_noop("%(person)s goes from %(first)s to %(second)s in a hurry"),
                        {"person": person_name(standing.problem, name),
                         "first": room_name(first.room), "second": room_name(second.room)},
                        (first.session.id, second.session.id),
                        (name,),
                        (first.room.id, second.room.id),
                    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Attendance(Rule):
    """What many want to attend both is not held at the same time."""

    key = "attendance"
    name = gettext_noop("What the same people want to see is not held at once")
    unit = "people who cannot attend both"
    usual = 1
    demand = gettext_noop("%(people)s people want to see %(first)s and %(second)s")
    remedy = gettext_noop("Let %(first)s and %(second)s overlap")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for each in layout.problem.attendance:
            first, second = (layout.index[name] for name in each.sessions)
            yield Pair(
                sessions=(first, second), units=each.people,
                values={"people": each.people, "first": layout.title(first),
                        "second": layout.title(second)},
            )  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        items = standing.item
        for each in standing.problem.attendance:
            first, second = items.get(each.sessions[0]), items.get(each.sessions[1])
            if first and second and first.overlaps(second):
                yield Breach(
                    each.people,
                    gettext_noop("%(people)s people want to see both %(first)s and %(second)s"),
                    {"people": each.people, "first": first.title, "second": second.title},
                    each.sessions,
                )


@dataclass(frozen=True, kw_only=True)
class Delegations(Rule):
    """A delegation is asked into no more sessions at once than it has people for.

    `limits` by delegation; the others have `parallel`.
    """

    key = "delegations"
    name = gettext_noop("Delegations can follow all they are asked to")
    unit = "steps with a session too many, for each delegation"
    usual = "hard"
    demand = gettext_noop("%(delegation)s can follow %(limit)s sessions at once")
    remedy = gettext_noop("Ask %(delegation)s for more people, or into fewer sessions")
    parallel: Count = 2
    limits: Mapping[str, Count] = field(default_factory=dict)

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        asked: dict[str, list[int]] = defaultdict(list)
        for number, session in enumerate(layout.sessions):
            for name in dict.fromkeys(session.delegations):
                asked[name].append(number)
        for name, numbers in asked.items():
            limit = self.limits.get(name, self.parallel)
            if len(numbers) > limit:
                supply = np.full(layout.slots, limit, dtype=np.int64)
                part = Part(demand=dict.fromkeys(numbers, 1), supply=supply)
                yield Load(sessions=tuple(numbers), parts=(part,),
                           values={"delegation": name, "limit": limit})  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        asked = defaultdict(list)
        for item in standing.items:
            for name in dict.fromkeys(item.session.delegations):
                asked[name].append(item)
        step = standing.problem.step
        for name, items in asked.items():
            limit = self.limits.get(name, self.parallel)
            busy: dict[int, int] = defaultdict(int)
            for item in items:
                for minute in range(item.start, item.end, step):
                    busy[minute] += 1
            excess = sum(max(count - limit, 0) for count in busy.values())
            if excess:
                yield Breach(
                    excess,
                    gettext_noop("%(delegation)s is asked into too many sessions at once"),
                    {"delegation": name, "limit": limit},
                    tuple(item.session.id for item in items
                          if any(busy[m] > limit for m in range(item.start, item.end, step))),
                )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Rests(Rule):
    """Nobody works longer than `minutes` without a `pause`, both in minutes.

    In any stretch of the two together, no more than `minutes` are sessions.
    """

    key = "rest"
    name = gettext_noop("Nobody works too long without a pause")
    unit = "steps without rest"
    usual = "hard"
    demand = gettext_noop("%(person)s rests after %(minutes)s minutes")
    remedy = gettext_noop("Give a seat of %(person)s to somebody else")
    minutes: Count = 240
    pause: Count = 30

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for name, numbers in seats(layout).items():
            if sum(layout.duration[each] for each in numbers) > self.minutes:
                yield Rest(
                    sessions=tuple(numbers), people=(name,), most=self.minutes,
                    span=self.minutes + self.pause,
                    values={"person": person_name(layout.problem, name),
                            "minutes": self.minutes},
                )  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        step = standing.problem.step
        allowed = self.minutes // step
        for name, items in standing.by_person.items():
            mine = [item for item in items if standing.seated(item, name)]
            if sum(item.end - item.start for item in mine) <= self.minutes:
                continue
            worst: dict[int, int] = defaultdict(int)
            busy = [(minute, item.day) for item in mine
                    for minute in range(item.start, item.end, step)]  # fmt: skip
            for begin, day in set(busy):
                end = begin + self.minutes + self.pause
                steps = sum(begin <= m and m + step <= end and d == day for m, d in busy)
                worst[day] = max(worst[day], steps - allowed)
            excess = sum(worst.values())
            if excess > 0:
                yield Breach(
                    excess,
                    gettext_noop("%(person)s works too long without a pause"),
                    {"person": person_name(standing.problem, name)},
                    tuple(item.session.id for item in mine),
                    (name,),
                )
