"""What the board shows, as JSON values: everything that is needed to judge a move is sent once.

Places are a day (ISO 8601), minutes after midnight on the clocks of the edition, and the code of a
room; where the hours go on past midnight, so do the minutes of a day. All of it is read inside the
scope of the edition, with a constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from babel.dates import format_skeleton
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import get_language

from serai.convene.editions.models import Edition
from serai.convene.programme.models import ActivityKind, Participation, Room, Section, Session
from serai.convene.timetable.additions import additions_of
from serai.convene.timetable.clocks import (
    MINUTES_OF_DAY,
    ONE_DAY,
    daily_parts,
    days_between,
    on_clock,
)
from serai.convene.timetable.models import Availability, Frame
from serai.convene.timetable.rules import rules_of_edition
from serai.foundation.directory.models import Person
from serai.foundation.languages import locale_of
from serai.foundation.record.queries import revision
from serai.foundation.translation import render_text

Json = dict[str, Any]

EXCLUSIVE = frozenset({ActivityKind.CEREMONY, ActivityKind.PLENARY, ActivityKind.MINISTERS_MEETING})
"""Kinds of activities beside which nothing else should run."""
BESIDE = frozenset({ActivityKind.EXHIBITION})
"""Kinds that may run beside those all the same."""
END_OF: Mapping[str, Literal["first", "last"]] = {
    ActivityKind.CEREMONY: "first",
    ActivityKind.SIGNING: "last",
    ActivityKind.RESULTS: "last",
}
"""Kinds of activities that begin or end a conference."""
MOST_DAYS = 31


def frame_of(edition: Edition) -> Frame:
    """Return the hours of an edition; the usual ones where it has set none."""
    return Frame.objects.filter(edition=edition).first() or Frame(edition=edition)


def days_of(edition: Edition, sessions: Iterable[Json]) -> list[date]:
    """Return the days of an edition, and those on which the board has sessions besides."""
    days = {date.fromisoformat(session["day"]) for session in sessions if session["day"]}
    if edition.starts_on and edition.last_day:
        days |= set(list(days_between(edition.starts_on, edition.last_day))[:MOST_DAYS])
    return sorted(days)


def board_state(edition: Edition) -> Json:
    """Return the whole board. ``revision`` is the state of the record that it shows, or older."""
    # Read first: what happens while the rest is read is then asked for again, and never missed.
    number = revision()
    frame = frame_of(edition)
    sessions = list(Session.objects.select_related("activity__section", "room", "edition"))
    shown = sessions_shown(edition, sessions, frame)
    people = {person for each in shown for person in each["people"]}
    times = _availabilities(edition)
    rooms = list(Room.objects.select_related("venue", "edition"))
    booths = booths_in(rooms)
    opens, closes = hours_around(frame, shown)
    language = get_language()
    return {
        "revision": number,
        "opens": opens,
        "closes": closes,
        "step": frame.step,
        "walking": frame.walking,
        "days": [
            {
                "date": day.isoformat(),
                "label": capfirst(format_skeleton("MMMMEEEEd", day, locale=locale_of())),
                "short": capfirst(format_skeleton("MMMEd", day, locale=locale_of())),
                "next": capfirst(format_skeleton("MMMMEEEEd", day + ONE_DAY, locale=locale_of())),
            }
            for day in days_of(edition, shown)
        ],
        "rooms": [
            {
                "id": room.code,
                "name": str(room),
                "seats": room.capacity,
                "venue": room.venue.code if room.venue else "",
                "venue_name": str(room.venue or ""),
                "equipment": room.equipment,
                "booths": booths[room.code],
                "href": room.get_desk_url(),
            }
            for room in rooms
        ],
        "sections": [
            {"id": section.code, "name": str(section)} for section in Section.objects.all()
        ],
        "people": {
            person.code: person.display_name(language)
            for person in Person.objects.filter(
                code__in=people | {each["of"] for each in times}
            ).prefetch_related("names")
        },
        "sessions": shown,
        "times": times,
        "rules": {
            kind.value: {"name": str(kind.label), "level": level.value, "weight": weight}
            for kind, (level, weight) in rules_of_edition().items()
        },
        **additions_of(edition).board,
    }


def booths_in(rooms: Iterable[Room]) -> dict[str, int | None]:
    """Return how many booths each room has, by its code.

    As soon as it is said of one room, those of which nothing is said have none; before, None.
    """
    booths = {room.code: room.booths for room in rooms}
    if all(number is None for number in booths.values()):
        return booths
    return {code: number or 0 for code, number in booths.items()}


def sessions_shown(edition: Edition, sessions: Iterable[Session], frame: Frame) -> list[Json]:
    """Return sessions as the board shows them, each with the people that take part in it."""
    listed = list(sessions)
    keys = [session.pk for session in listed]
    people: dict[int, dict[str, None]] = defaultdict(dict)
    parts = Participation.objects.filter(
        Q(session__in=keys) | Q(contribution__session__in=keys)
    ).values_list("session", "contribution__session", "person__code")
    for of_session, of_contribution, code in parts:
        people[of_session or of_contribution][code] = None
    late = frame.minutes[1] - MINUTES_OF_DAY
    return [_session(edition, session, list(people[session.pk]), late) for session in listed]


def _session(edition: Edition, session: Session, people: list[str], late: int) -> Json:
    activity, day, start = session.activity, session.day, None
    if session.starts_at:
        day, start = on_clock(session.starts_at, edition.zone, late)
    return {
        "id": session.code,
        "title": render_text(session.title).text or str(activity),
        "activity": activity.code,
        "activity_name": str(activity),
        "kind": capfirst(activity.get_kind_display()),
        "section": activity.section.code if activity.section else "",
        "exclusive": activity.kind in EXCLUSIVE,
        "beside": activity.kind in BESIDE,
        "end": END_OF.get(activity.kind, ""),
        "order": session.position,
        "day": day.isoformat() if day else None,
        "start": start,
        "minutes": session.minutes,
        "room": session.room.code if session.room else None,
        "people": people,
        "expected": session.expected,
        "equipment": session.equipment,
        "languages": session.held_in,
        "locked": session.is_locked,
        "href": session.get_desk_url(),
    }


def hours_around(frame: Frame, sessions: Iterable[Json]) -> tuple[int, int]:
    """The hours of the frame, and whole hours around what of some sessions is outside of them."""
    opens, closes = frame.minutes
    for session in sessions:
        if session["start"] is not None:
            end = session["start"] + (session["minutes"] or frame.step)
            if session["start"] < opens:
                opens = session["start"] // 60 * 60
            if end > closes:
                closes = -(-end // 60) * 60
    return opens, closes


def _availabilities(edition: Edition) -> list[Json]:
    rows = Availability.objects.select_related("person", "room", "edition")
    return [
        {
            "of": row.of,
            "presence": row.presence,
            "note": row.why,
            "day": day.isoformat(),
            "start": start,
            "end": end,
        }
        for row in rows
        for starts_at, ends_at in row.spans()
        for day, start, end in daily_parts(starts_at, ends_at, edition.zone)
    ]
