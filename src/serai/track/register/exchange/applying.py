"""Writes what was set aside: new records in bulk, changes through the operations of the room."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from serai.foundation.bulk import reserve_keys
from serai.foundation.record.operations import Actor
from serai.foundation.record.queries import revision
from serai.track.evidence.models import Citation, Source
from serai.track.register.exchange.changing import Changer, Difference, different_fields
from serai.track.register.exchange.making import PART_COLUMNS, NewRecords, count_parts
from serai.track.register.exchange.problems import Message, Problem
from serai.track.register.exchange.reading import find_records, plain_records
from serai.track.register.exchange.setting_aside import PIECE, Shelf
from serai.track.register.exchange.shape import Plain
from serai.track.register.exchange.updating import Updater
from serai.track.register.exchange.writing import Writer
from serai.track.register.models import ImportBatch, Record


class _Row(NamedTuple):
    """A row whose record is there."""

    pk: int
    line: int
    plain: Plain


class Applying:
    """One import inside its transaction."""

    def __init__(
        self, actor: Actor, shelf: Shelf, *, source: Source | None, batch: ImportBatch | None,
        work: Any,
    ) -> None:  # fmt: skip
        self.new = self.changed = self.unchanged = 0
        self.problems: list[Problem] = []
        self.first_entry: int | None = None
        self.last_entry: int | None = None
        self._actor = actor
        self._shelf = shelf
        self._source = source
        self._work = work
        self._note = batch.code if batch is not None else ""
        self._name = batch.file_name if batch is not None else shelf.file
        self._keys = array("q")
        """The primary key of each row's record: its own, or the one reserved for it."""
        self._is_new = bytearray()
        self._parts: list[tuple[int, ...]] = []
        self._done = 0

    def run(self) -> None:
        """Write everything; afterwards the counts and ``problems`` say what became of it."""
        before = revision()
        if before == self._shelf.revision:
            # Nothing was recorded since the rows were checked, so what was found still is.
            self._keys, self._parts = self._shelf.keys, self._shelf.parts
        else:
            self._find()
        self._is_new = bytearray(not key for key in self._keys)
        new = sum(self._is_new)
        reserved = iter(reserve_keys(Record, new))
        if new:
            self._keys = array("q", [key or next(reserved) for key in self._keys])
        targets = self._targets()
        if new:
            self._write(targets)
        if new < len(self._keys):
            self._compare(targets)
        after = revision()
        if after > before:
            self.first_entry, self.last_entry = before + 1, after

    def _find(self) -> None:
        """Find the record of each row, now that nobody else can write one."""
        self._keys = array("q")
        for piece in self._shelf.pieces():
            plains = piece.plains()
            found = find_records(*searched_names(plains))
            parts = [(0,) * len(PART_COLUMNS)]
            for plain in plains:
                here = next((found[name] for name in names_of(plain) if name in found), 0)
                self._keys.append(here)
                if not here:
                    parts.append(count_parts(plain))
            self._parts.append(tuple(map(sum, zip(*parts, strict=True))))

    def _write(self, targets: Mapping[str, int]) -> None:
        """Write the records that are not there yet."""
        writer = Writer(
            actor=self._actor, references=self._shelf.references, targets=targets,
            source=self._source, file=self._name, note=self._note,
        )  # fmt: skip
        with closing(writer.write(self._new_records(), self._shelf.beside)) as written:
            for count in written:
                self.new += count
                self._progress(count)

    def _new_records(self) -> Iterator[NewRecords]:
        """Give each piece of which records are new, with the keys of their parts."""
        counts = self._parts
        if self._source is not None:
            at = list(PART_COLUMNS).index(Citation)
            counts = [
                (*parts[:at], parts[at] + sum(self._is_new[piece.numbers]), *parts[at + 1:])
                for parts, piece in zip(counts, self._shelf.pieces(), strict=True)
            ]  # fmt: skip
        totals = map(sum, zip(*counts, strict=True))
        keys = [
            reserve_keys(model, total) for model, total in zip(PART_COLUMNS, totals, strict=True)
        ]
        taken = [0] * len(keys)
        for piece, parts in zip(self._shelf.pieces(), counts, strict=True):
            numbers = piece.numbers
            is_new = bytes(self._is_new[numbers])
            if any(is_new):
                yield NewRecords(
                    piece.written, is_new, self._keys[numbers], self._shelf.lines[numbers],
                    [each[at : at + count] for each, at, count in zip(
                        keys, taken, parts, strict=True)],
                )  # fmt: skip
                taken = [at + count for at, count in zip(taken, parts, strict=True)]

    def _compare(self, targets: Mapping[str, int]) -> None:
        """Change the records that are there and differ."""
        common: Any = {
            "actor": self._actor, "references": self._shelf.references, "targets": targets,
            "source": self._source, "note": self._note,
        }  # fmt: skip
        updater = Updater(checker=self._shelf.checker, **common)
        changer = Changer(**common)
        for piece in self._shelf.pieces():
            if all(self._is_new[piece.numbers]):
                continue
            numbers = piece.numbers
            rows = [
                _Row(self._keys[number], self._shelf.lines[number], plain)
                for number, plain in enumerate(piece.plains(), numbers.start)
                if not self._is_new[number]
            ]
            self._change(rows, updater, changer)
            self._progress(len(rows))

    def _progress(self, count: int) -> None:
        self._done += count
        if self._work is not None:
            self._work.progress(
                done=self._done, total=self._shelf.count, message=_("Being written")
            )

    def _targets(self) -> dict[str, int]:
        """The primary keys of the records that rows refer to, here or in the file."""
        targets, elsewhere = {}, []
        for name in self._shelf.wanted:
            index = self._shelf.in_file.get(name)
            if index is None:
                elsewhere.append(name)
            else:
                targets[name] = self._keys[index]
        for start in range(0, len(elsewhere), PIECE):
            some = elsewhere[start : start + PIECE]
            targets.update(find_records(some, [name for name in some if ":" in name]))
        return targets

    def _change(self, rows: list[_Row], updater: Updater, changer: Changer) -> None:
        stored = {plain["pk"]: plain for plain in plain_records([row.pk for row in rows])}
        lines = {row.pk: row.line for row in rows}
        differing = []
        for pk, line, plain in rows:
            if fields := different_fields(stored[pk], plain):
                locator = f"{self._name}, {line}"
                differing.append(Difference(pk, stored[pk], plain, fields, locator))
        self.unchanged += len(rows) - len(differing)
        changed, others = updater.update(differing)
        self.changed += changed
        for difference in others:
            # What is refused is said in English first, as every problem is; see `Message`.
            with override("en"):
                try:
                    changer.change(difference)
                    self.changed += 1
                except ValidationError as error:
                    self.problems += [
                        Problem(self._shelf.file, lines[difference.pk], name, "refused", message)
                        for name, message in _messages(error)
                    ]


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


def _messages(error: ValidationError) -> list[tuple[str, Message]]:
    named = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return [
        ("" if name == "__all__" else name, _message(fault))
        for name, faults in named.items()
        for fault in faults
    ]


def _message(fault: ValidationError) -> Message:
    """Return what a model or an operation refused, so that it can be said in every language."""
    (said,) = fault.messages
    values = {
        name: value if isinstance(value, int | float) else str(value)
        for name, value in (fault.params or {}).items()
    }
    message = Message(str(fault.message), **values)
    # The plural forms of Django have no template of their own.
    return message if message == said else Message(said)
