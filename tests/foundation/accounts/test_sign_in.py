"""Signing up and in through the pages, as people do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from factories.accounts import PASSWORD, user_with
from reading import text_of
from serai.foundation.accounts.demo import demo_sign_in_path
from serai.foundation.accounts.models import Role, User
from serai.foundation.record.models import Entry
from serai.foundation.record.queries import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_from_other_tests() -> None:
    """Rate limits are counted in the cache."""
    cache.clear()


def code_in(message: Any) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]


def is_signed_in(client: Client) -> bool:
    return client.get("/en/accounts/me/").status_code == 200


def test_by_password(client: Client) -> None:
    user_with(Role.SECRETARIAT, email="anna@example.org", password=PASSWORD)
    # The address of somebody whose address was never confirmed is confirmed first.
    answer = client.post(
        "/en/accounts/login/", {"login": "Anna@Example.org", "password": PASSWORD}, follow=True
    )
    assert not is_signed_in(client)
    answer = client.post(
        answer.redirect_chain[-1][0], {"code": code_in(mail.outbox[0])}, follow=True
    )
    assert is_signed_in(client)
    assert "/en/desk/" in answer.redirect_chain[-1][0]

    again = Client()
    again.post("/en/accounts/login/", {"login": "anna@example.org", "password": PASSWORD})
    assert is_signed_in(again)


def test_by_a_wrong_password(client: Client) -> None:
    user_with(email="anna@example.org", password=PASSWORD)
    page = client.post("/en/accounts/login/", {"login": "anna@example.org", "password": "wrong"})
    assert page.status_code == 200
    assert not is_signed_in(client)


def test_guessing_passwords_is_slowed_down(client: Client) -> None:
    user_with(email="anna@example.org", password=PASSWORD)
    for _attempt in range(6):
        client.post("/en/accounts/login/", {"login": "anna@example.org", "password": "wrong"})
    client.post("/en/accounts/login/", {"login": "anna@example.org", "password": PASSWORD})
    assert not is_signed_in(client)
    assert not mail.outbox


def test_by_a_code(client: Client) -> None:
    user_with(email="anna@example.org")
    answer = client.post("/en/accounts/login/code/", {"email": "anna@example.org"}, follow=True)
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    client.post(answer.redirect_chain[-1][0], {"code": code_in(mail.outbox[0])})
    assert is_signed_in(client)


def test_by_a_wrong_code(client: Client) -> None:
    user_with(email="anna@example.org")
    answer = client.post("/en/accounts/login/code/", {"email": "anna@example.org"}, follow=True)
    client.post(answer.redirect_chain[-1][0], {"code": "AAAA-AAAA"})
    assert not is_signed_in(client)


def test_a_stranger_is_not_told_who_has_an_account(client: Client) -> None:
    user_with(email="anna@example.org")
    known = client.post("/en/accounts/login/code/", {"email": "anna@example.org"}, follow=True)
    cache.clear()
    unknown = Client().post("/en/accounts/login/code/", {"email": "bo@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain


def test_a_deactivated_user_is_kept_out() -> None:
    client = Client()
    user = user_with(Role.ADMINISTRATOR)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert is_signed_in(client)
    User.objects.update(is_active=False)
    assert not is_signed_in(client)


def test_people_sign_up_and_their_language_is_kept(client: Client) -> None:
    answer = client.post(
        "/fr/accounts/signup/",
        {"email": "Chloe@example.org", "password1": PASSWORD, "password2": PASSWORD},
        follow=True,
    )
    user = User.objects.get()
    assert (user.email, user.language) == ("chloe@example.org", "fr")
    assert not user.installation_roles
    assert not is_signed_in(client)
    done = client.post(answer.redirect_chain[-1][0], {"code": code_in(mail.outbox[0])}, follow=True)
    assert is_signed_in(client)
    assert done.redirect_chain[-1][0] == "/fr/accounts/me/"
    assert "Serai" in str(mail.outbox[0].body)
    assert str(mail.outbox[0].body).count("testserver") <= 2
    entry = Entry.objects.get()
    assert entry.verb == "user.signed_up"
    assert PASSWORD not in str(entry.after)
    assert "password" not in str(entry.after)
    assert list(verify()) == []


def test_after_signing_in_pages_are_in_the_language_of_the_person(client: Client) -> None:
    user = user_with(Role.ANALYST, email="anna@example.org")
    User.objects.filter(pk=user.pk).update(language="ru")
    answer = client.post("/en/accounts/login/code/", {"email": "anna@example.org"}, follow=True)
    done = client.post(answer.redirect_chain[-1][0], {"code": code_in(mail.outbox[0])})
    assert done["Location"] == "/ru/signed-in/"


# Demonstrations


def test_a_link_signs_in_on_a_demonstration(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    user = user_with(Role.SECRETARIAT)
    answer = client.get(demo_sign_in_path(user), follow=True)
    assert answer.redirect_chain[-1][0] == "/en/desk/"
    assert str(user) in text_of(answer)


def test_elsewhere_there_is_no_such_address(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    address = demo_sign_in_path(user_with(Role.SECRETARIAT))
    settings.DEMO = False
    assert client.get(address).status_code == 404
    assert not is_signed_in(client)
    with pytest.raises(RuntimeError, match="demonstrations only"):
        demo_sign_in_path(user_with())


def test_a_forged_link_is_not_found(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    user = user_with(Role.SECRETARIAT)
    assert client.get(demo_sign_in_path(user)[:-2] + "x/").status_code == 404
    User.objects.update(is_active=False)
    assert client.get(demo_sign_in_path(user)).status_code == 404
