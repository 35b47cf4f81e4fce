"""The sources of a series or an edition at the desk: every fact, and the places it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.convene.editions import forms
from serai.convene.editions.models import Edition, Series
from serai.convene.editions.views.desk import FORM, desk_tabs, edition_for
from serai.convene.editions.views.desk_series import series_tabs
from serai.foundation.web.desk import desk_view, handle_form
from serai.foundation.web.desk.access import acting_user
from serai.track.evidence.footnotes import Footnotes
from serai.track.evidence.operations import cite

_EDITION_PARTS = ("topics", "venues", "organisers", "announcements")
_SERIES_PARTS = ("milestones",)

Targets = Mapping[tuple[str, int], Any]


def _targets(root: models.Model, parts: tuple[str, ...]) -> Targets:
    """The whole and its parts, by kind and primary key."""
    found: dict[tuple[str, int], Any] = {}
    for target in (root, *(each for part in parts for each in getattr(root, part).all())):
        found[str(target._meta.model_name), target.pk] = target
    return found


@desk_view("editions.enter_desk")
def edition_sources(request: HttpRequest, slug: str) -> HttpResponse:
    """What of an edition rests on sources, and what does not yet."""
    edition = edition_for(request, slug)
    models.prefetch_related_objects([edition], "organisers__organisation")
    return _overview(
        request, edition, _targets(edition, _EDITION_PARTS),
        lambda kind, pk: reverse("editions_desk:cite", args=[slug, kind, pk]),
        desk_tabs(request, edition, "editions_desk:sources"),
    )  # fmt: skip


@desk_view("editions.enter_desk")
def edition_cite(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """The citations of an edition or of one of its parts."""
    edition = edition_for(request, slug)
    return _cite(
        request, edition, _target(_targets(edition, _EDITION_PARTS), kind, pk),
        reverse("editions_desk:sources", args=[slug]),
        desk_tabs(request, edition, "editions_desk:sources"),
    )  # fmt: skip


@desk_view("editions.manage_series")
def series_sources(request: HttpRequest, slug: str) -> HttpResponse:
    """What of a series rests on sources, and what does not yet."""
    series = get_object_or_404(Series, slug=slug)
    return _overview(
        request, series, _targets(series, _SERIES_PARTS),
        lambda kind, pk: reverse("editions_desk:series_cite", args=[slug, kind, pk]),
        series_tabs(series, "series_sources"),
    )  # fmt: skip


@desk_view("editions.manage_series")
def series_cite(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """The citations of a series or of one of its milestones."""
    series = get_object_or_404(Series, slug=slug)
    return _cite(
        request, series, _target(_targets(series, _SERIES_PARTS), kind, pk),
        reverse("editions_desk:series_sources", args=[slug]),
        series_tabs(series, "series_sources"),
    )  # fmt: skip


def _target(targets: Targets, kind: str, pk: int) -> Any:
    if (kind, pk) not in targets:
        raise Http404
    return targets[kind, pk]


def _overview(
    request: HttpRequest,
    root: Edition | Series,
    targets: Targets,
    address: Callable[[str, int], str],
    tabs: list[dict[str, Any]],
) -> HttpResponse:
    notes = Footnotes(targets.values())
    rows = [
        {
            "kind": capfirst(str(target._meta.verbose_name)),
            "name": str(target),
            "count": notes.count(target),
            "href": address(kind, pk),
        }
        for (kind, pk), target in targets.items()
    ]
    return render(
        request,
        "editions/desk/sources.html",
        {"root": root, "rows": rows, "tabs": tabs},
    )


def _cite(
    request: HttpRequest,
    root: Edition | Series,
    target: Any,
    back: str,
    tabs: list[dict[str, Any]],
) -> HttpResponse:
    rows = forms.CitationFormSet(request.POST or None, instance=target)
    stands_for = forms.EditionPartsForm if isinstance(root, Edition) else forms.SeriesPartsForm

    def save() -> models.Model:
        cite(actor=acting_user(request), target=target, citations=rows.rows(), root=root)
        return root

    return handle_form(
        request, stands_for(request.POST or None, instance=root),
        formsets=[rows], save=save, success_url=back,
        title=_("Sources"), lead=str(target), cancel_href=back,
        template=FORM, context={"tabs": tabs},
    )  # fmt: skip
