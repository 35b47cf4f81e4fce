"""The record as the desk shows it: who did what when, each field before and after, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model
from django.utils.text import capfirst

from serai.foundation.record.models import Entry
from serai.foundation.record.operations import UNDONE, can_be_undone
from serai.foundation.record.verbs import verb_named
from serai.foundation.web.desk.wording import Difference, RelatedNames, differences


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the record in words."""

    number: int
    at: datetime
    who: str
    verb: str
    kind: str
    label: str
    is_part: bool
    is_undo: bool
    note: str
    differences: list[Difference]
    parts: list[str]
    is_erased: bool
    can_be_undone: bool
    root_type: str
    root_id: str


def model_named(label: str) -> type[Model] | None:
    """Return the model that an entry names, or None where there is no such model (any more)."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def in_words(entries: Iterable[Entry]) -> list[Happening]:
    """Write entries for readers. Costs one query for each kind of object they refer to."""
    listed = list(entries)
    names = RelatedNames()
    for entry in listed:
        model = model_named(entry.object_type)
        if model is not None:
            names.want(model, entry.before, entry.after)
    return [_happening(entry, names) for entry in listed]


def _happening(entry: Entry, names: RelatedNames) -> Happening:
    model = model_named(entry.object_type)
    try:
        verb = str(verb_named(entry.verb).label)
    except LookupError:
        verb = entry.verb
    is_part = (entry.object_type, entry.object_id) != (entry.root_type, entry.root_id)
    root = (entry.root_type, entry.root_id) if is_part else None
    return Happening(
        number=entry.number,
        at=entry.at,
        who=entry.actor_label,
        verb=verb,
        kind=capfirst(str(model._meta.verbose_name)) if model else entry.object_type,
        label=entry.object_label,
        is_part=is_part,
        is_undo=entry.verb == UNDONE.name,
        note=entry.note,
        differences=(
            differences(model, entry.before, entry.after, names, root=root) if model else []
        ),
        parts=_parts(entry.before),
        is_erased=entry.erased_at is not None,
        can_be_undone=can_be_undone(entry),
        root_type=entry.root_type,
        root_id=entry.root_id,
    )


def _parts(before: dict[str, Any] | None) -> list[str]:
    """The kinds of parts that went with a deleted object, with their number."""
    counted: dict[str, int] = {}
    for part in (before or {}).get("parts") or []:
        counted[part["type"]] = counted.get(part["type"], 0) + 1
    found = []
    for label, count in counted.items():
        model = model_named(label)
        kind = str(model._meta.verbose_name_plural) if model else label
        found.append(f"{capfirst(kind)} ({count})")
    return found


def find_target(label: str, key: str) -> tuple[type[Model], Model | None] | None:
    """Find the model and the object of an address; the object may have been deleted since."""
    model = model_named(label)
    if model is None:
        return None
    rows: models.QuerySet[Model] = model._base_manager.all()
    if any(field.name == "code" for field in model._meta.concrete_fields):
        found = rows.filter(code=key).first()
        if found is not None:
            return model, found
    try:
        return model, rows.filter(pk=model._meta.pk.to_python(key)).first()
    except (ValueError, ValidationError):
        return None
