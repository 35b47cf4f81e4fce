"""The installable app of an edition: its manifest, its service worker, and what they need."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language

from serai.convene.agenda.venue import addresses, programme_data
from serai.convene.agenda.venue import worker as worker_of
from serai.convene.editions.models import Edition
from serai.convene.programme.companions import companions, programme_tabs
from serai.convene.programme.views.calendars import released_or_404
from serai.convene.programme.views.entrance import edition_page
from serai.foundation.translation import render_text
from serai.foundation.web.context import direction
from serai.foundation.web.workers import worker_response

ICON_SIZES = (192, 512)


@edition_page
def manifest(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What a phone needs to know to install the programme as an app."""
    released_or_404(edition)
    known, language = addresses(edition), get_language() or "en"
    name = render_text(edition.name).text
    said = {
        "id": known["scope"], "name": name, "short_name": name, "lang": language,
        "dir": direction(language), "start_url": known["agenda"], "scope": known["scope"],
        "display": "standalone", "background_color": "#faf7f1", "theme_color": "#faf7f1",
        "icons": [
            {"src": static("serai/venue.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": static(f"serai/venue-{size}.png"), "sizes": f"{size}x{size}",
                 "type": "image/png", "purpose": "any maskable"}
                for size in ICON_SIZES
            ),
        ],
    }  # fmt: skip
    return HttpResponse(json.dumps(said), content_type="application/manifest+json")


@edition_page
def worker(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The service worker; it may answer for the addresses below that of the edition."""
    return worker_response(worker_of(edition, released_or_404(edition)))


@edition_page
def data(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The programme as the app keeps it."""
    said = programme_data(released_or_404(edition))
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@edition_page
def offline(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The page that stands in for those that are not on the device."""
    released_or_404(edition)
    context = {
        "edition": edition, "companions": companions(), "tabs": programme_tabs(edition, "")
    }  # fmt: skip
    return render(request, "agenda/offline.html", context)
