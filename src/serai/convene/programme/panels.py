"""What the programme adds to the pages of others.

On the page of an edition its sections with the main activities; on the page of a person or an
organisation what they did in which edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from serai.convene.editions.models import Edition
from serai.convene.editions.panels import register_edition_panel
from serai.convene.editions.queries import public_editions
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.queries import SPEAKING_ROLES, place_of
from serai.convene.programme.released import (
    ReleasedActivity,
    ReleasedContribution,
    ReleasedProgramme,
    latest_programmes,
    programme_of,
)
from serai.convene.programme.released.things import Whole
from serai.convene.programme.wording import wording
from serai.foundation.directory.models import Organisation, Person
from serai.foundation.directory.panels import register_organisation_panel, register_person_panel
from serai.foundation.directory.queries import codes_of
from serai.foundation.web.templatetags.serai import translated
from serai.track.register.models import Record
from serai.track.register.panels import register_record_panel

Lines = Mapping[str, list[dict[str, str]]]


def programme_overview(edition: Edition) -> Mapping[str, Any] | None:
    """The sections, each with its main activities, or None while nothing of it is public.

    A section without a main activity shows the others that it has.
    """
    programme = programme_of(edition)
    if programme is None or not programme.activities:
        return None
    shown = programme.activities
    with_main = {activity.section for activity in shown if activity.is_main}
    activities = [
        each for each in shown
        if each.is_main or (each.section and each.section not in with_main)
    ]  # fmt: skip
    words = wording(edition)
    addresses = Addresses.public(edition)
    by_section: dict[str | None, list[dict[str, str]]] = {}
    for activity in activities:
        by_section.setdefault(activity.section, []).append({
            "href": addresses.of(activity),
            "title": translated(activity.title),
            "unknown": "" if activity.name else str(words.name),
        })  # fmt: skip
    groups = [
        {"title": translated(section.name), "lines": by_section.get(section.code, [])}
        for section in programme.sections
    ]
    if None in by_section:
        groups.append({"title": str(words.section), "lines": by_section[None]})
    return {
        "groups": groups,
        "programme_href": addresses.programme,
        "activity_count": len(activities),
        "section_count": len([group for group in groups if group["lines"]]),
    }


def _released() -> Iterator[tuple[Edition, ReleasedProgramme]]:
    """The public editions with a released programme, latest first."""
    editions = list(public_editions())
    programmes = latest_programmes(editions)
    for edition in editions:
        if edition.code in programmes:
            yield edition, programmes[edition.code]


def parts_of_person(person: Person) -> Lines | None:
    """What a person did in which public edition, latest first; None where that is nothing."""
    codes = codes_of(person)
    lines = [
        {
            "title": _title_of(programme, target),
            "href": reverse("programme:speaker", args=[edition.slug, part.person]),
            "role": part.role_label,
            "edition": translated(edition.name),
        }
        for edition, programme in _released()
        for target, part in programme.participations()
        if part.person in codes and part.role in SPEAKING_ROLES
    ]
    return {"lines": lines} if lines else None


def _title_of(programme: ReleasedProgramme, target: Whole) -> str:
    if isinstance(target, ReleasedContribution):
        return translated(target.title or capfirst(target.kind_label))
    _session, activity = place_of(programme, target)
    return translated(activity.title) if activity else ""


def _lines(found: Iterator[tuple[Edition, ReleasedActivity, str]]) -> Lines | None:
    lines = [
        {
            "title": translated(activity.title),
            "href": Addresses.public(edition).of(activity),
            "role": role,
            "edition": translated(edition.name),
        }
        for edition, activity, role in found
    ]
    return {"lines": lines} if lines else None


def activities_of_organisation(organisation: Organisation) -> Lines | None:
    """The public activities that an organisation holds; None where there is none."""
    codes = codes_of(organisation)
    return _lines(
        (edition, activity, "")
        for edition, programme in _released()
        for activity in programme.activities
        if any(organiser.code in codes for organiser in activity.organisers)
    )


def outcomes_of_record(record: Record) -> Lines | None:
    """The public activities in which a record was announced, signed or shown; None without any."""
    codes = codes_of(record)
    return _lines(
        (edition, activity, str(outcome.kind.label))
        for edition, programme in _released()
        for activity in programme.activities
        for outcome in activity.outcomes
        if outcome.record in codes
    )


register_edition_panel("programme", 20, "programme/panel.html", programme_overview)
register_person_panel(
    "programme", _("In conference programmes"), "programme/parts/lines_elsewhere.html",
    parts_of_person, 30,
)  # fmt: skip
register_organisation_panel(
    "programme", _("Held in conference programmes"), "programme/parts/lines_elsewhere.html",
    activities_of_organisation, 30,
)  # fmt: skip
register_record_panel(
    "programme", _("At conferences"), "programme/parts/lines_elsewhere.html",
    outcomes_of_record, 30,
)  # fmt: skip
