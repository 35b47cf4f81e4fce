"""What a released programme is made of. Plain data: nothing here asks the database.

Things refer to each other by code. Texts are given by language; an empty one is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from serai.convene.programme.models import (
    Access,
    ActivityKind,
    ContributionKind,
    OutcomeKind,
    ParticipationRole,
)

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class ReleasedCitation:
    """The place in a source, given by its code, that something rests on; ``about`` names the field,
    or nothing for the whole.
    """

    source: str
    about: str = ""
    start: int | None = None
    end: int | None = None
    locator: str = ""
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReleasedSection:
    """A part of the programme."""

    code: str
    name: Texts
    description: Texts = field(default_factory=dict)
    citations: tuple[ReleasedCitation, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedTopic:
    """A focus topic of the edition."""

    code: str
    name: Texts


@dataclass(frozen=True, slots=True)
class ReleasedRoom:
    """A room, with the name of its venue."""

    code: str
    name: Texts
    venue: Texts = field(default_factory=dict)
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class ReleasedParticipation:
    """The role of a person, given by their code."""

    person: str
    role: ParticipationRole
    citations: tuple[ReleasedCitation, ...] = ()

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(self.role.label)


@dataclass(frozen=True, slots=True)
class ReleasedPerson:
    """All that a release says of a person, kept apart so that it can be forgotten.

    ``names`` has the name for readers of English, and for those of another language where theirs
    differs. ``positions`` are those held at that time, by the place where the person takes part
    and the role. ``biography`` is what they agreed to have published of themselves.
    """

    code: str
    names: Texts = field(default_factory=dict)
    country: str | None = None
    orcid: str | None = None
    positions: dict[str, Texts] = field(default_factory=dict)
    biography: Texts = field(default_factory=dict)

    def display_name(self, language: str | None = None) -> str:
        """The name for a reader of the language (by default the active one)."""
        wanted = language or get_language() or settings.LANGUAGE_CODE
        name = self.names.get(wanted) or self.names.get(settings.LANGUAGE_CODE)
        return name or gettext("A person whose data was erased")

    def __str__(self) -> str:
        return self.display_name()


@dataclass(frozen=True, slots=True)
class ReleasedOrganiser:
    """An organisation that holds an activity."""

    code: str
    name: Texts


@dataclass(frozen=True, slots=True)
class ReleasedOutcome:
    """A record of the register, given by its code, and what the activity had to do with it."""

    kind: OutcomeKind
    record: str


@dataclass(frozen=True, slots=True)
class ReleasedActivity:
    """What is announced; without a name, its name is to be announced.

    ``stated`` are codes of claims, ``topics`` and ``section`` of those of the programme.
    """

    code: str
    kind: ActivityKind
    name: Texts = field(default_factory=dict)
    section: str | None = None
    summary: Texts = field(default_factory=dict)
    access: Access = Access.UNKNOWN
    languages: tuple[str, ...] = ()
    is_main: bool = True
    is_public: bool = True
    topics: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    organisers: tuple[ReleasedOrganiser, ...] = ()
    outcomes: tuple[ReleasedOutcome, ...] = ()
    participations: tuple[ReleasedParticipation, ...] = ()
    citations: tuple[ReleasedCitation, ...] = ()

    @property
    def kind_label(self) -> str:
        """Its kind in words."""
        return str(self.kind.label)

    @property
    def title(self) -> Texts | str:
        """Its name, or its kind where the name is not known."""
        return self.name or capfirst(self.kind_label)


@dataclass(frozen=True, slots=True)
class ReleasedSession:
    """A block of an activity. Moments are in UTC; ``day`` is that of the programme's time zone.

    ``foreign`` is what the schedule that it came from says of it besides, see ``exchange``.
    """

    code: str
    activity: str
    title: Texts = field(default_factory=dict)
    summary: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    room: str | None = None
    position: int = 0
    languages: tuple[str, ...] = ()
    foreign: dict[str, Any] = field(default_factory=dict)
    participations: tuple[ReleasedParticipation, ...] = ()
    citations: tuple[ReleasedCitation, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedContribution:
    """A talk; without a title, its title is to be announced."""

    code: str
    kind: ContributionKind
    activity: str | None = None
    session: str | None = None
    title: Texts = field(default_factory=dict)
    abstract: Texts = field(default_factory=dict)
    participations: tuple[ReleasedParticipation, ...] = ()

    @property
    def kind_label(self) -> str:
        """Its kind in words."""
        return str(self.kind.label)


Whole = ReleasedActivity | ReleasedSession | ReleasedContribution
"""What people take part in."""


@dataclass(frozen=True)
class ReleasedProgramme:
    """A whole programme. Everything stands in the order in which pages list it.

    ``number`` and ``at`` say which release it is; a draft has none.
    """

    time_zone: str
    sections: tuple[ReleasedSection, ...] = ()
    topics: tuple[ReleasedTopic, ...] = ()
    rooms: tuple[ReleasedRoom, ...] = ()
    activities: tuple[ReleasedActivity, ...] = ()
    sessions: tuple[ReleasedSession, ...] = ()
    contributions: tuple[ReleasedContribution, ...] = ()
    people: Mapping[str, ReleasedPerson] = field(default_factory=dict)
    number: int | None = None
    at: datetime | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which its times are shown."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which something is known to take place."""
        return tuple(sorted({session.day for session in self.sessions if session.day}))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that anything is held in."""
        wholes: Iterable[ReleasedActivity | ReleasedSession] = (*self.activities, *self.sessions)
        return tuple(dict.fromkeys(code for each in wholes for code in each.languages))

    @cached_property
    def section_named(self) -> dict[str, ReleasedSection]:
        """The sections by code."""
        return {each.code: each for each in self.sections}

    @cached_property
    def topic_named(self) -> dict[str, ReleasedTopic]:
        """The topics by code."""
        return {each.code: each for each in self.topics}

    @cached_property
    def room_named(self) -> dict[str, ReleasedRoom]:
        """The rooms by code."""
        return {each.code: each for each in self.rooms}

    @cached_property
    def activity_named(self) -> dict[str, ReleasedActivity]:
        """The activities by code."""
        return {each.code: each for each in self.activities}

    @cached_property
    def session_named(self) -> dict[str, ReleasedSession]:
        """The sessions by code."""
        return {each.code: each for each in self.sessions}

    @cached_property
    def sessions_of(self) -> Mapping[str, list[ReleasedSession]]:
        """The sessions by the code of their activity."""
        found: dict[str, list[ReleasedSession]] = defaultdict(list)
        for session in self.sessions:
            found[session.activity].append(session)
        return found

    @cached_property
    def _contributions(self) -> Mapping[str | None, list[ReleasedContribution]]:
        found: dict[str | None, list[ReleasedContribution]] = defaultdict(list)
        for each in self.contributions:
            for code in {each.session, each.activity}:
                found[code].append(each)
        return found

    def contributions_to(self, target: Whole) -> Sequence[ReleasedContribution]:
        """The contributions to a session; of an activity, those without a session too."""
        return self._contributions.get(target.code, ())

    def person(self, code: str) -> ReleasedPerson:
        """What is said of a person; without a name once they were forgotten."""
        return self.people.get(code) or ReleasedPerson(code)

    def position_held(self, target: Whole, part: ReleasedParticipation) -> Texts:
        """The position that the person held at that time."""
        return self.person(part.person).positions.get(position_key(target.code, part.role), {})

    def people_in(self, session: ReleasedSession) -> list[str]:
        """The codes of those who take part in a session or contribute to it, each once."""
        wholes: list[Whole] = [session, *self.contributions_to(session)]
        return list(dict.fromkeys(part.person for each in wholes for part in each.participations))

    def taking_part(self, whole: Whole) -> list[str]:
        """Who takes part in it itself, by name, each with the role if it is not just to speak."""
        return [
            name if part.role == ParticipationRole.SPEAKER else f"{name} ({part.role_label})"
            for part in whole.participations
            if (name := self.person(part.person).display_name())
        ]

    def participations(self) -> Iterator[tuple[Whole, ReleasedParticipation]]:
        """Everybody who takes part, with what they take part in."""
        wholes: Iterable[Whole] = (*self.activities, *self.sessions, *self.contributions)
        for target in wholes:
            for part in target.participations:
                yield target, part


def position_key(target: str, role: str) -> str:
    """Under what a person keeps the position held where they take part."""
    return f"{target} {role}"
