"""A map of countries as a picture that can be read, followed and replaced.

The base map is a JSON file: areas as SVG paths and small countries as points, by M49 code. The one
that Serai ships shows Natural Earth's de facto boundaries; a site that must show others names its
own file (setting ``base_map``) in the same form, made with ``scripts/generate_world.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

SHIPPED = Path(__file__).parent / "data" / "world.json"
LEVELS = 4
"""How many shades tell small counts from large ones."""


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The land: view box, areas and points by M49 code, and land that belongs to no code."""

    width: int
    height: int
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
class CountryMap:
    """What the template draws: plain land first, then the entries, and the table behind it."""

    width: int
    height: int
    land: str
    shown: Sequence[Shown]
    steps: Sequence[tuple[int, int, int]]
    source: str

    @property
    def entries(self) -> list[MapEntry]:
        """The rows of the table."""
        return [shown.entry for shown in self.shown]


@lru_cache(maxsize=2)
def _read(path: str) -> BaseMap:
    data: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return BaseMap(
        width=data["width"],
        height=data["height"],
        areas=data["areas"],
        points={code: (x, y) for code, (x, y) in data["points"].items()},
        nameless=tuple(data["nameless"]),
        source=data["source"],
    )


def country_map(entries: Iterable[MapEntry]) -> CountryMap:
    """Place the entries on the base map, most first, with a shade for the size of each count."""
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
        land + "".join(base.nameless),
        shown,
        _steps(limits, max((entry.count for entry in ordered), default=0)),
        base.source,
    )


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
