"""Downloading what a filter lets through: the page that offers the formats, and the files."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serai.foundation.record.models import Entry
from serai.foundation.record.queries import revision
from serai.foundation.web.pages import public_page
from serai.foundation.web.parameters import ParameterError
from serai.track.register.exchange import Format, exporting
from serai.track.register.filters import RecordFilter
from serai.track.register.views.narrowing import result_in_words


@public_page
def download_page(request: HttpRequest) -> HttpResponse:
    """Offer the records that pass the filter in every format, and say what each cannot carry."""
    wanted = RecordFilter.parse(request.GET)
    count = wanted.records().count()
    return render(
        request,
        "register/download.html",
        {
            "filter": wanted,
            "crumbs": [(_("Register"), wanted.address()), (_("Download"), "")],
            "result": result_in_words(count),
            "title": exporting.title_of(wanted),
            "chosen": wanted.chosen_values(),
            "list_href": wanted.address(),
            "feed_href": wanted.address(path=reverse("register:feed"), sort=""),
            "licence": exporting.LICENCE,
            "offers": [
                _offer(wanted, each, count) for each in exporting.writable_formats().values()
            ],
        },
    )


def _offer(wanted: RecordFilter, each: Format, count: int) -> dict[str, Any]:
    is_too_much = each.row_limit is not None and count > each.row_limit
    address = wanted.address(path=reverse("register:file", args=[each.name]))
    return {
        "label": each.label,
        "href": "" if is_too_much else address,
        "size": filesizeformat(each.bytes_per_record * count) if each.bytes_per_record else "",
        "loses": each.loses,
        "limit": each.row_limit,
    }


@require_safe
def download_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Stream the published records that pass the filter, in the order of the screen.

    The same address at the same revision of the data is the same file, so it has an ETag.
    """
    chosen = exporting.writable_formats().get(name)
    if chosen is None:
        raise Http404
    wanted = RecordFilter.parse(request.GET)
    at = revision()
    words = f"{at} {name} {get_language()} {wanted.address()}"
    etag = f'W/"{hashlib.sha256(words.encode()).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponse(status=304)
    elif request.method == "HEAD":
        response = HttpResponse(content_type=chosen.media_type)
    else:
        try:
            made = exporting.export(wanted, chosen, public=True)
        except exporting.TooManyRecordsError as error:
            raise ParameterError("format", str(error)) from None
        response = StreamingHttpResponse(made.stream, content_type=chosen.media_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    latest = Entry.objects.filter(number=at).values_list("at", flat=True).first()
    if latest is not None:
        response["Last-Modified"] = http_date(latest.timestamp())
    if response.status_code == 200:
        file_name = exporting.file_name(chosen)
        response["Content-Disposition"] = f'attachment; filename="{file_name}"'
        response["Link"] = f'<{exporting.LICENCE}>; rel="license"'
    return response
