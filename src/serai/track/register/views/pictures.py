"""The register as a map, a timeline and a network: the records of the same filter as the list."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.foundation.directory.models import Country, Organisation
from serai.foundation.translation import render_text
from serai.foundation.web.maps import Frame, MapEntry, MapMark, country_map
from serai.foundation.web.pages import public_page
from serai.track.register.catalogue.pictures import Cell, by_year, cells, together
from serai.track.register.catalogue.selection import Selection
from serai.track.register.filters import RecordFilter
from serai.track.register.models import Record
from serai.track.register.views.narrowing import narrowed, parse_picture, result_in_words

FRAMES: dict[str, tuple[Any, Frame | None, float]] = {
    "world": (gettext_lazy("World"), None, 5),
    "africa": (gettext_lazy("Africa"), Frame(-20, -36, 54, 38), 2),
    "americas": (gettext_lazy("Americas"), Frame(-128, -56, -32, 60), 2.5),
    "asia": (gettext_lazy("Asia"), Frame(26, -12, 148, 56), 2.5),
    "europe": (gettext_lazy("Europe"), Frame(-25, 34, 60, 71), 1.5),
    "oceania": (gettext_lazy("Oceania"), Frame(110, -48, 180, 4), 2),
}
"""What part of the earth can be seen, and into squares of how many degrees places are put."""

OF = ("countries", "organisations")
NODES = {"countries": 28, "organisations": 20}
"""As many as can be read on a circle."""
PAIRS_SHOWN = 60


@public_page
def record_map(request: HttpRequest) -> HttpResponse:
    """Where the records are: countries as areas, facilities as points."""
    wanted, (part,) = parse_picture(request, part=tuple(FRAMES))
    selection = wanted.select()
    _label, frame, size = FRAMES[part]
    path = reverse("register:map")
    return render(
        request,
        "register/map.html",
        {
            **narrowed(wanted, selection, "map", part=part),
            "map": country_map(
                _countries(wanted, selection), _marks(wanted, selection, size), frame=frame
            ),
            "parts": [
                {
                    "label": label,
                    "href": _with(
                        wanted.address(path=path), "part", "" if name == "world" else name
                    ),
                    "is_active": name == part,
                }
                for name, (label, _frame, _size) in FRAMES.items()
            ],
            "placed_href": wanted.toggled("placed", "yes"),
            "is_without_places": not selection.columns.values["placed"][selection.mask()].any(),
        },
    )


def _with(address: str, parameter: str, value: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{parameter}={value}" if value else address


def _countries(wanted: RecordFilter, selection: Selection) -> list[MapEntry]:
    counts = selection.columns.counts("country", selection.mask())
    return [
        MapEntry(
            country.numeric,
            render_text(country.name).text,
            counts[country.pk],
            _narrowed_to(wanted, "country", country.pk),
        )
        for country in Country.objects.filter(pk__in=counts)
    ]


def _narrowed_to(wanted: RecordFilter, parameter: str, value: str) -> str:
    """The list of exactly the records that have this value among those that pass.

    Where other values of the same facet are chosen, one of them is enough for a record to pass; so
    the value is asked for together with each of them by the words of the search.
    """
    others = wanted.chosen.get(parameter, ())
    if not others or others == (value,):
        return RecordFilter(
            {**wanted.chosen, parameter: (value,)}, wanted.search, wanted.sort
        ).address()
    return RecordFilter(
        wanted.chosen, f"{wanted.search} {parameter}:{value}".strip(), wanted.sort
    ).address()


def _marks(wanted: RecordFilter, selection: Selection, size: float) -> Iterator[MapMark]:
    found = list(cells(selection.columns, selection.mask(), size))
    alone = Record.objects.only("code", "name").in_bulk(
        [cell.key for cell in found if cell.count == 1]
    )
    for cell in found:
        record = alone.get(cell.key) if cell.count == 1 else None
        if record is not None:
            name, href = render_text(record.name).text, record.get_absolute_url()
        else:
            box = _inside(wanted.chosen.get("box", ()), cell, size)
            name = _("Around %(latitude)s°, %(longitude)s°") % {
                "latitude": round(cell.latitude), "longitude": round(cell.longitude),
            }  # fmt: skip
            href = RecordFilter({**wanted.chosen, "box": (box,)}, wanted.search).address()
        yield MapMark(cell.latitude, cell.longitude, name, cell.count, href)


def _inside(chosen: Sequence[str], cell: Cell, size: float) -> str:
    """The square of a cell, as far as it lies in the part of the map that was chosen."""
    edges = (cell.west, cell.south, cell.west + size, cell.south + size)
    for box in chosen:
        west, south, east, north = map(float, box.split(","))
        if west <= cell.longitude < east and south <= cell.latitude < north:
            edges = (
                max(edges[0], west), max(edges[1], south), min(edges[2], east),
                min(edges[3], north),
            )  # fmt: skip
            break
    return ",".join(f"{edge:g}" for edge in edges)


@dataclass(frozen=True, slots=True)
class Bar:
    """A year as the timeline draws it, in the units of the picture."""

    year: int
    count: int
    x: float
    y: float
    height: float
    href: str
    is_labelled: bool


BAR_HEIGHT = 220
BARS_WIDTH = 960


@public_page
def record_timeline(request: HttpRequest) -> HttpResponse:
    """When the records began."""
    wanted, _own = parse_picture(request)
    selection = wanted.select()
    counts = by_year(selection.columns, selection.mask())
    undated = counts.pop(0, 0)
    return render(
        request,
        "register/timeline.html",
        {
            **narrowed(wanted, selection, "timeline"),
            "bars": _bars(wanted, counts),
            "step": BARS_WIDTH / max(len(_years(counts)), 1),
            "width": BARS_WIDTH,
            "height": BAR_HEIGHT,
            "most": max(counts.values(), default=0),
            "undated": result_in_words(undated) if undated else "",
            "undated_href": _narrowed_to(wanted, "year", "unknown"),
        },
    )


def _years(counts: dict[int, int]) -> range:
    return range(min(counts), max(counts) + 1) if counts else range(0)


def _bars(wanted: RecordFilter, counts: dict[int, int]) -> list[Bar]:
    """Every year from the first to the last, also those in which nothing began."""
    years = _years(counts)
    most = max(counts.values(), default=1)
    step = BARS_WIDTH / max(len(years), 1)
    every = next(each for each in (1, 2, 5, 10, 20, 50, 100) if len(years) / each <= 16)
    bars = []
    for place, year in enumerate(years):
        count = counts.get(year, 0)
        height = round(BAR_HEIGHT * count / most, 1)
        bars.append(
            Bar(
                year,
                count,
                round(place * step, 2),
                round(BAR_HEIGHT - height, 1),
                height,
                _narrowed_to(wanted, "year", str(year)),
                year % every == 0,
            )
        )
    return bars


@dataclass(frozen=True, slots=True)
class Node:
    """Who takes part, on the circle; ``turn`` is the angle of the label in degrees."""

    name: str
    count: int
    href: str
    x: float
    y: float
    radius: float
    turn: float
    is_left: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """Two who take part in the same records."""

    first: Node
    second: Node
    count: int
    href: str
    path: str
    level: int


@public_page
def record_network(request: HttpRequest) -> HttpResponse:
    """Who works with whom."""
    wanted, (of,) = parse_picture(request, of=OF)
    selection = wanted.select()
    path = reverse("register:network")
    nodes, edges = _network(wanted, selection, of)
    return render(
        request,
        "register/network.html",
        {
            **narrowed(wanted, selection, "network", of=of),
            "nodes": nodes,
            "edges": sorted(edges, key=lambda edge: edge.count),
            "most": sorted(edges, key=lambda edge: -edge.count)[:PAIRS_SHOWN],
            "of": of,
            "kinds": [
                {
                    "label": label,
                    "href": wanted.address(path=path) if name == OF[0]
                    else _with(wanted.address(path=path), "of", name),
                    "is_active": name == of,
                }
                for name, label in (
                    ("countries", _("Countries")), ("organisations", _("Organisations")),
                )
            ],
            "periods": _periods(wanted, selection, of),
        },
    )  # fmt: skip


def _network(wanted: RecordFilter, selection: Selection, of: str) -> tuple[list[Node], list[Edge]]:
    parameter = "country" if of == "countries" else "party"
    found = together(selection.columns.pairs[parameter], selection.mask(), NODES[of])
    model: Any = Country if of == "countries" else Organisation
    rows = model.objects.select_related("region" if of == "countries" else "country")
    named = {row.pk: row for row in rows.filter(pk__in=found.counts)}
    # Those who lie beside each other on earth stand beside each other on the circle.
    order = sorted(
        (key for key in found.counts if key in named),
        key=lambda key: (_area(named[key]), -found.counts[key]),
    )
    nodes = {}
    for place, key in enumerate(order):
        angle = 2 * math.pi * place / max(len(order), 1) - math.pi / 2
        is_left = math.cos(angle) < -1e-9
        row = named[key]
        nodes[key] = Node(
            render_text(row.name).text,
            found.counts[key],
            _narrowed_to(wanted, parameter, row.code),
            round(300 * math.cos(angle), 1),
            round(300 * math.sin(angle), 1),
            round(4 + 2.2 * math.log10(found.counts[key]), 1),
            round(math.degrees(angle) + (180 if is_left else 0), 1),
            is_left,
        )
    most = max(found.pairs.values(), default=1)
    edges = []
    for (one, other), count in found.pairs.items():
        if one not in nodes or other not in nodes:
            continue
        first, second = nodes[one], nodes[other]
        pair = ".".join(sorted((named[one].code, named[other].code)))
        edges.append(
            Edge(
                first,
                second,
                count,
                _narrowed_to(wanted, "together", pair),
                f"M{first.x} {first.y}Q0 0 {second.x} {second.y}",
                1 + round(4 * math.log1p(count) / math.log1p(most)),
            )
        )
    return list(nodes.values()), edges


def _area(row: Any) -> str:
    """By what countries and organisations are put side by side."""
    if isinstance(row, Country):
        return str(row.region_id or "~")
    return str(row.country_id or "~")


def _periods(wanted: RecordFilter, selection: Selection, of: str) -> list[dict[str, Any]]:
    """The same network in spans of years, to see how it grew."""
    counts = by_year(selection.columns, selection.mask())
    counts.pop(0, None)
    years = _years(counts)
    if len(years) < 2:
        return []
    span = next(each for each in (1, 2, 5, 10, 20, 50, 100) if len(years) / each <= 8)
    path = reverse("register:network")
    periods = []
    for start in range(years.start // span * span, years.stop, span):
        inside = [year for year in range(start, start + span) if counts.get(year)]
        if inside:
            chosen = {**wanted.chosen, "year": tuple(map(str, inside))}
            address = RecordFilter(chosen, wanted.search).address(path=path)
            periods.append(
                {
                    "label": str(start) if span == 1 else f"{start}–{start + span - 1}",
                    "count": sum(counts[year] for year in inside),
                    "href": address if of == OF[0] else _with(address, "of", of),
                }
            )
    return periods
