"""Which editions there are, which is the current one, and which the rotation lets expect."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import Case, F, Prefetch, Value, When

from serai.convene.editions.models import (
    Announcement,
    Edition,
    EditionState,
    Host,
    Organiser,
    Series,
)
from serai.convene.editions.permissions import EditionRoles
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may


def public_editions() -> models.QuerySet[Edition]:
    """The editions that everybody may know of, latest first."""
    return _in_order(Edition.objects.filter(is_public=True)).select_related(
        "series", "country", "host"
    )


def editions_known_to(user: User) -> models.QuerySet[Edition]:
    """The editions at the desk of a user: those they have a role in, or all for the secretariat."""
    editions = _in_order(Edition.objects.select_related("series", "country", "host"))
    if may(user, "editions.manage_series"):
        return editions
    return editions.filter(pk__in=EditionRoles.of(user).by_edition)


def _in_order(editions: models.QuerySet[Edition]) -> models.QuerySet[Edition]:
    # An edition without dates lies ahead, whatever the database does with NULL.
    return editions.order_by(F("starts_on").desc(nulls_first=True), "-ordinal", "pk")


def current_edition(series: Series | None = None) -> Edition | None:
    """The public edition that is most worth showing: the running one, else the one open for
    registration, else the next announced, else the last concluded. None where there is none.
    """
    editions = public_editions()
    if series is not None:
        editions = editions.filter(series=series)
    nearest = Case(
        *(
            When(state=state, then=Value(rank))
            for rank, state in enumerate(
                (EditionState.RUNNING, EditionState.OPEN, EditionState.ANNOUNCED)
            )
        ),
        default=Value(9),
    )
    ahead = (
        editions.exclude(state=EditionState.CONCLUDED)
        .order_by(nearest, F("starts_on").asc(nulls_last=True), "ordinal", "pk")
        .first()
    )
    if ahead is not None:
        return ahead
    return editions.order_by(F("starts_on").desc(nulls_last=True), "-ordinal", "pk").first()


@dataclass(frozen=True, slots=True)
class ExpectedEdition:
    """What the rule of a series lets expect. Nobody has announced it."""

    series: Series
    ordinal: int
    host: Host | None
    year: int | None
    after: Edition


def expected_edition(series: Series) -> ExpectedEdition | None:
    """The edition that follows by the rotation of hosts and the interval of the series.

    None where the next edition is announced already, where there is no public edition to count
    from, or where the series has no rule.
    """
    editions = list(series.editions.filter(is_public=True).order_by("-ordinal")[:1])
    if not editions or editions[0].state == EditionState.ANNOUNCED:
        return None
    last = editions[0]
    hosts = list(series.hosts.all())
    year = None
    if series.interval_years and last.starts_on:
        year = last.starts_on.year + series.interval_years
    host = next_host(hosts, last)
    if host is None and year is None:
        return None
    return ExpectedEdition(series, last.ordinal + 1, host, year, last)


def next_host(hosts: list[Host], last: Edition | None) -> Host | None:
    """Whose turn it is after an edition: the host after its own, else counted by its ordinal."""
    if not hosts:
        return None
    if last is None:
        return hosts[0]
    turns = {host.pk: turn for turn, host in enumerate(hosts)}
    turn = turns.get(last.host_id, last.ordinal - 1) if last.host_id else last.ordinal - 1
    return hosts[(turn + 1) % len(hosts)]


def edition_after(edition: Edition) -> Edition | ExpectedEdition | None:
    """What comes after an edition: the next public one of its series, else the expected one."""
    following = (
        public_editions()
        .filter(series=edition.series_id, ordinal__gt=edition.ordinal)
        .order_by("ordinal")
        .first()
    )
    return following or expected_edition(edition.series)


def with_parts(editions: models.QuerySet[Edition]) -> models.QuerySet[Edition]:
    """Fetch what the page of an edition shows, in a constant number of statements."""
    return editions.prefetch_related(
        "topics",
        "venues",
        Prefetch("organisers", Organiser.objects.select_related("organisation__country")),
        Prefetch(
            "announcements",
            Announcement.objects.select_related("issued_by", "person").prefetch_related(
                "person__names"
            ),
        ),
    )
