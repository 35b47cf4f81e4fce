"""Tables for spreadsheets: CSV that Excel opens as it is meant, and workbooks.

A day, a time and a number stay what they are, so that they can be sorted and added up. No text is
a formula (`guarded`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any
from unicodedata import east_asian_width

from django.http import HttpResponse
from django.utils.translation import get_language

from serai.foundation.file_kinds import XLSX
from serai.foundation.languages import RIGHT_TO_LEFT

Cell = str | int | float | date | time | None
Rows = Iterable[Sequence[Cell]]

CSV = "text/csv; charset=utf-8"
NARROWEST, WIDEST = 8, 48
"""Characters of a column of a workbook."""
LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""

# Spreadsheets take a text that begins like this for a formula, whoever wrote it.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
# XML 1.0 has no characters like these.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMATS = {date: "yyyy-mm-dd", time: "hh:mm"}


def guarded(text: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula: an apostrophe stands before it.

    `unguarded` takes it away again; a text that begins with apostrophes and one of the signs gets
    one more, so that nothing is lost.
    """
    return f"'{text}" if text and text[0] in "'=+-@\t\r" and _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """Take the apostrophe away that `guarded` put before a text."""
    return text[1:] if text and text[0] == "'" and _DANGEROUS.match(text) else text


def sheet_text(text: str) -> str:
    """The part of a text that a cell of a workbook can hold."""
    return _ILLEGAL.sub("", text)[:LONGEST]


def write_csv(head: Sequence[str], rows: Rows) -> bytes:
    """Write CSV in UTF-8, with the mark by which spreadsheets know it; days and times are ISO."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([guarded(name) for name in head])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes")
    return guarded(cell) if isinstance(cell, str) else cell


def write_xlsx(head: Sequence[str], rows: Rows, *, title: str) -> bytes:
    """Write a workbook of one sheet: its head stays, filters, and its columns can be read.

    In a language that is written from right to left the first column is on the right.
    """
    from openpyxl import Workbook  # A tenth of a second that most processes never need.
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    lines = [list(row) for row in rows]

    def made(value: Cell) -> Any:
        if isinstance(value, str):
            return sheet_text(guarded(value)) or None
        if type(value) not in _FORMATS:
            return value
        cell: Any = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = _FORMATS[type(value)]
        return cell

    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = get_language() in RIGHT_TO_LEFT
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(lines) + 1}"
    for number, name in enumerate(head):
        width = max([_width(name) + 3, *(_width(row[number]) + 1 for row in lines)])
        column = sheet.column_dimensions[get_column_letter(number + 1)]
        column.width = min(max(NARROWEST, width), WIDEST)
    names = [WriteOnlyCell(sheet, sheet_text(guarded(name))) for name in head]
    for cell in names:
        cell.font = Font(bold=True)
    sheet.append(names)
    for row in lines:
        sheet.append([made(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _width(cell: Cell) -> int:
    """How many characters wide a cell is written; one of Chinese takes the room of two."""
    if not isinstance(cell, str):
        return 0 if cell is None else 10
    longest = max(cell[:1000].split("\n"), key=len, default="")
    return len(longest) + sum(east_asian_width(sign) in "WF" for sign in longest)


def table_file(head: Sequence[str], rows: Rows, *, name: str, ending: str) -> HttpResponse:
    """Answer with a table as a file called ``name`` that ends in ``csv`` or ``xlsx``."""
    if ending == "xlsx":
        content, kind = write_xlsx(head, rows, title=name[:31]), XLSX.media_type
    else:
        content, kind = write_csv(head, rows), CSV
    return HttpResponse(
        content, content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )  # fmt: skip
