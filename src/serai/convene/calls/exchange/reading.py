"""Reads submissions from a table (CSV, XLSX) or from a schedule of another program."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.utils.translation import gettext as _

from serai.convene.calls.exchange.tables import COLUMNS, SPEAKER, fields_in, items_in
from serai.convene.calls.models import SESSION, Call
from serai.convene.programme.exchange.importing import read_schedule
from serai.convene.programme.exchange.schedule import Event
from serai.convene.programme.exchange.texts import plain_text
from serai.foundation.dataset.problems import DatasetError, Problem
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.tables import unguarded
from serai.track.register.exchange.encodings import find_encoding
from serai.track.register.exchange.xml import tagged_language

MOST_ROWS = 20_000
_QUESTION = re.compile(r"\[([0-9a-z]{10})\]\s*$")
_LARGEST = 256 * 1024**2
"""Bytes that a workbook may unpack to."""

_KINDS = {
    "keynote": "keynote", "talk": "talk", "lecture": "talk", "lightning_talk": "talk",
    "panel": "panel", "podium": "panel", "workshop": SESSION, "meeting": SESSION,
    "report": "report", "statement": "statement",
}  # fmt: skip
"""What the words of other programs for the type of an event mean here."""


@dataclass(slots=True)
class Row:
    """One submission as a file has it: texts by column, speakers by field, answers by question.

    ``lines`` are the lines of single fields, where the file tells them.
    """

    line: int
    values: dict[str, str]
    speakers: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    has: frozenset[str] = frozenset(COLUMNS)
    """The columns that the file has; what it has not is left as it is."""


def read_rows(content: bytes, *, name: str, call: Call) -> list[Row]:
    """Read a file, whichever of the formats it is in.

    Raises DatasetError with every fault by line and field.
    """
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"<", b"{"):
        schedule = read_schedule(content, name=name, edition=call.edition)
        return [_row_of_event(event) for event in schedule.events]
    lines = _xlsx_lines(content, name) if content[:2] == b"PK" else _csv_lines(content, name)
    return _table(list(lines), name, call)


def _row_of_event(event: Event) -> Row:
    language = tagged_language(event.language) if event.language else ""
    values = {
        "identifier": (event.guid or str(event.number or event.title))[:200],
        "title": event.title,
        "summary": plain_text(event.abstract),
        "description": plain_text(event.description),
        "language": language if language in LANGUAGE_CODES else "",
        "kind": _KINDS.get(event.kind.lower().replace(" ", "_"), "talk"),
        "minutes": str(round(event.duration.total_seconds() / 60) or ""),
        "section": event.track,
    }
    lines = {
        "title": "title", "summary": "abstract", "description": "description",
        "minutes": "duration", "section": "track", "speakers": "persons", "identifier": "guid",
    }  # fmt: skip
    return Row(
        event.place.line, values,
        speakers=[{"name": person.name} for person in event.persons],
        lines={column: event.place.of(element) for column, element in lines.items()},
        has=frozenset([*values, "speakers"]),
    )  # fmt: skip


def _csv_lines(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(content)
        file.flush()
        encoding = find_encoding(Path(file.name))
    if encoding.bad_lines:
        text = _("this line is not UTF-8 text: save the file as UTF-8")
        raise DatasetError([Problem(name, line, "", text) for line in encoding.bad_lines])
    written = content.decode(encoding.name, errors="replace")
    first = written.partition("\n")[0]
    sign = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=sign)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise DatasetError([Problem(name, line, "", str(error))]) from None


def _xlsx_lines(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # A tenth of a second that most processes never need.
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(each.file_size for each in package.infolist()) > _LARGEST:
                raise DatasetError([Problem(name, 1, "", _("the workbook is too large: use CSV"))])
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        text = _("this is not an XLSX workbook: save it as .xlsx")
        raise DatasetError([Problem(name, 1, "", text)]) from None
    for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
        yield line, [_cell(value) for value in cells]


def _cell(value: Any) -> str:
    if isinstance(value, datetime) and not (value.hour or value.minute):
        value = value.date()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _table(lines: Sequence[tuple[int, list[str]]], name: str, call: Call) -> list[Row]:
    """Turn lines into rows by the names in the first. Raises DatasetError."""
    if not lines:
        raise DatasetError([Problem(name, 1, "", _("the file is empty"))])
    if len(lines) > MOST_ROWS:
        text = _("the file has more than %(most)s rows: divide it") % {"most": MOST_ROWS}
        raise DatasetError([Problem(name, MOST_ROWS + 1, "", text)])
    head = [cell.strip() for cell in lines[0][1]]
    asked = {question.code for question in call.questions.all()}
    columns: list[str] = []
    problems: list[Problem] = []
    for cell in head:
        found = _QUESTION.search(cell)
        column = found.group(1) if found else cell.lower().replace(" ", "_")
        if cell and column not in COLUMNS and column not in asked:
            text = _("there is no such column; there are: %(columns)s")
            problems.append(Problem(name, 1, cell, text % {"columns": ", ".join(COLUMNS)}))
        elif column and column in columns:
            problems.append(Problem(name, 1, cell, _("this column is there twice")))
        columns.append(column)
    needed = ["title"] if "code" in columns else ["identifier", "title"]
    problems += [
        Problem(name, 1, column, _("this column is missing"))
        for column in needed
        if column not in columns
    ]
    if problems:
        raise DatasetError(problems)
    rows = []
    for line, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        extra = [cell for cell in cells[len(columns) :] if cell.strip()]
        if extra:
            problems.append(Problem(name, line, "", _("this row has more cells than the first")))
        given = {
            column: unguarded(cell).strip() for column, cell in zip(columns, cells, strict=False)
        }
        speakers = [
            dict(zip(SPEAKER, fields_in(item), strict=False))
            for item in items_in(given.pop("speakers", ""))
        ]
        answers = {code: given.pop(code) for code in asked if code in given}
        rows.append(Row(line, given, speakers, answers, has=frozenset(columns)))
    if problems:
        raise DatasetError(problems)
    return rows
