"""The submissions of a call in the order of what reviewers think of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from django.db.models import Prefetch

from serai.convene.calls.models import Call, Criterion, Decision, Review, Submission
from serai.convene.calls.reviewing.conflicts import Conflicts
from serai.convene.calls.reviewing.queries import judged, rules_of
from serai.convene.calls.reviewing.scoring import (
    Judged,
    Scale,
    Standing,
    adjusted,
    mean_and_spread,
    points,
    standings,
)
from serai.foundation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Ranked:
    """One submission with what its reviews come to."""

    submission: Submission
    decision: Decision | None
    standing: Standing | None
    by_criterion: dict[int, float] = field(default_factory=dict)
    """The mean score by the key of each criterion, on its own scale."""
    assigned: int = 0
    is_awaited: bool = False
    """The reader of the table has to review it first; its numbers are not for them yet."""

    @property
    def count(self) -> int:
        """How many reviews count."""
        return self.standing.count if self.standing else 0

    @property
    def is_told(self) -> bool:
        """Whether the letter about the decision has gone."""
        return self.decision is not None and bool(self.decision.letters.all())

    @property
    def first_speaker(self) -> Any:
        """The speaker who stands first."""
        return next(iter(self.submission.speakers.all()), None)

    def score(self, criterion: Criterion) -> float | None:
        """The mean score by a criterion."""
        return self.by_criterion.get(criterion.pk)


@dataclass(frozen=True, slots=True)
class Ranking:
    """All submissions of a call that are judged, the best first."""

    criteria: list[Criterion]
    rows: list[Ranked]
    wanted: int
    mean: float | None
    spread: float | None
    """The mean of all reviews and their standard deviation, for the formula."""


def ranking(call: Call, *, is_adjusted: bool = False, reader: User | None = None) -> Ranking:
    """Rank the submissions of a call, in a constant number of queries.

    Reviews with a conflict of interest do not count. Where ``reader`` reviews for the call too,
    what they have a conflict with is left out, and what they have still to review has no numbers.
    """
    conflicts = Conflicts(call)
    criteria = list(call.criteria.all())
    scales = {each.pk: Scale(each.lowest, each.highest, each.weight) for each in criteria}
    own = next((each.pk for each in conflicts.reviewers if reader and each.user == reader), None)
    submissions = (
        judged(call)
        .select_related("section", "contribution", "session", "edition")
        .prefetch_related(
            "speakers__country",
            "assignments",
            Prefetch(
                "decisions",
                Decision.objects.filter(is_current=True)
                .select_related("decided_by")
                .prefetch_related("letters"),
                to_attr="current_decisions",
            ),
            Prefetch("reviews", Review.objects.prefetch_related("scores"), to_attr="all_reviews"),
        )
    )
    found: list[Submission] = []
    judgements: list[Judged] = []
    scores: dict[tuple[int, int], list[int]] = defaultdict(list)
    awaited: set[int] = set()
    for submission in submissions:
        if own is not None and conflicts.between(own, submission.pk):
            continue
        found.append(submission)
        reviews: list[Review] = submission.all_reviews
        if own in {each.reviewer_id for each in submission.assignments.all()} and own not in {
            each.reviewer_id for each in reviews
        }:
            awaited.add(submission.pk)
        for review in reviews:
            if conflicts.between(review.reviewer_id, submission.pk):
                continue
            given = {each.criterion_id: each.value for each in review.scores.all()}
            for criterion, value in given.items():
                scores[submission.pk, criterion].append(value)
            total = points(given, scales)
            if total is not None:
                judgements.append(Judged(review.reviewer_id, submission.pk, total))
    counted = adjusted(judgements) if is_adjusted else judgements
    stands = standings(counted)
    rows = [
        Ranked(
            submission,
            next(iter(submission.current_decisions), None),  # type: ignore[attr-defined]
            None if submission.pk in awaited else stands.get(submission.pk),
            {}
            if submission.pk in awaited
            else {
                each.pk: fmean(scores[submission.pk, each.pk])
                for each in criteria
                if scores[submission.pk, each.pk]
            },
            len(submission.assignments.all()),
            submission.pk in awaited,
        )
        for submission in found
    ]
    rows.sort(key=lambda row: (row.standing is None, -(row.standing.mean if row.standing else 0)))
    mean, spread = (
        mean_and_spread([each.points for each in judgements]) if judgements else (None, None)
    )
    return Ranking(criteria, rows, rules_of(call).reviews_wanted, mean, spread)
