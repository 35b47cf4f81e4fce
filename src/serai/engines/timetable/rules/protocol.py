"""Who takes a seat, who chairs, and how much of what was published may change."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

import numpy as np

from serai.engines.timetable.layout import Layout, Numbers, title
from serai.engines.timetable.problem import Count, Person, Problem, Session
from serai.engines.timetable.rules.base import Rule
from serai.engines.timetable.rules.people import person_name
from serai.engines.timetable.solution import gettext_noop
from serai.engines.timetable.standing import Breach, Item, Standing
from serai.engines.timetable.terms import Budget, Cells, Term


def candidates(problem: Problem, session: Session) -> list[list[str]]:
    """For each seat that a deputy may take, who may take it, the principal first."""
    return [
        [seat.person, *problem.person[seat.person].substitutes]
        for seat in session.people
        if seat.deputy
    ]


def is_open(session: Session) -> bool:
    """Whether it is still to be said who takes one of its seats."""
    return session.speaking is not None or any(seat.deputy for seat in session.people)


@dataclass(frozen=True, kw_only=True)
class Deputies(Rule):
    """Principals come themselves; of their deputies the first is the best.

    Where a seat allows a deputy, one of those who may take it is there; where speaking slots are
    open, as many candidates are there as there are slots.
    """

    key = "deputies"
    name = gettext_noop("Principals come themselves")
    unit = "places in the order of deputies"
    usual = 2
    may_be_hard = False

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        return ()

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for name, placement in standing.plan.items():
            for principal, deputy in placement.deputies:
                order = standing.problem.person[principal].substitutes
                rank = order.index(deputy) + 1 if deputy in order else len(order) + 1
                yield Breach(
                    rank,
                    gettext_noop("%(deputy)s stands in for %(person)s"),
                    {"person": person_name(standing.problem, principal),
                     "deputy": person_name(standing.problem, deputy)},
                    (name,),
                    (principal, deputy),
                )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SeatsFilled(Rule):
    """Somebody who may is there for every seat that is open."""

    key = "seats"
    name = gettext_noop("There is somebody for every seat")
    unit = "seats that stay empty"
    usual = "hard"
    demand = gettext_noop("%(session)s needs somebody for every seat")
    remedy = gettext_noop("Name more deputies or candidates for %(session)s")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for number, session in enumerate(layout.sessions):
            if not is_open(session):
                continue
            empty = np.zeros(layout.slots, dtype=np.int64)
            for names in candidates(layout.problem, session):
                empty += self._there(layout, number, names) < 1
            if session.speaking:
                there = self._there(layout, number, session.speaking.candidates)
                empty += np.maximum(session.speaking.slots - there, 0)
            if empty.any():
                yield Cells.by_slot(empty, sessions=(number,), values={"session": title(session)})

    @staticmethod
    def _there(layout: Layout, number: int, names: Iterable[str]) -> Numbers:
        """How many of the people are there for the whole session, for each start."""
        count: Numbers = np.zeros(layout.slots, dtype=np.int64)
        for name in names:
            mask = layout.available(layout.problem.person[name])
            count += 1 if mask is None else layout.covered(~mask, layout.steps[number]) == 0
        return count

    def measure(self, standing: Standing) -> Iterable[Breach]:
        problem = standing.problem
        for item in standing.items:
            if not is_open(item.session):
                continue

            def there(name: str, item: Item = item) -> bool:
                return standing.is_available(problem.person[name], item.start, item.end)

            seats = candidates(problem, item.session)
            empty = sum(not any(map(there, names)) for names in seats)
            speaking = item.session.speaking
            if speaking:
                empty += max(speaking.slots - sum(map(there, speaking.candidates)), 0)
            if empty:
                yield Breach(
                    empty,
                    gettext_noop("%(session)s has nobody for a seat"),
                    {"session": item.title},
                    (item.session.id,),
                )


@dataclass(frozen=True, kw_only=True)
class SpeakingFairness(Rule):
    """Speaking slots that are given to candidates go to regions by how many candidates they have.

    `by` says what is compared. A group gets its share, rounded down or up; a slot too many or too
    few is one unit.
    """

    key = "speaking_fairness"
    name = gettext_noop("Speaking slots are fairly spread")
    unit = "slots too many or too few"
    usual = 2
    may_be_hard = False
    by: Literal["region", "country", "delegation", "gender"] = "region"

    def group(self, person: Person) -> str:
        return str(getattr(person, self.by))

    def shares(self, problem: Problem) -> dict[str, tuple[int, int]]:
        """For each group the fewest and the most slots that are fair."""
        asked: Counter[str] = Counter()
        slots = 0
        for session in problem.sessions:
            if session.speaking:
                slots += session.speaking.slots
                for name in session.speaking.candidates:
                    asked[self.group(problem.person[name])] += 1
        total = sum(asked.values())
        return {
            group: (slots * count // total, -(-slots * count // total))
            for group, count in asked.items()
        }

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        return ()

    def measure(self, standing: Standing) -> Iterable[Breach]:
        problem = standing.problem
        given: Counter[str] = Counter()
        for placement in standing.plan.values():
            given.update(self.group(problem.person[name]) for name in placement.speakers)
        if not given:
            return
        for group, (fewest, most) in self.shares(problem).items():
            wrong = max(fewest - given[group], given[group] - most, 0)
            if wrong:
                yield Breach(
                    wrong,
                    gettext_noop(
                        "%(group)s has %(given)s speaking slots, %(fewest)s would be fair"
                    ),
                    {"group": group, "given": given[group], "fewest": fewest, "most": most},
                )


@dataclass(frozen=True, kw_only=True)
class _Seated(Rule):
    """A rule about who sits in a session, whatever its place."""

    breach: ClassVar[str]
    additive: ClassVar[bool] = False
    """Whether each person counts alone, so that open seats can be left out of account."""

    @abstractmethod
    def wrong(self, problem: Problem, session: Session, people: list[tuple[str, str]]) -> int:
        """How many units are wrong with the people, each with a role."""

    @staticmethod
    def _chosen(standing: Standing, item: Item) -> bool:
        placement = standing.plan[item.session.id]
        return bool(placement.speakers or placement.deputies)

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for number, session in enumerate(layout.sessions):
            if is_open(session) and not self.additive:
                continue
            people = [(seat.person, seat.role) for seat in session.people if not seat.deputy]
            wrong = self.wrong(layout.problem, session, people)
            if wrong:
                yield Cells.by_slot(
                    np.full(layout.slots, wrong),
                    sessions=(number,),
                    values={"session": title(session)},
                )

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for item in standing.items:
            if is_open(item.session) and not self.additive and not self._chosen(standing, item):
                continue
            wrong = self.wrong(standing.problem, item.session, list(item.people))
            if wrong:
                yield Breach(wrong, self.breach, {"session": item.title}, (item.session.id,))


@dataclass(frozen=True, kw_only=True)
class Chairs(_Seated):
    """Nobody chairs the session that their own delegation hosts, and chairs have the rank.

    `ranks` is the lowest rank (a number, 1 the highest) of a chair, by kind of session.
    """

    key = "chairs"
    name = gettext_noop("Chairs are neutral and of the rank")
    unit = "chairs who should not chair"
    usual = "hard"
    demand = gettext_noop("%(session)s has a neutral chair of the rank")
    remedy = gettext_noop("Name another chair for %(session)s")
    breach = gettext_noop("%(session)s has a chair who should not chair it")
    additive = True
    ranks: Mapping[str, Count] = field(default_factory=dict)

    def wrong(self, problem: Problem, session: Session, people: list[tuple[str, str]]) -> int:
        lowest = self.ranks.get(session.kind)
        found = 0
        for name, role in people:
            if role != "chair":
                continue
            person = problem.person[name]
            own = bool(session.host) and session.host in (person.delegation, person.country)
            low = lowest is not None and (person.rank is None or person.rank > lowest)
            found += own or low
        return found


@dataclass(frozen=True, kw_only=True)
class PanelBalance(_Seated):
    """A session with `people` in it or more has them from so many regions and genders."""

    key = "panel_balance"
    name = gettext_noop("Panels are balanced")
    unit = "regions or genders missing"
    usual = 1
    demand = gettext_noop("%(session)s has a balanced panel")
    remedy = gettext_noop("Invite others to %(session)s")
    breach = gettext_noop("The panel of %(session)s is not balanced")
    people: Count = 3
    regions: Count = 2
    genders: Count = 2

    def wrong(self, problem: Problem, session: Session, people: list[tuple[str, str]]) -> int:
        names = {name for name, _ in people}
        if len(names) < self.people:
            return 0
        regions = {problem.person[name].region for name in names} - {""}
        genders = {problem.person[name].gender for name in names} - {""}
        return max(self.regions - len(regions), 0) + max(self.genders - len(genders), 0)


@dataclass(frozen=True, kw_only=True)
class Before:
    """Where a session stood."""

    start: datetime
    room: str


@dataclass(frozen=True, kw_only=True)
class Changes(Rule):
    """Of what was published `before`, at most so many sessions stand elsewhere."""

    key = "changes"
    name = gettext_noop("What was published changes little")
    unit = "sessions moved beyond what is allowed"
    usual = 1
    demand = gettext_noop("At most %(most)s sessions move")
    remedy = gettext_noop("Allow more sessions to move")
    before: Mapping[str, Before] = field(default_factory=dict)
    most: Count = 0

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        stood = {}
        for name, place in self.before.items():
            if name in layout.index:
                slot = layout.slot_at(place.start)
                room = layout.room_index.get(place.room, -1)
                known = slot is not None and room >= 0
                stood[layout.index[name]] = (slot or 0, room) if known else (-1, -1)
        if stood:
            yield Budget(sessions=tuple(stood), before=stood, most=self.most,
                         values={"most": self.most})  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        moved = [
            name for name, place in self.before.items()
            if name in standing.item
            and (standing.minute(place.start), place.room)
            != (standing.item[name].start, standing.item[name].room.id)
        ]  # fmt: skip
        if len(moved) > self.most:
            yield Breach(
                len(moved) - self.most,
                gettext_noop("%(moved)s sessions moved, %(most)s may"),
                {"moved": len(moved), "most": self.most},
                tuple(moved),
            )
