"""Writing sources, claims, what the analysts decide about them, and citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    sync_parts,
)
from serai.foundation.translation import TranslatedText, render_text
from serai.track.evidence import verbs
from serai.track.evidence.models import (
    SYMMETRIC,
    Citation,
    Claim,
    ClaimLink,
    LinkKind,
    Rank,
    Review,
    Source,
)

WORDS_OF_THE_SOURCE = ("written", "quote")
"""What a claim takes over letter by letter. A correction stands beside it, never in its place."""

_DECISIONS = {
    Review.DRAFT: verbs.CLAIM_RETURNED,
    Review.ACCEPTED: verbs.CLAIM_ACCEPTED,
    Review.DISPUTED: verbs.CLAIM_DISPUTED,
    Review.REJECTED: verbs.CLAIM_REJECTED,
}
_OF_ITS_OWN_VERB = frozenset({
    "review", "review_note", "reviewed_by", "reviewed_at", "rank", "rank_reason", "correction",
    "correction_source",
})  # fmt: skip
_IDENTITY = ("indicator_id", "scope", "state", "qualifier", "value", "upper_value", "unit")


def add_source(*, actor: Actor, source: Source) -> Source:
    """Enter a document. Raises ValidationError."""
    return create_object(actor=actor, verb=verbs.SOURCE_ADDED, instance=source)


def change_source(*, actor: Actor, source: Source, changes: Mapping[str, Any]) -> Entry | None:
    """Change the particulars of a source. Raises ValidationError."""
    return change_object(actor=actor, verb=verbs.SOURCE_CHANGED, instance=source, changes=changes)


def add_claim(*, actor: Actor, claim: Claim) -> Claim:
    """Enter what a source states, as a draft that nobody has decided about yet.

    Raises ValidationError.
    """
    claim.review, claim.rank = Review.DRAFT, Rank.NORMAL
    return create_object(actor=actor, verb=verbs.CLAIM_ADDED, instance=claim)


@transaction.atomic
def change_claim(*, actor: Actor, claim: Claim, changes: Mapping[str, Any]) -> Entry | None:
    """Change how a claim was taken down: its normalised value, indicator, scope, date, place.

    The words of the source can be changed only while the claim is a draft. Raises ValidationError.
    """
    if decided := _OF_ITS_OWN_VERB.intersection(changes):
        raise TypeError(f"These have operations of their own: {', '.join(sorted(decided))}.")
    current = Claim.objects.select_for_update().get(pk=claim.pk)
    if current.review != Review.DRAFT:
        problems = {
            name: _("These are the words of the source, and the claim has been decided. Correct "
                    "it openly, or put it back to draft if it was copied wrongly.")
            for name in WORDS_OF_THE_SOURCE
            if name in changes and changes[name] != getattr(current, name)
        }  # fmt: skip
        if problems:
            raise ValidationError(problems)
    return change_object(actor=actor, verb=verbs.CLAIM_CHANGED, instance=claim, changes=changes)


@transaction.atomic
def decide_review(*, actor: Actor, claim: Claim, review: Review, note: str = "") -> Entry | None:
    """Accept, dispute or reject a claim, or put it back to draft.

    Returns None where that was the decision already. Disputing and rejecting need a reason; raises
    ValidationError without one.
    """
    note = note.strip()
    if review in {Review.DISPUTED, Review.REJECTED} and not note:
        raise ValidationError({"review_note": _("Say why, for those who read the claim.")})
    current = Claim.objects.select_for_update().get(pk=claim.pk)
    if (current.review, current.review_note) == (review, note):
        return None
    decided = review != Review.DRAFT
    return change_object(
        actor=actor,
        verb=_DECISIONS[review],
        instance=claim,
        changes={
            "review": review,
            "review_note": note,
            "reviewed_by": actor if decided and isinstance(actor, User) else None,
            "reviewed_at": timezone.now() if decided else None,
        },
    )


@transaction.atomic
def accept_identical(*, actor: Actor, claims: Sequence[Claim]) -> int:
    """Accept several claims at once, which must all say the same; return how many changed.

    Raises ValidationError where they differ: each of those deserves a look of its own.
    """
    if len({tuple(getattr(claim, name) for name in _IDENTITY) for claim in claims}) > 1:
        raise ValidationError(
            _("These claims do not say the same. Accept several at once only where indicator, "
              "scope, state, value and unit are equal.")
        )  # fmt: skip
    entries = [decide_review(actor=actor, claim=claim, review=Review.ACCEPTED) for claim in claims]
    return sum(entry is not None for entry in entries)


@transaction.atomic
def rank_claim(
    *, actor: Actor, claim: Claim, rank: Rank, reason: TranslatedText | str = ""
) -> Entry | None:
    """Let a claim speak for its figure before others (preferred), as others, or never (deprecated).

    One claim of an indicator, scope and state is preferred: the one that was becomes normal. A rank
    other than normal needs a reason; raises ValidationError without one.
    """
    if rank != Rank.NORMAL and not render_text(reason).text:
        raise ValidationError({"rank_reason": _("Say why, for those who read the figure.")})
    if rank == Rank.PREFERRED:
        if claim.indicator_id is None:
            raise ValidationError({"indicator": _("Choose the indicator first.")})
        rivals = Claim.objects.select_for_update().filter(
            indicator=claim.indicator_id, scope=claim.scope, state=claim.state, rank=rank
        )
        for rival in rivals.exclude(pk=claim.pk):
            change_object(
                actor=actor,
                verb=verbs.CLAIM_RANKED,
                instance=rival,
                changes={"rank": Rank.NORMAL, "rank_reason": ""},
                note=claim.code,
            )
    return change_object(
        actor=actor,
        verb=verbs.CLAIM_RANKED,
        instance=claim,
        changes={"rank": rank, "rank_reason": reason if rank != Rank.NORMAL else ""},
    )


def correct_claim(
    *,
    actor: Actor,
    claim: Claim,
    correction: TranslatedText | str,
    source: Source | None = None,
) -> Entry | None:
    """Say openly what is wrong in the words of a source, and what that rests on.

    The value as written and the quotation stay. An empty correction takes it back.
    """
    if source is not None and not render_text(correction).text:
        raise ValidationError({"correction": _("Say what is corrected.")})
    return change_object(
        actor=actor,
        verb=verbs.CLAIM_CORRECTED,
        instance=claim,
        changes={"correction": correction, "correction_source": source},
    )


@transaction.atomic
def link_claims(
    *,
    actor: Actor,
    claim: Claim,
    kind: LinkKind,
    other: Claim,
    note: TranslatedText | str = "",
) -> ClaimLink:
    """State how one claim stands to another; return the link, also where it was there already.

    Raises ValidationError for a link that contradicts one there is: both agreeing and
    conflicting, or a circle of claims that repeat, refine or supersede each other.
    """
    existing = _existing_link(claim, kind, other)
    if existing is not None:
        if existing.claim_id == claim.pk:
            change_object(
                actor=actor, verb=verbs.LINK_VERBS.changed, instance=existing,
                changes={"note": note}, root=claim,
            )  # fmt: skip
        return existing
    _check_link(claim, kind, other)
    return create_object(
        actor=actor,
        verb=verbs.LINK_VERBS.added,
        instance=ClaimLink(claim=claim, kind=kind, other=other, note=note),
        root=claim,
    )


def unlink_claims(*, actor: Actor, link: ClaimLink) -> Entry:
    """Take back a link between two claims."""
    return delete_object(actor=actor, verb=verbs.LINK_VERBS.removed, instance=link, root=link.claim)


@transaction.atomic
def sync_links(*, actor: Actor, claim: Claim, links: Sequence[Mapping[str, Any]]) -> None:
    """Make the links that a claim declares be exactly the given ones (``kind, other, note``)."""
    wanted = [
        link_claims(actor=actor, claim=claim, **row).pk  # one that the other declares stays there
        for row in links
    ]
    for link in claim.links.exclude(pk__in=wanted):
        unlink_claims(actor=actor, link=link)


def cite(
    *,
    actor: Actor,
    target: Any,
    citations: Sequence[Mapping[str, Any]],
    root: models.Model | None = None,
) -> list[Citation]:
    """Make the citations of an object be exactly the given ones, and record each difference.

    ``target`` is any object with a generic relation ``citations``; ``root`` the whole it is part
    of. A row has ``source`` or ``claim`` (which brings its source, and its place where the row has
    none), and may have ``field``, ``start`` and ``end``, ``locator``, ``note``, ``pk``. Raises
    ValidationError, for instance for a field that the object does not have.
    """
    rows: list[dict[str, Any]] = []
    for given in citations:
        row = _citation_row(target, given)
        if row not in rows:
            rows.append(row)
    return sync_parts(
        actor=actor,
        verbs=verbs.CITATION_VERBS,
        root=root or target,
        parts=target.citations,
        rows=rows,
        match=("field", "source", "start", "end", "locator"),
    )


def _citation_row(target: models.Model, given: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "field": "", "start": None, "end": None, "locator": "", "claim": None, "note": "", **given,
    }  # fmt: skip
    if row["field"]:
        try:
            target._meta.get_field(row["field"])
        except FieldDoesNotExist:
            raise ValidationError(
                {"field": _("“%(field)s” is not a field of this object.") % {"field": row["field"]}}
            ) from None
    claim = row["claim"]
    if claim is not None:
        row.setdefault("source", claim.source)
        if row["start"] is None and not row["locator"]:
            row.update(start=claim.start, end=claim.end, locator=claim.locator)
    return row


def _existing_link(claim: Claim, kind: LinkKind, other: Claim) -> ClaimLink | None:
    found = models.Q(claim=claim, other=other)
    if kind in SYMMETRIC:
        found |= models.Q(claim=other, other=claim)
    return ClaimLink.objects.filter(found, kind=kind).first()


def _check_link(claim: Claim, kind: LinkKind, other: Claim) -> None:
    if kind in SYMMETRIC:
        opposite = next(iter(SYMMETRIC - {kind}))
        if _existing_link(claim, opposite, other) is not None:
            raise ValidationError(
                {"kind": _("Two claims cannot both agree and conflict. Remove that link first.")}
            )
        return
    followed: dict[int, list[int]] = {}
    for start, end in ClaimLink.objects.filter(kind=kind).values_list("claim_id", "other_id"):
        followed.setdefault(start, []).append(end)
    reached, waiting = set(), [other.pk]
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting += followed.get(at, [])
    if claim.pk in reached and claim.pk != other.pk:
        raise ValidationError(
            {"other": _("That claim already leads back to this one by the same relation.")}
        )
