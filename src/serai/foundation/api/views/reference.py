"""The pages that say how the API is used: its operations, and its problems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.foundation.api import presentation, problems
from serai.foundation.api.scopes import all_scopes
from serai.foundation.web.pages import public_page


@public_page
def reference(request: HttpRequest, document: Callable[[], dict[str, Any]]) -> HttpResponse:
    """What the API offers, by subject, and its problems."""
    written = document()
    return render(
        request,
        "api/reference.html",
        {
            "sections": presentation.sections(written),
            "problems": problems.all_problems(),
            "scopes": all_scopes(),
            "server": written["servers"][0]["url"],
            "crumbs": [(_("API"), "")],
        },
    )


@public_page
def subject(
    request: HttpRequest, document: Callable[[], dict[str, Any]], slug: str
) -> HttpResponse:
    """The operations of one subject, and the schemas of what they send and answer."""
    written = document()
    sections = presentation.sections(written)
    section = next((each for each in sections if each.slug == slug), None)
    if section is None:
        raise Http404
    return render(
        request,
        "api/subject.html",
        {
            "section": section,
            "sections": sections,
            "schemas": presentation.schemas(written, section),
            "crumbs": [(_("API"), reverse("api_reference")), (section.name, "")],
        },
    )


@public_page
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """What a type of problem means, and what to do."""
    found = next((each for each in problems.all_problems() if each.slug == slug), None)
    if found is None:
        raise Http404
    crumbs = [(_("API"), reverse("api_reference")), (found.title, "")]
    return render(request, "api/problem.html", {"problem": found, "crumbs": crumbs})


def problem_without_language(request: HttpRequest, slug: str) -> HttpResponse:
    """The address that names a type of problem leads to its page."""
    return HttpResponseRedirect(reverse("api:problem", args=[slug]))
