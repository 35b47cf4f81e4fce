"""A plan as people see it: who stands where from when to when. What rules measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from serai.engines.timetable.layout import DAY, first_midnight, minutes_of, title
from serai.engines.timetable.problem import (
    Hours,
    Interpreter,
    Person,
    Problem,
    Room,
    Session,
    Window,
)
from serai.engines.timetable.solution import Plan


@dataclass(frozen=True)
class Breach:
    """What a rule finds broken, in its unit."""

    amount: int
    text: str
    values: dict[str, Any] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A placed session: minutes since midnight before the first day, and who is there.

    `day` counts from the first one; what begins after midnight in a window of a day is of that day.
    """

    session: Session
    day: int
    start: int
    end: int
    room: Room
    people: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        return title(self.session)

    def overlaps(self, other: Item) -> bool:
        return self.start < other.end and other.start < self.end


class Standing:
    """A plan, looked at from several sides. `people` of an item are (person, role)."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.origin = first_midnight(problem)
        self.items: list[Item] = []
        for session in problem.sessions:
            placement = plan.get(session.id)
            if placement is None:
                continue
            start = self.minute(placement.start)
            deputies = dict(placement.deputies)
            people = [(deputies.get(seat.person, seat.person), seat.role)
                      for seat in session.people]  # fmt: skip
            people += [(name, "speaker") for name in placement.speakers]
            room, end = problem.room[placement.room], start + session.duration
            day = self._day_at(start)
            self.items.append(Item(session, day, start, end, room, tuple(people)))
        self.items.sort(key=lambda each: each.start)

    def minute(self, moment: datetime) -> int:
        local = self.problem.local(moment).replace(tzinfo=None)
        return int((local - self.origin).total_seconds() // 60)

    def moment(self, minute: int) -> datetime:
        return (self.origin + timedelta(minutes=minute)).replace(tzinfo=self.problem.zone)

    def _day_at(self, minute: int) -> int:
        """The day in a window of which a minute lies; else that of the calendar."""
        for day, opens, closes in self._windows:
            if opens <= minute < closes:
                return day
        return minute // DAY

    @cached_property
    def item(self) -> dict[str, Item]:
        return {each.session.id: each for each in self.items}

    @cached_property
    def by_person(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for each in self.items:
            for name in dict.fromkeys(name for name, _ in each.people):
                found[name].append(each)
        return found

    @cached_property
    def by_room(self) -> dict[str, list[Item]]:
        return self._grouped(lambda each: [each.room.id])

    @cached_property
    def by_track(self) -> dict[str, list[Item]]:
        return self._grouped(lambda each: [each.session.track] if each.session.track else [])

    def _grouped(self, keys: Any) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for each in self.items:
            for key in keys(each):
                found[key].append(each)
        return found

    def span(self, window: Window) -> tuple[int, int]:
        return self.minute(window.start), self.minute(window.end)

    @cached_property
    def _windows(self) -> list[tuple[int, int, int]]:
        """The windows of the days: day, beginning and end."""
        found = []
        for day in sorted(self.problem.days, key=lambda each: each.date):
            number = (day.date - self.origin.date()).days
            found += [(number, number * DAY + a, number * DAY + b)
                      for a, b in map(minutes_of, day.windows)]  # fmt: skip
        return found

    def window_of(self, item: Item) -> tuple[int, int] | None:
        """The beginning and end of the window that holds an item."""
        return next(
            ((a, b) for _, a, b in self._windows if a <= item.start and item.end <= b), None
        )

    def is_available(self, person: Person | Interpreter, start: int, end: int) -> bool:
        """Whether somebody is there at each step of a span."""
        hours = person.hours if isinstance(person, Person) else None
        if person.available is None and not person.unavailable and hours is None:
            return True
        margin = person.buffer if isinstance(person, Person) else 0
        for begin in range(start, end, self.problem.step):
            stop = begin + self.problem.step
            if person.available is not None and not any(
                opens + margin <= begin and stop <= closes - margin
                for opens, closes in map(self.span, person.available)
            ):
                return False
            if any(begin < b and a < stop for a, b in map(self.span, person.unavailable)):
                return False
            if isinstance(person, Person) and hours and not self._in_hours(person, hours, begin):
                return False
        return True

    def _in_hours(self, person: Person, hours: Hours, begin: int) -> bool:
        there = self.moment(begin).astimezone(ZoneInfo(person.time_zone or self.problem.time_zone))
        start = there.hour * 60 + there.minute
        opens, closes = minutes_of(hours)
        if start < opens:
            start += DAY
        return start + self.problem.step <= closes

    def clashes(self, items: Iterable[Item]) -> Iterator[tuple[Item, Item]]:
        """The pairs that overlap; items come in the order of time."""
        running: list[Item] = []
        for each in sorted(items, key=lambda item: item.start):
            running = [other for other in running if other.end > each.start]
            yield from ((other, each) for other in running)
            running.append(each)

    @staticmethod
    def seated(item: Item, person: str) -> bool:
        """Whether the person has a seat there that no deputy may take."""
        return any(s.person == person and not s.deputy for s in item.session.people)
