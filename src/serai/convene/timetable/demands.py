"""The rules of an edition as demands on the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from serai.convene.timetable.additions import Addition
from serai.convene.timetable.models import Level, RuleKind
from serai.convene.timetable.naming import reference
from serai.convene.timetable.rules import Strictness
from serai.convene.timetable.state import BESIDE, EXCLUSIVE
from serai.engines.timetable.problem import Demand

RULES: Mapping[RuleKind, str] = {
    RuleKind.ROOM_ONCE: "room_free",
    RuleKind.PERSON_ONCE: "people_once",
    RuleKind.PERSON_THERE: "availability",
    RuleKind.ROOM_OPEN: "room_available",
    RuleKind.SEATS: "capacity",
    RuleKind.EQUIPMENT: "equipment",
    RuleKind.WALKING: "walking",
    RuleKind.EXCLUSIVE: "exclusive",
    RuleKind.SECTION_APART: "track_parallel",
    RuleKind.SECTION_ROOM: "track_room",
    RuleKind.ORDER: "precedence",
    RuleKind.ENDS: "position",
    RuleKind.WANTED: "preferences",
    RuleKind.BALANCE: "balance",
    RuleKind.BOOTHS: "booths",
    RuleKind.INTERPRETERS: "interpreters",
    RuleKind.ROOM_CHANGES: "room_changes",
    RuleKind.SPEAKING: "speaking_fairness",
}
"""What each rule is called by the engine."""
PARAMETERS: Mapping[RuleKind, Mapping[str, Any]] = {
    RuleKind.EXCLUSIVE: {"kinds": sorted(EXCLUSIVE), "beside": sorted(BESIDE)},
}
NEEDING = frozenset({RuleKind.INTERPRETERS})
"""Rules that say nothing unless a room has added who is there for them."""
NOT_ASKED = ("track_order", "track_day", "track_consecutive", "similar_tracks")
"""Rules of the engine about tracks that no edition has set: a section is a track, and may be
spread.
"""


def demands_of(rules: Mapping[RuleKind, Strictness], added: Addition) -> Iterable[Demand]:
    """Yield what the rules of an edition, and what other rooms add to them, ask of the engine."""
    for kind, (level, weight) in rules.items():
        is_asked = kind not in NEEDING or kind in added.parameters
        yield Demand(
            rule=RULES[kind],
            weight=_weight(level, weight) if is_asked else 0,
            name=reference("rule", kind),
            parameters=dict(added.parameters.get(kind) or PARAMETERS.get(kind, {})),
        )
    for rule in NOT_ASKED:
        yield Demand(rule=rule, weight=0)


def _weight(level: Level, weight: int) -> int | Literal["hard"]:
    return "hard" if level == Level.MUST else weight if level == Level.SHOULD else 0
