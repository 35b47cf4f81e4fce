"""Sentences with what they state, in the notation of ``sentences/*.txt``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DIRECTORY = Path(__file__).parent / "sentences"

_QUALIFIERS = {">=": "at_least", "<=": "at_most", "~": "about", "-~": "nearly", "": "exact"}
_STATED = re.compile(
    r"(?P<optional>\?)?(?P<sign>>=|<=|-~|~)?(?P<value>\d+(?:\.\d+)?)(?:\.\.(?P<upper>\d+(?:\.\d+)?))?\s+"
    r"(?P<unit>\"[^\"]+\"|\S+)"
)


@dataclass(frozen=True)
class Stated:
    """One figure that a sentence states."""

    value: float
    upper: float | None
    qualifier: str
    unit: str
    optional: bool

    def __str__(self) -> str:
        upper = f"..{self.upper}" if self.upper is not None else ""
        return f"{self.value}{upper} {self.qualifier} {self.unit}"


@dataclass(frozen=True)
class Case:
    """A sentence with its figures; each inner tuple holds the readings that are accepted."""

    file: str
    line: int
    text: str
    stated: tuple[tuple[Stated, ...], ...]


def cases(directory: Path = DIRECTORY) -> list[Case]:
    """Read all sentences of a directory."""
    found = []
    for path in sorted(directory.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line and not line.startswith("# "):
                text, _, stated = line.partition("=>")
                found.append(Case(path.name, number, text.strip(), _read(stated)))
    return found


def _read(stated: str) -> tuple[tuple[Stated, ...], ...]:
    return tuple(
        tuple(_reading(reading, piece) for reading in _readings(piece))
        for piece in map(str.strip, stated.split(";"))
        if piece
    )


def _readings(piece: str) -> list[str]:
    """``3000 volunteer|person`` are two readings of the unit, ``1 a|~2 b`` two of everything."""
    first, *others = piece.split("|")
    number = first.rsplit(" ", 1)[0]
    return [first, *(other if " " in other else f"{number} {other}" for other in others)]


def _reading(reading: str, piece: str) -> Stated:
    match = _STATED.fullmatch(reading.strip())
    assert match, f"not in the notation: {piece!r}"
    upper = float(match["upper"]) if match["upper"] else None
    return Stated(
        float(match["value"]),
        upper,
        "range" if upper is not None else _QUALIFIERS[match["sign"] or ""],
        match["unit"].strip('"'),
        bool(match["optional"]) or piece.startswith("?"),
    )


def documents() -> list[Case]:
    """Read whole documents: the text, a line of ``===``, then one figure a line in any order."""
    found = []
    for path in sorted((DIRECTORY.parent / "documents").glob("*.txt")):
        text, _, stated = path.read_text(encoding="utf-8").partition("===\n")
        found.append(Case(path.name, 1, text, _read(stated.strip().replace("\n", ";"))))
    return found
