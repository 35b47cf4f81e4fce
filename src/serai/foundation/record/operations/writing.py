"""Writing rows with their entries: create, change, delete, each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from serai.foundation.record.models import Entry
from serai.foundation.record.operations.recording import Actor, record
from serai.foundation.record.snapshots import Snapshot, snapshot
from serai.foundation.record.verbs import Verb

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def create_object(
    *,
    actor: Actor,
    verb: Verb,
    instance: M,
    many: Mapping[str, Any] | None = None,
    root: models.Model | None = None,
    note: str = "",
    label: str | None = None,
) -> M:
    """Validate, save and record a new object. Raises ValidationError.

    ``label`` is what it is called in the record, where it gets its name only later.
    """
    instance.full_clean()
    instance.save(force_insert=True)
    set_many(instance, many or {})
    record(
        actor=actor, verb=verb, target=instance, root=root, after=snapshot(instance), note=note,
        label=label,
    )  # fmt: skip
    return instance


@transaction.atomic
def change_object(
    *,
    actor: Actor,
    verb: Verb,
    instance: models.Model,
    changes: Mapping[str, Any],
    root: models.Model | None = None,
    note: str = "",
) -> Entry | None:
    """Set columns and many-to-many sets of an object and record what changed.

    Returns the entry, or None when nothing was different. Raises ValidationError. The passed
    object is brought up to date with the row, under a lock, before the changes are applied.
    """
    _refresh_locked(instance)
    before = snapshot(instance, changes)
    many = {}
    for name, value in changes.items():
        if isinstance(instance._meta.get_field(name), models.ManyToManyField):
            many[name] = value
        else:
            setattr(instance, name, value)
    instance.full_clean()
    instance.save()
    set_many(instance, many)
    # Read back what was stored: a value may be normalised on its way to the column.
    stored = type(instance)._base_manager.get(pk=instance.pk)
    after = snapshot(stored, changes)
    different = [name for name in after if after[name] != before[name]]
    if not different:
        return None
    return record(
        actor=actor,
        verb=verb,
        target=instance,
        root=root,
        before={name: before[name] for name in different},
        after={name: after[name] for name in different},
        note=note,
    )


@transaction.atomic
def delete_object(
    *,
    actor: Actor,
    verb: Verb,
    instance: models.Model,
    root: models.Model | None = None,
    note: str = "",
) -> Entry:
    """Delete an object and what belongs to it, and record all of it, so that it can be undone.

    Raises django.db.models.ProtectedError where something else still refers to it.
    """
    before = {**snapshot(instance), **consequences(instance)}
    entry = record(actor=actor, verb=verb, target=instance, root=root, before=before, note=note)
    instance.delete()
    return entry


def consequences(instance: models.Model) -> Snapshot:
    """What goes with an object: its parts, its places in the sets of others, and the references
    to it that are emptied.
    """
    collector = Collector(using=router.db_for_write(type(instance)))
    collector.collect([instance])
    gone = [part for found in collector.data.values() for part in found if part != instance]
    in_sets: list[models.Model] = []
    for rows in collector.fast_deletes:
        if not isinstance(rows, models.QuerySet):
            continue
        (in_sets if rows.model._meta.auto_created else gone).extend(rows)
    # A snapshot holds the sets of its own object; those of others are noted row by row.
    own = {
        many.remote_field.through
        for model in {type(each) for each in (instance, *gone)}
        for many in model._meta.many_to_many
    }
    parts = [*gone, *(row for row in in_sets if type(row) not in own)]
    links = [
        {"type": each._meta.label_lower, "id": each.pk, "field": field.name, "value": instance.pk}
        for (field, value), found in collector.field_updates.items()
        if value is None
        for rows in found
        for each in (rows if isinstance(rows, models.QuerySet) else [rows])
        if field.value_from_object(each) == instance.pk
    ]
    result: Snapshot = {}
    if parts:
        result["parts"] = [
            {"type": each._meta.label_lower, "id": each.pk, "values": snapshot(each)}
            for each in parts
        ]
    if links:
        result["links"] = links
    return result


def set_many(instance: models.Model, many: Mapping[str, Any]) -> None:
    """Set many-to-many sets, given by objects or by keys. Raises ValidationError for a stranger."""
    for name, values in many.items():
        related: Any = instance._meta.get_field(name).related_model
        keys = {value.pk if isinstance(value, models.Model) else value for value in values}
        if related._base_manager.filter(pk__in=keys).count() != len(keys):
            raise ValidationError({name: _("Something it referred to is no longer there.")})
        getattr(instance, name).set(values)


def _refresh_locked(instance: models.Model) -> None:
    row = type(instance)._base_manager.select_for_update().get(pk=instance.pk)
    for field in instance._meta.concrete_fields:
        setattr(instance, field.attname, getattr(row, field.attname))
