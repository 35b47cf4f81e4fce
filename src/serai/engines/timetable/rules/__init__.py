"""The rules of organisers, each with its name, its terms for a search and its own measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from serai.engines.timetable.problem import Demand, Problem
from serai.engines.timetable.rules.base import Enforced, Rule
from serai.engines.timetable.rules.interpretation import Interpreters
from serai.engines.timetable.rules.order import Exclusive, KeptApart, Live, Position, Precedence
from serai.engines.timetable.rules.people import (
    Attendance,
    Availability,
    Delegations,
    Once,
    Rests,
    RoomChanges,
    Walking,
)
from serai.engines.timetable.rules.places import AllowedPlaces, Pauses, Preferences
from serai.engines.timetable.rules.protocol import (
    Chairs,
    Changes,
    Deputies,
    PanelBalance,
    SeatsFilled,
    SpeakingFairness,
)
from serai.engines.timetable.rules.rooms import (
    Booths,
    Capacity,
    Equipment,
    RoomAvailable,
    RoomFree,
    SecurityClass,
)
from serai.engines.timetable.rules.tracks import (
    DayBalance,
    OneTrackARoom,
    SimilarTracks,
    TrackConsecutive,
    TrackDay,
    TrackOrder,
    TrackParallel,
    TrackRoom,
)

RULES: Mapping[str, type[Rule]] = {
    each.key: each
    for each in (
        AllowedPlaces, RoomFree, RoomAvailable, Capacity, Equipment, Booths, SecurityClass,
        Availability, Once, Walking, Interpreters, Delegations, Rests, Exclusive, Position,
        Precedence, Live, KeptApart, Pauses, TrackOrder, TrackParallel, SimilarTracks, TrackRoom,
        TrackDay, TrackConsecutive, OneTrackARoom, Attendance, RoomChanges, Preferences,
        DayBalance, SeatsFilled, Deputies, SpeakingFairness, Chairs, PanelBalance, Changes,
    )
}  # fmt: skip
"""All rules by key, in the order in which organisers read them."""

OPTIONAL = frozenset({Rests.key, OneTrackARoom.key, PanelBalance.key, Changes.key})
"""Rules that hold only where a problem names them."""


def read_parameters(demand: Demand) -> tuple[Rule | None, list[tuple[str, str]]]:
    """The rule that a demand names, with its parameters; or what is wrong, by path from `$`."""
    try:
        return TypeAdapter(RULES[demand.rule]).validate_python(
            demand.parameters, extra="forbid"
        ), []
    except ValidationError as error:
        return None, [
            ("$" + "".join(f".{each}" for each in fault["loc"]), fault["msg"])
            for fault in error.errors()
        ]


def rules_of(problem: Problem) -> tuple[Enforced, ...]:
    """The rules that hold for a problem: those it names, and the usual ones it does not name."""
    return _rules_of(_Key(problem))


class _Key:
    """A problem by identity: problems hold dictionaries and cannot be hashed."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def __hash__(self) -> int:
        return id(self.problem)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.problem is self.problem


@lru_cache(maxsize=64)
def _rules_of(key: _Key) -> tuple[Enforced, ...]:
    return tuple(_enforced(key.problem))


def _enforced(problem: Problem) -> Iterable[Enforced]:
    named = problem.rules or ()
    mentioned = {each.rule for each in named}
    for key, kind in RULES.items():
        if key not in mentioned and key not in OPTIONAL:
            yield Enforced(kind(), kind.usual, kind.name)
        for demand in named:
            if demand.rule != key:
                continue
            rule, faults = read_parameters(demand)
            if rule is None:
                raise ValueError(f"{demand.rule}: {faults}")
            weight = kind.usual if demand.weight is None else demand.weight
            yield Enforced(rule, weight, demand.name or kind.name, demand.overridden)


__all__ = ["RULES", "Enforced", "Rule", "read_parameters", "rules_of"]
