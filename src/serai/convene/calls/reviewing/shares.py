"""How much of what was submitted was accepted, group by group. Plain data in, plain data out.

Of a few submissions a rate says little: beside each stands the interval in which the rate would lie
with 95 % confidence (Wilson score interval: E. B. Wilson, JASA 22 (1927) 209–212). A group is
marked where the rate of all lies outside of its interval, so where chance alone explains it badly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""
FEWEST = 5
"""A group of fewer submissions is never marked."""


def interval(accepted: int, submitted: int) -> tuple[float, float]:
    """The Wilson score interval of a rate, 95 %; from 0 to 1 where nothing was submitted."""
    if not submitted:
        return 0.0, 1.0
    rate, square = accepted / submitted, Z * Z / submitted
    middle = (rate + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(rate * (1 - rate) / submitted + square / (4 * submitted))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Share:
    """One group: how many were submitted and accepted, and the rate of the whole beside it."""

    label: str
    submitted: int
    accepted: int
    of_all: float | None

    @property
    def rate(self) -> float | None:
        """Accepted out of submitted, from 0 to 1."""
        return self.accepted / self.submitted if self.submitted else None

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return interval(self.accepted, self.submitted)[0]

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return interval(self.accepted, self.submitted)[1]

    @property
    def stands_out(self) -> int:
        """-1 where clearly fewer were accepted than of all, 1 where more, 0 for chance."""
        if self.of_all is None or self.submitted < FEWEST:
            return 0
        return int(self.low > self.of_all) - int(self.high < self.of_all)


def shares(things: Iterable[tuple[Iterable[str], bool]], labels: Mapping[str, str]) -> list[Share]:
    """Count things, each given by the groups that it is in and whether it was accepted.

    The largest group stands first. A thing in two groups counts in both; groups without a label
    are left out.
    """
    submitted: dict[str, int] = dict.fromkeys(labels, 0)
    accepted: dict[str, int] = dict.fromkeys(labels, 0)
    total = taken = 0
    for groups, was_accepted in things:
        total, taken = total + 1, taken + was_accepted
        for group in set(groups) & labels.keys():
            submitted[group] += 1
            accepted[group] += was_accepted
    rate = taken / total if total else None
    found = [
        Share(labels[group], count, accepted[group], rate)
        for group, count in submitted.items() if count
    ]  # fmt: skip
    return sorted(found, key=lambda share: (-share.submitted, share.label))
