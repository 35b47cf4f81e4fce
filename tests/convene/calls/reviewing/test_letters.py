"""Letters: what they say, and that each goes once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django_scopes import scopes_disabled

from factories.accounts import user_with
from factories.calls import make_call, make_submission
from factories.editions import make_edition
from factories.programme import make_activity
from factories.reviewing import make_criterion, make_review, make_reviewer
from serai.convene.calls.models import Call, Letter, Outcome, Submission, SubmissionState
from serai.convene.calls.reviewing import deciding, letters
from serai.convene.calls.reviewing.deciding import Place
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.operations import run_now, start
from serai.foundation.record.operations import Program

CHAIR = Program("chair")


@pytest.fixture
def call(db: None) -> Call:
    return make_call(make_edition(name={"en": "Conference"}), "Green technology")


def rejected(call: Call, **fields: Any) -> tuple[Submission, Any]:
    submission = make_submission(call, "Rice", **fields)
    [decision] = deciding.decide(
        actor=CHAIR, submissions=[submission], outcome=Outcome.REJECTED, note="Too many."
    )
    return submission, decision


def work() -> list[Job]:
    """Do the jobs that wait, as a worker would."""
    return [run_now(job) for job in Job.objects.filter(state=State.QUEUED).order_by("pk")]


def state_of(submission: Submission) -> str:
    return str(Submission._base_manager.values_list("state", flat=True).get(pk=submission.pk))


@pytest.mark.django_db
def test_a_letter_says_what_was_decided_in_the_language_of_the_submitter(
    call: Call, mailoutbox: list[Any]
) -> None:
    user = user_with(email="amina@uni.example", name="Amina")
    user.language = "fr"
    user.save()
    submission = make_submission(call, "Rice", submitter=user)
    other = make_submission(call, "Wind")
    criterion = make_criterion(call)
    for address, text in (("a@college.example", "Say more."), ("b@school.example", "")):
        reviewer = make_reviewer(call, user_with(email=address, name="Secret Reviewer"))
        make_review(reviewer, submission, {criterion: 4}, comment_for_authors=text, comment="No!")
    activity = make_activity(call.edition, "Forum")
    decisions = deciding.accept(actor=CHAIR, submissions=[submission, other], place=Place(activity))
    letters.set_text(
        actor=CHAIR, call=call, outcome=Outcome.ACCEPTED,
        subject={"en": "Yes: {title}", "fr": "Oui : {title}"},
        body={"fr": "{name}, {place}.\n\n{reasons}\n\n{comments}\n\n{link}"},
    )  # fmt: skip
    letters.send_letters(actor=CHAIR, call=call, decisions=decisions[:1])
    work()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["amina@uni.example"], "Oui : Rice")
    first, comments, link = mail.body.split("\n\n")
    assert (first, comments) == ("Amina, Forum.", "Say more.")
    assert link.endswith(f"/fr/editions/{call.edition.slug}/submissions/{submission.code}/")
    assert "Secret" not in mail.body
    assert state_of(submission) == SubmissionState.ACCEPTED
    assert state_of(other) == SubmissionState.SUBMITTED, "decided, and not told"


@pytest.mark.django_db
def test_a_letter_goes_once_and_again_only_when_somebody_asks(
    call: Call, mailoutbox: list[Any]
) -> None:
    submission, decision = rejected(call)
    [letter] = letters.send_letters(actor=CHAIR, call=call, decisions=[decision])
    assert letters.send_letters(actor=CHAIR, call=call, decisions=[decision]) == []
    work()
    start(actor=CHAIR, job=letters.send_waiting, arguments={"call": call.pk})
    work()
    assert len(mailoutbox) == 1
    assert "Too many." in mailoutbox[0].body
    assert state_of(submission) == SubmissionState.REJECTED
    letters.send_again(actor=CHAIR, letter=letter)
    work()
    assert [mail.body for mail in mailoutbox] == [letter.body, letter.body]


@pytest.mark.django_db
def test_whether_a_letter_went_that_failed_is_not_guessed(
    call: Call, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: EmailMessage) -> int:
        raise OSError("connection reset")

    decisions = [rejected(call)[1], rejected(call)[1]]
    letters.send_letters(actor=CHAIR, call=call, decisions=decisions)
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", fail)
        [job] = work()
    assert len(job.result["problems"]) == 2  # type: ignore[index]
    letters.send_letters(actor=CHAIR, call=call, decisions=[rejected(call)[1]])
    work()
    assert len(mailoutbox) == 1, "those that may have gone do not go again by themselves"
    with scopes_disabled():
        assert Letter.objects.filter(begun_at__isnull=False, sent_at=None).count() == 2


@pytest.mark.django_db
def test_who_withdrew_or_has_no_address_is_not_written_to(call: Call) -> None:
    gone, decision = rejected(call)
    Submission._base_manager.filter(pk=gone.pk).update(state=SubmissionState.WITHDRAWN)
    _nobody, other = rejected(call, submitter=None)
    assert letters.send_letters(actor=CHAIR, call=call, decisions=[decision, other]) == []
    assert state_of(gone) == SubmissionState.WITHDRAWN


@pytest.mark.django_db
def test_a_placeholder_that_stands_for_nothing_is_named(call: Call) -> None:
    with pytest.raises(ValidationError, match="surname") as refused:
        letters.set_text(
            actor=CHAIR, call=call, outcome=Outcome.REJECTED,
            subject={"en": "{title}"}, body={"en": "Dear {surname}"},
        )  # fmt: skip
    assert set(refused.value.message_dict) == {"body"}


def test_a_paragraph_of_nothing_is_left_out() -> None:
    assert letters.filled("A {name}\n\n{reasons}\n\n{x}", {"name": "B", "reasons": ""}) == (
        "A B\n\n{x}"
    )
