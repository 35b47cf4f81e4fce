"""Error pages say what happened and what to do next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web import errors
from serai.foundation.web.parameters import ParameterError


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/en/register/?page=abc")
    request.user = AnonymousUser()
    request.LANGUAGE_CODE = "en"
    request.csp_nonce = "nonce"  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    request._messages = []  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.not_found, 404),
        (errors.server_error, 500),
        (errors.csrf_failure, 403),
    ],
)
@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_they_render_without_a_database_in_every_language(
    request_: HttpRequest, answer: Callable[[HttpRequest], HttpResponse], status: int, code: str
) -> None:
    request_.LANGUAGE_CODE = code
    with translation.override(code):
        response = answer(request_)
    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert f'lang="{code}"' in html
    assert f'class="button primary" href="/' in html  # noqa: F541


def test_a_parameter_that_cannot_be_used_is_named(request_: HttpRequest) -> None:
    response = errors.bad_request(
        request_, ParameterError("page", "Write a number from 1 to 12, not <b>.")
    )
    html = response.content.decode()
    assert "<code>page</code>" in html
    assert "Write a number from 1 to 12, not &lt;b&gt;." in html
    assert 'href="/en/register/"' in html


@pytest.mark.django_db
def test_an_address_that_leads_nowhere(client: Client) -> None:
    response = client.get("/fr/no/such/page/")
    assert response.status_code == 404
    assert 'href="/fr/"' in response.content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere() -> None:
    response = Client(enforce_csrf_checks=True).post("/en/accounts/login/", {"login": "a@b.org"})
    assert response.status_code == 403
    assert 'href="/en/accounts/login/"' in response.content.decode()
