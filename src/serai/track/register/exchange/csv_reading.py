"""Reads CSV files as people have them: any separator, any of the usual encodings."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_noop as _

from serai.track.register.exchange.columns import BY_NAME
from serai.track.register.exchange.encodings import find_encoding
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.tabular import read_table

_SEPARATORS = (",", ";", "\t", "|")
csv.field_size_limit(4 * 1024 * 1024)


def read_csv(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Give the rows of a CSV file and the faults of its form; lines are counted as editors do."""
    encoding = find_encoding(path)
    for line in encoding.bad_lines:
        message = Message(_("this line is not UTF-8 text: save the file as UTF-8"))
        yield Problem(name, line, "", "bad-encoding", message)
    yield from read_table(name, _lines(path, encoding.name))


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        separator = _separator(file.readline())
        file.seek(0)
        reader = csv.reader(file, delimiter=separator, strict=False)
        line = 1
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1


def _separator(header: str) -> str:
    """The separator by which the header falls into names of columns."""

    def known(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=separator), [])
        return sum(cell.strip().lower() in BY_NAME for cell in cells), len(cells)

    return max(_SEPARATORS, key=known)
