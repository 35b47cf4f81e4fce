"""Rows of proposals, locked and saved so that nobody overwrites what somebody else did."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from serai.track.evidence.models import Proposal


class StaleProposalError(ValidationError):
    """Somebody else changed the proposal since it was shown; nothing was written."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(
            _("Somebody changed this proposal while you had it before you. Look at it again; "
              "what you typed was not saved."),
            code="stale",
        )  # fmt: skip
        self.proposal = proposal


def locked(proposal: Proposal, revision: int | None = None) -> Proposal:
    """Read a proposal anew, under a lock, with its document, source and claim.

    ``revision`` is that of the proposal as it was shown: raises StaleProposalError for another.
    """
    found = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("document__source", "claim")
        .get(pk=proposal.pk)
    )
    check_revision(found, revision)
    return found


def check_revision(proposal: Proposal, revision: int | None) -> None:
    """Raise StaleProposalError if a proposal is not as it was shown."""
    if revision is not None and revision != proposal.revision:
        raise StaleProposalError(proposal)


def save_proposal(proposal: Proposal) -> None:
    """Save a proposal that was locked, as its next revision."""
    proposal.revision += 1
    proposal.save()
