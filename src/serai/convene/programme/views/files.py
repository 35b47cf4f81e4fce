"""The released programme for other places: files of other formats, and a frame for other sites."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.editions.queries import public_editions
from serai.convene.programme.addresses import Addresses
from serai.convene.programme.exchange.formats import FORMATS
from serai.convene.programme.printing.sheets import sheet
from serai.convene.programme.released import ReleasedProgramme, programme_of
from serai.convene.programme.views.entrance import edition_page
from serai.foundation.web.parameters import ParameterError

THEMES = frozenset({"", "light", "dark"})


@edition_page
def downloads(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every way of taking the programme along, and what each cannot carry."""
    _released(edition)
    return render(
        request,
        "programme/downloads.html",
        {
            "edition": edition,
            "addresses": Addresses.public(edition),
            "formats": FORMATS.values(),
            "frame": settings.BASE_URL + reverse("programme:embed", args=[edition.slug]),
        },
    )


@edition_page
def programme_file(request: HttpRequest, edition: Edition, file_name: str) -> HttpResponse:
    """The programme of the latest release in one format, in the language of the address."""
    chosen, programme = FORMATS.get(file_name), _released(edition)
    if chosen is None:
        raise Http404
    response = HttpResponse(chosen.write(programme, edition), content_type=chosen.media_type)
    shown = "inline" if chosen.media_type == "application/pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{edition.slug}-{file_name}"'
    return response


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme as a short list, which any page may show in a frame.

    ``theme`` is for a page that is always light, or always dark. Raises ParameterError.
    """
    theme = request.GET.get("theme", "")
    if theme not in THEMES:
        raise ParameterError("theme", _("Use one of: %(values)s.") % {"values": "light, dark"})
    edition = get_object_or_404(public_editions(), slug=slug)
    with scope(edition=edition):
        programme = _released(edition)
        context = {"edition": edition, "sheet": sheet(programme, edition), "theme": theme}
        response = render(request, "programme/embed.html", context)
    response["Cache-Control"] = "public, max-age=300"
    return response


def _released(edition: Edition) -> ReleasedProgramme:
    programme = programme_of(edition)
    if programme is None:
        raise Http404
    return programme
