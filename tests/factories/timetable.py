"""What timetables are made under, and plans, with as little filled in as each test needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django_scopes import scopes_disabled

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Room, Session
from serai.convene.timetable.models import Availability, OpenSlots, Plan, PlanKind, Presence
from serai.foundation.directory.models import Person
from serai.foundation.record.queries import revision


def make_availability(
    edition: Edition,
    of: Person | Room,
    starts: str = "2023-11-06 00:00",
    ends: str = "2023-11-06 12:00",
    presence: Presence = Presence.AWAY,
    **fields: Any,
) -> Availability:
    """A time of a person or a room, written as on the clocks of the edition."""
    moments = {
        name: datetime.fromisoformat(text).replace(tzinfo=edition.zone)
        for name, text in (("starts_at", starts), ("ends_at", ends))
    }
    whose = {"room" if isinstance(of, Room) else "person": of}
    with scopes_disabled():
        row = Availability(edition=edition, presence=presence, **whose, **moments, **fields)
        row.full_clean()
        row.save()
    return row


def make_plan(edition: Edition, *moves: dict[str, Any], **fields: Any) -> Plan:
    """A plan that was made now."""
    fields.setdefault("kind", PlanKind.FILL)
    fields.setdefault("status", "optimal")
    fields.setdefault("based_on", revision())
    with scopes_disabled():
        return Plan.objects.create(edition=edition, moves=list(moves), **fields)


def make_open_slots(session: Session, *people: Person, slots: int = 1) -> OpenSlots:
    """Speaking slots of a session that may be given to these people."""
    with scopes_disabled():
        made: OpenSlots = OpenSlots.objects.create(session=session, slots=slots)
        for person in people:
            made.candidates.create(person=person)
    return made
