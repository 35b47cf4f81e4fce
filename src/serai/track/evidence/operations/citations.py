"""Which place in a source an object rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from serai.foundation.record.operations import Actor, sync_parts
from serai.track.evidence import verbs
from serai.track.evidence.models import Citation


def cite(
    *,
    actor: Actor,
    target: Any,
    citations: Sequence[Mapping[str, Any]],
    root: models.Model | None = None,
) -> list[Citation]:
    """Make the citations of an object be exactly the given ones, and record each difference.

    ``target`` is any object with a generic relation ``citations``; ``root`` the whole it is part
    of. A row has ``source`` or ``claim`` (which brings its source, and its place where the row has
    none), and may have ``field``, ``start`` and ``end``, ``locator``, ``note``, ``pk``. Raises
    ValidationError, for instance for a field that the object does not have.
    """
    rows: list[dict[str, Any]] = []
    for given in citations:
        row = _citation_row(target, given)
        if row not in rows:
            rows.append(row)
    return sync_parts(
        actor=actor,
        verbs=verbs.CITATION_VERBS,
        root=root or target,
        parts=target.citations,
        rows=rows,
        match=("field", "source", "start", "end", "locator"),
    )


def _citation_row(target: models.Model, given: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "field": "", "start": None, "end": None, "locator": "", "claim": None, "note": "", **given,
    }  # fmt: skip
    if row["field"]:
        try:
            target._meta.get_field(row["field"])
        except FieldDoesNotExist:
            raise ValidationError(
                {"field": _("“%(field)s” is not a field of this object.") % {"field": row["field"]}}
            ) from None
    claim = row["claim"]
    if claim is not None:
        row.setdefault("source", claim.source)
        if row["start"] is None and not row["locator"]:
            row.update(start=claim.start, end=claim.end, locator=claim.locator)
    return row
