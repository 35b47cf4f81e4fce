"""What the map, the timeline and the network count: from the same columns as the list."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from serai.track.register.catalogue.bits import Mask
from serai.track.register.catalogue.columns import Columns, Pairs


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the earth with places in it: its south-west corner, their middle, how many, and
    the key of the record where there is one only.
    """

    west: float
    south: float
    latitude: float
    longitude: float
    count: int
    key: int


def cells(columns: Columns, mask: Mask, size: float) -> Iterator[Cell]:
    """Put the marked records that have a place into squares of ``size`` degrees."""
    rows = np.flatnonzero(mask & columns.values["placed"])
    latitude = columns.values["latitude"][rows].astype(np.float64)
    longitude = columns.values["longitude"][rows].astype(np.float64)
    across = math.ceil(360 / size) + 1
    codes = np.floor((latitude + 90) / size).astype(np.int64) * across
    codes += np.floor((longitude + 180) / size).astype(np.int64)
    found, first, number, counts = np.unique(
        codes, return_index=True, return_inverse=True, return_counts=True
    )
    latitudes = np.bincount(number, latitude, len(found)) / np.maximum(counts, 1)
    longitudes = np.bincount(number, longitude, len(found)) / np.maximum(counts, 1)
    for place, code in enumerate(found.tolist()):
        yield Cell(
            west=code % across * size - 180,
            south=code // across * size - 90,
            latitude=float(latitudes[place]),
            longitude=float(longitudes[place]),
            count=int(counts[place]),
            key=int(columns.keys[rows[first[place]]]),
        )


def by_year(columns: Columns, mask: Mask) -> dict[int, int]:
    """Count the marked records of each year, and under 0 those of which no date is known."""
    counts: dict[int, int] = columns.counts("year", mask)
    return dict(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Together:
    """Who takes part, and who with whom: values with the number of their records, pairs of them
    with the number of records that both are in.
    """

    counts: dict[Any, int]
    pairs: dict[tuple[Any, Any], int]


def together(pairs: Pairs, mask: Mask, most: int) -> Together:
    """Count the ``most`` values that the most marked rows have, and each two of them in one row."""
    values = pairs.vocabulary.values
    counted = np.bincount(pairs.numbers[mask[pairs.rows]], minlength=len(values))
    first = np.argsort(-counted, kind="stable")[:most]
    first = first[counted[first] > 0]
    place = np.full(len(values), -1, np.int64)
    place[first] = np.arange(len(first))
    chosen = mask[pairs.rows] & (place[pairs.numbers] >= 0)
    rows, numbers = pairs.rows[chosen], place[pairs.numbers[chosen]]
    order = np.lexsort((numbers, rows))
    rows, numbers = rows[order], numbers[order]
    width = len(first)
    matrix = np.zeros(width * width, np.int64)
    # Sorted by row, two values of one row stand one, two, three … places apart.
    for step in range(1, width):
        same = rows[step:] == rows[:-step]
        if not same.any():
            break
        codes = numbers[:-step][same] * width + numbers[step:][same]
        matrix += np.bincount(codes, minlength=width * width)
    named = [values[number] for number in first]
    return Together(
        {named[at]: int(counted[first[at]]) for at in range(width)},
        {
            (named[code // width], named[code % width]): int(matrix[code])
            for code in np.flatnonzero(matrix).tolist()
        },
    )
