"""What cannot be attended as starred: sessions at the same time, and ways that are too short.

Plain data in, plain data out; `venue.js` says the same on a device without network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

SHORT_WAY = timedelta(minutes=15)
"""Less time than this between two rooms is told."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A session in an agenda."""

    code: str
    starts_at: datetime
    ends_at: datetime
    room: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two sessions of which only one can be attended as a whole."""

    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Way:
    """So many minutes from a room to the next."""

    earlier: str
    later: str
    minutes: int


def overlaps(stops: Sequence[Stop]) -> Iterator[Overlap]:
    """Every two sessions that are at the same time, in order."""
    in_order = sorted(stops, key=lambda stop: (stop.starts_at, stop.code))
    for place, earlier in enumerate(in_order):
        for later in in_order[place + 1 :]:
            if later.starts_at >= earlier.ends_at:
                break
            yield Overlap(earlier.code, later.code)


def short_ways(stops: Sequence[Stop]) -> Iterator[Way]:
    """The sessions that follow another in a different room with little time between."""
    in_order = sorted(stops, key=lambda stop: (stop.starts_at, stop.code))
    for earlier, later in pairwise(in_order):
        between = later.starts_at - earlier.ends_at
        if timedelta(0) <= between < SHORT_WAY and earlier.room != later.room:
            yield Way(earlier.code, later.code, int(between / timedelta(minutes=1)))
