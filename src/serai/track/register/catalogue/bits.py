"""Which rows have which values, a bit each: to count a value takes an AND and a population count.

A million rows are fifteen thousand words of 64 bits, so a value is counted in some microseconds,
however many rows pass, and a page with hundreds of values to choose from in some milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Words = NDArray[np.uint64]


class Vocabulary:
    """The numbers that stand for the values of a set, in the order of their arrival."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self.values: list[Any] = list(values)
        self._numbers: dict[Any, int] = {value: at for at, value in enumerate(self.values)}

    def number(self, value: Any) -> int:
        """Return the number of a value; a new one for a new value."""
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = len(self.values)
            self.values.append(value)
        return found

    def known(self, values: Iterable[Any]) -> list[int]:
        """Return the numbers of those values that occur."""
        return [self._numbers[value] for value in values if value in self._numbers]


class Bits:
    """The rows that have each value of a set: a line of bits a value, in the order of the rows.

    Rows and values are only ever added, in their place: a state that knows fewer rows asks with a
    mask that has none of the others, and is answered as before.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._lines: NDArray[np.uint64] = np.zeros((0, 0), np.uint64)

    def add(self, rows: NDArray[Any], numbers: NDArray[Any]) -> None:
        """Note that rows have the values with these numbers: two arrays of equal length."""
        if not len(rows):
            return
        self._make_room(len(self.vocabulary.values), (int(rows.max()) >> 6) + 1)
        width = self._lines.shape[1]
        places = numbers.astype(np.int64) * width + (rows >> 6)
        signs = np.left_shift(np.uint64(1), (rows & 63).astype(np.uint64))
        np.bitwise_or.at(self._lines.reshape(-1), places, signs)

    def add_values(self, rows: NDArray[Any], values: NDArray[Any]) -> None:
        """Note that rows have values, one each."""
        found, numbers = np.unique(values, return_inverse=True)
        known = np.array([self.vocabulary.number(each) for each in found.tolist()], np.int64)
        self.add(rows, known[numbers])

    def mask(self, size: int, values: Iterable[Any]) -> Mask:
        """Mark, of the first ``size`` rows, those that have one of the values."""
        lines = self._lines
        numbers = [each for each in self.vocabulary.known(values) if each < len(lines)]
        if not numbers:
            return np.zeros(size, np.bool_)
        chosen: Words = np.bitwise_or.reduce(lines[numbers], axis=0)
        found = np.zeros(size, np.bool_)
        held = np.unpackbits(chosen.view(np.uint8), bitorder="little")[:size]
        found[: len(held)] = held
        return found

    def counts(self, mask: Mask) -> dict[Any, int]:
        """Count for each value the marked rows that have it; values that none has are left out."""
        lines = self._lines
        words = words_of(mask)[: lines.shape[1]]
        width = len(words)
        both, counted = np.empty(width, np.uint64), np.empty(width, np.uint8)
        found = {}
        for value, line in zip(self.vocabulary.values, lines, strict=False):
            np.bitwise_and(line[:width], words, out=both)
            if count := int(np.bitwise_count(both, out=counted).sum(dtype=np.uint32)):
                found[value] = count
        return found

    def _make_room(self, values: int, words: int) -> None:
        lines, width = self._lines.shape
        if values <= lines and words <= width:
            return
        larger = np.zeros(
            (
                lines if values <= lines else values + values // 4,
                width if words <= width else words + words // 8 + 64,
            ),
            np.uint64,
        )
        larger[:lines, :width] = self._lines
        self._lines = larger


def words_of(mask: Mask) -> Words:
    """Pack a mask into words of 64 bits, the first row in the lowest bit of the first."""
    packed = np.zeros((len(mask) + 63) // 64 * 8, np.uint8)
    bits = np.packbits(mask, bitorder="little")
    packed[: len(bits)] = bits
    return packed.view(np.uint64)
