"""Finding a place again in a text that changed.

A place is kept by position and by quotation, after the TextPositionSelector and the
TextQuoteSelector of the W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/).
Quotations alone pile up on the first of several occurrences; what stands before and after decides
between them. Knows neither database nor web.
"""

from __future__ import annotations

import re
from typing import NamedTuple

CONTEXT = 40
"""How many characters before and after are kept."""
_ENOUGH = 8
"""How many characters around a short quotation must fit before it is taken for the same."""
_LONG = 24
"""From how many characters on a quotation that occurs once speaks for itself."""


class Selector(NamedTuple):
    """A place by position (code points, end exclusive) and by the words in and around it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def select(text: str, start: int, end: int) -> Selector:
    """Describe a place in a text so that `find` can find it in another."""
    return Selector(
        start, end, text[start:end], text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
    )  # fmt: skip


def find(text: str, place: Selector) -> tuple[int, int] | None:
    """Return where a place stands in a text, or None where it is not there, or not for certain.

    White space may differ. Of several occurrences the one with the most of the same surroundings
    is taken, then the nearest.
    """
    words = [re.escape(word) for word in place.exact.split()]
    if not words:
        return None
    found = [
        (_fit(text, match.start(), match.end(), place), match)
        for match in re.finditer(r"\s+".join(words), text)
    ]
    if not found:
        return None
    fit, best = max(found, key=lambda each: (each[0], -abs(each[1].start() - place.start)))
    wanted = min(_ENOUGH, len(_flat(place.prefix)) + len(_flat(place.suffix)))
    is_certain = fit >= wanted or (len(found) == 1 and len(place.exact) >= _LONG)
    return best.span() if is_certain else None


def _fit(text: str, start: int, end: int, place: Selector) -> int:
    """How many characters before and after are the same."""
    reach = 2 * CONTEXT
    before = _flat(text[max(0, start - reach) : start])[::-1]
    after = _flat(text[end : end + reach])
    return _common(before, _flat(place.prefix)[::-1]) + _common(after, _flat(place.suffix))


def _flat(text: str) -> str:
    return "".join(text.split())


def _common(one: str, other: str) -> int:
    count = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        count += 1
    return count
