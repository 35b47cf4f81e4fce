"""What can be wrong with a data file, told all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it stands and what to do about it."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.line}: {field}{self.message}"


class DatasetError(Exception):
    """A dataset cannot be loaded; nothing of it was. Carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ItemError(Exception):
    """Raised while an item is loaded: one field of it cannot be used."""

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path
