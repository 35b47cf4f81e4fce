"""Somebody's agenda for their calendar, under an address that only they were given."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_scopes import scope

from serai.convene.agenda.models import Favourite
from serai.convene.agenda.operations import close_feed, feed_of, open_feed
from serai.convene.editions.queries import public_editions
from serai.convene.programme.exchange.ical import CONTENT_TYPE, calendar, removed_sessions
from serai.convene.programme.views.calendars import base_of, released_or_404
from serai.foundation.translation import render_text

ACTIONS: dict[str, Callable[..., object]] = {"open": open_feed, "close": close_feed}


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
            base=base_of(edition),
        )
    response = HttpResponse(text, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_required
@require_POST
def feed_address(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the agenda an address for calendars, or revoke it."""
    edition = get_object_or_404(public_editions(), slug=slug)
    act = ACTIONS.get(request.POST.get("act", ""))
    if act is None:
        raise BadRequest("act: open or close")
    act(actor=request.user, edition=edition)
    return HttpResponseRedirect(reverse("agenda:agenda", args=[edition.slug]) + "#calendar")
