"""Writing what the evidence room holds: sources, documents, proposals, claims and citations.

Each operation is one transaction and ends in the record.
"""

from serai.track.evidence.operations.citations import cite
from serai.track.evidence.operations.claims import (
    WORDS_OF_THE_SOURCE,
    accept_identical,
    add_claim,
    add_source,
    change_claim,
    change_source,
    correct_claim,
    decide_review,
    rank_claim,
)
from serai.track.evidence.operations.deciding import (
    accept_identical_proposals,
    curate,
    decide,
    identity_of,
    latest_decision,
    undo_decision,
)
from serai.track.evidence.operations.documents import (
    Extracted,
    Ingested,
    change_document,
    extract_again,
    ingest_document,
    read_document,
)
from serai.track.evidence.operations.editing import add_missed, edit_proposal
from serai.track.evidence.operations.laying import cite_claim
from serai.track.evidence.operations.links import (
    dismiss_relation,
    link_claim_to_indicator,
    link_claims,
    suggest_indicators,
    sync_links,
    unlink_claims,
)
from serai.track.evidence.operations.proposals import StaleProposalError
from serai.track.evidence.operations.values import editable_values

__all__ = [
    "WORDS_OF_THE_SOURCE",
    "Extracted",
    "Ingested",
    "StaleProposalError",
    "accept_identical",
    "accept_identical_proposals",
    "add_claim",
    "add_missed",
    "add_source",
    "change_claim",
    "change_document",
    "change_source",
    "cite",
    "cite_claim",
    "correct_claim",
    "curate",
    "decide",
    "decide_review",
    "dismiss_relation",
    "edit_proposal",
    "editable_values",
    "extract_again",
    "identity_of",
    "ingest_document",
    "latest_decision",
    "link_claim_to_indicator",
    "link_claims",
    "rank_claim",
    "read_document",
    "suggest_indicators",
    "sync_links",
    "undo_decision",
    "unlink_claims",
]
