"""Very many changes, each with its entry: the same chain, written at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils import timezone

from serai.foundation.accounts.models import User
from serai.foundation.bulk import Inserter, stored_time
from serai.foundation.record.chain import as_stored, canonical, envelope_digest, written_digest
from serai.foundation.record.models import Entry, Head
from serai.foundation.record.operations.recording import Actor
from serai.foundation.record.snapshots import Snapshot, snapshot
from serai.foundation.record.verbs import Verb, verb_named

_PIECE = 1_000
_COLUMNS = (
    "number", "at", "verb", "object_type", "object_id", "root_type", "root_id", "actor_id",
    "actor_label", "object_label", "before", "after", "note", "salt", "content_digest", "previous",
    "digest",
)  # fmt: skip


class Change(NamedTuple):
    """What happened to one object. Snapshots hold JSON values only.

    ``root`` is the type and key of the whole that the object is a part of, ``verb`` what happened
    if it is not what happened to all of them.
    """

    object_type: str
    object_id: str
    label: str
    before: Snapshot | None = None
    after: Snapshot | None = None
    root: tuple[str, str] | None = None
    verb: Verb | None = None


EntryRow = tuple[object, ...]


class Chain:
    """The end of the chain while very many entries are appended; nobody else can append.

    Entries are made in memory (`make`), by another thread if need be, and written in the order in
    which they were made (`write`).
    """

    def __init__(self, *, actor: Actor, verb: Verb, note: str = "") -> None:
        verb_named(verb.name)
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("Entries belong in the transaction of what they record.")
        self._head, _created = Head.objects.select_for_update().get_or_create(pk=1)
        self._verb = verb
        self._note = note
        self._actor_id = str(actor.pk) if isinstance(actor, User) else ""
        self._actor_label = str(actor)[:200]
        moment = timezone.now()
        self._at = stored_time(moment)
        # One object serves for all entries: making a model is dearer than all the rest of a row.
        self._entry = Entry(
            number=self._head.length, digest=self._head.digest, at=moment, note=note,
            actor_id=self._actor_id, actor_label=self._actor_label,
        )  # fmt: skip
        self._inserter = Inserter(Entry, _COLUMNS)

    @property
    def length(self) -> int:
        """How many entries there are, with those that were written."""
        return self._head.length

    def make(self, changes: Iterable[Change]) -> list[EntryRow]:
        """Make one entry for each change."""
        entry = self._entry
        rows: list[EntryRow] = []
        for change in changes:
            entry.number, entry.previous = entry.number + 1, entry.digest
            entry.verb = (change.verb or self._verb).name
            entry.object_type, entry.object_id = change.object_type, change.object_id
            entry.root_type, entry.root_id = change.root or (change.object_type, change.object_id)
            entry.object_label = change.label[:300]
            entry.salt = secrets.token_hex(16)
            before = "null" if change.before is None else canonical(change.before)
            after = "null" if change.after is None else canonical(change.after)
            entry.content_digest = written_digest(entry, before, after)
            entry.digest = envelope_digest(entry)
            rows.append((
                entry.number, self._at, entry.verb, entry.object_type, entry.object_id,
                entry.root_type, entry.root_id, self._actor_id, self._actor_label,
                entry.object_label, None if change.before is None else before,
                None if change.after is None else after, self._note, entry.salt,
                entry.content_digest, entry.previous, entry.digest,
            ))  # fmt: skip
        return rows

    def write(self, rows: Sequence[EntryRow]) -> None:
        """Append entries that were made."""
        self._inserter.add(rows)
        if rows:
            self._head.length, self._head.digest = rows[-1][0], rows[-1][-1]  # type: ignore[assignment]

    def finish(self) -> None:
        """Write what still waits, and the new end of the chain."""
        self._inserter.finish()
        self._head.save(update_fields=["length", "digest"])


def record_many(*, actor: Actor, verb: Verb, changes: Iterable[Change], note: str = "") -> range:
    """Append one entry for each change to the chain; return their numbers.

    Must run in the transaction of the changes. They are read one by one, so they may come from a
    generator; what they say must be what the database will give back. `entries_made` does not see
    them: nobody wants a million entries in memory.
    """
    chain = Chain(actor=actor, verb=verb, note=note)
    first = chain.length + 1
    waiting = iter(changes)
    while rows := chain.make(islice(waiting, _PIECE)):
        chain.write(rows)
    chain.finish()
    return range(first, chain.length + 1)


def create_objects(
    *, actor: Actor, verb: Verb, instances: Sequence[models.Model],
    root: Callable[[Any], models.Model] | None = None,
) -> range:  # fmt: skip
    """Save and record very many new objects of a model, which have been checked and have no sets.

    Nothing is derived: ``save`` is not called. ``root`` gives the whole that one is a part of.
    Returns the numbers of the entries.
    """
    if instances:
        type(instances[0])._base_manager.bulk_create(instances, batch_size=_PIECE)

    def change(instance: models.Model) -> Change:
        whole = instance if root is None else root(instance)
        return Change(
            instance._meta.label_lower, str(instance.pk), str(instance), None,
            as_stored(snapshot(instance)), (whole._meta.label_lower, str(whole.pk)),
        )  # fmt: skip

    return record_many(actor=actor, verb=verb, changes=map(change, instances))
