"""Parquet, written and read; its columns are those of the tables.

pyarrow is loaded when it is needed: it doubles the memory of a process, and most never need it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from serai.track.register.exchange.columns import COLUMNS, Cell, Column
from serai.track.register.exchange.datapackage import described
from serai.track.register.exchange.formats import ExportContext, Records
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.sinks import Sink
from serai.track.register.exchange.table_rows import rows_of
from serai.track.register.exchange.tabular import read_table

_ROW_GROUP = 20_000


def stream_parquet(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write Parquet: one column each, typed, in groups of rows; cells as in CSV, unguarded."""
    import pyarrow as pa
    from pyarrow import parquet

    about = {name: value for name, value in described(context).items() if isinstance(value, str)}
    schema = pa.schema([(column.name, _type(column)) for column in COLUMNS], metadata=about)
    sink = Sink()
    waiting: list[list[Cell]] = []
    with parquet.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for rows in rows_of(records, context):
            waiting += rows
            if len(waiting) >= _ROW_GROUP:
                writer.write_table(_table(waiting, schema))
                waiting = []
                yield sink.take()
        if waiting:
            writer.write_table(_table(waiting, schema))
    yield sink.take()


def _table(rows: Sequence[Sequence[Cell]], schema: Any) -> Any:
    import pyarrow as pa

    arrays = []
    for column, cells in zip(COLUMNS, zip(*rows, strict=True), strict=True):
        values: Any = cells
        if column.type == "number":
            values = [float(str(cell)) if cell not in (None, "") else None for cell in cells]
        elif column.type != "string":
            values = [cell if cell != "" else None for cell in cells]
        arrays.append(pa.array(values, _type(column)))
    return pa.Table.from_arrays(arrays, schema=schema)


def _type(column: Column) -> Any:
    import pyarrow as pa

    types = {"integer": pa.int32, "number": pa.float64, "boolean": pa.bool_}
    return types.get(column.type, pa.string)()


def read_parquet(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Give the rows of a Parquet file; its lines are its rows, after a header."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        reason = str(error).splitlines()[0]
        message = Message(_("this is not a Parquet file: %(reason)s"), reason=reason)
        yield Problem(name, 1, "", "not-parquet", message)
        return
    with file:
        yield from read_table(name, _lines(file))


def _lines(file: Any) -> Iterator[tuple[int, list[Any]]]:
    yield 1, list(file.schema_arrow.names)
    line = 1
    for batch in file.iter_batches(batch_size=2_000):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            line += 1
            yield line, list(cells)
