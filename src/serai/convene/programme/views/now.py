"""Now and next, for phones and for the screens in the halls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from serai.convene.editions.models import Edition
from serai.convene.editions.queries import public_editions
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.companions import companions, programme_tabs
from serai.convene.programme.now import Now, look, rounded
from serai.convene.programme.released import ReleasedProgramme, ReleasedSession, programme_of
from serai.convene.programme.times import clock, zone_name
from serai.convene.programme.views.entrance import edition_page
from serai.convene.programme.wording import wording
from serai.foundation.translation import render_text
from serai.foundation.web.parameters import ParameterError
from serai.foundation.web.templatetags.serai import date_text, day_text, translated

WRITTEN = "%Y-%m-%dT%H:%M"


def now(request: HttpRequest, slug: str) -> HttpResponse:
    """Send who gives no moment to the page of this one, which is kept as any other page."""
    if "at" in request.GET:
        shown: HttpResponse = _at(request, slug)
        return shown
    edition = get_object_or_404(public_editions(), slug=slug)
    at = rounded(timezone.now()).astimezone(edition.zone)
    asked = {"at": at.strftime(WRITTEN), "live": "yes", **_screen(request)}
    response = HttpResponseRedirect(f"{request.path}?{urlencode(asked)}")
    response["Cache-Control"] = "no-store"
    return response


@edition_page
def _at(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The programme at the moment of the address. Raises ParameterError."""
    try:
        at = datetime.strptime(request.GET["at"], WRITTEN).replace(tzinfo=edition.zone)
    except ValueError:
        raise ParameterError("at", _("Write a moment as 2023-11-06T09:30.")) from None
    programme = programme_of(edition)
    found = look(programme, at) if programme else None
    context = {
        "edition": edition,
        "companions": companions(),
        "programme": programme,
        "tabs": programme_tabs(edition, "programme:now"),
        "words": wording(edition),
        "is_live": request.GET.get("live") == "yes",
        "is_screen": bool(_screen(request)),
        "at": request.GET["at"],
        "day": day_text(at.date()),
        "clock": clock(at, edition.zone),
        "zone": zone_name(edition.zone, at),
        "now": found,
        "next_start": _moment(found, edition),
        "rooms": _rooms(programme, found, edition) if programme and found else [],
    }
    return render(request, "programme/now.html", context)


def _screen(request: HttpRequest) -> dict[str, str]:
    return {"screen": "yes"} if request.GET.get("screen") == "yes" else {}


def _moment(found: Now | None, edition: Edition) -> str:
    if found is None or found.next_start is None:
        return ""
    local = found.next_start.astimezone(edition.zone)
    return f"{date_text(local.date())}, {local:%H:%M}"


def _rooms(programme: ReleasedProgramme, found: Now, edition: Edition) -> list[dict[str, Any]]:
    addresses = Addresses.public(edition)

    def shown(session: ReleasedSession) -> dict[str, Any]:
        assert session.starts_at is not None
        activity = programme.activity_named[session.activity]
        own = render_text(session.title).text
        return {
            "code": session.code,
            "title": translated(session.title if own else activity.title),
            "kind": activity.kind_label,
            "href": addresses.session.replace("0000000000", session.code),
            "starts": clock(session.starts_at, programme.zone),
            "ends": clock(session.ends_at, programme.zone) if session.ends_at else None,
        }

    names = {room.code: translated(room.name) for room in programme.rooms}
    return [
        {
            "name": names.get(each.room or "", wording(edition).room),
            "running": [shown(session) for session in each.running],
            "following": shown(each.following) if each.following else None,
        }
        for each in found.rooms
    ]
