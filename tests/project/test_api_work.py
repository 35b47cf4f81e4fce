"""What people work with, through the API: documents and decisions, tasks, searches, jobs, webhooks,
and the history of an object.
"""

from __future__ import annotations

import base64
from typing import Any

import pytest

from factories.accounts import user_with
from factories.api import ApiClient, client_of, make_job, make_search, make_subscription, program_of
from factories.documents import make_document, make_proposal
from factories.editions import make_edition
from factories.register import make_record
from serai.foundation.accounts.models import Role
from serai.foundation.api.models import IdempotentRequest
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.operations import run_now
from serai.foundation.webhooks.signing import secret_of
from serai.track.evidence.models import Document

pytestmark = pytest.mark.django_db


def ok(answer: Any) -> Any:
    assert 200 <= answer.status_code < 300, answer.content
    return answer.json()


def act(program: ApiClient, path: str, name: str, content: Any = None, *, seen: str = "*") -> Any:
    return program.ask("POST", f"{path}/{name}", content or {}, if_match=seen)


def test_a_document_is_uploaded_read_and_decided_about() -> None:
    analyst = program_of(Role.ANALYST)
    content = base64.b64encode(b"More than 80 laboratories were opened in 2023.").decode()
    made = analyst.ask("POST", "/documents", {"content": content, "file_name": "report.txt"})
    path = f"/documents/{ok(made)['code']}"
    assert made.json()["state"] == "waiting"
    assert analyst.ask("GET", f"{path}/text").status_code == 404
    run_now(Job.objects.get(name="evidence.ingest"))

    read = ok(analyst.ask("GET", path))
    assert (read["state"], read["counts"]["waiting"] > 0) == ("ready", True)
    text = ok(analyst.ask("GET", f"{path}/text"))["text"]
    (found,) = ok(analyst.ask("GET", f"/proposals?document={read['code']}&kind=figure"))["items"]
    assert text[found["start"] : found["end"]] == found["exact"]
    assert (found["qualifier"], found["value"]) == ("more_than", "80")

    place = f"/proposals/{found['id']}"
    seen = analyst.etag(place)
    edited = analyst.ask("PATCH", place, {"subject": "Laboratories opened"}, if_match=seen)
    assert ok(edited)["original"]
    assert act(analyst, place, "decision", {"verdict": "accept"}, seen=seen).status_code == 412
    accepted = ok(act(analyst, place, "decision", {"verdict": "accept"}, seen=edited["ETag"]))
    assert accepted["state"] == "accepted"
    assert ok(analyst.ask("GET", f"/claims/{accepted['claim']}"))["subject"] == (
        "Laboratories opened"
    )
    undone = ok(act(analyst, place, "undo", {"decision": accepted["decisions"][0]["id"]}))
    assert (undone["state"], undone["claim"]) == ("waiting", None)
    assert analyst.ask("GET", f"/claims/{accepted['claim']}").status_code == 404
    assert act(analyst, place, "undo").status_code == 409


def test_words_that_were_missed_are_added_and_accepted() -> None:
    document = make_document("Nobody counted the ten parks.")
    analyst = program_of(Role.ANALYST)
    start = document.text.index("ten")
    sent = {
        "document": document.code, "kind": "figure", "start": start, "end": start + 3,
        "value": "10", "unit": "park", "subject": "Parks",
    }  # fmt: skip
    made = ok(analyst.ask("POST", "/proposals", sent))
    assert (made["exact"], made["state"]) == ("ten", "accepted")
    refused = analyst.ask("POST", "/proposals", sent)
    assert (refused.status_code, "already" in refused.json()["detail"]) == (409, True)


def test_the_second_reviewer_does_not_see_what_the_first_said() -> None:
    proposal = make_proposal(make_document(reviewers=2))
    path = f"/proposals/{proposal.pk}"
    one, other = program_of(Role.ANALYST), program_of(Role.ANALYST)
    assert len(ok(act(one, path, "decision", {"verdict": "reject"}))["decisions"]) == 1
    assert ok(other.ask("GET", path))["decisions"] == []
    contested = ok(act(other, path, "decision", {"verdict": "accept"}))
    assert (contested["state"], len(contested["decisions"])) == ("contested", 2)
    assert act(one, path, "decision", {"verdict": "accept"}).status_code == 409
    settled = act(program_of(Role.EDITOR), path, "decision", {"verdict": "accept"})
    assert ok(settled)["state"] == "accepted"


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({}, "/content"),
        ({"text": "a", "content": "YQ=="}, "/content"),
        ({"content": "YQ"}, "/content"),
    ],
)
def test_an_upload_is_a_text_or_a_file(sent: dict[str, str], pointer: str) -> None:
    refused = program_of(Role.EDITOR).ask("POST", "/documents", sent)
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert not Document.objects.exists()


def test_what_is_private_is_not_there_for_others() -> None:
    document = make_document()
    private = [
        "/documents", f"/documents/{document.code}", f"/documents/{document.code}/text",
        "/proposals", "/tasks", "/jobs", "/webhooks",
    ]  # fmt: skip
    for path in private:
        assert ApiClient().ask("GET", path).status_code == 401
        assert program_of().ask("GET", path).status_code == 403
        unread = program_of(Role.ADMINISTRATOR, scopes=["write:documents"])
        assert unread.ask("GET", path).status_code == 403, "without the scope to read"
    assert document.code not in str(ok(ApiClient().ask("GET", "/changes")))


def test_a_task_is_listed_while_it_is_to_be_done() -> None:
    editor, record = program_of(Role.EDITOR), make_record()
    colleague = user_with(Role.ANALYST, name="Li Wei")
    sent = {"record": record.code, "text": "Find the date", "assignee": colleague.email}
    path = f"/tasks/{ok(editor.ask('POST', '/tasks', sent))['id']}"
    listed = ok(program_of(Role.ANALYST).ask("GET", f"/tasks?record={record.code}"))["items"]
    assert [(each["assignee"], each["assignee_name"]) for each in listed] == [(None, "Li Wei")]
    assert ok(act(editor, path, "completion"))["done_at"]
    assert ok(editor.ask("GET", "/tasks"))["items"] == []
    assert len(ok(editor.ask("GET", "/tasks?done=done"))["items"]) == 1
    assert ok(act(editor, path, "completion", {"is_done": False}))["done_at"] is None
    freed = editor.ask("PATCH", path, {"assignee": None}, if_match="*")
    assert ok(freed)["assignee_name"] == ""
    stranger = editor.ask("POST", "/tasks", {**sent, "assignee": "nobody@example.org"})
    assert stranger.json()["errors"][0]["pointer"] == "/assignee"


def test_a_search_is_seen_by_nobody_else() -> None:
    one = user_with()
    program, other = client_of(one), program_of(Role.ADMINISTRATOR)
    made = ok(program.ask("POST", "/searches", {"name": "Projects", "query": "kind=project"}))
    assert made["feed"] == "/en/register/feed.atom?kind=project"
    path = f"/searches/{made['id']}"
    assert other.ask("GET", path).status_code == 404
    assert other.ask("DELETE", path, if_match="*").status_code == 404
    assert ok(other.ask("GET", "/searches"))["items"] == []
    seen = program.etag(path)
    renamed = program.ask("PATCH", path, {"name": "All projects"}, if_match=seen)
    assert ok(renamed)["name"] == "All projects"
    assert program.ask("PATCH", path, {"name": "Old"}, if_match=seen).status_code == 412
    wrong = program.ask("POST", "/searches", {"name": "Wrong", "query": "kind=nothing"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (409, "/query")
    make_search(one, name="Gone", query="organisation=0000000000")
    assert [each["feed"] for each in ok(program.ask("GET", "/searches"))["items"]][-1] is None


def test_a_job_is_cancelled_and_started_again() -> None:
    user = user_with(Role.EDITOR)
    job, program = make_job(owner=user), client_of(user)
    make_job(owner=user_with(Role.EDITOR))
    path = f"/jobs/{job.code}"
    assert [each["code"] for each in ok(program.ask("GET", "/jobs"))["items"]] == [job.code]
    seen = program.etag(path)
    assert ok(act(program, path, "cancellation", seen=seen))["state"] == "cancelled"
    assert act(program, path, "retry", seen=seen).status_code == 412
    assert ok(act(program, path, "retry"))["state"] == "queued"
    assert act(program, path, "retry").status_code == 409
    run_now(Job.objects.get(pk=job.pk))
    ended = ok(program.ask("GET", path))
    assert (ended["state"], ended["summary"][:1]) == (State.DONE, "0")
    assert ok(program.ask("GET", "/jobs?state=queued"))["items"] == []


def test_a_webhook_gets_a_secret_that_is_kept_nowhere() -> None:
    program = program_of(Role.SECRETARIAT)
    sent = {"name": "Site", "address": "https://example.org/hook", "verbs": ["register.*"]}
    made = ok(program.ask("POST", "/webhooks", sent))
    path, key = f"/webhooks/{made['code']}", "0123456789abcdef"
    first = program.ask("POST", f"{path}/secret", {}, idempotency_key=key)
    again = program.ask("POST", f"{path}/secret", {}, idempotency_key=key)
    assert ok(first)["secret"] != ok(again)["secret"]
    assert first["Cache-Control"].endswith("no-store")
    assert not IdempotentRequest.objects.exists()
    assert ok(act(program, path, "pause"))["is_paused"]
    assert not ok(act(program, path, "resumption"))["is_paused"]
    ok(act(program, path, "test"))
    (delivery,) = ok(program.ask("GET", f"{path}/deliveries?state=waiting"))["items"]
    ok(act(program, f"{path}/deliveries/{delivery['id']}", "repetition"))
    for wrong in (
        {"verbs": ["nothing.*"]},
        {"resources": ["documents"]},
        {"owner": "no@b.example"},
    ):
        refused = program.ask("PATCH", path, wrong, if_match="*")
        assert refused.status_code == 409
        assert refused.json()["errors"][0]["pointer"] == f"/{next(iter(wrong))}"


def test_deliveries_stand_under_their_own_webhook() -> None:
    owner = user_with(Role.SECRETARIAT)
    one, other = make_subscription(owner=owner), make_subscription(owner=owner)
    path = f"/webhooks/{other.code}/deliveries/{one.deliveries.get().pk}"
    assert client_of(owner).ask("GET", path).status_code == 404
    assert secret_of(one) != secret_of(other)


def test_the_history_of_a_record_has_what_stood_there_before() -> None:
    editor, record = program_of(Role.EDITOR), make_record(name="Laboratory")
    path = f"/records/{record.code}"
    ok(editor.ask("PATCH", path, {"name": {"en": "Institute"}}, if_match="*"))
    ok(editor.ask("PATCH", path, {"place_name": {"en": "Almaty"}}, if_match="*"))
    page = ok(editor.ask("GET", f"/history/records/{record.code}?limit=1"))
    assert page["items"][0]["after"]["place_name"] == {"en": "Almaty"}
    (entry,) = ok(editor.ask("GET", page["next"].removeprefix("http://testserver")))["items"]
    assert (entry["before"]["name"], entry["after"]["name"]) == (
        {"en": "Laboratory"}, {"en": "Institute"},
    )  # fmt: skip
    assert entry["verb"] == "register.record_changed"
    assert [(each["before"], each["after"]) for each in entry["differences"]] == [
        ("Laboratory", "Institute")
    ]


def test_a_history_is_for_those_who_see_it_at_the_desk() -> None:
    published, draft = make_record(), make_record(stage="draft")
    hidden = make_edition(is_public=False)
    assert ApiClient().ask("GET", f"/history/records/{published.code}").status_code == 401
    for program, code, status in (
        (program_of(), published.code, 403),
        (program_of(), draft.code, 404),
        (program_of(Role.ANALYST), draft.code, 200),
    ):
        assert program.ask("GET", f"/history/records/{code}").status_code == status
    assert program_of().ask("GET", f"/history/editions/{hidden.code}").status_code == 404
    assert program_of().ask("GET", "/history/nothing/0000000000").status_code == 422
    for wrong in ("/history/goals/x", "/history/rooms/0000000000", "/history/countries/x"):
        assert program_of(Role.ADMINISTRATOR).ask("GET", wrong).status_code == 404
