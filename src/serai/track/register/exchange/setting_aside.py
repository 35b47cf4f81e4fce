"""Checks the rows of a file and sets them aside on disk, so that nothing is locked meanwhile."""

from __future__ import annotations

import marshal
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from typing import IO, Any, NamedTuple, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from serai.foundation.beside import Beside
from serai.foundation.record.queries import revision
from serai.track.register.exchange.checking import Checker
from serai.track.register.exchange.inspecting import Inspector, Seen
from serai.track.register.exchange.making import PART_COLUMNS
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.reading import find_records
from serai.track.register.exchange.references import References
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.shape import Plain
from serai.track.register.exchange.values import problem_at

PIECE = 1_000
_KEPT = 20_000
"""How many problems are kept in memory while reading; the others are counted."""
_NO_PARTS = (0,) * len(PART_COLUMNS)


class SetAside(NamedTuple):
    """Some checked rows, one after the other in the file."""

    first: int
    """The number of the first."""
    length: int
    written: bytes

    @property
    def numbers(self) -> slice:
        """Which of all rows they are."""
        return slice(self.first, self.first + self.length)

    def plains(self) -> list[Plain]:
        """Return their records in plain form."""
        return list(marshal.loads(self.written))  # noqa: S302


class Shelf:
    """The checked rows of one import, and what is wrong with the others.

    A context manager: the file on disk goes with it, and the process that helped to check.
    """

    def __init__(self, work: Any = None, *, has_source: bool = False) -> None:
        self.references = References()
        self.beside = Beside()
        self._has_source = has_source
        self.problems: list[Problem] = []
        self.problem_count = 0
        self.faulty = 0
        self.count = 0
        self.file = ""
        self.lines = array("q")
        self.keys = array("q")
        """The primary key of each row's record, where it was there; else 0."""
        self.parts: list[tuple[int, ...]] = []
        """How many parts the other rows have, of each piece in the order of `PART_COLUMNS`."""
        self.revision = revision()
        self.in_file: dict[str, int] = {}
        """The number of the row, by every name under which the file introduces its record."""
        self.wanted: dict[str, tuple[int, str]] = {}
        """The records that rows refer to, with the line and field of the first that does."""
        self.left_out: Counter[str] = Counter()
        """What stands in the file and has no place in the register."""
        self._work = work
        self._spool: IO[bytes] = tempfile.TemporaryFile(prefix="serai-import-")  # noqa: SIM115

    @cached_property
    def checker(self) -> Checker:
        """The checks, for what is compared later."""
        return Checker(self.references)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._spool.close()
        self.beside.__exit__(*error)

    def fill(self, rows: Iterable[ImportRow | Problem]) -> None:
        """Check every row; afterwards ``problems`` says what is wrong with the file."""
        inspected = self.beside.map(
            Inspector, (self.references, self._has_source), self._cut(rows)
        )  # fmt: skip
        with closing(inspected):
            for piece, (written, seen) in inspected:
                self._set_aside(piece, written, seen)
        self._find_wanted()

    def pieces(self) -> Iterator[SetAside]:
        """Give back what was set aside, in the order of the file."""
        self._spool.seek(0)
        first = 0
        while head := self._spool.read(16):
            length, size = int.from_bytes(head[:8]), int.from_bytes(head[8:])
            yield SetAside(first, length, self._spool.read(size))
            first += length

    def _cut(self, rows: Iterable[ImportRow | Problem]) -> Iterator[list[ImportRow]]:
        """Give the rows of a file in pieces; what could not be read is told at once."""
        piece: list[ImportRow] = []
        for row in rows:
            if isinstance(row, Problem):
                self._tell([row])
                continue
            piece.append(row)
            if len(piece) == PIECE:
                yield piece
                piece = []
        if piece:
            yield piece

    def _set_aside(self, piece: Sequence[ImportRow], written: bytes, seen: Sequence[Seen]) -> None:
        found = find_records(
            [name for each in seen for name in (each.code, each.key) if name],
            [name for each in seen for name in each.identifiers],
        )  # fmt: skip
        parts = []
        for row, each in zip(piece, seen, strict=True):
            self.file = row.file
            if row.left_out:
                self.left_out.update(row.left_out)
            problems = self._introduce(row, each)
            here = {found[name] for name in each.names if name in found} if found else ()
            if len(here) > 1:
                message = Message(
                    gettext_noop("its code, key and identifiers belong to different records")
                )
                problems.append(problem_at(row, ("key",), "several-records", message))
            self.keys.append(min(here, default=0))
            if not here:
                problems += each.when_new
                parts.append(each.parts)
            if problems:
                self.faulty += 1
                self._tell(problems)
            for name, place in each.refers:
                self.wanted.setdefault(name, place)
        self.count += len(piece)
        if not self.problem_count:  # Else nothing will be written.
            self.parts.append(tuple(map(sum, zip(_NO_PARTS, *parts, strict=True))))
            self._spool.write(len(piece).to_bytes(8) + len(written).to_bytes(8) + written)
        if self._work is not None:
            self._work.progress(done=self.count, message=_("Being checked"))

    def _introduce(self, row: ImportRow, seen: Seen) -> list[Problem]:
        """Note the names of a record; return what is wrong with the row, such as a second one for
        the same record.
        """
        index = len(self.lines)
        self.lines.append(row.line)
        problems = [*seen.problems]
        for name in seen.names:
            first = self.in_file.setdefault(name, index)
            if first != index:
                field = (
                    "key" if name == seen.key else "code" if name == seen.code else "identifiers"
                )
                message = Message(
                    gettext_noop(
                        "“%(name)s” stands in line %(line)s already: give each record once"
                    ),
                    name=name, line=self.lines[first],
                )  # fmt: skip
                problems.append(problem_at(row, (field,), "duplicate-key", message))
        return problems

    def _find_wanted(self) -> None:
        """Refuse references to records that are neither in the register nor in the file."""
        names = [name for name in self.wanted if name not in self.in_file]
        for start in range(0, len(names), PIECE):
            some = names[start : start + PIECE]
            found = find_records(some, [name for name in some if ":" in name])
            for name in some:
                if name not in found:
                    self.faulty += 1
                    message = Message(
                        gettext_noop("there is no record called “%(name)s”, here or in this file"),
                        name=name[:80],
                    )
                    line, field = self.wanted[name]
                    self._tell([Problem(self.file, line, field, "unknown-record", message)])

    def _tell(self, problems: list[Problem]) -> None:
        self.problem_count += len(problems)
        if len(self.problems) < _KEPT:
            self.problems += problems
