"""A page that changed: its claims are found again in the new text, and keep their decisions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from serai.foundation.record.operations import Actor, change_object
from serai.track.evidence import verbs
from serai.track.evidence.anchoring import Selector, find, select
from serai.track.evidence.models import (
    SETTLED,
    Citation,
    Claim,
    Document,
    Proposal,
    ProposalState,
)
from serai.track.evidence.operations.claims import change_claim

_SAME_VALUES = (
    "quantity", "qualifier", "value", "upper_value", "unit", "unit_text", "subject", "scope",
    "state_of_affairs", "as_of", "as_of_basis", "as_of_text", "attributed_to", "indicator_id",
    "name", "name_key", "confidence", "rules", "extractor", "extractor_version", "original",
    "added_by_id",
)  # fmt: skip


def move_places(*, actor: Actor, old: Document, new: Document) -> None:
    """Let the claims and citations of a source point into its new text.

    What is not in it any more keeps its place in words: in which text it stood.
    """
    if old.source_id is None or not old.is_ready or old.source_id != new.source_id:
        return
    for claim in Claim.objects.filter(source=old.source_id, start__isnull=False):
        change_claim(actor=actor, claim=claim, changes=_new_place(old, new, claim))
    for citation in Citation.objects.filter(source=old.source_id, start__isnull=False):
        change_object(
            actor=actor, verb=verbs.CITATION_VERBS.changed, instance=citation, root=old.source,
            changes=_new_place(old, new, citation),
        )  # fmt: skip


def _new_place(old: Document, new: Document, place: Claim | Citation) -> dict[str, Any]:
    assert place.start is not None
    assert place.end is not None
    found = find(new.text, select(old.text, place.start, place.end))
    if found is not None:
        return {"start": found[0], "end": found[1]}
    words = _("characters %(start)s–%(end)s of the text retrieved on %(date)s") % {
        "start": place.start, "end": place.end, "date": old.retrieved_at.date().isoformat(),
    }  # fmt: skip
    return {"start": None, "end": None, "locator": place.locator or words}


def carry_decisions_over(old: Document, new: Document, found: list[Proposal]) -> list[Proposal]:
    """Settle the proposals of a new text that were settled in the old one, words unchanged.

    Returns the proposals to keep: those found, and those that only people had seen.
    """
    by_place = {(each.kind, each.start, each.end): each for each in found}
    kept = list(found)
    for settled in old.proposals.filter(state__in=SETTLED):
        place = find(
            new.text,
            Selector(settled.start, settled.end, settled.exact, settled.prefix, settled.suffix),
        )
        if place is None:
            continue
        proposal = by_place.get((settled.kind, *place))
        if proposal is None:
            if settled.state == ProposalState.REJECTED:
                continue
            proposal = _again(settled, new, place)
            kept.append(proposal)
        for name in _SAME_VALUES:
            setattr(proposal, name, getattr(settled, name))
        is_rejected = settled.state == ProposalState.REJECTED
        proposal.state = ProposalState.REJECTED if is_rejected else ProposalState.MERGED
        proposal.claim_id = settled.claim_id
    return kept


def _again(settled: Proposal, new: Document, place: tuple[int, int]) -> Proposal:
    start, end = place
    anchor = select(new.text, start, end)
    sentence = next((each for each in new.sentences if each[0] <= start < each[1]), [start, end])
    return Proposal(
        kind=settled.kind, start=start, end=end, exact=anchor.exact, prefix=anchor.prefix,
        suffix=anchor.suffix, sentence_start=sentence[0], sentence_end=max(sentence[1], end),
    )  # fmt: skip
