"""The gallery: every component of the pages with its states."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from serai.foundation.web.gallery import examples
from serai.foundation.web.pages import public_page


@public_page
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component: empty, loading, with errors, full, right to left, dark."""
    return render(request, "web/gallery.html", examples())
