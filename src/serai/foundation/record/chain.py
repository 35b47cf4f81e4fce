"""How the digests of entries are made: SHA-256 over canonical JSON, each over the one before."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from serai.foundation.record.models import Entry


def canonical(value: Any) -> str:
    """Write a value as JSON in the one way that everybody writes it."""
    return json.dumps(
        value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def content_digest(entry: Entry) -> str:
    """Digest of what can be erased, salted."""
    content = {
        "actor": entry.actor_label,
        "object": entry.object_label,
        "before": entry.before,
        "after": entry.after,
        "note": entry.note,
    }
    return hashlib.sha256(f"{entry.salt}{canonical(content)}".encode()).hexdigest()


def envelope_digest(entry: Entry) -> str:
    """Digest of what stays for ever, and of the entry before."""
    envelope = {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "verb": entry.verb,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "root_type": entry.root_type,
        "root_id": entry.root_id,
        "content": entry.content_digest,
        "previous": entry.previous,
    }
    return hashlib.sha256(canonical(envelope).encode()).hexdigest()
