"""Placing sessions, several editors at once.

Every move says on which state of the record it was based: the number of the last entry that its
editor had seen. If somebody else has changed the place of the same session since, the move is
refused with what they did (`StaleError`), and nothing of either is lost: theirs stands, the other
can be repeated with their eyes open. Changes to other sessions, or to the title of this one, do
not stand in the way.

What a place conflicts with is a warning, not an error: see `serai.convene.programme.conflicts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.models import LONGEST, Room, Session
from serai.convene.programme.verbs import SESSION
from serai.foundation.accounts.models import User
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Actor, change_object, undo_entries

PLACE = ("day", "starts_at", "ends_at", "room", "duration", "is_locked")
"""The columns of a session that make up its place."""
USUAL_MINUTES = 60
"""How long a session is taken to be of which nobody has said it."""


class StaleError(ValidationError):
    """Somebody else has changed the place of a session since. ``entries`` say who and what."""

    def __init__(self, session: Session, entries: Sequence[Entry]) -> None:
        super().__init__(
            _("%(who)s has changed the place of “%(session)s” meanwhile."),
            params={"who": entries[-1].actor_label or _("Somebody"), "session": session},
        )
        self.session = session
        self.entries = entries


@dataclass(frozen=True, slots=True)
class Place:
    """When a session begins, and in which room, as far as that is to be known."""

    starts_at: datetime
    room: Room | None


@transaction.atomic
def place(
    *, actor: Actor, session: Session, at: Place, based_on: int, minutes: int | None = None
) -> Entry | None:
    """Put a session at a time and into a room; it stays as long as it is, or gets ``minutes``.

    Returns the entry, or None where it stood there already. Raises StaleError, and ValidationError
    where it is locked.
    """
    current = _held(session, based_on)
    length = minutes or current.minutes or USUAL_MINUTES
    return _change(actor, current, _timed(current, at.starts_at, length) | {"room": at.room})


@transaction.atomic
def unplace(*, actor: Actor, session: Session, based_on: int) -> Entry | None:
    """Take a session out of the timetable; how long it is to be stays known.

    Returns the entry, or None where it had no place. Raises StaleError, and ValidationError where
    it is locked.
    """
    current = _held(session, based_on)
    changes = {
        "day": None, "starts_at": None, "ends_at": None, "room": None,
        "duration": current.minutes,
    }  # fmt: skip
    return _change(actor, current, changes)


@transaction.atomic
def resize(*, actor: Actor, session: Session, minutes: int, based_on: int) -> Entry | None:
    """Make a session longer or shorter; it begins when it begins.

    Returns the entry, or None where nothing was different. Raises StaleError, and ValidationError
    where it is locked or nothing can be as long.
    """
    current = _held(session, based_on)
    if not 1 <= minutes <= LONGEST:
        raise ValidationError(_("A session lasts from a minute to a day."))
    if current.starts_at is None:
        return _change(actor, current, {"duration": minutes})
    return _change(actor, current, _timed(current, current.starts_at, minutes))


@transaction.atomic
def set_lock(*, actor: Actor, session: Session, is_locked: bool, based_on: int) -> Entry | None:
    """Lock a session where it is, or let it be moved again. Raises StaleError."""
    current = _held(session, based_on, may_be_locked=True)
    return _change(actor, current, {"is_locked": is_locked})


@transaction.atomic
def swap(*, actor: Actor, first: Session, second: Session, based_on: int) -> list[Entry]:
    """Let two sessions change places; each stays as long as it is.

    Raises StaleError, and ValidationError where one is locked, has no place, or is the other.
    """
    if first.pk == second.pk:
        raise ValidationError(_("Choose two different sessions."))
    # In one order for everybody, so that two editors do not wait for each other.
    held = {
        each.pk: _held(each, based_on) for each in sorted((first, second), key=lambda one: one.pk)
    }
    one, other = held[first.pk], held[second.pk]
    if one.starts_at is None or other.starts_at is None:
        raise ValidationError(_("Both sessions need a time before they can change places."))
    length_of_one, length_of_other = one.minutes, other.minutes
    to_other = _timed(one, other.starts_at, length_of_one) | {"room": other.room}
    to_one = _timed(other, one.starts_at, length_of_other) | {"room": one.room}
    changed = (_change(actor, one, to_other), _change(actor, other, to_one))
    return [entry for entry in changed if entry]


@transaction.atomic
def take_back(*, actor: User, edition: Edition, numbers: Iterable[int]) -> list[Entry]:
    """Undo what this actor did to places of sessions, or redo what was undone.

    ``numbers`` are entries of the record. Returns the entries that say so. Raises ValidationError
    where somebody else has changed the same since, and for entries of others.
    """
    wanted = set(numbers)
    sessions = Session.objects.filter(edition=edition).values_list("pk", flat=True)
    entries = [
        entry
        for entry in Entry.objects.filter(
            number__in=wanted, object_type=Session._meta.label_lower, actor_id=str(actor.pk)
        )
        if entry.object_id.isdecimal() and int(entry.object_id) in set(sessions)
    ]
    if not wanted or len(entries) != len(wanted):
        raise ValidationError(_("Only your own moves can be taken back here."))
    return undo_entries(actor=actor, entries=entries)


@transaction.atomic
def take_over(
    *, actor: Actor, edition: Edition, places: Mapping[int, Place | None], based_on: int
) -> tuple[list[Entry], list[Session]]:
    """Move sessions, by key, to the places of a plan: as one change that can be undone as one.

    What somebody has placed otherwise since the plan was made, or locked, stays where it is.
    Returns the entries, and the sessions that were left alone.
    """
    entries: list[Entry] = []
    left_alone: list[Session] = []
    with scope(edition=edition):
        sessions = Session.objects.select_related("activity", "room", "edition").in_bulk(places)
        for key in sorted(sessions):
            session, at = sessions[key], places[key]
            try:
                entry = (
                    unplace(actor=actor, session=session, based_on=based_on)
                    if at is None
                    else place(actor=actor, session=session, at=at, based_on=based_on)
                )
            except ValidationError:
                left_alone.append(session)
            else:
                entries += [entry] if entry else []
    return entries, left_alone


def changes_of_place(session: Session, since: int) -> list[Entry]:
    """Return the entries after a number that changed the place of a session, oldest first."""
    entries = Entry.objects.filter(
        object_type=Session._meta.label_lower, object_id=str(session.pk), number__gt=since
    )
    return [
        entry
        for entry in entries.order_by("number")
        if not {*(entry.before or {}), *(entry.after or {})}.isdisjoint(PLACE)
    ]


def _held(session: Session, based_on: int, *, may_be_locked: bool = False) -> Session:
    """Lock the row of a session and return it as it is now, if it is as its editor saw it."""
    rows = Session._base_manager.select_for_update(of=("self",))
    try:
        current: Session = rows.select_related("activity", "edition", "room").get(pk=session.pk)
    except Session.DoesNotExist:
        raise ValidationError(_("The session is no longer there.")) from None
    if meanwhile := changes_of_place(current, based_on):
        raise StaleError(current, meanwhile)
    if current.is_locked and not may_be_locked:
        raise ValidationError(_("“%(session)s” is locked. Unlock it first.") % {"session": current})
    return current


def _timed(session: Session, starts_at: datetime, minutes: int | None) -> dict[str, Any]:
    """The columns of a session that begins at a moment, on the clocks of its edition."""
    return {
        "day": starts_at.astimezone(session.edition.zone).date(),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes or USUAL_MINUTES),
    }


def _change(actor: Actor, session: Session, changes: Mapping[str, Any]) -> Entry | None:
    with scope(edition=session.edition):
        return change_object(actor=actor, verb=SESSION.changed, instance=session, changes=changes)
