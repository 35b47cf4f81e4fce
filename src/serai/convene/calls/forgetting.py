"""What the calls forget with a person or an account, and what they tell somebody of themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from serai.convene.calls.answers import FILES
from serai.convene.calls.models import Submission, SubmissionSpeaker, SubmissionState
from serai.foundation.accounts.models import User
from serai.foundation.accounts.queries import register_personal_data
from serai.foundation.directory.erasing import also_forget
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import Program, erase
from serai.foundation.record.snapshots import snapshot

_EMPTY = {
    "name": "", "email": "", "organisation": "", "position_held": "", "biography": "",
    "country": None, "words": "",
}  # fmt: skip


@also_forget
def forget_speaker(person: Person) -> None:
    """Take away what submissions say of the person as a speaker, here and in the record."""
    with scopes_disabled():
        for speaker in SubmissionSpeaker.objects.filter(person=person):
            SubmissionSpeaker.objects.filter(pk=speaker.pk).update(**_EMPTY)
            erase(actor=_concerned(), target=speaker)


@receiver(pre_delete, sender=User, dispatch_uid="calls.forget_submitter")
def forget_submitter(instance: User, **_options: object) -> None:
    """With an account go its drafts, which nobody else was meant to read, and what it says of its
    owner as a speaker. What was sent to the organisers stays theirs to decide on.
    """
    with scopes_disabled():
        own = Submission.objects.filter(submitter=instance)
        for draft in own.filter(state=SubmissionState.DRAFT):
            erase(actor=_concerned(), target=draft)
            draft.delete()
            _discard_files(draft)
        for speaker in SubmissionSpeaker.objects.filter(email__iexact=instance.email):
            SubmissionSpeaker.objects.filter(pk=speaker.pk).update(**_EMPTY)
            erase(actor=_concerned(), target=speaker)


def _discard_files(gone: Submission) -> None:
    """Delete the files of a submission that is gone, unless another has the same."""
    rest = Submission.objects.alias(text=Cast("answers", TextField()))
    for answer in gone.answers.values():
        if isinstance(answer, dict) and not rest.filter(text__contains=answer["sha256"]).exists():
            FILES.discard(answer["sha256"])


def _concerned() -> Program:
    return Program(_("the person concerned"))


def _submissions_of(user: User) -> list[dict[str, Any]]:
    with scopes_disabled():
        rows = Submission.objects.filter(submitter=user).select_related("call", "edition")
        return [
            {
                **snapshot(each, _TOLD),
                "call": str(each.call),
                "edition": str(each.edition),
                "speakers": [snapshot(one, _TOLD_OF_SPEAKERS) for one in each.speakers.all()],
            }
            for each in rows.prefetch_related("speakers")
        ]


def _speaking_of(user: User) -> list[dict[str, Any]]:
    with scopes_disabled():
        rows = SubmissionSpeaker.objects.filter(email__iexact=user.email)
        others = rows.exclude(submission__submitter=user).select_related("submission")
        return [
            {**snapshot(each, _TOLD_OF_SPEAKERS), "submission": each.submission.title}
            for each in others
        ]


_TOLD = [
    "code", "title", "summary", "description", "language", "kind", "minutes", "answers", "state",
    "made_at", "submitted_at",
]  # fmt: skip
_TOLD_OF_SPEAKERS = [
    "name", "email", "country", "organisation", "position_held", "biography",
]  # fmt: skip

register_personal_data("submissions", _submissions_of)
register_personal_data("named_as_a_speaker", _speaking_of)
