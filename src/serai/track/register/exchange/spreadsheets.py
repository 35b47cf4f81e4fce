"""Reads XLSX files as people have them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.tabular import read_table

SHEET = "records"
_LARGEST = 4 * 1024**3
"""Bytes that a workbook may unpack to."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+\d+)"')


def read_xlsx(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Give the rows of the sheet “records”, else of the first sheet, and the faults of its form."""
    from openpyxl import load_workbook  # A tenth of a second that most processes never need.
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as package:
            if sum(each.file_size for each in package.infolist()) > _LARGEST:
                message = Message(_("the workbook is too large: use CSV"))
                yield Problem(name, 1, "", "too-large", message)
                return
        book = load_workbook(path, read_only=True, data_only=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        message = Message(_("this is not an XLSX workbook: save it as .xlsx"))
        yield Problem(name, 1, "", "not-xlsx", message)
        return
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    problems: list[Problem] = list(_merged(path, sheet, name))
    headers: list[str] = []

    def lines() -> Iterator[tuple[int, list[Any]]]:
        width = 0
        for line, cells in enumerate(sheet.iter_rows(), 1):
            values = [_value(cell, line, headers, name, problems) for cell in cells]
            while values and values[-1] is None:
                values.pop()
            if not values:
                continue
            if not headers:
                headers.extend(str(value or "") for value in values)
                width = len(values)
            yield line, values + [None] * (width - len(values))

    try:
        for row in read_table(name, lines()):
            yield from problems
            problems.clear()
            yield row
        yield from problems
    finally:
        book.close()


def _value(
    cell: Any, line: int, headers: list[str], file: str, problems: list[Problem]
) -> str | None:
    """The text of a cell, as CSV would have it."""
    value = cell.value
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if cell.data_type == "f":
            column = cell.column - 1
            field = headers[column] if column < len(headers) else cell.coordinate
            problems.append(
                Problem(
                    file,
                    line,
                    field,
                    "formula",
                    Message(
                        _("cell %(cell)s holds a formula: paste its value"), cell=cell.coordinate
                    ),
                )
            )
            return None
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return str(value)


def _merged(path: Path, sheet: Any, file: str) -> Iterator[Problem]:
    with zipfile.ZipFile(path) as package, package.open(sheet._worksheet_path.lstrip("/")) as part:
        for letter, line, end in _MERGED.findall(part.read()):
            start = (letter + line).decode()
            yield Problem(file, int(line), "", "merged-cells",
                          Message(_("the cells %(start)s to %(end)s are merged: divide them, and "
                                    "repeat what holds for each"),
                                  start=start, end=end.decode()))  # fmt: skip
