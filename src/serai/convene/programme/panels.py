"""What the programme adds to the pages of others.

On the page of an edition its sections with the main activities; on the page of a person or an
organisation what they did in which edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from serai.convene.editions.models import Edition
from serai.convene.editions.panels import register_edition_panel
from serai.convene.programme.listing import Addresses
from serai.convene.programme.models import (
    Activity,
    Disclosure,
    Outcome,
    Participation,
    Section,
)
from serai.convene.programme.queries import shown_activities, shown_participations
from serai.convene.programme.wording import wording
from serai.foundation.directory.models import Organisation, Person
from serai.foundation.directory.panels import register_organisation_panel, register_person_panel
from serai.foundation.web.templatetags.serai import translated
from serai.track.register.models import Record
from serai.track.register.panels import register_record_panel


def programme_overview(edition: Edition) -> Mapping[str, Any] | None:
    """The sections, each with its main activities, or None while nothing of it is public.

    A section without a main activity shows the others that it has.
    """
    shown = list(shown_activities())
    if not shown:
        return None
    with_main = {activity.section_id for activity in shown if activity.is_main}
    activities = [
        each for each in shown
        if each.is_main or (each.section_id and each.section_id not in with_main)
    ]  # fmt: skip
    words = wording(edition)
    addresses = Addresses.public(edition)
    by_section: dict[int | None, list[dict[str, str]]] = {}
    for activity in activities:
        by_section.setdefault(activity.section_id, []).append(
            _line(activity, addresses, words.name)
        )
    groups = [
        {"title": translated(section.name), "lines": by_section.get(section.pk, [])}
        for section in Section.objects.all()
    ]
    if None in by_section:
        groups.append({"title": str(words.section), "lines": by_section[None]})
    return {
        "groups": groups,
        "programme_href": addresses.programme,
        "activity_count": len(activities),
        "section_count": len([group for group in groups if group["lines"]]),
    }


def _line(activity: Activity, addresses: Addresses, unknown: Any) -> dict[str, str]:
    is_named = activity.name_disclosure == Disclosure.KNOWN
    return {
        "href": addresses.of(activity),
        "title": translated(activity.name) if is_named else capfirst(activity.get_kind_display()),
        "unknown": "" if is_named else str(unknown),
    }


def parts_of_person(person: Person) -> Mapping[str, Any] | None:
    """What a person did in which public edition, latest first; None where that is nothing."""
    found = (
        shown_participations()
        .filter(person=person, edition__is_public=True)
        .select_related(
            "edition", "activity__edition", "session__edition", "session__activity",
            "contribution__activity__edition", "contribution__session__edition",
        )
        .order_by(F("edition__starts_on").desc(nulls_last=True), "position", "pk")
    )  # fmt: skip
    lines = [
        {
            "title": _title_of(part),
            "href": reverse("programme:speaker", args=[part.edition.slug, person.code]),
            "role": part.get_role_display(),
            "edition": translated(part.edition.name),
        }
        for part in found
    ]
    return {"lines": lines} if lines else None


def _title_of(part: Participation) -> str:
    contribution = part.contribution
    if contribution is not None:
        if contribution.title_disclosure == Disclosure.KNOWN:
            return translated(contribution.title)
        return capfirst(contribution.get_kind_display())
    activity = part.session.activity if part.session else part.activity
    assert activity is not None
    return translated(activity.name) or capfirst(activity.get_kind_display())


def activities_of_organisation(organisation: Organisation) -> Mapping[str, Any] | None:
    """The public activities that an organisation holds; None where there is none."""
    held = (
        shown_activities()
        .filter(organisers__organisation=organisation, edition__is_public=True)
        .select_related("edition")
        .order_by(F("edition__starts_on").desc(nulls_last=True), "position", "pk")
    )
    lines = [
        {
            "title": translated(activity.name) or capfirst(activity.get_kind_display()),
            "href": activity.get_absolute_url(),
            "edition": translated(activity.edition.name),
        }
        for activity in held
    ]
    return {"lines": lines} if lines else None


def outcomes_of_record(record: Record) -> Mapping[str, Any] | None:
    """The public activities in which a record was announced, signed or shown; None without any."""
    found = (
        Outcome.objects.filter(
            record=record, activity__is_public=True, activity__edition__is_public=True
        )
        .select_related("activity__edition")
        .order_by(F("activity__edition__starts_on").desc(nulls_last=True), "position", "pk")
    )
    lines = [
        {
            "title": translated(outcome.activity.name) or str(outcome.activity),
            "href": outcome.activity.get_absolute_url(),
            "role": outcome.get_kind_display(),
            "edition": translated(outcome.activity.edition.name),
        }
        for outcome in found
    ]
    return {"lines": lines} if lines else None


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
