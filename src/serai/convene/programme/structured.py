"""Activities and sessions for machines, in the words of schema.org."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from serai.convene.editions.models import Edition
from serai.convene.programme.listing import Addresses
from serai.convene.programme.models import Activity, Session
from serai.convene.programme.queries import activity_title
from serai.foundation.translation import render_text
from serai.foundation.web.structured_data import structured_data


def activity(target: Activity, addresses: Addresses) -> SafeString:
    """An activity as an Event with its sessions as sub-events. What is not known is left out."""
    sessions = list(target.sessions.all())
    dated = [each for each in sessions if each.day]
    days = sorted(each.day for each in dated if each.day)
    return structured_data({
        **_activity(target, addresses),
        "description": render_text(target.summary).text,
        "startDate": _local(dated[0], dated[0].starts_at) if len(dated) == 1
        else days[0].isoformat() if days else None,
        "endDate": days[-1].isoformat() if len(days) > 1 else None,
        "inLanguage": target.languages,
        "organizer": [
            {"@type": "Organization", "name": str(each.organisation)}
            for each in target.organisers.all()
        ],
        "performer": _people(target.participations.all()),
        "superEvent": _edition(target.edition),
        "location": _place(target.edition),
        "subEvent": [_session(each, addresses) for each in sessions],
    })  # fmt: skip


def session(target: Session, addresses: Addresses) -> SafeString:
    """A session as an Event that is part of its activity."""
    people = [*target.participations.all()]
    for contribution in target.contributions.all():
        people += contribution.participations.all()
    return structured_data({
        **_session(target, addresses),
        "inLanguage": target.languages or target.activity.languages,
        "performer": _people(people),
        "superEvent": {**_activity(target.activity, addresses),
                       "superEvent": _edition(target.edition)},
    })  # fmt: skip


def _activity(target: Activity, addresses: Addresses) -> dict[str, Any]:
    return {
        "@type": "Event",
        "name": render_text(activity_title(target)).text,
        "url": settings.BASE_URL + addresses.of(target),
    }


def _session(target: Session, addresses: Addresses) -> dict[str, Any]:
    room = target.room
    title = render_text(target.title).text
    return {
        "@type": "Event",
        "name": title or render_text(activity_title(target.activity)).text,
        "url": settings.BASE_URL + addresses.of(target),
        "startDate": _local(target, target.starts_at),
        "endDate": _local(target, target.ends_at) if target.ends_at else None,
        "location": {
            "@type": "Place",
            "name": str(room),
            "containedInPlace": {"@type": "Place", "name": str(room.venue)} if room.venue else None,
            "maximumAttendeeCapacity": room.capacity,
        }
        if room
        else _place(target.edition),
    }


def _local(target: Session, moment: Any) -> str | None:
    if moment is not None:
        return str(moment.astimezone(target.edition.zone).isoformat())
    return target.day.isoformat() if target.day else None


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "@type": "Event",
        "name": render_text(edition.name).text,
        "url": settings.BASE_URL + edition.get_absolute_url(),
        "startDate": edition.starts_on.isoformat() if edition.starts_on else None,
        "endDate": edition.ends_on.isoformat() if edition.ends_on else None,
        "location": _place(edition),
    }


def _place(edition: Edition) -> dict[str, Any] | None:
    city = render_text(edition.city).text
    if not city:
        return None
    return {
        "@type": "Place",
        "name": city,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": city,
            "addressCountry": edition.country_id,
        },
    }


def _people(participations: Any) -> list[dict[str, Any]]:
    found = {part.person_id: part.person.display_name() for part in participations}
    return [{"@type": "Person", "name": name} for name in found.values()]
