"""How well a record is documented: a score of 0 to 100 that anybody can work out again.

Nothing enters it but what stands on the page of the record. The score of the sources follows the
rule of AidData's TUFF method: two official sources 5, one 4, an academic one 3, another
organisation's 2, media alone 1.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDate
from serai.foundation.translation import texts_of
from serai.track.evidence.models import Citation, Source, SourceKind
from serai.track.register.models import FACILITIES, Record, Status
from serai.track.register.queries import citations_among

_MEDIA = frozenset({
    SourceKind.AGENCY_REPORT, SourceKind.NEWS_REPORT, SourceKind.FEATURE, SourceKind.COMMENTARY,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What the score asks of a source."""

    kind: str
    is_official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the score asks of a record.

    ``cited`` is how many of the ``stated`` facts rest on a source of their own or of their whole;
    ``named_parties`` how many of the ``parties`` are organisations or countries of the directory.
    """

    kind: str
    status: str
    languages: int
    has_summary: bool
    has_countries: bool
    has_fields: bool
    has_point: bool
    date: PartialDate | None
    parties: int
    named_parties: int
    stated: int
    cited: int
    sources: Collection[SourceFacts]


@dataclass(frozen=True, slots=True)
class Mark:
    """One criterion: how many points of how many it gives, and what would give more."""

    label: Any
    points: Fraction
    of: int
    advice: Any

    @property
    def rounded(self) -> Decimal:
        """The points with at most one decimal."""
        return round(Decimal(self.points.numerator) / self.points.denominator, 1).normalize()


@dataclass(frozen=True, slots=True)
class Quality:
    """The score of a record and how it came about."""

    marks: tuple[Mark, ...]

    @property
    def score(self) -> int:
        """The points in hundredths of those that a record of its kind can have."""
        possible = sum(mark.of for mark in self.marks)
        return round(100 * sum(mark.points for mark in self.marks) / possible)


def quality_of(facts: Facts) -> Quality:
    """Work out the score. What does not apply to a kind of record is left out of the whole."""
    marks = [
        _mark(_("Sources"), 25, Fraction(source_score(facts.sources), 5),
              _("Cite two official sources.")),
        _mark(_("Facts with a source"), 20, Fraction(facts.cited, max(facts.stated, 1)),
              _("Say for each fact where it is from.")),
        _mark(_("Summary"), 10, facts.has_summary, _("Write a summary.")),
        _mark(_("Date"), 10, _date_share(facts.date), _("Give the month or the day.")),
        _mark(_("Parties"), 10, Fraction(facts.named_parties, max(facts.parties, 1)),
              _("Name every party as an organisation or a country of the directory.")),
        _mark(_("Countries"), 5, facts.has_countries, _("Name the countries that take part.")),
        _mark(_("Fields of science"), 5, facts.has_fields, _("Choose a field or a theme.")),
        _mark(_("Status"), 5, facts.status != Status.UNKNOWN, _("Add a dated event.")),
        _mark(_("Languages"), 5, facts.languages > 1, _("Give the name in a second language.")),
    ]  # fmt: skip
    if facts.kind in FACILITIES:
        marks.append(_mark(_("Place"), 5, facts.has_point, _("Give latitude and longitude.")))
    return Quality(tuple(marks))


def source_score(sources: Collection[SourceFacts]) -> int:
    """The score of the sources alone, from 0 (none) to 5 (two official ones)."""
    official = sum(source.is_official for source in sources)
    if official:
        return 5 if official > 1 else 4
    kinds = {source.kind for source in sources}
    if SourceKind.ACADEMIC in kinds:
        return 3
    return 2 if kinds - _MEDIA else 1 if kinds else 0


def record_quality(record: Record) -> Quality:
    """Work out the score of a stored record, in a constant number of queries."""
    return quality_of(_facts(record))


# What a record or a part of it states, by the column that holds it.
_STATED_TEXTS = ("name", "place_name")
_STATED_VALUES = ("started_on", "ended_on", "place_country_id", "latitude")
_EVENTS = ("legal_events", "status_events")
_PARTS = ("parties", *_EVENTS, "measures")


def _facts(record: Record) -> Facts:
    parts: dict[str, list[models.Model]] = {
        name: list(getattr(record, name).all()) for name in _PARTS
    }
    citations = _citations_by_object([record, *(part for rows in parts.values() for part in rows)])
    of_record = citations.get(_key(record), [])
    fields_cited = {citation.field for citation in of_record}
    columns = [
        *(name for name in _STATED_TEXTS if texts_of(getattr(record, name))),
        *(name.removesuffix("_id") for name in _STATED_VALUES if getattr(record, name) is not None),
    ]
    cited = [name for name in columns if name in fields_cited or "" in fields_cited]
    rows = [part for found in parts.values() for part in found]
    cited_rows = [part for part in rows if _key(part) in citations]
    sources: Mapping[int, Source] = {
        citation.source_id: citation.source for found in citations.values() for citation in found
    }
    events: list[Any] = [event for name in _EVENTS for event in parts[name]]
    parties: list[Any] = parts["parties"]
    dates = [record.started_on, *(event.on for event in events)]
    return Facts(
        kind=record.kind,
        status=record.status,
        languages=len(texts_of(record.name)),
        has_summary=bool(texts_of(record.summary)),
        has_countries=record.countries.exists(),
        has_fields=record.fields.exists() or record.themes.exists(),
        has_point=record.latitude is not None,
        date=max((date for date in dates if date), key=_date_share, default=None),
        parties=len(parties),
        named_parties=sum(bool(each.organisation_id or each.country_id) for each in parties),
        stated=len(columns) + len(rows),
        cited=len(cited) + len(cited_rows),
        sources=[SourceFacts(each.kind, each.is_official) for each in sources.values()],
    )


def _key(target: models.Model) -> tuple[str, Any]:
    return target._meta.label_lower, target.pk


def _citations_by_object(targets: list[models.Model]) -> dict[tuple[str, Any], list[Citation]]:
    found: dict[tuple[str, Any], list[Citation]] = {}
    for citation in citations_among(targets).select_related("source"):
        label = ".".join(citation.content_type.natural_key())
        found.setdefault((label, citation.object_id), []).append(citation)
    return found


def _mark(label: Any, of: int, share: Fraction | int, advice: Any) -> Mark:
    return Mark(label, Fraction(share) * of, of, advice)


def _date_share(date: PartialDate | None) -> Fraction:
    if date is None:
        return Fraction(0)
    return Fraction(1, 2) if date.precision == "year" else Fraction(1)
