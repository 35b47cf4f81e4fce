"""Turns the header and cells of a table into rows of the pipeline: the same for CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext_noop as _

from serai.foundation.tables import unguarded
from serai.track.register.exchange.columns import BY_NAME, Column, read_cell
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.rows import ImportRow, Place


class Header:
    """The columns of one file, in their order; what is wrong with them is in ``problems``."""

    def __init__(self, file: str, line: int, cells: Sequence[str]) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.columns: list[Column | None] = []
        self.names = [cell.strip() for cell in cells]
        while self.names and not self.names[-1]:
            self.names.pop()
        self.width = len(self.names)
        seen: dict[str, str] = {}
        for position, name in enumerate(self.names, 1):
            column = BY_NAME.get(name) or BY_NAME.get(name.lower())
            if column is None:
                self.problems.append(_unknown(file, line, name, position))
            elif column.name in seen:
                message = Message(
                    _("the column stands here twice, as %(one)s and %(other)s"),
                    one=seen[column.name], other=name,
                )  # fmt: skip
                self.problems.append(Problem(file, line, name, "duplicate-column", message))
                column = None
            else:
                seen[column.name] = name
            self.columns.append(None if column and column.is_for_information else column)
        self.places = {
            (f"{column.field}.{column.language}" if column.language else column.field): name
            for column, name in zip(self.columns, self.names, strict=True)
            if column
        }
        for column, name in zip(self.columns, self.names, strict=True):
            if column and column.language:
                self.places.setdefault(column.field, name)
        self._readers = [
            (column, column.field, column.language) if column else None for column in self.columns
        ]
        self._empty: dict[str, Any] = {}
        """What a line states whose cells are all empty; texts are never changed in place."""
        for column in filter(None, self.columns):
            if column.language:
                self._empty.setdefault(column.field, {})[column.language] = ""
            else:
                self._empty[column.field] = ""

    def values(self, cells: Sequence[Any]) -> dict[str, Any]:
        """Turn the cells of a line into the values of a row."""
        values = self._empty.copy()
        for reader, cell in zip(self._readers, cells, strict=False):
            # Most cells are empty.
            if cell == "" or cell is None or reader is None:
                continue
            column, field, language = reader
            value = cell
            if isinstance(cell, str):
                text = cell.strip()
                if not text:
                    continue
                value = read_cell(column, unguarded(text) if text[0] == "'" else text)
            values[field] = {**values[field], language: value} if language else value
        return values


class CellRow(ImportRow):
    """A row of a table. Its cells are read by whoever asks for its values first, which may be
    another process.
    """

    __slots__ = ("_cells", "_header")

    def __init__(self, header: Header, line: int, cells: Sequence[Any]) -> None:
        self.file = header.file
        self.line = line
        self.left_out = {}
        self._header = header
        self._cells = cells

    def __getattr__(self, name: str) -> Any:
        if name == "values":
            self.values = self._header.values(self._cells)
            return self.values
        if name == "places":
            self.places = CellPlaces(self.line, self._header.places)
            return self.places
        raise AttributeError(name)

    def __reduce__(self) -> tuple[Any, ...]:
        return CellRow, (self._header, self.line, self._cells)


class CellPlaces(Mapping[str, Place]):
    """Where the fields of one line stand: in the columns of the file."""

    __slots__ = ("_line", "_names")

    def __init__(self, line: int, names: Mapping[str, str]) -> None:
        self._line = line
        self._names = names

    def __getitem__(self, path: str) -> Place:
        return Place(self._line, self._names[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def read_table(
    file: str, lines: Iterable[tuple[int, Sequence[Any]]]
) -> Iterator[ImportRow | Problem]:
    """Turn the lines of a table, with their numbers, into rows; the first is the header."""
    iterator = iter(lines)
    first = next(((line, cells) for line, cells in iterator if any(cells)), None)
    if first is None:
        message = Message(_("the file is empty: its first line names the columns"))
        yield Problem(file, 1, "", "empty-file", message)
        return
    header = Header(file, first[0], [str(cell or "") for cell in first[1]])
    yield from header.problems
    width = header.width
    for line, cells in iterator:
        if len(cells) != width:
            if not any(cells):
                continue
            if any(cells[width:]) or len(cells) < width:
                yield Problem(
                    file, line, "", "wrong-number-of-cells",
                    Message(
                        _("it has %(cells)s cells, the header has %(width)s: put texts that "
                          "contain the separator into quotation marks"),
                        cells=len(cells), width=width,
                    ),
                )  # fmt: skip
                continue
        elif not any(cells):
            continue
        yield CellRow(header, line, cells)


def _unknown(file: str, line: int, name: str, position: int) -> Problem:
    if not name:
        return Problem(file, line, f"column {position}", "unnamed-column",
                       Message(_("the column has no name in the header")))  # fmt: skip
    near = get_close_matches(name.lower(), list(BY_NAME), n=1, cutoff=0.6)
    name, nearest = name[:60], near[0] if near else ""
    template = _("there is no column “%(name)s”; the template has all of them")
    if nearest:
        template = _("there is no column “%(name)s”: did you mean %(nearest)s?")
    message = Message(template, name=name, nearest=nearest)
    return Problem(file, line, name, "unknown-column", message)
