"""The pages of signing in wear the look of the house, in every language."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from factories.accounts import PASSWORD, user_with
from serai.foundation.languages import LANGUAGE_CODES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@pytest.mark.parametrize(
    "path",
    ["login/", "login/code/", "signup/", "password/reset/", "password/reset/done/", "inactive/",
     "confirm-email/"],
)  # fmt: skip
def test_pages_for_visitors(client: Client, code: str, path: str) -> None:
    response = client.get(f"/{code}/accounts/{path}", follow=True)
    assert response.status_code == 200
    html = response.content.decode()
    assert 'class="site-header"' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("code", LANGUAGE_CODES)
@pytest.mark.parametrize("path", ["email/", "password/change/", "logout/", "reauthenticate/"])
def test_pages_for_people_with_an_account(code: str, path: str) -> None:
    client = Client()
    user = user_with(password=PASSWORD)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(f"/{code}/accounts/{path}", follow=True)
    assert response.status_code == 200
    html = response.content.decode()
    assert 'class="site-header"' in html
    assert html.count("<h1") == 1


def test_the_code_comes_first_the_password_second(client: Client) -> None:
    html = client.get("/en/accounts/login/").content.decode()
    assert html.index('action="/en/accounts/login/code/"') < html.index('type="password"')
    assert html.count('class="button primary"') == 1


def test_signing_in_by_code(client: Client) -> None:
    user = user_with()
    response = client.post("/en/accounts/login/code/", {"email": user.email}, follow=True)
    assert 'class="site-header"' in response.content.decode()
    code = re.search(r"^[A-Z0-9]{3,}-?[A-Z0-9]{3,}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    response = client.post("/en/accounts/login/code/confirm/", {"code": code[0]})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_is_said_on_the_open_form(client: Client) -> None:
    user = user_with(password=PASSWORD)
    response = client.post("/en/accounts/login/", {"login": user.email, "password": "wrong"})
    html = response.content.decode()
    assert re.search(r'<details class="[^"]*with-password" open', html)
    assert "error-summary" in html
