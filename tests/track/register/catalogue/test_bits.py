"""Values counted by bits are those that counting one by one finds, also while rows are added."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from serai.track.register.catalogue.bits import Bits, Vocabulary
from serai.track.register.catalogue.columns import Grouping, Pairs

ROWS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=3, unique=True), max_size=200)


def _added(bits: Bits, first: int, rows: list[list[str]]) -> None:
    pairs = [(at, value) for at, values in enumerate(rows, first) for value in values]
    numbers = [bits.vocabulary.number(value) for _at, value in pairs]
    bits.add(np.array([at for at, _value in pairs], np.int64), np.array(numbers, np.int64))


def _counted(rows: list[list[str]], marked: list[bool]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for values, is_marked in zip(rows, marked, strict=True):
        for value in values if is_marked else ():
            counts[value] = counts.get(value, 0) + 1
    return counts


@given(before=ROWS, after=ROWS, data=st.data())
def test_counts_and_masks(
    before: list[list[str]], after: list[list[str]], data: st.DataObject
) -> None:
    bits = Bits(Vocabulary())
    _added(bits, 0, before)
    _added(bits, len(before), after)
    for rows in (before, before + after):
        marked = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
        assert bits.counts(np.array(marked, np.bool_)) == _counted(rows, marked)
        found = bits.mask(len(rows), ["a", "never"])
        assert found.tolist() == ["a" in values for values in rows]


@given(before=ROWS, after=ROWS, data=st.data())
def test_those_with_the_most(
    before: list[list[str]], after: list[list[str]], data: st.DataObject
) -> None:
    vocabulary, grouping = Vocabulary(), Grouping()
    for rows in (before, before + after):
        pairs = [(at, value) for at, values in enumerate(rows) for value in values]
        state = Pairs(
            np.array([at for at, _value in pairs], np.int32),
            np.array([vocabulary.number(value) for _at, value in pairs], np.int32),
            vocabulary,
            grouping,
        )
        marked = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
        counts = _counted(rows, marked)
        most = state.most(np.array(marked, np.bool_), 3)
        assert sorted(most.values(), reverse=True) == sorted(counts.values(), reverse=True)[:3]
        assert all(counts[value] == count for value, count in most.items())
