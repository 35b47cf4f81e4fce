"""A number found in a sentence."""

from __future__ import annotations

from typing import NamedTuple


class Number(NamedTuple):
    """A number found in tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    value: float
    form: str
    """``digits``, ``words``, ``vague`` (dozens), ``fraction``, ``ordinal``."""
    magnitude: int = 1
    """What its last multiplier was: a range "5 to 6 million" lends it to its lower end."""


def exact(value: float) -> float:
    """Undo what binary fractions add: 1.1 × 1000 is 1100."""
    rounded = round(value, 6)
    return float(round(rounded)) if abs(rounded - round(rounded)) < 1e-6 else rounded
