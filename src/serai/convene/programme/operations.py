"""Writing the programme of an edition.

Every operation works inside the scope of its edition, in one transaction, and ends in the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.editions.operations import follow_time_zone
from serai.convene.programme.local_time import LocalTime, LocalTimeError
from serai.convene.programme.models import (
    Activity,
    Contribution,
    Participation,
    Room,
    Section,
    Session,
    check_day,
)
from serai.convene.programme.verbs import (
    ACTIVITY,
    CONTRIBUTION,
    ORGANISERS,
    OUTCOMES,
    PARTICIPATIONS,
    ROOM,
    SECTION,
    SESSION,
    ObjectVerbs,
)
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    sync_parts,
)

ProgrammePart: TypeAlias = Section | Room | Activity | Session | Contribution
P = TypeVar("P", Section, Room, Activity, Session, Contribution)
Rows: TypeAlias = Sequence[Mapping[str, Any]]

VERBS: dict[type[ProgrammePart], ObjectVerbs] = {
    Section: SECTION,
    Room: ROOM,
    Activity: ACTIVITY,
    Session: SESSION,
    Contribution: CONTRIBUTION,
}


def save_section(
    *, actor: Actor, edition: Edition, values: Mapping[str, Any], section: Section | None = None
) -> Section:
    """Add a section, or change one. Raises ValidationError."""
    with scope(edition=edition), transaction.atomic():
        return _save(Section, actor, edition, values, section)


def save_room(
    *, actor: Actor, edition: Edition, values: Mapping[str, Any], room: Room | None = None
) -> Room:
    """Add a room, or change one. Raises ValidationError."""
    with scope(edition=edition), transaction.atomic():
        return _save(Room, actor, edition, values, room)


def save_activity(
    *,
    actor: Actor,
    edition: Edition,
    values: Mapping[str, Any],
    organisers: Rows | None = None,
    outcomes: Rows | None = None,
    participations: Rows | None = None,
    activity: Activity | None = None,
) -> Activity:
    """Add an activity, or change one.

    ``organisers``, ``outcomes`` and ``participations`` are all that it is to have; None leaves them
    alone. Raises ValidationError.
    """
    for topic in values.get("topics", ()):
        if topic.edition_id != edition.pk:
            raise ValidationError({"topics": _("The topic belongs to another edition.")})
    with scope(edition=edition), transaction.atomic():
        saved = _save(Activity, actor, edition, values, activity)
        if organisers is not None:
            sync_parts(
                actor=actor,
                verbs=ORGANISERS,
                root=saved,
                parts=saved.organisers,
                rows=organisers,
                match=["organisation"],
            )
        if outcomes is not None:
            sync_parts(
                actor=actor,
                verbs=OUTCOMES,
                root=saved,
                parts=saved.outcomes,
                rows=outcomes,
                match=["kind", "record"],
            )
        _sync_participations(actor, saved, participations)
        return saved


def save_session(
    *,
    actor: Actor,
    edition: Edition,
    values: Mapping[str, Any],
    participations: Rows | None = None,
    session: Session | None = None,
) -> Session:
    """Add a session, or change one. Its contributions follow it to another activity.

    Raises ValidationError.
    """
    with scope(edition=edition), transaction.atomic():
        saved = _save(Session, actor, edition, values, session)
        for contribution in saved.contributions.exclude(activity=saved.activity):
            change_object(
                actor=actor,
                verb=CONTRIBUTION.changed,
                instance=contribution,
                changes={"activity": saved.activity},
            )
        _sync_participations(actor, saved, participations)
        return saved


def save_contribution(
    *,
    actor: Actor,
    edition: Edition,
    values: Mapping[str, Any],
    participations: Rows | None = None,
    contribution: Contribution | None = None,
) -> Contribution:
    """Add a contribution, or change one. Raises ValidationError.

    ``participations`` are all the people it is to have; None leaves them alone.
    """
    with scope(edition=edition), transaction.atomic():
        saved = _save(Contribution, actor, edition, values, contribution)
        _sync_participations(actor, saved, participations)
        return saved


def save_participations(
    *, actor: Actor, target: Activity | Session | Contribution, participations: Rows
) -> list[Participation]:
    """Make the people of an activity, session or contribution be exactly these."""
    with scope(edition=target.edition), transaction.atomic():
        return _sync_participations(actor, target, participations)


def set_for_all(
    *, actor: Actor, instances: Iterable[ProgrammePart], changes: Mapping[str, Any]
) -> list[Entry]:
    """Make the same change to several objects; either all of them change, or none.

    A session that is given another day keeps its time of day and its length.

    Returns the entries of those that were different. Raises ValidationError, with the object named.
    """
    entries = []
    with transaction.atomic():
        for instance in instances:
            with scope(edition=instance.edition):
                try:
                    entry = change_object(
                        actor=actor,
                        verb=VERBS[type(instance)].changed,
                        instance=instance,
                        changes=_for_one(instance, changes),
                    )
                except ValidationError as error:
                    raise ValidationError(
                        [f"{instance}: {message}" for message in error.messages]
                    ) from None
                if entry:
                    entries.append(entry)
    return entries


def _for_one(instance: ProgrammePart, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(instance, Session) or not changes.get("day"):
        return changes
    check_day(changes["day"], instance.edition)
    if instance.starts_at is None:
        return changes
    zone = instance.edition.zone
    time = LocalTime(instance.starts_at.astimezone(zone).time())
    try:
        starts_at = time.on(changes["day"], zone)
    except LocalTimeError:
        raise ValidationError(
            _("The clocks change at %(time)s on that day. Change this session by itself."),
            params={"time": time},
        ) from None
    ends_at = instance.ends_at and starts_at + (instance.ends_at - instance.starts_at)
    return {**changes, "starts_at": starts_at, "ends_at": ends_at}


@follow_time_zone
def keep_times_of_day(actor: Actor, edition: Edition, before: ZoneInfo) -> None:
    """Let the sessions of an edition stand at the same times of day when its zone is corrected:
    who typed 09:00 meant the clocks of the place.

    Raises ValidationError where the clocks of the new zone skip such a time or show it twice.
    """
    with scope(edition=edition):
        for session in Session.objects.exclude(starts_at=None):
            moments = {"starts_at": session.starts_at, "ends_at": session.ends_at}
            changes = {
                name: _on_other_clocks(moment, before, session)
                for name, moment in moments.items()
                if moment
            }
            change_object(actor=actor, verb=SESSION.changed, instance=session, changes=changes)


def _on_other_clocks(moment: datetime, before: ZoneInfo, session: Session) -> datetime:
    shown = moment.astimezone(before)
    try:
        return LocalTime(shown.time()).on(shown.date(), session.edition.zone)
    except LocalTimeError:
        raise ValidationError({
            "time_zone": _("Its clocks change at %(time)s, when “%(session)s” begins or ends.")
            % {"time": LocalTime(shown.time()), "session": session}
        }) from None  # fmt: skip


def move(*, actor: Actor, instance: ProgrammePart, step: Literal[-1, 1]) -> list[Entry]:
    """Move an object one place up (-1) or down (1) among those of its edition.

    Activities move among those of their section, sessions among those of their activity. At the
    end of the list nothing happens.
    """
    verb = VERBS[type(instance)].changed
    with scope(edition=instance.edition), transaction.atomic():
        order = list(_siblings(instance).select_for_update().order_by("position", "pk"))
        place = order.index(instance)
        target = min(max(place + step, 0), len(order) - 1)
        order.insert(target, order.pop(place))
        if target == place:
            return []
        changed = (
            change_object(actor=actor, verb=verb, instance=sibling, changes={"position": position})
            for position, sibling in enumerate(order)
            if sibling.position != position
        )
        return [entry for entry in changed if entry]


def remove(*, actor: Actor, instance: ProgrammePart) -> Entry:
    """Delete an object and what belongs to it. The entry can be undone.

    Raises ValidationError where something that does not belong to it still refers to it.
    """
    with scope(edition=instance.edition), transaction.atomic():
        try:
            return delete_object(actor=actor, verb=VERBS[type(instance)].removed, instance=instance)
        except (ProtectedError, RestrictedError) as error:
            _message, users = error.args
            raise ValidationError(
                _("%(object)s is still used by %(users)s. Change that first."),
                params={
                    "object": instance,
                    "users": ", ".join(sorted({f"“{user}”" for user in users})),
                },
            ) from None


def _save(
    model: type[P], actor: Actor, edition: Edition, values: Mapping[str, Any], instance: P | None
) -> P:
    verbs = VERBS[model]
    if instance is not None:
        change_object(actor=actor, verb=verbs.changed, instance=instance, changes=values)
        return instance
    names = {field.name for field in model._meta.many_to_many}
    columns = {name: value for name, value in values.items() if name not in names}
    many = {name: value for name, value in values.items() if name in names}
    new = model(edition=edition, **columns)
    if "position" not in values:
        last = _siblings(new).aggregate(last=Max("position"))["last"]
        new.position = 0 if last is None else last + 1
    return create_object(actor=actor, verb=verbs.added, instance=new, many=many)


def _siblings(instance: ProgrammePart) -> Any:
    """The objects among which one has its position."""
    rows = type(instance).objects.all()
    if isinstance(instance, Activity):
        return rows.filter(section=instance.section_id)
    if isinstance(instance, Session):
        return rows.filter(activity=instance.activity_id)
    if isinstance(instance, Contribution):
        return rows.filter(activity=instance.activity_id, session=instance.session_id)
    return rows


def _sync_participations(
    actor: Actor, target: Activity | Session | Contribution, rows: Rows | None
) -> list[Participation]:
    if rows is None:
        return []
    return sync_parts(
        actor=actor,
        verbs=PARTICIPATIONS,
        root=target,
        parts=target.participations,
        rows=[{"edition": target.edition, **row} for row in rows],
        match=["person", "role"],
    )
