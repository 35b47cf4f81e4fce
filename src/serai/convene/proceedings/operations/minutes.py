"""Writing minutes, approving and publishing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.proceedings.models import (
    Attendance,
    Minutes,
    MinutesDecision,
    MinutesState,
    check_ready,
)
from serai.convene.proceedings.permissions import RUNNING
from serai.convene.proceedings.released import MINUTES
from serai.convene.proceedings.verbs import (
    ACTIONS,
    ATTENDANCES,
    DECISIONS,
    MINUTES_APPROVED,
    MINUTES_BEGUN,
    MINUTES_CHANGED,
    SECTIONS,
)
from serai.convene.programme.models import (
    OutcomeKind,
    Participation,
    ParticipationRole,
    Session,
)
from serai.convene.programme.operations import save_activity
from serai.foundation.accounts.models import User
from serai.foundation.record.operations import (
    Actor,
    PartVerbs,
    change_object,
    create_object,
    entries_made,
    sync_parts,
)
from serai.foundation.releases.kinds import Snapshot
from serai.foundation.releases.models import Release
from serai.foundation.releases.operations import DraftMovedError, release
from serai.foundation.releases.queries import fingerprint
from serai.foundation.translation import texts_of
from serai.track.register.models import Record
from serai.track.register.operations import add_record

Rows = Sequence[Mapping[str, Any]]
_PARTS: Mapping[str, PartVerbs] = {
    "sections": SECTIONS,
    "decisions": DECISIONS,
    "actions": ACTIONS,
    "attendances": ATTENDANCES,
}


def begin_minutes(*, actor: Actor, session: Session) -> Minutes:
    """Begin the minutes of a session, with its people as those who were there.

    Minutes that were begun are left as they are.
    """
    with scope(edition=session.edition), transaction.atomic():
        found: Minutes | None = Minutes.objects.filter(session=session).first()
        if found is not None:
            return found
        minutes = create_object(
            actor=actor, verb=MINUTES_BEGUN, instance=Minutes(session=session), root=session
        )
        for position, (person, role) in enumerate(_people_of(session).items()):
            attendance = Attendance(minutes=minutes, person=person, role=role, position=position)
            create_object(actor=actor, verb=ATTENDANCES.added, instance=attendance, root=session)
        return minutes


def save_minutes(*, actor: Actor, minutes: Minutes, parts: Mapping[str, Rows]) -> Minutes:
    """Make parts of minutes (``sections``, ``decisions``, ``actions``, ``attendances``) be exactly
    these. Raises ValidationError.

    What was approved is a draft again once something differs.
    """
    session = minutes.session
    with scope(edition=session.edition), transaction.atomic():
        minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
        with entries_made() as entries:
            for name, rows in parts.items():
                sync_parts(
                    actor=actor, verbs=_PARTS[name], root=session, parts=getattr(minutes, name),
                    rows=[{**row, "position": place} for place, row in enumerate(rows)],
                    match=["person"] if name == "attendances" else ["code"], owner=minutes,
                )  # fmt: skip
        if entries and minutes.state == MinutesState.APPROVED:
            changes = {"state": MinutesState.DRAFT, "approved_at": None, "approved_by": None}
            change_object(
                actor=actor, verb=MINUTES_CHANGED, instance=minutes, changes=changes, root=session
            )
        return minutes


def approve_minutes(*, actor: User, minutes: Minutes, expected: str) -> Minutes:
    """Approve minutes as they were read: ``expected`` is the fingerprint of what was shown.

    Raises ValidationError where there is nothing to approve, DraftMovedError where they changed.
    """
    session = minutes.session
    with scope(edition=session.edition), transaction.atomic():
        minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
        check_ready(minutes)
        if fingerprint(_snapshot(minutes)) != expected:
            raise DraftMovedError(
                _("The minutes have changed while you read them. Read the changes once more.")
            )
        changes = {
            "state": MinutesState.APPROVED, "approved_at": timezone.now(), "approved_by": actor,
        }  # fmt: skip
        change_object(
            actor=actor, verb=MINUTES_APPROVED, instance=minutes, changes=changes, root=session
        )
        return minutes


def publish_minutes(
    *, actor: Actor, minutes: Minutes, note: Mapping[str, str] | None = None
) -> Release:
    """Let everybody read what was approved. Raises ValidationError, and what `release` raises."""
    with scope(edition=minutes.edition), transaction.atomic():
        minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
        if minutes.state != MinutesState.APPROVED:
            raise ValidationError(_("Only approved minutes are published."))
        return release(actor=actor, kind=MINUTES, subject=minutes, note=note)


def propose_record(*, actor: Actor, decision: MinutesDecision, kind: str) -> Record:
    """Enter a decision into the register as a draft, and as announced by the activity.

    The desk of the register checks and publishes it. Raises ValidationError.
    """
    session: Session = decision.minutes.session
    with scope(edition=session.edition), transaction.atomic():
        text = texts_of(decision.text)
        record = add_record(
            actor=actor,
            record=Record(
                kind=kind, summary=text,
                name={language: words.split("\n")[0][:400] for language, words in text.items()},
            ),
        )  # fmt: skip
        kept = [
            {"kind": each.kind, "record": each.record, "position": each.position}
            for each in session.activity.outcomes.select_related("record")
        ]
        new = {"kind": OutcomeKind.ANNOUNCED, "record": record, "position": len(kept)}
        save_activity(
            actor=actor, edition=session.edition, values={}, outcomes=[*kept, new],
            activity=session.activity,
        )  # fmt: skip
        return record


def _snapshot(minutes: Minutes) -> Snapshot:
    return MINUTES.draw(minutes)


def _people_of(session: Session) -> dict[Any, str]:
    """Who takes part in a session, chairs first, each with the first of their roles."""
    rows = (
        Participation.objects.filter(
            Q(session=session) | Q(contribution__session=session)
            | Q(activity=session.activity_id, role__in=RUNNING)
        )
        .exclude(role=ParticipationRole.INTERPRETER)
        .select_related("person")
        .order_by("contribution__position", "position", "pk")
    )  # fmt: skip
    ordered = sorted(rows, key=lambda row: row.role not in RUNNING)
    people: dict[Any, str] = {}
    for row in ordered:
        people.setdefault(row.person, row.role)
    return people
