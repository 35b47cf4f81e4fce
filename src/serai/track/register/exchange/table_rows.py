"""The cells of records, as every tabular format begins with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from serai.track.register.exchange.columns import COLUMNS, Cell, guarded, row_of
from serai.track.register.exchange.formats import ExportContext, Records
from serai.track.register.exchange.provenance import Provenance
from serai.track.register.exchange.reading import pieces, plain_records

NAMES = [column.name for column in COLUMNS]
_INFORMATION = next(at for at, column in enumerate(COLUMNS) if column.is_for_information)
FLAGS = [at for at, column in enumerate(COLUMNS) if column.type == "boolean"]
_TEXTS = [
    at for at, column in enumerate(COLUMNS)
    if column.type == "string" and not column.choices
    and column.name not in {"code", "key", "started_on", "ended_on", "address", "changed_at"}
]  # fmt: skip


def rows_of(records: Records, context: ExportContext) -> Iterator[list[list[Cell]]]:
    """Give the cells of records, a piece at a time, in the order of `COLUMNS`."""
    provenance = Provenance(context)
    for keys in pieces(records):
        found = plain_records(keys, public=context.public)
        provenance.read(found)
        rows = []
        for plain in found:
            row = row_of(plain)
            row[_INFORMATION:] = provenance.cells(plain)
            rows.append(row)
        yield rows


def guard(row: list[Any]) -> None:
    """Guard the texts of a row that spreadsheets would take for formulas; numbers are none."""
    for at in _TEXTS:
        cell = row[at]
        if cell and cell[0] in "'=+-@\t\r":
            row[at] = guarded(cell)
