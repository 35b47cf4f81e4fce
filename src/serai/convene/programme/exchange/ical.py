"""Sessions as iCalendar (RFC 5545, with the properties of RFC 7986).

A session has the same UID in every file and release; SEQUENCE is the number of the release and
DTSTAMP its moment, so calendars that subscribe take over what has moved. A session that an earlier
release had and the latest has not is CANCELLED: left out, it would stay in every calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language, gettext
from icalendar import Calendar, Event, Timezone, vDuration, vText

from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.identity import guid_of
from serai.convene.programme.released import (
    PROGRAMME,
    ReleasedContribution,
    ReleasedProgramme,
    ReleasedSession,
    programme_in,
)
from serai.foundation.releases.models import Release
from serai.foundation.releases.queries import Version, releases_of
from serai.foundation.translation import render_text

CONTENT_TYPE = "text/calendar; charset=utf-8"
LOOK_AGAIN = timedelta(hours=1)
"""How often calendars that subscribe are asked to look for a new release."""
MARGIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class RemovedSession:
    """A session that is no longer held, with the last programme that had it."""

    session: ReleasedSession
    programme: ReleasedProgramme
    since: int
    """The number of the first release without it."""


def removed_sessions(edition: Edition) -> tuple[RemovedSession, ...]:
    """The sessions that earlier releases of a programme had and the latest has not."""
    rows = releases_of(PROGRAMME, edition.code).values_list("pk", "digest", "forgotten")
    return _removed(tuple(Version(*row) for row in rows))


@lru_cache(maxsize=50)
def _removed(versions: tuple[Version, ...]) -> tuple[RemovedSession, ...]:
    """``versions`` are the releases, the latest first."""
    by_key = Release.objects.in_bulk([version.release for version in versions])
    seen: set[str] = set()
    removed = []
    since = 0
    for place, version in enumerate(versions):
        programme = programme_in(by_key[version.release])
        for session in programme.sessions:
            if session.code not in seen and place:
                removed.append(RemovedSession(session, programme, since))
            seen.add(session.code)
        since = programme.number or 0
    return tuple(removed)


def calendar(
    name: str,
    programme: ReleasedProgramme,
    sessions: Iterable[ReleasedSession],
    removed: Iterable[RemovedSession] = (),
    *,
    base: str,
) -> bytes:
    """Write sessions of a programme as a calendar of that name, in the active language.

    ``base`` is the address below which the pages of the edition are. Sessions of which not even
    the day is known are left out.
    """
    held = [session for session in sessions if session.day]
    gone = [each for each in removed if each.session.day]
    made = Calendar()
    made.add("prodid", f"-//Serai//Programme//{(get_language() or 'en').upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    # As text: what the library does not know as such it would write without its escapes.
    made.add("name", vText(name))
    made.add("x-wr-calname", vText(name))
    made.add("x-wr-timezone", programme.time_zone)
    made.add("refresh-interval", vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(LOOK_AGAIN))
    if zone := _zone(programme.zone, [*held, *(each.session for each in gone)]):
        made.add_component(zone)
    for session in held:
        made.add_component(_event(programme, session, base))
    for each in gone:
        made.add_component(_cancelled(programme, each))
    return bytes(made.to_ical())


def _zone(zone: ZoneInfo, sessions: Iterable[ReleasedSession]) -> Timezone | None:
    """The zone with the changes of its clocks around the sessions; none where none has a time."""
    days = [session.starts_at.date() for session in sessions if session.starts_at]
    if not days:
        return None
    # From the year before, so that the change which holds at the first is among them.
    return Timezone.from_tzinfo(zone, zone.key, date(min(days).year - 1, 1, 1), max(days) + MARGIN)


def _event(programme: ReleasedProgramme, session: ReleasedSession, base: str) -> Event:
    event = Event()
    event.add("uid", guid_of(session.code))
    _add_moment(event, programme)
    event.add("sequence", programme.number or 0)
    event.add("summary", title_of(programme, session))
    _add_times(event, programme, session)
    if session.room:
        room = programme.room_named[session.room]
        place = [render_text(room.name).text, render_text(room.venue).text]
        event.add("location", ", ".join(filter(None, place)))
    if description := "\n".join(_description(programme, session)):
        event.add("description", description)
    section = programme.activity_named[session.activity].section
    if section:
        event.add("categories", [render_text(programme.section_named[section].name).text])
    event.add("url", f"{settings.BASE_URL}{base}sessions/{session.code}/")
    event.add("status", "CONFIRMED" if session.starts_at else "TENTATIVE")
    return event


def _cancelled(programme: ReleasedProgramme, gone: RemovedSession) -> Event:
    event = Event()
    event.add("uid", guid_of(gone.session.code))
    _add_moment(event, programme)
    event.add("sequence", gone.since)
    event.add("summary", title_of(gone.programme, gone.session))
    _add_times(event, gone.programme, gone.session)
    event.add("status", "CANCELLED")
    return event


def _add_moment(event: Event, programme: ReleasedProgramme) -> None:
    moment = (programme.at or datetime.now(UTC)).astimezone(UTC)
    event.add("dtstamp", moment)
    event.add("last-modified", moment)


def _add_times(event: Event, programme: ReleasedProgramme, session: ReleasedSession) -> None:
    """When it is: a session of which only the day is known takes the day without blocking it."""
    assert session.day is not None
    if session.starts_at is None:
        event.add("dtstart", session.day)
        event.add("dtend", session.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", session.starts_at.astimezone(programme.zone))
    if session.ends_at:
        event.add("dtend", session.ends_at.astimezone(programme.zone))


def title_of(programme: ReleasedProgramme, session: ReleasedSession) -> str:
    """The title of a session, or the name or kind of its activity."""
    return (
        render_text(session.title).text
        or render_text(programme.activity_named[session.activity].title).text
    )


def _description(programme: ReleasedProgramme, session: ReleasedSession) -> Iterator[str]:
    activity = render_text(programme.activity_named[session.activity].title).text
    if activity != title_of(programme, session):
        yield activity
    if people := programme.taking_part(session):
        yield gettext(", ").join(people)
    for contribution in programme.contributions_to(session):
        yield _talk(programme, contribution)
    if summary := render_text(session.summary).text:
        yield summary


def _talk(programme: ReleasedProgramme, contribution: ReleasedContribution) -> str:
    people = gettext(", ").join(
        programme.person(part.person).display_name() for part in contribution.participations
    )
    title = render_text(contribution.title).text or contribution.kind_label
    return f"{title} ({people})" if people else title
