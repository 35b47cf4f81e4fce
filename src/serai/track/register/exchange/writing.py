"""Writes new records in bulk: every table at once, one entry of the record of changes each."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from serai.foundation.behind import map_behind
from serai.foundation.beside import Beside
from serai.foundation.bulk import Inserter, checked_at_once, compress_lightly, stored_time
from serai.foundation.record.operations import Actor, Chain, Linked
from serai.track.evidence.models import Source
from serai.track.register import verbs
from serai.track.register.exchange.making import (
    COLUMNS,
    PART_COLUMNS,
    SETS,
    Made,
    Maker,
    NewRecords,
    read_made,
)
from serai.track.register.exchange.references import References
from serai.track.register.indexes import RECORDS
from serai.track.register.models import Record, Relation

_CHECKED = [getattr(Record, name).through for name, _column in SETS] + [
    model for model in PART_COLUMNS if model is not Relation
]
"""What refers to nothing that is written later."""


class Writer:
    """Writes the new records of an import in one transaction."""

    def __init__(
        self, *, actor: Actor, references: References, targets: Mapping[str, int],
        source: Source | None, file: str, note: str,
    ) -> None:  # fmt: skip
        self._chain = Chain(actor=actor, verb=verbs.RECORD_IMPORTED, note=note)
        self._made_of: dict[str, Any] = {
            "references": references, "targets": targets, "file": file,
            "source": source.pk if source else None, "contents": self._chain.contents,
            "now": str(stored_time(timezone.now())),
            "record_type": ContentType.objects.get_for_model(Record).pk,
        }  # fmt: skip

    def write(self, pieces: Iterable[NewRecords], beside: Beside) -> Generator[int]:
        """Write records, a piece at a time; say after each how many it had.

        While the database takes one piece in, another process makes the next. Until the last count
        came, only this may ask the database.
        """
        compress_lightly()
        records = Inserter(Record, COLUMNS)
        sets = [
            Inserter(getattr(Record, name).through, ("record_id", column)) for name, column in SETS
        ]
        parts = [Inserter(model, ("id", *columns)) for model, columns in PART_COLUMNS.items()]
        pieces_made = beside.map(maker_of, (self._made_of,), pieces)

        def linked() -> Iterator[tuple[Made, Linked]]:
            for _piece, written in pieces_made:
                made = read_made(written)
                yield made, self._chain.link(made.contents)

        with RECORDS.adding() as index, checked_at_once(_CHECKED), closing(pieces_made):

            def put(piece: tuple[Made, Linked]) -> int:
                made, entries = piece
                records.add(made.records)
                records.finish()
                index(made.records[0][0], made.records[-1][0], made.vectors)
                for inserter, rows in zip((*sets, *parts), (*made.sets, *made.parts), strict=True):
                    if rows:
                        inserter.add(rows)
                self._chain.write(entries)
                return len(made.records)

            with closing(map_behind(put, linked())) as counts:
                yield from counts
            for inserter in (*sets, *parts):
                inserter.finish()
            self._chain.finish()


def maker_of(given: dict[str, Any]) -> Maker:
    """Return a maker, in any process."""
    return Maker(**given)
