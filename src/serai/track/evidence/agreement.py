"""How far reviewers agree who decided about the same proposals without seeing each other.

Raw agreement is the share of proposals about which both said the same. Cohen's kappa (J. Cohen,
"A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960)
takes off what chance alone would give: 1 is full agreement, 0 no more than chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serai.foundation.accounts.models import User
from serai.track.evidence.models import Decision, Verdict

Pair = tuple[str, str]
"""What the first and the second reviewer said of one proposal."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree; of all pairs together the reviewers are None."""

    pairs: int
    same: int
    kappa: float | None
    accepted_by_both: int
    same_values: int
    reviewers: tuple[User, User] | None = None

    @property
    def share(self) -> float | None:
        """The raw agreement, from 0 to 1; None where nothing was decided twice."""
        return self.same / self.pairs if self.pairs else None


def cohens_kappa(pairs: Sequence[Pair]) -> float | None:
    """Return Cohen's kappa; None without pairs, or where both always said one and the same."""
    if not pairs:
        return None
    total = len(pairs)
    observed = sum(one == other for one, other in pairs) / total
    first, second = Counter(one for one, _other in pairs), Counter(other for _one, other in pairs)
    by_chance = sum(first[said] * second[said] for said in first) / total**2
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def agreements() -> list[Agreement]:
    """Return the agreement of all reviewers together, then of each two, in two queries."""
    rows = (
        Decision.objects.filter(withdrawn_at=None, is_curation=False, reviewer__isnull=False)
        .exclude(verdict=Verdict.SKIP)
        .select_related("reviewer")
        .order_by("proposal", "reviewer")
    )
    by_proposal: dict[int, list[Decision]] = {}
    for decision in rows:
        by_proposal.setdefault(decision.proposal_id, []).append(decision)
    twice = [said for said in by_proposal.values() if len(said) == 2]
    by_reviewers: dict[tuple[User, User], list[list[Decision]]] = {}
    for said in twice:
        one, other = said[0].reviewer, said[1].reviewer
        assert one is not None
        assert other is not None
        by_reviewers.setdefault((one, other), []).append(said)
    parts = [_agreement(said, who) for who, said in by_reviewers.items()]
    return [_agreement(twice, None), *sorted(parts, key=lambda each: -each.pairs)]


def _agreement(twice: Iterable[list[Decision]], who: tuple[User, User] | None) -> Agreement:
    twice = list(twice)
    pairs = [(one.verdict, other.verdict) for one, other in twice]
    both = [
        (one, other) for one, other in twice if {one.verdict, other.verdict} == {Verdict.ACCEPT}
    ]
    return Agreement(
        pairs=len(pairs),
        same=sum(one == other for one, other in pairs),
        kappa=cohens_kappa(pairs),
        accepted_by_both=len(both),
        same_values=sum(one.values == other.values for one, other in both),
        reviewers=who,
    )
