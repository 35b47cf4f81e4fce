"""Reading what a reviewer has to do, and how far the reviews of a call are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from serai.convene.calls.models import (
    Call,
    Decision,
    Outcome,
    Review,
    Reviewer,
    Reviewing,
    Submission,
    SubmissionState,
)
from serai.convene.calls.reviewing.conflicts import Conflicts

SETTLED = (SubmissionState.DRAFT, SubmissionState.WITHDRAWN)
"""What is neither reviewed nor decided."""


def rules_of(call: Call) -> Reviewing:
    """The rules of reviewing of a call; before anybody set them, those by default, not stored."""
    found = Reviewing.objects.filter(call=call).first()
    rules: Reviewing = found or Reviewing(call=call)
    return rules


def judged(call: Call) -> Any:
    """The submissions of a call that are reviewed and decided: sent, and not withdrawn."""
    return call.submissions.exclude(state__in=SETTLED)


def decision_of(submission: Submission) -> Decision | None:
    """The decision that holds, whether it was told or not."""
    found: Decision | None = submission.decisions.filter(is_current=True).first()
    return found


def decided_and_untold(call: Call) -> Any:
    """The decisions of a call whose letters have not gone, of submissions that still stand."""
    return (
        Decision.objects.filter(submission__call=call, is_current=True, letters=None)
        .exclude(submission__state=SubmissionState.WITHDRAWN)
        .select_related(
            "submission__edition",
            "submission__submitter",
            "submission__session__activity",
            "submission__contribution__activity",
            "submission__contribution__session",
        )
        .prefetch_related("submission__speakers")
        .order_by("outcome", "pk")
    )


def covers(reviewer: Reviewer, submission: Submission) -> bool:
    """Tell whether a reviewer knows about what a submission is about, as far as both have said.

    Reads the sets ``sections`` and ``fields`` of both; prefetch them for many. A broad field of
    science covers the narrow ones in it.
    """
    if reviewer.languages and submission.language and submission.language not in reviewer.languages:
        return False
    sections = {each.pk for each in reviewer.sections.all()}
    if sections and submission.section_id and submission.section_id not in sections:
        return False
    known = {each.pk for each in reviewer.fields.all()}
    asked = {key for each in submission.fields.all() for key in (each.pk, each.broad_id)}
    return not known or not asked or bool(known & asked)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue of a reviewer."""

    submission: Submission
    is_assigned: bool
    reviews: int
    own: Review | None

    @property
    def is_given(self) -> bool:
        """Whether this reviewer has reviewed it."""
        return self.own is not None


@dataclass(frozen=True, slots=True)
class Queue:
    """What a reviewer reviews, what needs it most first, and what was given last."""

    reviewer: Reviewer
    rules: Reviewing
    lines: list[Waiting]

    @property
    def open(self) -> list[Waiting]:
        """What has not been reviewed yet."""
        return [line for line in self.lines if not line.is_given]

    @property
    def given(self) -> list[Waiting]:
        """What was reviewed."""
        return [line for line in self.lines if line.is_given]

    def line_of(self, code: str) -> Waiting | None:
        """The line of a submission; None where this reviewer has nothing to do with it."""
        return next((line for line in self.lines if line.submission.code == code), None)

    def after(self, code: str) -> Waiting | None:
        """What comes next once this one was given or passed over."""
        codes = [line.submission.code for line in self.lines]
        place = codes.index(code) if code in codes else -1
        later = [line for line in self.lines[place + 1 :] if not line.is_given]
        return next((line for line in (*later, *self.open) if line.submission.code != code), None)


def queue_of(reviewer: Reviewer) -> Queue:
    """Return the queue of a reviewer, in a constant number of queries.

    A submission with a conflict of interest is not in it. Of those that need as many reviews,
    each reviewer has another order, so that not all of them begin with the same.
    """
    call = reviewer.call
    rules = rules_of(call)
    conflicts = Conflicts(call, [reviewer])
    given = {each.submission_id: each for each in reviewer.reviews.all()}
    assigned = set(reviewer.assignments.values_list("submission_id", flat=True))
    rows = (
        judged(call)
        .annotate(review_count=Count("reviews", distinct=True))
        .annotate(decided=Count("decisions", filter=Q(decisions__is_current=True), distinct=True))
        .select_related("section")
        .prefetch_related("fields")
    )
    lines = [
        Waiting(row, row.pk in assigned, row.review_count, given.get(row.pk))
        for row in rows
        if not conflicts.between(reviewer.pk, row.pk)
        and (
            row.pk in given
            or (row.pk in assigned and not row.decided)
            or (rules.is_open and not row.decided and covers(reviewer, row))
        )
    ]

    def order(line: Waiting) -> tuple[bool, bool, int, str]:
        mixed = hashlib.sha256(f"{reviewer.code} {line.submission.code}".encode()).hexdigest()
        return line.is_given, not line.is_assigned, line.reviews, mixed

    return Queue(reviewer, rules, sorted(lines, key=order))


def waiting_count(user: Any) -> int:
    """How many assigned reviews an account has still to give, over all calls it reviews for."""
    from django_scopes import scopes_disabled

    with scopes_disabled():
        return sum(
            1
            for reviewer in Reviewer.objects.filter(user=user).select_related("call__reviewing")
            if not rules_of(reviewer.call).has_closed()
            for line in queue_of(reviewer).open
            if line.is_assigned
        )


def is_accepted(decision: Decision | None) -> bool:
    """Tell whether a decision accepts."""
    return decision is not None and decision.outcome == Outcome.ACCEPTED
