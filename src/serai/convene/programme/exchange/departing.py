"""The released programme as a schedule for other programs."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from math import gcd

from django.conf import settings
from django.urls import reverse

from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.foreign import with_foreign
from serai.convene.programme.exchange.identity import guid_of, number_of
from serai.convene.programme.exchange.schedule import (
    Day,
    Event,
    Schedule,
    SchedulePerson,
    ScheduleRoom,
)
from serai.convene.programme.released import ReleasedProgramme, ReleasedSession
from serai.foundation.translation import render_text

HOUR = timedelta(hours=1)
"""How long a session is taken to be whose end nobody has announced."""


def schedule_of(programme: ReleasedProgramme, edition: Edition) -> Schedule:
    """Write a programme as a schedule in the active language.

    What has no time of day is left out: such a file cannot hold it. The other parts of a session,
    the contributions, are not events of their own; those who speak in them speak in the event.
    """
    events = tuple(
        _event(session, session.starts_at, programme, edition)
        for session in programme.sessions
        if session.starts_at
    )
    zone = programme.zone
    days = sorted({event.starts_at.astimezone(zone).date() for event in events})
    return Schedule(
        title=_text(edition.name),
        acronym=edition.slug,
        version=str(programme.number or ""),
        starts_on=days[0] if days else edition.starts_on,
        ends_on=days[-1] if days else edition.last_day,
        step=_step(events),
        time_zone=programme.time_zone,
        address=settings.BASE_URL + reverse("programme:programme", args=[edition.slug]),
        days=tuple(
            Day(
                day,
                datetime.combine(day, time(), tzinfo=zone),
                datetime.combine(day + timedelta(days=1), time(), tzinfo=zone),
            )
            for day in days
        ),
        rooms=tuple(
            ScheduleRoom(_text(room.name), room.capacity, _text(room.venue), guid_of(room.code))
            for room in programme.rooms
        ),
        events=events,
    )


def _event(
    session: ReleasedSession, starts_at: datetime, programme: ReleasedProgramme, edition: Edition
) -> Event:
    activity = programme.activity_named[session.activity]
    track = _text(activity.title)
    speaking = programme.people_in(session)
    languages = session.languages or activity.languages
    address = reverse("programme:session", args=[edition.slug, session.code])
    event = Event(
        title=_text(session.title) or track,
        starts_at=starts_at,
        duration=session.ends_at - starts_at if session.ends_at else HOUR,
        room=_text(programme.room_named[session.room].name) if session.room else "",
        number=number_of(session.code),
        guid=guid_of(session.code),
        slug=f"{edition.slug}-{session.code}",
        track=track,
        kind=str(activity.kind),
        language=languages[0].partition("-")[0] if languages else "",
        abstract=_text(session.summary),
        description=_text(session.description),
        address=settings.BASE_URL + address,
        persons=tuple(
            SchedulePerson(programme.person(code).display_name(), number_of(code))
            for code in speaking
        ),
    )
    return with_foreign(event, session.foreign, speaking) if session.foreign else event


def _text(value: object) -> str:
    return render_text(value).text


def _step(events: tuple[Event, ...]) -> timedelta:
    """The longest slot of which every start and every length is a whole number."""
    minutes = 0
    for event in events:
        start = event.starts_at
        minutes = gcd(
            minutes, start.hour * 60 + start.minute, int(event.duration.total_seconds() // 60)
        )
    return timedelta(minutes=minutes or 5)
