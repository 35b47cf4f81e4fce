"""The ways into the reviews of a call: for its reviewers, and for the desk that decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from serai.convene.calls.models import Call, Reviewer
from serai.convene.editions.models import Edition
from serai.convene.programme.views.entrance import edition_desk
from serai.foundation.web.desk import desk_view
from serai.foundation.web.desk.access import acting_user

View = Callable[..., HttpResponse]


def call_desk(view: View) -> View:
    """Wrap a view of whoever arranges the reviews of a call and decides."""

    def entered(request: HttpRequest, edition: Edition, /, code: str, **more: Any) -> HttpResponse:
        calls = Call.objects.filter(edition=edition).select_related("edition__series", "reviewing")
        return view(request, get_object_or_404(calls, code=code), **more)

    return wraps(view)(edition_desk("editions.edit_programme")(entered))


def reviewer_page(view: View) -> View:
    """Wrap a view of one reviewer; to whom a call was not entrusted it does not exist (404)."""

    @desk_view("calls.review_submissions")
    @wraps(view)
    def entered(request: HttpRequest, slug: str, code: str, **more: Any) -> HttpResponse:
        with scopes_disabled():
            own = Reviewer.objects.filter(user=acting_user(request), call__edition__slug=slug)
            rows = own.select_related("call__edition", "call__reviewing")
            reviewer = get_object_or_404(rows, call__code=code)
        with scope(edition=reviewer.call.edition):
            return view(request, reviewer, **more)

    return entered


def tabs(call: Call, here: str) -> list[dict[str, Any]]:
    """The pages of the committee of a call."""
    pages = [
        (_("Ranking"), "ranking"),
        (_("Letters"), "letters"),
        (_("Assignments"), "assignments"),
        (_("Reviewers"), "reviewers"),
        (_("Conflicts of interest"), "conflicts"),
        (_("Rules of reviewing"), "rules"),
        (_("Fairness"), "fairness"),
    ]
    own = [
        {"label": label, "href": address(call, name), "is_active": name == here}
        for label, name in pages
    ]
    return [{"label": _("Submissions"), "href": call.get_desk_url(), "is_active": False}, *own]


def address(call: Call, name: str, *more: str) -> str:
    """The address of a page of the committee of a call."""
    return reverse(f"reviewing_desk:{name}", args=[call.edition.slug, call.code, *more])
