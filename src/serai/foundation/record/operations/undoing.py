"""Taking recorded changes back, where nothing newer would be lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models.deletion import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scopes_disabled

from serai.foundation.record.models import Entry
from serai.foundation.record.operations.recording import Actor, record
from serai.foundation.record.operations.writing import consequences, delete_object, set_many
from serai.foundation.record.settling import settle
from serai.foundation.record.snapshots import Snapshot, restore, snapshot
from serai.foundation.record.verbs import Erasure, register_verb

UNDONE = register_verb(
    "change.undone", gettext_lazy("undid a change to"), erasure=Erasure.EVERYTHING
)


def can_be_undone(entry: Entry) -> bool:
    """Tell whether an entry says enough to be taken back; whether something newer stands in the way
    is known only when it is tried.
    """
    if entry.erased_at is not None or (entry.before is None and entry.after is None):
        return False
    try:
        model = apps.get_model(entry.object_type)
    except LookupError:
        return False
    stored = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    return {*(entry.before or {}), *(entry.after or {})} <= {*stored, "parts", "links"}


@transaction.atomic
def undo_entries(*, actor: Actor, entries: Sequence[Entry]) -> list[Entry]:
    """Take back what several entries say, the latest first, all of it or nothing.

    Returns the entries that say so. Raises ValidationError as `undo` does.
    """
    latest_first = sorted(entries, key=lambda entry: entry.number, reverse=True)
    # The record knows exactly which rows it means, whichever edition they belong to.
    with scopes_disabled():
        undone = [_undo(actor, entry) for entry in latest_first]
        for root_type, root_id in dict.fromkeys((e.root_type, e.root_id) for e in latest_first):
            settle(actor, root_type, root_id)
    return undone


@transaction.atomic
def undo(*, actor: Actor, entry: Entry) -> Entry:
    """Take back one recorded change.

    Raises ValidationError where the object has changed since, so that nothing newer is lost.
    """
    return undo_entries(actor=actor, entries=[entry])[0]


def _undo(actor: Actor, entry: Entry) -> Entry:
    if not can_be_undone(entry):
        raise ValidationError(_("This entry cannot be undone."))
    model = apps.get_model(entry.object_type)
    if entry.after is None:
        return _undo_deletion(actor, model, entry)
    try:
        instance = model._base_manager.select_for_update().get(pk=entry.object_id)
    except ObjectDoesNotExist:
        raise ValidationError(_("The object is no longer there.")) from None
    if not _is_as_recorded(instance, entry.after):
        raise ValidationError(_("It has been changed since. Undo the later change first."))
    root = _root_of(entry)
    if entry.before is None:
        try:
            return delete_object(actor=actor, verb=UNDONE, instance=instance, root=root)
        except (ProtectedError, RestrictedError):
            raise ValidationError(_("Something else rests on it by now.")) from None
    set_many(instance, restore(instance, entry.before))
    instance.full_clean()
    instance.save()
    return record(
        actor=actor,
        verb=UNDONE,
        target=instance,
        root=root,
        before=entry.after,
        after=entry.before,
    )


def _is_as_recorded(instance: models.Model, after: Snapshot) -> bool:
    """Whether an object, and each part that was recorded with it, is as it was left."""
    values = {name: value for name, value in after.items() if name != "parts"}
    if snapshot(instance, values) != values:
        return False
    recorded = {(part["type"], part["id"]): part["values"] for part in after.get("parts", ())}
    types = {kind for kind, _key in recorded}
    now = (
        {
            (part["type"], part["id"]): part["values"]
            for part in consequences(instance).get("parts", ())
            if part["type"] in types
        }
        if recorded
        else {}
    )
    return now.keys() == recorded.keys() and all(
        {name: now[part].get(name) for name in was} == was for part, was in recorded.items()
    )


def _root_of(entry: Entry) -> models.Model | None:
    if (entry.root_type, entry.root_id) == (entry.object_type, entry.object_id):
        return None
    model: type[models.Model] = apps.get_model(entry.root_type)
    return model._base_manager.filter(pk=entry.root_id).first()


def _undo_deletion(actor: Actor, model: type[models.Model], entry: Entry) -> Entry:
    assert entry.before is not None
    if model._base_manager.filter(pk=entry.object_id).exists():
        raise ValidationError(_("It is there again already."))
    values = dict(entry.before)
    parts, links = values.pop("parts", []), values.pop("links", [])
    instance = _insert(model, entry.object_id, values)
    waiting = list(parts)
    while waiting:
        # A part may refer to another part: insert in whatever order the references allow.
        left = []
        for part in waiting:
            try:
                with transaction.atomic():
                    _insert(apps.get_model(part["type"]), part["id"], part["values"])
            except (ValidationError, ObjectDoesNotExist):
                left.append(part)
        if len(left) == len(waiting):
            raise ValidationError(_("Something it referred to is no longer there."))
        waiting = left
    for link in links:
        rows = apps.get_model(link["type"])._base_manager.filter(pk=link["id"])
        # Only where nobody has chosen something else since.
        rows.filter(**{link["field"]: None}).update(**{link["field"]: link["value"]})
    return record(
        actor=actor, verb=UNDONE, target=instance, root=_root_of(entry), after=snapshot(instance)
    )


def _insert(model: type[models.Model], key: Any, values: Snapshot) -> models.Model:
    instance = model(pk=key)
    many = restore(instance, values)
    instance.full_clean()
    instance.save(force_insert=True)
    set_many(instance, many)
    return instance
