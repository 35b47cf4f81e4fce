"""Finds the encoding of a text file, and the lines that are not in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ["gb18030", "cp1252", "cp1251", "cp1256"]
_SAMPLE = 256 * 1024
_WELL_FORMED = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_HIGH = re.compile(rb"[\x80-\xff]")


class Encoding(NamedTuple):
    """The encoding of a file, and the lines that it does not explain."""

    name: str
    bad_lines: list[int]


def find_encoding(path: Path) -> Encoding:
    """Look at a whole file. It is UTF-8 if all of it is, or nearly all that is not ASCII; else the
    encoding of Chinese, Western European, Cyrillic or Arabic text that explains it best.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, list(_bad_lines(path)) if name == "utf-8-sig" else [])
    bad = list(_bad_lines(path))
    if not bad:
        return Encoding("utf-8", [])
    high = sum(len(match) for match in _HIGH.findall(sample))
    explained = sum(len(match) for match in _WELL_FORMED.findall(sample))
    if high and explained / high > 0.8:
        return Encoding("utf-8", bad)
    best = from_bytes(sample, cp_isolation=_LEGACY).best()
    return Encoding(best.encoding if best is not None else "cp1252", [])


def _bad_lines(path: Path) -> Iterator[int]:
    """The numbers of the lines that are not UTF-8."""
    with path.open("rb") as file:
        number = 1
        while piece := file.read(1 << 20):
            piece += file.readline()
            try:
                piece.decode()
            except UnicodeDecodeError:
                for offset, line in enumerate(piece.split(b"\n")):
                    try:
                        line.decode()
                    except UnicodeDecodeError:
                        yield number + offset
            number += piece.count(b"\n")
