"""Plans of the engine: kept, compared, taken over as one change that can be undone as one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Room, Session
from serai.convene.timetable.models import OpenSlots, Plan
from serai.convene.timetable.operations import Place, take_over
from serai.convene.timetable.speaking import give_slots
from serai.convene.timetable.verbs import PLAN_MADE, PLAN_REMOVED, PLAN_TAKEN_OVER
from serai.foundation.directory.models import Person
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Actor, create_object, delete_object, record


@transaction.atomic
def keep_plan(*, actor: Actor, edition: Edition, values: Mapping[str, Any]) -> Plan:
    """Keep what the engine proposed."""
    with scope(edition=edition):
        new = Plan(edition=edition, **values)
        return create_object(actor=actor, verb=PLAN_MADE, instance=new)


@transaction.atomic
def remove_plan(*, actor: Actor, plan: Plan) -> Entry:
    """Delete a plan. The entry can be undone."""
    with scope(edition=plan.edition):
        return delete_object(actor=actor, verb=PLAN_REMOVED, instance=plan)


@transaction.atomic
def take_over_plan(*, actor: Actor, plan: Plan) -> tuple[list[Entry], list[Session]]:
    """Let sessions stand where a plan has them.

    Returns the entries of the sessions that moved, which are undone together, and the sessions
    that were left alone, because somebody has placed them otherwise since, or locked them.
    """
    with scope(edition=plan.edition):
        keys = dict(Session.objects.values_list("code", "pk"))
        rooms = {room.code: room for room in Room.objects.all()}
        places = {
            keys[move["session"]]: _place(move["after"], rooms)
            for move in plan.moves
            if move["session"] in keys
            and (move["after"] is None or move["after"]["room"] in {*rooms, None})
        }
        entries, left_alone = take_over(
            actor=actor, edition=plan.edition, places=places, based_on=plan.based_on
        )
        moved = len(entries)
        stay = {session.code for session in left_alone}
        for slots in OpenSlots.objects.filter(session__code__in=plan.speakers.keys() - stay):
            people = Person.objects.filter(code__in=plan.speakers[slots.session.code])
            entries += give_slots(actor=actor, open_slots=slots, people=people)
        plan.taken_over_at = timezone.now()
        plan.save(update_fields=["taken_over_at"])
        record(
            actor=actor, verb=PLAN_TAKEN_OVER, target=plan,
            after={"moved": moved, "left_alone": len(left_alone)},
        )  # fmt: skip
    return entries, left_alone


def _place(after: Mapping[str, Any] | None, rooms: Mapping[str, Room]) -> Place | None:
    if after is None:
        return None
    room = rooms[after["room"]] if after["room"] else None
    return Place(datetime.fromisoformat(after["start"]), room)
