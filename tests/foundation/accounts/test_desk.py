"""Administrators manage who may sign in and what they are entrusted with."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.accounts import signed_in, user_with
from reading import form_of, text_of, undo_address
from serai.foundation.accounts.models import Role, User
from serai.foundation.record.models import Entry
from serai.foundation.record.queries import verify

pytestmark = pytest.mark.django_db

ADDRESSES = ["/en/desk/users/", "/en/desk/users/invite/", "/en/desk/users/1/"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("role", ["secretariat", "editor", "analyst", "delegate"])
def test_nobody_else_may(request: pytest.FixtureRequest, address: str, role: str) -> None:
    client: Client = request.getfixturevalue(f"{role}_client")
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_are_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/en/accounts/login/?next=")


def test_the_desk_stands_under_settings(
    administrator_client: Client, analyst_client: Client
) -> None:
    assert "Users" in text_of(administrator_client.get("/en/desk/"))
    assert "Users" not in text_of(analyst_client.get("/en/desk/"))


def test_the_list_is_searched_and_filtered(administrator_client: Client) -> None:
    user_with(Role.ANALYST, name="Anna Analyst")
    user_with(name="Dan Delegate")
    assert "Dan Delegate" not in text_of(administrator_client.get("/en/desk/users/?q=analyst"))
    assert "Dan Delegate" not in text_of(administrator_client.get("/en/desk/users/?role=analyst"))
    assert "Anna Analyst" in text_of(administrator_client.get("/en/desk/users/?role=analyst"))
    assert "Nothing matches" in text_of(administrator_client.get("/en/desk/users/?is_active=False"))
    assert administrator_client.get("/en/desk/users/?role=king").status_code == 400


def test_the_list_costs_the_same_for_one_and_for_thirty(administrator_client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            administrator_client.get("/en/desk/users/")
        return len(captured)

    queries()
    with_one = queries()
    for _number in range(29):
        user_with(Role.ANALYST, Role.EDITOR)
    assert queries() == with_one


def invite(client: Client, **typed: Any) -> Any:
    form = form_of(client.get("/en/desk/users/invite/"))
    return client.post("/en/desk/users/invite/", form | typed, follow=True)


def test_somebody_is_invited_by_e_mail(
    administrator_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = invite(
            administrator_client, email="Anna@Example.org", name="Anna", language="fr",
            roles=["analyst", "editor"],
        )  # fmt: skip
    assert "Invited." in text_of(answer)
    user = User.objects.get(email="anna@example.org")
    assert user.installation_roles == {"analyst", "editor"}
    assert not user.has_usable_password()
    (message,) = mail.outbox
    assert message.to == ["anna@example.org"]
    assert "/fr/accounts/login/code/" in message.body
    recorded = Entry.objects.get(verb="user.invited")
    assert recorded.after is not None
    assert "password" not in recorded.after
    assert list(verify()) == []


def test_an_address_is_invited_once(administrator_client: Client) -> None:
    user_with(email="anna@example.org")
    page = invite(administrator_client, email="ANNA@example.org")
    assert "already exists" in text_of(page)
    assert not mail.outbox


def test_roles_and_names_are_changed_and_undone(administrator_client: Client) -> None:
    user = user_with(Role.ANALYST, name="Anna")
    address = f"/en/desk/users/{user.pk}/"
    form = form_of(administrator_client.get(address))
    answer = administrator_client.post(
        address, form | {"name": "Anna B.", "roles": ["editor"]}, follow=True
    )
    changed = User.objects.get(pk=user.pk)
    assert (changed.name, changed.installation_roles) == ("Anna B.", {"editor"})
    administrator_client.post(undo_address(answer))
    undone = User.objects.get(pk=user.pk)
    assert (undone.name, undone.installation_roles) == ("Anna", {"analyst"})


def test_users_are_deactivated_after_a_question_and_let_in_again(
    administrator_client: Client,
) -> None:
    user = user_with(Role.ANALYST)
    theirs = signed_in(user)
    sent = {"action": "deactivate", "selected": [user.pk]}
    assert "This concerns 1 row" in text_of(administrator_client.post("/en/desk/users/", sent))
    administrator_client.post("/en/desk/users/", sent | {"confirmed": "1"})
    assert theirs.get("/en/desk/").status_code == 302
    administrator_client.post("/en/desk/users/", sent | {"action": "reactivate"})
    user.refresh_from_db()
    assert user.is_active


def test_nobody_deactivates_themselves(administrator_client: Client) -> None:
    me = administrator_client.user  # type: ignore[attr-defined]
    answer = administrator_client.post(
        "/en/desk/users/",
        {"action": "deactivate", "selected": [me.pk], "confirmed": "1"},
        follow=True,
    )
    assert "You cannot deactivate yourself." in text_of(answer)
    assert User.objects.get(pk=me.pk).is_active


def test_the_last_administrator_keeps_the_role(administrator_client: Client) -> None:
    me = administrator_client.user  # type: ignore[attr-defined]
    address = f"/en/desk/users/{me.pk}/"
    form = form_of(administrator_client.get(address))
    page = administrator_client.post(address, form | {"roles": ["analyst"]})
    assert "Somebody must remain administrator" in text_of(page)
    assert User.objects.get(pk=me.pk).installation_roles == {"administrator"}
    user_with(Role.ADMINISTRATOR)
    assert administrator_client.post(address, form | {"roles": ["analyst"]}).status_code == 302


def test_a_user_who_is_not_there(administrator_client: Client) -> None:
    assert administrator_client.get("/en/desk/users/99999/").status_code == 404
