"""The map of countries: placed by code, shaded by count, on a base that can be replaced."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from serai.foundation.web.maps import LEVELS, MapEntry, country_map, shade_limits

counts = st.lists(st.integers(1, 10**6), min_size=1, max_size=30)


def entry(numeric: str, count: int = 1) -> MapEntry:
    return MapEntry(numeric, f"Country {numeric}", count, f"?country={numeric}")


@given(counts)
def test_every_count_has_a_shade_and_shades_rise_with_counts(values: list[int]) -> None:
    limits = shade_limits(values)
    assert limits == sorted(set(limits))
    assert 1 <= len(limits) <= LEVELS
    shown = country_map(entry(f"{number:03d}", count) for number, count in enumerate(values)).shown
    levels = [(each.entry.count, each.level) for each in shown]
    assert all(1 <= level <= LEVELS for _count, level in levels)
    assert [level for _count, level in sorted(levels)] == sorted(level for _count, level in levels)


@given(counts)
def test_the_legend_covers_every_count_once(values: list[int]) -> None:
    drawn = country_map(entry(f"{number:03d}", count) for number, count in enumerate(values))
    for shown in drawn.shown:
        covering = [level for level, start, end in drawn.steps if start <= shown.entry.count <= end]
        assert covering == [shown.level]


def test_a_country_with_records_is_not_drawn_twice() -> None:
    empty = country_map([])
    drawn = country_map([entry("398")])
    (kazakhstan,) = drawn.shown
    assert kazakhstan.path
    assert kazakhstan.path in empty.land
    assert kazakhstan.path not in drawn.land


def test_a_code_without_a_place_stands_in_the_table_only() -> None:
    drawn = country_map([entry("999")])
    (nowhere,) = drawn.shown
    assert not nowhere.path
    assert nowhere.point is None
    assert drawn.entries == [entry("999")]


def test_another_base_map_takes_the_place_of_the_shipped_one(
    tmp_path: Path, settings: Settings
) -> None:
    other = {
        "source": "Another atlas", "width": 10, "height": 5,
        "areas": {"398": "M0 0l1 1z"}, "nameless": [], "points": {},
    }  # fmt: skip
    (tmp_path / "map.json").write_text(json.dumps(other))
    settings.BASE_MAP = str(tmp_path / "map.json")
    drawn = country_map([entry("398")])
    assert (drawn.width, drawn.source, drawn.shown[0].path) == (10, "Another atlas", "M0 0l1 1z")
