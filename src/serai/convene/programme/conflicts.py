"""What cannot be: two sessions at once in one room, or with one person.

Plain data in, plain data out. A conflict is a warning to the people who plan, not an error: while
a programme is being made the halves of an exchange stand on each other for a while.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Resource = Literal["room", "person"]


@dataclass(frozen=True, slots=True)
class Booking:
    """A room or a person taken by a session. Without an end, the session is a moment."""

    resource: Resource
    key: Hashable
    session: int
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One room or person, taken by two sessions at once; the earlier session first."""

    resource: Resource
    key: Hashable
    first: int
    second: int


def find_conflicts(bookings: Iterable[Booking]) -> Iterator[Conflict]:
    """Find every pair of sessions that take the same room or person at once.

    Sessions that follow each other without a break do not conflict.
    """
    by_resource: dict[tuple[Resource, Hashable], dict[int, Booking]] = defaultdict(dict)
    for booking in bookings:
        by_resource[booking.resource, booking.key][booking.session] = booking
    for (resource, key), taken in by_resource.items():
        running: list[Booking] = []
        for booking in sorted(taken.values(), key=lambda b: (b.starts_at, b.session)):
            running = [other for other in running if _lasts_into(other, booking)]
            for other in running:
                yield Conflict(resource, key, other.session, booking.session)
            running.append(booking)


def _lasts_into(earlier: Booking, later: Booking) -> bool:
    """Whether a booking is still running when another, which starts no earlier, starts."""
    if earlier.ends_at is None:
        return earlier.starts_at == later.starts_at
    return earlier.ends_at > later.starts_at
