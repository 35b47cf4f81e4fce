"""Times of an edition as its pages show them: in its zone, with the name of the zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name

from serai.convene.programme.local_time import offset_text
from serai.foundation.languages import locale_of


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment: as people read it on a clock, and as machines do, with its offset."""

    text: str
    machine: str


def clock(moment: datetime, zone: ZoneInfo) -> Clock:
    """Show a moment on the clocks of a zone."""
    local = moment.astimezone(zone)
    return Clock(f"{local:%H:%M}", local.isoformat(timespec="minutes"))


def zone_name(zone: ZoneInfo, at: datetime) -> str:
    """Name a zone in the active language, with its offset at that moment (CLDR names)."""
    local = at.astimezone(zone)
    name = get_timezone_name(local, locale=locale_of())
    offset = local.utcoffset()
    assert offset is not None
    return f"{name} (UTC{offset_text(offset)})"
