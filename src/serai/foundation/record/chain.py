"""How the digests of entries are made: SHA-256 over canonical JSON, each over the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from serai.foundation.record.models import Entry

_quoted = json.encoder.encode_basestring
_encoder = DjangoJSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


def canonical(value: Any) -> str:
    """Write a value as JSON in the one way that everybody writes it."""
    return _encoder.encode(value)


def as_stored(value: Any) -> Any:
    """Return a value as it will be read back from the database."""
    return json.loads(canonical(value))


def content_digest(entry: Entry) -> str:
    """Digest of what can be erased, salted. Of an erased entry: of what remains."""
    return written_digest(entry, canonical(entry.before), canonical(entry.after))


def written_digest(entry: Entry, before: str, after: str) -> str:
    """Digest of the content of an entry whose snapshots have been written as JSON already."""
    # Canonical JSON again, with the names in order; written out, it takes a fifth of the time.
    erased = "" if entry.erased_at is None else f'"erased_at":{_moment(entry.erased_at)},'
    actor_erased = (
        "" if entry.actor_erased_at is None
        else f'"actor_erased_at":{_moment(entry.actor_erased_at)},'
    )  # fmt: skip
    written = (
        f'{entry.salt}{{"actor":{_quoted(entry.actor_label)},{actor_erased}'
        f'"actor_id":{_quoted(entry.actor_id)},"after":{after},"before":{before},{erased}'
        f'"note":{_quoted(entry.note)},"object":{_quoted(entry.object_label)}}}'
    )
    return hashlib.sha256(written.encode()).hexdigest()


def envelope_digest(entry: Entry) -> str:
    """Digest of what stays for ever, and of the entry before."""
    written = (
        f'{{"at":{_moment(entry.at)},"content":{_quoted(entry.content_digest)},'
        f'"number":{entry.number:d},"object_id":{_quoted(entry.object_id)},'
        f'"object_type":{_quoted(entry.object_type)},"previous":{_quoted(entry.previous)},'
        f'"root_id":{_quoted(entry.root_id)},"root_type":{_quoted(entry.root_type)},'
        f'"verb":{_quoted(entry.verb)}}}'
    )
    return hashlib.sha256(written.encode()).hexdigest()


def _moment(moment: datetime) -> str:
    return f'"{moment.astimezone(UTC).isoformat()}"'
