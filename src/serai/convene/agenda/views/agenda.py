"""Somebody's agenda: kept with their account, or on their device alone."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from serai.convene.agenda.models import Favourite, Feed
from serai.convene.agenda.operations import change_agenda, token_of
from serai.convene.agenda.showing import agenda_days
from serai.convene.editions.models import Edition
from serai.convene.editions.queries import public_editions
from serai.convene.programme.companions import companions, programme_tabs
from serai.convene.programme.released import programme_of
from serai.convene.programme.views.entrance import edition_page
from serai.foundation.accounts.models import User

Json = dict[str, Any]


def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """The agenda of who is signed in; for everybody else a page that the device fills."""
    if not request.user.is_authenticated:
        shown: HttpResponse = _on_the_device(request, slug)
        return shown
    edition = get_object_or_404(public_editions(), slug=slug)
    with scope(edition=edition):
        programme = programme_of(edition)
        feed = Feed.objects.filter(user=request.user, edition=edition, is_active=True).first()
        days = agenda_days(programme, _starred(request.user, edition)) if programme else []
        context = {
            **_context(edition),
            "is_own": True,
            "days": days,
            "feed": _feed_address(feed) if feed else "",
        }
        response = render(request, "agenda/agenda.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@edition_page
def _on_the_device(request: HttpRequest, edition: Edition) -> HttpResponse:
    return render(request, "agenda/agenda.html", _context(edition))


def _context(edition: Edition) -> Json:
    return {
        "edition": edition,
        "companions": companions(),
        "tabs": programme_tabs(edition, "agenda:agenda"),
    }


def _feed_address(feed: Feed) -> str:
    return settings.BASE_URL + reverse("agenda:feed", args=[token_of(feed)])


def _starred(user: User, edition: Edition) -> list[str]:
    starred = Favourite.objects.filter(user=user, edition=edition)
    return list(starred.values_list("session", flat=True))


@require_http_methods(["GET", "POST"])
def stars(request: HttpRequest, slug: str) -> HttpResponse:
    """The stars of an account, for the device that asks; a POST adds and removes some first."""
    edition = get_object_or_404(public_editions(), slug=slug)
    if not request.user.is_authenticated:
        return _private({"is_signed_in": False})
    if request.method == "POST":
        wanted = _read(request)
        try:
            change_agenda(
                actor=request.user, edition=edition, add=wanted["add"], remove=wanted["remove"]
            )
        except ValidationError as refused:
            return _private({"error": " ".join(refused.messages)}, status=422)
    return _private({"is_signed_in": True, "sessions": _starred(request.user, edition)})


def _read(request: HttpRequest) -> dict[str, list[str]]:
    """What is to be added and removed. Raises BadRequest."""
    try:
        given = json.loads(request.body)
        wanted = {name: [*given.get(name, [])] for name in ("add", "remove")}
    except (ValueError, TypeError, AttributeError):
        raise BadRequest("add, remove: lists of codes of sessions") from None
    if any(
        not isinstance(code, str) or len(code) > 10 for each in wanted.values() for code in each
    ):
        raise BadRequest("add, remove: lists of codes of sessions")
    return wanted


def _private(said: Json, status: int = 200) -> HttpResponse:
    response = JsonResponse(said, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
