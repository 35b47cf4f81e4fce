"""What belongs to a public record beside its page: its history, references, a frame for others."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from serai.foundation.web.pages import public_page
from serai.foundation.web.parameters import ParameterError
from serai.foundation.web.templatetags.serai import number, translated
from serai.track.register import queries
from serai.track.register.bibliography import FORMATS, reference_to
from serai.track.register.field_history import public_entries, steps_of
from serai.track.register.models import Record
from serai.track.register.presentation import countries_in_words, kind_of, sentence, tone

STEPS_ON_A_PAGE = 50


def _published(code: str) -> Record:
    return get_object_or_404(queries.published(), code=code)


@public_page
def record_history(request: HttpRequest, code: str) -> HttpResponse:
    """Every change since the record was published, field by field, with the sources."""
    record = _published(code)
    paginator = Paginator(public_entries(record), STEPS_ON_A_PAGE)
    written = request.GET.get("page", "1")
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= paginator.num_pages):
        raise ParameterError(
            "page", _("there are pages 1 to %(last)s.") % {"last": number(paginator.num_pages)}
        )
    page = paginator.page(int(written))
    return render(
        request,
        "register/history.html",
        {
            "record": record,
            "crumbs": [
                (_("Register"), reverse("register:list")),
                (translated(record.name), record.get_absolute_url()),
                (_("History"), ""),
            ],
            "page": page,
            "steps": steps_of(list(page)),
        },
    )


@require_safe
def record_reference(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The record as an entry for a reference manager."""
    if ending not in FORMATS:
        raise Http404
    _label, media_type, write = FORMATS[ending]
    response = HttpResponse(
        write(reference_to(_published(code))), content_type=f"{media_type}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="serai-{code}.{ending}"'
    return response


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
def record_embed(request: HttpRequest, code: str) -> HttpResponse:
    """The record in a few lines, which any page may show in a frame."""
    record = get_object_or_404(queries.for_list(queries.published()), code=code)
    response = render(
        request,
        "register/embed.html",
        {
            "record": record,
            "kind": kind_of(record),
            "sentence": sentence(record),
            "countries": countries_in_words(record),
            "tone": tone(record.status),
        },
    )
    response["Cache-Control"] = "public, max-age=300"
    return response
