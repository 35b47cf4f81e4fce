"""The parts of an object, written as one list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction

from serai.foundation.record.operations.recording import Actor
from serai.foundation.record.operations.writing import (
    change_object,
    create_object,
    delete_object,
)
from serai.foundation.record.snapshots import snapshot
from serai.foundation.record.verbs import Verb


class PartVerbs(NamedTuple):
    """The verbs for what happens to the parts of an object."""

    added: Verb
    changed: Verb
    removed: Verb


class PartError(ValidationError):
    """One row of a list of parts cannot be written: row ``index`` of the list ``name``."""

    def __init__(self, error: ValidationError, *, name: str, index: int) -> None:
        super().__init__(error)
        self.name = name
        self.index = index


@transaction.atomic
def sync_parts(
    *,
    actor: Actor,
    verbs: PartVerbs,
    root: models.Model,
    parts: models.Manager[Any],
    rows: Sequence[Mapping[str, Any]],
    match: Sequence[str],
    owner: models.Model | None = None,
) -> list[Any]:
    """Make the parts of an object be exactly the given rows, and record each difference.

    ``parts`` is a related manager (``record.parties``). A row is matched to an existing part by its
    ``pk`` if it has one, else by the values of the columns named in ``match``; parts that no row
    matches are deleted. Returns the parts in the order of the rows. Raises ValidationError for the
    first row that cannot be written: a PartError, which says which, unless the relation is generic.
    ``owner`` is what the parts hang on, where that is itself a part of ``root``.
    """
    existing = list(parts.select_for_update().order_by("pk"))
    kept: list[Any] = []
    to_change: list[tuple[int, Any, Mapping[str, Any]]] = []
    to_add: list[tuple[int, Mapping[str, Any]]] = []
    for index, row in enumerate(rows):
        found = next((part for part in existing if _matches(part, row, match)), None)
        if found is None:
            to_add.append((index, row))
            kept.append(None)
        else:
            existing.remove(found)
            kept.append(found)
            to_change.append((index, found, row))
    # Removals first: a unique constraint must not see the old row beside the new one.
    for part in existing:
        delete_object(actor=actor, verb=verbs.removed, instance=part, root=root)
    for index, part, row in to_change:
        changes = {name: value for name, value in row.items() if name != "pk"}
        with _told_at(parts, index):
            change_object(
                actor=actor, verb=verbs.changed, instance=part, changes=changes, root=root
            )
    columns_of_owner = _owner_columns(parts, owner or root)
    for index, row in to_add:
        many = {
            name: value for name, value in row.items()
            if name != "pk"
            and isinstance(parts.model._meta.get_field(name), models.ManyToManyField)
        }  # fmt: skip
        columns = {name: value for name, value in row.items() if name not in {"pk", *many}}
        with _told_at(parts, index):
            kept[index] = create_object(
                actor=actor,
                verb=verbs.added,
                instance=parts.model(**columns_of_owner, **columns),
                many=many,
                root=root,
            )
    return kept


@contextmanager
def _told_at(parts: Any, index: int) -> Iterator[None]:
    """Say of a fault in which row of which list it is."""
    try:
        yield
    except ValidationError as error:
        if hasattr(parts, "content_type_field_name"):
            raise  # A generic relation has no name on the side of the whole.
        name = parts.field.remote_field.get_accessor_name()
        raise PartError(error, name=name, index=index) from None


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
