"""Programmes for tests, with as little filled in as each needs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django_scopes import scopes_disabled

from factories.directory import make_person
from factories.editions import make_edition
from serai.convene.editions.models import Edition, FocusTopic
from serai.convene.programme.models import (
    Activity,
    ActivityKind,
    Contribution,
    ContributionKind,
    Disclosure,
    Participation,
    ParticipationRole,
    Room,
    Section,
    Session,
)
from serai.convene.programme.released import PROGRAMME, as_snapshot, drawn
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import Program
from serai.foundation.releases.models import Release
from serai.foundation.releases.operations import release
from serai.foundation.releases.queries import latest, snapshot_of

_numbers = count(1)


def make_section(edition: Edition, name: str = "", **fields: Any) -> Section:
    """A section, after those there are."""
    with scopes_disabled():
        fields.setdefault("position", edition.sections.count())
    return _saved(Section(edition=edition, name=_text(name or f"Section {_next()}"), **fields))


def make_room(edition: Edition, name: str = "", **fields: Any) -> Room:
    """A room of 100 seats."""
    fields.setdefault("capacity", 100)
    with scopes_disabled():
        fields.setdefault("position", edition.rooms.count())
    return _saved(Room(edition=edition, name=_text(name or f"Hall {_next()}"), **fields))


def make_activity(
    edition: Edition,
    name: str | None = "",
    *,
    topics: list[FocusTopic] | None = None,
    **fields: Any,
) -> Activity:
    """A public forum; with None for a name, its name is to be announced."""
    fields.setdefault("kind", ActivityKind.FORUM)
    with scopes_disabled():
        fields.setdefault("position", edition.activities.count())
    if name is None:
        fields["name_disclosure"] = Disclosure.TO_BE_ANNOUNCED
    else:
        fields["name"] = _text(name or f"Forum {_next()}")
    activity = _saved(Activity(edition=edition, **fields))
    with scopes_disabled():
        activity.topics.set(topics or [])
    return activity


def make_session(activity: Activity, starts: str = "", minutes: int = 60, **fields: Any) -> Session:
    """A session; ``starts`` is written as on the clocks of the edition: 2023-11-06 09:00."""
    if starts:
        local = datetime.fromisoformat(starts).replace(tzinfo=activity.edition.zone)
        fields["starts_at"] = local.astimezone(UTC)
        fields["ends_at"] = fields["starts_at"] + timedelta(minutes=minutes)
    if isinstance(fields.get("day"), str):
        fields["day"] = date.fromisoformat(fields["day"])
    if "title" in fields:
        fields["title"] = _text(fields["title"])
    return _saved(Session(edition=activity.edition, activity=activity, **fields))


def make_contribution(
    *,
    edition: Edition | None = None,
    activity: Activity | None = None,
    session: Session | None = None,
    title: str | None = "",
    **fields: Any,
) -> Contribution:
    """A talk; with None for a title, its title is to be announced."""
    whole = session or activity
    edition = edition or (whole.edition if whole else make_edition())
    fields.setdefault("kind", ContributionKind.TALK)
    if title is None:
        fields["title_disclosure"] = Disclosure.TO_BE_ANNOUNCED
    else:
        fields["title"] = _text(title or f"Talk {_next()}")
    return _saved(Contribution(edition=edition, activity=activity, session=session, **fields))


def make_participation(
    target: Activity | Session | Contribution,
    person: Person | None = None,
    role: str = ParticipationRole.SPEAKER,
    **fields: Any,
) -> Participation:
    """A speaker in an activity, session or contribution."""
    if "position_held" in fields:
        fields["position_held"] = _text(fields["position_held"])
    part = type(target).__name__.lower()
    return _saved(
        Participation(
            edition=target.edition, person=person or make_person(), role=role,
            **{part: target}, **fields,
        )
    )  # fmt: skip


def make_programme(edition: Edition, *, sessions: int, rooms: int = 12) -> list[Session]:
    """A programme of two days with so many sessions, each with a talk and its speaker."""
    places = [make_room(edition) for _place in range(rooms)]
    sections = [make_section(edition) for _section in range(5)]
    made = []
    for number in range(sessions):
        activity = make_activity(edition, section=sections[number % 5])
        slot = number // rooms
        starts = f"2023-11-{6 + slot % 2:02d} {9 + slot // 2:02d}:00"
        session = make_session(activity, starts, minutes=50, room=places[number % rooms])
        talk = make_contribution(activity=activity, session=session)
        make_participation(talk, position_held="Director of research")
        made.append(session)
    return made


def _text(text: str | dict[str, str]) -> dict[str, str]:
    return {"en": text} if isinstance(text, str) else text


def _next() -> int:
    return next(_numbers)


def _saved(instance: Any) -> Any:
    with scopes_disabled():
        instance.full_clean()
        instance.save()
        instance.refresh_from_db()
    return instance


def release_programme(edition: Edition) -> Release:
    """Let everybody read what is public of a programme now."""
    return release(actor=Program("the secretariat"), kind=PROGRAMME, subject=edition)


def release_all() -> None:
    """Release every programme that differs from what is released of it."""
    for edition in Edition.objects.all():
        last = latest(PROGRAMME, edition.code)
        if last is None or snapshot_of(last) != as_snapshot(drawn(edition)):
            release_programme(edition)
