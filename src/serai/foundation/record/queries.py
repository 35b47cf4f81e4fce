"""Reading the record: the revision, histories, and the proof that the chain is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from serai.foundation.record.chain import content_digest, envelope_digest
from serai.foundation.record.models import Entry, Head


def revision() -> int:
    """Return the number of the last change. Anything rendered from the data at this revision
    stays true until it moves.
    """
    return Head.objects.filter(pk=1).values_list("length", flat=True).first() or 0


def history(target: models.Model) -> models.QuerySet[Entry]:
    """Return the entries about an object and its parts, latest first."""
    return Entry.objects.filter(
        root_type=target._meta.label_lower, root_id=str(target.pk)
    ).select_related("actor")


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
        expected_length = int(written_length)
    erased: set[int] = set()
    declared: set[int] = set()
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
        if entry.erased_at is not None:
            erased.add(number)
        elif content_digest(entry) != entry.content_digest:
            yield Fault(number, "what it says was altered")
        if entry.verb == "record.erased" and entry.after:
            declared.update(entry.after.get("entries", []))
        digest = entry.digest
        if number == expected_length and digest != expected_digest:
            yield Fault(number, "its digest is not the one noted earlier")
    for lost in sorted(erased - declared):
        yield Fault(lost, "it was emptied without a recorded erasure")
    if expected_length > number:
        yield Fault(
            number + 1, f"the chain was noted at {expected_length} entries, {number} remain"
        )
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.length, head.digest) != (number, digest):
        yield Fault(head.length, f"the head says {head.length} entries, the chain has {number}")
