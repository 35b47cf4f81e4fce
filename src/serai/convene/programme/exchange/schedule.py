"""A schedule as the programs of the frab family exchange it: days, rooms and events.

An event is what takes one room for one time. The notations are in `schedule_xml` and
`schedule_json`; what they mean is described at https://c3voc.de/wiki/schedule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from serai.foundation.dataset.problems import DatasetError, Problem

_TIME = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")


@dataclass(frozen=True, slots=True)
class SchedulePerson:
    """Who speaks. What else a file says of a person is not read: it was given to another site."""

    name: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ScheduleLink:
    """An address with the words that stand for it; of a page or of a file."""

    address: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands in its file: its line, and the lines of its fields."""

    line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)

    def of(self, name: str) -> int:
        """The line of a field, or that of the event."""
        return self.lines.get(name, self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. Texts that the file leaves out are empty.

    ``track`` is what it belongs to, ``kind`` the file's own word for the type of event,
    ``language`` the file's own tag. ``more`` holds fields of JSON files that are not named here.
    """

    title: str
    starts_at: datetime
    duration: timedelta
    room: str = ""
    number: int | None = None
    guid: str = ""
    slug: str = ""
    subtitle: str = ""
    track: str = ""
    kind: str = ""
    language: str = ""
    abstract: str = ""
    description: str = ""
    address: str = ""
    logo: str = ""
    video: str = ""
    persons: tuple[SchedulePerson, ...] = ()
    links: tuple[ScheduleLink, ...] = ()
    attachments: tuple[ScheduleLink, ...] = ()
    licence: str = ""
    may_record: bool | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class ScheduleRoom:
    """A room, as far as the file says something of it besides its name."""

    name: str
    capacity: int | None = None
    description: str = ""
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the schedule; ``starts_at`` and ``ends_at`` bound its events, past midnight too."""

    date: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """All of it. ``step`` is the length of a slot of the grid."""

    title: str
    acronym: str = ""
    version: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    step: timedelta | None = None
    time_zone: str = ""
    address: str = ""
    days: tuple[Day, ...] = ()
    rooms: tuple[ScheduleRoom, ...] = ()
    events: tuple[Event, ...] = ()


class Faults:
    """Gathers what is wrong with a file, so that all of it is told at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def tell(self, line: int, field: str, message: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(self.name, line, field, message))

    def raise_if_any(self) -> None:
        """Raise DatasetError with all that was noted."""
        if self.problems:
            raise DatasetError(self.problems)


def parse_duration(text: str) -> timedelta:
    """Read ``01:30`` or ``01:30:00``. Raises ValueError."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(f"“{text}” is not a length of time: write 01:30")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def write_duration(length: timedelta) -> str:
    """Write a length of time as hours and minutes, with seconds only where there are any."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


def parse_moment(text: str) -> datetime:
    """Read a date with a time of day, with or without an offset. Raises ValueError."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text}” is not a moment: write 2023-11-06T09:00:00+08:00") from None


def parse_date(text: str) -> date:
    """Read a day; what follows it in the text, a time of day, is left out. Raises ValueError."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise ValueError(f"“{text}” is not a day: write 2023-11-06") from None
