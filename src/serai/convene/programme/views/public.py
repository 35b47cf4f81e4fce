"""What everybody may see of a programme."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from serai.convene.editions.models import Edition
from serai.convene.programme import queries
from serai.convene.programme.listing import Addresses
from serai.convene.programme.views import pages
from serai.convene.programme.views.entrance import edition_page
from serai.convene.programme.wording import wording


@edition_page
def programme(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The programme by day, by section or by topic."""
    return pages.programme_page(request, edition, drafts=False)


@edition_page
def activity(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One activity."""
    return pages.activity_page(request, edition, code, drafts=False)


@edition_page
def session(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One session."""
    return pages.session_page(request, edition, code, drafts=False)


@edition_page
def speakers(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Everybody who speaks or chairs in the edition."""
    context = {"edition": edition, "speakers": queries.speakers(), "words": wording(edition)}
    return render(request, "programme/speakers.html", context)


@edition_page
def speaker(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One person, with what they do in the edition."""
    found = queries.speakers(person=code)
    if not found:
        raise Http404
    context = {
        "edition": edition,
        "speaker": found[0],
        "parts": queries.parts_of(found[0], edition, Addresses.public(edition)),
        "words": wording(edition),
    }
    return render(request, "programme/speaker.html", context)
