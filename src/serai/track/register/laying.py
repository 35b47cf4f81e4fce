"""Which fields of a record can rest on a claim, and how a claim becomes a measure of a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.folding import fold
from serai.foundation.record.operations import Actor
from serai.foundation.translation import render_text
from serai.foundation.web.wording import bound_text
from serai.track.evidence.fields import FieldOwner, register_field_owner
from serai.track.evidence.models import Claim, Qualifier
from serai.track.register import operations
from serai.track.register.models import Measure, Record

MEASURES = "measures"
_COLUMNS = (
    "name", "summary", "status", "countries", "place_name", "started_on", "ended_on", "fields",
    "themes", "goals",
)  # fmt: skip


def _search(words: str) -> Sequence[Record]:
    wanted = Q()
    for word in fold(words).split():
        wanted &= Q(words__contains=word)
    return list(Record.objects.filter(wanted).order_by("sort_name", "pk")[:50]) if words else []


def _find(code: str) -> Record | None:
    return Record.objects.filter(code=code).first()


def _fields(record: Record) -> Mapping[str, str]:
    columns = {
        name: capfirst(str(Record._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        for name in _COLUMNS
    }
    return {**columns, MEASURES: capfirst(str(Measure._meta.verbose_name_plural))}


def _offer(record: Record, field: str, claim: Claim) -> str:
    """A measure is one number: what a claim says as a bound or a range is not set as one."""
    del record
    if field != MEASURES or claim.value is None or claim.qualifier != Qualifier.EXACT:
        return ""
    value = bound_text(claim.qualifier, claim.value)
    return _("%(subject)s: %(value)s %(unit)s") % {
        "subject": claim.subject, "value": value, "unit": claim.unit,
    }  # fmt: skip


def _take(actor: Actor, record: Record, field: str, claim: Claim) -> Measure:
    """Enter the measure, or bring the one of that name and date up to date."""
    del field
    rows: list[dict[str, Any]] = []
    wanted = None
    for position, measure in enumerate(record.measures.all()):
        row: dict[str, Any] = {"pk": measure.pk, "position": position}
        if render_text(measure.name).text == claim.subject and measure.as_of == claim.as_of:
            row["value"], wanted = claim.value, measure.pk
        rows.append(row)
    if wanted is None:
        rows.append({
            "name": claim.subject, "value": claim.value, "unit": claim.unit[:60],
            "as_of": claim.as_of, "position": len(rows),
        })  # fmt: skip
    operations.change_record(
        actor=actor, record=record, parts=operations.Parts(measures=rows), note=claim.code
    )
    if wanted is not None:
        return record.measures.get(pk=wanted)
    return record.measures.latest("pk")


register_field_owner(
    FieldOwner(
        name="register.record",
        label=gettext_lazy("record"),
        permission="register.change_record",
        search=_search,
        find=_find,
        fields=_fields,
        offer=_offer,
        take=_take,
    )
)
