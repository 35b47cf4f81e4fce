"""The pages of a programme, for everybody and as previews at the desk.

Both are made here, so that a preview shows what the public will see.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from serai.convene.editions.models import Edition
from serai.convene.programme import structured
from serai.convene.programme.companions import companions
from serai.convene.programme.filters import Filters, read_filters
from serai.convene.programme.grid import placements
from serai.convene.programme.listing import Addresses, Programme, compose
from serai.convene.programme.models import Access, Activity, Disclosure, Session
from serai.convene.programme.queries import (
    activity_details,
    activity_title,
    people_in_order,
    session_details,
    shown_activities,
    shown_sessions,
)
from serai.convene.programme.times import clock, zone_name
from serai.convene.programme.wording import wording
from serai.foundation.web.context import language_name
from serai.track.evidence.footnotes import Footnotes


def programme_page(request: HttpRequest, edition: Edition, *, drafts: bool) -> HttpResponse:
    """The programme by day, section or topic. Raises ParameterError."""
    programme = Programme(edition, drafts=drafts)
    filters: Filters = read_filters(request.GET, programme.codes)
    addresses = _addresses(edition, drafts=drafts)
    listing = compose(programme, filters, addresses)
    context = {
        "addresses": addresses, "listing": listing, "has_sections": bool(programme.sections),
        "is_empty": not programme.activities, "is_filtered": bool(filters.chosen),
        "placements": placements(listing.days),
    }  # fmt: skip
    return _page(request, "programme/programme.html", edition, drafts=drafts, context=context)


def activity_page(
    request: HttpRequest, edition: Edition, code: str, *, drafts: bool
) -> HttpResponse:
    """One activity: what it is, who holds it, its sessions and its people."""
    activity = get_object_or_404(activity_details(shown_activities(drafts=drafts)), code=code)
    activity.edition = edition
    for session in activity.sessions.all():
        session.edition = edition
    addresses = _addresses(edition, drafts=drafts)
    context = {
        "addresses": addresses,
        "activity": activity,
        "activity_title": activity_title(activity),
        "is_named": activity.name_disclosure == Disclosure.KNOWN,
        "access": _access(activity),
        "languages": _languages(activity.languages),
        "sessions": [_session_stop(session, edition) for session in activity.sessions.all()],
        "people": people_in_order(activity.participations.all()),
        "stated": list(activity.stated.all()),
        **_sources(activity, ["", "name", "summary"], ["section", "access", "languages", "topics"]),
        "structured_data": structured.activity(activity, addresses),
    }
    return _page(request, "programme/activity.html", edition, drafts=drafts, context=context)


def session_page(
    request: HttpRequest, edition: Edition, code: str, *, drafts: bool
) -> HttpResponse:
    """One session: when, where, of which activity, and who contributes what."""
    session = get_object_or_404(session_details(shown_sessions(drafts=drafts)), code=code)
    session.edition = session.activity.edition = edition
    activity = session.activity
    addresses = _addresses(edition, drafts=drafts)
    named = activity.name_disclosure == Disclosure.KNOWN
    has_title = bool(str(session.title))
    context = {
        "addresses": addresses,
        "session": session,
        "activity": activity,
        "activity_title": activity_title(activity),
        "session_title": session.title if has_title else activity_title(activity),
        "is_named": named or has_title,
        "is_activity_named": named,
        "when": _session_stop(session, edition),
        "access": _access(activity),
        "languages": _languages(session.languages or activity.languages),
        "people": people_in_order(session.participations.all()),
        **_sources(session, ["", "title"], ["day", "starts_at", "room", "languages"]),
        "structured_data": structured.session(session, addresses),
    }
    return _page(request, "programme/session.html", edition, drafts=drafts, context=context)


def _page(
    request: HttpRequest,
    template: str,
    edition: Edition,
    *,
    drafts: bool,
    context: dict[str, Any],
) -> HttpResponse:
    return render(
        request,
        template,
        {
            "base_template": "web/desk.html" if drafts else "web/public.html",
            "is_preview": drafts,
            "edition": edition,
            "words": wording(edition),
            "companions": [] if drafts else companions(),
            **context,
        },
    )


def _sources(
    thing: Activity | Session, opening: Sequence[str], facts: Sequence[str]
) -> dict[str, Any]:
    """The sources at the foot of a page, and the marks that lead there from its facts."""
    notes = Footnotes([thing])
    return {
        "notes": notes,
        "opening_marks": notes.mark(thing, *opening),
        "marks": {name: notes.mark(thing, name) for name in facts},
    }


def _addresses(edition: Edition, *, drafts: bool) -> Addresses:
    return Addresses.preview(edition) if drafts else Addresses.public(edition)


def _access(activity: Activity) -> str:
    return "" if activity.access == Access.UNKNOWN else activity.get_access_display()


def _languages(codes: list[str]) -> str:
    return _(", ").join(language_name(code) for code in codes)


def _session_stop(session: Session, edition: Edition) -> dict[str, Any]:
    """When a session is, as far as it is known."""
    starts = session.starts_at
    return {
        "session": session,
        "day": session.day,
        "starts": clock(starts, edition.zone) if starts else None,
        "ends": clock(session.ends_at, edition.zone) if session.ends_at else None,
        "zone": zone_name(edition.zone, starts) if starts else "",
    }
