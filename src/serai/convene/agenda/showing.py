"""An agenda ready to be shown: by day, with what overlaps and which ways are short."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from serai.convene.agenda.clashes import Stop, overlaps, short_ways
from serai.convene.programme.exchange.ical import title_of
from serai.convene.programme.released import ReleasedProgramme, ReleasedSession
from serai.convene.programme.times import Clock, clock
from serai.foundation.translation import render_text
from serai.foundation.web.templatetags.serai import day_text

MOMENT = timedelta(minutes=30)
"""How long a session is taken to be of which only the start is known."""


@dataclass(slots=True)
class AgendaLine:
    """A starred session, with the notes about it."""

    code: str
    title: str
    room: str
    starts: Clock | None
    ends: Clock | None
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class AgendaDay:
    """A day of an agenda; without a title, the day is not known."""

    title: str
    lines: list[AgendaLine]


def agenda_days(programme: ReleasedProgramme, codes: Collection[str]) -> list[AgendaDay]:
    """The starred sessions of a released programme. Those it no longer has are left out."""
    wanted = set(codes)
    starred = [session for session in programme.sessions if session.code in wanted]
    starred.sort(key=_order)
    lines = {session.code: _line(programme, session) for session in starred}
    _add_notes(programme, starred, lines)
    return [
        AgendaDay(day_text(day) if day else "", [lines[session.code] for session in sessions])
        for day, sessions in groupby(starred, key=lambda session: session.day)
    ]


def _order(session: ReleasedSession) -> tuple[date, datetime]:
    # What is not known stands last.
    return session.day or date.max, session.starts_at or datetime.max.replace(tzinfo=UTC)


def _line(programme: ReleasedProgramme, session: ReleasedSession) -> AgendaLine:
    return AgendaLine(
        session.code,
        title_of(programme, session),
        render_text(programme.room_named[session.room].name).text if session.room else "",
        clock(session.starts_at, programme.zone) if session.starts_at else None,
        clock(session.ends_at, programme.zone) if session.ends_at else None,
    )


def _add_notes(
    programme: ReleasedProgramme, starred: list[ReleasedSession], lines: dict[str, AgendaLine]
) -> None:
    stops = [
        Stop(each.code, each.starts_at, each.ends_at or each.starts_at + MOMENT, each.room or "")
        for each in starred
        if each.starts_at
    ]
    for overlap in overlaps(stops):
        note = _("At the same time as “%(title)s”")
        lines[overlap.later].notes.append(note % {"title": lines[overlap.earlier].title})
        lines[overlap.earlier].notes.append(note % {"title": lines[overlap.later].title})
    for way in short_ways(stops):
        earlier, later = lines[way.earlier].room, lines[way.later].room
        if earlier and later:
            lines[way.later].notes.append(
                _("Minutes from %(from)s to %(to)s: %(count)s")
                % {"count": way.minutes, "from": earlier, "to": later}
            )
