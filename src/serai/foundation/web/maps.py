"""A map of countries as a picture that can be read, followed and replaced.

The base map is a JSON file: areas as SVG paths and small countries as points, by M49 code. The one
that Serai ships shows Natural Earth's de facto boundaries; a site that must show others names its
own file (setting ``base_map``) in the same form, made with ``scripts/generate_world.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from serai.foundation.web.projection import Projection

SHIPPED = Path(__file__).parent / "data" / "world.json"
LEVELS = 4
"""How many shades tell small counts from large ones."""


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The land: view box, areas and points by M49 code, and land that belongs to no code.

    A base map that does not say how it was projected shows countries, but no places in them.
    """

    width: int
    height: int
    projection: Projection | None
    areas: dict[str, str]
    points: dict[str, tuple[int, int]]
    nameless: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class MapEntry:
    """A country to be shown: its M49 code, its name, how many, and where a click leads."""

    numeric: str
    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with its place on the map: a path, or a point, or neither."""

    entry: MapEntry
    level: int
    path: str = ""
    point: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class MapMark:
    """Places shown as one mark: where, what they are called, how many, where a click leads."""

    latitude: float
    longitude: float
    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark with its place on the map and its size."""

    mark: MapMark
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the earth that a map shows: degrees west to east and south to north."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class CountryMap:
    """What the template draws: plain land first, then the entries and the marks, and the tables
    behind it. ``view`` is the part of the picture that is seen: x, y, width and height.
    """

    width: int
    height: int
    view: tuple[int, int, int, int]
    land: str
    shown: Sequence[Shown]
    marks: Sequence[ShownMark]
    steps: Sequence[tuple[int, int, int]]
    source: str

    @property
    def entries(self) -> list[MapEntry]:
        """The rows of the table."""
        return [shown.entry for shown in self.shown]


@lru_cache(maxsize=2)
def _read(path: str) -> BaseMap:
    data: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    made_by = data.get("projection")
    return BaseMap(
        width=data["width"],
        height=data["height"],
        projection=Projection(made_by["left"], made_by["top"], made_by["unit"])
        if isinstance(made_by, dict)
        else None,
        areas=data["areas"],
        points={code: (x, y) for code, (x, y) in data["points"].items()},
        nameless=tuple(data["nameless"]),
        source=data["source"],
    )


def country_map(
    entries: Iterable[MapEntry], marks: Iterable[MapMark] = (), *, frame: Frame | None = None
) -> CountryMap:
    """Place the entries on the base map, most first, with a shade for the size of each count, and
    the marks on top. ``frame`` says which part of it is seen; left out, all of it.
    """
    base = _read(str(settings.BASE_MAP or SHIPPED))
    ordered = sorted(entries, key=lambda entry: (-entry.count, entry.name))
    limits = shade_limits([entry.count for entry in ordered])
    shown = [
        Shown(
            entry,
            sum(entry.count >= limit for limit in limits),
            base.areas.get(entry.numeric, ""),
            base.points.get(entry.numeric),
        )
        for entry in ordered
    ]
    drawn = {entry.numeric for entry in ordered}
    land = "".join(path for code, path in base.areas.items() if code not in drawn)
    return CountryMap(
        base.width,
        base.height,
        _view(base, frame),
        land + "".join(base.nameless),
        shown,
        _placed(base, marks),
        _steps(limits, max((entry.count for entry in ordered), default=0)),
        base.source,
    )


def _view(base: BaseMap, frame: Frame | None) -> tuple[int, int, int, int]:
    if frame is None or base.projection is None:
        return 0, 0, base.width, base.height
    middle = (frame.south + frame.north) / 2
    edges = [
        base.projection.place(longitude, latitude)
        for longitude in (frame.west, frame.east)
        for latitude in (frame.south, middle, frame.north)
    ]
    left, right = min(x for x, _y in edges), max(x for x, _y in edges)
    top, bottom = min(y for _x, y in edges), max(y for _x, y in edges)
    return round(left), round(top), round(right - left), round(bottom - top)


def _placed(base: BaseMap, marks: Iterable[MapMark]) -> list[ShownMark]:
    if base.projection is None:
        return []
    placed = []
    # Large marks first, so that small ones beside them can be seen and hit.
    for mark in sorted(marks, key=lambda mark: -mark.count):
        x, y = base.projection.place(mark.longitude, mark.latitude)
        radius = 3.5 + 1.6 * math.log10(mark.count)
        placed.append(ShownMark(mark, round(x, 1), round(y, 1), round(radius, 1)))
    return placed


def shade_limits(counts: Sequence[int]) -> list[int]:
    """Return the smallest count of each shade, at most `LEVELS` of them, by a geometric scale:
    one partner with a hundred records must not make all the others look alike.
    """
    most = max(counts, default=0)
    if most < 1:
        return []
    limits = {max(1, round(most ** (level / LEVELS))) for level in range(LEVELS)}
    return sorted(limits)


def _steps(limits: Sequence[int], most: int) -> list[tuple[int, int, int]]:
    """The legend: level, from, to."""
    if not limits:
        return []
    ends = [*(limit - 1 for limit in limits[1:]), most]
    return [
        (level, start, end)
        for level, (start, end) in enumerate(zip(limits, ends, strict=True), start=1)
    ]
