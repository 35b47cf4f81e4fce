"""Writes the template that people fill in: import it only where one is wanted."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from serai.foundation.directory.models import Country, Field, Goal, Theme
from serai.track.register.exchange.columns import COLUMNS
from serai.track.register.exchange.shape import CHOICES, PARTS
from serai.track.register.exchange.spreadsheets import SHEET


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


def csv_template() -> bytes:
    """Return the header and the example as CSV."""
    columns = [column for column in COLUMNS if not column.is_for_information]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    writer.writerow([column.example for column in columns])
    return text.getvalue().encode()


def _explain(book: Workbook, columns: list[Any]) -> None:
    sheet = book.create_sheet("columns")
    sheet.append([_("Column"), _("Explanation"), _("Example"), _("Allowed values")])
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
