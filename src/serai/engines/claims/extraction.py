"""The claims engine: a text in, proposals out, each tied to the characters it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from serai.engines.claims.context import in_context
from serai.engines.claims.dates import DateSpan, find_dates
from serai.engines.claims.figure import Figure
from serai.engines.claims.figures import find_figures
from serai.engines.claims.names import Event, Gazetteer, Name, find_events, find_names
from serai.engines.claims.tables import find_table_figures
from serai.engines.claims.text import CanonicalText

EXTRACTOR = "serai-claims"
VERSION = "1.2"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a text states, in reading order; proposals for a person to decide on."""

    figures: list[Figure]
    names: list[Name]
    dates: list[DateSpan]
    events: list[Event]


def extract(
    text: CanonicalText, *, stated_on: date | None = None, gazetteer: Gazetteer | None = None
) -> Extraction:
    """Find the figures, names, dates and events of a text.

    ``stated_on`` is the day on which the text says what it says: "so far" and "last month" are
    counted from it. ``gazetteer`` holds the names that are known.
    """
    dates = find_dates(text.flat, text.language, stated_on)
    names = find_names(text, gazetteer)
    return Extraction(
        figures=extract_figures(text, stated_on=stated_on, dates=dates),
        names=names,
        dates=dates,
        events=find_events(text, names, dates),
    )


def extract_figures(
    text: CanonicalText, *, stated_on: date | None = None, dates: list[DateSpan] | None = None
) -> list[Figure]:
    """Find the figures alone, in the sentences and in the tables, each with its context."""
    if dates is None:
        dates = find_dates(text.flat, text.language, stated_on)
    figures = [*find_figures(text), *find_table_figures(text)]
    figures.sort(key=lambda figure: (figure.number_start, figure.number_end))
    return [in_context(each, text, dates=dates, stated_on=stated_on) for each in figures]
