"""Writes records as tables: CSV, CSV with its schema, XLSX, Parquet; streamed, in flat memory."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from serai.foundation.file_kinds import XLSX
from serai.foundation.tables import CSV, guarded, sheet_text
from serai.track.register.exchange.csv_reading import read_csv
from serai.track.register.exchange.datapackage import described
from serai.track.register.exchange.formats import (
    ExportContext,
    Format,
    Records,
    register_format,
)
from serai.track.register.exchange.parquet import read_parquet, stream_parquet
from serai.track.register.exchange.sinks import Sink
from serai.track.register.exchange.spreadsheets import read_xlsx
from serai.track.register.exchange.table_rows import NAMES, guard, made_of, rows_of, written

XLSX_ROWS = 1_048_575
"""How many records a sheet holds beside its header."""
_PACKAGE_PIECE = 1 << 16


def stream_csv(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write RFC 4180: UTF-8, commas, CRLF; texts that look like formulas are guarded."""
    yield ",".join(NAMES).encode() + b"\r\n"
    yield from made_of(
        records, context, lambda rows: "".join([f"{written(row)}\r\n" for row in rows]).encode()
    )


def stream_csv_package(records: Records, context: ExportContext) -> Iterator[bytes]:
    """Write a Frictionless Data Package as a ZIP file: the CSV file and what describes it."""
    sink = Sink()
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
    from openpyxl import Workbook  # A tenth of a second that most processes never need.

    book = Workbook(write_only=True)
    sheet = book.create_sheet("records")
    sheet.freeze_panes = "A2"
    sheet.append(NAMES)
    for rows in rows_of(records, context):
        for row in rows:
            guard(row)
            sheet.append([sheet_text(cell) if isinstance(cell, str) else cell for cell in row])
    about = book.create_sheet("about")
    for name, value in described(context).items():
        if isinstance(value, str):
            about.append([name, guarded(value)])
    with tempfile.TemporaryFile(prefix="serai-export-") as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(_PACKAGE_PIECE):
            yield piece


_PARTS_LOST = _(
    "The sources of single parties, events and measures; those of the record and its fields are "
    "there."
)

register_format(Format(
    name="csv", label="CSV", extension="csv", media_type=CSV,
    stream=stream_csv, read=read_csv, loses=_PARTS_LOST, bytes_per_record=900, position=10,
))  # fmt: skip
register_format(Format(
    name="csv-package", label=_("CSV with Table Schema (ZIP)"), extension="zip",
    media_type="application/zip", stream=stream_csv_package, loses=_PARTS_LOST,
    bytes_per_record=200, position=11,
))  # fmt: skip
register_format(Format(
    name="xlsx", label="XLSX", extension="xlsx",
    media_type=XLSX.media_type,
    stream=stream_xlsx, read=read_xlsx, loses=_PARTS_LOST, bytes_per_record=450, position=20,
    row_limit=XLSX_ROWS,
))  # fmt: skip
register_format(Format(
    name="parquet", label="Parquet", extension="parquet",
    media_type="application/vnd.apache.parquet", stream=stream_parquet, read=read_parquet,
    loses=_PARTS_LOST, bytes_per_record=200, position=30,
))  # fmt: skip
