"""Which records show what rests on a source: a record itself, and the record of each part."""

from __future__ import annotations

from typing import Any

from serai.track.evidence.citing_objects import register_citing
from serai.track.register.models import Record


def _record(part: Any) -> Record | None:
    record: Record = part.record
    return record if record.is_public else None


register_citing("register.record")
register_citing(
    "register.party", "register.legalevent", "register.statusevent", "register.measure",
    "register.element", "register.relation", "register.agreementterms",
    shown_by=_record, related=("record",),
)  # fmt: skip
