"""Writing submissions: drafts, sending, withdrawing, and what the desk does with them.

Every operation locks the call first, then the submission: the deadline and the state it reads hold
until it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.calls.models import Call, CallPhase, Submission, SubmissionState, Tag
from serai.convene.calls.verbs import (
    EXTENDED,
    SENT,
    SORTED,
    SPEAKERS,
    SUBMISSION,
    TAGS,
    WITHDRAWN,
)
from serai.foundation.accounts.models import User
from serai.foundation.jobs.operations import start
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    sync_parts,
    undo,
)
from serai.foundation.record.queries import history

Rows = Sequence[Mapping[str, Any]]

MOST = 50
"""How many submissions one account may have to one call."""

TO_BE_WITHDRAWN = (
    SubmissionState.SUBMITTED, SubmissionState.ACCEPTED, SubmissionState.CONFIRMED,
    SubmissionState.WAITLISTED,
)  # fmt: skip


class ClosedError(ValidationError):
    """The call does not take what is sent now."""


def _lock(submission: Submission) -> None:
    """Lock the call and the submission, and bring both up to date."""
    submission.call = Call.objects.select_for_update().get(pk=submission.call_id)
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    submission.state, submission.extended_until = row.state, row.extended_until


@transaction.atomic
def save_submission(
    *,
    actor: User,
    call: Call,
    values: Mapping[str, Any],
    speakers: Rows,
    submission: Submission | None = None,
) -> Submission:
    """Keep what a submitter has written: as a new draft, or over what they wrote before.

    A draft may be kept after the deadline, so that nothing typed is lost; what was sent already
    cannot be changed then. Raises ValidationError, of which ClosedError for that.
    """
    with scope(edition=call.edition):
        many = {"fields": values["fields"]} if "fields" in values else {}
        columns = {name: value for name, value in values.items() if name not in many}
        if submission is None:
            locked = Call.objects.select_for_update().get(pk=call.pk)
            if not locked.is_public or locked.phase_at() == CallPhase.UPCOMING:
                raise ClosedError(_("The call is not open yet."))
            if Submission.objects.filter(call=call, submitter=actor).count() >= MOST:
                raise ValidationError(
                    _("You have %d submissions here, the most there may be.") % MOST
                )
            new = Submission(edition=call.edition, call=locked, submitter=actor, **columns)
            submission = create_object(actor=actor, verb=SUBMISSION.added, instance=new, many=many)
        else:
            _lock(submission)
            if submission.state != SubmissionState.DRAFT:
                _require_changeable(submission)
            change_object(actor=actor, verb=SUBMISSION.changed, instance=submission, changes=values)
        _sync_speakers(actor, submission, speakers)
        return submission


def _sync_speakers(actor: Actor, submission: Submission, speakers: Rows) -> None:
    sync_parts(
        actor=actor, verbs=SPEAKERS, root=submission, parts=submission.speakers,
        rows=[{**row, "position": place} for place, row in enumerate(speakers)],
        match=["name", "email"],
    )  # fmt: skip


def _require_changeable(submission: Submission) -> None:
    if submission.state != SubmissionState.SUBMITTED:
        raise ValidationError(_("It can no longer be changed."))
    if not submission.is_open():
        raise ClosedError(_("The call has closed: what was sent can no longer be changed."))


@transaction.atomic
def send_submission(*, actor: User, submission: Submission) -> None:
    """Send a draft to the organisers; its submitter is told by e-mail that it has arrived.

    What must be filled in is checked by the form. Raises ClosedError before the call opens and from
    its deadline on, and ValidationError for what is no draft.
    """
    from serai.convene.calls.tasks import acknowledge

    with scope(edition=submission.edition):
        _lock(submission)
        if submission.state != SubmissionState.DRAFT:
            raise ValidationError(_("It was sent already."))
        if not submission.is_open() or not submission.call.is_public:
            raise ClosedError(
                _("The call has closed, so this was not sent. The text is kept as a draft.")
            )
        change_object(
            actor=actor, verb=SENT, instance=submission,
            changes={"state": SubmissionState.SUBMITTED, "submitted_at": timezone.now()},
        )  # fmt: skip
        start(
            actor=actor, job=acknowledge, arguments={"submission": submission.code},
            about=submission.title,
        )  # fmt: skip


@transaction.atomic
def withdraw_submission(*, actor: User, submission: Submission) -> Entry | None:
    """Withdraw what was sent; it can be brought back. Raises ValidationError."""
    with scope(edition=submission.edition):
        _lock(submission)
        if submission.state not in TO_BE_WITHDRAWN:
            raise ValidationError(_("“%(title)s” cannot be withdrawn.") % {"title": submission})
        return change_object(
            actor=actor, verb=WITHDRAWN, instance=submission,
            changes={"state": SubmissionState.WITHDRAWN},
        )  # fmt: skip


def withdrawal_of(submission: Submission) -> Entry | None:
    """The entry by which a submission was withdrawn, if it is."""
    if submission.state != SubmissionState.WITHDRAWN:
        return None
    return history(submission).filter(verb=WITHDRAWN.name).first()


@transaction.atomic
def restore_submission(*, actor: User, submission: Submission) -> None:
    """Take one's own withdrawal back: the submission is again what it was.

    Raises ValidationError.
    """
    with scope(edition=submission.edition):
        _lock(submission)
        entry = withdrawal_of(submission)
        if entry is None or entry.actor_id != str(actor.pk):
            raise ValidationError(_("Only who withdrew it can bring it back."))
        undo(actor=actor, entry=entry)


@transaction.atomic
def discard_submission(*, actor: Actor, submission: Submission) -> Entry:
    """Delete a draft. The entry can be undone. Raises ValidationError for what was sent."""
    with scope(edition=submission.edition):
        _lock(submission)
        if submission.state != SubmissionState.DRAFT:
            raise ValidationError(_("Only drafts can be deleted."))
        return delete_object(actor=actor, verb=SUBMISSION.removed, instance=submission)


# The desk


@transaction.atomic
def sort_submission(
    *,
    actor: Actor,
    submission: Submission,
    values: Mapping[str, Any],
    tags: Sequence[str] | None = None,
) -> Submission:
    """Say where a submission belongs: its section, its tags, the note of the desk, more time.

    Tags that the call has not are made; None leaves them. Raises ValidationError.
    """
    with scope(edition=submission.edition):
        _lock(submission)
        changes = dict(values)
        if tags is not None:
            changes["tags"] = [tag_named(actor, submission.call, name) for name in tags]
        change_object(actor=actor, verb=SORTED, instance=submission, changes=changes)
        return submission


@transaction.atomic
def tag_submissions(*, actor: Actor, submissions: Iterable[Submission], name: str) -> None:
    """Give several submissions a tag. Raises ValidationError."""
    for submission in submissions:
        with scope(edition=submission.edition):
            tag = tag_named(actor, submission.call, name)
            change_object(
                actor=actor, verb=SORTED, instance=submission,
                changes={"tags": [*submission.tags.all(), tag]},
            )  # fmt: skip


def tag_named(actor: Actor, call: Call, name: str) -> Tag:
    """The tag of a call with this name, in whatever case; made if there is none."""
    name = " ".join(name.split())
    known: Tag | None = Tag.objects.filter(call=call, name__iexact=name).first()
    if known is not None:
        return known
    new = Tag(call=call, name=name)
    return create_object(actor=actor, verb=TAGS.added, instance=new, root=call)


@transaction.atomic
def extend_submissions(
    *, actor: Actor, submissions: Iterable[Submission], until: datetime | None
) -> None:
    """Let submissions be sent and changed until a moment after the deadline, or no longer."""
    for submission in submissions:
        with scope(edition=submission.edition):
            change_object(
                actor=actor, verb=EXTENDED, instance=submission,
                changes={"extended_until": until},
            )  # fmt: skip
