"""Series and editions for tests, with as little filled in as each needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from serai.convene.editions.models import (
    Announcement,
    AnnouncementKind,
    Edition,
    EditionRole,
    EditionRoleAssignment,
    FocusTopic,
    Host,
    Milestone,
    Organiser,
    OrganiserRole,
    Series,
    Venue,
)
from serai.foundation.accounts.models import User
from serai.foundation.dates import PartialDate
from serai.foundation.directory.models import Organisation

_numbers = count(1)


def make_series(*, hosts: Sequence[str] = (), **fields: Any) -> Series:
    """A series, with the places that hold it in turn."""
    number = next(_numbers)
    fields.setdefault("slug", f"series-{number}")
    fields.setdefault("name", {"en": f"Conference series {number}"})
    series = Series.objects.create(**fields)
    for position, name in enumerate(hosts):
        Host.objects.create(series=series, name={"en": name}, position=position)
    return series


def make_edition(*, series: Series | None = None, **fields: Any) -> Edition:
    """A public edition of two days in November 2023; the next ordinal of its series."""
    series = series or make_series()
    number = next(_numbers)
    fields.setdefault("ordinal", series.editions.count() + 1)
    fields.setdefault("slug", f"edition-{number}")
    fields.setdefault("name", {"en": f"Conference {number}"})
    fields.setdefault("city", {"en": "Chongqing"})
    fields.setdefault("starts_on", date(2023, 11, 6))
    fields.setdefault("ends_on", date(2023, 11, 7))
    fields.setdefault("time_zone", "Asia/Shanghai")
    fields.setdefault("languages", ["en", "zh-hans"])
    fields.setdefault("is_public", True)
    return Edition.objects.create(series=series, **fields)


def make_milestone(*, series: Series, on: str = "2015-11", **fields: Any) -> Milestone:
    """A step on the way of a series."""
    fields.setdefault("title", {"en": "Plan adopted"})
    return Milestone.objects.create(series=series, on=PartialDate.parse(on), **fields)


def make_topic(*, edition: Edition, **fields: Any) -> FocusTopic:
    """A focus topic, after those there are."""
    position = edition.topics.count()
    fields.setdefault("name", {"en": f"Topic {position + 1}"})
    fields.setdefault("position", position)
    return FocusTopic.objects.create(edition=edition, **fields)


def make_venue(*, edition: Edition, **fields: Any) -> Venue:
    """A place where an edition is held."""
    fields.setdefault("name", {"en": "Congress Hall"})
    return Venue.objects.create(edition=edition, **fields)


def make_organiser(
    *, edition: Edition, organisation: Organisation | None = None, **fields: Any
) -> Organiser:
    """A co-sponsor, after the organisers there are."""
    position = edition.organisers.count()
    if organisation is None:
        organisation = Organisation.objects.create(name={"en": f"Ministry {next(_numbers)}"})
    fields.setdefault("role", OrganiserRole.CO_SPONSOR)
    fields.setdefault("position", position)
    return Organiser.objects.create(edition=edition, organisation=organisation, **fields)


def make_announcement(*, edition: Edition, on: str = "2023-10-18", **fields: Any) -> Announcement:
    """A dated item of news about an edition."""
    fields.setdefault("kind", AnnouncementKind.PRESS_CONFERENCE)
    fields.setdefault("title", {"en": "Press conference"})
    return Announcement.objects.create(edition=edition, on=PartialDate.parse(on), **fields)


def entrust(user: User, edition: Edition, role: EditionRole) -> EditionRoleAssignment:
    """Give a user a role in an edition."""
    return EditionRoleAssignment.objects.create(user=user, edition=edition, role=role)
