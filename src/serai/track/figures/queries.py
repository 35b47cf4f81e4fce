"""Figures: what the accepted claims state about indicators, against what is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from serai.track.evidence.bounds import Bounds
from serai.track.evidence.models import (
    Claim,
    ClaimLink,
    ClaimState,
    DateBasis,
    LinkKind,
    Rank,
    Review,
)
from serai.track.figures.counters import Counted, count_all
from serai.track.figures.models import Indicator
from serai.track.figures.reckoning import (
    Gap,
    Links,
    Pair,
    Reading,
    Standing,
    Statement,
    gap_between,
    headline,
    readings_of,
)

STATES = (
    ClaimState.ACTUAL, ClaimState.BUILT, ClaimState.ATTENDED, ClaimState.INVITED,
    ClaimState.PLANNED, ClaimState.TARGET,
)  # fmt: skip
"""Which state of affairs stands for an indicator: what is, before what is meant to be."""

_STANDINGS = {
    Rank.PREFERRED: Standing.PREFERRED,
    Rank.NORMAL: Standing.NORMAL,
    Rank.DEPRECATED: Standing.DEPRECATED,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its values: stated by claims, and counted from records."""

    indicator: Indicator
    claims: dict[int, Claim]
    """The accepted claims, by primary key: the keys of the statements."""
    links: Links
    readings: tuple[Reading, ...]
    reading: Reading | None
    """The reading that stands for the indicator."""
    counted: Counted | None
    gap: Gap | None

    @property
    def spoken(self) -> list[Claim]:
        """The claims that speak: one, or several that contradict each other, or none."""
        return self.claims_of(self.reading.speaks) if self.reading else []

    @property
    def is_contested(self) -> bool:
        """Whether the sources contradict each other and nobody has decided."""
        return self.reading is not None and self.reading.is_contested

    @property
    def origin_count(self) -> int:
        """From how many independent origins the stated figure comes."""
        return len(self.reading.origins) if self.reading else 0

    @property
    def source_count(self) -> int:
        """How many sources state the figure."""
        return self.reading.source_count if self.reading else 0

    def claims_of(self, statements: Iterable[Statement]) -> list[Claim]:
        """Return the claims behind statements."""
        return [self.claims[statement.key] for statement in statements]


def figures_for(indicators: Iterable[Indicator]) -> list[Figure]:
    """Return the figures of many indicators, in a number of queries that does not grow."""
    indicators = list(indicators)
    if not indicators:
        return []
    claims: dict[int | None, dict[int, Claim]] = {}
    accepted = Claim.objects.filter(indicator__in=indicators, review=Review.ACCEPTED)
    for claim in accepted.select_related("source__publisher").order_by("pk"):
        claims.setdefault(claim.indicator_id, {})[claim.pk] = claim
    links = _links_among(indicators)
    counts = count_all((indicator.counter, indicator.counter_query) for indicator in indicators)
    return [
        _figure(indicator, claims.get(indicator.pk, {}), links, counted)
        for indicator, counted in zip(indicators, counts, strict=True)
    ]


def figure_for(indicator: Indicator) -> Figure:
    """Return the figure of one indicator."""
    return figures_for([indicator])[0]


def key_indicators() -> list[Indicator]:
    """The indicators whose figures stand on the home page."""
    return list(Indicator.objects.filter(is_key_figure=True))


def statement_of(claim: Claim) -> Statement:
    """Turn a claim into what is reckoned with."""
    return Statement(
        key=claim.pk,
        source=claim.source_id,
        bounds=Bounds(claim.lower, claim.upper, claim.lower_inclusive, claim.upper_inclusive),
        scope=claim.scope,
        state=claim.state,
        as_of=claim.as_of,
        dated=claim.as_of_basis == DateBasis.STATED,
        standing=_STANDINGS[Rank(claim.rank)],
    )


def _figure(
    indicator: Indicator, claims: dict[int, Claim], links: Links, counted: Counted | None
) -> Figure:
    readings = readings_of(map(statement_of, claims.values()), links)
    reading = headline(readings, STATES)
    bounds = reading.bounds if reading else None
    gap = gap_between(bounds, counted.number if counted else None)
    return Figure(indicator, claims, links, readings, reading, counted, gap)


def _links_among(indicators: Sequence[Indicator]) -> Links:
    """The links of the claims of some indicators, and every repetition.

    One report may repeat another by way of a third that says nothing about the indicator.
    """
    pairs: dict[str, set[Pair]] = {kind: set() for kind in LinkKind.values}
    rows = ClaimLink.objects.filter(
        Q(kind=LinkKind.REPEATS)
        | Q(claim__indicator__in=indicators)
        | Q(other__indicator__in=indicators)
    )
    for kind, claim, other in rows.values_list("kind", "claim_id", "other_id"):
        pairs[kind].add((claim, other))
    return Links(**{kind: frozenset(found) for kind, found in pairs.items()})
