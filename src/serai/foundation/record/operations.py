"""Writing with a record: create, change, delete and undo, each in one transaction.

The operations of other rooms end here. They may call `record` themselves when what happened is
more than a change of columns.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, router, transaction
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scopes_disabled

from serai.foundation.accounts.models import User
from serai.foundation.record.chain import as_stored, content_digest, envelope_digest
from serai.foundation.record.models import Entry, Head
from serai.foundation.record.queries import ERASED as ERASED_NAME
from serai.foundation.record.settling import settle
from serai.foundation.record.snapshots import Snapshot, restore, snapshot
from serai.foundation.record.verbs import Erasure, Verb, register_verb, verb_named

M = TypeVar("M", bound=models.Model)

UNDONE = register_verb(
    "change.undone", gettext_lazy("undid a change to"), erasure=Erasure.EVERYTHING
)
ERASED = register_verb(
    ERASED_NAME, gettext_lazy("erased personal data about"), erasure=Erasure.NOTHING
)


@dataclass(frozen=True, slots=True)
class Program:
    """An actor that is not a person: a load, an import, a scheduled task."""

    name: str

    def __str__(self) -> str:
        return self.name


Actor = User | Program

_collecting: ContextVar[tuple[list[Entry], ...]] = ContextVar("_collecting", default=())


@contextmanager
def entries_made() -> Iterator[list[Entry]]:
    """Collect the entries that are recorded inside the block, in their order."""
    entries: list[Entry] = []
    outer = _collecting.set((*_collecting.get(), entries))
    try:
        yield entries
    finally:
        _collecting.reset(outer)


def record(
    *,
    actor: Actor,
    verb: Verb,
    target: models.Model,
    root: models.Model | None = None,
    before: Snapshot | None = None,
    after: Snapshot | None = None,
    note: str = "",
    label: str | None = None,
) -> Entry:
    """Append one entry to the chain. Must run in the transaction of the change itself.

    ``root`` is the whole that ``target`` is a part of; leave it out where it stands alone.
    ``label`` is what the object is called if not by its own name.
    """
    root = root or target
    verb_named(verb.name)
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the change that it records.")
    head, _created = Head.objects.select_for_update().get_or_create(pk=1)
    entry = Entry(
        number=head.length + 1,
        at=timezone.now(),
        verb=verb.name,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        root_type=root._meta.label_lower,
        root_id=str(root.pk),
        actor_id=str(actor.pk) if isinstance(actor, User) else "",
        actor_label=str(actor)[:200],
        object_label=(str(target) if label is None else label)[:300],
        before=as_stored(before),
        after=as_stored(after),
        note=note,
        salt=secrets.token_hex(16),
        previous=head.digest,
    )
    entry.content_digest = content_digest(entry)
    entry.digest = envelope_digest(entry)
    entry.save(force_insert=True)
    head.length, head.digest = entry.number, entry.digest
    head.save(update_fields=["length", "digest"])
    for entries in _collecting.get():
        entries.append(entry)
    return entry


@transaction.atomic
def create_object(
    *,
    actor: Actor,
    verb: Verb,
    instance: M,
    many: Mapping[str, Any] | None = None,
    root: models.Model | None = None,
    note: str = "",
) -> M:
    """Validate, save and record a new object. Raises ValidationError."""
    instance.full_clean()
    instance.save(force_insert=True)
    _set_many(instance, many or {})
    record(actor=actor, verb=verb, target=instance, root=root, after=snapshot(instance), note=note)
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
    _set_many(instance, many)
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
    before = {**snapshot(instance), **_consequences(instance)}
    entry = record(actor=actor, verb=verb, target=instance, root=root, before=before, note=note)
    instance.delete()
    return entry


def _consequences(instance: models.Model) -> Snapshot:
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


class PartVerbs(NamedTuple):
    """The verbs for what happens to the parts of an object."""

    added: Verb
    changed: Verb
    removed: Verb


@transaction.atomic
def sync_parts(
    *,
    actor: Actor,
    verbs: PartVerbs,
    root: models.Model,
    parts: models.Manager[Any],
    rows: Sequence[Mapping[str, Any]],
    match: Sequence[str],
) -> list[Any]:
    """Make the parts of an object be exactly the given rows, and record each difference.

    ``parts`` is a related manager (``record.parties``). A row is matched to an existing part by its
    ``pk`` if it has one, else by the values of the columns named in ``match``; parts that no row
    matches are deleted. Returns the parts in the order of the rows. Raises ValidationError.
    """
    existing = list(parts.select_for_update().order_by("pk"))
    kept: list[Any] = []
    to_change: list[tuple[Any, Mapping[str, Any]]] = []
    to_add: list[tuple[int, Mapping[str, Any]]] = []
    for index, row in enumerate(rows):
        found = next((part for part in existing if _matches(part, row, match)), None)
        if found is None:
            to_add.append((index, row))
            kept.append(None)
        else:
            existing.remove(found)
            kept.append(found)
            to_change.append((found, row))
    # Removals first: a unique constraint must not see the old row beside the new one.
    for part in existing:
        delete_object(actor=actor, verb=verbs.removed, instance=part, root=root)
    for part, row in to_change:
        changes = {name: value for name, value in row.items() if name != "pk"}
        change_object(actor=actor, verb=verbs.changed, instance=part, changes=changes, root=root)
    owner = _owner_columns(parts, root)
    for index, row in to_add:
        many = {
            name: value for name, value in row.items()
            if name != "pk"
            and isinstance(parts.model._meta.get_field(name), models.ManyToManyField)
        }  # fmt: skip
        columns = {name: value for name, value in row.items() if name not in {"pk", *many}}
        kept[index] = create_object(
            actor=actor,
            verb=verbs.added,
            instance=parts.model(**owner, **columns),
            many=many,
            root=root,
        )
    return kept


def _owner_columns(parts: Any, root: models.Model) -> dict[str, Any]:
    """The columns by which a part points at its whole; a generic relation has two."""
    if hasattr(parts, "content_type_field_name"):
        return {
            parts.content_type_field_name: parts.content_type,
            parts.object_id_field_name: parts.pk_val,
        }
    return {parts.field.name: root}


def _matches(part: models.Model, row: Mapping[str, Any], match: Sequence[str]) -> bool:
    if row.get("pk") is not None:
        return bool(part.pk == row["pk"])
    wanted = type(part)(**{name: row.get(name) for name in match if row.get(name) is not None})
    return snapshot(part, match) == snapshot(wanted, match)


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
    if snapshot(instance, entry.after) != entry.after:
        raise ValidationError(_("It has been changed since. Undo the later change first."))
    root = _root_of(entry)
    if entry.before is None:
        return delete_object(actor=actor, verb=UNDONE, instance=instance, root=root)
    _set_many(instance, restore(instance, entry.before))
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
    _set_many(instance, many)
    return instance


def _set_many(instance: models.Model, many: Mapping[str, Any]) -> None:
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


@transaction.atomic
def erase(*, actor: Actor, target: models.Model) -> list[int]:
    """Erase the personal data about an object from its entries, by the rule of each verb.

    That includes what lives and dies with it elsewhere, even if it is long gone: the role of a
    person in an edition. Returns the numbers of the entries that lost something. What remains of
    them is sealed in the entry that records the erasure.
    """
    label, key = target._meta.label_lower, str(target.pk)
    about = models.Q(root_type=label, root_id=key) | models.Q(object_type=label, object_id=key)
    for relation in target._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            name, model = relation.field.name, relation.related_model
            points_here = models.Q(**{f"before__{name}": target.pk})
            points_here |= models.Q(**{f"after__{name}": target.pk})
            about |= models.Q(object_type=model._meta.label_lower) & points_here
    entries = Entry.objects.select_for_update().filter(about, erased_at=None)
    changed = []
    for entry in entries.order_by("number"):
        verb = verb_named(entry.verb)
        if verb.erasure is Erasure.NOTHING:
            continue
        if verb.erasure is Erasure.EVERYTHING:
            entry.before = entry.after = None
        else:
            entry.before = _without(entry.before, verb.personal_fields)
            entry.after = _without(entry.after, verb.personal_fields)
        entry.object_label = entry.note = ""
        entry.erased_at = timezone.now()
        changed.append(entry)
    _seal(actor, target, changed)
    return [entry.number for entry in changed]


@transaction.atomic
def erase_actor(*, actor: Actor, user: User) -> list[int]:
    """Erase who acted from every entry of a user: what happened stays, by nobody's name.

    Returns the numbers of the entries. Where people erase themselves, pass a `Program` as the
    actor, or the record of the erasure names them again.
    """
    entries = Entry.objects.select_for_update().filter(actor_id=str(user.pk))
    changed = []
    for entry in entries.order_by("number"):
        entry.actor_id = entry.actor_label = ""
        entry.actor_erased_at = timezone.now()
        changed.append(entry)
    _seal(actor, user, changed)
    return [entry.number for entry in changed]


def _seal(actor: Actor, target: models.Model, entries: Sequence[Entry]) -> None:
    """Save entries from which something was erased and record what is left of each.

    The salt goes with what was erased: without it nobody can try out names against the old digest.
    """
    remains = {}
    for entry in entries:
        entry.salt = secrets.token_hex(16)
        entry.save()
        remains[str(entry.number)] = content_digest(entry)
    if remains:
        record(actor=actor, verb=ERASED, target=target, after={"entries": remains}, label="")


def _without(values: Snapshot | None, names: frozenset[str]) -> Snapshot | None:
    if values is None:
        return None
    return {name: None if name in names else value for name, value in values.items()}
