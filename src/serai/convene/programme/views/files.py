"""The released programme as files of other formats."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.formats import FORMATS
from serai.convene.programme.released import programme_of
from serai.convene.programme.views.entrance import edition_page


@edition_page
def programme_file(request: HttpRequest, edition: Edition, file_name: str) -> HttpResponse:
    """The programme of the latest release in one format, in the language of the address."""
    chosen, programme = FORMATS.get(file_name), programme_of(edition)
    if chosen is None or programme is None:
        raise Http404
    response = HttpResponse(chosen.write(programme, edition), content_type=chosen.media_type)
    response["Content-Disposition"] = f'attachment; filename="{edition.slug}-{file_name}"'
    return response
