"""Error pages: what happened, and what to do next."""

from __future__ import annotations

import sys

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from serai.foundation.contention import is_taken
from serai.foundation.web.context import site
from serai.foundation.web.parameters import ParameterError

_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form carries something that cannot be used."""
    context = (
        {"parameter": exception.parameter, "advice": exception.advice}
        if isinstance(exception, ParameterError)
        else {"reason": str(exception or "")}
    )
    return render(request, "web/errors/400.html", context, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not entrusted with this."""
    return render(request, "web/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing for this reader."""
    return render(request, "web/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. 503: another writer, such as an import, has the database for long.

    Asks nothing of the database, which may be what failed.
    """
    context = {"request": request, "user": AnonymousUser(), **site(request)}
    if not is_taken(sys.exception()):
        return HttpResponse(render_to_string("web/errors/500.html", context), status=500)
    context["typed"] = _typed(request)
    headers = {"Retry-After": "10", "Cache-Control": "no-store"}
    return HttpResponse(
        render_to_string("web/errors/503.html", context), status=503, headers=headers
    )


def _typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """What a form was sent with, so that it can be sent again; None where that cannot be: files
    stay with the reader, and a password is never written into a page.
    """
    if request.method != "POST" or request.content_type not in _FORMS:
        return None
    if request.FILES or any("password" in name for name in request.POST):
        return None
    return [(name, value) for name, values in request.POST.lists() for value in values]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old or came from elsewhere."""
    return render(request, "web/errors/csrf.html", status=403)
