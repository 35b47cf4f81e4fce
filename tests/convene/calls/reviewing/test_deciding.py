"""Deciding: into the programme and back, by one chair and by two at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections
from django_scopes import scopes_disabled
from pytest_django import Settings

from factories.accounts import user_with
from factories.calls import make_call, make_submission
from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import make_activity, make_session
from serai.convene.calls.models import Decision, Outcome, Submission, SubmissionState
from serai.convene.calls.reviewing import deciding, letters
from serai.convene.calls.reviewing.deciding import Place
from serai.convene.programme.models import Contribution, Session
from serai.foundation.accounts.models import Role, User
from serai.foundation.directory.models import Person
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import verify
from working.processes import PATIENCE

CHAIR = Program("chair")


def now(submission: Submission) -> Submission:
    found: Submission = Submission._base_manager.select_related("session", "contribution").get(
        pk=submission.pk
    )
    return found


@pytest.fixture
def chair(db: None) -> User:
    return user_with(Role.SECRETARIAT, name="Wei Chair")


@pytest.mark.django_db
def test_what_is_accepted_into_an_activity_becomes_a_session_with_its_people() -> None:
    call = make_call()
    activity = make_activity(call.edition)
    submission = make_submission(
        call, "Rice", speakers=("Amina Bello", "Li Na"), minutes=30, language="fr",
        description="Long.",
    )  # fmt: skip
    deciding.accept(actor=CHAIR, submissions=[submission], place=Place(activity))
    became = now(submission)
    assert became.state == SubmissionState.SUBMITTED, "nobody is told yet"
    with scopes_disabled():
        session = became.session
        assert session is not None
        assert (session.activity, session.duration) == (activity, 30)
        assert session.title.data == {"fr": "Rice"}
        assert session.languages == ["fr"]
        held = [(str(each.person), each.role) for each in session.participations.all()]
        assert held == [("Amina Bello", "speaker"), ("Li Na", "speaker")]
        assert [each.person_id is None for each in submission.speakers.all()] == [False, False]


@pytest.mark.django_db
def test_what_is_accepted_into_a_session_becomes_a_contribution_of_it() -> None:
    call = make_call()
    session = make_session(make_activity(call.edition))
    submission = make_submission(call, "Rice")
    place = Place(session.activity, session)
    deciding.accept(actor=CHAIR, submissions=[submission], place=place)
    became = now(submission)
    assert became.session is None
    assert became.contribution is not None
    with scopes_disabled():
        assert (became.contribution.session, became.contribution.kind) == (session, "talk")
    assert deciding.accept(actor=CHAIR, submissions=[submission], place=place) == []
    with scopes_disabled():
        assert Contribution.objects.count() == 1


@pytest.mark.django_db
def test_somebody_whom_the_directory_may_know_is_asked_about() -> None:
    call = make_call()
    known = make_person("Bello Amina")
    activity = make_activity(call.edition)
    one, other = make_submission(call, "One"), make_submission(call, "Other")
    with pytest.raises(ValidationError, match="say whether it is the same person"):
        deciding.accept(actor=CHAIR, submissions=[one], place=Place(activity))
    with scopes_disabled():
        assert not Decision.objects.exists()
        speakers = [submission.speakers.get() for submission in (one, other)]
        who = {
            deciding.identity_of(speakers[0]): known,
            deciding.identity_of(speakers[1]): None,
        }
    deciding.accept(actor=CHAIR, submissions=[one, other], place=Place(activity), people=who)
    with scopes_disabled():
        assert one.speakers.get().person == known
        assert other.speakers.get().person != known
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_one_speaker_of_two_submissions_is_added_once() -> None:
    call = make_call()
    submissions = [make_submission(call), make_submission(call)]
    with scopes_disabled():
        for each in submissions:
            each.speakers.update(email="Amina@uni.example")
    deciding.accept(actor=CHAIR, submissions=submissions, place=Place(make_activity(call.edition)))
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_taking_back_leaves_nothing_in_the_programme_and_the_directory() -> None:
    call = make_call()
    submission = make_submission(call)
    deciding.accept(actor=CHAIR, submissions=[submission], place=Place(make_activity(call.edition)))
    deciding.undo_decision(actor=CHAIR, submission=now(submission))
    with scopes_disabled():
        assert not Decision.objects.exists()
        assert not Session.objects.exists()
        assert submission.speakers.get().person is None
    assert not Person.objects.exists()
    assert not list(verify())


@pytest.mark.django_db
def test_a_person_who_speaks_elsewhere_by_now_stays() -> None:
    call = make_call()
    activity = make_activity(call.edition)
    one, other = make_submission(call), make_submission(call)
    with scopes_disabled():
        for each in (one, other):
            each.speakers.update(email="amina@uni.example")
    deciding.accept(actor=CHAIR, submissions=[one, other], place=Place(activity))
    deciding.undo_decision(actor=CHAIR, submission=now(one))
    assert Person.objects.count() == 1
    with scopes_disabled():
        assert other.speakers.get().person is not None


@pytest.mark.django_db
def test_what_was_decided_otherwise_has_to_be_undone_first(chair: User) -> None:
    submission = make_submission()
    deciding.decide(actor=chair, submissions=[submission], outcome=Outcome.REJECTED)
    with pytest.raises(ValidationError, match="not accepted, by Wei Chair"):
        deciding.decide(actor=CHAIR, submissions=[submission], outcome=Outcome.WAITLISTED)
    assert deciding.decide(actor=CHAIR, submissions=[submission], outcome=Outcome.REJECTED) == []


@pytest.mark.django_db
def test_a_waiting_list_that_was_told_of_can_be_followed_by_a_place() -> None:
    call = make_call()
    submission = make_submission(call)
    [first] = deciding.decide(actor=CHAIR, submissions=[submission], outcome=Outcome.WAITLISTED)
    letters.send_letters(actor=CHAIR, call=call, decisions=[first])
    with pytest.raises(ValidationError, match="has gone already"):
        deciding.undo_decision(actor=CHAIR, submission=now(submission))
    deciding.accept(
        actor=CHAIR, submissions=[now(submission)], place=Place(make_activity(call.edition))
    )
    deciding.undo_decision(actor=CHAIR, submission=now(submission))
    with scopes_disabled():
        assert Decision.objects.get(is_current=True) == first


@pytest.mark.django_db
@pytest.mark.parametrize("state", [SubmissionState.DRAFT, SubmissionState.WITHDRAWN])
def test_what_was_not_sent_or_was_withdrawn_is_not_decided(state: str) -> None:
    submission = make_submission(state=state)
    with pytest.raises(ValidationError, match="cannot be decided"):
        deciding.decide(actor=CHAIR, submissions=[submission], outcome=Outcome.REJECTED)


AT_ONCE = 4


def at_once(do: Callable[[int], Any], people: int = AT_ONCE) -> list[Any]:
    """Let several chairs decide at the same moment, each with a connection of its own."""
    start = Barrier(people)

    def run(number: int) -> Any:
        start.wait()
        try:
            return do(number)
        except (ValidationError, IntegrityError) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(run, range(people)))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_chairs_would_find_nothing_decided(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    if connection.vendor == "sqlite":
        # There the one who writes has the whole database from the beginning of the transaction.
        assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    both_may = Barrier(2)
    write = deciding._decision

    def write_together(*said: Any) -> Decision:
        both_may.wait(timeout=PATIENCE)
        return write(*said)

    monkeypatch.setattr(deciding, "_lock", lambda _submission: None)
    monkeypatch.setattr(deciding, "_decision", write_together)
    submission = make_submission()
    outcomes = (Outcome.REJECTED, Outcome.WAITLISTED)
    answers = at_once(
        lambda number: deciding.decide(
            actor=CHAIR, submissions=[now(submission)], outcome=outcomes[number]
        ),
        people=2,
    )
    # Only the last wall is left, the index, and it cannot say who decided what.
    (refused,) = [answer for answer in answers if not isinstance(answer, list)]
    assert re.search("calls_one_current_decision|at this moment", str(refused))


@pytest.mark.django_db(transaction=True)
def test_of_chairs_who_decide_differently_at_once_one_does() -> None:
    call = make_call(make_edition())
    activity = make_activity(call.edition)
    submission = make_submission(call)

    def do(number: int) -> Any:
        own = now(submission)
        if number % 2:
            return deciding.decide(actor=CHAIR, submissions=[own], outcome=Outcome.REJECTED)
        return deciding.accept(actor=CHAIR, submissions=[own], place=Place(activity))

    answers = at_once(do)
    assert sum(bool(answer) for answer in answers if isinstance(answer, list)) == 1
    assert sum(isinstance(answer, ValidationError) for answer in answers) == AT_ONCE // 2
    with scopes_disabled():
        decision = Decision.objects.get()
        is_accepted = decision.outcome == Outcome.ACCEPTED
        assert Session.objects.count() == is_accepted
        assert Person.objects.count() == is_accepted
    assert not list(verify())
