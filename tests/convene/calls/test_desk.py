"""The desk of the calls: what is asked, what came in, and what is done with many at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scopes_disabled

from factories.accounts import signed_in, user_with
from factories.calls import make_call, make_question, make_submission
from factories.editions import make_edition
from factories.programme import make_section
from reading import form_of, text_of, undo_address
from serai.convene.calls.models import Call, Question, Submission, SubmissionState

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return make_call(make_edition(slug="chongqing-2023", time_zone="Asia/Shanghai"), "Papers")


def read(submission: Submission) -> Submission:
    with scopes_disabled():
        return Submission.objects.select_related("section", "call").get(pk=submission.pk)


def desk(call: Call, end: str = "") -> str:
    return f"/en/desk/editions/{call.edition.slug}/calls/{call.code}/{end}"


def test_a_call_is_made_with_times_of_the_edition(secretariat_client: Client, call: Call) -> None:
    address = "/en/desk/editions/chongqing-2023/calls/new/"
    typed = {
        **form_of(secretariat_client.get(address)), "title_0": "Cases", "opens_day": "2033-01-01",
        "closes_day": "2033-06-30", "kinds": ["talk", "session"], "lengths": "15, 30",
    }  # fmt: skip
    refused = secretariat_client.post(address, {**typed, "lengths": "short"})
    assert "Write numbers of minutes" in text_of(refused)
    secretariat_client.post(address, typed)
    with scopes_disabled():
        made = Call.objects.get(title__icontains="Cases")
    zone = ZoneInfo("Asia/Shanghai")
    assert made.opens_at == datetime(2033, 1, 1, tzinfo=zone)
    assert made.closes_at == datetime(2033, 6, 30, 23, 59, tzinfo=zone)
    assert (made.lengths, made.is_public) == ([15, 30], False)
    assert Client().get(made.get_absolute_url()).status_code == 404
    assert "Cases" in text_of(secretariat_client.get(desk(made, "preview/")))


def test_questions_are_added_reworded_and_moved(secretariat_client: Client, call: Call) -> None:
    address = desk(call, "questions/new/")
    typed = {
        **form_of(secretariat_client.get(address)), "label_0": "Which stage?", "sort": "one",
        "options_0": "Main\nSide", "options_2": "Grande",
    }  # fmt: skip
    refused = secretariat_client.post(address, typed)
    assert "Give as many options in each language." in text_of(refused)
    secretariat_client.post(address, {**typed, "options_2": "Grande\nPetite"})
    other = make_question(call, "Website", "address")
    with scopes_disabled():
        stage = Question.objects.get(call=call, sort="one")
    codes = [each["code"] for each in stage.options]
    address = desk(call, f"questions/{stage.code}/")
    typed = {**form_of(secretariat_client.get(address)), "options_0": "Side\nLarge"}
    secretariat_client.post(address, {**typed, "options_2": ""})
    with scopes_disabled():
        stage.refresh_from_db()
    assert stage.options[0]["code"] == codes[1]
    secretariat_client.post(f"{address}move/", {"step": "1"})
    with scopes_disabled():
        assert list(call.questions.all()) == [other, stage]


def test_a_question_that_was_answered_keeps_its_sort(
    secretariat_client: Client, call: Call
) -> None:
    asked = make_question(call, "How many?", "number")
    make_submission(call, answers={asked.code: 3})
    address = desk(call, f"questions/{asked.code}/")
    page = secretariat_client.get(address)
    refused = secretariat_client.post(address, {**form_of(page), "sort": "line"})
    assert "It has been answered already" in text_of(refused)


def test_the_list_is_filtered_searched_and_counted(secretariat_client: Client, call: Call) -> None:
    make_submission(call, "Rice in Kano", speakers=["Zoë Müller"])
    make_submission(call, "Wheat", state=SubmissionState.WITHDRAWN)
    assert "2 in this list" in text_of(secretariat_client.get(desk(call)))
    assert "Wheat" not in text_of(secretariat_client.get(f"{desk(call)}?state=submitted"))
    assert "Rice in Kano" in text_of(secretariat_client.get(f"{desk(call)}?q=zoe+muller"))
    assert secretariat_client.get(f"{desk(call)}?state=lost").status_code == 400


def test_many_are_changed_together_and_taken_back(secretariat_client: Client, call: Call) -> None:
    section = make_section(call.edition, "Water")
    found = [make_submission(call) for _number in range(2)]
    chosen = {"action": "together", "selected": [each.pk for each in found]}
    assert "Change together" in text_of(secretariat_client.post(desk(call), chosen))
    typed = {
        **chosen, "assigned": "1", "tag": "young", "section": section.code,
        "extended_day": "2033-07-01",
    }  # fmt: skip
    page = secretariat_client.post(desk(call), typed, follow=True)
    changed = read(found[0])
    assert changed.section == section
    assert changed.extended_until == datetime(2033, 7, 1, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert "young" in text_of(page)
    secretariat_client.post(undo_address(page))
    assert read(found[0]).section is None
    assert read(found[0]).extended_until is None


def test_one_submission_shows_all_of_it_and_what_is_like_it(
    secretariat_client: Client, call: Call
) -> None:
    asked = make_question(call, "Needs a projector", "yes")
    one = make_submission(call, "Rice in dry years", answers={asked.code: True})
    make_submission(call, "Rice in dry Years!")
    make_submission(call, "Something else entirely")
    address = f"/en/desk/editions/{call.edition.slug}/submissions/{one.code}/"
    page = secretariat_client.get(address)
    assert "This may have been submitted twice" in text_of(page)
    assert "Something else entirely" not in text_of(page)
    assert "Needs a projector" in text_of(page)
    typed = {**form_of(page), "tag_names": "water,  Water", "desk_note": "Ask for slides"}
    secretariat_client.post(address, typed)
    with scopes_disabled():
        assert [str(each) for each in read(one).tags.all()] == ["water"]
    assert read(one).desk_note == "Ask for slides"
    mine = Client()
    mine.force_login(read(one).submitter, backend="django.contrib.auth.backends.ModelBackend")
    assert "Ask for slides" not in text_of(mine.get(one.get_absolute_url()))
    assert not mail.outbox


def test_the_desk_withdraws_and_deletes_drafts(secretariat_client: Client, call: Call) -> None:
    sent, draft = make_submission(call), make_submission(call, state=SubmissionState.DRAFT)

    def act(name: str, row: Submission) -> Any:
        posted = {"action": name, "selected": [row.pk], "confirmed": "1"}
        return secretariat_client.post(desk(call), posted, follow=True)

    act("withdraw", sent)
    assert read(sent).state == SubmissionState.WITHDRAWN
    assert "Only drafts can be deleted" in text_of(act("discard", sent))
    act("discard", draft)
    with scopes_disabled():
        assert not Submission.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(
    "end", ["calls/", "calls/{call}/", "calls/{call}/submissions.csv", "calls/{call}/questions/"]
)
def test_lists_cost_the_same_with_one_row_and_with_thirty(
    secretariat_client: Client, call: Call, end: str
) -> None:
    address = f"/en/desk/editions/chongqing-2023/{end.format(call=call.code)}"
    section = make_section(call.edition)
    make_question(call, "Website")
    make_submission(call, section=section, speakers=["Li Wei"])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert secretariat_client.get(address).status_code == 200
        return len(queries)

    cost()
    alone = cost()
    for number in range(20):
        make_submission(call, section=section, speakers=["Li Wei", "Amina Bello"])
        make_question(call, f"Question {number}")
    assert cost() == alone


def test_my_list_costs_the_same_with_one_row_and_with_many(call: Call) -> None:
    author = signed_in(user_with())
    make_submission(call, submitter=author.user)  # type: ignore[attr-defined]

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert author.get("/en/accounts/me/submissions/").status_code == 200
        return len(queries)

    cost()
    alone = cost()
    for _number in range(10):
        make_submission(make_call(), submitter=author.user)  # type: ignore[attr-defined]
    assert cost() == alone
