"""The pages of a programme, for everybody and as previews at the desk.

Both are made here, so that a preview shows what the public will see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from serai.convene.editions.models import Edition
from serai.convene.programme import structured
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.companions import companions, programme_tabs
from serai.convene.programme.entries import codes_of
from serai.convene.programme.filters import Filters, read_filters
from serai.convene.programme.grid import placements
from serai.convene.programme.listing import compose
from serai.convene.programme.models import Access, Activity, Session
from serai.convene.programme.queries import TakingPart, outcomes_of, people_in, stated_in
from serai.convene.programme.released import (
    ReleasedActivity,
    ReleasedCitation,
    ReleasedContribution,
    ReleasedProgramme,
    ReleasedSession,
)
from serai.convene.programme.session_panels import session_panels
from serai.convene.programme.sources import Sources
from serai.convene.programme.times import clock, zone_name
from serai.convene.programme.wording import wording
from serai.foundation.web.context import language_name
from serai.track.evidence.footnotes import Footnotes


def programme_page(
    request: HttpRequest,
    edition: Edition,
    programme: ReleasedProgramme | None,
    *,
    is_preview: bool = False,
) -> HttpResponse:
    """The programme by day, section or topic; without one, that there is none. Raises
    ParameterError.
    """
    addresses = _addresses(edition, is_preview=is_preview)
    context: dict[str, Any] = {"addresses": addresses, "is_empty": True}
    if programme is not None:
        filters: Filters = read_filters(request.GET, codes_of(programme))
        listing = compose(edition, programme, filters, addresses)
        context |= {
            "programme": programme, "listing": listing, "is_empty": not programme.activities,
            "has_sections": bool(programme.sections), "is_filtered": filters.are_any,
            "filters": filters, "placements": placements(listing.days),
        }  # fmt: skip
    return _page(
        request, "programme/programme.html", edition, context,
        is_preview=is_preview, here="programme:programme",
    )  # fmt: skip


def activity_page(
    request: HttpRequest,
    edition: Edition,
    programme: ReleasedProgramme,
    code: str,
    *,
    is_preview: bool = False,
) -> HttpResponse:
    """One activity: what it is, who holds it, its sessions and its people."""
    activity = programme.activity_named.get(code)
    if activity is None:
        raise Http404
    addresses = _addresses(edition, is_preview=is_preview)
    contributions = list(programme.contributions_to(activity))
    people = people_in(programme, [activity, *contributions])
    context = {
        "addresses": addresses,
        "programme": programme,
        "activity": activity,
        "activity_title": activity.title,
        "is_named": bool(activity.name),
        "access": _access(activity),
        "languages": _languages(activity.languages),
        "section": programme.section_named.get(activity.section or ""),
        "topics": [programme.topic_named[topic] for topic in activity.topics],
        "sessions": [
            _session_stop(session, programme)
            for session in programme.sessions_of.get(activity.code, [])
        ],
        "people": people[activity.code],
        "contributions": _contributions(contributions, people),
        "outcomes": outcomes_of(activity),
        "stated": stated_in(activity),
        **_sources(
            Activity(), activity.citations,
            ["", "name", "summary"], ["section", "access", "languages", "topics"],
        ),
        "structured_data": structured.activity(activity, programme, edition, addresses),
    }  # fmt: skip
    return _page(request, "programme/activity.html", edition, context, is_preview=is_preview)


def session_page(
    request: HttpRequest,
    edition: Edition,
    programme: ReleasedProgramme,
    code: str,
    *,
    is_preview: bool = False,
) -> HttpResponse:
    """One session: when, where, of which activity, and who contributes what."""
    session = programme.session_named.get(code)
    if session is None:
        raise Http404
    activity = programme.activity_named[session.activity]
    addresses = _addresses(edition, is_preview=is_preview)
    contributions = list(programme.contributions_to(session))
    people = people_in(programme, [session, *contributions])
    context = {
        "addresses": addresses,
        "programme": programme,
        "session": session,
        "activity": activity,
        "activity_title": activity.title,
        "session_title": session.title or activity.title,
        "is_named": bool(activity.name or session.title),
        "is_activity_named": bool(activity.name),
        "when": _session_stop(session, programme),
        "access": _access(activity),
        "languages": _languages(session.languages or activity.languages),
        "topics": [programme.topic_named[topic] for topic in activity.topics],
        "people": people[session.code],
        "contributions": _contributions(contributions, people),
        "panels": [] if is_preview else list(session_panels(edition, programme, session)),
        **_sources(
            Session(), session.citations, ["", "title"], ["day", "starts_at", "room", "languages"]
        ),
        "structured_data": structured.session(session, programme, edition, addresses),
    }
    return _page(request, "programme/session.html", edition, context, is_preview=is_preview)


def _page(
    request: HttpRequest,
    template: str,
    edition: Edition,
    context: dict[str, Any],
    *,
    is_preview: bool,
    here: str = "",
) -> HttpResponse:
    return render(
        request,
        template,
        {
            "base_template": "web/desk.html" if is_preview else "web/public.html",
            "is_preview": is_preview,
            "edition": edition,
            "words": wording(edition),
            "companions": [] if is_preview else companions(),
            "tabs": [] if is_preview else programme_tabs(edition, here),
            **context,
        },
    )


def _sources(
    kind: Activity | Session,
    cited: Sequence[ReleasedCitation],
    opening: Sequence[str],
    facts: Sequence[str],
) -> dict[str, Any]:
    """The sources at the foot of a page, and the marks that lead there from its facts.

    ``kind`` stands for what the page is about, and names its fields.
    """
    notes = Footnotes(given=[(kind, Sources(cited).of(cited))])
    return {
        "notes": notes,
        "opening_marks": notes.mark(kind, *opening),
        "marks": {name: notes.mark(kind, name) for name in facts},
    }


def _addresses(edition: Edition, *, is_preview: bool) -> Addresses:
    return Addresses.preview(edition) if is_preview else Addresses.public(edition)


def _access(activity: ReleasedActivity) -> str:
    return "" if activity.access == Access.UNKNOWN else str(activity.access.label)


def _languages(codes: Sequence[str]) -> str:
    return _(", ").join(language_name(code) for code in codes)


def _contributions(
    contributions: Sequence[ReleasedContribution], people: Mapping[str, list[TakingPart]]
) -> list[dict[str, Any]]:
    return [{"contribution": each, "people": people[each.code]} for each in contributions]


def _session_stop(session: ReleasedSession, programme: ReleasedProgramme) -> dict[str, Any]:
    """When and where a session is, as far as it is known."""
    starts, zone = session.starts_at, programme.zone
    return {
        "session": session,
        "room": programme.room_named.get(session.room or ""),
        "day": session.day,
        "starts": clock(starts, zone) if starts else None,
        "ends": clock(session.ends_at, zone) if session.ends_at else None,
        "zone": zone_name(zone, starts) if starts else "",
    }
