"""The home page, and where people land after signing in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from serai.convene.editions import presentation
from serai.convene.editions.models import Edition, EditionState
from serai.convene.editions.queries import ExpectedEdition
from serai.foundation.accounts.permissions import may
from serai.foundation.web.pages import public_page
from serai.foundation.web.structured_data import structured_data
from serai.foundation.web.templatetags.serai import date_text, translated
from serai.publish.site import queries


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What this is about, what is next, and the key figures."""
    shown = queries.home()
    context: dict[str, Any] = {"home": shown, "data": structured_data(_website(request, shown))}
    if shown.edition:
        context |= {
            "place": presentation.place_of(shown.edition) or _("place to be announced"),
            "dates": presentation.dates_of(shown.edition) or _("dates to be announced"),
            "state_tone": presentation.STATE_TONES[EditionState(shown.edition.state)],
            "stops": _way(shown.edition, shown.following),
        }
    return render(request, "site/home.html", context)


def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Send people who work here to their desk, who is new to their account to say their name, and
    everybody else to the home page.
    """
    user = request.user
    if user.is_authenticated and may(user, "accounts.enter_desk"):
        return redirect("web_desk:home")
    if user.is_authenticated and not user.name:
        return redirect("accounts:profile")
    # The home page is the same for all and shows no messages: later they would only puzzle.
    list(messages.get_messages(request))
    return redirect("site:home")


def _way(edition: Edition, following: Edition | ExpectedEdition | None) -> list[dict[str, Any]]:
    """The route of the series: how it came about, the edition shown, and what comes next."""
    stops = [
        {"date": date_text(milestone.on), "title": translated(milestone.title), "state": "done"}
        for milestone in edition.series.milestones.all()
    ]
    stops.append(
        {
            "date": presentation.dates_of(edition) or _("dates to be announced"),
            "title": translated(edition.name),
            "href": edition.get_absolute_url(),
            "state": "current",
        }
    )
    if isinstance(following, Edition):
        stops.append(
            {
                "date": presentation.dates_of(following) or _("dates to be announced"),
                "title": translated(following.name),
                "href": following.get_absolute_url(),
                "state": "open",
            }
        )
    elif following is not None:
        stops.append(
            {
                "date": str(following.year or ""),
                "title": presentation.describe_expected(following),
                "text": _("Nobody has announced it."),
                "state": "open",
            }
        )
    return stops


def _website(request: HttpRequest, shown: queries.Home) -> dict[str, Any]:
    """Describe the site, and the edition it shows, for machines (schema.org)."""
    address = settings.BASE_URL + request.path
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Serai",
        "url": address,
        "inLanguage": request.LANGUAGE_CODE,
        "publisher": {"@type": "Organization", "name": "Serai", "url": settings.BASE_URL},
    }
    if shown.edition:
        event = presentation.event_data(shown.edition)
        data["about"] = {name: value for name, value in event.items() if name != "@context"}
    return data
