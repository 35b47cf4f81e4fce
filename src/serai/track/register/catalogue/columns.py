"""Columns of the records, as NumPy arrays: one row a version of a record.

Rows are only ever added. A record that changed gets a new row, and the old one is no longer *live*.
So those who still read an older state are not disturbed, and a change costs as much as it changes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from serai.track.register.catalogue.texts import TextMasks
from serai.track.register.models import InstrumentType, RecordKind, Stage, Status

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Ranks = NDArray[np.float64]

ENUMERATIONS: Mapping[str, Sequence[str]] = {
    "stage": Stage.values,
    "kind": RecordKind.values,
    "status": Status.values,
    "instrument": ["", *InstrumentType.values],
}
"""The values of the columns that hold the number of one; what has no terms has the first."""

UNKNOWN_YEAR = "unknown"
"""How addresses and searches write the year of what has no date."""
NOT_KNOWN = 255
"""The quality of a record of which it has not been worked out."""
KEPT_MASKS = 96
"""How many masks are kept of one state, each an eighth of a byte a record."""


class Growing:
    """An array to which values are added at the end; views of it stay as they are."""

    def __init__(self, dtype: Any) -> None:
        self._values = np.empty(0, dtype)
        self._size = 0

    def extend(self, values: Any) -> None:
        """Add values; once in a while everything moves to a larger place."""
        added = np.asarray(values, self._values.dtype)
        size = self._size + len(added)
        if size > len(self._values):
            larger = np.empty(size + size // 8 + 64, self._values.dtype)
            larger[: self._size] = self._values[: self._size]
            self._values = larger
        self._values[self._size : size] = added
        self._size = size

    def view(self) -> NDArray[Any]:
        """Return what is in it now."""
        return self._values[: self._size]


class Vocabulary:
    """The numbers that stand for the values of a set, in the order of their arrival."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}

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


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which rows have which values of a set of any size: two arrays of equal length."""

    rows: NDArray[np.int32]
    numbers: NDArray[np.int32]
    vocabulary: Vocabulary

    def mask(self, size: int, values: Iterable[Any]) -> Mask:
        """Mark the rows that have one of the values."""
        found = np.zeros(size, np.bool_)
        wanted = self.vocabulary.known(values)
        if wanted:
            chosen = np.zeros(len(self.vocabulary.values), np.bool_)
            chosen[wanted] = True
            found[self.rows[chosen[self.numbers]]] = True
        return found

    def counts(self, mask: Mask) -> dict[Any, int]:
        """Count for each value the marked rows that have it."""
        values = self.vocabulary.values
        counted = np.bincount(self.numbers[mask[self.rows]], minlength=len(values))
        return {values[number]: int(counted[number]) for number in np.flatnonzero(counted)}

    def most(self, mask: Mask, number: int) -> dict[Any, int]:
        """Count the values that the most marked rows have, ``number`` of them."""
        values = self.vocabulary.values
        counted = np.bincount(self.numbers[mask[self.rows]], minlength=len(values))
        first = np.argsort(-counted, kind="stable")[:number]
        return {values[place]: int(counted[place]) for place in first if counted[place]}


@dataclass(frozen=True)
class Columns:
    """The state of all records, of every stage, at one end of the record of changes."""

    keys: NDArray[np.int64]
    """The primary keys."""
    live: Mask
    values: Mapping[str, NDArray[Any]]
    """Single values: those of `ENUMERATIONS`, ``year`` (0: not known), ``counted``, ``placed``,
    ``latitude`` and ``longitude`` (not a number where they are not known), ``quality`` (0 to 100 or
    `NOT_KNOWN`), ``changed`` (microseconds) and ``started`` (a number that sorts as the date is
    written)."""
    pairs: Mapping[str, Pairs]
    row_of: NDArray[np.int32]
    """The latest row of each key; -1 for keys that are not in use."""
    country_names: Mapping[str, Sequence[Sequence[str]]]
    """The tokens of each name of each country."""
    regions: Mapping[str, frozenset[str]]
    """For each region the codes of the countries in it, however deep."""
    texts: TextMasks
    """What the text index answered."""
    _kept: OrderedDict[Any, NDArray[Any]] = field(default_factory=OrderedDict)
    _orders: dict[str, Ranks] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def size(self) -> int:
        """How many rows there are, live or not."""
        return len(self.keys)

    def published(self) -> Mask:
        """Mark what the public may see."""
        return self.kept("published", lambda: self.live & self.is_one_of("stage", ["published"]))

    def is_one_of(self, column: str, values: Iterable[str]) -> Mask:
        """Mark the rows whose value of an enumeration is one of these."""
        wanted = [ENUMERATIONS[column].index(value) for value in values]
        found: Mask = np.isin(self.values[column], wanted)
        return found

    def counts(self, column: str, mask: Mask) -> dict[str, int]:
        """Count for each value of an enumeration the marked rows that have it."""
        names = ENUMERATIONS[column]
        counted = np.bincount(self.values[column][mask], minlength=len(names)).tolist()
        return {name: count for name, count in zip(names, counted, strict=True) if count}

    def mask_of_keys(self, keys: NDArray[np.int64]) -> Mask:
        """Mark the latest rows of keys; keys that this state does not know are passed over."""
        found = np.zeros(self.size, np.bool_)
        rows = self.row_of[keys[(keys >= 0) & (keys < len(self.row_of))]]
        found[rows[(rows >= 0) & (rows < self.size)]] = True
        return found

    def kept(self, name: Any, make: Callable[[], Mask]) -> Mask:
        """Return the mask of a name, made only if it is not among those used last."""
        with self._lock:
            packed = self._kept.get(name)
            if packed is not None:
                self._kept.move_to_end(name)
        if packed is not None:
            return np.unpackbits(packed, count=self.size).view(np.bool_)
        made = make()
        self.keep(name, made)
        return made

    def keep(self, name: Any, mask: Mask) -> None:
        """Keep a mask under a name, in the place of the one not used for longest."""
        with self._lock:
            self._kept[name] = np.packbits(mask)
            while len(self._kept) > KEPT_MASKS:
                self._kept.popitem(last=False)

    def order(self, name: str, make: Callable[[Columns], Ranks]) -> Ranks:
        """Return the rank of each row in an order, made when it is first asked for."""
        with self._lock:
            if name not in self._orders:
                self._orders[name] = make(self)
            return self._orders[name]


def ranks_of(*columns: NDArray[Any]) -> Ranks:
    """Return the rank of each row when sorted by columns, the most important one first."""
    order = np.lexsort(columns[::-1])
    ranks = np.empty(len(order), np.float64)
    ranks[order] = np.arange(len(order))
    return ranks


def by_change(columns: Columns) -> Ranks:
    """Rank by the time of the last change, then by age: the greatest changed last."""
    return ranks_of(columns.values["changed"], columns.keys)


def by_start(columns: Columns) -> Ranks:
    """Rank by the date on which something began, as exactly as it is known."""
    return ranks_of(columns.values["started"], columns.values["year"], columns.keys)


def by_name(columns: Columns, language: str) -> Ranks:
    """Rank by the name that readers of a language see."""
    from serai.track.register.catalogue.reading import read_order_of_names

    ranks = np.full(columns.size, np.inf)
    keys = read_order_of_names(language)
    rows = columns.row_of[keys[keys < len(columns.row_of)]]
    rows = rows[(rows >= 0) & (rows < columns.size)]
    ranks[rows] = np.arange(len(rows))
    return ranks
