"""How the digests of entries are made: SHA-256 over canonical JSON, each over the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from serai.foundation.record.models import Entry

_encoder = DjangoJSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
    content = {
        "actor": canonical(entry.actor_label),
        "actor_id": canonical(entry.actor_id),
        "object": canonical(entry.object_label),
        "before": before,
        "after": after,
        "note": canonical(entry.note),
    }
    for name in ("erased_at", "actor_erased_at"):
        moment = getattr(entry, name)
        if moment is not None:
            content[name] = canonical(moment.astimezone(UTC).isoformat())
    written = ",".join(f'"{name}":{content[name]}' for name in sorted(content))
    return hashlib.sha256(f"{entry.salt}{{{written}}}".encode()).hexdigest()


def envelope_digest(entry: Entry) -> str:
    """Digest of what stays for ever, and of the entry before."""
    envelope = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "verb": entry.verb,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "root_type": entry.root_type,
        "root_id": entry.root_id,
        "content": entry.content_digest,
        "previous": entry.previous,
    }
    return hashlib.sha256(canonical(envelope).encode()).hexdigest()
