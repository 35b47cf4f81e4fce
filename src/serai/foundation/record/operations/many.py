"""Very many changes, each with its entry: the same chain, written at once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from serai.foundation.accounts.models import User
from serai.foundation.bulk import insert_rows, stored_time
from serai.foundation.record.chain import canonical, envelope_digest, written_digest
from serai.foundation.record.models import Entry, Head
from serai.foundation.record.operations.recording import Actor
from serai.foundation.record.snapshots import Snapshot
from serai.foundation.record.verbs import Verb, verb_named

_COLUMNS = (
    "number", "at", "verb", "object_type", "object_id", "root_type", "root_id", "actor_id",
    "actor_label", "object_label", "before", "after", "note", "salt", "content_digest", "previous",
    "digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one object that stands alone. Snapshots hold JSON values only."""

    object_type: str
    object_id: str
    label: str
    before: Snapshot | None = None
    after: Snapshot | None = None


def record_many(*, actor: Actor, verb: Verb, changes: Iterable[Change], note: str = "") -> range:
    """Append one entry for each change to the chain; return their numbers.

    Must run in the transaction of the changes. They are read one by one, so they may come from a
    generator; what they say must be what the database will give back. `entries_made` does not see
    them: nobody wants a million entries in memory.
    """
    verb_named(verb.name)
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record_many() belongs in the transaction of what it records.")
    head, _created = Head.objects.select_for_update().get_or_create(pk=1)
    first = head.length + 1
    moment = timezone.now()
    at = stored_time(moment)
    actor_id = str(actor.pk) if isinstance(actor, User) else ""
    actor_label = str(actor)[:200]

    # One object serves for all entries: making a model is dearer than all the rest of a row.
    entry = Entry(at=moment, verb=verb.name, actor_id=actor_id, actor_label=actor_label, note=note)

    def rows() -> Iterator[tuple[object, ...]]:
        for change in changes:
            entry.number, entry.previous = head.length + 1, head.digest
            entry.object_type = entry.root_type = change.object_type
            entry.object_id = entry.root_id = change.object_id
            entry.object_label = change.label[:300]
            entry.salt = secrets.token_hex(16)
            before, after = canonical(change.before), canonical(change.after)
            entry.content_digest = written_digest(entry, before, after)
            entry.digest = envelope_digest(entry)
            head.length, head.digest = entry.number, entry.digest
            yield (
                entry.number, at, entry.verb, entry.object_type, entry.object_id, entry.root_type,
                entry.root_id, actor_id, actor_label, entry.object_label,
                None if change.before is None else before,
                None if change.after is None else after,
                note, entry.salt, entry.content_digest, entry.previous, entry.digest,
            )  # fmt: skip

    insert_rows(Entry, _COLUMNS, rows())
    head.save(update_fields=["length", "digest"])
    return range(first, head.length + 1)
