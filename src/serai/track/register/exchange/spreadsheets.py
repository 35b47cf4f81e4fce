"""Reads XLSX files, and writes the template that people fill in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from serai.foundation.directory.models import Country, Field, Goal, Theme
from serai.track.register.exchange.columns import COLUMNS
from serai.track.register.exchange.problems import Problem
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.shape import CHOICES, PARTS
from serai.track.register.exchange.tabular import read_table

SHEET = "records"
_LARGEST = 4 * 1024**3
"""Bytes that a workbook may unpack to."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+\d+)"')


def read_xlsx(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Give the rows of the sheet “records”, else of the first sheet, and the faults of its form."""
    try:
        with zipfile.ZipFile(path) as package:
            if sum(each.file_size for each in package.infolist()) > _LARGEST:
                yield Problem(name, 1, "", "too-large", "the workbook is too large: use CSV")
                return
        book = load_workbook(path, read_only=True, data_only=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        yield Problem(name, 1, "", "not-xlsx", "this is not an XLSX workbook: save it as .xlsx")
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
                    f"cell {cell.coordinate} holds a formula: paste its value",
                )
            )
            return None  # fmt: skip
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
                          f"the cells {start} to {end.decode()} are merged: divide them, and "
                          "repeat what holds for each")  # fmt: skip


_EXPLAINED = gettext_lazy("Explanation")


def template() -> bytes:
    """Return an empty workbook to fill in: header and an example; what each column may hold, in
    the active language; and the codes. Closed lists can be chosen from in the cells.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    columns = [column for column in COLUMNS if not column.is_for_information]
    bold, shade = Font(bold=True), PatternFill("solid", fgColor="EFEAE0")
    for number, column in enumerate(columns, 1):
        head = sheet.cell(1, number, column.name)
        assert isinstance(head, SheetCell)
        head.font, head.fill = bold, shade
        head.comment = Comment(str(column.explanation), "Serai")
        sheet.cell(2, number, column.example or None)
        sheet.column_dimensions[get_column_letter(number)].width = max(14, len(column.name) + 2)
    sheet.freeze_panes = "A2"
    _explain(book, columns)
    where = _codes(book)
    for number, column in enumerate(columns, 1):
        if column.type == "boolean":
            rule = DataValidation(type="list", formula1='"true,false"', allow_blank=True)
        elif column.field in where:
            rule = DataValidation(type="list", formula1=where[column.field], allow_blank=True)
        else:
            continue
        letter = get_column_letter(number)
        rule.add(f"{letter}2:{letter}10000")
        sheet.add_data_validation(rule)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _explain(book: Workbook, columns: list[Any]) -> None:
    sheet = book.create_sheet("columns")
    sheet.append([_("Column"), str(_EXPLAINED), _("Example"), _("Allowed values")])
    for column in columns:
        allowed = ", ".join(column.choices)
        if column.field in PARTS:
            lists = [
                f"{name}: {', '.join(choices)}"
                for (part, name), choices in CHOICES.items()
                if part == column.field
            ]
            allowed = "; ".join(lists)
        sheet.append([column.name, str(column.explanation), column.example, allowed])
    for letter, width in (("A", 26), ("B", 80), ("C", 40), ("D", 100)):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)


def _codes(book: Workbook) -> dict[str, str]:
    """Write the sheet of codes; return where the list of each field stands in it."""
    sheet = book.create_sheet("codes")
    lists: dict[str, list[tuple[str, str]]] = {
        field: [(choice, "") for choice in choices]
        for (part, field), choices in CHOICES.items()
        if not part
    }
    lists["place_country"] = [(each.pk, str(each)) for each in Country.objects.all()]
    lists["fields"] = [(each.pk, str(each)) for each in Field.objects.all()]
    lists["goals"] = [(str(each.pk), str(each)) for each in Goal.objects.all()]
    lists["themes"] = [(each.key or each.code, str(each)) for each in Theme.objects.all()]
    where = {}
    for number, (field, values) in enumerate(lists.items()):
        left = 2 * number + 1
        sheet.cell(1, left, field).font = Font(bold=True)
        for line, (code, label) in enumerate(values, 2):
            sheet.cell(line, left, code)
            sheet.cell(line, left + 1, label or None)
        letter = get_column_letter(left)
        # Several can stand in a cell of these, so a list to choose one from would be in the way.
        if values and field not in {"fields", "goals", "themes"}:
            where[field] = f"codes!${letter}$2:${letter}${len(values) + 1}"
    return where
