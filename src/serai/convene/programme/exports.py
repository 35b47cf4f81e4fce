"""The programme as data files hold it: what `imports` reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django_scopes import scopes_disabled

from serai.convene.editions.models import Edition
from serai.convene.programme.local_time import LocalTime
from serai.convene.programme.models import (
    Access,
    Activity,
    Contribution,
    Participation,
    Room,
    Section,
    Session,
)
from serai.convene.programme.released import PROGRAMME, as_snapshot, drawn
from serai.foundation.dataset.kinds import own_code, reference, written
from serai.foundation.releases.queries import latest, snapshot_of
from serai.track.evidence.citing import citations_of, written_citations


def _dumped(model: type[Any], *related: str) -> list[Any]:
    """Every object of a model, of all editions, in their order."""
    rows = model.objects.select_related("edition", *related)
    return list(rows.order_by("edition__slug", "position", "pk"))


def _shared(instance: Any) -> dict[str, Any]:
    return {
        "key": reference(instance),
        "code": own_code(instance),
        "edition": reference(instance.edition),
    }


def _ending(instance: Any) -> dict[str, Any]:
    return {
        "position": instance.position or None,
        "cite": written_citations(list(instance.citations.select_related("source", "claim"))),
    }


def _people(target: Any) -> list[dict[str, Any]]:
    rows: list[Participation] = list(target.participations.select_related("person"))
    return [
        written(
            person=reference(row.person),
            role=row.role,
            position_held=row.position_held,
            cite=citations_of(row),
        )
        for row in rows
    ]


def dump_sections() -> Iterator[dict[str, Any]]:
    """Give back every section."""
    with scopes_disabled():
        for section in _dumped(Section):
            yield written(
                **_shared(section),
                name=section.name,
                description=section.description,
                **_ending(section),
            )


def dump_rooms() -> Iterator[dict[str, Any]]:
    """Give back every room."""
    with scopes_disabled():
        for room in _dumped(Room, "venue"):
            yield written(
                **_shared(room),
                name=room.name,
                venue=reference(room.venue),
                capacity=room.capacity,
                equipment=room.equipment,
                booths=room.booths,
                **_ending(room),
            )


def dump_activities() -> Iterator[dict[str, Any]]:
    """Give back every activity."""
    with scopes_disabled():
        for activity in _dumped(Activity, "section"):
            organisers = activity.organisers.select_related("organisation")
            yield written(
                **_shared(activity),
                kind=activity.kind,
                name=activity.name,
                section=reference(activity.section),
                summary=activity.summary,
                access=None if activity.access == Access.UNKNOWN else activity.access,
                languages=activity.languages,
                is_main=None if activity.is_main else False,
                is_public=None if activity.is_public else False,
                topics=[reference(topic) for topic in activity.topics.all()],
                stated=[reference(claim) for claim in activity.stated.all()],
                organisers=[reference(each.organisation) for each in organisers],
                outcomes=[
                    written(kind=each.kind, record=reference(each.record))
                    for each in activity.outcomes.select_related("record")
                ],
                people=_people(activity),
                **_ending(activity),
            )


def dump_sessions() -> Iterator[dict[str, Any]]:
    """Give back every session."""
    with scopes_disabled():
        for session in _dumped(Session, "activity", "room"):
            yield session_item(session)


def session_item(session: Session) -> dict[str, Any]:
    """A session as an item, with its times on the clocks of the edition."""
    zone, starts, ends = session.edition.zone, session.starts_at, session.ends_at
    last_day = ends and ends.astimezone(zone).date()
    return written(
        **_shared(session),
        activity=reference(session.activity),
        title=session.title,
        summary=session.summary,
        description=session.description,
        day=session.day,
        starts_at=LocalTime.of(starts, zone) if starts else None,
        ends_at=LocalTime.of(ends, zone) if ends else None,
        ends_next_day=True if last_day and session.day and last_day > session.day else None,
        duration=session.duration,
        room=reference(session.room),
        languages=session.languages,
        expected=session.expected,
        equipment=session.equipment,
        is_locked=True if session.is_locked else None,
        foreign=session.foreign,
        people=_people(session),
        **_ending(session),
    )


def dump_contributions() -> Iterator[dict[str, Any]]:
    """Give back every contribution."""
    with scopes_disabled():
        for contribution in _dumped(Contribution, "activity", "session"):
            yield written(
                **_shared(contribution),
                kind=contribution.kind,
                title=contribution.title,
                activity=None if contribution.session else reference(contribution.activity),
                session=reference(contribution.session),
                abstract=contribution.abstract,
                people=_people(contribution),
                **_ending(contribution),
            )


def dump_releases() -> Iterator[dict[str, Any]]:
    """Give back the latest releases of which the draft, as it is dumped, is still the same.

    Loading a draft that nobody released must not release it.
    """
    for edition in Edition.objects.all():
        last = latest(PROGRAMME, edition.code)
        if last is not None and snapshot_of(last) == as_snapshot(drawn(edition)):
            yield written(
                key=f"{reference(edition)}-programme",
                edition=reference(edition),
                number=last.number,
                note=last.note,
            )
