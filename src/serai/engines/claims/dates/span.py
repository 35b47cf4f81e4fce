"""A date or period in a text, with the precision it was stated with.

Values are ISO 8601 dates of reduced precision (``2023``, ``2023-11``, ``2023-11-06``) with the
groupings of EDTF (ISO 8601-2:2019): ``2023-33`` to ``2023-36`` are quarters, ``2023-40`` and
``2023-41`` halves of a year, ``199X`` a decade. A day that nobody stated is never filled in.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["decade", "year", "half", "quarter", "month", "day", "unknown"]
Relation = Literal["at", "by", "since", "until", "before", "after", "now"]
Basis = Literal["stated", "inferred", "publication"]

_QUARTER = 33
_HALF = 40
_VALUE = re.compile(r"(\d{3}[\dX])(?:-(\d{2}))?(?:-(\d{2}))?")


def bounds_of(value: str) -> tuple[date, date] | None:
    """The first and the last day that a value can mean; None for the empty value."""
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    if found[1].endswith("X"):
        year = int(found[1][:3]) * 10
        return date(year, 1, 1), date(year + 9, 12, 31)
    year, part, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if day:
        return date(year, part, day), date(year, part, day)
    first, last = _months_of(part)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _months_of(part: int) -> tuple[int, int]:
    if part >= _HALF:
        return (1, 6) if part == _HALF else (7, 12)
    if part >= _QUARTER:
        first = 3 * (part - _QUARTER) + 1
        return first, first + 2
    return (part, part) if part else (1, 12)


def precision_of(value: str) -> Precision:
    """How exactly a value says when."""
    found = _VALUE.fullmatch(value)
    if found is None:
        return "unknown"
    if found[3]:
        return "day"
    if not found[2]:
        return "decade" if found[1].endswith("X") else "year"
    part = int(found[2])
    return "half" if part >= _HALF else "quarter" if part >= _QUARTER else "month"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or period at ``text[start:end]``, with the words that relate it to what is said.

    ``value`` is empty where the year cannot be known. A period ends with ``value_end``.
    """

    start: int
    end: int
    text: str
    value: str
    value_end: str = ""
    relation: Relation = "at"
    basis: Basis = "stated"
    confidence: float = 0.95
    rules: tuple[str, ...] = ()

    @property
    def precision(self) -> Precision:
        """How exactly it is known; of a period, how exactly its beginning is."""
        return precision_of(self.value)

    @property
    def first(self) -> date | None:
        """The first day it can mean."""
        found = bounds_of(self.value)
        return found[0] if found else None

    @property
    def last(self) -> date | None:
        """The last day it can mean."""
        found = bounds_of(self.value_end or self.value)
        return found[1] if found else None

    @property
    def as_of(self) -> str:
        """The date of a figure that this dates: ISO, to the day, the month or the year.

        A period dates a figure by its end. Quarters and halves, which ISO 8601-1 has not, are
        given by the month in which they end, decades by their last year.
        """
        value = self.value_end or self.value
        last = bounds_of(value)
        if last is None:
            return ""
        precision = precision_of(value)
        if precision in {"half", "quarter"}:
            return f"{last[1]:%Y-%m}"
        return f"{last[1]:%Y}" if precision == "decade" else value

    @property
    def edtf(self) -> str:
        """The whole in EDTF: an interval for a period, an open one for since and until."""
        if self.relation in {"since", "after"} and not self.value_end:
            return f"{self.value}/.."
        if self.relation in {"until", "by", "before"} and not self.value_end:
            return f"../{self.value}"
        return f"{self.value}/{self.value_end}" if self.value_end else self.value
