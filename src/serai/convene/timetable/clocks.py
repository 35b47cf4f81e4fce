"""Moments as the board shows them: a day of the edition and minutes after its midnight.

Where a day goes on past midnight, so do its minutes: 1,455 is a quarter past twelve in its night.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from serai.convene.programme.local_time import LocalTime, LocalTimeError

MINUTES_OF_DAY = 24 * 60
ONE_DAY = timedelta(days=1)


def minutes_of(clock: time) -> int:
    """Return how many minutes after midnight a clock shows a time."""
    return clock.hour * 60 + clock.minute


def on_clock(moment: datetime, zone: ZoneInfo, late: int = 0) -> tuple[date, int]:
    """Return the day and the minutes after midnight that the clocks of a zone show.

    The first ``late`` minutes of a calendar day are of the night of the day before.
    """
    local = moment.astimezone(zone)
    day, minutes = local.date(), minutes_of(local.time())
    return (day, minutes) if minutes >= late else (day - ONE_DAY, minutes + MINUTES_OF_DAY)


def moment_of(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Return the moment in UTC at which the clocks show so many minutes after midnight.

    Raises ValidationError where they never do, or do twice.
    """
    if not 0 <= minutes < 2 * MINUTES_OF_DAY:
        raise ValidationError(_("A session begins between 00:00 and 23:59."))
    nights, minutes = divmod(minutes, MINUTES_OF_DAY)
    local = LocalTime(time(minutes // 60, minutes % 60))
    try:
        return local.on(day + nights * ONE_DAY, zone)
    except LocalTimeError:
        raise ValidationError(
            _("The clocks change at %(time)s on that day. Use the form of the session.")
            % {"time": local}
        ) from None


def daily_parts(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[date, int, int]]:
    """Cut a span of time at the midnights of a zone: day, first minute, end of each part."""
    first, from_minute = on_clock(start, zone)
    last, to_minute = on_clock(end, zone)
    day = first
    while day <= last:
        begins = from_minute if day == first else 0
        ends = to_minute if day == last else MINUTES_OF_DAY
        if ends > begins:
            yield day, begins, ends
        day += ONE_DAY


def days_between(first: date, last: date) -> Iterator[date]:
    """Return the days from the first to the last, both of them."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
