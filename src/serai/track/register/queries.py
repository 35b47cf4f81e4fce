"""Reading the register."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from serai.foundation.directory.models import Country
from serai.track.evidence.models import Citation
from serai.track.register.catalogue.keeping import current_columns
from serai.track.register.filters import RecordFilter
from serai.track.register.models import (
    Element,
    LegalEvent,
    Measure,
    Party,
    Record,
    Relation,
    Stage,
    StatusEvent,
)

Records = models.QuerySet[Record]


def published() -> Records:
    """The records that the public may see."""
    return Record.objects.filter(stage=Stage.PUBLISHED)


def for_list(records: Records) -> Records:
    """Load what a line of a list shows, in a constant number of queries."""
    return records.select_related("place_country").prefetch_related("countries").defer("words")


_LINE = (
    "code", "kind", "name", "summary", "status", "stage", "countries_are_examples", "started_on",
    "ended_on", "year", "changed_at",
)  # fmt: skip
"""What a line of a list shows of a record, and an entry of a feed."""


def in_order(keys: Iterable[int]) -> list[Record]:
    """Load the published records with these keys for a list, in their order."""
    wanted = list(keys)
    countries = models.Prefetch("countries", Country.objects.only("name"))
    # By key alone: together with a stage or an order SQLite would rather read all that have it.
    rows = Record.objects.filter(pk__in=wanted).only(*_LINE).prefetch_related(countries).order_by()
    found = {record.pk: record for record in rows if record.is_public}
    return [found[key] for key in wanted if key in found]


def for_page(records: Records, *, public_only: bool = True) -> Records:
    """Load what the page of a record shows; links lead to published records only, if not told."""
    linked = published() if public_only else Record.objects.all()
    # Said the other way round, no index helps: SQLite would else read all that are published.
    others = [stage for stage in Stage if stage != Stage.PUBLISHED]
    parts = Record.objects.exclude(stage__in=others) if public_only else linked
    return records.select_related("agreement", "part_of", "place_country").prefetch_related(
        "countries",
        "fields",
        "themes",
        "goals",
        models.Prefetch("parties", Party.objects.select_related("organisation", "country")),
        models.Prefetch(
            "legal_events",
            LegalEvent.objects.select_related("party__organisation", "party__country"),
        ),
        models.Prefetch("status_events", StatusEvent.objects.all()),
        models.Prefetch("measures", Measure.objects.all()),
        models.Prefetch("elements", Element.objects.all()),
        models.Prefetch("parts", for_list(parts)),
        models.Prefetch(
            "relations",
            Relation.objects.filter(other__in=linked).select_related("other"),
        ),
        models.Prefetch(
            "related_from",
            Relation.objects.filter(record__in=linked).select_related("record"),
        ),
    )


def latest(number: int) -> Records:
    """Return the published records that changed last."""
    return for_list(published()).order_by("-changed_at", "-pk")[:number]


def partner_countries() -> dict[Country, int]:
    """Return the countries of the published records with the number of their records.

    Most records first.
    """
    columns = current_columns()
    counted = columns.counts("country", columns.published())
    countries = Country.objects.filter(pk__in=counted).select_related("region")
    return {
        country: counted[country.pk]
        for country in sorted(countries, key=lambda each: (-counted[each.pk], each.pk))
    }


def check_query(query: QueryDict) -> None:
    """Raise ParameterError unless these parameters are ones by which records can be counted."""
    RecordFilter.parse(query)


def count_records(query: QueryDict) -> int:
    """Count the published records that pass the filter: those that `records_address` opens."""
    return len(RecordFilter.parse(query).select())


def records_address(query: QueryDict) -> str:
    """Return the address of the list of exactly the records that `count_records` counts."""
    return RecordFilter.parse(query).address(path=reverse("register:list"))


def citations_among(objects: Iterable[models.Model]) -> models.QuerySet[Citation]:
    """The citations of several objects, for a form that edits them together."""
    wanted = Q(pk__in=[])
    for target in objects:
        wanted |= Q(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)
    return Citation.objects.filter(wanted).select_related("content_type").order_by("pk")
