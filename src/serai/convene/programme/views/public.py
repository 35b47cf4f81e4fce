"""What everybody may see of a programme: what its latest release says."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from serai.convene.editions.models import Edition
from serai.convene.programme import queries
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.companions import companions, programme_tabs
from serai.convene.programme.released import ReleasedProgramme, programme_of
from serai.convene.programme.views import pages
from serai.convene.programme.views.entrance import edition_page
from serai.convene.programme.wording import wording
from serai.foundation.web.parameters import ParameterError


@edition_page
def programme(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The programme by day, by section or by topic."""
    return pages.programme_page(request, edition, programme_of(edition))


@edition_page
def activity(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One activity."""
    return pages.activity_page(request, edition, _released(edition), code)


@edition_page
def session(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One session."""
    return pages.session_page(request, edition, _released(edition), code)


@edition_page
def speakers(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Everybody who speaks or chairs in the edition; by name and country. Raises ParameterError."""
    released = programme_of(edition)
    everybody = queries.speakers(released) if released else []
    countries = queries.countries_with_speakers(everybody)
    text, country = request.GET.get("q", "").strip(), request.GET.get("country", "")
    if country and country not in {each.code for each in countries}:
        raise ParameterError(
            "country", _("Nobody from there speaks here. Leave it out to see all.")
        )
    context = {
        "edition": edition,
        "tabs": programme_tabs(edition, "programme:speakers"),
        "companions": companions(),
        "programme": released,
        "speakers": list(queries.speakers_among(everybody, text=text, country=country)),
        "countries": countries,
        "text": text,
        "country": country,
        "is_empty": not everybody,
        "words": wording(edition),
    }
    return render(request, "programme/speakers.html", context)


@edition_page
def speaker(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One person, with what they do in the edition."""
    released = _released(edition)
    found = queries.speakers(released, person=code)
    if not found:
        raise Http404
    context = {
        "edition": edition,
        "companions": companions(),
        "programme": released,
        "speaker": found[0],
        "parts": queries.parts_of(found[0], released, edition, Addresses.public(edition)),
        "words": wording(edition),
    }
    return render(request, "programme/speaker.html", context)


def _released(edition: Edition) -> ReleasedProgramme:
    programme = programme_of(edition)
    if programme is None:
        raise Http404
    return programme
