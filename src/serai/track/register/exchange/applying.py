"""Writes what was set aside: new records in bulk, changes through the operations of the room."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from serai.foundation.bulk import reserve_keys
from serai.foundation.record.operations import Actor
from serai.foundation.record.queries import revision
from serai.track.evidence.models import Citation, Source
from serai.track.register.exchange.changing import Changer, Difference, different_fields
from serai.track.register.exchange.making import Model, NewRecord, count_parts
from serai.track.register.exchange.problems import Problem
from serai.track.register.exchange.reading import find_records, plain_records
from serai.track.register.exchange.setting_aside import (
    PIECE,
    SetAside,
    Shelf,
    names_of,
    searched_names,
)
from serai.track.register.exchange.updating import Updater
from serai.track.register.exchange.writing import Writer
from serai.track.register.models import ImportBatch, Record


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
        self._parts: Counter[Model] = Counter()
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
            self._write(new, targets)
        if new < len(self._keys):
            self._compare(targets)
        after = revision()
        if after > before:
            self.first_entry, self.last_entry = before + 1, after

    def _find(self) -> None:
        """Find the record of each row, now that nobody else can write one."""
        self._keys = array("q")
        for piece in self._shelf.pieces():
            found = find_records(*searched_names(each.plain for each in piece))
            for each in piece:
                here = next((found[name] for name in names_of(each.plain) if name in found), 0)
                self._keys.append(here)
                if not here:
                    count_parts(each.plain, self._parts)

    def _write(self, new: int, targets: Mapping[str, int]) -> None:
        """Write the records that are not there yet."""
        if self._source is not None:
            self._parts[Citation] += new
        writer = Writer(
            actor=self._actor, references=self._shelf.references, targets=targets,
            source=self._source, note=self._note, parts=self._parts,
        )  # fmt: skip
        with closing(writer.write(self._new_records())) as written:
            for count in written:
                self.new += count
                self._progress(count)

    def _new_records(self) -> Iterator[list[NewRecord]]:
        waiting: list[NewRecord] = []
        for piece in self._shelf.pieces():
            waiting += [
                NewRecord(self._keys[each.number], each.plain, f"{self._name}, {each.line}")
                for each in piece
                if self._is_new[each.number]
            ]
            if len(waiting) >= PIECE:
                yield waiting[:PIECE]
                del waiting[:PIECE]
        if waiting:
            yield waiting

    def _compare(self, targets: Mapping[str, int]) -> None:
        """Change the records that are there and differ."""
        common: Any = {
            "actor": self._actor, "references": self._shelf.references, "targets": targets,
            "source": self._source, "note": self._note,
        }  # fmt: skip
        updater = Updater(checker=self._shelf.checker, **common)
        changer = Changer(**common)
        for piece in self._shelf.pieces():
            rows = [each for each in piece if not self._is_new[each.number]]
            if rows:
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

    def _change(self, rows: list[SetAside], updater: Updater, changer: Changer) -> None:
        keys = [self._keys[each.number] for each in rows]
        stored = {plain["pk"]: plain for plain in plain_records(keys)}
        lines = dict(zip(keys, (each.line for each in rows), strict=True))
        differing = []
        for each, key in zip(rows, keys, strict=True):
            if fields := different_fields(stored[key], each.plain):
                locator = f"{self._name}, {each.line}"
                differing.append(Difference(key, stored[key], each.plain, fields, locator))
        self.unchanged += len(rows) - len(differing)
        changed, others = updater.update(differing)
        self.changed += changed
        for difference in others:
            try:
                changer.change(difference)
                self.changed += 1
            except ValidationError as error:
                self.problems += [
                    Problem(self._shelf.file, lines[difference.pk], name, "refused", message)
                    for name, message in _messages(error)
                ]


def _messages(error: ValidationError) -> list[tuple[str, str]]:
    if hasattr(error, "error_dict"):
        return [
            ("" if name == "__all__" else name, str(message))
            for name, faults in error.error_dict.items()
            for fault in faults
            for message in fault.messages
        ]
    return [("", str(message)) for message in error.messages]
