"""The home page, and where people land after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from serai.foundation.accounts.permissions import may
from serai.foundation.web.pages import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What this is about, what is next, and the key figures."""
    return render(request, "site/home.html")


def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Send people who work here to their desk, everybody else to the home page."""
    if request.user.is_authenticated and may(request.user, "accounts.enter_desk"):
        return redirect("web_desk:home")
    return redirect("site:home")
