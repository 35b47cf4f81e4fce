"""Public pages: rendered once a revision, compressed, validated, the same for everybody."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import brotli
import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import path
from pytest_django import DjangoAssertNumQueries, Settings

from serai.foundation.directory.models import Goal
from serai.foundation.record import verbs as verb_registry
from serai.foundation.record.operations import Program, record
from serai.foundation.record.verbs import Erasure, Verb
from serai.foundation.web.pages import public_page
from serai.foundation.web.release_cache import (
    Page,
    ReleaseCache,
    ReleaseCacheApplication,
    choose_encoding,
    release_cache,
)
from serai.project import urls as project_urls

pytestmark = pytest.mark.django_db

rendered: list[str] = []


@public_page
def page(request: HttpRequest) -> HttpResponse:
    """A page that shows who it thinks it is rendered for."""
    rendered.append(str(request.user))
    if "missing" in request.GET:
        return HttpResponse("nothing", status=404)
    return render(request, "web/public.html")


@public_page
def data(request: HttpRequest) -> HttpResponse:
    """What a page loads: it has no place for a menu."""
    return HttpResponse("{}", content_type="application/json")


urlpatterns = [path("en/kept/", page), path("en/data/", data), *project_urls.urlpatterns]


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    rendered.clear()
    monkeypatch.setitem(
        verb_registry._verbs, "test.happened", Verb("test.happened", "did", Erasure.NOTHING)
    )
    with override_settings(ROOT_URLCONF=__name__):
        yield


def something_happens() -> None:
    with transaction.atomic():
        record(
            actor=Program("test"),
            verb=verb_registry.verb_named("test.happened"),
            target=Goal.objects.get(pk=1),
        )


def ask(application: Any = None, /, **headers: str) -> tuple[str, dict[str, str], bytes]:
    """Ask the WSGI application as a server does."""
    from serai.project.wsgi import django_application

    environ: dict[str, Any] = {
        "PATH_INFO": "/en/kept/",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.input": BytesIO(),
        **headers,
    }
    setup_testing_defaults(environ)
    seen: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
        seen.update(status=status, headers=dict(headers))

    body = b"".join(
        ReleaseCacheApplication(application or django_application)(environ, start_response)
    )
    return seen["status"], seen["headers"], body


def test_a_page_is_rendered_once_for_nobody_in_particular(
    client: Client, analyst_client: Client
) -> None:
    for browser in (client, analyst_client, client):
        assert browser.get("/en/kept/").status_code == 200
    assert rendered == ["AnonymousUser"]


def test_a_change_renders_the_page_anew(client: Client) -> None:
    client.get("/en/kept/")
    something_happens()
    client.get("/en/kept/")
    assert len(rendered) == 2


def test_readers_find_their_own_account_menu(client: Client, analyst_client: Client) -> None:
    analyst = analyst_client.get("/en/kept/")
    visitor = client.get("/en/kept/")
    assert b"<!--account-->" not in analyst.content + visitor.content
    assert b"/desk/" in analyst.content
    assert b"/desk/" not in visitor.content
    assert analyst["Cache-Control"] == "private, no-store"
    assert "ETag" not in analyst


def test_answers_that_are_not_pages_are_not_kept(client: Client) -> None:
    for _turn in range(2):
        assert client.get("/en/kept/?missing=1").status_code == 404
    assert len(rendered) == 2


def test_signed_in_readers_cost_few_statements(
    analyst_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    analyst_client.get("/en/kept/")
    with django_assert_max_num_queries(5):
        analyst_client.get("/en/kept/")


def test_data_without_a_menu_leave_the_token_of_the_page_alone(analyst_client: Client) -> None:
    """Asked for beside a page, they would else give the browser another token than its forms."""
    before = set(analyst_client.cookies)
    answer = analyst_client.get("/en/data/")
    assert set(analyst_client.cookies) == before
    again = analyst_client.get("/en/data/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    analyst_client.get("/en/kept/")
    assert settings.CSRF_COOKIE_NAME in analyst_client.cookies


# The server ends each request by closing the connection, and with it a test's transaction.
served = pytest.mark.django_db(transaction=True)


@served
def test_the_kept_page_is_answered_before_django() -> None:
    status, first, body = ask()
    assert status == "200 OK"
    status, headers, again = ask()
    assert (status, again) == ("200 OK", body)
    assert len(rendered) == 1
    assert "nonce-" in headers["Content-Security-Policy"]
    assert headers["ETag"] == first["ETag"]


@served
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip, deflate", "gzip"), ("", None), ("br;q=0, gzip", "gzip")],
)
def test_pages_are_compressed_as_the_reader_accepts(accepted: str, encoding: str | None) -> None:
    _status, _headers, plain = ask()
    _status, headers, body = ask(HTTP_ACCEPT_ENCODING=accepted)
    assert headers.get("Content-Encoding") == encoding
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](body)
    assert opened == plain
    assert headers["Content-Length"] == str(len(body))


@served
def test_a_reader_who_has_the_page_is_told_so() -> None:
    _status, headers, _body = ask()
    status, again, body = ask(HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, body) == ("304 Not Modified", b"")
    assert again["ETag"] == headers["ETag"]
    something_happens()
    assert ask(HTTP_IF_NONE_MATCH='W/"other"')[0] == "200 OK"


@served
def test_head_has_no_body() -> None:
    ask()
    status, headers, body = ask(REQUEST_METHOD="HEAD")
    assert (status, body) == ("200 OK", b"")
    assert int(headers["Content-Length"]) > 0


@served
def test_a_session_or_a_form_goes_past_the_kept_pages() -> None:
    ask()
    ask(HTTP_COOKIE="serai_session=abc")
    assert release_cache.get("127.0.0.1/en/kept/?", release_cache.known_revision())
    assert ask(REQUEST_METHOD="POST")[0].startswith("403")


@served
def test_a_kept_page_is_not_given_away_without_tls(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert ask(HTTP_X_FORWARDED_PROTO="https")[0] == "200 OK"
    assert ask(HTTP_X_FORWARDED_PROTO="https")[0] == "200 OK"
    assert len(rendered) == 1
    assert not release_cache_answers(HTTP_X_FORWARDED_PROTO="http")
    assert release_cache_answers(HTTP_X_FORWARDED_PROTO="https")


def release_cache_answers(**headers: str) -> bool:
    """Whether a page comes from memory, with Django out of reach."""

    def nobody(_environ: object, start_response: Any) -> list[bytes]:
        start_response("503 Service Unavailable", [])
        return []

    return ask(nobody, **headers)[0] == "200 OK"


@served
def test_an_unknown_host_is_refused() -> None:
    ask()
    assert ask(HTTP_HOST="evil.example")[0].startswith("400")


def test_the_least_recently_used_pages_go_first() -> None:
    cache = ReleaseCache(capacity=2500)
    for name in ("a", "b"):
        cache.put(name, Page(1, "text/html", (), b"x" * 500, b"x" * 500))
    assert cache.get("a", 1)
    cache.put("c", Page(1, "text/html", (), b"x" * 500, b"x" * 500))
    assert [name for name in "abc" if cache.get(name, 1)] == ["a", "c"]


def test_pages_of_another_revision_are_not_given() -> None:
    cache = ReleaseCache()
    cache.put("a", Page(1, "text/html", (), b"", b""))
    assert cache.get("a", 2) is None


def test_brotli_is_preferred() -> None:
    assert choose_encoding("gzip, br;q=0.5") == "br"


def test_pages_for_one_reader_are_compressed_too(analyst_client: Client) -> None:
    plain = analyst_client.get("/en/kept/")
    packed = analyst_client.get("/en/kept/", headers={"Accept-Encoding": "br"})
    assert packed["Content-Encoding"] == "br"
    assert len(packed.content) < len(plain.content) / 2
    assert b"/desk/" in brotli.decompress(packed.content)
    assert not plain.has_header("Content-Encoding")
