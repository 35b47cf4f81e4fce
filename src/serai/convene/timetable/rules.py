"""The rules of an edition: those it has set itself over what is usual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

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
}
"""What holds where an edition has said nothing else."""


def rules_of_edition() -> dict[RuleKind, Strictness]:
    """Return every rule with its strictness, inside the scope of the edition."""
    own = {
        RuleKind(rule.kind): Strictness(Level(rule.level), rule.weight)
        for rule in Rule.objects.all()
    }
    return {kind: own.get(kind, usual) for kind, usual in USUAL.items()}
