"""The readings of a series over time, drawn to scale.

What is exact is a point, what is a bound an open line. Nothing here is in a language; the page puts
words and a table beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from serai.foundation.dates import PartialDate
from serai.track.figures.reckoning import Reading, Statement

WIDTH, HEIGHT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 28, 36
_OPEN_LENGTH = 26
_BASELINE = HEIGHT - _BOTTOM


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale of values."""

    at: float
    value: int


@dataclass(frozen=True, slots=True)
class DateTick:
    """A mark on the scale of time: the beginning of a year, or of a quarter where that is short."""

    at: float
    date: PartialDate


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement: where it stands, and how far its bounds reach.

    ``top`` and ``bottom`` are the ends of the line through the point; an ``open`` end has an arrow,
    for no limit is stated there. ``left`` and ``right`` are the days that it may be about.
    """

    key: int
    x: float
    y: float
    left: float
    right: float
    top: float
    bottom: float
    is_open_above: bool
    is_open_below: bool
    is_exact: bool
    role: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the picture needs, in its own units."""

    width: int
    height: int
    left: int
    right: int
    baseline: int
    values: list[Tick]
    dates: list[DateTick]
    marks: list[Mark]
    counted_at: float | None


def chart_of(reading: Reading, counted: int | None = None) -> Chart | None:
    """Draw a reading; None where fewer than two dated numbers are stated."""
    drawn = [s for s in reading.statements if s.as_of and not s.bounds.is_empty_of_numbers]
    if len(drawn) < 2:
        return None
    numbers = [float(n) for s in drawn for n in (s.bounds.lower, s.bounds.upper) if n is not None]
    if counted is not None:
        numbers.append(float(counted))
    values = _value_ticks(min(0.0, *numbers), max(numbers))
    low, high = values[0].value, values[-1].value
    spans = [_days(s) for s in drawn]
    first = date(min(start.year for start, _end in spans), 1, 1)
    last = date(max(end.year for _start, end in spans) + 1, 1, 1)

    def x(day: date) -> float:
        share = (day - first).days / (last - first).days
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def y(number: float) -> float:
        share = (number - low) / (high - low)
        return round(_BASELINE - share * (_BASELINE - _TOP), 1)

    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        baseline=_BASELINE,
        values=[Tick(y(tick.value), tick.value) for tick in values],
        dates=[DateTick(x(when.earliest), when) for when in _dates(first.year, last.year)],
        marks=[
            _mark(statement, x(span[0]), x(span[1]), y, _role(statement, reading))
            for statement, span in zip(drawn, spans, strict=True)
        ],
        counted_at=None if counted is None else y(float(counted)),
    )


def _mark(
    statement: Statement, left: float, right: float, y: Callable[[float], float], role: str
) -> Mark:
    bounds = statement.bounds
    lower = None if bounds.lower is None else y(float(bounds.lower))
    upper = None if bounds.upper is None else y(float(bounds.upper))
    if lower is None:
        assert upper is not None
        middle, top, bottom = upper, upper, upper + _OPEN_LENGTH
    elif upper is None:
        middle, top, bottom = lower, lower - _OPEN_LENGTH, lower
    else:
        middle, top, bottom = (lower + upper) / 2, upper, lower
    return Mark(
        key=statement.key,
        x=round((left + right) / 2, 1),
        y=round(middle, 1),
        left=left,
        right=right,
        top=round(max(top, 4), 1),
        bottom=round(min(bottom, HEIGHT - 4), 1),
        is_open_above=bounds.upper is None,
        is_open_below=bounds.lower is None,
        is_exact=lower is not None and lower == upper,
        role=role,
    )


def _role(statement: Statement, reading: Reading) -> str:
    if statement in reading.speaks:
        return "contested" if reading.is_contested else "speaks"
    return "aside" if statement.key in reading.set_aside else "other"


def _days(statement: Statement) -> tuple[date, date]:
    assert statement.as_of is not None
    return statement.as_of.earliest, statement.as_of.latest


def _value_ticks(low: float, high: float) -> list[Tick]:
    """Four to six round numbers that hold everything between them."""
    reach = max(high - low, 1.0)
    power = 10 ** math.floor(math.log10(reach / 4))
    step = max(1, next(power * n for n in (1, 2, 2.5, 5, 10) if reach / (power * n) <= 5))
    step = math.ceil(step)
    start = math.floor(low / step)
    end = math.ceil(high / step)
    # Room above the highest bound, for its open end.
    end += (end * step - high) < step / 4
    return [Tick(0, n * step) for n in range(start, end + 1)]


def _dates(first: int, last: int) -> list[PartialDate]:
    """The beginnings of years, or of quarters where there is only one year or two."""
    if last - first <= 2:
        months = (1, 4, 7, 10) if last - first == 1 else (1, 7)
        return [PartialDate(year, month) for year in range(first, last) for month in months]
    step = max(1, math.ceil((last - first) / 8))
    return [PartialDate(year) for year in range(first, last, step)]
