"""Reading what the pages of single activities, sessions and speakers show.

A page gets a programme, released or drawn up from the draft, and asks the database only for what is
not part of it: the names of countries, published records, accepted claims.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import get_language

from serai.convene.editions.models import Edition
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.conflicts import Booking, Conflict, Resource, find_conflicts
from serai.convene.programme.models import Participation, ParticipationRole, Session
from serai.convene.programme.released import (
    ReleasedActivity,
    ReleasedContribution,
    ReleasedParticipation,
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
)
from serai.convene.programme.released.things import Whole
from serai.convene.programme.searching import sought
from serai.convene.programme.sources import Sources
from serai.convene.programme.times import Clock, clock
from serai.convene.programme.wording import wording
from serai.foundation.directory.models import Country
from serai.foundation.languages import collation
from serai.track.evidence.models import Citation, Claim, Review
from serai.track.register.models import Record
from serai.track.register.queries import published

SPEAKING_ROLES = frozenset(ParticipationRole.values) - {ParticipationRole.INTERPRETER.value}


def countries_of(people: Iterable[ReleasedPerson]) -> Mapping[str, Country]:
    """The countries of people by code, in one query."""
    codes = {person.country for person in people if person.country}
    return Country.objects.in_bulk(codes) if codes else {}


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Somebody who takes part, ready to be shown."""

    code: str
    name: str
    role: str
    position_held: Mapping[str, str]
    country: Country | None
    has_page: bool
    """Whether they are among the speakers."""


def people_in(
    programme: ReleasedProgramme, targets: Iterable[Whole]
) -> dict[str, list[TakingPart]]:
    """Who takes part in each of some things, by the code of the thing.

    Chairs and moderators stand first, then everybody else, each in their order.
    """
    targets = list(targets)
    countries = countries_of(
        programme.person(part.person) for target in targets for part in target.participations
    )
    leading = {ParticipationRole.CHAIR, ParticipationRole.MODERATOR}
    found = {}
    for target in targets:
        parts = sorted(target.participations, key=lambda part: part.role not in leading)
        found[target.code] = [_taking_part(programme, target, part, countries) for part in parts]
    return found


def _taking_part(
    programme: ReleasedProgramme,
    target: Whole,
    part: ReleasedParticipation,
    countries: Mapping[str, Country],
) -> TakingPart:
    person = programme.person(part.person)
    return TakingPart(
        code=part.person,
        name=person.display_name(),
        role=part.role_label,
        position_held=programme.position_held(target, part),
        country=countries.get(person.country or ""),
        has_page=part.role in SPEAKING_ROLES,
    )


@dataclass(slots=True)
class Speaker:
    """A person in an edition, with everything they do there."""

    person: ReleasedPerson
    name: str
    country: Country | None = None
    position_held: Mapping[str, str] = field(default_factory=dict)
    parts: list[tuple[Whole, ReleasedParticipation]] = field(default_factory=list)

    @property
    def roles(self) -> list[str]:
        """Each role once, in words."""
        return list(dict.fromkeys(part.role_label for _target, part in self.parts))


def speakers(programme: ReleasedProgramme, *, person: str | None = None) -> list[Speaker]:
    """The speakers and chairs of a programme in order of name, or the one with the code."""
    language = get_language()
    by_person: dict[str, Speaker] = {}
    for target, part in programme.participations():
        if part.role not in SPEAKING_ROLES or person not in (None, part.person):
            continue
        speaker = by_person.get(part.person)
        if speaker is None:
            who = programme.person(part.person)
            speaker = by_person[part.person] = Speaker(who, who.display_name(language))
        speaker.parts.append((target, part))
        speaker.position_held = speaker.position_held or programme.position_held(target, part)
    countries = countries_of(speaker.person for speaker in by_person.values())
    for speaker in by_person.values():
        speaker.country = countries.get(speaker.person.country or "")
    place = collation(language)
    return sorted(by_person.values(), key=lambda speaker: (place(speaker.name), speaker.name))


def countries_with_speakers(found: Iterable[Speaker]) -> list[Country]:
    """The countries that speakers come from, in order of name."""
    countries = {each.country.code: each.country for each in found if each.country}
    place = collation()
    return sorted(countries.values(), key=lambda country: place(str(country)))


def speakers_among(found: Iterable[Speaker], *, text: str, country: str) -> Iterator[Speaker]:
    """The speakers whose name or position holds the words, from a country. Raises ParameterError.

    An empty text or country leaves nobody out.
    """
    holds = sought(text) if text else None
    for speaker in found:
        if country and (speaker.country is None or speaker.country.code != country):
            continue
        said = [*speaker.person.names.values(), *speaker.position_held.values()]
        if holds is None or holds(said):
            yield speaker


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


def parts_of(
    speaker: Speaker, programme: ReleasedProgramme, edition: Edition, addresses: Addresses
) -> list[Part]:
    """The parts of a speaker in the order of the programme, unknown days last."""
    words = wording(edition)
    sources = Sources(each for _target, part in speaker.parts for each in part.citations)
    parts = []
    for target, part in speaker.parts:
        contribution = target if isinstance(target, ReleasedContribution) else None
        session, activity = place_of(programme, target)
        starts_at = session.starts_at if session else None
        untitled = contribution and not contribution.title
        parts.append(Part(
            role=part.role_label,
            title=(contribution.title or capfirst(contribution.kind_label))
            if contribution else "",
            unknown=str(words.title) if untitled else "",
            activity=activity.title if activity else "",
            activity_href=addresses.of(activity) if activity else "",
            session_href=addresses.of(session) if session else "",
            day=session.day if session else None,
            starts=clock(starts_at, programme.zone) if starts_at else None,
            citations=sources.of(part.citations),
            abstract=contribution.abstract if contribution else "",
        ))  # fmt: skip
    return sorted(
        parts, key=lambda part: (part.day or date.max, part.starts.machine if part.starts else "~")
    )


def place_of(
    programme: ReleasedProgramme, target: Whole
) -> tuple[ReleasedSession | None, ReleasedActivity | None]:
    """The session and the activity that somebody takes part in, as far as they are known."""
    match target:
        case ReleasedActivity():
            return None, target
        case ReleasedSession():
            return target, programme.activity_named.get(target.activity)
        case _:
            session = programme.session_named.get(target.session or "")
            return session, programme.activity_named.get(target.activity or "")


def stated_in(activity: ReleasedActivity) -> list[Claim]:
    """The claims on the size of an activity that are accepted, in their order."""
    if not activity.stated:
        return []
    claims = Claim.objects.filter(code__in=activity.stated, review=Review.ACCEPTED)
    found = {claim.code: claim for claim in claims.select_related("source", "indicator")}
    return [found[code] for code in activity.stated if code in found]


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """A published record that came of an activity, and how."""

    record: Record
    kind: str


def outcomes_of(activity: ReleasedActivity) -> list[OutcomeShown]:
    """The published records that came of an activity, in their order."""
    if not activity.outcomes:
        return []
    codes = [outcome.record for outcome in activity.outcomes]
    found = {record.code: record for record in published().filter(code__in=codes)}
    return [
        OutcomeShown(found[outcome.record], str(outcome.kind.label))
        for outcome in activity.outcomes
        if outcome.record in found
    ]


@dataclass(frozen=True, slots=True)
class ConflictFound:
    """A room or person taken by two sessions at once."""

    conflict: Conflict
    subject: str
    first: Session
    second: Session


def conflicts(edition: Edition, *, of: Session | None = None) -> list[ConflictFound]:
    """Find the rooms and people that are in two sessions of the draft at once, or only those of
    one session. Must be asked inside the scope of the edition.
    """
    timed = Session.objects.filter(starts_at__isnull=False).select_related("activity", "room")
    sessions: dict[int, Session] = {session.pk: session for session in timed}
    names: dict[tuple[str, Hashable], str] = {}
    bookings = []
    for session in sessions.values():
        if session.room is not None:
            names["room", session.room.pk] = str(session.room)
            bookings.append(_booking("room", session.room.pk, session))
    taking_part = Participation.objects.select_related("contribution", "person")
    for part in taking_part.prefetch_related("person__names").filter(
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
