"""What rooms ask for: one session at a time, room enough, equipment, booths, security, ways."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from serai.engines.timetable.layout import Layout, title
from serai.engines.timetable.problem import Room, Security, Session
from serai.engines.timetable.rules.base import Rule
from serai.engines.timetable.solution import gettext_noop
from serai.engines.timetable.standing import Breach, Standing
from serai.engines.timetable.terms import Cells, Occupancy, Term


def room_name(room: Room) -> str:
    """What a room is called."""
    return room.name or room.id


@dataclass(frozen=True, kw_only=True)
class RoomFree(Rule):
    """A room holds one session at a time, with the setup before and the clearing after."""

    key = "room_free"
    name = gettext_noop("One session at a time in a room")
    unit = "pairs of sessions in one room at once"
    usual = "hard"
    must_be_hard = True
    demand = gettext_noop("%(room)s holds one session at a time")
    remedy = gettext_noop("Add a room like %(room)s")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        yield Occupancy(sessions=range(len(layout.sessions)))

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for items in standing.by_room.values():
            taken = []
            for item in items:
                window = standing.window_of(item) or (item.start, item.end)
                taken.append((max(item.start - item.session.setup, window[0]),
                              min(item.end + item.session.clearing, window[1]), item))  # fmt: skip
            taken.sort(key=lambda each: each[0])
            for index, (_start, end, first) in enumerate(taken):
                for start, _end, second in taken[index + 1 :]:
                    if start >= end:
                        continue
                    yield Breach(
                        1,
                        gettext_noop("%(room)s holds %(first)s and %(second)s at once"),
                        {"room": room_name(first.room), "first": first.title,
                         "second": second.title},
                        (first.session.id, second.session.id),
                        rooms=(first.room.id,),
                    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RoomAvailable(Rule):
    """A session stands where its room can be used."""

    key = "room_available"
    name = gettext_noop("Rooms are used when they are available")
    unit = "sessions while the room is closed"
    usual = "hard"
    demand = gettext_noop("%(room)s is closed for a time, which %(session)s must respect")
    remedy = gettext_noop("Open %(room)s for longer")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for column, room in enumerate(layout.rooms):
            if not room.unavailable:
                continue
            closed = layout.touching(room.unavailable)
            for number, session in enumerate(layout.sessions):
                units = np.zeros((layout.slots, len(layout.rooms)), dtype=np.int64)
                units[:, column] = layout.covered(closed, layout.steps[number]) > 0
                yield Cells(
                    units=units,
                    sessions=(number,),
                    rooms=(room.id,),
                    values={"session": title(session), "room": room_name(room)},
                )

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for item in standing.items:
            if any(item.start < b and a < item.end
                   for a, b in map(standing.span, item.room.unavailable)):  # fmt: skip
                yield Breach(
                    1,
                    gettext_noop("%(room)s is closed while %(session)s is held there"),
                    {"room": room_name(item.room), "session": item.title},
                    (item.session.id,),
                    rooms=(item.room.id,),
                )


@dataclass(frozen=True, kw_only=True)
class _Suits(Rule):
    """A rule about a session and a room alone."""

    breach: ClassVar[str]

    @abstractmethod
    def asks(self, session: Session) -> tuple[object, ...]:
        """What the lack depends on."""

    @abstractmethod
    def lack(self, session: Session, room: Room) -> int:
        """How many units the room lacks."""

    def values(self, session: Session) -> dict[str, object]:
        return {}

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        known: dict[tuple[object, ...], list[int]] = {}
        for number, session in enumerate(layout.sessions):
            asked = self.asks(session)
            if asked not in known:
                known[asked] = [self.lack(session, room) for room in layout.rooms]
            if any(known[asked]):
                yield Cells.by_room(
                    np.array(known[asked]),
                    sessions=(number,),
                    values={"session": title(session), **self.values(session)},
                )

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for item in standing.items:
            lack = self.lack(item.session, item.room)
            if lack:
                yield Breach(
                    lack,
                    self.breach,
                    {"session": item.title, "room": room_name(item.room), "lack": lack,
                     **self.values(item.session)},
                    (item.session.id,),
                    rooms=(item.room.id,),
                )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Capacity(_Suits):
    """A room holds as many as are expected."""

    key = "capacity"
    name = gettext_noop("Rooms are large enough")
    unit = "seats missing"
    usual = "hard"
    demand = gettext_noop("%(session)s needs room for %(expected)s")
    remedy = gettext_noop("Add a larger room, or let fewer people into %(session)s")
    breach = gettext_noop("%(room)s has %(lack)s seats too few for %(session)s")

    def asks(self, session: Session) -> tuple[object, ...]:
        return (session.expected,)

    def lack(self, session: Session, room: Room) -> int:
        return 0 if room.capacity is None else max(session.expected - room.capacity, 0)

    def values(self, session: Session) -> dict[str, object]:
        return {"expected": session.expected}


@dataclass(frozen=True, kw_only=True)
class Equipment(_Suits):
    """A room has the equipment, broadcasting and step-free access that a session needs."""

    key = "equipment"
    name = gettext_noop("Rooms have the equipment")
    unit = "things missing"
    usual = "hard"
    demand = gettext_noop("%(session)s needs %(equipment)s")
    remedy = gettext_noop("Bring %(equipment)s to another room, or do without")
    breach = gettext_noop("%(room)s lacks something that %(session)s needs: %(equipment)s")

    def asks(self, session: Session) -> tuple[object, ...]:
        return (frozenset(session.equipment), session.live, session.step_free)

    def lack(self, session: Session, room: Room) -> int:
        missing = len(set(session.equipment) - set(room.equipment))
        return (
            missing
            + (session.live and not room.broadcast)
            + (session.step_free and not room.step_free)
        )

    def values(self, session: Session) -> dict[str, object]:
        needs = [*session.equipment]
        needs += ["broadcast"] if session.live else []
        needs += ["step-free access"] if session.step_free else []
        return {"equipment": ", ".join(needs)}


@dataclass(frozen=True, kw_only=True)
class Booths(_Suits):
    """A room has a booth for each language interpreted into, a channel for each and the floor.

    A session in one language needs none.
    """

    key = "booths"
    name = gettext_noop("Rooms have booths and channels for the languages")
    unit = "booths or channels missing"
    usual = "hard"
    demand = gettext_noop("%(session)s is interpreted into %(languages)s languages")
    remedy = gettext_noop("Hire booths for another room, or interpret %(session)s into fewer")
    breach = gettext_noop("%(room)s lacks booths or channels for %(session)s: %(lack)s")

    def asks(self, session: Session) -> tuple[object, ...]:
        return (len(set(session.languages)),)

    def lack(self, session: Session, room: Room) -> int:
        languages = len(set(session.languages))
        if languages < 2:
            return 0
        channels = languages + 1
        missing = max(languages - room.booths, 0)
        if room.channels is not None:
            missing = max(missing, channels - room.channels)
        return missing

    def values(self, session: Session) -> dict[str, object]:
        return {"languages": len(set(session.languages))}


@dataclass(frozen=True, kw_only=True)
class SecurityClass(_Suits):
    """A session is held in a room that is secured as it needs, by people cleared for it."""

    key = "security"
    name = gettext_noop("Rooms and people are cleared for what is closed")
    unit = "sessions in a room not secured, and people not cleared"
    usual = "hard"
    demand = gettext_noop("%(session)s is %(security)s")
    remedy = gettext_noop("Secure another room, or open %(session)s")
    breach = gettext_noop("%(room)s is not secured for %(session)s")

    def words(self, term: Term) -> tuple[str, str]:
        if not term.people:
            return super().words(term)
        return (
            gettext_noop("%(person)s is not cleared for %(session)s"),
            gettext_noop("Clear %(person)s, or give the seat to somebody else"),
        )

    def asks(self, session: Session) -> tuple[object, ...]:
        return (session.security,)

    def lack(self, session: Session, room: Room) -> int:
        return int(room.security.level < session.security.level)

    def values(self, session: Session) -> dict[str, object]:
        return {"security": session.security.value}

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        yield from super().terms(layout, hard=hard)
        for number, session in enumerate(layout.sessions):
            barred = _not_cleared(layout, session)
            if barred:
                yield Cells.by_slot(
                    np.full(layout.slots, len(barred)),
                    sessions=(number,),
                    people=tuple(barred),
                    values={
                        "session": title(session),
                        "person": ", ".join(layout.problem.person[n].name or n for n in barred),
                    },
                )

    def measure(self, standing: Standing) -> Iterable[Breach]:
        yield from super().measure(standing)
        if all(each.session.security is Security.OPEN for each in standing.items):
            return
        for item in standing.items:
            for name in dict.fromkeys(name for name, _ in item.people):
                person = standing.problem.person[name]
                if person.clearance.level < item.session.security.level:
                    yield Breach(
                        1,
                        gettext_noop("%(person)s is not cleared for %(session)s"),
                        {"person": person.name or name, "session": item.title},
                        (item.session.id,),
                        (name,),
                    )


def _not_cleared(layout: Layout, session: Session) -> list[str]:
    """Who has a seat without being cleared; the same person counts once."""
    named = dict.fromkeys(seat.person for seat in session.people)
    return [
        name for name in named
        if layout.problem.person[name].clearance.level < session.security.level
    ]  # fmt: skip
