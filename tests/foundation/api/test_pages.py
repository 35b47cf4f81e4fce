"""The pages about the API: tokens of an account, the reference, the problems."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from factories.accounts import signed_in, user_with
from factories.api import ApiClient
from serai.foundation.accounts.models import Role
from serai.foundation.api.models import Token
from serai.foundation.api.problems import all_problems
from serai.foundation.record.models import Entry

pytestmark = pytest.mark.django_db

TOKENS = "/en/accounts/me/tokens/"


def sent(browser: Client, **values: object) -> dict[str, object]:
    """What the form of a new token sends, with the key that it was shown with."""
    shown = browser.get(TOKENS).content.decode()
    key = re.search(r'name="form_key" value="([0-9a-f]{32})"', shown)
    assert key is not None
    return {"name": "harvest", "scopes": ["read"], "form_key": key[1], **values}


def test_a_token_is_shown_once_and_works_until_it_is_revoked() -> None:
    browser = signed_in(user_with(Role.EDITOR))
    shown = browser.post(TOKENS, sent(browser)).content.decode()
    found = re.search(r"serai_[\w-]{43}", shown)
    assert found is not None
    assert found[0] not in browser.get(TOKENS).content.decode()
    program = ApiClient(found[0])
    assert program.ask("GET", "/me").json()["token"]["scopes"] == ["read"]
    token = Token.objects.get()
    assert token.last_used_on is not None
    browser.post(f"{TOKENS}{token.code}/revoke/")
    assert program.ask("GET", "/me").status_code == 401
    assert program.ask("GET", "/records").status_code == 401


def test_the_same_form_makes_one_token_however_often_it_is_sent() -> None:
    browser, other = signed_in(user_with()), signed_in(user_with())
    form = sent(browser)
    assert "serai_" in browser.post(TOKENS, form).content.decode()
    reloaded = browser.post(TOKENS, form).content.decode()
    assert "This token was made already." in reloaded
    assert not re.search(r"serai_[\w-]{43}", reloaded)
    browser.post(f"{TOKENS}{Token.objects.get().code}/revoke/")
    assert "made already" in browser.post(TOKENS, form).content.decode()
    assert Token.objects.count() == 1
    # Another person is not kept from anything by a key that somebody has used.
    assert "serai_" in other.post(TOKENS, form).content.decode()


def test_a_secret_is_kept_nowhere() -> None:
    browser = signed_in(user_with())
    shown = browser.post(TOKENS, sent(browser)).content.decode()
    secret = re.findall(r"serai_[\w-]{43}", shown)[0]
    token = Token.objects.get()
    assert secret not in str(vars(token))
    recorded = str(list(Entry.objects.values()))
    assert "harvest" in recorded
    assert secret not in recorded
    assert token.digest not in recorded


def test_what_is_missing_is_said(delegate_client: Client) -> None:
    page = delegate_client.post(TOKENS, {"name": ""}).content.decode()
    assert page.count("This field is required.") >= 2
    assert "Fill in the form on this page." in page
    late = sent(delegate_client, expires_on="2001-01-01")
    assert "This day is over." in delegate_client.post(TOKENS, late).content.decode()
    assert not Token.objects.exists()


def test_nobody_revokes_the_token_of_another(delegate_client: Client) -> None:
    other = signed_in(user_with())
    other.post(TOKENS, sent(other))
    token = Token.objects.get()
    assert delegate_client.post(f"{TOKENS}{token.code}/revoke/").status_code == 404
    assert delegate_client.get(f"{TOKENS}{token.code}/revoke/").status_code == 405


def test_the_reference_names_every_operation(client: Client) -> None:
    page = client.get("/en/api/").content.decode()
    document = client.get("/api/v1/openapi.json").json()
    for path in document["paths"]:
        assert path in page
    for slug in {each["name"].lower() for each in document["tags"]}:
        subject = client.get(f"/en/api/{slug}/").content.decode()
        anchors = re.findall(rf"/en/api/{slug}/#(\w+)", page)
        assert anchors
        assert all(f'id="{anchor}"' in subject for anchor in anchors)
        linked = set(re.findall(r'href="#([\w-]+)"', subject))
        assert linked <= set(re.findall(r'id="([\w-]+)"', subject))
    assert client.get("/en/api/nothing/").status_code == 404
    for kind in all_problems():
        assert f"/en/api/problems/{kind.slug}/" in page


@pytest.mark.parametrize("slug", [kind.slug for kind in all_problems()])
def test_every_type_of_problem_has_a_page(client: Client, slug: str) -> None:
    response = client.get(f"/api/problems/{slug}", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0][0].endswith(f"/problems/{slug}/")


def test_what_is_no_problem_has_no_page(client: Client) -> None:
    assert client.get("/en/api/problems/nothing/").status_code == 404
