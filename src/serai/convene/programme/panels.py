"""The programme on the page of its edition: its sections with the main activities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst

from serai.convene.editions.models import Edition
from serai.convene.editions.panels import register_edition_panel
from serai.convene.programme.listing import Addresses
from serai.convene.programme.models import Activity, Disclosure, Section
from serai.convene.programme.queries import shown_activities
from serai.convene.programme.wording import wording
from serai.foundation.web.templatetags.serai import translated


def programme_overview(edition: Edition) -> Mapping[str, Any] | None:
    """The sections, each with its main activities, or None while nothing of it is public."""
    activities = list(shown_activities().filter(is_main=True))
    if not activities:
        return None
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


register_edition_panel("programme", 20, "programme/panel.html", programme_overview)
