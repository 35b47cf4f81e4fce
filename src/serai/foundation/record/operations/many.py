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


Content = tuple[object, ...]
"""What an entry says, with its digest: all but its number, its time and the chain."""


Linked = list[tuple[object, ...]]
"""Entries as they are written, each chained to the one before."""


class Contents:
    """Makes what entries say. It reads no database, so another process may do it."""

    def __init__(self, *, actor: Actor, verb: Verb, note: str = "") -> None:
        self._verb = verb.name
        # One object serves for all entries: making a model is dearer than all the rest of a row.
        self._entry = Entry(
            note=note,
            actor_id=str(actor.pk) if isinstance(actor, User) else "",
            actor_label=str(actor)[:200],
        )

    def make(self, changes: Iterable[Change]) -> list[Content]:
        """Say each change."""
        entry = self._entry
        contents: list[Content] = []
        given = list(changes)
        salts = secrets.token_hex(16 * len(given))  # At once: asking the system takes its time.
        for number, change in enumerate(given):
            entry.object_label = change.label[:300]
            entry.salt = salts[32 * number : 32 * (number + 1)]
            before = "null" if change.before is None else canonical(change.before)
            after = "null" if change.after is None else canonical(change.after)
            whole = change.root or (change.object_type, change.object_id)
            contents.append((
                self._verb if change.verb is None else change.verb.name, change.object_type,
                change.object_id, *whole, entry.actor_id, entry.actor_label, entry.object_label,
                None if change.before is None else before,
                None if change.after is None else after,
                entry.note, entry.salt, written_digest(entry, before, after),
            ))  # fmt: skip
        return contents


class Chain:
    """The end of the chain while very many entries are appended; nobody else can append.

    What they say is made in memory (`contents`), by another process if need be, chained in the
    order in which it comes (`link`), and written (`write`), by another thread if need be.
    """

    def __init__(self, *, actor: Actor, verb: Verb, note: str = "") -> None:
        verb_named(verb.name)
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("Entries belong in the transaction of what they record.")
        self._head, _created = Head.objects.select_for_update().get_or_create(pk=1)
        self.contents = Contents(actor=actor, verb=verb, note=note)
        moment = timezone.now()
        self._at = stored_time(moment)
        self._entry = Entry(at=moment)
        self._inserter = Inserter(Entry, _COLUMNS)

    @property
    def length(self) -> int:
        """How many entries there are, with those that were written."""
        return self._head.length

    def link(self, contents: Iterable[Content]) -> Linked:
        """Number entries and chain each to the one before; return them for `write`."""
        entry, head = self._entry, self._head
        rows: Linked = []
        for content in contents:
            entry.number = head.length = head.length + 1
            entry.previous = head.digest
            (entry.verb, entry.object_type, entry.object_id, entry.root_type, entry.root_id,
             *_said, entry.content_digest) = content  # type: ignore[assignment]  # fmt: skip
            head.digest = envelope_digest(entry)
            rows.append((entry.number, self._at, *content, entry.previous, head.digest))
        return rows

    def write(self, linked: Linked) -> None:
        """Append entries."""
        self._inserter.add(linked)

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
    while contents := chain.contents.make(islice(waiting, _PIECE)):
        chain.write(chain.link(contents))
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
