"""Sheets of a workbook, and their cells as names, numbers and times of day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
from openpyxl.utils import get_column_letter

LARGEST = 10**12
"""The largest number a cell may hold: what is made of them must fit into 64 bits."""


class WorkbookError(Exception):
    """A workbook that is no instance of CoSPLib: the file, the sheet, the cell, what is wrong."""

    def __init__(self, problem: str, *, file: str, sheet: str = "", cell: str = "") -> None:
        place = ", ".join(filter(None, (file, sheet and f"sheet “{sheet}”", cell)))
        super().__init__(f"{place}: {problem}")


@dataclass(frozen=True)
class Sheet:
    """The values of a sheet. Rows and columns count from 0, as its cells from A1."""

    file: str
    title: str
    rows: Sequence[tuple[Any, ...]]

    def value(self, row: int, column: int) -> Any:
        """Return the value of a cell; None where it is empty, blank or beyond the sheet."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        value = self.rows[row][column]
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, row: int, column: int) -> str:
        """Return a cell as text on one line, "" where it is empty. A whole number has no point."""
        value = self.value(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else " ".join(str(value).split())

    def number(self, row: int, column: int) -> int:
        """Return a whole number that is not negative; an empty cell is 0."""
        value = self.value(row, column)
        if value is None:
            return 0
        try:
            number = float(str(value).strip().replace(",", "."))
        except ValueError:
            raise self.error(f"“{value}” is not a number.", row, column) from None
        if number > LARGEST:
            raise self.error(f"{value} is larger than {LARGEST:,}.", row, column)
        if not number.is_integer() or number < 0:
            raise self.error(f"{value} is not a whole number from 0 up.", row, column)
        return int(number)

    def time(self, row: int, column: int) -> int:
        """Return a time of day in minutes after midnight."""
        value = self.value(row, column)
        if isinstance(value, datetime | time):
            return value.hour * 60 + value.minute
        if isinstance(value, int | float) and 0 <= value <= 1:
            return round(value * 1440)
        if (found := re.fullmatch(r"(\d{1,2})[:.h](\d{2})(?::\d{2})?", str(value).strip())) and (
            int(found[1]) <= 24 and int(found[2]) < 60
        ):
            return int(found[1]) * 60 + int(found[2])
        shown = "an empty cell" if value is None else f"“{value}”"
        raise self.error(f"{shown} is not a time of day, such as 09:30.", row, column)

    def zone(self, row: int, column: int, *, default: int = 0) -> int:
        """Return by how many minutes a time zone such as GMT+2 is ahead of Greenwich."""
        text = self.text(row, column)
        if not text:
            return default
        found = re.fullmatch(
            r"(?:GMT|UTC)?\s*(?:([+−-])\s*(\d{1,2})(?::(\d{2}))?)?", text, re.IGNORECASE
        )
        if not found or int(found[2] or 0) > 14:
            raise self.error(f"“{text}” is not a time zone, such as GMT+2.", row, column)
        ahead = int(found[2] or 0) * 60 + int(found[3] or 0)
        return ahead if found[1] in {"+", None} else -ahead

    def people(self, row: int, column: int) -> frozenset[str]:
        """Return the names in a cell, which commas part, as in the library."""
        names = (name.strip() for name in self.text(row, column).split(","))
        return frozenset(filter(None, names))

    def filled_rows(self) -> Iterator[int]:
        """Yield the rows below the header in which anything stands."""
        for row in range(1, len(self.rows)):
            if any(self.value(row, column) is not None for column in range(len(self.rows[row]))):
                yield row

    def refuse_unknown_results(self, formulas: Sheet) -> None:
        """Refuse a formula whose result was not saved; it would be read as an empty cell."""
        for row, cells in enumerate(formulas.rows):
            for column, cell in enumerate(cells):
                is_formula = isinstance(cell, str) and cell.startswith("=")
                if is_formula and self.value(row, column) is None:
                    raise self.error(
                        "the result of the formula is not in the file; save it with Excel first.",
                        row, column,
                    )  # fmt: skip

    def error(self, problem: str, row: int, column: int) -> WorkbookError:
        """Return the error that names a cell."""
        cell = f"{get_column_letter(column + 1)}{row + 1}"
        return WorkbookError(problem, file=self.file, sheet=self.title, cell=cell)


class Workbook:
    """The sheets of a workbook, by title; spaces and upper case make no difference."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self._sheets = self._read(path, values=True)
            with ZipFile(path) as parts:
                has_formulas = any(
                    b"<f>" in parts.read(part) or b"<f " in parts.read(part)
                    for part in parts.namelist()
                    if part.startswith("xl/worksheets/") and part.endswith(".xml")
                )
            formulas = self._read(path, values=False) if has_formulas else {}
        except Exception as error:  # noqa: BLE001 (the library raises whatever a broken file leads to)
            raise WorkbookError(
                f"it cannot be read as an Excel workbook ({error}).", file=self.name
            ) from None
        for title, sheet in formulas.items():
            self._sheets[title].refuse_unknown_results(sheet)

    def _read(self, path: Path, *, values: bool) -> dict[str, Sheet]:
        """Read all sheets: what Excel last worked out, or the formulas themselves."""
        book = openpyxl.load_workbook(path, data_only=values, read_only=True)
        try:
            return {
                plain(sheet.title): Sheet(self.name, sheet.title, list(map(_trimmed, sheet.values)))
                for sheet in book.worksheets
            }
        finally:
            book.close()

    def sheet(self, title: str) -> Sheet:
        """Return the sheet of a title, which must be there."""
        found = self.sheet_or_none(title)
        if found is None:
            raise WorkbookError(f"there is no sheet “{title}”.", file=self.name)
        return found

    def sheet_or_none(self, title: str) -> Sheet | None:
        """Return the sheet of a title, if there is one."""
        return self._sheets.get(plain(title))


class Names:
    """Names of one kind, and where each stands: exactly, or else but for case and spaces."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.names: list[str] = []
        self._exact: dict[str, int] = {}
        self._plain: dict[str, int | None] = {}

    def add(self, name: str, sheet: Sheet, row: int) -> None:
        """Take a name that must be new."""
        if not name:
            raise sheet.error(f"the {self.kind} has no name.", row, 0)
        if name in self._exact:
            raise sheet.error(f"there are two {self.kind}s “{name}”.", row, 0)
        at = len(self.names)
        self.names.append(name)
        self._exact[name] = at
        # Two names that differ in case only can be told apart by nothing but their exact form.
        self._plain[plain(name)] = None if plain(name) in self._plain else at

    def find(self, name: str, sheet: Sheet, row: int, column: int) -> int:
        """Return where a name stands that must be known."""
        at = self._exact.get(name, self._plain.get(plain(name)))
        if at is None:
            raise sheet.error(f"there is no {self.kind} “{name}”.", row, column)
        return at

    def __contains__(self, name: str) -> bool:
        return name in self._exact or self._plain.get(plain(name)) is not None

    def __len__(self) -> int:
        return len(self.names)


def _trimmed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row without the empty cells at its end, of which formats leave thousands."""
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return row[:width]


def plain(text: str) -> str:
    """Return a text without the differences that people do not see as differences."""
    return " ".join(text.split()).casefold()
