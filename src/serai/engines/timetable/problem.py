"""What is asked: days, rooms, people, sessions and rules, as in the documented JSON.

Times without an offset are wall-clock times in the problem's time zone. Lengths are minutes. What
has a default may be left out. `reading.read_problem` makes a problem of JSON and checks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

Count = Annotated[int, Field(ge=0, le=10**6)]
"""A number of people, things or minutes."""
Cost = Annotated[int, Field(ge=0, le=10**9)]
"""What something costs; the sum over a conference fits into 64 bits."""
Weight = Annotated[int, Field(ge=0, le=10**6)]
"""What is multiplied by a number of things."""

FORMAT: Literal["serai-timetable-problem/1"] = "serai-timetable-problem/1"


class Security(StrEnum):
    """Who may be in a room or session, from anybody to those who are cleared for it."""

    OPEN = "open"
    RESTRICTED = "restricted"
    CLOSED = "closed"

    @property
    def level(self) -> int:
        return list(Security).index(self)


def _end_of_day(end: Any) -> Any:
    """24:00 of ISO 8601, which `time` does not know, as the midnight that it is."""
    return time(0) if end in ("24:00", "24:00:00") else end


@dataclass(frozen=True, kw_only=True)
class Hours:
    """A part of each day, by the clock; an end that is not after the start is on the next day."""

    start: time
    end: Annotated[time, BeforeValidator(_end_of_day)]


@dataclass(frozen=True, kw_only=True)
class Window:
    """A span of time, the end exclusive."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of the programme; every session lies wholly in one of its windows."""

    date: date
    windows: tuple[Hours, ...]


@dataclass(frozen=True, kw_only=True)
class Room:
    """Where sessions are held; without a capacity it holds anybody."""

    id: str
    name: str = ""
    capacity: Count | None = None
    equipment: tuple[str, ...] = ()
    site: str = ""
    booths: Count = 0
    channels: Count | None = None
    security: Security = Security.OPEN
    broadcast: bool = False
    step_free: bool = True
    unavailable: tuple[Window, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who has a part in sessions.

    `available` left out means always. `hours` are daily, in the person's own `time_zone`: for
    those who join from afar. `buffer` is kept free after each beginning of being available (an
    arrival) and before each end. Rank 1 is the highest. `substitutes` stand in, the first first,
    where a seat allows a deputy.
    """

    id: str
    name: str = ""
    available: tuple[Window, ...] | None = None
    unavailable: tuple[Window, ...] = ()
    time_zone: str | None = None
    hours: Hours | None = None
    remote: bool = False
    buffer: Count = 0
    country: str = ""
    region: str = ""
    delegation: str = ""
    gender: str = ""
    rank: Count | None = None
    clearance: Security = Security.CLOSED
    substitutes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """Somebody who interprets; `pairs` are (from, into) codes of languages."""

    id: str
    name: str = ""
    pairs: tuple[tuple[str, str], ...]
    available: tuple[Window, ...] | None = None
    unavailable: tuple[Window, ...] = ()
    team: str = ""
    daily_minutes: Count | None = None


@dataclass(frozen=True, kw_only=True)
class Track:
    """Sessions that belong together; similar tracks draw the same people."""

    id: str
    name: str = ""
    similar: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A person's part in a session; with `deputy` a substitute of theirs may take it."""

    person: str
    role: str = "speaker"
    deputy: bool = False


@dataclass(frozen=True, kw_only=True)
class Speaking:
    """Speaking slots that are yet to be given to some of the candidates."""

    slots: Count
    candidates: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class After:
    """The session begins when `session` has been over for `lag` minutes, or later."""

    session: str
    lag: Annotated[int, Field(ge=-(10**6), le=10**6)] = 0


@dataclass(frozen=True, kw_only=True)
class Preference:
    """What it costs to stand in one of the rooms, or to overlap one of the windows (or both)."""

    penalty: Weight
    rooms: tuple[str, ...] | None = None
    windows: tuple[Window, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """A place that is not open any more: a beginning, a room or both."""

    start: datetime | None = None
    room: str | None = None


@dataclass(frozen=True, kw_only=True)
class Session:
    """A block that takes time and a room.

    `setup` and `clearing` occupy the room before and after (seating, flags, security sweep,
    connection test). `languages` are those that are spoken and interpreted. `windows` names
    windows of the problem (press, embargo) one of which must hold it. `penalty` is what leaving
    it unscheduled costs; where neither it nor the problem has one, it must be held. `notify` is
    how many must be told if it moves (default: those expected and those with a seat).
    """

    id: str
    title: str = ""
    duration: Count
    kind: str = ""
    track: str = ""
    order: Count | None = None
    people: tuple[Seat, ...] = ()
    speaking: Speaking | None = None
    languages: tuple[str, ...] = ()
    expected: Count = 0
    equipment: tuple[str, ...] = ()
    live: bool = False
    step_free: bool = False
    security: Security = Security.OPEN
    delegations: tuple[str, ...] = ()
    host: str = ""
    position: Literal["first", "last"] | None = None
    after: tuple[After, ...] = ()
    setup: Count = 0
    clearing: Count = 0
    fixed: Fixed | None = None
    days: tuple[date, ...] | None = None
    rooms: tuple[str, ...] | None = None
    windows: tuple[str, ...] = ()
    preferences: tuple[Preference, ...] = ()
    priority: Count = 1
    penalty: Cost | None = None
    notify: Count | None = None

    @property
    def told(self) -> int:
        """How many people must be told if it moves."""
        return self.notify if self.notify is not None else self.expected + len(self.people) or 1


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """How many people want to be in both sessions."""

    sessions: tuple[str, str]
    people: Count = 1


@dataclass(frozen=True, kw_only=True)
class Pause:
    """When nothing is held: lunch, prayer, a national day.

    Daily `hours` or `windows`. With `people` or `countries` it binds only the sessions in which
    they have a seat; with `kinds` of sessions it leaves those out (the lunch itself).
    """

    name: str
    hours: tuple[Hours, ...] = ()
    windows: tuple[Window, ...] = ()
    people: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    except_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Walk:
    """Minutes from one site to another, either way; within a site the time is `within`."""

    sites: tuple[str, str]
    minutes: Count


@dataclass(frozen=True, kw_only=True)
class Apart:
    """Two sessions, or all sessions of two delegations or hosts, kept apart."""

    sessions: tuple[str, str] | None = None
    delegations: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Demand:
    """A rule that holds here, how much breaking it costs, and what it needs to know.

    `overridden` says why the organisers let it be broken: it is measured and reported, and costs
    nothing.
    """

    rule: str
    weight: Weight | Literal["hard"] | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    overridden: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A conference to be arranged.

    `penalty` is what leaving a session unscheduled costs, times its priority; without one every
    session must be held. Rules left out altogether means the usual ones.
    """

    format: Literal["serai-timetable-problem/1"] = FORMAT
    name: str = ""
    time_zone: str = "UTC"
    step: Count = 15
    days: tuple[Day, ...]
    rooms: tuple[Room, ...]
    people: tuple[Person, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    tracks: tuple[Track, ...] = ()
    sessions: tuple[Session, ...]
    attendance: tuple[Attendance, ...] = ()
    pauses: tuple[Pause, ...] = ()
    windows: dict[str, tuple[Window, ...]] = field(default_factory=dict)
    walks: tuple[Walk, ...] = ()
    apart: tuple[Apart, ...] = ()
    rules: tuple[Demand, ...] | None = None
    penalty: Cost | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def room(self) -> dict[str, Room]:
        return {each.id: each for each in self.rooms}

    @cached_property
    def person(self) -> dict[str, Person]:
        return {each.id: each for each in self.people}

    @cached_property
    def session(self) -> dict[str, Session]:
        return {each.id: each for each in self.sessions}

    def penalty_of(self, session: Session) -> int | None:
        """What leaving the session unscheduled costs; None where it must be held."""
        if session.penalty is not None:
            return session.penalty
        return None if self.penalty is None else self.penalty * session.priority

    def local(self, moment: datetime) -> datetime:
        """The moment in the problem's time zone, with the zone."""
        if moment.tzinfo is None:
            return moment.replace(tzinfo=self.zone)
        return moment.astimezone(self.zone)
