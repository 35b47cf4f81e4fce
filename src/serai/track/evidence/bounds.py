"""Intervals of numbers and of days: what the words of a source allow, and what they rule out.

Knows neither database nor web.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from serai.foundation.dates import PartialDate

REPORTING_DELAY = timedelta(days=183)
"""How old a state of affairs may be that a report tells without a date of its own."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The interval that the words of a source allow; None is no bound on that side."""

    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True

    @property
    def is_empty_of_numbers(self) -> bool:
        """Whether no number was given at all."""
        return self.lower is None and self.upper is None

    @property
    def width(self) -> Decimal | None:
        """How much room the words leave; None where they leave one side open."""
        if self.lower is None or self.upper is None:
            return None
        return self.upper - self.lower

    def allows(self, number: Decimal | int) -> bool:
        """Tell whether a number is within the words."""
        if self.lower is not None and (
            number < self.lower or (number == self.lower and not self.lower_inclusive)
        ):
            return False
        return self.upper is None or (
            number < self.upper or (number == self.upper and self.upper_inclusive)
        )

    def is_disjoint_from(self, other: Bounds) -> bool:
        """Tell whether no number can satisfy both."""
        return self._is_below(other) or other._is_below(self)

    def _is_below(self, other: Bounds) -> bool:
        if self.upper is None or other.lower is None:
            return False
        if self.upper == other.lower:
            return not (self.upper_inclusive and other.lower_inclusive)
        return self.upper < other.lower

    @property
    def least_whole(self) -> int | None:
        """The smallest whole number within the words."""
        if self.lower is None:
            return None
        return math.ceil(self.lower) if self.lower_inclusive else math.floor(self.lower) + 1

    @property
    def greatest_whole(self) -> int | None:
        """The greatest whole number within the words."""
        if self.upper is None:
            return None
        return math.floor(self.upper) if self.upper_inclusive else math.ceil(self.upper) - 1


def days_meant(as_of: PartialDate | None, *, is_stated: bool) -> tuple[date, date] | None:
    """Return the days that a statement may be about; None where it has no date.

    A report that only has a date of publication tells of some day shortly before.
    """
    if as_of is None:
        return None
    if is_stated:
        return as_of.earliest, as_of.latest
    return as_of.earliest - REPORTING_DELAY, as_of.latest
