"""What the speakers of an accepted submission say, as later rooms tell it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from serai.convene.calls.models import Submission, SubmissionState
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Actor, change_object
from serai.foundation.record.verbs import Erasure, register_verb

CONFIRMED = register_verb("submission.confirmed", _("confirmed"), erasure=Erasure.NOTHING)
REOPENED = register_verb(
    "submission.unconfirmed", _("took back the confirmation of"), erasure=Erasure.NOTHING
)

HaveConfirmed = Callable[[Submission], bool]
"""Whether everybody who is to speak for a submission has said that they come."""
_registered: list[HaveConfirmed] = []


def register_confirmation(have: HaveConfirmed) -> HaveConfirmed:
    """Let a later room, which knows what speakers said, be asked about a submission."""
    _registered.append(have)
    return have


def settle_confirmation(*, actor: Actor, submission: Submission) -> Entry | None:
    """Let a submission be confirmed as far as its speakers have said by now.

    They may say so before the letter of acceptance goes. Returns what `set_confirmed` does.
    """
    is_confirmed = any(have(submission) for have in _registered)
    return set_confirmed(actor=actor, submission=submission, is_confirmed=is_confirmed)


@transaction.atomic
def set_confirmed(*, actor: Actor, submission: Submission, is_confirmed: bool) -> Entry | None:
    """Let an accepted submission be confirmed, or wait for its speakers again.

    One in any other state stays as it is. Returns the entry, or None where nothing was different.
    """
    before, after = SubmissionState.ACCEPTED, SubmissionState.CONFIRMED
    if not is_confirmed:
        before, after = after, before
    with scope(edition=submission.edition):
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        if row.state != before:
            return None
        return change_object(
            actor=actor, verb=CONFIRMED if is_confirmed else REOPENED, instance=row,
            changes={"state": after},
        )  # fmt: skip
