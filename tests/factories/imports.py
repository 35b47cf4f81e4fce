"""Files of records, and their import, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from serai.foundation.record.operations import Program
from serai.track.register.exchange import formats
from serai.track.register.exchange.csv_reading import read_csv
from serai.track.register.exchange.pipeline import ImportReport, ImportRow, import_records
from serai.track.register.exchange.reading import plain_records
from serai.track.register.models import Record

ACTOR = Program("test import")


def import_rows(*rows: Mapping[str, Any], **options: Any) -> ImportReport:
    """Import records as mappings; their lines count from 2, as in a table."""
    made = (ImportRow("rows", line, dict(row)) for line, row in enumerate(rows, 2))
    return import_records(actor=ACTOR, rows=made, **options)


def import_csv(place: Path, text: str | bytes, **options: Any) -> ImportReport:
    """Import what stands in a CSV file."""
    path = place / "records.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_records(actor=ACTOR, rows=read_csv(path, path.name), **options)


def import_file(path: Path, name: str, **options: Any) -> ImportReport:
    """Import a file in a format."""
    read = formats()[name].read
    assert read is not None
    return import_records(actor=ACTOR, rows=read(path, path.name), **options)


def plain(records: Iterable[Record] | None = None) -> Sequence[dict[str, Any]]:
    """Records in plain form, by key, without what differs between two installations."""
    found = Record.objects.all() if records is None else records
    keys = [record.pk for record in found]
    left_out = {"pk", "changed_at", "cited"}
    made = [
        {name: value for name, value in each.items() if name not in left_out}
        for each in plain_records(keys)
    ]
    return sorted(made, key=lambda each: str(each["key"] or each["code"]))
