"""Sessions that are kept together: in few rooms, on few days, one after another, apart by room."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from serai.engines.timetable.layout import Layout, Numbers
from serai.engines.timetable.terms.base import Situation, Term

if TYPE_CHECKING:
    from serai.engines.timetable.modelling import Model


@dataclass(kw_only=True, eq=False)
class Spread(Term):
    """How many rooms, or days, beyond the first the sessions take."""

    over: Literal["rooms", "days"]

    def _used(self, situation: Situation) -> set[int]:
        placed = [each for each in self.sessions if situation.start[each] >= 0]
        if self.over == "rooms":
            return {situation.room[each] for each in placed}
        return {situation.layout.day[situation.start[each]] for each in placed}

    def price(
        self, situation: Situation, kept: Any, session: int, costs: Numbers, scale: int
    ) -> None:
        used = self._used(situation)
        if not used:
            return
        if self.over == "rooms":
            new = np.ones(costs.shape[1], dtype=np.int64)
            new[list(used)] = 0
            costs += new[None, :] * scale
        else:
            costs += (~np.isin(situation.layout.day_of, list(used)))[:, None] * np.int64(scale)

    def constrain(self, model: Model) -> None:
        if self.over == "rooms" and not model.rooms:
            return
        by_key: dict[int, list[Any]] = defaultdict(list)
        for session in self.sessions:
            if self.over == "rooms":
                for room, there in model.stays[session].items():
                    by_key[room].append(there)
            else:
                for slot, start in model.starts[session].items():
                    by_key[model.layout.day[slot]].append(start)
        model.spread(self, list(by_key.values()))


@dataclass(kw_only=True, eq=False)
class Gaps(Term):
    """How often the sessions of a day do not follow each other.

    A session is followed where another begins within `tolerance` minutes of its end. Of the
    sessions that are not followed one a day is right, the last.
    """

    tolerance: int

    def price(
        self, situation: Situation, kept: Any, session: int, costs: Numbers, scale: int
    ) -> None:
        layout = situation.layout
        placed = [e for e in self.sessions if e != session and situation.start[e] >= 0]
        if not placed:
            return
        duration = layout.duration[session]
        begins = {each: situation.minutes(each) for each in placed}
        delta = np.ones(layout.slots, dtype=np.int64)
        for begin, _end in begins.values():
            low, high = layout.between(begin - duration - self.tolerance - 1, begin - duration + 1)
            delta[low:high] = 0
        for each, (_begin, end) in begins.items():
            followed = any(
                end <= other <= end + self.tolerance
                for key, (other, _) in begins.items() if key != each
            )  # fmt: skip
            if not followed:
                low, high = layout.between(end - 1, end + self.tolerance + 1)
                delta[low:high] -= 1
        used = {layout.day[situation.start[each]] for each in placed}
        delta -= ~np.isin(layout.day_of, list(used))
        costs += delta[:, None] * np.int64(scale)

    def constrain(self, model: Model) -> None:
        layout = model.layout
        unfollowed: list[Any] = []
        days: dict[int, list[Any]] = defaultdict(list)
        for session in self.sessions:
            alone = model.literal(f"unfollowed {session}")
            unfollowed.append(alone)
            for slot, start in model.starts[session].items():
                days[layout.day[slot]].append(start)
                end = layout.minute[slot] + layout.duration[session]
                low, high = layout.between(end - 1, end + self.tolerance + 1)
                after = [
                    model.starts[other][t]
                    for other in self.sessions if other != session
                    for t in range(low, high) if t in model.starts[other]
                ]  # fmt: skip
                model.imply_any(start, [*after, alone])
        model.beyond_days(self, unfollowed, list(days.values()))


@dataclass(kw_only=True, eq=False)
class Blocks(Term):
    """How many tracks beyond the first a room holds in one window of a day."""

    track: Mapping[int, int]

    def begin(self, layout: Layout) -> dict[tuple[int, int], Counter[int]]:
        return defaultdict(Counter)

    def put(self, situation: Situation, kept: Any, session: int, sign: int) -> None:
        at = situation.layout.window[situation.start[session]], situation.room[session]
        kept[at][self.track[session]] += sign

    def price(
        self, situation: Situation, kept: Any, session: int, costs: Numbers, scale: int
    ) -> None:
        track = self.track[session]
        for (window, room), tracks in kept.items():
            if any(count for key, count in tracks.items() if key != track) and not tracks[track]:
                first, last = situation.layout.window_bounds[window]
                costs[first:last, room] += scale

    def constrain(self, model: Model) -> None:
        if not model.rooms:
            return
        used: dict[tuple[int, int], dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for session in self.sessions:
            for (slot, room), place in model.places[session].items():
                used[model.layout.window[slot], room][self.track[session]].append(place)
        for tracks in used.values():
            if len(tracks) > 1:
                model.spread(self, list(tracks.values()))
