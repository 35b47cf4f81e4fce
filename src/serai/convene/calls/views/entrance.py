"""The ways into what a submitter writes: inside the scope of one edition, and never kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django_scopes import scope, scopes_disabled

from serai.convene.calls.models import Call, Submission
from serai.convene.editions.queries import public_editions

View = Callable[..., HttpResponse]


def public_call(view: View) -> View:
    """Wrap a view of one public call, for whoever comes; it works in the scope of its edition."""

    @never_cache
    @wraps(view)
    def entered(request: HttpRequest, slug: str, code: str) -> HttpResponse:
        edition = get_object_or_404(public_editions(), slug=slug)
        with scope(edition=edition):
            calls = Call.objects.filter(is_public=True).select_related("edition")
            return view(request, get_object_or_404(calls, code=code))

    return entered


def own_submission(view: View) -> View:
    """Wrap a view of a submission for whoever wrote it; for others it does not exist (404)."""

    @never_cache
    @login_required
    @wraps(view)
    def entered(request: HttpRequest, slug: str, code: str, **more: Any) -> HttpResponse:
        with scopes_disabled():
            rows = Submission.objects.filter(submitter=request.user, edition__slug=slug)
            found = get_object_or_404(rows.select_related("edition", "call__edition"), code=code)
        with scope(edition=found.edition):
            return view(request, found, **more)

    return entered
