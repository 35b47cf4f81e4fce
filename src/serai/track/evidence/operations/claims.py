"""Writing sources and claims, and what the analysts decide about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
)
from serai.foundation.translation import TranslatedText, render_text
from serai.track.evidence import verbs
from serai.track.evidence.models import (
    Claim,
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
