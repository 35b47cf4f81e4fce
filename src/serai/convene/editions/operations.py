"""Writing series and editions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.editions import verbs
from serai.convene.editions.models import (
    Edition,
    EditionRole,
    EditionRoleAssignment,
    EditionState,
    Series,
)
from serai.convene.editions.permissions import EditionRoles
from serai.foundation.accounts.models import User
from serai.foundation.record.operations import (
    Actor,
    PartVerbs,
    change_object,
    create_object,
    delete_object,
    sync_parts,
)
from serai.foundation.record.verbs import Verb

Row = Mapping[str, Any]

STATES = (
    EditionState.ANNOUNCED,
    EditionState.OPEN,
    EditionState.RUNNING,
    EditionState.CONCLUDED,
)
"""The states of an edition in their order."""

_GUARDED = {"state", "is_public", "series"}


@transaction.atomic
def create_series(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    hosts: Sequence[Row] = (),
    milestones: Sequence[Row] = (),
) -> Series:
    """Create a series with the hosts of its rotation, in their turn. Raises ValidationError."""
    series = create_object(actor=actor, verb=verbs.SERIES_CREATED, instance=Series(**values))
    sync_hosts(actor=actor, series=series, rows=hosts)
    sync_milestones(actor=actor, series=series, rows=milestones)
    return series


@transaction.atomic
def change_series(
    *,
    actor: Actor,
    series: Series,
    changes: Mapping[str, Any],
    hosts: Sequence[Row] | None = None,
    milestones: Sequence[Row] | None = None,
) -> None:
    """Change a series; parts that are not given stay as they are. Raises ValidationError."""
    change_object(actor=actor, verb=verbs.SERIES_CHANGED, instance=series, changes=changes)
    if hosts is not None:
        sync_hosts(actor=actor, series=series, rows=hosts)
    if milestones is not None:
        sync_milestones(actor=actor, series=series, rows=milestones)


@transaction.atomic
def delete_series(*, actor: Actor, series: Series) -> None:
    """Delete a series that has no edition. Raises ValidationError for any other."""
    if series.editions.exists():
        raise ValidationError(_("A series that has editions cannot be deleted."))
    delete_object(actor=actor, verb=verbs.SERIES_DELETED, instance=series)


def sync_hosts(*, actor: Actor, series: Series, rows: Sequence[Row]) -> list[Any]:
    """Make the rotation of a series be exactly these hosts, in this order."""
    try:
        return sync_parts(
            actor=actor, verbs=verbs.HOST_VERBS, root=series, parts=series.hosts,
            rows=_numbered(rows), match=("name",),
        )  # fmt: skip
    except (ProtectedError, RestrictedError) as error:
        first = min(map(str, error.args[1]))
        raise ValidationError(
            _("“%(object)s” refers to what you removed. Change that first.") % {"object": first}
        ) from None


def sync_milestones(*, actor: Actor, series: Series, rows: Sequence[Row]) -> list[Any]:
    """Make the milestones of a series be exactly these."""
    return sync_parts(
        actor=actor, verbs=verbs.MILESTONE_VERBS, root=series, parts=series.milestones,
        rows=rows, match=("key",),
    )  # fmt: skip


@transaction.atomic
def create_edition(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    parts: Mapping[str, Sequence[Row]] | None = None,
    verb: Verb = verbs.EDITION_CREATED,
    note: str = "",
) -> Edition:
    """Create an edition. It is not public until it is published. Raises ValidationError."""
    if "is_public" in values:
        raise ValueError("A new edition is not public: use publish_edition().")
    edition = create_object(actor=actor, verb=verb, instance=Edition(**values), note=note)
    _sync_edition_parts(actor, edition, parts or {})
    return edition


@transaction.atomic
def change_edition(
    *,
    actor: Actor,
    edition: Edition,
    changes: Mapping[str, Any],
    parts: Mapping[str, Sequence[Row]] | None = None,
) -> None:
    """Change an edition and the given parts of it: ``topics``, ``venues``, ``organisers``,
    ``announcements``. Parts that are not given stay as they are. Raises ValidationError.

    State and publication have operations of their own.
    """
    if guarded := _GUARDED & set(changes):
        raise ValueError(f"{', '.join(sorted(guarded))} cannot be set by change_edition().")
    before = Edition.objects.select_for_update().get(pk=edition.pk).zone
    change_object(actor=actor, verb=verbs.EDITION_CHANGED, instance=edition, changes=changes)
    if edition.zone != before:
        for follow in _zone_followers:
            follow(actor, edition, before)
    _sync_edition_parts(actor, edition, parts or {})


ZoneFollower: TypeAlias = Callable[[Actor, Edition, ZoneInfo], None]
"""Told who gave which edition another time zone, and the one before."""

_zone_followers: list[ZoneFollower] = []


def follow_time_zone(follower: ZoneFollower) -> ZoneFollower:
    """Let a room that keeps times of editions follow when an edition gets another time zone."""
    _zone_followers.append(follower)
    return follower


@transaction.atomic
def delete_edition(*, actor: Actor, edition: Edition) -> None:
    """Delete an edition with all its parts. Raises ValidationError for a public one, and where
    something else refers to it.
    """
    edition.refresh_from_db()
    if edition.is_public:
        raise ValidationError(_("Take the edition back from the public before you delete it."))
    try:
        with scope(edition=edition):
            delete_object(actor=actor, verb=verbs.EDITION_DELETED, instance=edition)
    except (ProtectedError, RestrictedError) as error:
        first = min(map(str, error.args[1]))
        raise ValidationError(
            _("“%(object)s” refers to this edition. Remove that first.") % {"object": first}
        ) from None


_PART_VERBS: Mapping[str, tuple[PartVerbs, tuple[str, ...], bool]] = {
    # Name of the relation: its verbs, what tells one part from another, whether order counts.
    "topics": (verbs.TOPIC_VERBS, ("key",), True),
    "venues": (verbs.VENUE_VERBS, ("key",), False),
    "organisers": (verbs.ORGANISER_VERBS, ("organisation", "role"), True),
    "announcements": (verbs.ANNOUNCEMENT_VERBS, ("key",), False),
}


def sync_edition_part(
    *, actor: Actor, edition: Edition, part: str, rows: Sequence[Row]
) -> list[Any]:
    """Make the topics, venues, organisers or announcements of an edition be exactly these."""
    part_verbs, match, in_order = _PART_VERBS[part]
    try:
        return sync_parts(
            actor=actor, verbs=part_verbs, root=edition, parts=getattr(edition, part),
            rows=_numbered(rows) if in_order else rows, match=match,
        )  # fmt: skip
    except (ProtectedError, RestrictedError) as error:
        first = min(map(str, error.args[1]))
        raise ValidationError(
            _("“%(object)s” refers to what you removed. Change that first.") % {"object": first}
        ) from None


def _sync_edition_parts(actor: Actor, edition: Edition, parts: Mapping[str, Sequence[Row]]) -> None:
    for part, rows in parts.items():
        sync_edition_part(actor=actor, edition=edition, part=part, rows=rows)


def _numbered(rows: Iterable[Row]) -> list[Row]:
    return [{**row, "position": position} for position, row in enumerate(rows)]


def next_states(edition: Edition) -> list[EditionState]:
    """The states that an edition may be moved to: the next one and the one before."""
    here = STATES.index(EditionState(edition.state))
    return [*STATES[here + 1 : here + 2], *STATES[max(here - 1, 0) : here]]


@transaction.atomic
def move_edition(*, actor: Actor, edition: Edition, to: EditionState, note: str = "") -> None:
    """Move an edition one state on, or one back with a note that says why.

    Raises ValidationError for any other step.
    """
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if to not in next_states(locked):
        raise ValidationError({
            "to": _("An edition that is %(state)s cannot become %(wanted)s.")
            % {"state": locked.get_state_display(), "wanted": to.label}
        })  # fmt: skip
    if STATES.index(to) < STATES.index(EditionState(locked.state)) and not note.strip():
        raise ValidationError({"note": _("Say why the edition goes back.")})
    change_object(
        actor=actor, verb=verbs.EDITION_MOVED, instance=edition, changes={"state": to},
        note=note.strip(),
    )  # fmt: skip


@transaction.atomic
def bring_edition_to(*, actor: Actor, edition: Edition, to: EditionState, note: str) -> None:
    """Move an edition step by step to a state, as a data file states it."""
    while edition.state != to:
        here, there = STATES.index(EditionState(edition.state)), STATES.index(to)
        step = STATES[here + (1 if there > here else -1)]
        move_edition(actor=actor, edition=edition, to=step, note=note)


@transaction.atomic
def publish_edition(*, actor: Actor, edition: Edition) -> None:
    """Make an edition public. Nothing happens to one that is."""
    change_object(
        actor=actor, verb=verbs.EDITION_PUBLISHED, instance=edition, changes={"is_public": True}
    )


@transaction.atomic
def unpublish_edition(*, actor: Actor, edition: Edition) -> None:
    """Take an edition back from the public."""
    change_object(
        actor=actor, verb=verbs.EDITION_UNPUBLISHED, instance=edition, changes={"is_public": False}
    )


@transaction.atomic
def set_edition_roles(*, actor: Actor, edition: Edition, rows: Sequence[Row]) -> None:
    """Make the roles in an edition be exactly these rows of ``user`` and ``role``."""
    kept = sync_parts(
        actor=actor, verbs=verbs.ROLE_VERBS, root=edition, parts=edition.role_assignments,
        rows=rows, match=("user", "role"),
    )  # fmt: skip
    for assignment in kept:
        EditionRoles.forget(assignment.user)
    if isinstance(actor, User):
        EditionRoles.forget(actor)


def give_edition_role(
    *, actor: Actor, edition: Edition, user: User, role: EditionRole
) -> EditionRoleAssignment:
    """Give a user a role in an edition; the same role again changes nothing."""
    held = edition.role_assignments.filter(user=user, role=role).first()
    if held is not None:
        return held
    assignment = create_object(
        actor=actor, verb=verbs.ROLE_VERBS.added, root=edition,
        instance=EditionRoleAssignment(edition=edition, user=user, role=role),
    )  # fmt: skip
    EditionRoles.forget(user)
    return assignment
