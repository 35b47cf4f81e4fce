"""Columns of the records, as NumPy arrays: one row a version of a record.

Rows are only ever added. A record that changed gets a new row, and the old one is no longer *live*.
So those who still read an older state are not disturbed, and a change costs as much as it changes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from serai.foundation.languages import LANGUAGE_CODES
from serai.track.register.catalogue.bits import Bits, Mask, Vocabulary
from serai.track.register.catalogue.texts import TextMasks
from serai.track.register.models import InstrumentType, RecordKind, Stage, Status

Rows = NDArray[np.int64]

ENUMERATIONS: Mapping[str, Sequence[str]] = {
    "stage": Stage.values,
    "kind": RecordKind.values,
    "status": Status.values,
    "instrument": ["", *InstrumentType.values],
}
"""The values of the columns that have one of a fixed list; what has no terms has the first."""

UNKNOWN_YEAR = "unknown"
"""How addresses and searches write the year of what has no date."""
QUALITY_STEPS = (0, 40, 70, 101)
"""Where the steps of quality begin: poor, fair, good, and what has not been worked out."""
KEPT_MASKS = 96
"""How many masks are kept of one state, each an eighth of a byte a record."""

Made = TypeVar("Made")


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


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which rows have which values of a set of any size: two arrays of equal length."""

    rows: NDArray[np.int32]
    numbers: NDArray[np.int32]
    vocabulary: Vocabulary
    grouping: Grouping

    def mask(self, size: int, values: Iterable[Any]) -> Mask:
        """Mark the rows that have one of the values."""
        found = np.zeros(size, np.bool_)
        wanted = self.vocabulary.known(values)
        if wanted:
            chosen = np.zeros(len(self.vocabulary.values), np.bool_)
            chosen[wanted] = True
            found[self.rows[chosen[self.numbers]]] = True
        return found

    def most(self, mask: Mask, number: int) -> dict[Any, int]:
        """Count the values that the most marked rows have, ``number`` of them."""
        values = self.vocabulary.values
        counted = self.grouping.counts(self, mask, len(values))
        first = np.argsort(-counted, kind="stable")[:number]
        return {values[place]: int(counted[place]) for place in first if counted[place]}


class Grouping:
    """Pairs sorted by value, so that counting walks through them once; what came since is few."""

    def __init__(self) -> None:
        self._made: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]] | None = None

    def counts(self, pairs: Pairs, mask: Mask, size: int) -> NDArray[np.int64]:
        """Count the marked rows of each of the first ``size`` values of the vocabulary."""
        made = self._made
        # An older state may be shorter than what was sorted for a newer one.
        if made is None or not len(made[0]) <= len(pairs.rows) <= len(made[0]) * 9 // 8:
            order = np.argsort(pairs.numbers, kind="stable")
            present, starts = np.unique(pairs.numbers[order], return_index=True)
            made = self._made = pairs.rows[order].astype(np.int64), starts, present
        rows, starts, present = made
        marked = mask.view(np.uint8)
        counted = np.bincount(
            pairs.numbers[len(rows) :][mask[pairs.rows[len(rows) :]]], minlength=size
        )
        if len(rows):
            counted[present] += np.add.reduceat(marked.take(rows), starts, dtype=np.int64)
        return counted


@dataclass(frozen=True)
class Columns:
    """The state of all records, of every stage, at one end of the record of changes."""

    keys: NDArray[np.int64]
    """The primary keys."""
    live: Mask
    values: Mapping[str, NDArray[Any]]
    """Single values: ``year`` (0: not known), ``placed``, ``latitude`` and ``longitude`` (not a
    number where they are not known), ``changed`` (microseconds) and ``started`` (a number that
    sorts as the date is written)."""
    bits: Mapping[str, Bits]
    """The values that are counted: those of `ENUMERATIONS`, ``year``, ``counted``, ``placed``,
    ``quality`` (the number of one of `QUALITY_STEPS`), ``country``, ``region`` (every one in which
    one of the countries lies), ``field``, ``theme`` and ``goal``."""
    pairs: Mapping[str, Pairs]
    """``country`` and ``party``: of whom it is asked who does something with whom."""
    row_of: NDArray[np.int32]
    """The latest row of each key; -1 for keys that are not in use."""
    country_names: Mapping[str, Sequence[Sequence[str]]]
    """The tokens of each name of each country."""
    texts: TextMasks
    """What the text index answered."""
    _kept: OrderedDict[Any, NDArray[Any]] = field(default_factory=OrderedDict)
    _orders: dict[str, Rows] = field(default_factory=dict)
    _once: dict[Any, Any] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def size(self) -> int:
        """How many rows there are, live or not."""
        return len(self.keys)

    def published(self) -> Mask:
        """Mark what the public may see."""
        return self.kept("published", lambda: self.live & self.having("stage", ["published"]))

    def having(self, name: str, values: Iterable[Any]) -> Mask:
        """Mark the rows that have one of these values of `bits`."""
        return self.bits[name].mask(self.size, values)

    def counts(self, name: str, mask: Mask) -> dict[Any, int]:
        """Count for each value of `bits` the marked rows that have it."""
        return self.bits[name].counts(mask)

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

    def order(self, name: str) -> Rows:
        """Return the rows in one of `ORDERS` or `NAME_ORDERS`, made when it is first asked for."""
        # Without a lock: one order must not wait for another one that takes long to make.
        if name not in self._orders:
            self._orders[name] = {**ORDERS, **NAME_ORDERS}[name](self)
        return self._orders[name]

    def once(self, name: Any, make: Callable[[], Made]) -> Made:
        """Return what follows from the directory or the records, made once for this state."""
        if name not in self._once:
            self._once[name] = make()
        made: Made = self._once[name]
        return made


def by_change(columns: Columns) -> Rows:
    """Put the last change first; of what changed at the same time the youngest."""
    return np.lexsort((columns.keys, columns.values["changed"]))[::-1]


def by_start(columns: Columns) -> Rows:
    """Put the latest start first, as exactly as it is known."""
    return np.lexsort((columns.keys, columns.values["year"], columns.values["started"]))[::-1]


def by_name(columns: Columns) -> Rows:
    """Put the names in the order of the alphabet."""
    from serai.track.register.catalogue.reading import read_order_of_names

    rows = _rows_of(read_order_of_names(), columns)
    others = columns.live.copy()
    others[rows] = False
    return np.concatenate([rows, np.flatnonzero(others)])


def by_name_in(language: str, columns: Columns) -> Rows:
    """Put the names in a language first, in its order; then those that stand in for one."""
    from serai.track.register.catalogue.reading import read_order_in

    names, keys = columns.order("name"), read_order_in(language, MOST_COLLATED)
    if keys is None:
        return names
    rows = _rows_of(keys, columns)
    others = np.ones(columns.size, np.bool_)
    others[rows] = False
    return np.concatenate([rows, names[others[names]]])


def _rows_of(keys: NDArray[np.int64], columns: Columns) -> Rows:
    """The rows of those of the keys that this state knows."""
    rows = columns.row_of[keys[keys < len(columns.row_of)]].astype(np.int64)
    known: Rows = rows[(rows >= 0) & (rows < columns.size)]
    return known


ORDERS: Mapping[str, Callable[[Columns], Rows]] = {
    "changed": by_change,
    "started": by_start,
    "name": by_name,
}
NAME_ORDERS: Mapping[str, Callable[[Columns], Rows]] = {
    f"name:{language}": partial(by_name_in, language)
    for language in LANGUAGE_CODES
    if language != "en"
}
MOST_COLLATED = 100_000
"""Up to how many names in a language are put into its order; beyond, `by_name` holds for all."""
