"""Reading calls and submissions. All of it inside the scope of one edition."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from django.db.models import Count, Q, QuerySet

from serai.convene.calls.models import (
    Call,
    CallPhase,
    Submission,
    SubmissionSpeaker,
    SubmissionState,
)
from serai.convene.editions.models import Edition
from serai.foundation.accounts.models import User
from serai.foundation.folding import fold
from serai.foundation.web.pages import good_until

SIMILAR = 0.85
"""From which likeness of their titles on two submissions may be one (1 is the same)."""


def public_calls(edition: Edition) -> list[Call]:
    """The calls of an edition that everybody may know of, the open ones first, then those to come.

    A public page on which they stand is kept until the next of them opens or closes.
    """
    calls = list(
        Call.objects.filter(edition=edition, is_public=True)
        .select_related("edition", "activity", "section")
    )  # fmt: skip
    for call in calls:
        note_change(call)
    order = {CallPhase.OPEN: 0, CallPhase.UPCOMING: 1, CallPhase.CLOSED: 2}
    return sorted(calls, key=lambda call: (order[call.phase_at()], call.position, call.pk))


def note_change(call: Call) -> None:
    """Let the public page that is being rendered end when the call opens or closes."""
    phase = call.phase_at()
    if phase == CallPhase.UPCOMING:
        good_until(call.opens_at)
    elif phase == CallPhase.OPEN and call.closes_at:
        good_until(call.closes_at)


def has_current_call(edition: Edition) -> bool:
    """Tell whether a public call of an edition is open, or will be."""
    return any(call.phase_at() != CallPhase.CLOSED for call in public_calls(edition))


def own_submissions(user: User) -> QuerySet[Submission]:
    """What somebody has begun or sent, in every edition; latest first. Needs all scopes."""
    rows: QuerySet[Submission] = (
        Submission.objects.filter(submitter=user)
        .select_related("edition", "call__edition")
        .order_by("-made_at", "-pk")
    )
    return rows


def counts_by_state(call: Call) -> dict[SubmissionState, int]:
    """How many submissions of a call are in each state, in the order of the states."""
    rows = Submission.objects.filter(call=call).order_by().values_list("state")
    found = dict(rows.annotate(count=Count("pk")))
    return {state: found.get(state, 0) for state in SubmissionState}


def counts_by_call(edition: Edition) -> dict[int, dict[SubmissionState, int]]:
    """How many submissions are in each state, by the key of their call."""
    rows = Submission.objects.filter(edition=edition).order_by().values_list("call", "state")
    found: dict[int, dict[SubmissionState, int]] = {}
    for call, state, count in rows.annotate(count=Count("pk")):
        found.setdefault(call, {})[SubmissionState(state)] = count
    return {
        call: {state: counts.get(state, 0) for state in SubmissionState}
        for call, counts in found.items()
    }


def alike(submission: Submission) -> list[Submission]:
    """Other submissions of the edition that may be the same: titles that are much alike, or the
    same title of a speaker who is in both. The most likely first.
    """
    emails = {each.email.casefold() for each in submission.speakers.all() if each.email}
    names = {fold(each.name) for each in submission.speakers.all() if each.name}
    rows = Submission.objects.exclude(pk=submission.pk).filter(edition=submission.edition_id)
    titles = rows.exclude(state=SubmissionState.DRAFT).values_list("pk", "title")
    shared = set(
        SubmissionSpeaker.objects.filter(submission__in=rows)
        .filter(_any_email(emails) | Q(name__in=[each.name for each in submission.speakers.all()]))
        .values_list("submission", flat=True)
    ) if emails or names else set()  # fmt: skip
    wanted = fold(submission.title)
    found: dict[int, float] = {}
    for pk, title in titles:
        likeness = _likeness(wanted, fold(title))
        if likeness >= (SIMILAR - 0.2 if pk in shared else SIMILAR):
            found[pk] = likeness
    chosen = sorted(found, key=lambda pk: (-found[pk], pk))[:5]
    known = rows.select_related("edition", "call").in_bulk(chosen)
    return [known[pk] for pk in chosen]


def _any_email(emails: Iterable[str]) -> Q:
    test = Q(pk__in=[])
    for email in emails:
        test |= Q(email__iexact=email)
    return test


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    compared = SequenceMatcher(None, one, other, autojunk=False)
    # Two bounds from above that cost little: few pairs are alike.
    if compared.real_quick_ratio() < SIMILAR - 0.2 or compared.quick_ratio() < SIMILAR - 0.2:
        return 0.0
    return compared.ratio()
