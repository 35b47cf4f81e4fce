"""Committees for tests: reviewers, criteria, reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django_scopes import scopes_disabled

from factories.accounts import user_with
from factories.calls import make_submission
from serai.convene.calls.models import (
    Assignment,
    Call,
    Criterion,
    Letter,
    Outcome,
    Review,
    Reviewer,
    Reviewing,
    Score,
    Submission,
)
from serai.convene.calls.reviewing.deciding import decide
from serai.convene.calls.reviewing.letters import send_letters
from serai.foundation.accounts.models import User
from serai.foundation.record.operations import Program


def set_rules(call: Call, **values: Any) -> Reviewing:
    """The rules of reviewing of a call."""
    with scopes_disabled():
        rules, _made = Reviewing.objects.update_or_create(call=call, defaults=values)
    call.__dict__.get("_state").fields_cache.pop("reviewing", None)  # type: ignore[union-attr]
    return rules


def make_criterion(call: Call, name: str = "Merit", **fields: Any) -> Criterion:
    """A criterion from 1 to 5, after those there are."""
    with scopes_disabled():
        return Criterion.objects.create(
            call=call, name={"en": name}, position=call.criteria.count(), **fields
        )


def make_reviewer(
    call: Call, user: User | None = None, *, sections: Sequence[Any] = (),
    fields: Sequence[Any] = (), **columns: Any,
) -> Reviewer:  # fmt: skip
    """A reviewer who has an account."""
    with scopes_disabled():
        reviewer = Reviewer.objects.create(call=call, user=user or user_with(), **columns)
        reviewer.sections.set(sections)
        reviewer.fields.set(fields)
    return reviewer


def make_review(
    reviewer: Reviewer, submission: Submission, scores: Mapping[Criterion, int], **fields: Any
) -> Review:
    """A review of something that was assigned."""
    with scopes_disabled():
        assign(reviewer, submission)
        review = Review.objects.create(reviewer=reviewer, submission=submission, **fields)
        for criterion, value in scores.items():
            Score.objects.create(review=review, criterion=criterion, value=value)
    return review


def make_decision_letter(call: Call) -> Letter:
    """A letter that tells a submission of the call that it is not accepted."""
    [decision] = decide(
        actor=Program("test"), submissions=[make_submission(call)], outcome=Outcome.REJECTED
    )
    [letter] = send_letters(actor=Program("test"), call=call, decisions=[decision])
    return letter


def assign(reviewer: Reviewer, *submissions: Submission) -> None:
    """Ask a reviewer for reviews."""
    with scopes_disabled():
        for submission in submissions:
            Assignment.objects.get_or_create(reviewer=reviewer, submission=submission)
