"""Putting a published plan right with the fewest and least visible changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from serai.engines.timetable.problem import Problem, Session, Window
from serai.engines.timetable.solution import Placement, Plan, Progress, Solution


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


@dataclass(frozen=True, kw_only=True)
class Move:
    """What became of one session: its place before and after (None: unscheduled)."""

    session: str
    before: Placement | None
    after: Placement | None
    told: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Repair:
    """A repaired plan beside the one before.

    `problem` is the problem as it is now, `moves` what changed; `fewest_proven` says that no plan
    moves less (by those who must be told); `first_seconds` when the first answer was there.
    """

    problem: Problem
    before: Plan
    solution: Solution
    moves: Sequence[Move]
    fewest_proven: bool
    first_seconds: float | None


def repair(
    problem: Problem,
    plan: Plan,
    changes: Sequence[Change],
    *,
    time_limit: float = 10.0,
    seed: int = 0,
    workers: int = 2,
    now: datetime | None = None,
    frozen_until: datetime | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    found: Callable[[Repair], None] | None = None,
) -> Repair:
    """The plan after the changes with the least change.

    First as few moves as can be, weighed by how many must be told; then as short ones as can be;
    then the cheapest plan by the rules. What begins before `frozen_until` stays. `found` is
    called with each better answer, the first within a second or two.
    """
    raise NotImplementedError
