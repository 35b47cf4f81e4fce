"""What can be wrong with a file that is imported, told all at once."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """One fault: where it stands, which rule it breaks, and what to do about it.

    ``field`` is the column, element or path as it is written in the file; empty where the whole
    line or file is meant. ``rule`` is a short fixed name (``unknown-code``), for programs.
    """

    file: str
    line: int
    field: str
    rule: str
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.line}: {field}{self.message}"
