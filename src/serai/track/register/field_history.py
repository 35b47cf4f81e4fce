"""What changed in a public record, field by field, each with the sources it rests on.

What happened before the first publication, and who of the staff did what, is not for the public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from serai.foundation.record.models import Entry
from serai.foundation.record.queries import history
from serai.foundation.web.desk.history import model_named
from serai.foundation.web.desk.wording import Difference, RelatedNames, differences, field_label
from serai.track.evidence.models import Citation
from serai.track.register import verbs
from serai.track.register.models import Record, Stage

_OF_THE_EDITORS = {
    verb.name
    for verb in (
        verbs.TASK_ADDED, verbs.TASK_CHANGED, verbs.TASK_DONE, verbs.TASK_REOPENED,
        verbs.TASK_REMOVED, verbs.DUPLICATE_DISMISSED,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record or of a part of it before and after, and what supports it now."""

    part: str
    difference: Difference
    citations: Sequence[Citation]


@dataclass(frozen=True, slots=True)
class Step:
    """What was changed at one time."""

    on: date
    number: int
    changes: list[FieldChange]


def public_entries(record: Record) -> models.QuerySet[Entry]:
    """The entries that the public may read, the latest first: those since the first publication."""
    entries = history(record)
    published = verbs.STAGE_VERBS[Stage.PUBLISHED].name
    first = entries.filter(verb=published).order_by("number").values_list("number", flat=True)
    return entries.filter(number__gte=first[:1]).exclude(verb__in=_OF_THE_EDITORS)


def steps_of(entries: Sequence[Entry]) -> list[Step]:
    """Put entries into words, in their order. Costs one query a kind of object they refer to."""
    names = RelatedNames()
    for entry in entries:
        model = model_named(entry.object_type)
        if model is not None:
            names.want(model, entry.before, entry.after)
    cited = _citations(entries)
    steps = []
    for entry in entries:
        changes = _changes(entry, names, cited)
        if changes:
            steps.append(Step(timezone.localtime(entry.at).date(), entry.number, changes))
    return steps


def _changes(
    entry: Entry,
    names: RelatedNames,
    cited: dict[tuple[str, str, str], list[Citation]],
) -> list[FieldChange]:
    model = model_named(entry.object_type)
    if model is None:
        return []
    is_part = (entry.object_type, entry.object_id) != (entry.root_type, entry.root_id)
    root = (entry.root_type, entry.root_id) if is_part else None
    labels = {
        field_label(model, name): name for name in {**(entry.before or {}), **(entry.after or {})}
    }
    part = f"{model._meta.verbose_name}: {entry.object_label}" if is_part else ""
    found = []
    for difference in differences(model, entry.before, entry.after, names, root=root):
        key = (entry.object_type, entry.object_id)
        field = labels.get(difference.label, "")
        sources = cited.get((*key, field)) or cited.get((*key, "")) or []
        found.append(FieldChange(part, difference, sources))
    return found


def _citations(entries: Sequence[Entry]) -> dict[tuple[str, str, str], list[Citation]]:
    """The citations of all that some entries are about: by kind, number and field of the object."""
    keys: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.object_id.isdigit():
            keys[entry.object_type].add(int(entry.object_id))
    wanted = models.Q(pk__in=[])
    for label, numbers in keys.items():
        model = model_named(label)
        if model is not None:
            kind = ContentType.objects.get_for_model(model)
            wanted |= models.Q(content_type=kind, object_id__in=numbers)
    found: dict[tuple[str, str, str], list[Citation]] = defaultdict(list)
    for citation in Citation.objects.filter(wanted).select_related("source", "content_type"):
        label = ".".join(citation.content_type.natural_key())
        found[label, str(citation.object_id), citation.field].append(citation)
    return found
