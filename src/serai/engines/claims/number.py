"""A number found in a sentence."""

from __future__ import annotations

from typing import NamedTuple


class Number(NamedTuple):
    """A number found in tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    value: float
    form: str
    """``digits``, ``words``, ``vague`` (dozens), ``fraction``, ``share`` (one in five), ``percent``
    (百分之五), ``ordinal``."""
    magnitude: int = 1
    """What its last multiplier was: a range "5 to 6 million" lends it to its lower end."""

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a whole: half, two thirds, one in five."""
        return self.form in {"fraction", "share"}


def exact(value: float) -> float:
    """Undo what binary fractions add: 1.1 × 1000 is 1100."""
    rounded = round(value, 6)
    return float(round(rounded)) if abs(rounded - round(rounded)) < 1e-6 else rounded
