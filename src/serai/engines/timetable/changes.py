"""What happens to a published plan: somebody is missing, a room is lost, a session changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from serai.engines.timetable.layout import first_midnight
from serai.engines.timetable.problem import Interpreter, Person, Problem, Session, Speaking, Window
from serai.engines.timetable.solution import gettext_noop

Somebody = TypeVar("Somebody", Person, Interpreter)


@dataclass(frozen=True, kw_only=True)
class PersonUnavailable:
    """A person cannot be there in the window; without one they do not come at all."""

    change: Literal["person_unavailable"] = "person_unavailable"
    person: str
    window: Window | None = None


@dataclass(frozen=True, kw_only=True)
class LateArrival:
    """A person is there only from `arrives` on: a plane is late."""

    change: Literal["late_arrival"] = "late_arrival"
    person: str
    arrives: datetime


@dataclass(frozen=True, kw_only=True)
class RoomLost:
    """A room cannot be used in the window; without one not at all."""

    change: Literal["room_lost"] = "room_lost"
    room: str
    window: Window | None = None


@dataclass(frozen=True, kw_only=True)
class SessionCancelled:
    """A session is not held."""

    change: Literal["session_cancelled"] = "session_cancelled"
    session: str


@dataclass(frozen=True, kw_only=True)
class SessionAdded:
    """A session is added."""

    change: Literal["session_added"] = "session_added"
    session: Session


@dataclass(frozen=True, kw_only=True)
class SessionLonger:
    """A session takes another number of minutes."""

    change: Literal["session_longer"] = "session_longer"
    session: str
    duration: int


Change = Annotated[
    PersonUnavailable | LateArrival | RoomLost | SessionCancelled | SessionAdded | SessionLonger,
    Field(discriminator="change"),
]


class UnknownReferenceError(LookupError):
    """A change names a person, room or session that the problem does not have."""


def apply_changes(problem: Problem, changes: Sequence[Change]) -> tuple[Problem, dict[str, str]]:
    """The problem after the changes, and why sessions that are gone are gone.

    Raises:
        UnknownReferenceError: where a change names what the problem does not have.
    """
    reasons: dict[str, str] = {}
    for number, change in enumerate(changes):
        people = {*problem.person, *(each.id for each in problem.interpreters)}
        for kind, known in (("person", people), ("room", problem.room),
                            ("session", problem.session)):  # fmt: skip
            name = getattr(change, kind, None)
            if isinstance(name, str) and name not in known:
                raise UnknownReferenceError(f"$[{number}].{kind}: there is no {kind} {name!r}")
        problem = _apply(problem, change, reasons)
    return problem, reasons


def _apply(problem: Problem, change: Change, reasons: dict[str, str]) -> Problem:
    first = first_midnight(problem)
    always = Window(start=first, end=first + timedelta(days=10_000))
    match change:
        case PersonUnavailable(person=person, window=None):
            return _without(problem, person, reasons)
        case PersonUnavailable(person=person, window=window):
            return _absent(problem, person, window)
        case LateArrival(person=person, arrives=arrives):
            if problem.local(arrives).replace(tzinfo=None) <= first:
                return problem
            return _absent(problem, person, Window(start=first, end=arrives))
        case RoomLost(room=name, window=window):
            rooms = tuple(
                replace(room, unavailable=(*room.unavailable, window or always))
                if room.id == name else room for room in problem.rooms
            )  # fmt: skip
            return replace(problem, rooms=rooms)
        case SessionCancelled(session=name):
            reasons[name] = gettext_noop("It is cancelled")
            return _dropped(problem, {name})
        case SessionAdded(session=session):
            return replace(problem, sessions=(*problem.sessions, session))
        case SessionLonger(session=name, duration=duration):
            sessions = tuple(
                replace(each, duration=duration) if each.id == name else each
                for each in problem.sessions
            )
            return replace(problem, sessions=sessions)
    raise TypeError(change)


def _absent(problem: Problem, person: str, window: Window | None) -> Problem:
    def changed(each: Somebody) -> Somebody:
        if each.id != person or window is None:
            return each
        return replace(each, unavailable=(*each.unavailable, window))

    return replace(
        problem,
        people=tuple(changed(each) for each in problem.people),
        interpreters=tuple(changed(each) for each in problem.interpreters),
    )


def _without(problem: Problem, person: str, reasons: dict[str, str]) -> Problem:
    """Somebody does not come: a substitute takes the seat, or it stays empty.

    A session in which nobody is left is not held. Whoever interprets does not interpret, and is no
    candidate for a speaking slot.
    """
    problem = replace(
        problem,
        interpreters=tuple(each for each in problem.interpreters if each.id != person),
        sessions=tuple(
            replace(each, speaking=_others_speaking(each.speaking, person))
            for each in problem.sessions
        ),
    )
    if person not in problem.person:
        return problem
    substitutes = problem.person[person].substitutes
    sessions, gone = [], set()
    for session in problem.sessions:
        if all(seat.person != person for seat in session.people):
            sessions.append(session)
            continue
        seats = []
        for seat in session.people:
            if seat.person != person:
                seats.append(seat)
            elif seat.deputy and substitutes:
                seats.append(replace(seat, person=substitutes[0], deputy=False))
        if not seats:
            gone.add(session.id)
            reasons[session.id] = gettext_noop("Nobody who has a part in it is left")
        sessions.append(replace(session, people=tuple(seats)))
    return _dropped(replace(problem, sessions=tuple(sessions)), gone)


def _others_speaking(speaking: Speaking | None, person: str) -> Speaking | None:
    """Open speaking slots without a candidate; there are no more slots than candidates."""
    if speaking is None:
        return None
    others = tuple(each for each in speaking.candidates if each != person)
    slots = min(speaking.slots, len(others))
    return Speaking(slots=slots, candidates=others) if others else None


def _dropped(problem: Problem, gone: set[str]) -> Problem:
    """The problem without some sessions and without what refers to them."""
    sessions = tuple(
        replace(each, after=tuple(a for a in each.after if a.session not in gone))
        for each in problem.sessions if each.id not in gone
    )  # fmt: skip
    return replace(
        problem,
        sessions=sessions,
        attendance=tuple(a for a in problem.attendance if not gone & set(a.sessions)),
        apart=tuple(a for a in problem.apart if not gone & set(a.sessions or ())),
    )
