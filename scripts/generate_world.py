"""Make the base map that Serai ships from Natural Earth, by way of the npm package world-atlas.

Usage: python scripts/generate_world.py  (reads ``$SERAI_SHARED/data/world-atlas``)

Areas come from the 1:110m map; countries too small for it become points at the centre of their
largest part on the 1:50m map. The projection is Equal Earth (Šavrič, Patterson, Jenny 2018), and
coordinates are whole units of a view box 1000 wide, which is what a page of text can show.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from serai.foundation.web.projection import Projection, equal_earth

Point = tuple[float, float]
Ring = list[Point]

WIDTH = 1000
ANTARCTICA = "010"
TOLERANCE = 0.6
"""Corners that span a triangle of less than this area (square units) are dropped."""

OUT = Path(__file__).resolve().parent.parent / "src/serai/foundation/web/data/world.json"


def decode(topology: dict[str, Any]) -> list[Ring]:
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(line)
    return arcs


def rings_of(geometry: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    for polygon in polygons:
        for indexes in polygon:
            ring: Ring = []
            for index in indexes:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring += arc if not ring else arc[1:]
            rings.append(ring)
    return rings


def area(ring: Ring) -> float:
    return (
        sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2
    )


def centre(ring: Ring) -> Point:
    whole = area(ring) or 1e-9
    x = y = 0.0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return x / (6 * whole), y / (6 * whole)


def cut(ring: Ring) -> list[Ring]:
    """Cut a ring that crosses the antimeridian into parts that do not."""
    unwound = [ring[0]]
    for longitude, latitude in ring[1:]:
        turn = round((longitude - unwound[-1][0]) / 360)
        unwound.append((longitude - 360 * turn, latitude))
    parts = []
    for shift in (-360, 0, 360):
        part = [(longitude + shift, latitude) for longitude, latitude in unwound]
        part = clip(part, lambda point: point[0] >= -180, -180)
        part = clip(part, lambda point: point[0] <= 180, 180)
        if len(part) > 3:
            parts.append(part)
    return parts


def clip(ring: Ring, inside: Callable[[Point], bool], edge: float) -> Ring:
    """Sutherland and Hodgman, for one meridian."""
    result: Ring = []
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        if inside(a):
            result.append(a)
        if inside(a) != inside(b):
            share = (edge - a[0]) / (b[0] - a[0])
            result.append((edge, a[1] + share * (b[1] - a[1])))
    return result


def simplify(arc: Ring, place: Callable[[Point], Point]) -> Ring:
    """Visvalingam and Whyatt: drop the corner with the smallest triangle, as long as it is small.

    Done once an arc, so that neighbours keep a common border.
    """
    line = list(arc)
    while len(line) > 2:
        placed = [place(point) for point in line]
        sizes = [
            abs(area([placed[i - 1], placed[i], placed[i + 1]])) for i in range(1, len(line) - 1)
        ]
        smallest = min(range(len(sizes)), key=sizes.__getitem__)
        if sizes[smallest] >= TOLERANCE:
            break
        del line[smallest + 1]
    return line


def main() -> None:
    folder = Path(os.environ.get("SERAI_SHARED", "../shared")) / "data/world-atlas"
    coarse = json.loads((folder / "countries-110m.json").read_text())
    fine = json.loads((folder / "countries-50m.json").read_text())
    left, _y = equal_earth(-180, 0)
    unit = WIDTH / (-2 * left)
    _x, top = equal_earth(0, 83)

    projection = Projection(round(left, 6), round(top, 6), round(unit, 6))

    def place(point: Point) -> Point:
        return projection.place(*point)

    arcs = [simplify(arc, place) for arc in decode(coarse)]
    areas: dict[str, str] = {}
    nameless = []
    for geometry in coarse["objects"]["countries"]["geometries"]:
        code = geometry.get("id")
        if code == ANTARCTICA:
            continue
        path = ""
        for ring in [part for whole in rings_of(geometry, arcs) for part in cut(whole)]:
            corners = [(round(x), round(y)) for x, y in map(place, ring)]
            kept = [corners[0]]
            for corner in corners[1:]:
                if corner != kept[-1]:
                    kept.append(corner)
            if len(kept) < 4:
                continue
            path += (
                f"M{kept[0][0]} {kept[0][1]}l"
                + " ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(kept[:-1])).replace(
                    " -", "-"
                )
                + "z"
            )
        if path and code:
            areas[code] = path
        elif path:
            nameless.append(path)
    fine_arcs = [[place(point) for point in arc] for arc in decode(fine)]
    points = {}
    for geometry in fine["objects"]["countries"]["geometries"]:
        code = geometry.get("id")
        if code and code not in areas and code != ANTARCTICA:
            largest = max(rings_of(geometry, fine_arcs), key=lambda ring: abs(area(ring)))
            x, y = centre(largest)
            points[code] = [round(x), round(y)]
    height = round((top - equal_earth(0, -57)[1]) * unit)
    OUT.write_text(
        json.dumps(
            {
                "source": "Natural Earth (public domain), by way of world-atlas 2.0.2",
                "projection": {"name": "Equal Earth", **asdict(projection)},
                "width": WIDTH,
                "height": height,
                "areas": dict(sorted(areas.items())),
                "nameless": nameless,
                "points": dict(sorted(points.items())),
            },
            indent=0,
        )
        + "\n"
    )
    print(f"{len(areas)} areas, {len(points)} points, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
