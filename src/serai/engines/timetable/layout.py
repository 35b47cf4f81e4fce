"""A problem in whole numbers: slots of time, rooms and sessions by index, who can be where when.

A slot is one step of a window of a day; slots are numbered through all windows. A session at slot
`t` takes `t … t + steps − 1`, all in one window. Minutes count from midnight before the first day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from serai.engines.timetable.problem import (
    Day,
    Hours,
    Interpreter,
    Person,
    Problem,
    Session,
    Window,
)
from serai.engines.timetable.solution import Placement, Plan

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


DAY = 24 * 60
"""The minutes of a day."""


def minutes_of(hours: Hours) -> tuple[int, int]:
    """The minutes of the day at which the hours begin and end: past `DAY` after midnight."""
    opens = hours.start.hour * 60 + hours.start.minute
    closes = hours.end.hour * 60 + hours.end.minute
    return opens, closes if closes > opens else closes + DAY


def first_midnight(problem: Problem) -> datetime:
    """Midnight before the first day, on the wall clock, without a zone."""
    return datetime.combine(min(day.date for day in problem.days), datetime.min.time())


class Layout:
    """The whole-number view of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.step = problem.step
        self.origin = first_midnight(problem)
        self.sessions = problem.sessions
        self.rooms = problem.rooms
        self.index = {each.id: i for i, each in enumerate(problem.sessions)}
        self.room_index = {each.id: i for i, each in enumerate(problem.rooms)}
        days: list[Day] = sorted(problem.days, key=lambda day: day.date)
        self.days = days
        self.minute: list[int] = []
        self.day: list[int] = []
        self.clock: list[int] = []
        self.window: list[int] = []
        self.window_bounds: list[tuple[int, int]] = []
        for number, day in enumerate(days):
            midnight = (day.date - self.origin.date()).days * DAY
            for hours in day.windows:
                opens, closes = minutes_of(hours)
                first = len(self.minute)
                for start in range(opens, closes - self.step + 1, self.step):
                    self.minute.append(midnight + start)
                    self.day.append(number)
                    self.clock.append(start)
                    self.window.append(len(self.window_bounds))
                self.window_bounds.append((first, len(self.minute)))
        self.slots = len(self.minute)
        self.minutes = np.array(self.minute, dtype=np.int64)
        self.day_of = np.array(self.day, dtype=np.int64)
        self.window_of = np.array(self.window, dtype=np.int64)
        ends = np.array([end for _, end in self.window_bounds], dtype=np.int64)
        self.window_end = ends[self.window_of]
        self.steps = [each.duration // self.step for each in problem.sessions]
        self.duration = [each.duration for each in problem.sessions]
        self.setup = [each.setup // self.step for each in problem.sessions]
        self.clearing = [each.clearing // self.step for each in problem.sessions]

    # Times

    def minute_at(self, moment: datetime) -> int:
        """The minute of a moment, counted on the wall clock of the problem's zone."""
        local = self.problem.local(moment).replace(tzinfo=None)
        return int((local - self.origin).total_seconds() // 60)

    def slot_at(self, moment: datetime) -> int | None:
        """The slot that begins at a moment."""
        minute = self.minute_at(moment)
        slot = bisect_left(self.minute, minute)
        return slot if slot < self.slots and self.minute[slot] == minute else None

    def moment(self, slot: int) -> datetime:
        """When a slot begins, in the problem's zone."""
        wall = self.origin + timedelta(minutes=self.minute[slot])
        return wall.replace(tzinfo=self.problem.zone)

    def between(self, after: int, before: int) -> tuple[int, int]:
        """The slots that begin later than minute `after` and earlier than minute `before`."""
        return bisect_right(self.minute, after), bisect_left(self.minute, before)

    # Masks over slots

    def inside(self, windows: Iterable[Window], margin: int = 0) -> Mask:
        """The slots that lie in one of the windows, each made shorter by a margin at both ends."""
        mask = np.zeros(self.slots, dtype=np.bool_)
        for window in windows:
            opens = self.minute_at(window.start) + margin
            closes = self.minute_at(window.end) - margin
            mask |= (self.minutes >= opens) & (self.minutes + self.step <= closes)
        return mask

    def touching(self, windows: Iterable[Window]) -> Mask:
        """The slots that overlap one of the windows."""
        mask = np.zeros(self.slots, dtype=np.bool_)
        for window in windows:
            opens, closes = self.minute_at(window.start), self.minute_at(window.end)
            mask |= (self.minutes < closes) & (self.minutes + self.step > opens)
        return mask

    def daily(self, hours: Iterable[Hours]) -> Mask:
        """The slots that overlap hours of any day."""
        mask = np.zeros(self.slots, dtype=np.bool_)
        for each in hours:
            opens, closes = minutes_of(each)
            for day in (-DAY, 0, DAY):  # those of the days before and after reach into a day
                start = self.minutes % DAY + day
                mask |= (start < closes) & (start + self.step > opens)
        return mask

    def available(self, person: Person | Interpreter) -> Mask | None:
        """The slots in which somebody is there; None means all."""
        hours = person.hours if isinstance(person, Person) else None
        if person.available is None and not person.unavailable and hours is None:
            return None
        mask = np.ones(self.slots, dtype=np.bool_)
        if person.available is not None:
            margin = person.buffer if isinstance(person, Person) else 0
            mask &= self.inside(person.available, margin)
        if person.unavailable:
            mask &= ~self.touching(person.unavailable)
        if isinstance(person, Person) and hours is not None:
            opens, closes = minutes_of(hours)
            start = self._clock(person.time_zone or self.problem.time_zone)
            late = start + DAY * (start < opens)
            mask &= (late >= opens) & (late + self.step <= closes)
        return mask

    def _clock(self, zone: str) -> Numbers:
        """What the clock of a zone shows at each slot, in minutes of the day."""
        if zone not in self._clocks:
            there = ZoneInfo(zone)
            shown = [self.moment(slot).astimezone(there) for slot in range(self.slots)]
            self._clocks[zone] = np.array([t.hour * 60 + t.minute for t in shown], dtype=np.int64)
        return self._clocks[zone]

    @cached_property
    def _clocks(self) -> dict[str, Numbers]:
        return {}

    def covered(self, mask: Mask, steps: int) -> Numbers:
        """For each slot as a start, how many of the session's slots are in the mask."""
        total = np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))
        ends = np.minimum(np.arange(self.slots) + steps, self.slots)
        counted: Numbers = (total[ends] - total[:-1]).astype(np.int64)
        return counted

    def fitting(self, session: int) -> Mask:
        """The slots at which the session can begin and end in the same window."""
        fits: Mask = np.arange(self.slots) + self.steps[session] <= self.window_end
        return fits

    # Plans

    def numbers(self, plan: Plan) -> dict[int, tuple[int, int]]:
        """Sessions of a plan as (slot, room); what stands off the grid is left out."""
        found: dict[int, tuple[int, int]] = {}
        for name, placement in plan.items():
            session = self.index.get(name)
            if session is None or placement.room not in self.room_index:
                continue
            slot = self.slot_at(placement.start)
            if slot is not None and slot + self.steps[session] <= self.window_end[slot]:
                found[session] = (slot, self.room_index[placement.room])
        return found

    def placement(self, slot: int, room: int) -> Placement:
        return Placement(start=self.moment(slot), room=self.rooms[room].id)

    def title(self, session: int) -> str:
        return title(self.sessions[session])


def title(session: Session) -> str:
    """What a session is called."""
    return session.title or session.id
