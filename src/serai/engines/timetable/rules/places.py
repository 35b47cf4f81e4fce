"""Where a session may stand by itself: fixed and allowed places, windows, pauses, wishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from serai.engines.timetable.layout import DAY, Layout, minutes_of, title
from serai.engines.timetable.problem import Pause, Problem, Session
from serai.engines.timetable.rules.base import Rule
from serai.engines.timetable.solution import gettext_noop
from serai.engines.timetable.standing import Breach, Item, Standing
from serai.engines.timetable.terms import Cells, Term


@dataclass(frozen=True, kw_only=True)
class AllowedPlaces(Rule):
    """Sessions stand within the days' windows, where they are fixed, and where they are allowed."""

    key = "allowed_places"
    name = gettext_noop("Fixed and allowed places")
    unit = "sessions in a place that is not allowed"
    usual = "hard"
    must_be_hard = True
    demand = gettext_noop("%(session)s may only stand %(where)s")
    remedy = gettext_noop("Allow other places for %(session)s")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for number, session in enumerate(layout.sessions):
            slots = np.zeros(layout.slots, dtype=np.bool_)
            rooms = np.zeros(len(layout.rooms), dtype=np.bool_)
            said = []
            if session.fixed and session.fixed.start is not None:
                slots |= np.arange(layout.slots) != layout.slot_at(session.fixed.start)
                said.append(f"{layout.problem.local(session.fixed.start):%Y-%m-%d %H:%M}")
            if session.days is not None:
                allowed = [day.date in session.days for day in layout.days]
                slots |= ~np.array(allowed)[layout.day_of]
                said.append(", ".join(str(day) for day in session.days))
            if session.windows:
                within = np.zeros(layout.slots, dtype=np.bool_)
                for name in session.windows:
                    for window in layout.problem.windows[name]:
                        mask = layout.inside([window])
                        within |= layout.covered(mask, layout.steps[number]) == layout.steps[number]
                slots |= ~within
                said.append(", ".join(session.windows))
            one_room = session.fixed.room if session.fixed else None
            allowed_rooms = (one_room,) if one_room else session.rooms
            if allowed_rooms is not None:
                rooms |= np.array([room.id not in allowed_rooms for room in layout.rooms])
                said.append(", ".join(layout.problem.room[r].name or r for r in allowed_rooms))
            values = {"session": title(session), "where": "; ".join(said)}
            if slots.any():
                yield Cells.by_slot(slots.astype(np.int64), sessions=(number,), values=values)
            if rooms.any():
                yield Cells.by_room(rooms.astype(np.int64), sessions=(number,), values=values)

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for item in standing.items:
            wrong = self._wrong(standing, item)
            if wrong:
                yield Breach(1, wrong, {"session": item.title, "room": item.room.name
                             or item.room.id}, (item.session.id,))  # fmt: skip

    @staticmethod
    def _wrong(standing: Standing, item: Item) -> str | None:
        session = item.session
        window = standing.window_of(item)
        if window is None:
            return gettext_noop("%(session)s stands outside the hours of the days")
        if (item.start - window[0]) % standing.problem.step:
            return gettext_noop("%(session)s does not begin on a step of the grid")
        start = session.fixed.start if session.fixed else None
        if start is not None and standing.minute(start) != item.start:
            return gettext_noop("%(session)s does not stand at its fixed time")
        if session.fixed and session.fixed.room is not None:
            if session.fixed.room != item.room.id:
                return gettext_noop("%(session)s does not stand in its fixed room")
        elif session.rooms is not None and item.room.id not in session.rooms:
            return gettext_noop("%(session)s is not allowed in %(room)s")
        if session.days is not None and item.day not in [
            (day - standing.origin.date()).days for day in session.days
        ]:
            return gettext_noop("%(session)s is not allowed on this day")
        if session.windows and not any(
            a <= item.start and item.end <= b
            for name in session.windows
            for a, b in map(standing.span, standing.problem.windows[name])
        ):
            return gettext_noop("%(session)s stands outside its windows")
        return None


@dataclass(frozen=True, kw_only=True)
class Pauses(Rule):
    """Nothing is held in pauses: lunch, prayer times, national days of those who take part."""

    key = "pauses"
    name = gettext_noop("Breaks and pauses are kept")
    unit = "steps of sessions in a pause"
    usual = "hard"
    demand = gettext_noop("%(session)s keeps %(pause)s free")
    remedy = gettext_noop("Shorten %(pause)s or let %(session)s run through it")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for pause in layout.problem.pauses:
            mask = layout.daily(pause.hours) | layout.touching(pause.windows)
            if not mask.any():
                continue
            for number, session in enumerate(layout.sessions):
                if concerns(layout.problem, pause, session):
                    units = layout.covered(mask, layout.steps[number])
                    yield Cells.by_slot(
                        units,
                        sessions=(number,),
                        values={"session": title(session), "pause": pause.name},
                    )

    def measure(self, standing: Standing) -> Iterable[Breach]:
        step = standing.problem.step
        for pause in standing.problem.pauses:
            spans = [standing.span(window) for window in pause.windows]
            for item in standing.items:
                if not concerns(standing.problem, pause, item.session):
                    continue
                midnights = [(item.start // DAY + day) * DAY for day in (-1, 0, 1, 2)]
                daily = [(at + a, at + b) for at in midnights
                         for a, b in map(minutes_of, pause.hours)]  # fmt: skip
                lost = sum(
                    any(begin < b and a < begin + step for a, b in (*spans, *daily))
                    for begin in range(item.start, item.end, step)
                )
                if lost:
                    yield Breach(
                        lost,
                        gettext_noop("%(session)s runs into %(pause)s"),
                        {"session": item.title, "pause": pause.name},
                        (item.session.id,),
                    )


def concerns(problem: Problem, pause: Pause, session: Session) -> bool:
    """Whether a pause binds a session."""
    if session.kind and session.kind in pause.except_kinds:
        return False
    if not pause.people and not pause.countries:
        return True
    return any(
        seat.person in pause.people or problem.person[seat.person].country in pause.countries
        for seat in session.people
    )


@dataclass(frozen=True, kw_only=True)
class Preferences(Rule):
    """Places that a session would rather not have cost what its preferences say."""

    key = "preferences"
    name = gettext_noop("Wishes for times and rooms")
    unit = "penalty of the wishes not met"
    usual = 1
    may_be_hard: ClassVar[bool] = False

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for number, session in enumerate(layout.sessions):
            by_slot = np.zeros((layout.slots, 1), dtype=np.int64)
            by_room = np.zeros((1, len(layout.rooms)), dtype=np.int64)
            both = np.zeros((layout.slots, len(layout.rooms)), dtype=np.int64)
            for wish in session.preferences:
                times = layout.covered(layout.touching(wish.windows or ()), layout.steps[number])
                slots = (times > 0)[:, None] * np.int64(wish.penalty)
                rooms = np.array([room.id in (wish.rooms or ()) for room in layout.rooms])[None, :]
                if wish.rooms is None:
                    by_slot += slots
                elif wish.windows is None:
                    by_room += rooms * np.int64(wish.penalty)
                else:
                    both += slots * rooms
            for units in (by_slot, by_room, both):
                if units.any():
                    yield Cells(units=units, sessions=(number,), values={"session": title(session)})

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for item in standing.items:
            total = 0
            for wish in item.session.preferences:
                there = wish.rooms is None or item.room.id in wish.rooms
                then = wish.windows is None or any(
                    item.start < b and a < item.end for a, b in map(standing.span, wish.windows)
                )
                total += wish.penalty * (there and then)
            if total:
                yield Breach(
                    total,
                    gettext_noop("%(session)s has a place it would rather not have"),
                    {"session": item.title},
                    (item.session.id,),
                )
