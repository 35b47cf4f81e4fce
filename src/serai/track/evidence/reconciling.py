"""Which accepted claims a proposal or a claim may stand to, and how: read and reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.db.models.functions import Lower

from serai.foundation.dates import PartialDate
from serai.track.evidence.bounds import Bounds
from serai.track.evidence.models import (
    Claim,
    ClaimLink,
    DateBasis,
    DismissedRelation,
    LinkKind,
    Proposal,
    Review,
    Source,
)
from serai.track.evidence.reconciliation import Assertion, Reason, relations_of

MOST_CLAIMS = 2_000
"""How many accepted claims are compared at most; the newest."""


@dataclass(frozen=True, slots=True)
class ProposedRelation:
    """A relation that a person may accept or dismiss.

    It reads "this <kind> other", or with ``is_reverse`` "other <kind> this".
    """

    kind: LinkKind
    other: Claim
    is_reverse: bool
    reasons: tuple[Reason, ...]


def relations_for_claims(claims: Sequence[Claim]) -> dict[int, list[ProposedRelation]]:
    """Return the relations to propose for claims, by primary key, in a fixed number of queries.

    Left out is what people linked or dismissed already.
    """
    others = _comparable([(c.indicator_id, c.unit, c.value) for c in claims])
    decided = _decided_pairs(claims)
    found = {}
    for claim in claims:
        known = decided.get(claim.pk, set())
        candidates = {key: each for key, each in others.items() if key not in known}
        found[claim.pk] = _relations(assertion_of_claim(claim), candidates)
    return found


def relations_for_proposals(proposals: Sequence[Proposal]) -> dict[int, list[ProposedRelation]]:
    """Return how figures that nobody accepted yet would stand to accepted claims."""
    figures = [each for each in proposals if each.is_figure and each.claim_id is None]
    others = _comparable([(p.indicator_id, p.unit, p.value) for p in figures])
    return {each.pk: _relations(assertion_of_proposal(each), others) for each in figures}


def _relations(statement: Assertion, others: dict[int, Claim]) -> list[ProposedRelation]:
    proposed = relations_of(statement, map(assertion_of_claim, others.values()))
    return [
        ProposedRelation(
            kind=LinkKind(each.kind),
            other=others[each.other if each.claim == statement.key else each.claim],
            is_reverse=each.claim != statement.key,
            reasons=each.reasons,
        )
        for each in proposed
    ]


def _comparable(wanted: Iterable[tuple[int | None, str, Decimal | None]]) -> dict[int, Claim]:
    """The accepted claims that share the indicator, the unit or the value with any of these."""
    wanted = list(wanted)
    if not wanted:
        return {}
    rows = Claim.objects.filter(review=Review.ACCEPTED).annotate(unit_in_small=Lower("unit"))
    rows = rows.filter(
        Q(indicator__in={key for key, _unit, _value in wanted if key is not None})
        | Q(unit_in_small__in={unit.lower() for _key, unit, _value in wanted if unit})
        | Q(value__in={value for _key, _unit, value in wanted if value is not None})
    )
    newest = rows.select_related("source", "indicator").order_by("-pk")[:MOST_CLAIMS]
    return {claim.pk: claim for claim in newest}


def _decided_pairs(claims: Sequence[Claim]) -> dict[int, set[int]]:
    keys = [claim.pk for claim in claims]
    found: dict[int, set[int]] = {}
    among = Q(claim__in=keys) | Q(other__in=keys)
    for rows in (ClaimLink.objects.filter(among), DismissedRelation.objects.filter(among)):
        for one, other in rows.values_list("claim_id", "other_id"):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found


def assertion_of_claim(claim: Claim) -> Assertion:
    """Turn a claim, with its source loaded, into what is compared."""
    return Assertion(
        key=claim.pk,
        source=claim.source_id,
        bounds=Bounds(claim.lower, claim.upper, claim.lower_inclusive, claim.upper_inclusive),
        subject=claim.subject,
        unit=claim.unit,
        scope=claim.scope,
        state=claim.state,
        as_of=claim.as_of,
        is_dated=claim.as_of_basis == DateBasis.STATED,
        indicator=claim.indicator_id,
        attributed_to=claim.attributed_to,
        quote=claim.quote,
        written=claim.written,
        published=_published(claim.source),
        place=claim.start,
    )


def assertion_of_proposal(proposal: Proposal) -> Assertion:
    """Turn a figure, with its document and source loaded, into what is compared.

    Its key is below zero, so that it is never taken for that of a claim.
    """
    trial = Claim(
        qualifier=proposal.qualifier, value=proposal.value, upper_value=proposal.upper_value
    )
    trial.set_bounds()
    document = proposal.document
    return Assertion(
        key=-proposal.pk,
        source=document.source_id or 0,
        bounds=Bounds(trial.lower, trial.upper, trial.lower_inclusive, trial.upper_inclusive),
        subject=proposal.subject,
        unit=proposal.unit,
        scope=proposal.scope,
        state=proposal.state_of_affairs,
        as_of=proposal.as_of,
        is_dated=proposal.as_of_basis == DateBasis.STATED,
        indicator=proposal.indicator_id,
        attributed_to=proposal.attributed_to,
        quote=document.text[proposal.sentence_start : proposal.sentence_end],
        written=proposal.exact,
        published=_published(document.source) if document.source else None,
        place=proposal.sentence_start,
    )


def _published(source: Source) -> date | None:
    published: PartialDate | None = source.published_on
    return published.latest if published is not None else None
