"""Several programs at once: one key, one object, on the database as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from pytest_django import Settings

from factories.api import ApiClient, program_of
from factories.directory import make_organisation
from serai.foundation.accounts.models import Role
from serai.foundation.api import idempotency
from serai.foundation.api.limits import limiter
from serai.foundation.api.models import IdempotentRequest, RequestCount
from serai.foundation.directory.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6
KEY = "7f8e1c3a-52a0-4c1b-9d0e-3a7b6f1d2c4e"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    limiter.clear()
    yield
    limiter.clear()


def at_once(ask: Callable[[int], Any]) -> list[Any]:
    """Let several threads ask at the same moment, each with a connection of its own."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> Any:
        start.wait()
        try:
            return ask(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def create_with_a_key(secret: str) -> list[Any]:
    return at_once(
        lambda _number: ApiClient(secret).ask(
            "POST", "/organisations", {"name": {"en": "Academy"}}, idempotency_key=KEY
        )
    )


def test_the_same_request_at_once_is_done_once() -> None:
    answers = create_with_a_key(program_of(Role.EDITOR).secret)
    assert Organisation.objects.count() == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = {answer.content for answer in answers if answer.status_code == 201}
    assert len(made) == 1


def test_without_the_key_it_would_be_done_several_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "HEADER", "Another-Header")
    create_with_a_key(program_of(Role.EDITOR).secret)
    assert Organisation.objects.count() == AT_ONCE


def test_of_those_who_have_seen_the_same_state_one_changes_it() -> None:
    organisation, editor = make_organisation(), program_of(Role.EDITOR)
    path = f"/organisations/{organisation.code}"
    seen = editor.etag(path)
    answers = at_once(
        lambda number: ApiClient(editor.secret).ask(
            "PATCH", path, {"name": {"en": f"Name {number}"}}, if_match=seen
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * (AT_ONCE - 1)]


def test_requests_at_once_are_counted_together(settings: Settings) -> None:
    settings.API_LIMIT_SIGNED_IN = 3
    secret = program_of(Role.EDITOR).secret
    answers = at_once(lambda _number: ApiClient(secret).ask("GET", "/goals"))
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [429] * 3
    assert RequestCount.objects.get().used == 3


def test_a_request_that_dies_with_its_answer_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(*_values: object) -> None:
        raise SystemExit

    editor = program_of(Role.EDITOR)
    with monkeypatch.context() as patched:
        # After the change, before the answer is kept: neither of them stays.
        patched.setattr(idempotency, "_keep", die)
        with pytest.raises(SystemExit):
            editor.ask("POST", "/organisations", {"name": {"en": "A"}}, idempotency_key=KEY)
    assert not Organisation.objects.exists()
    assert not IdempotentRequest.objects.exists()
    assert connection.in_atomic_block is False
    again = editor.ask("POST", "/organisations", {"name": {"en": "A"}}, idempotency_key=KEY)
    assert again.status_code == 201
