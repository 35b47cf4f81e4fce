"""What somebody takes part in, ready to be shown: on the clocks of the edition and on their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.text import capfirst

from serai.convene.editions.models import Edition
from serai.convene.proceedings.permissions import RUNNING
from serai.convene.programme.models import Participation, Session
from serai.convene.programme.released import ReleasedProgramme
from serai.convene.programme.times import Clock, clock
from serai.convene.speakers.models import Answer, Speaker
from serai.convene.speakers.queries import answer_of, session_of
from serai.foundation.web.context import language_name


@dataclass(frozen=True, slots=True)
class Moment:
    """From when until when, on the clocks of one zone."""

    day: date
    starts: Clock
    ends: Clock | None
    zone: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that somebody takes part in.

    ``own`` is when it is on their own clocks, where these show something else. ``is_moved`` says
    that it was confirmed for another time, ``is_provisional`` that it is not released as it stands.
    """

    key: int
    title: str
    within: str
    """The activity, where the title does not say it."""
    role: str
    day: date | None
    when: Moment | None
    own: Moment | None
    room: str
    languages: tuple[str, ...]
    answer: Answer | None
    is_moved: bool
    is_provisional: bool
    session: Session | None
    is_running: bool
    """Whether they chair or moderate the session."""

    @property
    def is_timed(self) -> bool:
        """Whether calendars can hold it: it is released, with a time."""
        return self.when is not None and not self.is_provisional


def parts_of(
    participations: Sequence[Participation],
    edition: Edition,
    released: ReleasedProgramme | None,
    own_zone: str = "",
) -> Iterator[Part]:
    """Show what somebody takes part in, in the order given."""
    for each in participations:
        session = session_of(each)
        contribution = each.contribution
        activity = each.activity or (session and session.activity) or (
            contribution and contribution.activity
        )  # fmt: skip
        title = str(contribution or session or activity)
        within = str(activity) if activity else ""
        languages = (session and session.languages) or (activity and activity.languages) or ()
        when = _moment(session, edition.zone) if session else None
        own = _moment(session, ZoneInfo(own_zone)) if session and own_zone else None
        given = answer_of(each)
        yield Part(
            key=each.pk,
            title=title,
            within="" if within == title else within,
            role=capfirst(each.get_role_display()),
            day=session.day if session else None,
            when=when,
            own=own if own and when and own.starts.machine != when.starts.machine else None,
            room=str(session.room) if session and session.room else "",
            languages=tuple(language_name(code) for code in languages),
            answer=given,
            is_moved=bool(
                given and given.starts_at and given.starts_at != (session and session.starts_at)
            ),
            is_provisional=session is not None and not _is_released(session, released),
            session=session,
            is_running=session is not None and each.role in RUNNING,
        )


def _moment(session: Session, zone: ZoneInfo) -> Moment | None:
    if session.starts_at is None:
        return None
    return span(session.starts_at, session.ends_at, zone)


def span(starts_at: datetime, ends_at: datetime | None, zone: ZoneInfo) -> Moment:
    """From when until when, on the clocks of a zone."""
    return Moment(
        starts_at.astimezone(zone).date(),
        clock(starts_at, zone),
        clock(ends_at, zone) if ends_at else None,
        zone.key,
    )


def _is_released(session: Session, released: ReleasedProgramme | None) -> bool:
    said = released.session_named.get(session.code) if released else None
    return said is not None and (said.day, said.starts_at, said.ends_at, said.room) == (
        session.day, session.starts_at, session.ends_at, session.room and session.room.code,
    )  # fmt: skip


def needs_said(speaker: Speaker) -> bool:
    """Tell whether somebody has said anything of what they need."""
    return bool(
        speaker.is_remote or speaker.languages or speaker.equipment or speaker.accessibility
    )
