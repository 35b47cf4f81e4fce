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
from serai.track.evidence.operations.links import link_claims, sync_links, unlink_claims

__all__ = [
    "WORDS_OF_THE_SOURCE",
    "accept_identical",
    "add_claim",
    "add_source",
    "change_claim",
    "change_source",
    "cite",
    "correct_claim",
    "decide_review",
    "link_claims",
    "rank_claim",
    "sync_links",
    "unlink_claims",
]
