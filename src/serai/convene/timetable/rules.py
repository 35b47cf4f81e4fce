"""The rules of an edition: those it has set itself over what is usual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from serai.convene.timetable.models import Level, Rule, RuleKind


class Strictness(NamedTuple):
    """How strictly a rule is kept, and what a breach costs where it only should be."""

    level: Level
    weight: int


USUAL: Mapping[RuleKind, Strictness] = {
    RuleKind.ROOM_ONCE: Strictness(Level.MUST, 100),
    RuleKind.PERSON_ONCE: Strictness(Level.MUST, 100),
    RuleKind.PERSON_THERE: Strictness(Level.MUST, 100),
    RuleKind.ROOM_OPEN: Strictness(Level.MUST, 100),
    RuleKind.SEATS: Strictness(Level.SHOULD, 1),
    RuleKind.EQUIPMENT: Strictness(Level.SHOULD, 20),
    RuleKind.WALKING: Strictness(Level.SHOULD, 10),
    RuleKind.EXCLUSIVE: Strictness(Level.MUST, 100),
    RuleKind.SECTION_APART: Strictness(Level.SHOULD, 5),
    RuleKind.SECTION_ROOM: Strictness(Level.SHOULD, 1),
    RuleKind.ORDER: Strictness(Level.SHOULD, 20),
    RuleKind.ENDS: Strictness(Level.SHOULD, 100),
    RuleKind.WANTED: Strictness(Level.SHOULD, 5),
    RuleKind.BALANCE: Strictness(Level.IGNORED, 1),
    RuleKind.BOOTHS: Strictness(Level.MUST, 100),
    RuleKind.INTERPRETERS: Strictness(Level.SHOULD, 2),
    RuleKind.ROOM_CHANGES: Strictness(Level.SHOULD, 1),
    RuleKind.SPEAKING: Strictness(Level.SHOULD, 2),
}
"""What holds where an edition has said nothing else."""
WISHES = frozenset({RuleKind.WANTED, RuleKind.BALANCE, RuleKind.ROOM_CHANGES, RuleKind.SPEAKING})
"""Rules that can only be wished for: something always speaks against them."""


def levels_of(kind: RuleKind) -> list[tuple[str, Any]]:
    """Return how strictly a rule can be kept, as choices of a form."""
    return [each for each in Level.choices if kind not in WISHES or each[0] != Level.MUST]


def rules_of_edition() -> dict[RuleKind, Strictness]:
    """Return every rule with its strictness, inside the scope of the edition."""
    own = {}
    for rule in Rule.objects.all():
        kind, level = RuleKind(rule.kind), Level(rule.level)
        if kind in WISHES and level == Level.MUST:
            level = Level.SHOULD
        own[kind] = Strictness(level, rule.weight)
    return {kind: own.get(kind, usual) for kind, usual in USUAL.items()}
