"""The decorator of views whose pages are the same for every reader."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from serai.foundation.accounts.permissions import may
from serai.foundation.record.queries import revision
from serai.foundation.web.release_cache import (
    ACCOUNT_SLOT,
    Page,
    choose_encoding,
    page_key,
    release_cache,
)

View = Callable[..., HttpResponse]

_ends: ContextVar[list[datetime] | None] = ContextVar("ends", default=None)


def good_until(moment: datetime) -> None:
    """Say, while a public page is rendered, when time alone will make it say something else.

    The page is not kept beyond that moment. Outside of a public page it means nothing.
    """
    ends = _ends.get()
    if ends is not None:
        ends.append(moment)


_MARKS = frozenset({"fbclid", "gclid", "mc_cid", "mc_eid", "msclkid"})


def public_page(view: View) -> View:
    """Render a public view for nobody in particular, once per revision, and keep the page.

    The view must depend on nothing but its address: it sees an anonymous user, whoever asks.
    Answers other than 200 are not kept.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **parameters: Any) -> HttpResponse:
        reader = request.user
        at_revision = revision()
        key = page_key(request.get_host(), request.path_info, request.META.get("QUERY_STRING", ""))
        page = release_cache.get(key, at_revision)
        if page is None:
            plain = _address_without_marks(request)
            if plain is not None:
                return HttpResponseRedirect(plain)
            request.user = AnonymousUser()
            ends: list[datetime] = []
            outer = _ends.set(ends)
            try:
                response = view(request, *args, **parameters)
            finally:
                _ends.reset(outer)
            request.user = reader
            if response.status_code != 200 or request.method not in {"GET", "HEAD"}:
                return _fill_slot(response, request)
            page = _finished(request, response, at_revision)
            page.good_until = min(ends, default=None)
            release_cache.put(key, page)
        return _answer(request, page)

    return kept


def _address_without_marks(request: HttpRequest) -> str | None:
    """The address without the marks that newsletters and networks add to links, if it has any.

    They mean nothing to a page, which would refuse them as parameters that it does not know.
    """
    query = request.GET.copy()
    marks = [name for name in query if name.startswith("utm_") or name in _MARKS]
    for name in marks:
        del query[name]
    if not marks:
        return None
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _finished(request: HttpRequest, response: HttpResponse, at_revision: int) -> Page:
    nonce = str(getattr(request, "csp_nonce", ""))
    headers: tuple[tuple[str, str], ...] = (
        ("Cache-Control", "public, max-age=0, must-revalidate"),
        ("Vary", "Accept-Encoding, Cookie"),
        ("Content-Security-Policy", build_policy(nonce=nonce)),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Content-Language", request.LANGUAGE_CODE),
    )
    if settings.SECURE_HSTS_SECONDS:
        transport = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
        headers += (("Strict-Transport-Security", transport),)
    if "Content-Disposition" in response:
        headers += (("Content-Disposition", response["Content-Disposition"]),)
    slotted = response.content
    anonymous = render_to_string("web/account_menu.html", {"user": AnonymousUser()}, request)
    return Page(
        revision=at_revision,
        content_type=response["Content-Type"],
        headers=headers,
        body=slotted.replace(ACCOUNT_SLOT, anonymous.encode()),
        slotted=slotted,
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    # A menu sets a token against forgery: one for data that a page loads would make the token of
    # that page worthless, whose form was given another at the same time.
    if request.user.is_authenticated and ACCOUNT_SLOT in page.slotted:
        menu = account_menu(request)
        response = HttpResponse(
            page.slotted.replace(ACCOUNT_SLOT, menu.encode()), content_type=page.content_type
        )
        for name, value in page.headers:
            response[name] = value
        response["Cache-Control"] = "private, no-store"
        return response
    response = HttpResponse(content_type=page.content_type)
    for name, value in (*page.headers, ("ETag", page.etag)):
        response[name] = value
    if request.headers.get("If-None-Match") == page.etag:
        response.status_code = 304
        return response
    encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
    response.content = page.encoded(encoding)
    if encoding != "identity":
        response["Content-Encoding"] = encoding
    return response


def _fill_slot(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    if not response.streaming and ACCOUNT_SLOT in response.content:
        response.content = response.content.replace(ACCOUNT_SLOT, account_menu(request).encode())
        patch_vary_headers(response, ["Cookie"])
    return response


def account_menu(request: HttpRequest) -> str:
    """Render the corner of the page that belongs to the reader."""
    user = request.user
    return render_to_string(
        "web/account_menu.html",
        {
            "user": user,
            "may_enter_desk": user.is_authenticated and may(user, "accounts.enter_desk"),
        },
        request,
    )
