"""Reading what the pages of single activities, sessions and speakers show.

All of it must be asked inside the scope of the edition. What is public is decided by the activity:
a session, a contribution and a person's part in them are shown where their activity is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language

from serai.convene.editions.models import Edition
from serai.convene.programme.conflicts import Booking, Conflict, Resource, find_conflicts
from serai.convene.programme.listing import Addresses
from serai.convene.programme.models import (
    Activity,
    ActivityOrganiser,
    Contribution,
    Disclosure,
    Outcome,
    Participation,
    ParticipationRole,
    Session,
)
from serai.convene.programme.times import Clock, clock
from serai.convene.programme.wording import wording
from serai.foundation.directory.models import Person
from serai.track.evidence.models import Citation, Claim, Review
from serai.track.register.queries import published

SPEAKING_ROLES = frozenset(ParticipationRole.values) - {ParticipationRole.INTERPRETER.value}


def shown_activities(*, drafts: bool = False) -> QuerySet[Activity]:
    """The activities that a page may show; all of them for those who may read drafts."""
    activities: QuerySet[Activity] = Activity.objects.all()
    return activities if drafts else activities.filter(is_public=True)


def shown_sessions(*, drafts: bool = False) -> QuerySet[Session]:
    """The sessions of the activities that a page may show."""
    sessions: QuerySet[Session] = Session.objects.all()
    return sessions if drafts else sessions.filter(activity__is_public=True)


def shown_participations(*, drafts: bool = False) -> QuerySet[Participation]:
    """Who speaks or chairs, in the activities that a page may show.

    A contribution whose activity is not known is shown as such.
    """
    found: QuerySet[Participation] = Participation.objects.filter(role__in=SPEAKING_ROLES)
    if drafts:
        return found
    return found.filter(
        Q(activity__is_public=True)
        | Q(session__activity__is_public=True)
        | Q(contribution__activity__is_public=True)
        | Q(contribution__isnull=False, contribution__activity=None)
    )


def _with_people(participations: QuerySet[Participation]) -> QuerySet[Participation]:
    return participations.select_related("person__country").prefetch_related("person__names")


def _cited(name: str = "citations") -> Prefetch[str]:
    return Prefetch(name, Citation.objects.select_related("source__publisher"))


def _people(name: str = "participations") -> Prefetch[str]:
    return Prefetch(name, _with_people(Participation.objects.all()))


def activity_details(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Fetch what the page of an activity shows, in a constant number of statements."""
    contributions = Contribution.objects.prefetch_related(_people())
    return activities.select_related("section", "edition").prefetch_related(
        "topics",
        Prefetch(
            "organisers", ActivityOrganiser.objects.select_related("organisation__country")
        ),
        Prefetch(
            "outcomes",
            Outcome.objects.filter(record__in=published()).select_related("record"),
        ),
        Prefetch("sessions", Session.objects.select_related("room__venue")),
        Prefetch("contributions", contributions.select_related("session")),
        _people(),
        Prefetch(
            "stated",
            Claim.objects.filter(review=Review.ACCEPTED).select_related("source", "indicator"),
        ),
    )  # fmt: skip


def session_details(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Fetch what the page of a session shows, in a constant number of statements."""
    contributions = Contribution.objects.prefetch_related(_people())
    return sessions.select_related("activity__section", "room__venue", "edition").prefetch_related(
        "activity__topics", Prefetch("contributions", contributions), _people()
    )


@dataclass(slots=True)
class Speaker:
    """A person in an edition, with everything they do there."""

    person: Person
    name: str
    position_held: Any = ""
    parts: list[Participation] = field(default_factory=list)

    @property
    def roles(self) -> list[str]:
        """Each role once, in words."""
        return list(dict.fromkeys(part.get_role_display() for part in self.parts))


def speakers(*, drafts: bool = False, person: str | None = None) -> list[Speaker]:
    """The speakers and chairs of an edition in order of name, or the one with the code."""
    found = _with_people(shown_participations(drafts=drafts)).select_related(
        "person__country", "activity", "session__activity", "session__room",
        "contribution__activity", "contribution__session__room",
    )  # fmt: skip
    if person is not None:
        found = found.filter(person__code=person).prefetch_related(_cited())
    language = get_language()
    by_person: dict[int, Speaker] = {}
    for part in found:
        speaker = by_person.get(part.person_id)
        if speaker is None:
            name = part.person.display_name(language)
            speaker = by_person[part.person_id] = Speaker(part.person, name)
        speaker.parts.append(part)
        speaker.position_held = speaker.position_held or part.position_held
    return sorted(by_person.values(), key=lambda speaker: (speaker.name.casefold(), speaker.name))


def people_in_order(participations: Iterable[Participation]) -> list[Participation]:
    """Chairs and moderators first, then everybody else, each in their order."""
    leading = {ParticipationRole.CHAIR, ParticipationRole.MODERATOR}
    return sorted(participations, key=lambda part: part.role not in leading)


def activity_title(activity: Activity) -> Any:
    """The name of an activity, or its kind where the name is not known."""
    if activity.name_disclosure == Disclosure.KNOWN:
        return activity.name
    return capfirst(activity.get_kind_display())


@dataclass(frozen=True, slots=True)
class ConflictFound:
    """A room or person taken by two sessions at once."""

    conflict: Conflict
    subject: str
    first: Session
    second: Session


def conflicts(edition: Edition, *, of: Session | None = None) -> list[ConflictFound]:
    """Find the rooms and people that are in two sessions at once, or only those of one session."""
    timed = Session.objects.filter(starts_at__isnull=False).select_related("activity", "room")
    sessions: dict[int, Session] = {session.pk: session for session in timed}
    names: dict[tuple[str, Hashable], str] = {}
    bookings = []
    for session in sessions.values():
        if session.room is not None:
            names["room", session.room.pk] = str(session.room)
            bookings.append(_booking("room", session.room.pk, session))
    taking_part = _with_people(Participation.objects.all()).select_related("contribution", "person")
    for part in taking_part.filter(
        Q(session__starts_at__isnull=False) | Q(contribution__session__starts_at__isnull=False)
    ):
        key = part.session_id or (part.contribution and part.contribution.session_id)
        session = sessions[key or 0]
        names["person", part.person_id] = part.person.display_name(get_language())
        bookings.append(_booking("person", part.person_id, session))
    return [
        ConflictFound(
            conflict, names[conflict.resource, conflict.key],
            sessions[conflict.first], sessions[conflict.second],
        )
        for conflict in find_conflicts(bookings)
        if of is None or of.pk in {conflict.first, conflict.second}
    ]  # fmt: skip


def _booking(resource: Resource, key: int, session: Session) -> Booking:
    assert session.starts_at is not None
    return Booking(resource, key, session.pk, session.starts_at, session.ends_at)


@dataclass(frozen=True, slots=True)
class Part:
    """What a person does in one place of the programme, ready to be shown."""

    role: str
    title: Any
    unknown: str
    """What is not known of its title; empty if it is known."""
    activity: Any
    activity_href: str
    session_href: str
    day: date | None
    starts: Clock | None
    citations: list[Citation]
    abstract: Any = ""


def parts_of(speaker: Speaker, edition: Edition, addresses: Addresses) -> list[Part]:
    """The parts of a speaker in the order of the programme, unknown days last."""
    words = wording(edition)
    parts = []
    for part in speaker.parts:
        contribution = part.contribution
        session = part.session or (contribution and contribution.session)
        activity = part.activity or (contribution.activity if contribution else None)
        if part.session:
            activity = part.session.activity
        starts_at = session.starts_at if session else None
        title: Any = contribution.title if contribution else ""
        untitled = contribution and contribution.title_disclosure != Disclosure.KNOWN
        if contribution and untitled:
            title = capfirst(contribution.get_kind_display())
        parts.append(Part(
            role=part.get_role_display(),
            title=title,
            unknown=str(words.title) if untitled else "",
            activity=activity_title(activity) if activity else "",
            activity_href=addresses.of(activity) if activity else "",
            session_href=addresses.of(session) if session else "",
            day=session.day if session else None,
            starts=clock(starts_at, edition.zone) if starts_at else None,
            citations=list(part.citations.all()),
            abstract=contribution.abstract if contribution else "",
        ))  # fmt: skip
    return sorted(
        parts, key=lambda part: (part.day or date.max, part.starts.machine if part.starts else "~")
    )
