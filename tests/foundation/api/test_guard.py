"""What every request passes: tokens, scopes, revisions, keys, pages, limits, refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from factories.accounts import signed_in, user_with
from factories.api import ApiClient, client_of, program_of
from factories.directory import make_organisation
from factories.register import make_record
from serai.foundation.accounts.models import Role
from serai.foundation.api.idempotency import KEPT, LEASE
from serai.foundation.api.limits import limiter
from serai.foundation.api.models import IdempotentRequest, Token
from serai.foundation.directory.models import Organisation

pytestmark = pytest.mark.django_db

NAMED = {"name": {"en": "Academy of Examples"}}
KEY = "7f8e1c3a-52a0-4c1b-9d0e-3a7b6f1d2c4e"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    limiter.clear()


@pytest.fixture
def editor() -> ApiClient:
    return program_of(Role.EDITOR)


def refused(response: Any, status: int, kind: str) -> dict[str, Any]:
    """Check that an answer is this problem, and return it."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["type"].endswith(f"/api/problems/{kind}")
    assert problem["status"] == status
    assert problem["instance"].startswith("/api/v1/")
    return problem


# Who asks


def test_what_is_public_is_read_without_a_token() -> None:
    published, draft = make_record(), make_record(stage="draft")
    anybody = ApiClient()
    assert [each["code"] for each in anybody.ask("GET", "/records").json()["items"]] == [
        published.code
    ]
    refused(anybody.ask("GET", f"/records/{draft.code}"), 404, "not-found")


def test_writing_needs_a_token_and_a_session_is_none() -> None:
    browser = signed_in(user_with(Role.ADMINISTRATOR))
    answer = browser.post("/api/v1/organisations", NAMED, content_type="application/json")
    refused(answer, 401, "authentication-required")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert not answer.cookies


@pytest.mark.parametrize("header", ["Bearer serai_nothing", "Bearer ", "Basic YTpi", "", "x"])
def test_a_token_that_is_not_good_is_refused_for_reading_too(header: str) -> None:
    answer = ApiClient().ask("GET", "/records", authorization=header)
    refused(answer, 401, "invalid-token")


def test_a_token_ends_with_its_last_day_and_with_its_user(editor: ApiClient) -> None:
    token = Token.objects.get()
    assert editor.ask("GET", "/me").status_code == 200
    Token.objects.update(expires_on=timezone.localdate())
    assert editor.ask("GET", "/me").status_code == 200
    Token.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    refused(editor.ask("GET", "/me"), 401, "invalid-token")
    Token.objects.update(expires_on=None)
    token.user.is_active = False
    token.user.save()
    refused(editor.ask("GET", "/me"), 401, "invalid-token")


def test_a_token_never_gives_more_than_its_user_has() -> None:
    analyst = program_of(Role.ANALYST)
    problem = refused(analyst.ask("POST", "/organisations", NAMED), 403, "not-permitted")
    assert problem["permission"] == "directory.change_directory"


def test_a_token_gives_no_more_than_its_scopes() -> None:
    reader = program_of(Role.ADMINISTRATOR, scopes=["read"])
    problem = refused(reader.ask("POST", "/organisations", NAMED), 403, "insufficient-scope")
    assert problem["scope"] == "write:directory"


def test_without_the_scope_to_read_a_token_sees_what_everybody_sees() -> None:
    draft = make_record(stage="draft")
    user = user_with(Role.EDITOR)
    assert client_of(user).ask("GET", f"/records/{draft.code}").status_code == 200
    writer = client_of(user, ["write:register"])
    refused(writer.ask("GET", f"/records/{draft.code}"), 404, "not-found")


# What was seen


def test_who_changes_something_says_what_they_have_seen(editor: ApiClient) -> None:
    path = f"/organisations/{make_organisation().code}"
    refused(editor.ask("PATCH", path, NAMED), 428, "precondition-required")
    refused(editor.ask("DELETE", path), 428, "precondition-required")
    seen = editor.etag(path)
    assert editor.ask("PATCH", path, NAMED, if_match=seen).status_code == 200
    problem = refused(
        editor.ask("PATCH", path, {"name": {"en": "Other"}}, if_match=seen), 412, "outdated"
    )
    assert problem["revision"] == editor.ask("GET", path).json()["revision"]
    refused(editor.ask("PATCH", path, NAMED, if_match="nonsense"), 422, "invalid")
    assert Organisation.objects.get().name.data == NAMED["name"]


def test_the_same_is_not_sent_twice_to_who_has_it(editor: ApiClient) -> None:
    path = f"/organisations/{make_organisation().code}"
    seen = editor.etag(path)
    unchanged = editor.ask("GET", path, if_none_match=seen)
    assert unchanged.status_code == 304
    assert unchanged.content == b""
    assert unchanged["ETag"] == seen
    editor.ask("PATCH", path, NAMED, if_match=seen)
    assert editor.ask("GET", path, if_none_match=seen).status_code == 200


# Keys


def test_the_same_request_with_a_key_is_done_once(editor: ApiClient) -> None:
    first = editor.ask("POST", "/organisations", NAMED, idempotency_key=KEY)
    again = editor.ask("POST", "/organisations", NAMED, idempotency_key=KEY)
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Location"] == first["Location"]
    assert again["ETag"] == first["ETag"]
    assert again["Idempotency-Replayed"] == "true"
    assert not first.has_header("Idempotency-Replayed")
    assert Organisation.objects.count() == 1


def test_a_key_stands_for_one_request(editor: ApiClient) -> None:
    editor.ask("POST", "/organisations", NAMED, idempotency_key=KEY)
    other = {"name": {"en": "Another"}}
    refused(editor.ask("POST", "/organisations", other, idempotency_key=KEY), 422, "key-reused")
    assert program_of(Role.EDITOR).ask(
        "POST", "/organisations", other, idempotency_key=KEY
    ).status_code == 201  # fmt: skip


def test_a_request_that_was_refused_leaves_its_key_free(editor: ApiClient) -> None:
    wrong = {**NAMED, "country": "XX"}
    refused(editor.ask("POST", "/organisations", wrong, idempotency_key=KEY), 409, "refused")
    assert editor.ask("POST", "/organisations", NAMED, idempotency_key=KEY).status_code == 201


def test_a_key_whose_request_is_being_answered_waits(editor: ApiClient) -> None:
    editor.ask("POST", "/organisations", NAMED, idempotency_key=KEY)
    IdempotentRequest.objects.update(status=None)
    answer = editor.ask("POST", "/organisations", NAMED, idempotency_key=KEY)
    refused(answer, 409, "in-progress")
    assert answer["Retry-After"] == "1"
    # Whoever had it died with what it did.
    IdempotentRequest.objects.update(created_at=timezone.now() - LEASE - timedelta(seconds=1))
    assert editor.ask("POST", "/organisations", NAMED, idempotency_key=KEY).status_code == 201


def test_keys_are_forgotten_after_a_day(editor: ApiClient) -> None:
    editor.ask("POST", "/organisations", NAMED, idempotency_key=KEY)
    IdempotentRequest.objects.update(created_at=timezone.now() - KEPT - timedelta(seconds=1))
    editor.ask("POST", "/organisations", NAMED, idempotency_key=KEY + "2")
    assert IdempotentRequest.objects.count() == 1


@pytest.mark.parametrize("key", ["short", "x" * 256, "has a space in the middle"])
def test_a_key_that_cannot_be_used_is_refused(editor: ApiClient, key: str) -> None:
    problem = refused(
        editor.ask("POST", "/organisations", NAMED, idempotency_key=key), 422, "invalid"
    )
    assert problem["errors"][0]["parameter"] == "Idempotency-Key"


# Pages


def test_a_walk_by_cursor_sees_each_object_once_whatever_is_added_meanwhile() -> None:
    made = [make_record().code for _number in range(7)]
    anybody, seen, address = ApiClient(), [], "/api/v1/records?limit=2"
    while address:
        page = anybody.ask("GET", address)
        seen += [each["code"] for each in page.json()["items"]]
        make_record()  # It would push the others on by one where pages are numbered.
        address = page.json()["next"] or ""
        assert page.get("Link", "") == (f'<{address}>; rel="next"' if address else "")
        address = address.removeprefix("http://testserver")
    assert [code for code in seen if code in made] == made[::-1]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("sort", ["changed", "started", "name"])
def test_every_order_walks_all(sort: str) -> None:
    made = {make_record(started_on=day).code for day in ("2015", "2019-05", "", "2015", "2023")}
    anybody, seen = ApiClient(), []
    address = f"/api/v1/records?limit=2&sort={sort}"
    while address:
        page = anybody.ask("GET", address).json()
        seen += [each["code"] for each in page["items"]]
        address = (page["next"] or "").removeprefix("http://testserver")
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "limit=1&limit=2", "page=2", "sort=size"]
)
def test_a_parameter_that_is_not_of_the_schema_is_named(query: str) -> None:
    problem = refused(ApiClient().ask("GET", f"/records?{query}"), 422, "invalid")
    assert problem["errors"][0]["parameter"] == query.partition("=")[0]


@pytest.mark.parametrize("query", ["cursor=abc", "country=XX", "kind=castle", "party=0123456789"])
def test_a_parameter_that_names_nothing_is_said(query: str) -> None:
    make_record()
    problem = refused(ApiClient().ask("GET", f"/records?{query}"), 404, "unknown-value")
    assert problem["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_cursor_of_another_list_leads_nowhere() -> None:
    for _number in range(3):
        make_record()
        make_organisation()
    address = ApiClient().ask("GET", "/records?limit=1").json()["next"]
    refused(
        ApiClient().ask("GET", f"/organisations?{address.partition('?')[2]}"), 404, "unknown-value"
    )


# Refusals


def test_what_does_not_keep_to_the_schema_is_named_by_pointer(editor: ApiClient) -> None:
    wrong = {"name": {"xx": "?"}, "kind": "castle", "country": 7, "colour": "red"}
    problem = refused(editor.ask("POST", "/organisations", wrong), 422, "invalid")
    pointers = {error["pointer"] for error in problem["errors"]}
    assert {"/kind", "/country", "/colour"} <= pointers
    assert any(pointer.startswith("/name") for pointer in pointers)


def test_what_the_data_refuse_is_named_all_at_once(editor: ApiClient) -> None:
    wrong = {
        "kind": "project", "name": {"en": "X"}, "countries": ["XX", "CN"],
        "started_on": "2023-02-30",
        "parties": [{"role": "party", "organisation": "0123456789"}],
    }  # fmt: skip
    problem = refused(editor.ask("POST", "/records", wrong), 409, "refused")
    assert {error["pointer"] for error in problem["errors"]} == {
        "/countries", "/started_on", "/parties/0/organisation",
    }  # fmt: skip


def test_what_an_operation_refuses_lands_on_its_member(editor: ApiClient) -> None:
    wrong = {"kind": "project", "name": {"en": "X"}, "parties": [{"role": "party"}]}
    problem = refused(editor.ask("POST", "/records", wrong), 409, "refused")
    assert problem["errors"][0]["pointer"] == "/parties/0/organisation"
    wrong = {"kind": "project", "name": {"en": "X"}, "latitude": "10.5"}
    problem = refused(editor.ask("POST", "/records", wrong), 409, "refused")
    assert problem["errors"][0]["pointer"] == "/longitude"


@pytest.mark.parametrize(
    ("body", "media_type", "status", "kind"),
    [
        (b"{", "application/json", 400, "malformed"),
        (b'"\xff"', "application/json", 400, "malformed"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
        (b"{}", "application/json; charset=latin1", 415, "unsupported-media-type"),
        (b"[]", "application/json", 422, "invalid"),
        (b"", "application/json", 422, "invalid"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    editor: ApiClient, body: bytes, media_type: str, status: int, kind: str
) -> None:
    answer = editor.generic(
        "POST", "/api/v1/organisations", body, content_type=media_type,
        headers={"authorization": f"Bearer {editor.secret}"},
    )  # fmt: skip
    refused(answer, status, kind)


def test_a_body_that_is_too_large_is_refused(editor: ApiClient, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    long = {"name": {"en": "x" * 2000}}
    refused(editor.ask("POST", "/organisations", long), 413, "too-large")


def test_addresses_and_methods_that_do_not_exist() -> None:
    anybody = ApiClient()
    refused(anybody.ask("GET", "/nothing/at/all"), 404, "not-found")
    refused(anybody.ask("GET", "/countries/ZZ"), 404, "not-found")
    answer = anybody.ask("DELETE", "/countries")
    refused(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    refused(anybody.ask("GET", "/countries", accept="text/html"), 406, "not-acceptable")


def test_our_own_failure_tells_nothing_of_itself(
    editor: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_values: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("serai.foundation.directory.operations.create_organisation", fail)
    editor.raise_request_exception = False
    answer = editor.ask("POST", "/organisations", NAMED)
    refused(answer, 500, "internal")
    assert b"secret of the house" not in answer.content


def test_what_something_else_needs_is_not_deleted(editor: ApiClient) -> None:
    organisation = make_organisation()
    make_organisation(parent=organisation)
    path = f"/organisations/{organisation.code}"
    problem = refused(editor.ask("DELETE", path, if_match=editor.etag(path)), 409, "still-needed")
    assert "organisation" in problem["detail"]


# Limits


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, the next minute, which is counted anew, does not begin."""
    monkeypatch.setattr("serai.foundation.api.limits.time.time", lambda: 6e8)


@pytest.mark.usefixtures("one_minute")
def test_too_many_requests_wait(settings: Settings) -> None:
    settings.API_LIMIT_ANONYMOUS = 3
    anybody = ApiClient()
    for _number in range(3):
        answer = anybody.ask("GET", "/goals")
        assert answer.status_code == 200
        assert answer["RateLimit-Policy"] == '"default";q=3;w=60'
    answer = anybody.ask("GET", "/goals")
    refused(answer, 429, "too-many-requests")
    assert 0 < int(answer["Retry-After"]) <= 60
    other = Client(REMOTE_ADDR="192.0.2.7").get("/api/v1/goals")
    assert other.status_code == 200


@pytest.mark.usefixtures("one_minute")
def test_all_workers_together_allow_no_more(settings: Settings) -> None:
    settings.API_LIMIT_SIGNED_IN = 40
    editor = program_of(Role.EDITOR)
    allowed = 0
    for number in range(60):
        if number % 7 == 0:
            limiter.clear()  # Another worker, which remembers nothing of the others' lots.
        allowed += editor.ask("GET", "/goals").status_code == 200
    assert 0 < allowed <= 40


# Manners


def test_languages_are_chosen_by_parameter_or_header() -> None:
    record = make_record(countries=[])
    path = f"/records/{record.code}"
    anybody = ApiClient()
    assert anybody.ask("GET", path).json()["labels"]["kind"] == "joint laboratory"
    french = anybody.ask("GET", path, accept_language="fr-CH, de;q=0.5")
    assert french["Content-Language"] == "fr"
    assert french.json()["labels"] == anybody.ask("GET", f"{path}?language=fr").json()["labels"]
    assert french.json()["labels"]["kind"] != "joint laboratory"
    assert french["ETag"] != anybody.ask("GET", path)["ETag"]


def test_pages_elsewhere_may_read_and_not_write() -> None:
    anybody = ApiClient()
    read = anybody.ask("GET", "/goals", origin="https://elsewhere.example.org")
    assert read["Access-Control-Allow-Origin"] == "*"
    assert not read.cookies
    asked = anybody.ask("OPTIONS", "/organisations", origin="https://elsewhere.example.org")
    assert asked.status_code == 204
    assert asked["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD"


def test_head_is_get_without_a_body() -> None:
    anybody = ApiClient()
    head = anybody.ask("HEAD", "/goals")
    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == anybody.ask("GET", "/goals")["ETag"]


def test_what_a_token_reads_is_kept_by_nobody_else(editor: ApiClient) -> None:
    assert editor.ask("GET", "/goals")["Cache-Control"] == "private, no-cache"
    public = ApiClient().ask("GET", "/goals")
    assert public["Cache-Control"] == "public, no-cache"
    assert "Authorization" in public["Vary"]
