"""Deciding about proposals: accept, reject, skip, and take it back.

An accepted figure becomes a claim. Where a document asks for two reviewers, both decide without
seeing what the other said; where they differ, a curator settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.operations import record
from serai.foundation.record.snapshots import Snapshot, restore, snapshot
from serai.track.evidence import verbs
from serai.track.evidence.models import (
    Decision,
    Document,
    Proposal,
    ProposalState,
    Verdict,
)
from serai.track.evidence.operations.claiming import enter_claim, withdraw_claim
from serai.track.evidence.operations.proposals import check_revision, locked, save_proposal
from serai.track.evidence.operations.values import (
    FIGURE_VALUES,
    check_values,
    editable_values,
    edited_values,
)

_VERBS = {
    Verdict.ACCEPT: verbs.PROPOSAL_ACCEPTED,
    Verdict.REJECT: verbs.PROPOSAL_REJECTED,
    Verdict.SKIP: verbs.PROPOSAL_SKIPPED,
}
_STATES = {Verdict.ACCEPT: ProposalState.ACCEPTED, Verdict.REJECT: ProposalState.REJECTED}
MOST_AT_ONCE = 50
"""How many identical proposals are accepted at once at most."""


@transaction.atomic
def decide(
    *,
    actor: User,
    proposal: Proposal,
    verdict: Verdict,
    values: Mapping[str, Any] | None = None,
    note: str = "",
    revision: int | None = None,
) -> Proposal:
    """Say what one reviewer thinks of a proposal, with the values as edited (see
    `editable_values`; what is left out stays as proposed).

    Accepting a figure enters its claim, once all the reviewers that the document asks for say the
    same. Deciding the same again changes nothing; deciding otherwise replaces what this reviewer
    said before, until the proposal is settled. ``revision`` is that of the proposal that was shown:
    raises StaleProposalError where it is another by now. Raises ValidationError.
    """
    proposal = locked(proposal)
    edited = _as_accepted(proposal, verdict, values)
    standing = _standing(proposal).filter(reviewer=actor, is_curation=False).first()
    if standing is not None and standing.verdict == verdict and edited in ({}, standing.values):
        return proposal  # A second press of the same button.
    check_revision(proposal, revision)
    if proposal.is_settled:
        raise _settled_already(proposal)
    if proposal.state == ProposalState.CONTESTED:
        raise ValidationError(_("The reviewers differ about this. A curator decides it."))
    if standing is not None:
        _withdraw(standing)
    return _take(actor, proposal, verdict, edited, note, is_curation=False)


@transaction.atomic
def curate(
    *,
    actor: User,
    proposal: Proposal,
    verdict: Verdict,
    values: Mapping[str, Any] | None = None,
    note: str = "",
    revision: int | None = None,
) -> Proposal:
    """Settle a proposal about which two reviewers differ.

    The curator is none of the two, unless an administrator. Raises what `decide` does.
    """
    proposal = locked(proposal, revision)
    if proposal.state != ProposalState.CONTESTED:
        raise ValidationError(_("The reviewers do not differ about this."))
    if verdict == Verdict.SKIP:
        raise ValidationError(_("Accept it or reject it."))
    if _standing(proposal).filter(reviewer=actor).exists() and not may(
        actor, "accounts.manage_users"
    ):
        raise ValidationError(_("You are one of the reviewers who differ. Somebody else decides."))
    edited = _as_accepted(proposal, verdict, values)
    return _take(actor, proposal, verdict, edited, note, is_curation=True)


@transaction.atomic
def undo_decision(*, actor: User, decision: Decision, revision: int | None = None) -> Proposal:
    """Take a decision back, however long ago it was made.

    The claim that came of it is deleted, through the record, so that its history shows it. Raises
    ValidationError where something rests on the claim, and for the decision of somebody else,
    unless a curator takes it back.
    """
    proposal = locked(decision.proposal, revision)
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.withdrawn_at is not None:
        raise ValidationError(_("This decision was taken back already."))
    if decision.reviewer_id != actor.pk and not may(actor, "evidence.curate"):
        raise ValidationError(_("This decision is somebody else’s. A curator can take it back."))
    if not decision.is_curation and _standing(proposal).filter(is_curation=True).exists():
        raise ValidationError(_("A curator has decided since. That decision comes first."))
    before = {"state": proposal.state, "claim": proposal.claim_id}
    claim, was_made_here = proposal.claim, proposal.state == ProposalState.ACCEPTED
    proposal.claim = None
    _withdraw(decision)
    if proposal.document.reviewers > 1:
        # Whoever decides anew sees what the engine said, not what the other made of it.
        restore(proposal, proposal.original)
        proposal.original = {}
    proposal.state = _state_by(proposal, list(_standing(proposal)))
    save_proposal(proposal)
    if claim is not None and was_made_here:
        withdraw_claim(actor, claim)
    record(
        actor=actor,
        verb=verbs.DECISION_WITHDRAWN,
        target=proposal,
        root=proposal.document,
        before={**before, "verdict": decision.verdict, "values": decision.values},
        after={"state": proposal.state, "claim": None, "verdict": None},
    )
    return proposal


def latest_decision(*, reviewer: User, document: Document | None = None) -> Decision | None:
    """Return the decision that this reviewer would undo next, if there is any."""
    found = Decision.objects.filter(reviewer=reviewer, withdrawn_at=None)
    if document is not None:
        found = found.filter(proposal__document=document)
    return found.select_related("proposal").order_by("-at", "-pk").first()


@transaction.atomic
def accept_identical_proposals(*, actor: User, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Accept several proposals at once, which must all say the same of the same thing.

    There is no accepting of everything: raises ValidationError where they differ, or where they
    are more than anybody has looked at.
    """
    if len(proposals) > MOST_AT_ONCE:
        raise ValidationError(
            _("These are %(count)s proposals. Accept at most %(most)s at once, after a look at "
              "each.") % {"count": len(proposals), "most": MOST_AT_ONCE}
        )  # fmt: skip
    if len({identity_of(each) for each in proposals}) > 1:
        raise ValidationError(
            _("These proposals do not say the same. Accept several at once only where subject, "
              "unit, value, scope, state and date are equal.")
        )  # fmt: skip
    return [
        decide(actor=actor, proposal=each, verdict=Verdict.ACCEPT)
        for each in proposals
        if not each.is_settled
    ]


def identity_of(proposal: Proposal) -> tuple[Any, ...]:
    """Return what two proposals have in common that say the same of the same thing."""
    if not proposal.is_figure:
        return proposal.kind, proposal.name_key or proposal.name, str(proposal.as_of or "")
    return proposal.kind, *(
        str(value) if value is not None else ""
        for value in snapshot(proposal, FIGURE_VALUES).values()
    )


# What decisions add up to


def _as_accepted(
    proposal: Proposal, verdict: Verdict, values: Mapping[str, Any] | None
) -> Snapshot:
    """What the reviewer edited of what is to be accepted, checked as a claim."""
    if verdict != Verdict.ACCEPT:
        return {}
    edited = edited_values(proposal, values or {})
    check_values(proposal, edited)
    return edited


def _take(
    actor: User,
    proposal: Proposal,
    verdict: Verdict,
    edited: Snapshot,
    note: str,
    *,
    is_curation: bool,
) -> Proposal:
    """Write a decision down, and what follows from it."""
    decision = Decision(
        proposal=proposal, reviewer=actor, verdict=verdict, values=edited, note=note.strip(),
        is_curation=is_curation,
    )  # fmt: skip
    decision.full_clean()
    decision.save()
    before = {"state": proposal.state}
    decisions = list(_standing(proposal))
    proposal.state = _state_by(proposal, decisions)
    if proposal.state == ProposalState.ACCEPTED:
        _adopt(proposal, edited)
        if proposal.is_figure:
            enter_claim(actor, proposal, note)
    save_proposal(proposal)
    record(
        actor=actor,
        verb=_VERBS[verdict],
        target=proposal,
        root=proposal.document,
        before=before,
        after={"state": proposal.state, "claim": proposal.claim_id, "verdict": verdict,
               "values": edited},
        note=decision.note,
    )  # fmt: skip
    return proposal


def _state_by(proposal: Proposal, decisions: Iterable[Decision]) -> ProposalState:
    """The state that the standing decisions amount to."""
    said = [each for each in decisions if each.verdict != Verdict.SKIP]
    curated = [each for each in said if each.is_curation]
    if curated:
        return _STATES[Verdict(curated[-1].verdict)]
    if len(said) < proposal.document.reviewers:
        return ProposalState.WAITING
    readings = [(each.verdict, _with(proposal, each.values)) for each in said]
    if any(reading != readings[0] for reading in readings):
        return ProposalState.CONTESTED
    return _STATES[Verdict(said[0].verdict)]


def _with(proposal: Proposal, edited: Snapshot) -> Snapshot:
    return {**snapshot(proposal, editable_values(proposal.kind)), **edited}


def _adopt(proposal: Proposal, edited: Snapshot) -> None:
    """Let the proposal say what was accepted; what the engine had said is kept."""
    if edited:
        proposal.original = {**snapshot(proposal, edited), **proposal.original}
        restore(proposal, edited)


def _standing(proposal: Proposal) -> models.QuerySet[Decision]:
    return proposal.decisions.filter(withdrawn_at=None).order_by("at", "pk")


def _withdraw(decision: Decision) -> None:
    decision.withdrawn_at = timezone.now()
    decision.save(update_fields=["withdrawn_at"])


def _settled_already(proposal: Proposal) -> ValidationError:
    return ValidationError(
        _("This was decided already (%(state)s). Take that decision back first.")
        % {"state": proposal.get_state_display()}
    )
