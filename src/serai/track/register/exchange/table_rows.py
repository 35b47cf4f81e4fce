"""The cells of records, as every tabular format begins with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection

from serai.foundation.bulk import prompt_threads
from serai.foundation.tables import guarded
from serai.track.register.exchange.columns import COLUMNS, Cell, row_of
from serai.track.register.exchange.formats import ExportContext, Records
from serai.track.register.exchange.provenance import Provenance
from serai.track.register.exchange.reading import pieces, plain_records
from serai.track.register.exchange.shape import Plain

Made = TypeVar("Made")

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
    return made_of(records, context, lambda rows: rows)


def made_of(
    records: Records, context: ExportContext, make: Callable[[list[list[Cell]]], Made]
) -> Iterator[Made]:
    """Give what is made of the cells of each piece of records.

    Where a server of its own answers, a thread makes it while the next piece is read, for half of
    the time would else be waiting. SQLite works in this process: there is nobody to wait for.
    """
    provenance = Provenance(context)

    def finished(found: list[Plain]) -> Made:
        rows = []
        for plain in found:
            row = row_of(plain)
            row[_INFORMATION:] = provenance.cells(plain)
            rows.append(row)
        return make(rows)

    def read() -> Iterator[list[Plain]]:
        organisations: dict[int, str] = {}
        for keys in pieces(records, context):
            found = plain_records(keys, public=context.public, organisations=organisations)
            provenance.read(found)
            yield found

    if connection.vendor == "sqlite":
        yield from map(finished, read())
        return
    with prompt_threads(), ThreadPoolExecutor(1, "export") as pool:
        made: Future[Made] | None = None
        for found in read():
            coming = pool.submit(finished, found)
            if made is not None:
                yield made.result()
            made = coming
        if made is not None:
            yield made.result()


def guard(row: list[Any]) -> None:
    """Guard the texts of a row that spreadsheets would take for formulas; numbers are none."""
    for at in _TEXTS:
        cell = row[at]
        if cell and cell[0] in "'=+-@\t\r":
            row[at] = guarded(cell)


_PLAIN = [
    at for at, column in enumerate(COLUMNS) if at not in {*_TEXTS, *FLAGS}
]  # fmt: skip
"""Keys, codes, dates and numbers."""


def written(row: list[Any]) -> str:
    """Write a row as a line of RFC 4180, guarded: a third faster than `csv`, which looks at each
    sign of each cell. The cells of the row are changed.
    """
    for at in FLAGS:
        row[at] = "true" if row[at] else "false"
    for at in _PLAIN:
        cell = row[at]
        if cell.__class__ is not str:
            row[at] = "" if cell is None else str(cell)
        elif "," in cell or '"' in cell:
            row[at] = _quoted(cell)
    for at in _TEXTS:
        cell = row[at]
        if not cell:
            row[at] = ""
            continue
        if cell[0] in "'=+-@\t\r":
            row[at] = cell = guarded(cell)
        if "," in cell or '"' in cell or "\n" in cell or "\r" in cell:
            row[at] = _quoted(cell)
    return ",".join(row)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
