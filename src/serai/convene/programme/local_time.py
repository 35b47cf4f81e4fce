"""Times of day as people write them in the zone of an edition.

A clock that is put back shows the same time twice, and one that is put forward skips some. A time
that exists twice must say its offset; one that does not exist is refused. Nothing is guessed.
24:00 is the midnight at the end of a day (ISO 8601).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?:\s*(?P<offset>Z|[+\-−]\d{2}:?\d{2}))?"
)


MIDNIGHT = ("24:00", "24.00")
HALF_A_DAY = 12 * 60


class LocalTimeError(ValueError):
    """A time of day that cannot be used."""


class UnreadableTimeError(LocalTimeError):
    """It is not a time of day."""


class NonexistentTimeError(LocalTimeError):
    """The clocks skip it on that day."""


class WrongOffsetError(LocalTimeError):
    """The zone has another offset at that time."""


class AmbiguousTimeError(LocalTimeError):
    """It happens twice on that day. ``offsets`` are the two ways to say which is meant."""

    def __init__(self, first: timedelta, second: timedelta) -> None:
        super().__init__("ambiguous")
        self.offsets = (offset_text(first), offset_text(second))


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A time of day as it was written, with an offset from UTC if one was written."""

    time_of_day: time
    offset: timedelta | None = None
    ends_day: bool = False
    """Whether it is 24:00: the first moment of the day after."""

    @classmethod
    def parse(cls, written: str) -> LocalTime:
        """Read ``9:00``, ``09:00``, ``24:00`` or ``01:30+02:00``. Raises UnreadableTimeError."""
        if written.strip() in MIDNIGHT:
            return cls(time(), ends_day=True)
        found = _WRITTEN.fullmatch(written.strip())
        if found is None:
            raise UnreadableTimeError(written)
        try:
            return cls(
                time(int(found["hour"]), int(found["minute"])), _read_offset(found["offset"])
            )
        except ValueError:
            raise UnreadableTimeError(written) from None

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> LocalTime:
        """The shortest way to write a moment in a zone that leaves no doubt."""
        local = moment.astimezone(zone)
        plain = cls(local.time().replace(second=0, microsecond=0, fold=0))
        try:
            plain.on(local.date(), zone)
        except AmbiguousTimeError:
            return cls(plain.time_of_day, local.utcoffset())
        return plain

    def on(self, day: date, zone: ZoneInfo) -> datetime:
        """Return the moment in UTC.

        Raises NonexistentTimeError, AmbiguousTimeError or WrongOffsetError.
        """
        day += timedelta(days=self.ends_day)
        candidates = {
            moment.replace(fold=fold).astimezone(UTC)
            for moment in [datetime.combine(day, self.time_of_day, tzinfo=zone)]
            for fold in (0, 1)
        }
        # A skipped time comes back from UTC as another one.
        real = sorted(
            moment
            for moment in candidates
            if moment.astimezone(zone).replace(tzinfo=None)
            == datetime.combine(day, self.time_of_day)
        )
        if not real:
            raise NonexistentTimeError(str(self))
        if self.offset is not None:
            for moment in real:
                if moment.astimezone(zone).utcoffset() == self.offset:
                    return moment
            raise WrongOffsetError(str(self))
        if len(real) == 2:
            first, second = (moment.astimezone(zone).utcoffset() for moment in real)
            assert first is not None
            assert second is not None
            raise AmbiguousTimeError(first, second)
        return real[0]

    def __str__(self) -> str:
        text = MIDNIGHT[0] if self.ends_day else f"{self.time_of_day:%H:%M}"
        return text if self.offset is None else text + offset_text(self.offset)


def day_of_end(
    day: date, starts: LocalTime | None, ends: LocalTime | None, *, is_next: bool
) -> date:
    """Return the day of the end of what begins on a day: that day or, where that is said, the next.

    A dinner from 19:00 to 00:30 need not say it: what would end before it begins ends after
    midnight, if it lasts half a day at most.
    """
    if ends is None or ends.ends_day:
        return day
    if starts is not None and not is_next:
        begin, end = (
            60 * each.time_of_day.hour + each.time_of_day.minute for each in (starts, ends)
        )
        is_next = end < begin and end + 2 * HALF_A_DAY - begin <= HALF_A_DAY
    return day + timedelta(days=is_next)


def offset_text(offset: timedelta) -> str:
    """Write an offset from UTC as in ISO 8601: ``+08:00``."""
    return datetime(2000, 1, 1, tzinfo=timezone(offset)).isoformat()[19:25]


def _read_offset(written: str | None) -> timedelta | None:
    if written is None:
        return None
    if written == "Z":
        return timedelta(0)
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError(written)
    sign = 1 if written[0] == "+" else -1
    return sign * timedelta(hours=hours, minutes=minutes)
