"""The columns of this process, kept true to the database.

The end of the record of changes says whether anything is new: it is asked for each time. Since
each change of a record or of a part of it leaves an entry under the record, the entries since the
last time name what has to be read again. Whatever else might move a column, many changes at once,
or an end that does not follow on the one known (a transaction that was taken back), makes
everything be read anew.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from django.db import DatabaseError, connections, models
from numpy.typing import NDArray

from serai.foundation.record.models import Entry, Head
from serai.track.register.catalogue.bits import Bits, Mask, Vocabulary
from serai.track.register.catalogue.columns import (
    ENUMERATIONS,
    ORDERS,
    QUALITY_STEPS,
    Columns,
    Grouping,
    Growing,
    Pairs,
    Rows,
)
from serai.track.register.catalogue.reading import (
    SETS,
    read_country_names,
    read_pairs,
    read_records,
    read_regions,
    read_words,
)
from serai.track.register.catalogue.texts import TextMasks
from serai.track.register.indexes import RECORDS
from serai.track.register.models import Record

End = tuple[int, str]

FEW: Final = 2_000
"""Up to how many changed records are read one by one."""
_RECORD: Final = Record._meta.label_lower
_CLASSIFICATIONS: Final = ("directory.country", "directory.region")
_WITHOUT_EFFECT: Final = ("register.task", "register.duplicatesuggestion", "register.savedsearch")
"""What has histories of its own in this room and moves no column."""


_COUNTED: Final = ("year", "counted", "placed")
"""The single values that are counted as they are."""


class _GrowingPairs:
    """The pairs of a set of values, from which states are cut."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.rows, self.numbers = Growing(np.int32), Growing(np.int32)
        self.vocabulary = vocabulary
        self._grouping = Grouping()

    def view(self) -> Pairs:
        return Pairs(self.rows.view(), self.numbers.view(), self.vocabulary, self._grouping)


class _Store:
    """The arrays that grow, from which states are cut."""

    def __init__(self) -> None:
        self.keys = Growing(np.int64)
        self.live: Mask = np.empty(0, np.bool_)
        self.values: dict[str, Growing] = {
            "year": Growing(np.int16),
            "placed": Growing(np.bool_),
            "latitude": Growing(np.float32),
            "longitude": Growing(np.float32),
            "changed": Growing(np.int64),
            "started": Growing(np.int64),
        }
        self.bits = {name: Bits(Vocabulary(values)) for name, values in ENUMERATIONS.items()}
        self.bits |= {
            name: Bits(Vocabulary()) for name in (*_COUNTED, "quality", *SETS) if name != "party"
        }
        self.pairs = {
            "country": _GrowingPairs(self.bits["country"].vocabulary),
            "party": _GrowingPairs(Vocabulary()),
        }
        self.row_of = np.empty(0, np.int32)
        self.texts = TextMasks()
        self.country_names = read_country_names()
        self._regions = read_regions()
        self.bits["region"] = Bits(Vocabulary(self._regions))

    def add(self, keys: list[int] | None = None) -> None:
        """Read records; earlier rows of the same keys are no longer live."""
        before = len(self.keys.view())
        live: Mask = self.live.copy()
        if keys:
            given = np.array(keys, np.int64)
            rows = self._rows_of(given)
            live[rows[rows >= 0]] = False
            self.row_of[given[rows >= 0]] = -1
        for read in read_records(keys):
            size = len(self.keys.view())
            added = np.arange(size, size + len(read.keys))
            self.keys.extend(read.keys)
            for name, column in self.values.items():
                column.extend(read.values[name])
            for name in ENUMERATIONS:
                self.bits[name].add(added, read.values[name])
            for name in _COUNTED:
                self.bits[name].add_values(added, read.values[name])
            steps = np.searchsorted(QUALITY_STEPS, read.values["quality"], side="right") - 1
            self.bits["quality"].add_values(added, steps)
        found = self.keys.view()
        fresh = np.ones(len(found) - before, np.bool_)
        self.live = np.concatenate([live, fresh])
        self._note_rows(found[before:], before)
        if keys is None:
            self.texts.begin(len(found))
        else:
            self.texts.add(read_words(found[before:].tolist()))
        for name in SETS:
            for records, values in read_pairs(name, keys):
                rows = self._rows_of(records)
                self._add_pairs(name, rows, values)

    def _add_pairs(self, name: str, rows: NDArray[np.int32], values: Sequence[Any]) -> None:
        """Note which rows have which values; those without a row are passed over."""
        vocabulary = (self.bits.get(name) or self.pairs[name]).vocabulary
        numbers = np.fromiter(map(vocabulary.number, values), np.int32, len(rows))
        rows, numbers = rows[rows >= 0], numbers[rows >= 0]
        if name in self.pairs:
            self.pairs[name].rows.extend(rows)
            self.pairs[name].numbers.extend(numbers)
        if name in self.bits:
            self.bits[name].add(rows, numbers)
        if name == "country":
            for number, inside in enumerate(self._regions.values()):
                lies = np.zeros(len(vocabulary.values), np.bool_)
                lies[vocabulary.known(inside)] = True
                there = rows[lies[numbers]]
                self.bits["region"].add(there, np.full(len(there), number))

    def _rows_of(self, keys: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the latest row of each key, -1 where there is none."""
        rows = np.full(len(keys), -1, np.int32)
        known = keys < len(self.row_of)
        rows[known] = self.row_of[keys[known]]
        return rows

    def _note_rows(self, keys: NDArray[np.int64], first: int) -> None:
        if not len(keys):
            return
        top = int(keys.max()) + 1
        if top > len(self.row_of):
            larger = np.full(top + top // 8 + 64, -1, np.int32)
            larger[: len(self.row_of)] = self.row_of
            self.row_of = larger
        self.row_of[keys] = np.arange(first, first + len(keys), dtype=np.int32)

    def columns(self, orders: dict[str, Rows] | None = None) -> Columns:
        """Cut the state as it is now."""
        return Columns(
            keys=self.keys.view(),
            live=self.live,
            values={name: column.view() for name, column in self.values.items()},
            bits=self.bits,
            pairs={name: each.view() for name, each in self.pairs.items()},
            row_of=self.row_of,
            texts=self.texts,
            country_names=self.country_names,
            _orders=orders or {},
        )


class _Keeper:
    """The state of this process, and the end of the record of changes at which it was true."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._store: _Store | None = None
        self._columns: Columns | None = None
        self._end: End = (-1, "")

    def current(self) -> Columns:
        with self._lock:
            # The end is read before the rows: they are then at least as new as it says.
            end = Head.objects.filter(pk=1).values_list("length", "digest").first() or (0, "")
            if self._columns is None or end != self._end:
                self._columns = self._moved(end)
                self._end = end
            return self._columns

    def _moved(self, end: End) -> Columns:
        old, store = self._columns, self._store
        changed = _changed_since(self._end, end) if old is not None else None
        if old is None or store is None or changed is None:
            store = self._store = _Store()
            store.add()
            return store.columns()
        if changed:
            store.add(changed)
            return store.columns(_carried(old, store))
        # Something else changed, perhaps the name of an organisation: masks are made anew.
        return store.columns(dict(old._orders))

    def forget(self) -> None:
        with self._lock:
            self._store, self._columns, self._end = None, None, (-1, "")


_keeper = _Keeper()


def current_columns() -> Columns:
    """Return the columns as the database has them now."""
    return _keeper.current()


def read_ahead() -> None:
    """Read what searches need, so that the first reader need not wait; for a thread of its own."""
    try:
        RECORDS.read_ahead()
        columns = current_columns()
        columns.pairs["party"].most(columns.published(), 1)
        for name in ORDERS:
            columns.order(name)
    except DatabaseError:
        logging.getLogger(__name__).warning("The columns of the register could not be read yet.")
    finally:
        connections.close_all()


def forget_columns() -> None:
    """Read everything anew next time: somebody wrote rows of which no entry tells."""
    _keeper.forget()


def _changed_since(known: End, end: End) -> list[int] | None:
    """Return the keys of the records that changed from one end to the other; None for too many,
    or where that cannot be told.
    """
    if end[0] < known[0]:
        return None
    if known[0] and not Entry.objects.filter(number=known[0], digest=known[1]).exists():
        return None
    entries = Entry.objects.filter(number__gt=known[0])
    others = entries.exclude(root_type=_RECORD).filter(
        (models.Q(object_type__startswith="register.") & ~models.Q(object_type__in=_WITHOUT_EFFECT))
        | models.Q(object_type__in=_CLASSIFICATIONS)
    )
    if others.exists():
        return None
    roots = entries.filter(root_type=_RECORD).values_list("root_id", flat=True).distinct()
    found = list(roots[: FEW + 1])
    return None if len(found) > FEW else [int(key) for key in found]


def _carried(old: Columns, store: _Store) -> dict[str, Rows]:
    """Keep the order of changes, as long as what changed now changed last; others are made anew."""
    order = old._orders.get("changed")
    if order is None:
        return {}
    changed, keys = store.values["changed"].view(), store.keys.view()
    if len(keys) > old.size > 0 and changed[old.size :].min() <= changed[: old.size].max():
        return {}
    fresh = np.lexsort((keys[old.size :], changed[old.size :]))[::-1] + old.size
    return {"changed": np.concatenate([fresh, order])}
