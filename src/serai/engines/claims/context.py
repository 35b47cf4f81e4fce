"""What a figure is about: subject, scope, state, speaker and date, read from its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from serai.engines.claims.dates import DateSpan, as_of_for
from serai.engines.claims.figure import Figure
from serai.engines.claims.languages import Language, language
from serai.engines.claims.subjects import subject_of
from serai.engines.claims.text import CanonicalText

_REACH = 400
"""Characters before and behind a figure in which its state is looked for."""
_BEHIND = 3
"""How much farther a verb behind the figure counts: "signed with 80 countries, and built"."""

_MARK = r"[;!?，。；：]|[,:.](?!(?<=\d.)\d)"
"""A mark that ends a clause: not the one inside of a number, "4,500" or "3.2"."""
_CLAUSE_END = re.compile(rf"{_MARK}|[()！？、،؛—]|\s[-–]\s|$")
_SPEAKER = re.compile(
    r",\s*(?:said|says|told|according to|noted|announced)\s+(?P<after>[A-Z][^.;]{2,120}?)(?=[.;]|$)"
    r"|^(?P<first>According to [^,]{3,120}),"
    r"|,\s*(?P<before>[A-Z][\w.'’ -]{2,60}?)\s+(?:said|noted|announced)\b"
)


def in_context(
    figure: Figure, text: CanonicalText, *, dates: Sequence[DateSpan], stated_on: date | None
) -> Figure:
    """Return the figure with its subject, scope, state, speaker and as-of date filled in."""
    tables = language(text.language)
    flat = text.flat
    sentence = flat[figure.sentence.start : figure.sentence.end]
    offset = figure.sentence.start
    clause = _clause(sentence, figure.start - offset, figure.phrase_end - offset)
    as_of, written, basis = _as_of(figure, flat, dates, stated_on)
    return replace(
        figure,
        subject=subject_of(figure, flat, tables),
        scope=_scope(flat[figure.start : figure.phrase_end], tables),
        state=_nearest_state(tables, clause, figure, offset, sentence),
        attributed_to=_speaker(sentence),
        as_of=as_of,
        as_of_text=written,
        as_of_basis=basis,
    )


def _as_of(
    figure: Figure, flat: str, dates: Sequence[DateSpan], stated_on: date | None
) -> tuple[str, str, str]:
    """The date of a figure, its words, and how it is known: stated, inferred, publication."""
    found = as_of_for(
        figure.start,
        max(figure.end, figure.phrase_end),
        sentence=(figure.sentence.start, figure.sentence.end),
        dates=dates,
        text=flat,
    )
    if found is None:
        return "", "", ""
    if found.relation == "now" and not found.value:
        return (stated_on.isoformat() if stated_on else ""), found.text, "inferred"
    return found.as_of, found.text, found.basis


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between semicolons or conjunctions that begin a clause."""
    low = max(sentence.rfind(mark, 0, start) for mark in (";", "；", ": "))
    highs = [position for mark in (";", "；") if (position := sentence.find(mark, end)) >= 0]
    return max(low, 0), min(highs, default=len(sentence))


@cache
def _words(phrases: frozenset[str], *, spaced: bool) -> re.Pattern[str]:
    joined = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if spaced else joined, re.IGNORECASE)


def _scope(text: str, tables: Language) -> str:
    found = _words(frozenset(tables.scopes), spaced=tables.spaced).search(text)
    return tables.scopes[found.group().lower()] if found else ""


def _nearest_state(
    tables: Language, clause: tuple[int, int], figure: Figure, offset: int, sentence: str
) -> str:
    """The state whose word stands nearest to the figure in its clause."""
    best = ""
    nearest = _BEHIND * len(sentence)
    pattern = _words(frozenset(tables.states), spaced=tables.spaced)
    low, high = figure.start - offset, figure.phrase_end - offset
    near = max(clause[0], low - _REACH), min(clause[1], high + _REACH)
    for match in pattern.finditer(sentence, *near):
        before = match.end() <= low
        distance = low - match.end() if before else _BEHIND * (match.start() - high)
        if 0 <= distance < nearest:
            nearest, best = distance, tables.states[match.group().lower()]
    return best


def _speaker(sentence: str) -> str:
    match = _SPEAKER.search(sentence)
    if match is None:
        return ""
    said = match["after"] or match["first"] or match["before"] or ""
    return said.removeprefix("According to ").strip()
