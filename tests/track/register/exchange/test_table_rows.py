"""A line of CSV is written as the module of the standard library writes it."""

from __future__ import annotations

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from serai.track.register.exchange.columns import COLUMNS
from serai.track.register.exchange.table_rows import FLAGS, guard, written

_PLAIN = {"code", "key", "started_on", "ended_on", "address", "changed_at"}
TEXT = st.text(st.sampled_from("ab,;\"'=+-@\t\r\né 分|"), max_size=8)


def _cells(column: Any) -> st.SearchStrategy[Any]:
    if column.type == "boolean":
        return st.booleans()
    if column.type == "integer":
        return st.none() | st.integers(0, 100)
    if column.type == "number":
        return st.none() | st.sampled_from(["1.5", "-2"])
    if column.choices or column.name in _PLAIN:
        return st.sampled_from(["", "a", "2015-11"])
    return TEXT


@given(row=st.tuples(*map(_cells, COLUMNS)))
def test_a_line_is_that_of_the_standard_library(row: tuple[Any, ...]) -> None:
    expected = list(row)
    guard(expected)
    for at in FLAGS:
        expected[at] = "true" if expected[at] else "false"
    text = io.StringIO()
    csv.writer(text).writerow(expected)
    assert f"{written(list(row))}\r\n" == text.getvalue()
