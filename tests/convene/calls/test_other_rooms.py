"""Calls in the rooms of others: the next edition, people who are forgotten, copies of one's data,
and many who act at once.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django_scopes import scopes_disabled

from factories.accounts import signed_in, user_with
from factories.calls import make_call, make_question, make_submission
from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import make_section
from serai.convene.calls.models import Call, Submission, SubmissionSpeaker, SubmissionState
from serai.convene.calls.operations import save_submission, send_submission, submissions
from serai.convene.editions.copying import copy_edition, propose_next
from serai.foundation.accounts.operations import erase_account
from serai.foundation.directory.erasing import erase_person
from serai.foundation.jobs.models import Job
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import verify

TEST = Program("tests")
AT_ONCE = 6


@pytest.mark.django_db
def test_calls_go_on_to_the_next_edition_but_not_what_was_submitted() -> None:
    source = make_edition(time_zone="Asia/Shanghai")
    section = make_section(source, "Water")
    call = make_call(source, "Papers", section=section)
    make_question(call, "Which stage?", "one", options=["main", "side"])
    make_submission(call)
    values = {**propose_next(source), "starts_on": source.starts_on.replace(year=2025)}  # type: ignore[union-attr]
    target = copy_edition(
        actor=TEST, source=source, values={**values, "ends_on": None}, parts=["sections", "calls"]
    )
    with scopes_disabled():
        twin = Call.objects.get(edition=target)
        assert not twin.is_public
        assert twin.opens_at == call.opens_at + timedelta(days=728)
        assert twin.section is not None
        assert (twin.section.edition, str(twin.section)) == (target, "Water")
        assert [str(each) for each in twin.questions.all()] == ["Which stage?"]
        assert not twin.submissions.exists()


@pytest.mark.django_db
def test_an_erased_person_is_forgotten_as_a_speaker() -> None:
    user = user_with(name="Amina Bello")
    call = make_call()
    with scopes_disabled():
        call = Call.objects.select_related("edition").get(pk=call.pk)
        saved = save_submission(
            actor=user, call=call, values={"title": "Rice"},
            speakers=[{"name": "Li Wei", "email": "li@example.org"}],
        )  # fmt: skip
        speaker = saved.speakers.get()
        person = make_person("Li Wei")
        SubmissionSpeaker.objects.filter(pk=speaker.pk).update(person=person)
        erase_person(actor=TEST, person=person)
        speaker.refresh_from_db()
    assert (speaker.name, speaker.email, speaker.words) == ("", "", "")
    assert "li@example.org" not in str(list(Entry.objects.values_list("before", "after")))
    assert not list(verify())


@pytest.mark.django_db
def test_an_account_goes_with_its_drafts_and_has_a_copy_of_what_it_sent() -> None:
    user = user_with(email="amina@example.org")
    call = make_call()
    draft = make_submission(call, submitter=user, state=SubmissionState.DRAFT)
    sent = make_submission(call, "Rice in dry years", submitter=user)
    with scopes_disabled():
        sent.speakers.update(email="Amina@example.org")
    told = signed_in(user).get("/en/accounts/me/data.json").json()
    assert {each["title"] for each in told["submissions"]} == {draft.title, "Rice in dry years"}
    erase_account(user=user)
    with scopes_disabled():
        assert list(Submission.objects.all()) == [sent]
        sent.refresh_from_db()
        assert sent.submitter is None
        assert [each.name for each in sent.speakers.all()] == [""]


def at_once(do: Callable[[], Any]) -> list[Any]:
    """Do something several times at the same moment, each with a connection of its own."""
    start = Barrier(AT_ONCE)

    def run(_number: int) -> Any:
        start.wait()
        try:
            with scopes_disabled():
                return do()
        except ValidationError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_one_sends() -> None:
    user = user_with()
    draft = make_submission(submitter=user, state=SubmissionState.DRAFT, submitted_at=None)
    rows = Submission.objects

    def send() -> None:
        send_submission(actor=user, submission=rows.select_related("edition").get(pk=draft.pk))

    answers = at_once(send)
    assert answers.count(None) == 1
    assert Job.objects.filter(name="calls.acknowledge").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_begin_more_than_one_may_have(monkeypatch: Any) -> None:
    monkeypatch.setattr(submissions, "MOST", 2)
    user, call = user_with(), make_call()

    def begin() -> Submission:
        found = Call.objects.select_related("edition").get(pk=call.pk)
        return save_submission(actor=user, call=found, values={"title": "Again"}, speakers=[])

    answers = at_once(begin)
    assert sum(isinstance(answer, Submission) for answer in answers) == 2
    with scopes_disabled():
        assert Submission.objects.count() == 2
