"""A call is found, a submission written, kept, sent, changed and withdrawn; without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled

from factories.accounts import signed_in, user_with
from factories.calls import make_call, make_question, make_submission, write
from factories.editions import make_edition
from factories.programme import make_activity, make_section, release_programme
from reading import form_of, text_of
from serai.convene.calls.models import Call, Submission, SubmissionState
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import run_now
from serai.foundation.web.release_cache import release_cache

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return make_call(make_edition(slug="chongqing-2023", time_zone="Asia/Shanghai"), "Papers")


@pytest.fixture
def author() -> Client:
    return signed_in(user_with(name="Amina Bello", email="amina@example.org"))


def only() -> Submission:
    with scopes_disabled():
        return Submission.objects.select_related("call__edition", "edition").get()


def test_the_page_says_the_deadline_in_the_zone_of_the_edition(client: Client, call: Call) -> None:
    with scopes_disabled():
        Call.objects.update(closes_at="2033-06-30T15:59:00Z")
    page = client.get(call.get_absolute_url())
    assert "30 June 2033" in page.content.decode()
    assert "23:59" in page.content.decode()
    assert "China" in page.content.decode()


def test_a_kept_page_ends_when_the_call_does(client: Client, call: Call, monkeypatch: Any) -> None:
    assert "Begin your submission" in client.get(call.get_absolute_url()).content.decode()
    later = timezone.now() + timedelta(days=11)
    monkeypatch.setattr(timezone, "now", lambda: later)
    page = client.get(call.get_absolute_url()).content.decode()
    assert "Begin your submission" not in page
    assert "It closed on" in page
    assert client.get(f"{call.get_absolute_url()}submit/").status_code == 302


def test_the_tab_and_the_panel_stand_while_there_is_a_call(client: Client, call: Call) -> None:
    make_activity(call.edition)
    release_programme(call.edition)
    edition = call.edition.get_absolute_url()
    tab = f"{edition}calls/"
    assert tab in client.get(f"{edition}programme/").content.decode()
    assert "Papers" in client.get(edition).content.decode()
    with scopes_disabled():
        Call.objects.update(closes_at=timezone.now())
    # The test moved the deadline behind the back of the record, so the kept pages do not know.
    release_cache.clear()
    assert tab not in client.get(f"{edition}programme/").content.decode()
    assert client.get(tab).status_code == 200


def test_what_is_not_public_does_not_exist(client: Client, author: Client) -> None:
    hidden = make_call(is_public=False)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert author.get(f"{hidden.get_absolute_url()}submit/").status_code == 404
    assert client.get(f"{hidden.edition.get_absolute_url()}calls/").status_code == 404


def test_a_draft_is_kept_and_sent_later(author: Client, call: Call) -> None:
    write(author, call, title="", summary="Half a thought")
    draft = only()
    assert draft.state == SubmissionState.DRAFT
    address = f"{draft.get_absolute_url()}edit/"
    page = author.get(address)
    refused = author.post(address, {**form_of(page), "act": "send"})
    assert "This field is required" in refused.content.decode()
    assert "Half a thought" in refused.content.decode()
    author.post(address, {**form_of(page), "title": "Whole", "act": "send"})
    assert only().state == SubmissionState.SUBMITTED
    assert only().kind == "talk"
    run_now(Job.objects.get(name="calls.acknowledge"))
    assert mail.outbox[0].to == ["amina@example.org"]
    assert "Whole" in mail.outbox[0].subject


def test_speakers_are_added_and_removed_without_scripts(author: Client, call: Call) -> None:
    address = f"{call.get_absolute_url()}submit/"
    page = author.get(address)
    typed = {**form_of(page), "title": "Two of us", "add_row": "speakers"}
    assert typed["speakers-0-email"] == "amina@example.org"
    more = author.post(address, typed)
    assert more.context["form"]["title"].value() == "Two of us"
    sent = {**form_of(more), "speakers-1-name": "Li Wei", "speakers-1-position_held": "Professor"}
    author.post(address, {**sent, "act": "save"})
    draft = only()
    with scopes_disabled():
        assert [each.name for each in draft.speakers.all()] == ["Amina Bello", "Li Wei"]
    address = f"{draft.get_absolute_url()}edit/"
    author.post(address, {**form_of(author.get(address)), "speakers-0-DELETE": "on", "act": "save"})
    with scopes_disabled():
        assert [each.name for each in draft.speakers.all()] == ["Li Wei"]


def test_what_was_written_before_signing_in_waits(client: Client, call: Call) -> None:
    answer = write(client, call, "send", title="Written as a stranger")
    assert "/accounts/login/" in answer["Location"]
    client.force_login(user_with(), backend="django.contrib.auth.backends.ModelBackend")
    kept = client.get(f"{call.get_absolute_url()}submit/")
    assert kept["Location"] == only().get_absolute_url()
    assert only().title == "Written as a stranger"
    assert only().state == SubmissionState.DRAFT


def test_limits_are_shown_and_hold_when_it_is_sent(author: Client, call: Call) -> None:
    with scopes_disabled():
        Call.objects.update(summary_words=10)
    long = "word " * 11
    refused = write(author, call, "send", summary=long)
    assert "At most 10 words; these are 11." in refused.content.decode()
    assert write(author, call, "save", summary=long).status_code == 302


def test_questions_are_asked_in_their_way(author: Client, call: Call) -> None:
    online = make_question(call, "Online?", "yes")
    stage = make_question(call, "Which stage?", "one", options=["main", "side"], is_required=True)
    visits = make_question(call, "How many visits?", "number")
    typed = {f"answer_{visits.code}": "many"}
    page = write(author, call, "send", **typed)
    assert page.context["form"].errors.keys() == {f"answer_{visits.code}", f"answer_{stage.code}"}
    assert "many" in page.content.decode()
    typed = {
        f"answer_{visits.code}": "3", f"answer_{stage.code}": "side",
        f"answer_{online.code}": "on",
    }  # fmt: skip
    write(author, call, "send", **typed)
    assert only().answers == {online.code: True, stage.code: "side", visits.code: 3}
    assert "side" in author.get(only().get_absolute_url()).content.decode()


def test_a_file_is_kept_while_the_rest_is_corrected(
    author: Client, call: Call, settings: Any, tmp_path: Any
) -> None:
    settings.PRIVATE_ROOT = tmp_path
    paper = make_question(call, "Paper", "file", is_required=True)
    name = f"answer_{paper.code}"
    upload = SimpleUploadedFile("paper.pdf", b"%PDF-1.7 text")
    refused = write(author, call, "send", title="", **{name: upload})
    token = refused.content.decode().split(f'name="{name}-kept" value="')[1].split('"')[0]
    write(author, call, "send", **{f"{name}-kept": token})
    found = only()
    assert found.answers[paper.code]["name"] == "paper.pdf"
    got = author.get(f"{found.get_absolute_url()}files/{paper.code}/")
    assert got.content == b"%PDF-1.7 text"
    assert "attachment" in got["Content-Disposition"]
    assert signed_in(user_with()).get(got.request["PATH_INFO"]).status_code == 404


def test_a_closed_call_refuses_and_keeps_the_draft(author: Client, call: Call) -> None:
    address = f"{call.get_absolute_url()}submit/"
    typed = {**form_of(author.get(address)), "title": "Too late", "summary": "Text", "act": "send"}
    with scopes_disabled():
        Call.objects.update(closes_at=timezone.now())
    page = author.post(address, typed, follow=True)
    assert "The call has closed, so this was not sent." in page.content.decode()
    assert only().state == SubmissionState.DRAFT
    assert only().title == "Too late"
    with scopes_disabled():
        Submission.objects.update(extended_until=timezone.now() + timedelta(hours=1))
    address = f"{only().get_absolute_url()}edit/"
    author.post(address, {**form_of(author.get(address)), "act": "send"})
    assert only().state == SubmissionState.SUBMITTED


def test_what_was_sent_changes_until_the_deadline_only(author: Client, call: Call) -> None:
    found = make_submission(call, submitter=author.user)  # type: ignore[attr-defined]
    address = f"{found.get_absolute_url()}edit/"
    typed = {**form_of(author.get(address)), "title": "Better", "act": "save"}
    author.post(address, typed)
    assert only().title == "Better"
    typed = form_of(author.get(address))
    with scopes_disabled():
        Call.objects.update(closes_at=timezone.now())
    late = author.post(address, {**typed, "title": "Much better", "act": "save"})
    assert "can no longer be changed" in late.content.decode()
    assert "Much better" in late.content.decode()
    assert only().title == "Better"


def test_a_submission_is_withdrawn_and_brought_back(author: Client, call: Call) -> None:
    found = make_submission(call, submitter=author.user)  # type: ignore[attr-defined]
    act = f"{found.get_absolute_url()}act/"
    page = author.post(act, {"act": "withdraw"}, follow=True)
    assert only().state == SubmissionState.WITHDRAWN
    assert "Bring it back" in page.content.decode()
    author.post(act, {"act": "restore"})
    assert only().state == SubmissionState.SUBMITTED
    author.post(act, {"act": "discard"})
    assert only().state == SubmissionState.SUBMITTED


def test_submissions_of_others_do_not_exist(author: Client, call: Call) -> None:
    found = make_submission(call)
    for end in ("", "edit/"):
        assert author.get(f"{found.get_absolute_url()}{end}").status_code == 404
    assert author.post(f"{found.get_absolute_url()}act/", {"act": "withdraw"}).status_code == 404
    assert Client().get(found.get_absolute_url()).status_code == 302


def test_my_submissions_tell_their_state(author: Client, call: Call) -> None:
    make_section(call.edition)
    empty = author.get("/en/accounts/me/submissions/")
    assert "Nothing yet" in empty.content.decode()
    make_submission(call, "Mine", submitter=author.user)  # type: ignore[attr-defined]
    page = text_of(author.get("/en/accounts/me/submissions/"))
    assert "Mine" in page
    assert "We have received it." in page
