"""What the claims engine finds in a text, as proposals that are not saved yet."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from serai.engines.claims.dates import DateSpan
from serai.engines.claims.extraction import EXTRACTOR, VERSION, extract
from serai.engines.claims.figures import Figure
from serai.engines.claims.names import Event, Name, find_events
from serai.engines.claims.text import CanonicalText
from serai.foundation.dates import PartialDate
from serai.track.evidence.anchoring import select
from serai.track.evidence.known_names import known_names
from serai.track.evidence.models import (
    ClaimKind,
    ClaimState,
    DateBasis,
    Proposal,
    ProposalKind,
    Qualifier,
)
from serai.track.evidence.suggesting import IndicatorSuggestions

_LARGEST = Decimal(10) ** 16
"""What the column of values holds."""

_QUALIFIERS = {
    "exact": Qualifier.EXACT, "at_least": Qualifier.AT_LEAST, "at_most": Qualifier.UP_TO,
    "about": Qualifier.ABOUT, "nearly": Qualifier.NEARLY, "range": Qualifier.RANGE,
}  # fmt: skip
_QUANTITIES = {
    "count": ClaimKind.COUNT, "money": ClaimKind.MONEY, "percent": ClaimKind.PERCENT,
    "duration": ClaimKind.DURATION, "fraction": ClaimKind.MEASURE, "measure": ClaimKind.MEASURE,
}  # fmt: skip
_STATES = {
    "invited": ClaimState.INVITED, "attended": ClaimState.ATTENDED,
    "registered": ClaimState.ATTENDED, "planned": ClaimState.PLANNED,
    "proposed": ClaimState.PLANNED, "under construction": ClaimState.PLANNED,
    "target": ClaimState.TARGET, "built": ClaimState.BUILT,
}  # fmt: skip
"""What decides whether two claims are about one state of affairs; the rest is as it is."""
_MORE_THAN = re.compile(
    r"\b(?:more than|over|above|exceed\w*|surpass\w*|in excess of|plus de|supérieur\w*|más de|"
    r"superior\w*|более|больше|свыше)\b|超过|超過|逾|أكثر من|يزيد",
    re.IGNORECASE,
)
"""Words that leave the number itself out. The engine calls every lower bound "at least"."""


class Found(NamedTuple):
    """Proposals that belong to no document yet, and what made them."""

    proposals: list[Proposal]
    extractor: str
    version: str


def proposals_in(text: CanonicalText, *, stated_on: date | None) -> Found:
    """Let the engine read a text; ``stated_on`` is the day on which it says what it says."""
    extraction = extract(text, stated_on=stated_on, gazetteer=known_names())
    found = [_figure(text, each, stated_on) for each in extraction.figures]
    events = {each.name: each for each in find_events(text, extraction.names, extraction.dates)}
    found += [_named(text, each, events.get(each)) for each in extraction.names]
    found += [_dated(text, each) for each in extraction.dates]
    suggestions = IndicatorSuggestions.load()
    for proposal in found:
        proposal.extractor, proposal.extractor_version = EXTRACTOR, VERSION
        if proposal.is_figure:
            proposal.indicator_id = suggestions.for_figure(proposal)
    found.sort(key=lambda each: (each.start, -each.end))
    return Found(found, EXTRACTOR, VERSION)


def _figure(text: CanonicalText, figure: Figure, stated_on: date | None) -> Proposal:
    """A figure of the engine. What a column cannot hold is cut; the exact words stay whole."""
    proposal = _placed(text, figure, ProposalKind.FIGURE)
    proposal.value, proposal.upper_value = _number(figure.value), _number(figure.value_max)
    proposal.qualifier = _qualifier(figure, proposal)
    proposal.quantity = _QUANTITIES[figure.kind]
    proposal.unit, proposal.unit_text = figure.unit[:80], figure.unit_text[:200]
    proposal.subject = " ".join((figure.subject or figure.unit_text or figure.unit).split())[:300]
    proposal.scope = figure.scope[:200]
    proposal.state_of_affairs = _STATES.get(figure.state, ClaimState.ACTUAL)
    proposal.as_of = _partial_date(figure.as_of)
    proposal.as_of_text = figure.as_of_text[:200]
    if proposal.as_of is not None and figure.as_of_basis in DateBasis.values:
        proposal.as_of_basis = DateBasis(figure.as_of_basis)
    elif proposal.as_of is None and stated_on is not None:
        proposal.as_of = PartialDate.from_date(stated_on)
        proposal.as_of_basis = DateBasis.PUBLICATION
    proposal.attributed_to = figure.attributed_to[:200]
    return proposal


def _named(text: CanonicalText, name: Name, event: Event | None) -> Proposal:
    """A name; of an event also the day that its sentence gives for it."""
    proposal = _placed(text, name, ProposalKind(name.kind))
    proposal.name, proposal.name_key = " ".join(name.text.split())[:300], name.key[:200]
    proposal.subject = name.position[:300]
    if event is not None and event.date is not None:
        proposal.as_of = _partial_date(event.date.as_of)
        proposal.as_of_text = event.date.text[:200]
        proposal.as_of_basis = DateBasis(event.date.basis)
    if event is not None and event.place is not None:
        proposal.scope = event.place.text[:200]
    return proposal


def _dated(text: CanonicalText, found: DateSpan) -> Proposal:
    proposal = _placed(text, found, ProposalKind.DATE)
    proposal.as_of, proposal.as_of_text = _partial_date(found.as_of), found.text[:200]
    proposal.as_of_basis = DateBasis(found.basis) if proposal.as_of else DateBasis.UNKNOWN
    return proposal


def _placed(text: CanonicalText, found: Figure | DateSpan | Name, kind: ProposalKind) -> Proposal:
    anchor = select(text.text, found.start, found.end)
    sentence = text.sentence_at(found.start)
    proposal = Proposal(
        kind=kind,
        start=found.start,
        end=found.end,
        sentence_start=sentence.start if sentence else found.start,
        sentence_end=max(sentence.end, found.end) if sentence else found.end,
        exact=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        confidence=min(1.0, max(0.0, found.confidence)),
        rules=list(found.rules),
    )
    proposal.as_of = None  # As it is read back.
    return proposal


def _qualifier(figure: Figure, proposal: Proposal) -> Qualifier:
    if proposal.value is None:
        return Qualifier.UNQUANTIFIED
    qualifier = _QUALIFIERS[figure.qualifier]
    if qualifier == Qualifier.RANGE and proposal.upper_value is None:
        return Qualifier.ABOUT
    if qualifier != Qualifier.RANGE:
        proposal.upper_value = None
    if qualifier == Qualifier.AT_LEAST and _MORE_THAN.search(proposal.exact):
        return Qualifier.MORE_THAN
    return qualifier


def _number(value: float | None) -> Decimal | None:
    """A number as the column holds it: four decimals; one that is too large says nothing."""
    if value is None:
        return None
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= _LARGEST:
        return None
    return round(number, 4)


def _partial_date(written: str) -> PartialDate | None:
    try:
        return PartialDate.parse(written) if written else None
    except ValueError:  # A year that no calendar here has.
        return None
