"""Writing what a timetable is made under: hours, rules, and who can be there when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.timetable.models import Availability, Frame, RuleKind
from serai.convene.timetable.rules import USUAL, Strictness
from serai.convene.timetable.verbs import AVAILABILITY, FRAME_ADDED, FRAME_CHANGED, RULES
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    sync_parts,
)


@transaction.atomic
def set_hours(*, actor: Actor, edition: Edition, values: Mapping[str, Any]) -> Frame:
    """Set the hours within which sessions are placed. Raises ValidationError."""
    with scope(edition=edition):
        frame: Frame | None = Frame.objects.filter(edition=edition).first()
        if frame is None:
            new = Frame(edition=edition, **values)
            return create_object(actor=actor, verb=FRAME_ADDED, instance=new, root=edition)
        change_object(actor=actor, verb=FRAME_CHANGED, instance=frame, changes=values, root=edition)
        return frame


@transaction.atomic
def set_rules(*, actor: Actor, edition: Edition, rules: Mapping[RuleKind, Strictness]) -> None:
    """Set how strictly rules are kept; what is as usual is not written down."""
    with scope(edition=edition):
        sync_parts(
            actor=actor,
            verbs=RULES,
            root=edition,
            parts=edition.timetable_rules,
            rows=[
                {"kind": kind, "level": level, "weight": weight}
                for kind, (level, weight) in rules.items()
                if (level, weight) != USUAL[kind]
            ],
            match=["kind"],
        )


@transaction.atomic
def save_availability(
    *,
    actor: Actor,
    edition: Edition,
    values: Mapping[str, Any],
    availability: Availability | None = None,
) -> Availability:
    """Write down a time at which a person or a room can or cannot be used, or change one.

    Raises ValidationError.
    """
    with scope(edition=edition):
        if availability is None:
            return create_object(
                actor=actor, verb=AVAILABILITY.added,
                instance=Availability(edition=edition, **values),
            )  # fmt: skip
        change_object(actor=actor, verb=AVAILABILITY.changed, instance=availability, changes=values)
        return availability


@transaction.atomic
def remove_availability(*, actor: Actor, availability: Availability) -> Entry:
    """Delete such a time. The entry can be undone."""
    with scope(edition=availability.edition):
        return delete_object(actor=actor, verb=AVAILABILITY.removed, instance=availability)
