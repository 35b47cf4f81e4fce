"""Reads Parquet files whose columns are those of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from serai.track.register.exchange.problems import Problem
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.tabular import read_table


def read_parquet(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Give the rows of a Parquet file; its lines are its rows, after a header."""
    try:
        file = parquet.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        reason = str(error).splitlines()[0]
        yield Problem(name, 1, "", "not-parquet", f"this is not a Parquet file: {reason}")
        return
    with file:
        yield from read_table(name, _lines(file))


def _lines(file: parquet.ParquetFile) -> Iterator[tuple[int, list[Any]]]:
    yield 1, list(file.schema_arrow.names)
    line = 1
    for batch in file.iter_batches(batch_size=2_000):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            line += 1
            yield line, list(cells)
