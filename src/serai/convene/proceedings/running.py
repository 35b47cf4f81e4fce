"""The clock of a running order: when each item begins, as planned and as it really goes.

Pure: plain moments in, plain moments out. `static/serai/running.js` counts in the same way, so that
the page of the chair needs no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Turn:
    """An item as the clock knows it: its length, and when it really began, if it has."""

    minutes: int
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item begins and ends: as planned (`None` without a start), and as it goes now."""

    planned: datetime | None
    begins: datetime | None
    ends: datetime | None
    is_over: bool = False
    is_on: bool = False


def clock(
    turns: Sequence[Turn],
    *,
    starts_at: datetime | None,
    now: datetime | None = None,
    ended_at: datetime | None = None,
) -> list[Slot]:
    """Compute when each item begins and ends.

    Items follow each other from ``starts_at``, the planned start of the session. What has really
    begun stands at its real time and lasts until the next really began; what is to come follows
    from there. An item that is on for longer than planned pushes the rest: it ends ``now`` at the
    earliest. Without ``now`` only what really began shifts the plan.
    """
    begun = [index for index, turn in enumerate(turns) if turn.started_at is not None]
    last = begun[-1] if begun else -1
    planned = starts_at
    follows = starts_at
    if follows is not None and now is not None and not begun and ended_at is None:
        follows = max(follows, now)
    slots = []
    for index, turn in enumerate(turns):
        length = timedelta(minutes=turn.minutes)
        begins = turn.started_at or follows
        ends = begins + length if begins else None
        is_on = index == last and ended_at is None
        is_over = index < last or (ended_at is not None and index <= last)
        following = next((turns[each].started_at for each in begun if each > index), None)
        if is_over and index <= last:
            ends = following or ended_at or ends
            if turn.started_at is None:
                # It was passed over.
                begins = ends = following or ended_at
        elif is_on and ends is not None and now is not None:
            ends = max(ends, now)
        slots.append(Slot(planned, begins, ends, is_over=is_over, is_on=is_on))
        planned = planned + length if planned else None
        follows = ends
    return slots


def total(turns: Sequence[Turn]) -> int:
    """How many minutes all items take together."""
    return sum(turn.minutes for turn in turns)
