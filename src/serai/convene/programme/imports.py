"""The programme in data files: sections, rooms, activities, sessions, contributions.

Times are written as they stand on the clocks of the edition::

    sessions:
      - key: opening-2023
        edition: chongqing-2023
        activity: opening-ceremony-2023
        day: 2023-11-06
        starts_at: "09:00"

What is not known is left out: an activity without a name has its name to be announced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any, TypeVar

from django.db.models import Model
from django_scopes import scope
from pydantic import Field, PlainValidator, PositiveInt, field_validator

from serai.convene.editions.models import Edition, FocusTopic, Venue
from serai.convene.programme import exports
from serai.convene.programme.local_time import LocalTime, LocalTimeError, day_of_end
from serai.convene.programme.models import (
    Access,
    Activity,
    ActivityKind,
    Contribution,
    ContributionKind,
    Disclosure,
    Equipment,
    OutcomeKind,
    ParticipationRole,
    Room,
    Section,
    Session,
    check_day,
)
from serai.convene.programme.operations import save_participations
from serai.convene.programme.released import PROGRAMME
from serai.convene.programme.verbs import (
    ACTIVITY,
    CONTRIBUTION,
    ORGANISERS,
    OUTCOMES,
    ROOM,
    SECTION,
    SESSION,
)
from serai.foundation.dataset.kinds import (
    NO_TEXT,
    Item,
    Key,
    Kind,
    Part,
    Texts,
    register_kind,
)
from serai.foundation.dataset.loading import Loading
from serai.foundation.dataset.problems import ItemError
from serai.foundation.directory.models import Organisation, Person
from serai.foundation.record.operations import sync_parts
from serai.foundation.releases.models import Release
from serai.foundation.releases.operations import UnchangedError, release
from serai.foundation.releases.queries import latest
from serai.foundation.translation import texts_of
from serai.track.evidence.citing import (
    Cited,
    check_cited,
    citation_rows,
)
from serai.track.evidence.models import Claim
from serai.track.evidence.operations import cite
from serai.track.register.models import Record


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}” is not a day: write 2023-11-06") from None


def _time(value: Any) -> LocalTime | None:
    if value is None or isinstance(value, LocalTime):
        return value
    try:
        return LocalTime.parse(str(value))
    except LocalTimeError:
        raise ValueError(f"“{value}” is not a time of day: write 09:00") from None


DayText = Annotated[date | None, PlainValidator(_day)]
TimeText = Annotated[LocalTime | None, PlainValidator(_time)]


_UNCITABLE = {"key", "code", "edition", "position", "cite", "people", "ends_next_day", "foreign"}


class ProgrammeItem(Item):
    """What all items of a programme have."""

    edition: Key
    position: int = 0
    cite: Cited = Field(default_factory=dict)

    @field_validator("cite")
    @classmethod
    def _check_cite(cls, cited: Cited) -> Cited:
        return check_cited(cited, set(cls.model_fields) - _UNCITABLE)


class ParticipationPart(Part):
    """A person in an activity, session or contribution."""

    person: Key
    role: ParticipationRole
    position_held: Texts = NO_TEXT
    cite: Cited = Field(default_factory=dict)


class SectionItem(ProgrammeItem):
    """A section."""

    name: Texts
    description: Texts = NO_TEXT


class RoomItem(ProgrammeItem):
    """A room."""

    name: Texts
    venue: Key | None = None
    capacity: int | None = None
    equipment: list[Equipment] = Field(default_factory=list)
    booths: int | None = None


class OutcomePart(Part):
    """A record that came of an activity."""

    kind: OutcomeKind
    record: Key


class ActivityItem(ProgrammeItem):
    """An activity; without a name, its name is to be announced."""

    kind: ActivityKind
    name: Texts = NO_TEXT
    section: Key | None = None
    summary: Texts = NO_TEXT
    access: Access = Access.UNKNOWN
    languages: list[str] = Field(default_factory=list)
    is_main: bool = True
    is_public: bool = True
    topics: list[Key] = Field(default_factory=list)
    stated: list[Key] = Field(default_factory=list)
    organisers: list[Key] = Field(default_factory=list)
    outcomes: list[OutcomePart] = Field(default_factory=list)
    people: list[ParticipationPart] = Field(default_factory=list)


class SessionItem(ProgrammeItem):
    """A session, with its times on the clocks of the edition."""

    activity: Key
    title: Texts = NO_TEXT
    summary: Texts = NO_TEXT
    description: Texts = NO_TEXT
    day: DayText = None
    starts_at: TimeText = None
    ends_at: TimeText = None
    ends_next_day: bool = False
    duration: int | None = None
    room: Key | None = None
    languages: list[str] = Field(default_factory=list)
    expected: int | None = None
    equipment: list[Equipment] = Field(default_factory=list)
    is_locked: bool = False
    foreign: dict[str, Any] = Field(default_factory=dict)
    people: list[ParticipationPart] = Field(default_factory=list)


class ContributionItem(ProgrammeItem):
    """A contribution; without a title, its title is to be announced."""

    kind: ContributionKind
    title: Texts = NO_TEXT
    activity: Key | None = None
    session: Key | None = None
    abstract: Texts = NO_TEXT
    people: list[ParticipationPart] = Field(default_factory=list)


class ReleaseItem(Item):
    """A release of what the files say, once they are loaded; nothing if there is one of that
    number already.
    """

    edition: Key
    number: PositiveInt = 1
    note: Texts = NO_TEXT


I = TypeVar("I", bound=ProgrammeItem)  # noqa: E741
Load = Callable[[I, Loading, Edition], Any]


def _in_scope(load: Load[I]) -> Callable[[I, Loading], Model]:
    """Load an item inside the scope of its edition, and then its citations."""

    @wraps(load)
    def loaded(item: I, loading: Loading) -> Model:
        edition = loading.find(Edition, item.edition, "edition")
        with scope(edition=edition):
            instance: Model = load(item, loading, edition)
            cite(actor=loading.actor, target=instance, citations=citation_rows(item.cite, loading))
        return instance

    return loaded


@_in_scope
def _load_section(item: SectionItem, loading: Loading, edition: Edition) -> Section:
    values = {
        "edition": edition, "name": item.name, "description": item.description,
        "position": item.position,
    }  # fmt: skip
    return loading.upsert(Section, item, verbs=SECTION.for_loading, values=values)


@_in_scope
def _load_room(item: RoomItem, loading: Loading, edition: Edition) -> Room:
    values = {
        "edition": edition, "name": item.name, "capacity": item.capacity,
        "equipment": item.equipment,
        "booths": item.booths,
        "position": item.position, "venue": loading.find_optional(Venue, item.venue, "venue"),
    }  # fmt: skip
    return loading.upsert(Room, item, verbs=ROOM.for_loading, values=values)


@_in_scope
def _load_activity(item: ActivityItem, loading: Loading, edition: Edition) -> Activity:
    activity = loading.upsert(
        Activity,
        item,
        verbs=ACTIVITY.for_loading,
        values={
            "edition": edition,
            "kind": item.kind,
            "name": item.name,
            "name_disclosure": _disclosure(item.name),
            "section": loading.find_optional(Section, item.section, "section"),
            "summary": item.summary,
            "access": item.access,
            "languages": item.languages,
            "is_main": item.is_main,
            "is_public": item.is_public,
            "position": item.position,
        },
        many={
            "topics": loading.find_all(FocusTopic, item.topics, "topics"),
            "stated": loading.find_all(Claim, item.stated, "stated"),
        },
    )
    organisers = loading.find_all(Organisation, item.organisers, "organisers")
    sync_parts(
        actor=loading.actor,
        verbs=ORGANISERS,
        root=activity,
        parts=activity.organisers,
        rows=[
            {"organisation": organisation, "position": position}
            for position, organisation in enumerate(organisers)
        ],
        match=["organisation"],
    )
    sync_parts(
        actor=loading.actor,
        verbs=OUTCOMES,
        root=activity,
        parts=activity.outcomes,
        rows=[
            {
                "kind": outcome.kind,
                "record": loading.find(Record, outcome.record, "outcomes", place, "record"),
                "position": place,
            }
            for place, outcome in enumerate(item.outcomes)
        ],
        match=["kind", "record"],
    )
    _load_people(activity, item.people, loading)
    return activity


@_in_scope
def _load_session(item: SessionItem, loading: Loading, edition: Edition) -> Session:
    check_day(item.day, edition)
    last_day = item.day and day_of_end(
        item.day, item.starts_at, item.ends_at, is_next=item.ends_next_day
    )
    session = loading.upsert(
        Session,
        item,
        verbs=SESSION.for_loading,
        values={
            "edition": edition,
            "activity": loading.find(Activity, item.activity, "activity"),
            "title": item.title,
            "summary": item.summary,
            "description": item.description,
            "foreign": item.foreign,
            "day": item.day,
            "starts_at": _moment("starts_at", item.starts_at, item.day, edition),
            "ends_at": _moment("ends_at", item.ends_at, last_day, edition),
            "duration": item.duration,
            "room": loading.find_optional(Room, item.room, "room"),
            "languages": item.languages,
            "expected": item.expected,
            "equipment": item.equipment,
            "is_locked": item.is_locked,
            "position": item.position,
        },
    )
    _load_people(session, item.people, loading)
    return session


@_in_scope
def _load_contribution(item: ContributionItem, loading: Loading, edition: Edition) -> Contribution:
    session = loading.find_optional(Session, item.session, "session")
    activity = loading.find_optional(Activity, item.activity, "activity")
    contribution = loading.upsert(
        Contribution,
        item,
        verbs=CONTRIBUTION.for_loading,
        values={
            "edition": edition,
            "kind": item.kind,
            "title": item.title,
            "title_disclosure": _disclosure(item.title),
            "activity": activity or (session and session.activity),
            "session": session,
            "abstract": item.abstract,
            "position": item.position,
        },
    )
    _load_people(contribution, item.people, loading)
    return contribution


def _load_release(item: ReleaseItem, loading: Loading) -> Edition:
    edition = loading.find(Edition, item.edition, "edition")

    def make() -> None:
        last = latest(PROGRAMME, edition.code)
        if last is None or last.number < item.number:
            with suppress(UnchangedError):
                release(
                    actor=loading.actor, kind=PROGRAMME, subject=edition, note=texts_of(item.note)
                )

    loading.later(make)
    return edition


def _disclosure(name: Any) -> Disclosure:
    return Disclosure.KNOWN if texts_of(name) else Disclosure.TO_BE_ANNOUNCED


def _moment(
    field: str, time: LocalTime | None, day: date | None, edition: Edition
) -> datetime | None:
    if time is None:
        return None
    if day is None:
        raise ItemError("give the day of this time", field)
    try:
        return time.on(day, edition.zone)
    except LocalTimeError:
        raise ItemError(
            f"the clocks of {edition.time_zone} change then: {time} is skipped, happens twice, "
            "or has another offset; write it as 01:30+02:00",
            field,
        ) from None


def _load_people(
    target: Activity | Session | Contribution, people: Sequence[ParticipationPart], loading: Loading
) -> None:
    rows = [
        {
            "person": loading.find(Person, part.person, "people", index, "person"),
            "role": part.role,
            "position_held": part.position_held,
            "position": index,
        }
        for index, part in enumerate(people)
    ]
    kept = save_participations(actor=loading.actor, target=target, participations=rows)
    for participation, part in zip(kept, people, strict=True):
        cite(
            actor=loading.actor, target=participation, root=target,
            citations=citation_rows(part.cite, loading),
        )  # fmt: skip


register_kind(Kind("sections", Section, SectionItem, _load_section, exports.dump_sections))
register_kind(Kind("rooms", Room, RoomItem, _load_room, exports.dump_rooms))
register_kind(Kind("activities", Activity, ActivityItem, _load_activity, exports.dump_activities))
register_kind(Kind("sessions", Session, SessionItem, _load_session, exports.dump_sessions))
register_kind(
    Kind(
        "contributions",
        Contribution,
        ContributionItem,
        _load_contribution,
        exports.dump_contributions,
    )
)
register_kind(
    Kind("programme_releases", Release, ReleaseItem, _load_release, exports.dump_releases)
)
