"""What everybody may read: series, editions, and the list of them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.convene.editions import presentation, queries
from serai.convene.editions.models import Edition, EditionState, Series
from serai.convene.editions.panels import render_panels
from serai.foundation.web.pages import public_page
from serai.foundation.web.parameters import ParameterError
from serai.foundation.web.structured_data import structured_data
from serai.foundation.web.templatetags.serai import query_string, translated
from serai.track.evidence.footnotes import Footnotes

EDITIONS_A_PAGE = 20


@public_page
def edition_list(request: HttpRequest) -> HttpResponse:
    """All public editions, latest first, by series and state."""
    editions = queries.public_editions()
    series_slug, state = request.GET.get("series", ""), request.GET.get("state", "")
    every_series = list(
        Series.objects.filter(editions__is_public=True)
        .annotate(public=Count("editions"))
        .prefetch_related("hosts")
    )
    if series_slug:
        if series_slug not in {series.slug for series in every_series}:
            raise ParameterError("series", _("choose one of the series listed on this page"))
        editions = editions.filter(series__slug=series_slug)
    if state:
        if state not in EditionState.values:
            raise ParameterError(
                "state", _("write one of: %(words)s") % {"words": ", ".join(EditionState.values)}
            )
        editions = editions.filter(state=state)
    paginator = Paginator(editions, EDITIONS_A_PAGE)
    page = paginator.page(_page_number(request, paginator.num_pages))
    entries = [
        {
            "edition": edition,
            "place": presentation.place_of(edition),
            "dates": presentation.dates_of(edition),
            "tone": presentation.STATE_TONES[EditionState(edition.state)],
        }
        for edition in page
    ]
    return render(
        request,
        "editions/edition_list.html",
        {
            "page": page,
            "entries": entries,
            "facets": _facets(request, every_series, series_slug, state),
            "is_filtered": bool(series_slug or state),
        },
    )


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [(_("Editions"), reverse("editions:list")), (here, "")]


def _page_number(request: HttpRequest, last: int) -> int:
    written = request.GET.get("page", "1")
    if not written.isdecimal() or not 1 <= int(written) <= last:
        raise ParameterError("page", _("write a whole number from 1 to %(last)s") % {"last": last})
    return int(written)


def _facets(
    request: HttpRequest, every_series: list[Any], series_slug: str, state: str
) -> list[dict[str, Any]]:
    counts = dict(
        Edition.objects.filter(is_public=True)
        .order_by("state").values_list("state").annotate(n=Count("pk"))
    )  # fmt: skip
    by_state = [
        {
            "label": capfirst(choice.label),
            "count": counts[choice.value],
            "is_active": state == choice.value,
            "href": query_string(
                request, state="" if state == choice.value else choice.value, page=""
            ),
        }
        for choice in EditionState
        if choice.value in counts
    ]
    by_series = [
        {
            "label": translated(series.name),
            "count": series.public,
            "is_active": series_slug == series.slug,
            "href": query_string(
                request, series="" if series_slug == series.slug else series.slug, page=""
            ),
        }
        for series in every_series
    ]
    groups = []
    if len(by_series) > 1:
        groups.append({"label": _("Series"), "options": by_series})
    if len(by_state) > 1 or state:
        groups.append({"label": _("State"), "options": by_state})
    return groups


@public_page
def series_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A series: its rule, its editions and the way that led to it."""
    series = get_object_or_404(Series.objects.prefetch_related("hosts", "milestones"), slug=slug)
    editions = list(
        queries.public_editions()
        .filter(series=series)
        .order_by(F("starts_on").asc(nulls_last=True), "ordinal")
    )
    if not editions:
        # A series that has nothing public is still being prepared.
        raise Http404
    notes = Footnotes([series, *series.milestones.all()])
    expected = queries.expected_edition(series)
    rotation = presentation.rotation_of(series)
    return render(
        request,
        "editions/series_page.html",
        {
            "series": series,
            "crumbs": _crumbs(str(series)),
            "rotation": rotation,
            "summary_marks": notes.mark(series, "", "summary", "name"),
            "rotation_marks": notes.mark(
                series, "interval_years", "hosts", fact=_("Rotation of hosts")
            ),
            "rotation_remarks": notes.remarks(series, "interval_years", "hosts"),
            "edition_stops": presentation.edition_stops(editions, expected),
            "milestone_stops": presentation.milestone_stops(series, notes),
            "notes": notes,
        },
    )


@public_page
def edition_page(request: HttpRequest, slug: str) -> HttpResponse:
    """An edition with its facts, each with its sources."""
    edition = get_object_or_404(queries.with_parts(queries.public_editions()), slug=slug)
    return render(request, "editions/edition_page.html", edition_context(edition))


def edition_context(edition: Edition) -> dict[str, Any]:
    """What the page of an edition shows; the preview at the desk shows the same."""
    parts: list[models.Model] = [
        edition,
        *edition.venues.all(),
        *edition.topics.all(),
        *edition.organisers.all(),
        *edition.announcements.all(),
    ]
    notes = Footnotes(parts)
    sentence = presentation.describe_edition(edition)
    following = queries.edition_after(edition) if edition.is_public else None
    expected = following if isinstance(following, queries.ExpectedEdition) else None
    return {
        "edition": edition,
        "sentence": sentence,
        "description": presentation.plain_text(sentence),
        "state_tone": presentation.STATE_TONES[EditionState(edition.state)],
        "facts": presentation.edition_facts(edition, notes),
        "summary_marks": notes.mark(edition, "summary", ""),
        "section_marks": {
            name: notes.mark(edition, name)
            for name in ("topics", "organisers", "announcements")
        },
        "topics": [
            (translated(topic.name), notes.mark(topic, "", "name", fact=_("Focus topics")),
             notes.remarks(topic, "", "name"))
            for topic in edition.topics.all()
        ],
        "organiser_groups": [
            {**group, "rows": [
                (presentation.linked(each.organisation, translated(each.organisation.name)),
                 notes.mark(each, "", "role", "organisation", fact=group["heading"]),
                 notes.remarks(each, "", "role", "organisation"))
                for each in group["organisers"]
            ]}
            for group in presentation.organiser_groups(edition.organisers.all())
        ],
        "announcement_stops": presentation.announcement_stops(edition.announcements.all(), notes),
        "panels": list(render_panels(edition)),
        "following": None if expected else following,
        "expected_sentence": presentation.describe_expected(expected) if expected else "",
        "notes": notes,
        "event": structured_data(presentation.event_data(edition)),
        "crumbs": _crumbs(str(edition)),
    }  # fmt: skip
