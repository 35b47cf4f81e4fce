"""The public pages of the register."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.directory.queries import redirected
from serai.foundation.web.pages import public_page
from serai.foundation.web.parameters import ParameterError
from serai.foundation.web.templatetags.serai import number, translated
from serai.track.register import feeds, queries
from serai.track.register.bibliography import FORMATS
from serai.track.register.filters import PER_PAGE, SORTINGS, RecordFilter, default_sort
from serai.track.register.models import Record
from serai.track.register.panels import record_panels
from serai.track.register.presentation import kind_of, line, sentence
from serai.track.register.public_history import public_history
from serai.track.register.quality import record_quality
from serai.track.register.record_page import RecordPage
from serai.track.register.structured import structured
from serai.track.register.views.narrowing import narrowed


@public_page
def record_list(request: HttpRequest) -> HttpResponse:
    """The register, narrowed by the address."""
    wanted = RecordFilter.parse(request.GET)
    selection = wanted.select()
    page = page_of(Paginator(selection, wanted.per_page), wanted.page)
    return render(
        request,
        "register/list.html",
        {
            **narrowed(wanted, selection, "list"),
            "sortings": [
                {
                    # The order that a list has by itself is not in its address.
                    "value": "" if name == default_sort(wanted.search) else name,
                    "label": sorting.label,
                    "is_chosen": name == wanted.order,
                }
                for name, sorting in SORTINGS.items()
                if wanted.search or name != "relevance"
            ],
            "per_pages": [(number, number == wanted.per_page) for number in PER_PAGE],
            "page": page,
            "lines": [line(record, wanted.words()) for record in queries.in_order(page)],
        },
    )


@public_page
def record_feed(request: HttpRequest) -> HttpResponse:
    """The newest changes of a search."""
    wanted = replace(RecordFilter.parse(request.GET), sort="changed", per_page=PER_PAGE[0])
    page = page_of(Paginator(wanted.select(), feeds.PER_PAGE), wanted.page)
    written = feeds.atom_feed(
        replace(wanted, sort=""), page, queries.in_order(page), reverse("register:feed")
    )
    return HttpResponse(written, content_type=feeds.CONTENT_TYPE)


def page_of(paginator: Paginator[int], wanted: int) -> Page[int]:
    """Return a page of a list. Raises ParameterError for one that there is not."""
    if wanted > paginator.num_pages:
        raise ParameterError(
            "page",
            _("there are pages 1 to %(last)s.") % {"last": number(paginator.num_pages)},
        )
    return paginator.page(wanted)


@public_page
def record_page(request: HttpRequest, code: str) -> HttpResponse:
    """One record, with a source for each fact."""
    record = queries.for_page(queries.published()).filter(code=code).first()
    if record is None:
        target = redirected(Record, code)
        if target is None:
            raise Http404
        return redirect("register:record", code=target, permanent=True)
    return render(request, "register/record.html", record_context(record))


def record_context(record: Record) -> dict[str, Any]:
    """What the page of a record shows; the preview at the desk shows the same."""
    page = RecordPage(record)
    # In the order of the page, because the sources are numbered as they are cited.
    return {
        "record": record,
        "crumbs": [(_("Register"), reverse("register:list")), (translated(record.name), "")],
        "kind": kind_of(record),
        "name": translated(record.name),
        "sentence": sentence(record),
        "summary_marks": page.summary_marks(),
        "facts": page.facts(),
        "party_groups": page.party_groups(),
        "party_marks": page.party_marks(),
        "stops": page.stops(),
        "measures": page.measures(),
        "element_groups": page.element_groups(),
        "parts": [line(part) for part in record.parts.all()],
        "related": page.related(),
        "notes": page.notes,
        "history": public_history(record),
        "quality": record_quality(record),
        "references": FORMATS,
        "panels": record_panels.draw(record),
        "changed_on": timezone.localtime(record.changed_at).date(),
        "structured": structured(record),
    }
