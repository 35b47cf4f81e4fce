"""What runs now in each room and what follows, at a moment on the clocks of an edition."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from serai.convene.programme.grid import MOMENT
from serai.convene.programme.released import ReleasedProgramme, ReleasedSession

State = Literal["before", "running", "after", "unknown"]
"""Whether anything has begun yet, and whether anything is still to come."""


@dataclass(frozen=True, slots=True)
class RoomNow:
    """A room with what runs in it and what comes next there on the same day."""

    room: str | None
    running: tuple[ReleasedSession, ...]
    following: ReleasedSession | None


@dataclass(frozen=True, slots=True)
class Now:
    """A programme at a moment. Rooms in which nothing runs nor follows that day are left out."""

    at: datetime
    state: State
    rooms: tuple[RoomNow, ...]
    next_start: datetime | None
    """When the next session starts, on whichever day."""


def ends_at(session: ReleasedSession) -> datetime:
    """When a session ends, or is taken to end."""
    assert session.starts_at is not None
    return session.ends_at or session.starts_at + MOMENT


def look(programme: ReleasedProgramme, at: datetime) -> Now:
    """Look at a programme at a moment."""
    timed = [session for session in programme.sessions if session.starts_at]
    by_room: dict[str | None, list[ReleasedSession]] = defaultdict(list)
    for session in timed:
        by_room[session.room].append(session)
    today = at.astimezone(programme.zone).date()
    rooms = []
    for code in (*(room.code for room in programme.rooms), None):
        held = sorted(by_room.get(code, []), key=_start)
        running = tuple(each for each in held if _start(each) <= at < ends_at(each))
        ahead = (each for each in held if _start(each) > at and each.day == today)
        following = next(ahead, None)
        if running or following:
            rooms.append(RoomNow(code, running, following))
    starts = [_start(session) for session in timed if _start(session) > at]
    return Now(at, _state(timed, at), tuple(rooms), min(starts, default=None))


def _state(timed: list[ReleasedSession], at: datetime) -> State:
    if not timed:
        return "unknown"
    if at < min(map(_start, timed)):
        return "before"
    return "running" if at < max(map(ends_at, timed)) else "after"


def rounded(moment: datetime, step: timedelta = timedelta(minutes=1)) -> datetime:
    """The last whole step before a moment, so that many readers ask for the same page."""
    return moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % step


def _start(session: ReleasedSession) -> datetime:
    assert session.starts_at is not None
    return session.starts_at
