"""Indicators and their figures in the API: stated and counted values, and the gap between them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from ninja.params.models import Path
from pydantic import BaseModel, Field

from serai.foundation.api.callers import caller_of
from serai.foundation.api.guard import json_response
from serai.foundation.api.resources import Resource
from serai.foundation.api.routes import LanguageQuery, check_parameters, routes
from serai.foundation.api.scopes import register_scope
from serai.foundation.api.shapes import Shape
from serai.foundation.api.values import Code
from serai.track.figures import operations
from serai.track.figures.models import Indicator
from serai.track.figures.queries import Figure, figures_for

router = Router()
SCOPE = register_scope("write:figures", _("Write indicators"))
_PERMISSION = "figures.edit_indicator"

INDICATORS = Resource(
    name="indicators",
    noun="indicator",
    tag="Figures",
    description="Defined quantities, with the rule by which records are counted for them.",
    shape=Shape(
        model=Indicator,
        title="Indicator",
        columns=(
            "slug", "name", "definition", "unit", "scope", "counting_rule", "counter",
            "counter_query", "is_key_figure",
        ),
    ),
    visible=lambda _reader, _parent: Indicator.objects.all(),
    orders={"position": ("position", "pk")},
    scope=SCOPE,
    may_create=_PERMISSION,
    may_change=_PERMISSION,
    may_delete=_PERMISSION,
    create=lambda actor, written, _parent: operations.add_indicator(
        actor=actor, indicator=Indicator(**written.columns)
    ),
    change=lambda actor, indicator, written: operations.change_indicator(
        actor=actor, indicator=indicator, changes=written.columns
    ),
    delete=lambda actor, indicator: operations.remove_indicator(actor=actor, indicator=indicator),
    departures=("indicator.removed",),
    example={
        "slug": "joint-laboratories",
        "name": {"en": "Joint laboratories"},
        "definition": {"en": "Laboratories that institutions of two countries run together."},
        "unit": {"en": "laboratories"},
        "counter": "register.records",
        "counter_query": "kind=joint_laboratory",
    },
    example_code="0000nd1c4t",
)  # fmt: skip
routes(INDICATORS, router)


_CODE: Any = Path(..., description="The code of the indicator.", example=INDICATORS.example_code)


class StatedValue(BaseModel):
    """What accepted claims state."""

    lower: str | None = Field(description="The lower bound; null: none.")
    lower_inclusive: bool
    upper: str | None = Field(description="The upper bound; null: none.")
    upper_inclusive: bool
    is_contested: bool = Field(description="Whether the sources contradict each other.")
    claims: list[str] = Field(description="The codes of the claims that speak.")
    origins: int = Field(description="How many independent origins it has.")
    sources: int = Field(description="How many sources state it.")


class CountedValue(BaseModel):
    """What is counted from records."""

    number: int
    page: str = Field(description="The page that lists exactly what was counted.")


class FigureShown(BaseModel):
    """An indicator with its values. Stated and counted are two numbers."""

    indicator: str = Field(description="The code of the indicator.")
    slug: str
    name: dict[str, str]
    stated: StatedValue | None
    counted: CountedValue | None


class Figures(BaseModel):
    """Every figure."""

    items: list[FigureShown]


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _shown(figure: Figure) -> dict[str, Any]:
    reading, indicator = figure.reading, figure.indicator
    bounds = reading.bounds if reading else None
    stated = None
    if reading is not None:
        stated = StatedValue(
            lower=_decimal(bounds.lower) if bounds else None,
            lower_inclusive=bounds.lower_inclusive if bounds else False,
            upper=_decimal(bounds.upper) if bounds else None,
            upper_inclusive=bounds.upper_inclusive if bounds else False,
            is_contested=figure.is_contested,
            claims=[claim.code for claim in figure.spoken],
            origins=figure.origin_count,
            sources=figure.source_count,
        )
    counted = figure.counted
    return FigureShown(
        indicator=indicator.code,
        slug=indicator.slug,
        name=INDICATORS.shape.values[1].read(indicator.name),
        stated=stated,
        counted=CountedValue(number=counted.number, page=counted.href) if counted else None,
    ).model_dump()


@router.get(
    "/figures", response=Figures, tags=["Figures"], summary="List figures",
    operation_id="list_figures",
    description="The values of all indicators: stated by accepted claims, and counted.",
)  # fmt: skip
def list_figures(request: HttpRequest, query: Query[LanguageQuery]) -> HttpResponse:
    """Every figure, in the order of the pages."""
    check_parameters(request, LanguageQuery)
    figures = figures_for(Indicator.objects.all())
    return json_response({"items": [_shown(figure) for figure in figures]})


@router.get(
    "/figures/{indicator}", response=FigureShown, tags=["Figures"], summary="Read a figure",
    operation_id="read_figures_indicator",
    description="The value of one indicator: stated by accepted claims, and counted.",
)  # fmt: skip
def read_figure(
    request: HttpRequest,
    query: Query[LanguageQuery],
    indicator: Code = _CODE,
) -> HttpResponse:
    """One figure."""
    check_parameters(request, LanguageQuery)
    found = INDICATORS.find(caller_of(request).reader, indicator)
    return json_response(_shown(figures_for([found])[0]))
