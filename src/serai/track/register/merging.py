"""Making one record of two that describe the same thing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from serai.foundation.directory.merging import MergeVerbs, absorb
from serai.foundation.record.operations import Actor, change_object, delete_object
from serai.foundation.translation import TranslatedText, texts_of
from serai.track.register import verbs
from serai.track.register.models import (
    AgreementTerms,
    DuplicateSuggestion,
    Record,
    Relation,
    Stage,
)
from serai.track.register.operations import settle

_VERBS = MergeVerbs(verbs.REFERENCE_MOVED, verbs.DUPLICATE_DELETED, verbs.RECORD_MERGED)
_TEXTS = ("name", "summary", "place_name")
_COLUMNS = ("name_as_written", "place_country", "started_on", "ended_on", "part_of")
_SETS = ("countries", "fields", "themes", "goals")


@transaction.atomic
def merge_records(*, actor: Actor, survivor: Record, duplicate: Record) -> Record:
    """Move everything from a duplicate to the record that stays, and delete the duplicate.

    What the survivor does not say for itself it takes over, with its source; where both say
    something, the survivor's word stands. The address and key of the duplicate lead to the survivor
    from now on. Everything is recorded step by step. Raises ValidationError for records of
    different kinds, and where the survivor is not public but the duplicate was.
    """
    rows = Record.objects.select_for_update().in_bulk([survivor.pk, duplicate.pk])
    if survivor.pk == duplicate.pk:
        raise ValidationError({"duplicate": _("Choose two different records.")})
    if len(rows) < 2:
        raise ValidationError({"duplicate": _("This record has been merged or deleted meanwhile.")})
    survivor, duplicate = rows[survivor.pk], rows[duplicate.pk]
    if survivor.kind != duplicate.kind:
        raise ValidationError(
            {"duplicate": _("The two records are of different kinds. Correct the kind first.")}
        )
    if duplicate.stage == Stage.PUBLISHED and survivor.stage != Stage.PUBLISHED:
        raise ValidationError(
            {"duplicate": _("This record is public and the other is not. Keep the public one.")}
        )
    _untangle(actor, survivor, duplicate)
    DuplicateSuggestion.objects.filter(Q(first=duplicate) | Q(second=duplicate)).delete()
    _complete(actor, survivor, duplicate)
    _complete_terms(actor, survivor, duplicate)
    absorb(actor=actor, survivor=survivor, duplicate=duplicate, by=_VERBS)
    survivor.refresh_from_db()
    settle(actor, survivor)
    return survivor


def _untangle(actor: Actor, survivor: Record, duplicate: Record) -> None:
    """Take away the relations between the two, which would lead from a record to itself."""
    pair = (survivor, duplicate)
    for relation in Relation.objects.filter(record__in=pair, other__in=pair):
        delete_object(
            actor=actor, verb=verbs.RELATIONS.removed, instance=relation, root=relation.record
        )
    if survivor.part_of_id == duplicate.pk:
        _change(actor, survivor, {"part_of": duplicate.part_of})
    if duplicate.part_of_id == survivor.pk:
        _change(actor, duplicate, {"part_of": None})


def _complete(actor: Actor, survivor: Record, duplicate: Record) -> None:
    changes: dict[str, Any] = {}
    for name in _TEXTS:
        texts = {**texts_of(getattr(duplicate, name)), **texts_of(getattr(survivor, name))}
        changes[name] = TranslatedText(texts)
    for name in _COLUMNS:
        if not getattr(survivor, name):
            changes[name] = getattr(duplicate, name)
    if survivor.latitude is None:
        changes.update(latitude=duplicate.latitude, longitude=duplicate.longitude)
    for name in _SETS:
        both = {*getattr(survivor, name).all(), *getattr(duplicate, name).all()}
        changes[name] = sorted(both, key=lambda each: str(each.pk))
    _change(actor, survivor, changes)


def _change(actor: Actor, record: Record, changes: dict[str, Any]) -> None:
    change_object(actor=actor, verb=verbs.RECORD_CHANGED, instance=record, changes=changes)


def _complete_terms(actor: Actor, survivor: Record, duplicate: Record) -> None:
    """Two agreements have two sets of terms, and only one can stay."""
    found = {
        each.record_id: each
        for each in AgreementTerms.objects.filter(record__in=(survivor, duplicate))
    }
    terms, other = found.get(survivor.pk), found.get(duplicate.pk)
    if terms is None or other is None:
        return
    changes = {
        field.name: getattr(other, field.name)
        for field in AgreementTerms._meta.concrete_fields
        if not _says(terms, field) and _says(other, field)
    }
    change_object(
        actor=actor, verb=verbs.TERMS.changed, instance=terms, changes=changes, root=survivor
    )
    for citation in other.citations.all():
        change_object(
            actor=actor, verb=verbs.REFERENCE_MOVED, instance=citation,
            changes={"object_id": terms.pk}, root=survivor,
        )  # fmt: skip
    delete_object(actor=actor, verb=verbs.TERMS.removed, instance=other, root=survivor)


def _says(terms: AgreementTerms, field: models.Field[Any, Any]) -> bool:
    """Whether the terms hold something here: neither nothing nor "not known"."""
    value = getattr(terms, field.name)
    return bool(texts_of(value) if isinstance(value, TranslatedText) else value) and value != (
        "unknown"
    )
