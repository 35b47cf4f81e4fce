"""Making one object of two that turned out to be the same.

Everything that refers to the duplicate is made to refer to the one that stays, wherever it is:
the references are found in the models themselves, so that no other room has to be known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from serai.foundation.directory import verbs
from serai.foundation.directory.models import CodeRedirect, Organisation
from serai.foundation.identity import Identified
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
)
from serai.foundation.record.snapshots import snapshot
from serai.foundation.record.verbs import Verb
from serai.foundation.translation import TranslatedText, texts_of


class MergeVerbs(NamedTuple):
    """The verbs for what happens when one object is merged into another."""

    moved: Verb
    deleted: Verb
    merged: Verb


_ORGANISATIONS = MergeVerbs(
    verbs.REFERENCE_MOVED, verbs.ORGANISATION_DELETED, verbs.ORGANISATION_MERGED
)


@transaction.atomic
def merge_organisations(
    *, actor: Actor, survivor: Organisation, duplicate: Organisation
) -> Organisation:
    """Move everything from a duplicate to the organisation that stays, and delete the duplicate.

    What the survivor does not say for itself it takes over; the code and key of the duplicate
    lead to it from now on. Everything is recorded step by step, so that it can be undone. Raises
    ValidationError where both stand in the same place and say different things about it.
    """
    if survivor.pk == duplicate.pk:
        raise ValidationError({"duplicate": _("Choose two different organisations.")})
    _complete(actor, survivor, duplicate)
    absorb(actor=actor, survivor=survivor, duplicate=duplicate, by=_ORGANISATIONS)
    survivor.refresh_from_db()
    return survivor


@transaction.atomic
def absorb(
    *, actor: Actor, survivor: Identified, duplicate: Identified, by: MergeVerbs
) -> CodeRedirect:
    """Make all that refers to a duplicate refer to the survivor, and delete the duplicate.

    Its code and key lead to the survivor from now on. Each step is recorded under the survivor's
    or the moved row's own history. Raises ValidationError where something cannot be moved.
    """
    with scopes_disabled():
        for row, name in list(_references(duplicate)):
            _move(actor, row, name, verb=by.moved, to=survivor, of=duplicate)
        for row, name in list(_sets_with(duplicate)):
            chosen = {*getattr(row, name).all(), survivor} - {duplicate}
            change_object(
                actor=actor,
                verb=by.moved,
                instance=row,
                changes={name: sorted(chosen, key=lambda each: each.pk)},
                root=_root_of(row),
            )
    for earlier in CodeRedirect.objects.filter(target=duplicate.code):
        change_object(
            actor=actor,
            verb=verbs.REDIRECT_CHANGED,
            instance=earlier,
            changes={"target": survivor.code},
            root=survivor,
        )
    delete_object(actor=actor, verb=by.deleted, instance=duplicate)
    redirect = CodeRedirect(
        kind=duplicate._meta.label_lower,
        code=duplicate.code,
        key=duplicate.key,
        target=survivor.code,
        label=str(duplicate)[:300],
    )
    return create_object(actor=actor, verb=by.merged, instance=redirect, root=survivor)


def _complete(actor: Actor, survivor: Organisation, duplicate: Organisation) -> None:
    """Let the survivor take over what it lacks: names in other languages, country, website."""
    changes: dict[str, Any] = {}
    for name in ("name", "short_name"):
        texts = {**texts_of(getattr(duplicate, name)), **texts_of(getattr(survivor, name))}
        changes[name] = TranslatedText(texts)
    for name in ("country", "website", "parent"):
        if not getattr(survivor, name):
            changes[name] = getattr(duplicate, name)
    if duplicate in _ancestors(survivor):
        # The survivor was a part of the duplicate: it takes its place.
        changes["parent"] = duplicate.parent
    elif changes.get("parent") and survivor in _ancestors(duplicate):
        del changes["parent"]
    change_object(actor=actor, verb=verbs.ORGANISATION_CHANGED, instance=survivor, changes=changes)


def _ancestors(organisation: Organisation) -> list[Organisation]:
    found: list[Organisation] = []
    above = organisation.parent
    while above is not None and above not in found:
        found.append(above)
        above = above.parent
    return found


def relations_to(model: type[models.Model]) -> list[Any]:
    """Return the relations of other models to this one, also those that it has no name for.

    What a generic relation looks like from behind is none: the row that it leads to holds it.
    """
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ForeignObjectRel)
        and not isinstance(field.field, GenericRelation)
        and not field.related_model._meta.auto_created
    ]


def _references(target: models.Model) -> Iterator[tuple[models.Model, str]]:
    """Every row that points at an object, with the column that does."""
    for relation in relations_to(type(target)):
        if not relation.many_to_many:
            name = relation.field.name
            for row in relation.related_model._base_manager.filter(**{name: target}):
                yield row, name
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                kind = ContentType.objects.get_for_model(target)
                pointing = {field.ct_field: kind, field.fk_field: target.pk}
                for row in model._base_manager.filter(**pointing):
                    yield row, field.fk_field


def _sets_with(target: models.Model) -> Iterator[tuple[models.Model, str]]:
    """Every row that holds an object in a many-to-many set, with the name of the set."""
    for relation in relations_to(type(target)):
        if relation.many_to_many:
            name = relation.field.name
            for row in relation.related_model._base_manager.filter(**{name: target}):
                yield row, name


def _move(
    actor: Actor, row: models.Model, name: str, *, verb: Verb, to: models.Model, of: models.Model
) -> None:
    """Let one column of a row refer to ``to`` where it referred to ``of``."""
    # A row that was moved before, such as a party, may have taken this one along.
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is None:
        return
    root = _root_of(stored)
    if root == of:
        root = to
    field = stored._meta.get_field(name)
    value = to if isinstance(field, models.ForeignKey) else to.pk
    twin = _twin(stored, name, value)
    if twin is not None:
        # What belongs to the row, such as its citations, goes to its twin before it is deleted.
        for part, column in list(_references(stored)):
            _move(actor, part, column, verb=verb, to=twin, of=stored)
        delete_object(actor=actor, verb=verb, instance=stored, root=root)
        return
    try:
        change_object(actor=actor, verb=verb, instance=stored, changes={name: value}, root=root)
    except ValidationError as error:
        raise ValidationError(
            _("“%(row)s” (%(kind)s) cannot be moved: %(why)s Correct it first, then merge.")
            % {
                "row": stored if root is None else root,
                "kind": stored._meta.verbose_name,
                "why": " ".join(error.messages),
            }
        ) from error


def _twin(row: models.Model, name: str, value: Any) -> models.Model | None:
    """Return the row that says of the survivor exactly what this one says of the duplicate."""
    ignored = {name, "position", "code", "key"}
    own = snapshot(row)
    where = {
        column.name: column.value_from_object(row)
        for column in row._meta.concrete_fields
        if isinstance(column, models.ForeignKey) and column.name != name
    }
    for other in type(row)._base_manager.filter(**where, **{name: value}):
        theirs = snapshot(other)
        if all(own[column] == theirs[column] for column in own if column not in ignored):
            return other
    return None


def _root_of(row: models.Model) -> models.Model | None:
    """The whole that a row belongs to, by what was last recorded of it; None if it stands alone."""
    entry = Entry.objects.filter(
        object_type=row._meta.label_lower, object_id=str(row.pk)
    ).first()  # fmt: skip
    if entry is None or (entry.root_type, entry.root_id) == (entry.object_type, entry.object_id):
        return None
    model: type[models.Model] = apps.get_model(entry.root_type)
    return model._base_manager.filter(pk=entry.root_id).first()
