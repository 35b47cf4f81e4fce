"""Sessions at the same time, and ways that are too short."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from serai.convene.agenda.clashes import Overlap, Stop, Way, overlaps, short_ways

NINE = datetime(2023, 11, 6, 9, tzinfo=UTC)


def stop(code: str, starts: int, minutes: int, room: str = "A") -> Stop:
    start = NINE + timedelta(minutes=starts)
    return Stop(code, start, start + timedelta(minutes=minutes), room)


def test_sessions_that_follow_each_other_do_not_overlap() -> None:
    stops = [stop("a", 0, 60), stop("b", 60, 60), stop("c", 30, 45)]
    assert list(overlaps(stops)) == [Overlap("a", "c"), Overlap("c", "b")]


def test_a_short_way_leads_to_another_room() -> None:
    assert list(short_ways([stop("a", 0, 60), stop("b", 65, 60, "B")])) == [Way("a", "b", 5)]
    assert not list(short_ways([stop("a", 0, 60), stop("b", 65, 60)]))
    assert not list(short_ways([stop("a", 0, 60), stop("b", 75, 60, "B")]))
    assert not list(short_ways([stop("a", 0, 60), stop("b", 30, 60, "B")]))


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 90)), max_size=12))
def test_every_overlap_is_found_once(times: list[tuple[int, int]]) -> None:
    stops = [stop(str(n), starts, minutes) for n, (starts, minutes) in enumerate(times)]
    found = [frozenset([each.earlier, each.later]) for each in overlaps(stops)]
    expected = {
        frozenset([one.code, other.code])
        for one in stops
        for other in stops
        if one.code < other.code and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    }
    assert len(found) == len(set(found))
    assert set(found) == expected
