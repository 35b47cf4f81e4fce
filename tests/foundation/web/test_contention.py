"""A save that meets an import, or another writer who keeps the database for long."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.test import Client

from factories.api import ApiClient, program_of
from reading import form_of
from serai.foundation.accounts.models import Role
from serai.foundation.directory.models import Organisation
from working.processes import address_of_database

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/en/desk/directory/organisations/new/"


class Other:
    """Another writer, such as an import, that has the database until it lets go."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | psycopg.Connection
        if connection.vendor == "sqlite":
            name = connection.settings_dict["NAME"]
            self._connection = sqlite3.connect(name, isolation_level=None, uri=True)
            self._connection.execute("BEGIN IMMEDIATE")
        else:
            self._connection = psycopg.connect(address_of_database())
            self._connection.execute("LOCK TABLE record_head, accounts_user IN EXCLUSIVE MODE")

    def let_go(self) -> None:
        """Have done."""
        self._connection.close()  # Which takes back what it began.


@pytest.fixture
def other(db: None) -> Iterator[Other]:
    """Another writer; nobody waits for it for long."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA busy_timeout = 1" if is_sqlite else "SET lock_timeout = '1ms'")
    other = Other()
    yield other
    other.let_go()
    connection.close()


@pytest.fixture
def writing_program(db: None) -> ApiClient:
    """A program whose token was made before the other writer came."""
    return program_of(Role.EDITOR)


def test_what_was_typed_is_kept_and_can_be_sent_again(
    secretariat_client: Client, other: Other
) -> None:
    secretariat_client.raise_request_exception = False
    typed = form_of(secretariat_client.get(NEW))
    typed |= {"name_0": 'A*STAR, "Singapore"', "kind": "government", "country": "SG"}
    answer = secretariat_client.post(NEW, typed)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "no-store"
    assert not Organisation.objects.filter(kind="government").exists()
    again = form_of(answer, "method")
    assert again == typed
    other.let_go()
    assert secretariat_client.post(NEW, again).status_code == 302
    assert Organisation.objects.filter(kind="government").count() == 1


@pytest.mark.usefixtures("other")
def test_a_password_is_not_written_into_the_page(client: Client) -> None:
    client.raise_request_exception = False
    typed = {"email": "a@example.org", "password1": "of my own 12", "password2": "of my own 12"}
    answer = client.post("/en/accounts/signup/", typed)
    assert answer.status_code == 503
    assert "of my own" not in answer.content.decode()
    assert "still in the form if you go back" in answer.content.decode()


def test_a_program_is_told_to_send_it_again(writing_program: ApiClient, other: Other) -> None:
    named = {"name": {"en": "Academy of Examples"}}
    refused = writing_program.ask("POST", "/organisations", named)
    assert (refused.status_code, refused["Retry-After"]) == (503, "10")
    assert refused.json()["type"].endswith("/api/problems/busy")
    other.let_go()
    assert writing_program.ask("POST", "/organisations", named).status_code == 201
