"""Writes records as tables: CSV, CSV with its schema, XLSX, Parquet; streamed, in flat memory."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from pyarrow import parquet

from serai.track.register.exchange.columns import COLUMNS, Cell, guarded, row_of
from serai.track.register.exchange.csv_reading import read_csv
from serai.track.register.exchange.datapackage import described
from serai.track.register.exchange.formats import (
    ExportContext,
    Format,
    Records,
    register_format,
)
from serai.track.register.exchange.parquet_reading import read_parquet
from serai.track.register.exchange.provenance import Provenance
from serai.track.register.exchange.reading import pieces, plain_records
from serai.track.register.exchange.spreadsheets import read_xlsx

NAMES = [column.name for column in COLUMNS]
XLSX_ROWS = 1_048_575
"""How many records a sheet holds beside its header."""
_ROW_GROUP = 20_000
_PACKAGE_PIECE = 1 << 16


def rows_of(records: Records, context: ExportContext) -> Iterator[list[list[Cell]]]:
    """Give the cells of records, a piece at a time, in the order of `COLUMNS`."""
    provenance = Provenance(context)
    for keys in pieces(records):
        found = plain_records(keys, public=context.public)
        provenance.read(found)
        yield [[*row_of(plain), *provenance.cells(plain)] for plain in found]


def stream_csv(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write RFC 4180: UTF-8, commas, CRLF; texts that look like formulas are guarded."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(NAMES)
    for rows in rows_of(records, context):
        writer.writerows([[_csv_cell(cell) for cell in row] for row in rows])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    if text.tell():
        yield text.getvalue().encode()


def _csv_cell(cell: Cell) -> Cell:
    if not cell:
        return "false" if cell is False else cell
    if cell is True:
        return "true"
    if isinstance(cell, str) and cell[0] in "'=+-@\t\r":
        # A negative number is no formula.
        return cell if _is_number(cell) else guarded(cell)
    return cell


def _is_number(cell: str) -> bool:
    return cell[0] == "-" and cell[1:].replace(".", "", 1).isdigit()


def stream_csv_package(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write a Frictionless Data Package as a ZIP file: the CSV file and what describes it."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        with package.open("datapackage.json", "w") as file:
            text = json.dumps(described(context), ensure_ascii=False, indent=2)
            file.write(text.encode())
        with package.open("records.csv", "w", force_zip64=True) as file:
            for piece in stream_csv(records, context):
                file.write(piece)
                yield sink.take()
    yield sink.take()


def stream_xlsx(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write a workbook: one sheet with the records, one that says where they come from."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("records")
    sheet.freeze_panes = "A2"
    sheet.append(NAMES)
    for rows in rows_of(records, context):
        for row in rows:
            sheet.append([_xlsx_cell(cell) for cell in row])
    about = book.create_sheet("about")
    for name, value in described(context).items():
        if isinstance(value, str):
            about.append([name, guarded(value)])
    with tempfile.TemporaryFile(prefix="serai-export-") as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(_PACKAGE_PIECE):
            yield piece


def _xlsx_cell(cell: Cell) -> Any:
    if isinstance(cell, str) and cell:
        if cell[0] in "'=+-@\t\r" and not _is_number(cell):
            cell = guarded(cell)
        return _XLSX_ILLEGAL.sub("", cell)[:32_767]
    return cell


_XLSX_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TYPES = {"string": pa.string(), "integer": pa.int32(), "number": pa.float64(),
          "boolean": pa.bool_()}  # fmt: skip


def stream_parquet(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write Parquet: one column each, typed, in groups of rows; cells as in CSV, unguarded."""
    about = {name: value for name, value in described(context).items() if isinstance(value, str)}
    schema = pa.schema([(column.name, _TYPES[column.type]) for column in COLUMNS], metadata=about)
    sink = _Sink()
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


def _table(rows: Sequence[Sequence[Cell]], schema: pa.Schema) -> pa.Table:
    arrays = []
    for column, cells in zip(COLUMNS, zip(*rows, strict=True), strict=True):
        values: Any = cells
        if column.type == "number":
            values = [float(str(cell)) if cell not in (None, "") else None for cell in cells]
        elif column.type != "string":
            values = [cell if cell != "" else None for cell in cells]
        arrays.append(pa.array(values, _TYPES[column.type]))
    return pa.Table.from_arrays(arrays, schema=schema)


class _Sink(io.RawIOBase):
    """A file that is written once, from front to back, and taken away as it grows."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        held = bytes(piece)
        self._pieces.append(held)
        self._place += len(held)
        return len(held)

    def tell(self) -> int:
        return self._place

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


_PARTS_LOST = _(
    "The sources of single parties, events and measures; those of the record and its fields are "
    "there."
)

register_format(Format(
    name="csv", label="CSV", extension="csv", media_type="text/csv; charset=utf-8",
    stream=stream_csv, read=read_csv, loses=_PARTS_LOST, bytes_per_record=900, position=10,
))  # fmt: skip
register_format(Format(
    name="csv-package", label=_("CSV with Table Schema (ZIP)"), extension="zip",
    media_type="application/zip", stream=stream_csv_package, loses=_PARTS_LOST,
    bytes_per_record=200, position=11,
))  # fmt: skip
register_format(Format(
    name="xlsx", label="XLSX", extension="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    stream=stream_xlsx, read=read_xlsx, loses=_PARTS_LOST, bytes_per_record=450, position=20,
    row_limit=XLSX_ROWS,
))  # fmt: skip
register_format(Format(
    name="parquet", label="Parquet", extension="parquet",
    media_type="application/vnd.apache.parquet", stream=stream_parquet, read=read_parquet,
    loses=_PARTS_LOST, bytes_per_record=200, position=30,
))  # fmt: skip
