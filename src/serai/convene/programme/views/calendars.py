"""Sessions for calendars: the whole programme, a day, some sessions, one session."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.ical import (
    CONTENT_TYPE,
    calendar,
    removed_sessions,
    title_of,
)
from serai.convene.programme.released import ReleasedProgramme, programme_of
from serai.convene.programme.views.entrance import edition_page
from serai.foundation.translation import render_text
from serai.foundation.web.parameters import ParameterError


def released_or_404(edition: Edition) -> ReleasedProgramme:
    """The programme that everybody reads. Raises Http404 while there is none."""
    programme = programme_of(edition)
    if programme is None:
        raise Http404
    return programme


def base_of(edition: Edition) -> str:
    """The address below which the public pages of the programme are."""
    return reverse("programme:programme", args=[edition.slug]).removesuffix("programme/")


@edition_page
def programme(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The programme of an edition, or what ``day`` and ``sessions`` (codes and dots) leave of it.

    Raises ParameterError.
    """
    released = released_or_404(edition)
    day, codes = _day(request.GET.get("day", "")), _codes(request.GET.get("sessions", ""))
    text = calendar(
        render_text(edition.name).text,
        released,
        (
            session
            for session in released.sessions
            if (day is None or session.day == day) and (not codes or session.code in codes)
        ),
        (
            gone
            for gone in removed_sessions(edition)
            if (day is None or gone.session.day == day)
            and (not codes or gone.session.code in codes)
        ),
        base=base_of(edition),
    )
    return HttpResponse(text, content_type=CONTENT_TYPE)


@edition_page
def session(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One session of which the day is known; one that is no longer held is cancelled."""
    released = released_or_404(edition)
    held = [released.session_named[code]] if code in released.session_named else []
    gone = [each for each in removed_sessions(edition) if each.session.code == code]
    if not any(each.day for each in (*held, *(each.session for each in gone))):
        raise Http404
    name = title_of(released, held[0]) if held else title_of(gone[0].programme, gone[0].session)
    text = calendar(name, released, held, gone, base=base_of(edition))
    return HttpResponse(text, content_type=CONTENT_TYPE)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise ParameterError("day", _("Write a day as 2023-11-06, or none.")) from None


def _codes(written: str) -> frozenset[str]:
    return frozenset(filter(None, written.split(".")))
