"""Who may open a page of a desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may

View = Callable[..., HttpResponse]


def desk_view(permission: str) -> Callable[[View], View]:
    """Wrap a view so that only people with the permission come in.

    Others are sent to sign in, or are answered 403 if they have. Pages of a desk are never kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **parameters: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(_place_of(request))
            if not may(request.user, permission):
                raise PermissionDenied
            response = view(request, *args, **parameters)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return guarded

    return decorate


def _place_of(request: HttpRequest) -> str:
    """The page to come back to. What was sent by a button has no page of its own; the one with
    the button has, and what was typed there is still in it.
    """
    came_from = urlsplit(request.headers.get("Referer", ""))
    if request.method == "POST" and came_from.netloc == request.get_host():
        return urlunsplit(("", "", came_from.path, came_from.query, ""))
    return request.get_full_path()


def acting_user(request: Any) -> User:
    """Return who acts in a desk view, where somebody is always signed in."""
    return cast("User", request.user)
