"""Which indicator a statement is likely about, by what is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from django.apps import apps

from serai.foundation.translation import texts_of
from serai.track.evidence.models import Claim, Proposal, Review
from serai.track.evidence.wordings import share, stems

ENOUGH = 0.5
"""The share of the words of a name that a statement has to have."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What an indicator counts, as sets of stems: its names, its units, and what claims call it."""

    key: int
    names: tuple[frozenset[str], ...]
    units: frozenset[str]
    words: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class IndicatorSuggestions:
    """The indicators there are, ready to be matched with many statements."""

    topics: tuple[Topic, ...]

    @classmethod
    def load(cls) -> Self:
        """Read all indicators and what their accepted claims say, in two queries."""
        indicators = apps.get_model("figures", "Indicator")._default_manager.all()
        spoken: dict[int, list[tuple[str, str]]] = {}
        rows = Claim.objects.filter(review=Review.ACCEPTED, indicator__isnull=False)
        for key, unit, subject in rows.values_list("indicator_id", "unit", "subject").distinct():
            assert key is not None
            spoken.setdefault(key, []).append((unit, subject))
        return cls(tuple(_topic(each, spoken.get(each.pk, [])) for each in indicators))

    def for_figure(self, proposal: Proposal) -> int | None:
        """Return the primary key of the indicator that a proposed figure is likely about."""
        return self.best(proposal.unit, f"{proposal.unit_text} {proposal.subject}")

    def best(self, unit: str, words: str) -> int | None:
        """Return the primary key of the indicator that fits best, or None where none fits well.

        Its unit must be that of the statement, and its name must stand in the words of it; where
        two fit equally well, neither does.
        """
        units, said = stems(unit), stems(unit) | stems(words)
        ranked = sorted(
            ((self._fit(topic, units, said), topic.key) for topic in self.topics), reverse=True
        )
        if not ranked or ranked[0][0] < ENOUGH:
            return None
        if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
            return None
        return ranked[0][1]

    @staticmethod
    def _fit(topic: Topic, units: frozenset[str], said: frozenset[str]) -> float:
        if not units & topic.units:
            return 0.0
        name = max((share(name, said) for name in topic.names), default=0.0)
        return max(name, share(said, topic.words) if len(topic.words) > 2 else 0.0)


def _topic(indicator: object, spoken: Iterable[tuple[str, str]]) -> Topic:
    spoken = list(spoken)
    names = [stems(text) for text in texts_of(getattr(indicator, "name", "")).values()]
    units = [stems(text) for text in texts_of(getattr(indicator, "unit", "")).values()]
    return Topic(
        key=int(getattr(indicator, "pk", 0)),
        names=tuple(name for name in names if name),
        units=frozenset().union(*units, *names, *(stems(unit) for unit, _subject in spoken)),
        words=frozenset().union(*(stems(f"{unit} {subject}") for unit, subject in spoken)),
    )
