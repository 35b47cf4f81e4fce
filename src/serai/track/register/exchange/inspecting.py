"""Checks rows a piece at a time, as far as the register itself has no say: in any process."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from typing import NamedTuple

from serai.track.register.exchange.checking import Checker
from serai.track.register.exchange.making import count_parts
from serai.track.register.exchange.problems import Problem
from serai.track.register.exchange.references import References
from serai.track.register.exchange.rows import ImportRow, Place
from serai.track.register.exchange.shape import Plain
from serai.track.register.exchange.values import problem_at


class Seen(NamedTuple):
    """What was found in one row."""

    code: str
    key: str
    identifiers: list[str]
    refers: list[tuple[str, Place]]
    """The records that it refers to, with the place where it does."""
    parts: tuple[int, ...]
    """How many rows its parts will have; see `making.count_parts`."""
    problems: list[Problem]
    when_new: list[Problem]
    """What is missing if the record is not there yet."""

    @property
    def names(self) -> list[str]:
        """Every name under which it introduces its record."""
        return [*filter(None, (self.code, self.key)), *self.identifiers]


class Inspector:
    """Checks pieces of a file."""

    def __init__(self, references: References, has_source: bool) -> None:  # noqa: FBT001
        self._checker = Checker(references)
        self._has_source = has_source

    def __call__(self, rows: list[ImportRow]) -> tuple[bytes, list[Seen]]:
        """Check rows; return them in plain form, to be set aside, and what was found in each."""
        plains, seen = [], []
        for row in rows:
            checked = self._checker.check(row)
            faults = len(checked.problems)
            self._checker.check_new(checked, has_source=self._has_source)
            plain, problems = checked.plain, checked.problems
            refers = [
                (name, Place(*problem_at(row, path, "", "")[1:3]))
                for name, path in _referred(plain)
            ]
            seen.append(Seen(
                plain.get("code", ""), plain.get("key", ""), plain.get("identifiers") or [],
                refers, () if faults else count_parts(plain),
                problems[:faults], problems[faults:],
            ))  # fmt: skip
            plains.append(plain)
        return marshal.dumps(plains), seen


def _referred(plain: Plain) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    if part_of := plain.get("part_of"):
        yield part_of, ("part_of",)
    for _kind, other in plain.get("relations", ()):
        if other:
            yield other, ("relations",)
