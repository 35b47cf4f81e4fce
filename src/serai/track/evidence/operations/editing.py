"""Editing what a proposal says, and adding what the engine missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.record.operations import create_object, record
from serai.foundation.record.snapshots import restore, snapshot
from serai.track.evidence import verbs
from serai.track.evidence.anchoring import select
from serai.track.evidence.models import (
    Document,
    Proposal,
    ProposalKind,
    ProposalState,
    Verdict,
)
from serai.track.evidence.operations.claims import change_claim
from serai.track.evidence.operations.deciding import decide
from serai.track.evidence.operations.proposals import locked, save_proposal
from serai.track.evidence.operations.values import (
    check_values,
    claim_values,
    edited_values,
)


@transaction.atomic
def edit_proposal(
    *,
    actor: User,
    proposal: Proposal,
    values: Mapping[str, Any],
    revision: int | None = None,
) -> Proposal:
    """Change what a proposal says, and the claim that came of it; the words stay.

    What the engine had said is kept (`Proposal.original`). Where two people review, what one edits
    is part of the decision, so that the other does not see it. Raises ValidationError.
    """
    proposal = locked(proposal, revision)
    if proposal.document.reviewers > 1 and not proposal.is_settled:
        raise ValidationError(_("Two people review this document: edit it as you accept it."))
    if proposal.state not in {ProposalState.WAITING, ProposalState.ACCEPTED}:
        raise ValidationError(_("Only what waits or was accepted can be edited."))
    edited = edited_values(proposal, values)
    if not edited:
        return proposal
    before = snapshot(proposal, edited)
    proposal.original = {**before, **proposal.original}
    restore(proposal, edited)
    check_values(proposal)
    save_proposal(proposal)
    if proposal.claim is not None:
        change_claim(actor=actor, claim=proposal.claim, changes=claim_values(proposal, edited))
    record(
        actor=actor, verb=verbs.PROPOSAL_CHANGED, target=proposal, root=proposal.document,
        before={"values": before}, after={"values": edited},
    )  # fmt: skip
    return proposal


@transaction.atomic
def add_missed(
    *,
    actor: User,
    document: Document,
    start: int,
    end: int,
    kind: ProposalKind = ProposalKind.FIGURE,
    values: Mapping[str, Any],
    note: str = "",
) -> Proposal:
    """Mark words that the engine missed, and accept them as this reviewer reads them.

    ``start`` and ``end`` are code points of the text; white space around the words is left out.
    Raises ValidationError.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    text = document.text
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise ValidationError({"end": _("Select words in the text.")})
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    if document.proposals.filter(kind=kind, start=start, end=end).exists():
        raise ValidationError(_("There is a proposal for these words already."))
    anchor = select(text, start, end)
    sentence_start, sentence_end = sentence_around(document, start, end)
    proposal = Proposal(
        document=document, kind=kind, start=start, end=end, exact=anchor.exact,
        prefix=anchor.prefix, suffix=anchor.suffix, sentence_start=sentence_start,
        sentence_end=sentence_end, added_by=actor,
    )  # fmt: skip
    restore(proposal, edited_values(proposal, values))
    check_values(proposal)
    create_object(actor=actor, verb=verbs.PROPOSAL_ADDED, instance=proposal, root=document)
    return decide(actor=actor, proposal=proposal, verdict=Verdict.ACCEPT, note=note)


def sentence_around(document: Document, start: int, end: int) -> tuple[int, int]:
    """Return the sentence, or the sentences, that hold a place."""
    held = [each for each in document.sentences if each[0] < end and start < each[1]]
    if not held:
        return start, end
    return min(start, held[0][0]), max(end, held[-1][1])
