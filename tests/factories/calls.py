"""Calls for contributions and submissions to them, with as little filled in as each needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled

from factories.accounts import user_with
from factories.editions import make_edition
from reading import form_of
from serai.convene.calls.models import (
    Call,
    Question,
    Submission,
    SubmissionSpeaker,
    SubmissionState,
)
from serai.convene.editions.models import Edition

_numbers = count(1)
OPENED = datetime(2023, 1, 1, tzinfo=UTC)


def make_call(edition: Edition | None = None, title: str = "", **fields: Any) -> Call:
    """A public call for talks, open for another ten days."""
    fields.setdefault("is_public", True)
    fields.setdefault("opens_at", OPENED)
    fields.setdefault("closes_at", timezone.now() + timedelta(days=10))
    fields.setdefault("kinds", ["talk"])
    fields.setdefault("languages", ["en"])
    call = Call(
        edition=edition or make_edition(),
        title={"en": title or f"Call {next(_numbers)}"},
        **fields,
    )
    with scopes_disabled():
        call.full_clean()
        call.save()
    return call


def make_question(call: Call, label: str, sort: str = "line", **fields: Any) -> Question:
    """A question, after those there are."""
    options = [{"code": each, "label": {"en": each}} for each in fields.pop("options", ())]
    with scopes_disabled():
        question = Question(
            call=call, label={"en": label}, sort=sort, options=options,
            position=call.questions.count(), **fields,
        )  # fmt: skip
        question.full_clean()
        question.save()
    return question


def make_submission(
    call: Call | None = None, title: str = "", *, speakers: Sequence[str] = ("Amina Bello",),
    state: str = SubmissionState.SUBMITTED, **fields: Any,
) -> Submission:  # fmt: skip
    """A talk that was sent, by an account of its own."""
    call = call or make_call()
    fields.setdefault("submitter", user_with())
    if state != SubmissionState.DRAFT:
        fields.setdefault("submitted_at", timezone.now())
    with scopes_disabled():
        submission = Submission(
            edition=call.edition, call=call, title=title or f"Talk {next(_numbers)}", state=state,
            **{"kind": "talk", "language": "en", "summary": "What we learned.", **fields},
        )  # fmt: skip
        submission.full_clean()
        submission.save()
        for place, name in enumerate(speakers):
            SubmissionSpeaker.objects.create(submission=submission, name=name, position=place)
    return submission


def write(client: Client, call: Call, act: str = "save", **typed: Any) -> Any:
    """Fill in the form of a call and save or send it."""
    address = f"/en/editions/{call.edition.slug}/calls/{call.code}/submit/"
    given = {"title": "Rice in dry years", "summary": "Two seasons.", **typed, "act": act}
    given.setdefault("speakers-0-name", "Amina Bello")
    return client.post(address, {**form_of(client.get(address)), **given})
