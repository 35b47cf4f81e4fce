"""Files of GeoJSON, good and bad."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.engines.validation import Severity, Verdict, validate

RING = [[0, 0], [1, 0], [1, 1], [0, 0]]


def feature(geometry: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {}, **more}


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def verdict_on(tmp_path: Path, value: Any) -> Verdict:
    path = tmp_path / "places.geojson"
    path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1))
    return validate(path)


@pytest.mark.parametrize(
    "value",
    [
        collection(),
        collection(feature(None), feature({"type": "Point", "coordinates": [106.5, 29.6, 200]})),
        feature({"type": "MultiPoint", "coordinates": []}),
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Polygon", "coordinates": [RING]},
        {"type": "MultiPolygon", "coordinates": [[RING]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [0, 0]}]},
    ],
)
def test_good_geojson_has_no_fault(tmp_path: Path, value: Any) -> None:
    assert verdict_on(tmp_path, value) == Verdict("GeoJSON", [])


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ([], "geojson:type"),
        ({"resources": []}, "format"),
        ({"type": "Circle"}, "geojson:type"),
        ({"type": ["Point"]}, "geojson:type"),
        ({"type": "FeatureCollection"}, "geojson:features"),
        (collection({"type": "Point", "coordinates": [0, 0]}), "geojson:type"),
        (collection({"type": "Feature", "properties": {}}), "geojson:geometry"),
        (collection({"type": "Feature", "geometry": None}), "geojson:properties"),
        ({"type": "GeometryCollection"}, "geojson:geometries"),
        ({"type": "Point"}, "geojson:coordinates"),
        ({"type": "Point", "coordinates": ["0", "0"]}, "geojson:coordinates"),
        ({"type": "Point", "coordinates": [True, 0]}, "geojson:coordinates"),
        ({"type": "Point", "coordinates": [0]}, "geojson:coordinates"),
        ({"type": "Point", "coordinates": [29.6, 106.5]}, "geojson:coordinates"),
        ({"type": "LineString", "coordinates": [0, 0]}, "geojson:coordinates"),
        ({"type": "Polygon", "coordinates": [RING[:-1]]}, "geojson:coordinates"),
        ({"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 1]]]]}, "geojson:coordinates"),
    ],
)
def test_bad_geojson_is_refused(tmp_path: Path, value: Any, rule: str) -> None:
    verdict = verdict_on(tmp_path, value)
    assert not verdict.valid
    assert [fault.rule for fault in verdict.faults] == [rule]


def test_a_coordinate_system_of_old_is_a_warning(tmp_path: Path) -> None:
    verdict = verdict_on(tmp_path, {**collection(), "crs": {}})
    assert verdict.valid
    assert [fault.severity for fault in verdict.faults] == [Severity.WARNING]


def test_a_fault_has_the_line_of_its_feature(tmp_path: Path) -> None:
    text = """{ "name": "a, b", "features" : [
  {"type": "Feature", "properties": null, "geometry": null} ,

  {"type": "Feature", "properties": {}, "geometry":
     {"type": "Point", "coordinates": [200, 0]}}
 ], "type": "FeatureCollection" }"""
    faults = verdict_on(tmp_path, text).faults
    assert [(fault.line, fault.path) for fault in faults] == [(4, "features[1].geometry")]


def test_broken_json_has_its_line(tmp_path: Path) -> None:
    faults = verdict_on(tmp_path, '{\n"type": \n}').faults
    assert [(fault.line, fault.rule) for fault in faults] == [(3, "json")]


def test_what_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "places.geojson"
    path.write_bytes(b'{"type": "\xff"}')
    assert [fault.rule for fault in validate(path).faults] == ["file"]


_json = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5)
    | st.sampled_from(["Feature", "Point", "Polygon"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["type", "features", "geometry", "properties", "coordinates", "x"]),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(value=st.lists(_json, max_size=4).map(lambda parts: collection(*parts)) | _json)
def test_any_json_gets_a_verdict(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "any.geojson"
    path.write_text(json.dumps(value, indent=1))
    assert all(fault.line >= 1 for fault in validate(path).faults)
