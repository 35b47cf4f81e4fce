"""Writes new records in bulk: every table at once, one entry of the record of changes each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from serai.foundation.bulk import Inserter, ahead, reserve_keys, stored_time
from serai.foundation.record.operations import Actor, Chain
from serai.track.evidence.models import Source
from serai.track.register import verbs
from serai.track.register.exchange.making import (
    COLUMNS,
    PART_COLUMNS,
    SETS,
    Made,
    Maker,
    Model,
    NewRecord,
)
from serai.track.register.exchange.references import References
from serai.track.register.indexes import RECORDS
from serai.track.register.models import Record


class _Piece(NamedTuple):
    """Some new records, ready to be written."""

    made: Made
    entries: list[tuple[object, ...]]


class Writer:
    """Writes the new records of an import in one transaction.

    ``parts`` says how many parts they have; of every other kind there are none.
    """

    def __init__(
        self, *, actor: Actor, references: References, targets: Mapping[str, int],
        source: Source | None, note: str, parts: Counter[Model],
    ) -> None:  # fmt: skip
        self._maker = Maker(
            references=references, targets=targets, source=source,
            keys={model: reserve_keys(model, count) for model, count in parts.items()},
            now=stored_time(timezone.now()),
            record_type=ContentType.objects.get_for_model(Record).pk,
        )  # fmt: skip
        self._chain = Chain(actor=actor, verb=verbs.RECORD_IMPORTED, note=note)

    def write(self, pieces: Iterable[list[NewRecord]]) -> Generator[int]:
        """Write records, a piece at a time; say after each how many it had.

        While the database takes one piece in, the next is made.
        """
        records = Inserter(Record, COLUMNS)
        sets = {
            name: Inserter(getattr(Record, name).through, ("record_id", column))
            for name, column in SETS
        }
        parts = {
            model: Inserter(model, ("id", *columns)) for model, columns in PART_COLUMNS.items()
        }
        with RECORDS.adding() as index, closing(ahead(self._made(pieces))) as made_ahead:
            for made, entries in made_ahead:
                records.add(made.records)
                records.finish()
                index(made.records[0][0], made.records[-1][0])
                for name, rows in made.sets.items():
                    sets[name].add(rows)
                for model, part_rows in made.parts.items():
                    parts[model].add(part_rows)
                self._chain.write(entries)
                yield len(made.records)
            for inserter in (*sets.values(), *parts.values()):
                inserter.finish()
            self._chain.finish()

    def _made(self, pieces: Iterable[list[NewRecord]]) -> Iterator[_Piece]:
        for piece in pieces:
            made = self._maker.make(piece)
            yield _Piece(made, self._chain.make(made.changes))
