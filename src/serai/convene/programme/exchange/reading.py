"""What is common to reading the two notations of a schedule: when an event is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from serai.convene.programme.exchange.schedule import Faults, parse_duration, parse_moment


def moment_of(
    *, stated: str, start: str, day: date | None, change: timedelta, zone: ZoneInfo
) -> datetime:
    """Work out when an event begins.

    ``stated`` is its date with a time, if the file gives it; else it begins at ``start`` on the
    ``day`` it stands under, or after midnight if that is before ``change``, when days change. A
    time without an offset is one on the clocks of ``zone``. Raises ValueError.
    """
    if "T" in stated or ":" in stated:
        moment = parse_moment(stated)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if day is None:
        raise ValueError("neither the event nor its day says the date")
    begins = parse_duration(start)
    if begins >= timedelta(days=1):
        raise ValueError(f"“{start}” is not a time of day: write 09:00")
    late = timedelta(days=begins < change)
    return datetime.combine(day, time(), tzinfo=zone) + late + begins


def zone_of(name: str, otherwise: ZoneInfo, faults: Faults, line: int) -> ZoneInfo:
    """The zone that a file names, or that of the edition."""
    if not name:
        return otherwise
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        faults.tell(line, "time_zone_name", f"there is no time zone called “{name}”")
        return otherwise
