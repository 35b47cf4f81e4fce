"""What can happen to sources, claims, links and citations.

The published words of a speaker are personal data of that speaker: erasing them empties who said
it and the words, and keeps that the claim was made, decided and corrected.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.record.operations import PartVerbs
from serai.foundation.record.verbs import Erasure, register_verb

_SPEECH = frozenset({"attributed_to", "speaker", "quote"})
_REVIEW = frozenset({"reviewed_by", "review_note"})

SOURCE_ADDED = register_verb("source.added", _("added the source"), erasure=Erasure.NOTHING)
SOURCE_CHANGED = register_verb("source.changed", _("changed the source"), erasure=Erasure.NOTHING)

CLAIM_ADDED = register_verb(
    "claim.added", _("added the claim"), erasure=Erasure.FIELDS, personal_fields=_SPEECH | _REVIEW
)
CLAIM_CHANGED = register_verb(
    "claim.changed", _("changed the claim"), erasure=Erasure.FIELDS, personal_fields=_SPEECH
)
CLAIM_ACCEPTED = register_verb(
    "claim.accepted", _("accepted the claim"), erasure=Erasure.FIELDS, personal_fields=_REVIEW
)
CLAIM_DISPUTED = register_verb(
    "claim.disputed", _("disputed the claim"), erasure=Erasure.FIELDS, personal_fields=_REVIEW
)
CLAIM_REJECTED = register_verb(
    "claim.rejected", _("rejected the claim"), erasure=Erasure.FIELDS, personal_fields=_REVIEW
)
CLAIM_RETURNED = register_verb(
    "claim.returned", _("put the claim back to draft"),
    erasure=Erasure.FIELDS, personal_fields=_REVIEW,
)  # fmt: skip
CLAIM_RANKED = register_verb("claim.ranked", _("ranked the claim"), erasure=Erasure.NOTHING)
CLAIM_CORRECTED = register_verb(
    "claim.corrected", _("corrected the claim"), erasure=Erasure.NOTHING
)

LINK_VERBS = PartVerbs(
    register_verb("claim.link_added", _("linked the claims"), erasure=Erasure.NOTHING),
    register_verb("claim.link_changed", _("changed the link"), erasure=Erasure.NOTHING),
    register_verb("claim.link_removed", _("removed the link"), erasure=Erasure.NOTHING),
)
CITATION_VERBS = PartVerbs(
    register_verb("citation.added", _("added the citation"), erasure=Erasure.NOTHING),
    register_verb("citation.changed", _("changed the citation"), erasure=Erasure.NOTHING),
    register_verb("citation.removed", _("removed the citation"), erasure=Erasure.NOTHING),
)

# Documents are private: what they say never enters the record, only that they came and were read.
DOCUMENT_ADDED = register_verb(
    "document.added", _("added the document"), erasure=Erasure.FIELDS,
    personal_fields=frozenset({"uploaded_by"}),
)  # fmt: skip
DOCUMENT_READ = register_verb("document.read", _("read the document"), erasure=Erasure.NOTHING)
DOCUMENT_FAILED = register_verb(
    "document.failed", _("could not read the document"), erasure=Erasure.NOTHING
)
DOCUMENT_CHANGED = register_verb(
    "document.changed", _("changed the document"), erasure=Erasure.NOTHING
)

_PROPOSED = frozenset({"attributed_to", "name", "name_key", "values", "note"})
PROPOSAL_ADDED = register_verb(
    "proposal.added", _("marked what had been missed:"), erasure=Erasure.FIELDS,
    personal_fields=_PROPOSED,
)  # fmt: skip
PROPOSAL_CHANGED = register_verb(
    "proposal.changed", _("edited the proposal"), erasure=Erasure.FIELDS, personal_fields=_PROPOSED
)
PROPOSAL_ACCEPTED = register_verb(
    "proposal.accepted", _("accepted the proposal"), erasure=Erasure.FIELDS,
    personal_fields=_PROPOSED,
)  # fmt: skip
PROPOSAL_REJECTED = register_verb(
    "proposal.rejected", _("rejected the proposal"), erasure=Erasure.FIELDS,
    personal_fields=_PROPOSED,
)  # fmt: skip
PROPOSAL_SKIPPED = register_verb(
    "proposal.skipped", _("skipped the proposal"), erasure=Erasure.FIELDS,
    personal_fields=_PROPOSED,
)  # fmt: skip
DECISION_WITHDRAWN = register_verb(
    "decision.withdrawn", _("took back a decision about the proposal"), erasure=Erasure.FIELDS,
    personal_fields=_PROPOSED,
)  # fmt: skip
CLAIM_WITHDRAWN = register_verb(
    "claim.withdrawn", _("withdrew the claim"), erasure=Erasure.FIELDS,
    personal_fields=_SPEECH | _REVIEW,
)  # fmt: skip
RELATION_DISMISSED = register_verb(
    "claim.relation_dismissed", _("dismissed a relation that was proposed for the claim"),
    erasure=Erasure.NOTHING,
)  # fmt: skip
