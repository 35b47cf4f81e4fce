"""Sources, what they state, and which statement rests on which."""

from serai.track.evidence.models.citation import CITED_FROM_BELOW, Citation
from serai.track.evidence.models.claim import (
    DECIDED,
    Claim,
    ClaimKind,
    ClaimState,
    DateBasis,
    Qualifier,
    Rank,
    Review,
)
from serai.track.evidence.models.document import ORIGINALS, Document, DocumentState
from serai.track.evidence.models.link import (
    SYMMETRIC,
    ClaimLink,
    DismissedRelation,
    LinkKind,
)
from serai.track.evidence.models.place import Place
from serai.track.evidence.models.proposal import (
    SETTLED,
    Decision,
    Proposal,
    ProposalKind,
    ProposalState,
    Verdict,
)
from serai.track.evidence.models.source import Source, SourceKind

__all__ = [
    "CITED_FROM_BELOW",
    "DECIDED",
    "ORIGINALS",
    "SETTLED",
    "SYMMETRIC",
    "Citation",
    "Claim",
    "ClaimKind",
    "ClaimLink",
    "ClaimState",
    "DateBasis",
    "Decision",
    "DismissedRelation",
    "Document",
    "DocumentState",
    "LinkKind",
    "Place",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Qualifier",
    "Rank",
    "Review",
    "Source",
    "SourceKind",
    "Verdict",
]
