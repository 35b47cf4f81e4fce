"""Reads JSON and JSON Lines: records in the shape of data files, one after the other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from serai.track.register.exchange.columns import COLUMNS
from serai.track.register.exchange.encodings import find_encoding
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.rows import ImportRow

_INFORMATION = frozenset(column.name for column in COLUMNS if column.is_for_information)
_PIECE = 1 << 18
_SPACE = re.compile(r"[\s,]*")
_decode = json.JSONDecoder().raw_decode


def read_json_lines(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Give the records of a file that has one on each line."""
    encoding = find_encoding(path)
    with path.open(encoding=encoding.name, errors="replace") as file:
        for line, text in enumerate(file, 1):
            if line in encoding.bad_lines:
                yield _not_utf8(name, line)
            elif text.strip():
                try:
                    value = json.loads(text)
                except json.JSONDecodeError as error:
                    yield Problem(name, line, "", "not-json", _not_json(error))
                else:
                    yield row_of_object(name, line, value)


def read_json(path: Path, name: str) -> Iterator[ImportRow | Problem]:
    """Give the records of a list, or of the list ``records`` of an object, in flat memory."""
    yield from (
        item if isinstance(item, Problem) else row_of_object(name, *item)
        for item in items_of(path, name, "records")
    )


def items_of(path: Path, name: str, member: str) -> Iterator[tuple[int, Any] | Problem]:
    """Give the items of the list with which a file begins, or of the list that an object has
    under a name, each with the line on which it begins.
    """
    start = re.compile(rf'\s*(?:\{{.*?"{member}"\s*:\s*)?\[', re.DOTALL)
    encoding = find_encoding(path)
    for line in encoding.bad_lines:
        yield _not_utf8(name, line)
    with path.open(encoding=encoding.name, errors="replace") as file:
        text = file.read(_PIECE)
        found = start.match(text)
        if found is None:
            yield Problem(name, 1, "", "not-json",
                          Message(_("write a list of records, or an object with “%(name)s”"),
                                  name=member))  # fmt: skip
            return
        line, at = 1 + text.count("\n", 0, found.end()), found.end()
        while True:
            space = _SPACE.match(text, at)
            assert space is not None
            line += text.count("\n", at, space.end())
            at = space.end()
            if at < len(text) and text[at] == "]":
                return
            try:
                value, end = _decode(text, at)
            except json.JSONDecodeError as error:
                more = file.read(max(_PIECE, len(text) - at))
                if not more:
                    message = _not_json(error)
                    yield Problem(name, line + error.lineno - 1 - text.count("\n", 0, at), "",
                                  "not-json", message)  # fmt: skip
                    return
                text, at = text[at:] + more, 0
                continue
            yield line, value
            line += text.count("\n", at, end)
            at = end


def _not_utf8(name: str, line: int) -> Problem:
    message = Message(_("this line is not UTF-8 text: save the file as UTF-8"))
    return Problem(name, line, "", "bad-encoding", message)


def _not_json(error: json.JSONDecodeError) -> Message:
    return Message(_("this is not JSON: %(reason)s"), reason=error.msg)


def row_of_object(name: str, line: int, value: Any) -> ImportRow | Problem:
    """Turn one object into a row."""
    if not isinstance(value, dict):
        return Problem(name, line, "", "not-json",
                       Message(_("write each record as an object")))  # fmt: skip
    return ImportRow(name, line, {k: v for k, v in value.items() if k not in _INFORMATION})
