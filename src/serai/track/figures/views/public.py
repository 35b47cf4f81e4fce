"""The public pages of figures: all of them, and one with everything that it rests on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.foundation.web.pages import public_page
from serai.foundation.web.parameters import ParameterError
from serai.track.figures import presentation, words
from serai.track.figures.chart import chart_of
from serai.track.figures.models import Indicator
from serai.track.figures.queries import figure_for, figures_for


def _refuse_parameters(request: HttpRequest) -> None:
    for name in request.GET:
        raise ParameterError(name, _("this page has no parameters; leave it out."))


@public_page
def figure_list(request: HttpRequest) -> HttpResponse:
    """Every figure with its bound, its evidence, what is counted, and the gap."""
    _refuse_parameters(request)
    figures = [
        {
            "shown": words.key_figure(figure),
            "figure": figure,
            "value": words.stated_with_unit(figure),
            "missing": words.missing_words(figure),
            "badge": words.gap_badge(figure),
        }
        for figure in figures_for(Indicator.objects.all())
    ]
    return render(request, "figures/figure_list.html", {"figures": figures})


@public_page
def figure_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One figure: what is stated and by whom, what is counted, and what lies between."""
    _refuse_parameters(request)
    indicator = get_object_or_404(Indicator, slug=slug)
    figure = figure_for(indicator)
    chart = None
    if figure.reading is not None:
        chart = chart_of(figure.reading, figure.counted.number if figure.counted else None)
    return render(
        request,
        "figures/figure_page.html",
        {
            "indicator": indicator,
            "figure": figure,
            "stated": words.stated_html(figure),
            "stated_plain": words.stated_text(figure),
            "evidence": words.evidence_words(figure),
            "repetition": words.repetition_words(figure),
            "gap": words.gap_words(figure),
            "badge": words.gap_badge(figure),
            "route": presentation.evidence_route(figure),
            "series": presentation.series_of(figure),
            "conflicts": presentation.conflicts_of(figure),
            "chart": chart,
            "chart_marks": presentation.marks_in_words(figure, chart) if chart else [],
            "crumbs": [(_("Figures"), reverse("figures:list")), (indicator, "")],
        },
    )
