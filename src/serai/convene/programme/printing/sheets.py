"""What the printed programme says, as plain values in the active language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from serai.convene.editions.models import Edition
from serai.convene.editions.presentation import dates_of, place_of, plain_text
from serai.convene.programme.models import Access
from serai.convene.programme.released import ReleasedProgramme, ReleasedSession
from serai.convene.programme.times import zone_name
from serai.convene.programme.wording import Wording, wording
from serai.foundation.languages import RIGHT_TO_LEFT
from serai.foundation.translation import render_text
from serai.foundation.web.context import language_name
from serai.foundation.web.templatetags.serai import date_text, day_text

MOMENT = timedelta(minutes=30)
"""How long a session is drawn of which only the start is known."""


def sheet(programme: ReleasedProgramme, edition: Edition) -> dict[str, Any]:
    """Everything that stands on the sheets: heads and feet, rooms, and the sessions by day."""
    language = get_language() or settings.LANGUAGE_CODE
    words = wording(edition)
    days: dict[date | None, list[dict[str, Any]]] = {}
    for session in sorted(programme.sessions, key=_place):
        days.setdefault(session.day, []).append({
            **_session(session, programme, words),
            "href": reverse("programme:session", args=[edition.slug, session.code]),
        })  # fmt: skip
    used = {session.room for session in programme.sessions}
    number = programme.number or 0
    return {
        "language": language.partition("-")[0],
        "script": "hans" if language == "zh-hans" else "",
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "title": _text(edition.name),
        "place": plain_text(place_of(edition)),
        "dates": dates_of(edition),
        "heading": gettext("Programme"),
        "comma": gettext(", "),
        "zone": _zone(programme),
        "release": gettext("Release %(number)s") % {"number": number} if number else "",
        "released": date_text(programme.at.astimezone(programme.zone).date())
        if programme.at else "",
        "address": settings.BASE_URL + reverse("programme:programme", args=[edition.slug]),
        "rooms": [
            {"code": room.code, "name": _text(room.name)}
            for room in programme.rooms if room.code in used
        ],
        "days": [
            {"title": day_text(day) if day else str(words.day), "sessions": sessions}
            for day, sessions in days.items()
        ],
    }  # fmt: skip


def _place(session: ReleasedSession) -> tuple[Any, ...]:
    """Days in order, then those without; within a day the untimed last."""
    return (
        session.day is None, session.day or date.max, session.starts_at is None,
        session.starts_at.timestamp() if session.starts_at else 0.0, session.position,
    )  # fmt: skip


def _session(
    session: ReleasedSession, programme: ReleasedProgramme, words: Wording
) -> dict[str, Any]:
    activity, zone = programme.activity_named[session.activity], programme.zone
    called = capfirst(_text(activity.title) or str(activity.kind_label))
    title = _text(session.title)
    ends_at = session.ends_at or (session.starts_at + MOMENT if session.starts_at else None)
    languages = session.languages or activity.languages
    is_known = activity.access != Access.UNKNOWN
    access = [capfirst(str(Access(activity.access).label))] if is_known else []
    return {
        "starts": _clock(session.starts_at, zone),
        "ends": _clock(session.ends_at, zone),
        "from": _minutes(session.starts_at, zone, session.day),
        "until": _minutes(ends_at, zone, session.day),
        "time": "" if session.starts_at else str(words.time),
        "room": session.room or "",
        "room_name": _text(programme.room_named[session.room].name)
        if session.room else str(words.room),
        "title": title or called,
        "activity": called if title else "",
        "people": [programme.person(code).display_name() for code in programme.people_in(session)],
        "taking_part": programme.taking_part(session),
        "talks": [
            {
                "title": _text(each.title) or capfirst(each.kind_label),
                "people": programme.taking_part(each),
            }
            for each in programme.contributions_to(session)
        ],
        "marks": [*(language_name(code) for code in languages), *access],
    }  # fmt: skip


def _clock(moment: datetime | None, zone: Any) -> str:
    return f"{moment.astimezone(zone):%H:%M}" if moment else ""


def _minutes(moment: datetime | None, zone: Any, day: date | None) -> int:
    """Minutes on the clocks since a day began; more than 1,440 after the next midnight."""
    if moment is None or day is None:
        return -1
    local = moment.astimezone(zone)
    return (local.date() - day).days * 1440 + local.hour * 60 + local.minute


def _zone(programme: ReleasedProgramme) -> str:
    first = next((each.starts_at for each in programme.sessions if each.starts_at), None)
    if first is None:
        return ""
    return gettext("All times: %(zone)s") % {"zone": zone_name(programme.zone, first)}


def _text(value: object) -> str:
    return render_text(value).text
