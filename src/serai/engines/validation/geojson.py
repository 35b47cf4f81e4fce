"""Whether a file is GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.decoder import WHITESPACE  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any

from serai.engines.validation.verdicts import Fault, Severity

_DEPTH = {
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2,
    "MultiPolygon": 3,
}  # fmt: skip
"""How deep positions are nested in the coordinates of each geometry."""
_DECODER = json.JSONDecoder()


def faults(path: Path) -> Iterator[Fault]:
    """Give everything that is wrong with a file; the line is that of the feature."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        yield Fault(1, "file", f"The file cannot be read as UTF-8: {error}.")
        return
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        yield Fault(error.lineno, "json", f"{error.msg}, column {error.colno}.")
        return
    except RecursionError:
        yield Fault(1, "json", "The values are nested too deeply.")
        return
    if isinstance(whole, dict) and "type" not in whole:
        yield Fault(
            1, "format", "This JSON has no “type”, as GeoJSON has. Data packages are checked by "
            "frictionless.",
        )  # fmt: skip
        return
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        yield from _object_faults(whole, 1, "")
        return
    if "crs" in whole:
        yield Fault(
            1, "geojson:crs", "Coordinates are WGS 84; “crs” is no longer part of GeoJSON.",
            Severity.WARNING,
        )  # fmt: skip
    if not isinstance(whole.get("features"), list):
        yield Fault(1, "geojson:features", "A FeatureCollection needs a list of “features”.")
        return
    for index, (line, feature) in enumerate(_features(text)):
        yield from _feature_faults(feature, line, f"features[{index}]")


def _features(text: str) -> Iterator[tuple[int, Any]]:
    """Give the features of a collection that is known to be JSON, each with its line."""
    place = _skip(text, text.index("{") + 1)
    while text[place] != "}":
        key, place = _DECODER.raw_decode(text, place)
        place = _skip(text, _skip(text, place) + 1)  # past the colon
        if key != "features":
            _value, place = _DECODER.raw_decode(text, place)
        else:
            place = _skip(text, place + 1)
            line, counted = 1, 0
            while text[place] != "]":
                line, counted = line + text.count("\n", counted, place), place
                feature, place = _DECODER.raw_decode(text, place)
                yield line, feature
                place = _skip(text, place, ",")
            place += 1
        place = _skip(text, place, ",")


def _skip(text: str, place: int, sign: str = "") -> int:
    """Return the place after white space, and after a sign with white space around it."""
    place = WHITESPACE.match(text, place).end()
    if sign and text[place] == sign:
        place = WHITESPACE.match(text, place + 1).end()
    return int(place)


def _object_faults(value: Any, line: int, path: str) -> Iterator[Fault]:
    if isinstance(value, dict) and value.get("type") == "Feature":
        yield from _feature_faults(value, line, path)
    else:
        yield from _geometry_faults(value, line, path)


def _feature_faults(feature: Any, line: int, path: str) -> Iterator[Fault]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield Fault(line, "geojson:type", "This must be an object of type “Feature”.", path=path)
        return
    properties = feature.get("properties", "")
    if properties is not None and not isinstance(properties, dict):
        yield Fault(
            line, "geojson:properties", "A feature needs “properties”: an object or null.",
            path=path,
        )  # fmt: skip
    if "geometry" not in feature:
        yield Fault(line, "geojson:geometry", "A feature needs a “geometry”, or null.", path=path)
    elif feature["geometry"] is not None:
        yield from _geometry_faults(feature["geometry"], line, f"{path}.geometry")


def _geometry_faults(geometry: Any, line: int, path: str) -> Iterator[Fault]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if not isinstance(parts, list):
            yield Fault(
                line, "geojson:geometries", "A GeometryCollection needs “geometries”.", path=path
            )
            return
        for index, part in enumerate(parts):
            yield from _geometry_faults(part, line, f"{path}.geometries[{index}]")
        return
    if not isinstance(kind, str) or kind not in _DEPTH:
        known = ", ".join([*_DEPTH, "GeometryCollection"])
        yield Fault(line, "geojson:type", f"“{kind}” is no geometry: {known}.", path=path)
        return
    said = _about_coordinates(geometry.get("coordinates"), _DEPTH[kind])
    if not said and kind in {"Polygon", "MultiPolygon"}:
        said = _about_rings(geometry["coordinates"], kind)
    if said:
        yield Fault(line, "geojson:coordinates", said, path=path)


def _about_coordinates(value: Any, depth: int) -> str:
    if not isinstance(value, list):
        return "Coordinates are lists of numbers: [longitude, latitude]."
    if depth:
        return next(filter(None, (_about_coordinates(part, depth - 1) for part in value)), "")
    if len(value) < 2 or any(
        isinstance(each, bool) or not isinstance(each, int | float) for each in value
    ):
        return "A position is two numbers or three: [longitude, latitude, altitude]."
    if not (-180 <= value[0] <= 180 and -90 <= value[1] <= 90):
        return f"{value[:2]} is not on the globe: longitude comes first, then latitude."
    return ""


def _about_rings(coordinates: Any, kind: str) -> str:
    rings = coordinates if kind == "Polygon" else [ring for part in coordinates for ring in part]
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        return "A ring of a polygon has four positions or more and ends where it begins."
    return ""
