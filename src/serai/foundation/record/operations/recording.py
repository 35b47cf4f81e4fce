"""One entry for one change."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from serai.foundation.accounts.models import User
from serai.foundation.record.chain import as_stored, content_digest, envelope_digest
from serai.foundation.record.models import Entry, Head
from serai.foundation.record.snapshots import Snapshot
from serai.foundation.record.verbs import Verb, verb_named


@dataclass(frozen=True, slots=True)
class Program:
    """An actor that is not a person: a load, an import, a scheduled task."""

    name: str

    def __str__(self) -> str:
        return self.name


Actor = User | Program

_collecting: ContextVar[tuple[list[Entry], ...]] = ContextVar("_collecting", default=())


@contextmanager
def entries_made() -> Iterator[list[Entry]]:
    """Collect the entries that are recorded inside the block, in their order."""
    entries: list[Entry] = []
    outer = _collecting.set((*_collecting.get(), entries))
    try:
        yield entries
    finally:
        _collecting.reset(outer)


def record(
    *,
    actor: Actor,
    verb: Verb,
    target: models.Model,
    root: models.Model | None = None,
    before: Snapshot | None = None,
    after: Snapshot | None = None,
    note: str = "",
    label: str | None = None,
) -> Entry:
    """Append one entry to the chain. Must run in the transaction of the change itself.

    ``root`` is the whole that ``target`` is a part of; leave it out where it stands alone.
    ``label`` is what the object is called if not by its own name.
    """
    root = root or target
    verb_named(verb.name)
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the change that it records.")
    head, _created = Head.objects.select_for_update().get_or_create(pk=1)
    entry = Entry(
        number=head.length + 1,
        at=timezone.now(),
        verb=verb.name,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        root_type=root._meta.label_lower,
        root_id=str(root.pk),
        actor_id=str(actor.pk) if isinstance(actor, User) else "",
        actor_label=str(actor)[:200],
        object_label=(str(target) if label is None else label)[:300],
        before=as_stored(before),
        after=as_stored(after),
        note=note,
        salt=secrets.token_hex(16),
        previous=head.digest,
    )
    entry.content_digest = content_digest(entry)
    entry.digest = envelope_digest(entry)
    entry.save(force_insert=True)
    head.length, head.digest = entry.number, entry.digest
    head.save(update_fields=["length", "digest"])
    for entries in _collecting.get():
        entries.append(entry)
    return entry
