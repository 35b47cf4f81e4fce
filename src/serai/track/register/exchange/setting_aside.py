"""Checks the rows of a file and sets them aside on disk, so that nothing is locked meanwhile."""

from __future__ import annotations

import marshal
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, Any, NamedTuple, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from serai.foundation.record.queries import revision
from serai.track.register.exchange.checking import Checker
from serai.track.register.exchange.making import Model, count_parts
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.reading import find_records
from serai.track.register.exchange.references import References
from serai.track.register.exchange.rows import ImportRow
from serai.track.register.exchange.shape import Plain
from serai.track.register.exchange.values import Checked, problem_at

PIECE = 1_000
_KEPT = 20_000
"""How many problems are kept in memory while reading; the others are counted."""


class SetAside(NamedTuple):
    """A checked row: where it stands in the file, and its record in plain form."""

    number: int
    line: int
    plain: Plain


class Shelf:
    """The checked rows of one import, and what is wrong with the others.

    A context manager: the file on disk goes with it.
    """

    def __init__(self, work: Any = None, *, has_source: bool = False) -> None:
        self.references = References()
        self._has_source = has_source
        self.problems: list[Problem] = []
        self.problem_count = 0
        self.faulty = 0
        self.count = 0
        self.file = ""
        self.lines = array("q")
        self.keys = array("q")
        """The primary key of each row's record, where it was there; else 0."""
        self.parts: Counter[Model] = Counter()
        """How many parts the other rows have."""
        self.revision = revision()
        self.in_file: dict[str, int] = {}
        """The number of the row, by every name under which the file introduces its record."""
        self.wanted: dict[str, tuple[int, str]] = {}
        """The records that rows refer to, with the line and field of the first that does."""
        self.left_out: Counter[str] = Counter()
        """What stands in the file and has no place in the register."""
        self.checker = Checker(self.references)
        self._work = work
        self._spool: IO[bytes] = tempfile.TemporaryFile(prefix="serai-import-")  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._spool.close()

    def fill(self, rows: Iterable[ImportRow | Problem]) -> None:
        """Check every row; afterwards ``problems`` says what is wrong with the file."""
        piece: list[Checked] = []
        for row in rows:
            if isinstance(row, Problem):
                self._tell([row])
                continue
            self.file = row.file
            self.left_out.update(row.left_out)
            checked = self.checker.check(row)
            self._introduce(checked)
            piece.append(checked)
            if len(piece) == PIECE:
                self._set_aside(piece)
                piece = []
        self._set_aside(piece)
        self._find_wanted()

    def pieces(self) -> Iterator[list[SetAside]]:
        """Give back what was set aside, in the order of the file."""
        self._spool.seek(0)
        index = 0
        while length := int.from_bytes(self._spool.read(8)):
            piece = marshal.loads(self._spool.read(length))  # noqa: S302
            yield [
                SetAside(index + at, self.lines[index + at], plain)
                for at, plain in enumerate(piece)
            ]
            index += len(piece)

    def _introduce(self, checked: Checked) -> None:
        """Note the names of a record, and refuse a second row for the same one."""
        index = len(self.lines)
        self.lines.append(checked.line)
        for name in names_of(checked.plain):
            first = self.in_file.setdefault(name, index)
            if first != index:
                field = "key" if name == checked.plain.get("key") else (
                    "code" if name == checked.plain.get("code") else "identifiers"
                )  # fmt: skip
                checked.fault(
                    (field,), "duplicate-key",
                    Message(
                        gettext_noop(
                            "“%(name)s” stands in line %(line)s already: give each record once"
                        ),
                        name=name, line=self.lines[first],
                    ),
                )  # fmt: skip

    def _set_aside(self, piece: list[Checked]) -> None:
        if not piece:
            return
        found = find_records(*searched_names(checked.plain for checked in piece))
        for checked in piece:
            here = {found[name] for name in names_of(checked.plain) if name in found}
            if len(here) > 1:
                message = Message(
                    gettext_noop("its code, key and identifiers belong to different records")
                )
                checked.fault(("key",), "several-records", message)
            self.keys.append(min(here, default=0))
            if not here:
                self.checker.check_new(checked, has_source=self._has_source)
            if checked.problems:
                self.faulty += 1
                self._tell(checked.problems)
            elif not here:
                count_parts(checked.plain, self.parts)
            for name, path in _referred(checked.plain):
                if name not in self.wanted:
                    place = problem_at(checked.row, path, "", "")
                    self.wanted[name] = place.line, place.field
        self.count += len(piece)
        if not self.problem_count:  # Else nothing will be written.
            written = marshal.dumps([checked.plain for checked in piece])
            self._spool.write(len(written).to_bytes(8) + written)
        if self._work is not None:
            self._work.progress(done=self.count, message=_("Being checked"))

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


def names_of(plain: Plain) -> list[str]:
    """Every name under which a row introduces its record."""
    names = [name for name in (plain.get("code"), plain.get("key")) if name]
    return [*names, *plain.get("identifiers", ())]


def searched_names(plains: Iterable[Plain]) -> tuple[list[str], list[str]]:
    """The keys and codes, and the identifiers, by which records are looked up."""
    names: list[str] = []
    identifiers: list[str] = []
    for plain in plains:
        names += [name for name in (plain.get("code"), plain.get("key")) if name]
        identifiers += plain.get("identifiers", ())
    return names, identifiers


def _referred(plain: Plain) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    if part_of := plain.get("part_of"):
        yield part_of, ("part_of",)
    for _kind, other in plain.get("relations", ()):
        if other:
            yield other, ("relations",)
