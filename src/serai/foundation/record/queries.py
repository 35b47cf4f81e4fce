"""Reading the record: the revision, histories, and the proof that the chain is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from serai.foundation.record.chain import content_digest, envelope_digest
from serai.foundation.record.models import Entry, Head

ERASED = "record.erased"
"""The verb of the entries that record an erasure."""


def revision() -> int:
    """Return the number of the last change. Anything rendered from the data at this revision
    stays true until it moves.
    """
    return Head.objects.filter(pk=1).values_list("length", flat=True).first() or 0


def head() -> str:
    """Return the end of the chain as ``LENGTH:DIGEST``, to be kept where nobody can change it."""
    return str(Head.objects.filter(pk=1).first() or Head())


def history(target: models.Model) -> models.QuerySet[Entry]:
    """Return the entries about an object and its parts, latest first."""
    return Entry.objects.filter(root_type=target._meta.label_lower, root_id=str(target.pk))


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the chain is not as it was written."""

    number: int
    what: str


def verify(*, expected_head: str | None = None) -> Iterator[Fault]:
    """Walk the whole chain and report every altered, removed or reordered entry.

    ``expected_head`` is ``LENGTH:DIGEST`` as printed or published at an earlier time: the chain
    must still pass through it. Without such a note from outside, somebody who can rewrite the
    whole database can rewrite the whole chain.
    """
    expected_length, expected_digest = 0, ""
    if expected_head:
        written_length, _colon, expected_digest = expected_head.partition(":")
        if not (written_length.isdecimal() and len(expected_digest) in {0, 64}):
            raise ValueError("A head is written LENGTH:DIGEST, with a digest of 64 letters.")
        expected_length = int(written_length)
    remains: dict[int, str] = {}
    sealed: dict[int, str] = {}
    number, digest = 0, ""
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        if entry.number != number:
            missing = (
                f"{number} to {entry.number - 1}" if entry.number - 1 > number else f"{number}"
            )
            yield Fault(number, f"entry {missing} is missing")
            number = entry.number
        elif entry.previous != digest:
            yield Fault(number, "it does not follow the entry before it")
        if envelope_digest(entry) != entry.digest:
            yield Fault(number, "its time, verb, object or place in the chain was altered")
        if entry.is_erased:
            remains[number] = content_digest(entry)
        elif content_digest(entry) != entry.content_digest:
            yield Fault(number, "what it says was altered")
        if entry.verb == ERASED:
            sealed.update(_sealed(entry))
        digest = entry.digest
        if number == expected_length and digest != expected_digest:
            yield Fault(number, "its digest is not the one noted earlier")
    for lost, digest_now in sorted(remains.items()):
        if lost not in sealed:
            yield Fault(lost, "it was emptied without a recorded erasure")
        elif sealed[lost] != digest_now:
            yield Fault(lost, "what an erasure left of it was altered")
    if expected_length > number:
        yield Fault(
            number + 1, f"the chain was noted at {expected_length} entries, {number} remain"
        )
    end = Head.objects.filter(pk=1).first() or Head()
    if end.length != number:
        yield Fault(end.length, f"the head says {end.length} entries, the chain has {number}")
    elif end.digest != digest:
        yield Fault(number, "the head does not have the digest of the last entry")


def _sealed(entry: Entry) -> dict[int, str]:
    """Read from the record of an erasure what it left of each entry."""
    entries = (entry.after or {}).get("entries")
    if not isinstance(entries, dict):
        return {}
    return {int(number): str(digest) for number, digest in entries.items() if number.isdecimal()}
