"""The ways into a programme: every view works inside the scope of one edition.

An edition that a reader may not know of does not exist for them (404).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.editions.queries import public_editions
from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import desk_view
from serai.foundation.web.pages import public_page

P = ParamSpec("P")
EditionView = Callable[Concatenate[HttpRequest, Edition, P], HttpResponse]
SlugView = Callable[..., HttpResponse]


def edition_page(view: EditionView[P]) -> SlugView:
    """Wrap a public view: it gets the public edition of the address, and works in its scope."""

    @public_page
    @wraps(view)
    def entered(
        request: HttpRequest, slug: str, *args: P.args, **parameters: P.kwargs
    ) -> HttpResponse:
        edition = get_object_or_404(public_editions(), slug=slug)
        with scope(edition=edition):
            return view(request, edition, *args, **parameters)

    return entered


def edition_desk(permission: str) -> Callable[[EditionView[P]], SlugView]:
    """Wrap a view of the desk: it gets the edition of the address, and works in its scope.

    Who may not read the drafts of the edition does not know of it (404); who may, but is not
    entrusted with this, is refused (403).
    """

    def decorate(view: EditionView[P]) -> SlugView:
        @desk_view("editions.enter_desk")
        @wraps(view)
        def entered(request: HttpRequest, slug: str, *args: Any, **parameters: Any) -> HttpResponse:
            edition = get_object_or_404(Edition.objects.select_related("series"), slug=slug)
            if not may(request.user, "editions.read_draft", edition):
                raise Http404
            if not may(request.user, permission, edition):
                raise PermissionDenied
            with scope(edition=edition):
                return view(request, edition, *args, **parameters)

        return entered

    return decorate
