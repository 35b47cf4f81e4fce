"""Error pages: what happened, and what to do next."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from serai.foundation.web.context import site
from serai.foundation.web.parameters import ParameterError


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
    """500: our fault. Asks nothing of the database, which may be what failed."""
    context = {"request": request, "user": AnonymousUser(), **site(request)}
    return HttpResponse(render_to_string("web/errors/500.html", context), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old or came from elsewhere."""
    return render(request, "web/errors/csrf.html", status=403)
