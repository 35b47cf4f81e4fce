"""Series and editions in data files, with their parts and citations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from serai.convene.editions import operations, verbs
from serai.convene.editions.models import (
    Announcement,
    AnnouncementKind,
    Edition,
    EditionState,
    FocusTopic,
    Host,
    Milestone,
    Organiser,
    OrganiserRole,
    Series,
    Venue,
)
from serai.foundation.dataset.kinds import (
    NO_TEXT,
    DateText,
    Item,
    Key,
    Kind,
    Part,
    Texts,
    own_code,
    reference,
    register_kind,
    written,
)
from serai.foundation.dataset.loading import ChangeVerbs, Loading
from serai.foundation.dataset.problems import ItemError
from serai.foundation.directory.models import Country, Organisation, Person
from serai.foundation.identity import Identified
from serai.foundation.record.operations import PartError
from serai.foundation.translation import texts_of
from serai.track.evidence.citing import Cited, citation_rows, citations_of
from serai.track.evidence.operations import cite

STATED_BY_FILE = "as the data file says"
"""The note of a state that a data file brings about."""


class CitedPart(Part):
    """A part that rests on sources of its own."""

    cite: Cited = {}


class KeyedPart(Part):
    """A part with a permanent code."""

    key: Key
    code: str | None = None


class IdentifiedPart(CitedPart, KeyedPart):
    """A part with a permanent address, and its sources."""


class HostItem(Part):
    """A host of the rotation; the order of the list is the order of the turns."""

    name: Texts
    country: str | None = None


class MilestoneItem(IdentifiedPart):
    """A milestone of a series."""

    on: DateText = None
    title: Texts
    description: Texts = NO_TEXT


class SeriesItem(Item):
    """A series as it stands in a data file."""

    slug: str
    name: Texts
    short_name: Texts = NO_TEXT
    summary: Texts = NO_TEXT
    interval_years: int | None = None
    hosts: list[HostItem] = []
    milestones: list[MilestoneItem] = []
    cite: Cited = {}


class TopicItem(IdentifiedPart):
    """A focus topic."""

    name: Texts


class VenueItem(IdentifiedPart):
    """A venue."""

    name: Texts
    address: Texts = NO_TEXT


class OrganiserItem(CitedPart):
    """The role of an organisation."""

    organisation: Key
    role: OrganiserRole


class AnnouncementItem(IdentifiedPart):
    """An announcement."""

    kind: AnnouncementKind
    on: DateText = None
    title: Texts
    body: Texts = NO_TEXT
    issued_by: Key | None = None
    person: Key | None = None


class EditionItem(Item):
    """An edition as it stands in a data file; ``host`` is the name of a host of its series."""

    series: Key
    slug: str
    ordinal: int
    name: Texts
    theme: Texts = NO_TEXT
    summary: Texts = NO_TEXT
    host: str | None = None
    city: Texts = NO_TEXT
    country: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: str = "UTC"
    languages: list[str] = []
    state: EditionState = EditionState.ANNOUNCED
    is_public: bool = False
    topics: list[TopicItem] = []
    venues: list[VenueItem] = []
    organisers: list[OrganiserItem] = []
    announcements: list[AnnouncementItem] = []
    cite: Cited = {}


_SERIES_COLUMNS = ("slug", "name", "short_name", "summary", "interval_years")
_EDITION_COLUMNS = (
    "slug", "ordinal", "name", "theme", "summary", "city", "starts_on", "ends_on", "time_zone",
    "languages",
)  # fmt: skip


def _values(item: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def _load_series(item: SeriesItem, loading: Loading) -> Series:
    series = loading.upsert(
        Series,
        item,
        verbs=ChangeVerbs(verbs.SERIES_CREATED, verbs.SERIES_CHANGED),
        values=_values(item, _SERIES_COLUMNS),
    )
    hosts = [
        {
            "name": host.name,
            "country": loading.find_optional(Country, host.country, "hosts", index, "country"),
        }
        for index, host in enumerate(item.hosts)
    ]
    _synced("hosts", lambda: operations.sync_hosts(actor=loading.actor, series=series, rows=hosts))
    rows = [
        part_row(Milestone, Q(series=series), part, _values(part, ("on", "title", "description")))
        for part in item.milestones
    ]
    kept = _synced(
        "milestones",
        lambda: operations.sync_milestones(actor=loading.actor, series=series, rows=rows),
    )
    _cite_parts(loading, series, "milestones", item.milestones, kept)
    cite(actor=loading.actor, target=series, citations=citation_rows(item.cite, loading))
    return series


def _load_edition(item: EditionItem, loading: Loading) -> Edition:
    series = loading.find(Series, item.series, "series")
    is_new = not Edition.objects.filter(Q(key=item.key) | Q(code=item.key)).exists()
    edition = loading.upsert(
        Edition,
        item,
        verbs=ChangeVerbs(verbs.EDITION_CREATED, verbs.EDITION_CHANGED),
        values={
            **_values(item, _EDITION_COLUMNS),
            "series": series,
            "host": _find_host(series, item.host),
            "country": loading.find_optional(Country, item.country, "country"),
            **({"state": item.state} if is_new else {}),
        },
    )
    for name, parts, rows in _edition_rows(item, edition, loading):
        kept = _synced(
            name,
            lambda name=name, rows=rows: operations.sync_edition_part(  # type: ignore[misc]
                actor=loading.actor, edition=edition, part=name, rows=rows
            ),
        )
        _cite_parts(loading, edition, name, parts, kept)
    cite(actor=loading.actor, target=edition, citations=citation_rows(item.cite, loading))
    operations.bring_edition_to(
        actor=loading.actor, edition=edition, to=item.state, note=STATED_BY_FILE
    )
    publish = operations.publish_edition if item.is_public else operations.unpublish_edition
    publish(actor=loading.actor, edition=edition)
    return edition


def _edition_rows(
    item: EditionItem, edition: Edition, loading: Loading
) -> Iterator[tuple[str, Sequence[CitedPart], list[dict[str, Any]]]]:
    mine = Q(edition=edition)
    yield (
        "topics",
        item.topics,
        [part_row(FocusTopic, mine, part, {"name": part.name}) for part in item.topics],
    )
    yield (
        "venues",
        item.venues,
        [part_row(Venue, mine, part, _values(part, ("name", "address"))) for part in item.venues],
    )
    yield (
        "organisers",
        item.organisers,
        [
            {
                "organisation": loading.find(
                    Organisation, part.organisation, "organisers", index, "organisation"
                ),
                "role": part.role,
            }
            for index, part in enumerate(item.organisers)
        ],
    )
    yield (
        "announcements",
        item.announcements,
        [
            part_row(
                Announcement,
                mine,
                part,
                {
                    **_values(part, ("kind", "on", "title", "body")),
                    "issued_by": loading.find_optional(
                        Organisation, part.issued_by, "announcements", index, "issued_by"
                    ),
                    "person": loading.find_optional(
                        Person, part.person, "announcements", index, "person"
                    ),
                },
            )
            for index, part in enumerate(item.announcements)
        ],
    )


def _find_host(series: Series, name: str | None) -> Host | None:
    if name is None:
        return None
    for host in series.hosts.all():
        if name in texts_of(host.name).values():
            return host
    raise ItemError(f"“{name}” is not among the hosts of the series", "host")


def part_row(
    model: type[Identified], mine: Q, part: KeyedPart, values: Mapping[str, Any]
) -> dict[str, Any]:
    """The row of a part for `sync_parts`: of the one that is there, or a new one with its name."""
    rows = model._base_manager.filter(mine)
    existing = rows.filter(key=part.key).first() or rows.filter(code=part.key).first()
    if existing is not None:
        return {"pk": existing.pk, **values}
    identity = {"key": part.key, **({"code": part.code} if part.code else {})}
    return {"pk": None, **identity, **values}


def _synced(name: str, sync: Callable[[], list[Any]]) -> list[Any]:
    """Run a sync; what it refuses is said of the list that stands in the file."""
    try:
        return sync()
    except PartError as error:
        raise ItemError("; ".join(error.messages), name, error.index) from None
    except ValidationError as error:
        raise ItemError("; ".join(error.messages), name) from None


def _cite_parts(
    loading: Loading,
    root: models.Model,
    name: str,
    parts: Sequence[CitedPart],
    kept: Sequence[Any],
) -> None:
    for index, (part, target) in enumerate(zip(parts, kept, strict=True)):
        try:
            rows = citation_rows(part.cite, loading, name, index)
            cite(actor=loading.actor, target=target, citations=rows, root=root)
        except ValidationError as error:
            raise ItemError("; ".join(error.messages), name, index, "cite") from None


def _identity(thing: Identified) -> dict[str, Any]:
    return {"key": reference(thing), "code": own_code(thing)}


def _dump_series() -> Iterator[dict[str, Any]]:
    for series in Series.objects.prefetch_related("hosts", "milestones").order_by("pk"):
        yield written(
            **_identity(series),
            **_values(series, _SERIES_COLUMNS),
            hosts=[written(name=host.name, country=host.country_id) for host in series.hosts.all()],
            milestones=[
                written(
                    **_identity(milestone),
                    **_values(milestone, ("on", "title", "description")),
                    cite=citations_of(milestone),
                )
                for milestone in series.milestones.all()
            ],
            cite=citations_of(series),
        )


def _dump_editions() -> Iterator[dict[str, Any]]:
    editions = Edition.objects.select_related("series", "host").prefetch_related(
        "topics",
        "venues",
        "organisers__organisation",
        "announcements__issued_by",
        "announcements__person",
    )
    for edition in editions.order_by("pk"):
        yield written(
            **_identity(edition),
            series=reference(edition.series),
            **_values(edition, _EDITION_COLUMNS),
            host=next(iter(texts_of(edition.host.name).values())) if edition.host else None,
            country=edition.country_id,
            state=edition.state,
            is_public=edition.is_public or None,
            topics=[
                written(**_identity(topic), name=topic.name, cite=citations_of(topic))
                for topic in edition.topics.all()
            ],
            venues=[
                written(
                    **_identity(venue),
                    **_values(venue, ("name", "address")),
                    cite=citations_of(venue),
                )
                for venue in edition.venues.all()
            ],
            organisers=[_written_organiser(each) for each in edition.organisers.all()],
            announcements=[_written_announcement(each) for each in edition.announcements.all()],
            cite=citations_of(edition),
        )


def _written_organiser(organiser: Organiser) -> dict[str, Any]:
    return written(
        organisation=reference(organiser.organisation),
        role=organiser.role,
        cite=citations_of(organiser),
    )


def _written_announcement(announcement: Announcement) -> dict[str, Any]:
    return written(
        **_identity(announcement),
        **_values(announcement, ("kind", "on", "title", "body")),
        issued_by=reference(announcement.issued_by),
        person=reference(announcement.person),
        cite=citations_of(announcement),
    )


register_kind(Kind("series", Series, SeriesItem, _load_series, _dump_series))
register_kind(Kind("editions", Edition, EditionItem, _load_edition, _dump_editions))
