"""The claims that come of accepted proposals, and how they go again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.record.operations import delete_object
from serai.track.evidence import verbs
from serai.track.evidence.models import (
    Citation,
    Claim,
    ClaimLink,
    Proposal,
    ProposalState,
    Rank,
    Review,
)
from serai.track.evidence.operations.claims import add_claim, decide_review
from serai.track.evidence.operations.values import (
    FIGURE_VALUES,
    claim_values,
    in_words_of_proposal,
)


def enter_claim(actor: User, proposal: Proposal, note: str) -> None:
    """Make the claim of an accepted figure, or find the one that says so already."""
    document = proposal.document
    assert document.source is not None
    known = _known_claim(proposal)
    if known is not None:
        proposal.claim, proposal.state = known, ProposalState.MERGED
        return
    claim = Claim(
        source=document.source,
        written=proposal.written[:100],
        quote=document.text[proposal.sentence_start : proposal.sentence_end],
        start=proposal.sentence_start,
        end=proposal.sentence_end,
        **claim_values(proposal, FIGURE_VALUES),
    )
    try:
        add_claim(actor=actor, claim=claim)
    except ValidationError as error:
        raise in_words_of_proposal(error) from None
    decide_review(actor=actor, claim=claim, review=Review.ACCEPTED, note=note)
    proposal.claim = claim


def _known_claim(proposal: Proposal) -> Claim | None:
    """The accepted claim that stands at the same place of the source and says the same."""
    return Claim.objects.filter(
        source=proposal.document.source_id,
        start__lt=proposal.sentence_end,
        end__gt=proposal.sentence_start,
        review=Review.ACCEPTED,
        qualifier=proposal.qualifier,
        value=proposal.value,
        upper_value=proposal.upper_value,
        state=proposal.state_of_affairs,
        scope=proposal.scope,
        unit__iexact=proposal.unit,
    ).first()


def withdraw_claim(actor: User, claim: Claim) -> None:
    """Delete a claim that came of a decision. Raises ValidationError if something rests on it."""
    reasons = []
    if Citation.objects.filter(claim=claim).exists():
        reasons.append(_("a citation names it"))
    if ClaimLink.objects.filter(models.Q(claim=claim) | models.Q(other=claim)).exists():
        reasons.append(_("it is linked with another claim"))
    if claim.rank == Rank.PREFERRED:
        reasons.append(_("it is the preferred claim of its figure"))
    if claim.correction:
        reasons.append(_("it was corrected openly"))
    if Proposal.objects.filter(claim=claim).exists():
        reasons.append(_("another proposal was found to say the same"))
    if reasons:
        raise ValidationError(
            _("The claim cannot be withdrawn: %(reasons)s. Take that back first.")
            % {"reasons": ", ".join(reasons)}
        )
    delete_object(actor=actor, verb=verbs.CLAIM_WITHDRAWN, instance=claim)
