"""What rooms that come later know, and a timetable has to keep to: who interprets what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from serai.convene.editions.models import Edition
from serai.convene.timetable.models import RuleKind


@dataclass(frozen=True)
class Addition:
    """What a room adds for one edition.

    ``fields`` are fields of the engine's problem, ``parameters`` those of the rules that need
    them: a rule that needs what nobody has added is not asked. ``board`` joins the state of the
    board.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[RuleKind, Mapping[str, Any]] = field(default_factory=dict)
    board: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Source:
    read: Callable[[Edition], Addition]
    labels: frozenset[str]


_SOURCES: list[_Source] = []


def register_addition(read: Callable[[Edition], Addition], *models: type[Model]) -> None:
    """Let ``read`` say what a room adds, in a constant number of queries inside the scope of the
    edition. Where one of the ``models`` changes, boards are read anew.
    """
    _SOURCES.append(_Source(read, frozenset(model._meta.label_lower for model in models)))


def additions_of(edition: Edition) -> Addition:
    """Return what all rooms add."""
    found = [source.read(edition) for source in _SOURCES]
    return Addition(
        fields={name: value for each in found for name, value in each.fields.items()},
        parameters={kind: value for each in found for kind, value in each.parameters.items()},
        board={name: value for each in found for name, value in each.board.items()},
    )


def added_labels() -> frozenset[str]:
    """Return the labels of the models that additions are read from."""
    return frozenset().union(*(source.labels for source in _SOURCES))
