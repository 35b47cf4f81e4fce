"""Sessions for calendars: the whole programme, a day, one session, somebody's agenda."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.agenda.models import Favourite
from serai.convene.agenda.operations import feed_of
from serai.convene.agenda.views.venue import released_or_404
from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.ical import (
    CONTENT_TYPE,
    calendar,
    removed_sessions,
    title_of,
)
from serai.convene.programme.views.entrance import edition_page
from serai.foundation.translation import render_text
from serai.foundation.web.parameters import ParameterError


def _base(edition: Edition) -> str:
    return reverse("agenda:worker", args=[edition.slug]).removesuffix("worker.js")


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
        base=_base(edition),
    )
    return HttpResponse(text, content_type=CONTENT_TYPE)


@edition_page
def session(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One session; one that is no longer held is cancelled in the calendar too."""
    released = released_or_404(edition)
    held = [released.session_named[code]] if code in released.session_named else []
    gone = [each for each in removed_sessions(edition) if each.session.code == code]
    if not held and not gone:
        raise Http404
    name = title_of(released, held[0]) if held else title_of(gone[0].programme, gone[0].session)
    text = calendar(name, released, held, gone, base=_base(edition))
    return HttpResponse(text, content_type=CONTENT_TYPE)


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The agenda of the person whose secret address this is. A revoked one is not there."""
    found = feed_of(token)
    if found is None or not found.edition.is_public:
        raise Http404
    edition = found.edition
    codes = set(
        Favourite.objects.filter(user=found.user, edition=edition).values_list("session", flat=True)
    )
    with scope(edition=edition):
        released = released_or_404(edition)
        text = calendar(
            f"{_('My agenda')}: {render_text(edition.name).text}",
            released,
            (session for session in released.sessions if session.code in codes),
            (gone for gone in removed_sessions(edition) if gone.session.code in codes),
            base=_base(edition),
        )
    response = HttpResponse(text, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise ParameterError("day", _("Write a day as 2023-11-06, or none.")) from None


def _codes(written: str) -> frozenset[str]:
    return frozenset(filter(None, written.split(".")))
