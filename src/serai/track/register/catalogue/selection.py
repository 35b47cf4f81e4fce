"""What a filter lets through: counted, put in order, cut into pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
from django.utils.translation import get_language
from numpy.typing import NDArray

from serai.foundation.search.query import Node
from serai.track.register.catalogue.bits import Mask
from serai.track.register.catalogue.columns import NAME_ORDERS, Columns, Rows
from serai.track.register.catalogue.searching import answer_best, levels, mask_of

if TYPE_CHECKING:
    from serai.track.register.facets import Facet, Option


class Selection(Sequence[int]):
    """The keys of the records that pass, in an order: long, but only what is looked at is sorted.

    All of it is worked out from one state of the columns, so that counts, facets and pages agree.
    """

    def __init__(
        self,
        columns: Columns,
        chosen: Mapping[Facet, Sequence[str]],
        search: Node | None = None,
        *,
        sort: str = "changed",
        of_every_stage: bool = False,
    ) -> None:
        self._columns = columns
        self._masks = {facet: facet.mask(columns, values) for facet, values in chosen.items()}
        self._base = columns.live if of_every_stage else columns.published()
        self._search = search
        self._sort = sort
        if search is not None:
            self._base = self._base & mask_of(search, columns)

    def mask(self, *, without: Facet | None = None) -> Mask:
        """Mark the rows that pass, leaving out one of the facets if it is named."""
        if without is not None and without not in self._masks:
            return self._mask
        found = self._base
        for facet, mask in self._masks.items():
            if facet is not without:
                found = found & mask
        return found

    @cached_property
    def _mask(self) -> Mask:
        return self.mask()

    @cached_property
    def _count(self) -> int:
        return int(np.count_nonzero(self._mask))

    @property
    def columns(self) -> Columns:
        """The state from which it is worked out."""
        return self._columns

    def options(self, facet: Facet) -> list[Option]:
        """Count the values of a facet among the records that pass all others."""
        return facet.options(self._columns, self.mask(without=facet))

    def keys(self) -> NDArray[np.int64]:
        """Return the keys in no order."""
        found: NDArray[np.int64] = self._columns.keys[self._mask]
        return found

    def __len__(self) -> int:
        return self._count

    def count(self, value: object = None) -> int:
        """Return how many pass. The paginator asks it, and `Sequence` has it with a value."""
        return self._count if value is None else int(value in self.keys())

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> list[int]: ...
    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        first, last, _step = place.indices(len(self))
        if first >= last:
            return []
        rows = (
            self._best(self._search, first, last)
            if self._sort == "relevance" and self._search is not None
            else _walked(self._order, self._mask, first, last)
        )
        return [int(key) for key in self._columns.keys[rows]]

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    @property
    def _order(self) -> Rows:
        """All rows in the order asked for; of what answers as well the last change comes first."""
        name = "changed" if self._sort == "relevance" else self._sort
        in_language = f"{name}:{get_language()}"
        return self._columns.order(in_language if in_language in NAME_ORDERS else name)

    def _best(self, search: Node, first: int, last: int) -> Rows:
        """Return the rows at places of the order of relevance: one level of it after the other."""
        if last <= _FEW:
            latest = _walked(self._order, self._mask, 0, 4 * last)
            best = latest[answer_best(search, self._columns, latest)]
            if len(best) >= last:
                return best[first:last]
        found: list[Rows] = []
        passed = 0
        for level in levels(search, self._columns, self._mask):
            count = int(np.count_nonzero(level))
            if first < passed + count:
                start = max(first - passed, 0)
                found.append(_walked(self._order, level, start, min(last - passed, count)))
            passed += count
            if last <= passed:
                break
        return np.concatenate(found)


_STEP = 1 << 16
_FEW = 100
"""Up to which place of the order of relevance the latest rows are looked at first."""


def _walked(order: Rows, mask: Mask, first: int, last: int) -> Rows:
    """Return the marked rows from the place ``first`` in an order up to ``last``."""
    found: list[Rows] = []
    passed = 0
    for at in range(0, len(order), _STEP):
        rows = order[at : at + _STEP]
        rows = rows[mask[rows]]
        if first < passed + len(rows):
            found.append(rows[max(first - passed, 0) : last - passed])
        passed += len(rows)
        if last <= passed:
            break
    return np.concatenate(found) if found else order[:0]
