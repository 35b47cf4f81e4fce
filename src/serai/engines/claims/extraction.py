"""The claims engine: a text in, proposals out, each tied to the characters it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from serai.engines.claims.context import in_context
from serai.engines.claims.dates import DateSpan, find_dates
from serai.engines.claims.figure import Figure
from serai.engines.claims.figures import find_figures
from serai.engines.claims.tables import find_table_figures
from serai.engines.claims.text import CanonicalText

EXTRACTOR = "serai-claims"
VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a text states, in reading order; proposals for a person to decide on."""

    figures: list[Figure]
    dates: list[DateSpan]


def extract(text: CanonicalText, *, stated_on: date | None = None) -> Extraction:
    """Find the figures and dates of a text.

    ``stated_on`` is the day on which the text says what it says: "so far" and "last month" are
    counted from it.
    """
    dates = find_dates(text.flat, text.language, stated_on)
    figures = [*find_figures(text), *find_table_figures(text)]
    figures.sort(key=lambda figure: (figure.number_start, figure.number_end))
    return Extraction(
        figures=[in_context(each, text, dates=dates, stated_on=stated_on) for each in figures],
        dates=dates,
    )
