"""From scores to a ranking. Plain data in, plain data out.

A review comes to points from 0 to 100: each score as its place on the scale of its criterion,
averaged by the weights of the criteria. A submission has the mean of its reviews.

Some reviewers are stricter than others. Adjusted, the points x of a reviewer whose own mean is m
and standard deviation s become M + S · (x − m) / s, where M and S are those of all reviews of the
call (z-scores). With fewer than `FEWEST` reviews a mean says little of a reviewer, so theirs stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev, stdev

FEWEST = 3
"""From how many reviews on the points of a reviewer are adjusted."""
APART = 40
"""From how many points on between the highest and the lowest review a submission is disputed."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A criterion as scoring sees it: its lowest and highest score and its weight."""

    lowest: int
    highest: int
    weight: int = 1

    def share(self, score: float) -> float:
        """The place of a score on the scale, from 0 to 1."""
        return (score - self.lowest) / (self.highest - self.lowest)


@dataclass(frozen=True, slots=True)
class Judged:
    """One review in points."""

    reviewer: int
    submission: int
    points: float


def points(scores: Mapping[int, int], scales: Mapping[int, Scale]) -> float | None:
    """The points of one review; None where it scores no criterion that counts."""
    weighed = [
        (scales[key].share(score), scales[key].weight)
        for key, score in scores.items()
        if key in scales and scales[key].weight
    ]
    if not weighed:
        return None
    return 100 * sum(share * weight for share, weight in weighed) / sum(w for _, w in weighed)


def adjusted(reviews: Sequence[Judged]) -> list[Judged]:
    """The same reviews with the points of each reviewer brought to the mean and spread of all."""
    by_reviewer: dict[int, list[float]] = defaultdict(list)
    for review in reviews:
        by_reviewer[review.reviewer].append(review.points)
    if len(reviews) < FEWEST:
        return list(reviews)
    mean, spread = mean_and_spread([review.points for review in reviews])
    own = {reviewer: mean_and_spread(given) for reviewer, given in by_reviewer.items()}

    def moved(review: Judged) -> Judged:
        if len(by_reviewer[review.reviewer]) < FEWEST:
            return review
        own_mean, own_spread = own[review.reviewer]
        # Who gives all the same tells nothing of how far apart they are.
        away = (review.points - own_mean) / own_spread if own_spread else 0.0
        return Judged(review.reviewer, review.submission, mean + spread * away)

    return [moved(review) for review in reviews]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reviews of one submission come to, in points."""

    count: int
    mean: float
    spread: float
    """The standard deviation of a sample; 0 of a single review."""
    is_disputed: bool


def standings(reviews: Iterable[Judged]) -> dict[int, Standing]:
    """The standing of every submission that has a review."""
    by_submission: dict[int, list[float]] = defaultdict(list)
    for review in reviews:
        by_submission[review.submission].append(review.points)
    return {
        submission: Standing(
            count=len(given),
            mean=fmean(given),
            spread=stdev(given) if len(given) > 1 else 0.0,
            is_disputed=round(max(given) - min(given), 6) >= APART,
        )
        for submission, given in by_submission.items()
    }


def mean_and_spread(values: Sequence[float]) -> tuple[float, float]:
    """The mean of values and their standard deviation as a whole population."""
    return fmean(values), pstdev(values)
