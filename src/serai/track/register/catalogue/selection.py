"""What a filter lets through: counted, put in order, cut into pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from serai.foundation.search.query import Node
from serai.track.register.catalogue.columns import (
    Columns,
    Mask,
    by_change,
    by_name,
    by_start,
)
from serai.track.register.catalogue.searching import mask_of, relevance

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
        language: str = "en",
        of_every_stage: bool = False,
    ) -> None:
        self._columns = columns
        self._masks = {facet: facet.mask(columns, values) for facet, values in chosen.items()}
        self._base = columns.live if of_every_stage else columns.published()
        self._search = search
        self._sort, self._language = sort, language
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
    def _rows(self) -> NDArray[np.int64]:
        return np.flatnonzero(self._mask)

    @property
    def columns(self) -> Columns:
        """The state from which it is worked out."""
        return self._columns

    def options(self, facet: Facet) -> list[Option]:
        """Count the values of a facet among the records that pass all others."""
        return facet.options(self._columns, self.mask(without=facet))

    def keys(self) -> NDArray[np.int64]:
        """Return the keys in no order."""
        found: NDArray[np.int64] = self._columns.keys[self._rows]
        return found

    def __len__(self) -> int:
        return len(self._rows)

    def count(self, value: object = None) -> int:
        """Return how many pass. The paginator asks it, and `Sequence` has it with a value."""
        return len(self._rows) if value is None else int(value in self.keys())

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
        ranks = self._ranks
        # Only what stands from the first to the last is put in order.
        order = np.argpartition(ranks, (first, last - 1))[first:last]
        order = order[np.argsort(ranks[order])]
        return [int(key) for key in self._columns.keys[self._rows[order]]]

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    @cached_property
    def _ranks(self) -> NDArray[np.float64]:
        """The place of each row in the order asked for: all different, the least is first."""
        columns, rows = self._columns, self._rows
        if self._sort == "name":
            language = self._language
            names = columns.order(f"name {language}", lambda each: by_name(each, language))
            return names[rows]
        if self._sort == "started":
            return -columns.order("started", by_start)[rows]
        changed = columns.order("changed", by_change)[rows]
        if self._sort == "relevance" and self._search is not None:
            scores = relevance(self._search, columns, rows)
            # There are few different scores: their steps are wider than all differences in time.
            _levels, level = np.unique(scores, return_inverse=True)
            return -(level * (columns.size + 1.0 + float(changed.max(initial=0))) + changed)
        return -changed
