"""What the review of a document shows, as JSON.

Every offset counts Unicode code points of the canonical text, end exclusive; strings of JavaScript
count UTF-16 units, so a script walks a block with ``Array.from(block.text)`` or an equivalent.
Dates are ISO 8601 of reduced precision (``2023-06``, with ``~`` where approximate), numbers decimal
strings without needless zeros.

`review_of` gives::

    {"document": {code, title, language, direction, state, reviewers, length, extractor,
                  extractor_version, source: {code, title, publisher, published_on, href} | null,
                  counts: {waiting, contested, accepted, rejected, merged}},
     "you": {may_review, may_curate},
     "blocks": [{start, end, kind, text}],
     "proposals": [PROPOSAL],
     "undo": {decision, label, proposal} | null,
     "choices": {quantity: [[value, label]], qualifier, state_of_affairs, as_of_basis, kind,
                 indicator: [[id, name]], relation: [[value, label]]}}

    PROPOSAL = {
        id, revision, kind, kind_label, state, state_label,
        start, end, sentence: {start, end}, exact, label,
        said, counted, as_of,            the value or name, what is counted and the date in words
        confidence, confidence_label,    0 to 1; the same in words
        rules: [name], extractor, extractor_version, added_by,
        original: {name: value},         what the engine had said of values that were edited
        values: {name: value},           those that can be edited; indicator is an id or null
        bounds,                          the value in words, with what it rules out
        suggested_indicator: [id, name] | null,
        identical: [id],                 waiting proposals of this document that say the same
        decisions: [{id, reviewer, is_own, verdict, values, note, at, is_curation}],
        claim: {code, href, indicator, make_figure} | null,
                                         ``make_figure`` is where one is defined for it, or ""
        relations: [{kind, is_reverse, words, reasons: [name],
                     other: {code, href, label, source, as_of, quote}}],
        may: {decide, curate, edit, undo}}   ``undo`` is the id of a decision, or null

While two people review, neither sees the other's decision before giving one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import capfirst

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.languages import RIGHT_TO_LEFT
from serai.foundation.translation import render_text
from serai.foundation.web.templatetags.serai import date_text
from serai.track.evidence.models import (
    Claim,
    ClaimKind,
    ClaimState,
    DateBasis,
    Decision,
    Document,
    LinkKind,
    Proposal,
    ProposalKind,
    ProposalState,
    Qualifier,
    Review,
)
from serai.track.evidence.operations.deciding import identity_of, latest_decision
from serai.track.evidence.operations.values import editable_values
from serai.track.evidence.presentation import percent
from serai.track.evidence.reconciling import (
    ProposedRelation,
    relations_for_claims,
    relations_for_proposals,
)
from serai.track.evidence.words import bounds_words, relation_words, sentence_of

Json = dict[str, Any]


def review_of(document: Document, user: User) -> Json:
    """Return all that the review of a document shows to somebody, in a fixed number of queries."""
    proposals = proposals_of(document)
    return {
        "document": _document(document, proposals),
        "you": {
            "may_review": may(user, "evidence.review"),
            "may_curate": may(user, "evidence.curate"),
        },
        "blocks": [
            {"start": start, "end": end, "kind": kind, "text": document.text[start:end]}
            for start, end, kind in document.blocks
        ],
        "proposals": proposals_as_json(proposals, proposals, user),
        "undo": undo_of(document, user),
        "choices": _choices(),
    }


def state_after(document: Document, changed: Iterable[int], user: User) -> Json:
    """Return what a change answers: the proposals that changed, and what stands beside them.

    ``{"proposals": [PROPOSAL], "undo": …, "counts": {state: number}}``
    """
    proposals = proposals_of(document)
    keys = set(changed)
    return {
        "proposals": proposals_as_json([p for p in proposals if p.pk in keys], proposals, user),
        "undo": undo_of(document, user),
        "counts": _counts(proposals),
    }


def proposals_of(document: Document) -> list[Proposal]:
    """Return the proposals of a document as they stand in it, with all that is shown of them."""
    decisions = Decision.objects.filter(withdrawn_at=None).select_related("reviewer")
    rows = (
        Proposal.objects.filter(document=document)
        .select_related("claim__indicator", "claim__source", "indicator", "added_by")
        .prefetch_related(Prefetch("decisions", decisions.order_by("at", "pk"), to_attr="standing"))
        .order_by("start", "-end", "pk")
    )
    found: list[Proposal] = list(rows)
    for proposal in found:
        proposal.document = document
    return found


def proposals_as_json(
    proposals: Sequence[Proposal], all_of_document: Sequence[Proposal], user: User
) -> list[Json]:
    """Return proposals of one document, from `proposals_of`, as the module says."""
    claims = [each.claim for each in proposals if each.claim is not None]
    by_claim = relations_for_claims(claims)
    by_proposal = relations_for_proposals(proposals)
    alike = _identical(all_of_document)
    may_review, may_curate = may(user, "evidence.review"), may(user, "evidence.curate")
    may_define = may(user, "figures.edit_indicator")
    result = []
    for each in proposals:
        own = next((d for d in _standing(each) if d.reviewer_id == user.pk), None)
        relations = by_claim.get(each.claim_id or 0, by_proposal.get(each.pk, []))
        is_open = each.state == ProposalState.WAITING
        takes_part = any(d.reviewer_id == user.pk for d in _standing(each) if not d.is_curation)
        result.append({
            **_proposal(each),
            "identical": [key for key in alike[identity_of(each)] if key != each.pk]
            if is_open else [],
            "decisions": [_decision(d, user) for d in visible_decisions(each, user)],
            "claim": _claim(each, may_define=may_define),
            "relations": [relation_as_json(relation) for relation in relations],
            "may": {
                "decide": may_review and is_open,
                "curate": may_curate and each.state == ProposalState.CONTESTED
                and (not takes_part or may(user, "accounts.manage_users")),
                "edit": may_review and (each.state == ProposalState.ACCEPTED
                                        or (is_open and each.document.reviewers == 1)),
                "undo": own.pk if own else None,
            },
        })  # fmt: skip
    return result


def visible_decisions(proposal: Proposal, user: User) -> list[Decision]:
    """The standing decisions that somebody may see: not another's before giving one's own."""
    standing = _standing(proposal)
    is_open = proposal.state == ProposalState.WAITING
    if is_open and proposal.document.reviewers > 1:
        return [each for each in standing if each.reviewer_id == user.pk]
    return standing


def undo_of(document: Document, user: User) -> Json | None:
    """The decision that this person would take back next in a document."""
    latest = latest_decision(reviewer=user, document=document)
    if latest is None:
        return None
    return {"decision": latest.pk, "label": str(latest), "proposal": latest.proposal_id}


def relation_as_json(relation: ProposedRelation) -> Json:
    """A proposed relation, readable from the claim or proposal that it is proposed for."""
    other = relation.other
    return {
        "kind": relation.kind.value,
        "is_reverse": relation.is_reverse,
        "words": relation_words(relation.kind, reverse=relation.is_reverse),
        "reasons": [reason.value for reason in relation.reasons],
        "other": {
            "code": other.code,
            "href": reverse("evidence_desk:claim", args=[other.code]),
            "label": str(other),
            "source": render_text(other.source.title).text,
            "as_of": str(other.as_of or ""),
            "quote": sentence_of(other.quote, other.written),
        },
    }


def _document(document: Document, proposals: Sequence[Proposal]) -> Json:
    source = document.source
    return {
        "code": document.code,
        "title": str(document),
        "language": document.language,
        "direction": "rtl" if document.language in RIGHT_TO_LEFT else "ltr",
        "state": document.state,
        "reviewers": document.reviewers,
        "length": len(document.text),
        "extractor": document.extractor,
        "extractor_version": document.extractor_version,
        "source": None if source is None else {
            "code": source.code,
            "title": render_text(source.title).text,
            "publisher": source.publisher_name,
            "published_on": str(source.published_on or ""),
            "href": source.get_absolute_url(),
        },
        "counts": _counts(proposals),
    }  # fmt: skip


def _counts(proposals: Iterable[Proposal]) -> dict[str, int]:
    counted = Counter(each.state for each in proposals)
    return {state: counted[state] for state in ProposalState.values}


def _proposal(proposal: Proposal) -> Json:
    return {
        "id": proposal.pk,
        "revision": proposal.revision,
        "kind": proposal.kind,
        "kind_label": capfirst(proposal.get_kind_display()),
        "state": proposal.state,
        "state_label": capfirst(proposal.get_state_display()),
        "start": proposal.start,
        "end": proposal.end,
        "sentence": {"start": proposal.sentence_start, "end": proposal.sentence_end},
        "exact": proposal.exact,
        "label": str(proposal),
        "said": proposal.said,
        "counted": proposal.counted if proposal.is_figure else "",
        "as_of": date_text(proposal.as_of) if proposal.as_of else "",
        "confidence": round(proposal.confidence, 3),
        "confidence_label": percent(proposal.confidence),
        "rules": proposal.rules,
        "extractor": proposal.extractor,
        "extractor_version": proposal.extractor_version,
        "added_by": str(proposal.added_by) if proposal.added_by else "",
        "original": proposal.original,
        "values": {name: _value(proposal, name) for name in editable_values(proposal.kind)},
        "bounds": bounds_words(proposal) if proposal.is_figure else "",
        "suggested_indicator": [proposal.indicator.pk, str(proposal.indicator)]
        if proposal.indicator else None,
    }  # fmt: skip


def _value(proposal: Proposal, name: str) -> Any:
    if name == "indicator":
        return proposal.claim.indicator_id if proposal.claim else proposal.indicator_id
    value = getattr(proposal, name)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if value is None or isinstance(value, str) else str(value)


def _standing(proposal: Proposal) -> list[Decision]:
    found: list[Decision] = getattr(proposal, "standing")  # noqa: B009 (set by a prefetch)
    return found


def _decision(decision: Decision, user: User) -> Json:
    return {
        "id": decision.pk,
        "reviewer": str(decision.reviewer or ""),
        "is_own": decision.reviewer_id == user.pk,
        "verdict": decision.verdict,
        "values": decision.values,
        "note": decision.note,
        "at": decision.at.isoformat(),
        "is_curation": decision.is_curation,
    }


def _claim(proposal: Proposal, *, may_define: bool) -> Json | None:
    claim = proposal.claim
    if claim is None:
        return None
    return {
        "code": claim.code,
        "href": reverse("evidence_desk:claim", args=[claim.code]),
        "indicator": [claim.indicator.pk, str(claim.indicator)] if claim.indicator else None,
        "make_figure": make_figure_href(claim) if may_define else "",
    }


def make_figure_href(claim: Claim) -> str:
    """The address at which an indicator is defined for a claim; empty where it has no need."""
    if claim.indicator_id is not None or claim.review != Review.ACCEPTED:
        return ""
    return f"{reverse('figures_desk:add')}?claim={claim.code}"


def _identical(proposals: Iterable[Proposal]) -> dict[tuple[Any, ...], list[int]]:
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for each in proposals:
        if each.state == ProposalState.WAITING:
            found[identity_of(each)].append(each.pk)
    return found


def _choices() -> Json:
    indicators = apps.get_model("figures", "Indicator")._default_manager.all()
    return {
        "quantity": _labelled(ClaimKind),
        "qualifier": _labelled(Qualifier),
        "state_of_affairs": _labelled(ClaimState),
        "as_of_basis": _labelled(DateBasis),
        "kind": _labelled(ProposalKind),
        "relation": _labelled(LinkKind),
        "indicator": [[each.pk, str(each)] for each in indicators],
    }


def _labelled(choices: Any) -> list[list[str]]:
    return [[value, str(label)] for value, label in choices.choices]
