"""The picture of a series stays within its frame and keeps the order of things."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from serai.foundation.dates import PartialDate
from serai.track.figures.chart import HEIGHT, WIDTH, chart_of
from serai.track.figures.reckoning import Bounds, Links, Statement, readings_of

values = st.decimals(0, 10**7, places=1, allow_nan=False)
dates = st.builds(PartialDate, st.integers(1990, 2040), st.none() | st.integers(1, 12), st.none())


@st.composite
def drawn_bounds(draw):
    one, other = sorted((draw(values), draw(values)))
    return draw(
        st.sampled_from(
            [Bounds(one, one), Bounds(one, None), Bounds(None, other), Bounds(one, other)]
        )
    )


@given(
    st.lists(st.tuples(drawn_bounds(), dates), min_size=2, max_size=9),
    st.none() | st.integers(0, 10**6),
)
def test_every_mark_lies_within_the_picture(found, counted):
    statements = [
        Statement(key=key, source=key, bounds=bounds, as_of=as_of)
        for key, (bounds, as_of) in enumerate(found)
    ]
    (reading,) = readings_of(statements, Links())
    chart = chart_of(reading, counted)
    assert chart is not None
    assert len(chart.marks) == len(statements)
    for mark in chart.marks:
        assert 0 <= mark.left <= mark.x <= mark.right <= WIDTH
        assert 0 <= mark.top <= mark.y <= mark.bottom <= HEIGHT
    assert [tick.value for tick in chart.values] == sorted({tick.value for tick in chart.values})
    assert 2 <= len(chart.values) <= 9
    assert 1 <= len(chart.dates) <= 9
    if counted is not None:
        assert chart.counted_at is not None
        assert 0 <= chart.counted_at <= HEIGHT


def test_a_single_reading_is_not_drawn():
    one = Statement(1, 1, Bounds(Decimal(80)), as_of=PartialDate(2023))
    undated = Statement(2, 2, Bounds(Decimal(80)))
    (reading,) = readings_of([one, undated], Links())
    assert chart_of(reading) is None
