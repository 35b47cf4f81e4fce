"""Marking in a text what was searched for."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from serai.foundation.search.query import Phrase
from serai.foundation.search.tokens import spans


def hits(text: str, sought: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Return from where to where phrases stand in a text, in order, none within another."""
    found = spans(text)
    words = [span.token for span in found]
    places = sorted(
        (found[at].start, found[at + len(phrase.tokens) - 1].end)
        for phrase in sought
        for at in range(len(words) - len(phrase.tokens) + 1)
        if _stands_at(phrase, words, at)
    )
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _stands_at(phrase: Phrase, words: Sequence[str], at: int) -> bool:
    *first, last = phrase.tokens
    if first and words[at : at + len(first)] != first:
        return False
    word = words[at + len(first)]
    return word.startswith(last) if phrase.is_prefix else word == last


def highlighted(text: str, sought: Sequence[Phrase]) -> SafeString:
    """Return a text as HTML, with ``mark`` around what was searched for."""
    parts = []
    written = 0
    for start, end in hits(text, sought) if sought else ():
        parts += [escape(text[written:start]), "<mark>", escape(text[start:end]), "</mark>"]
        written = end
    return mark_safe("".join([*parts, escape(text[written:])]))  # noqa: S308


def excerpt(text: str, sought: Sequence[Phrase], length: int) -> str:
    """Return at most ``length`` characters of a text: its beginning, or where the first hit is if
    that lies further on.
    """
    if len(text) <= length:
        return text
    places = hits(text, sought) if sought else []
    if not places or places[0][1] <= length:
        return _shortened(text, length)
    start = max(places[0][0] - length // 3, 0)
    while start and not text[start - 1].isspace() and places[0][0] - start < length // 2:
        start -= 1
    return "…" + _shortened(text[start:], length - 1)


def _shortened(text: str, length: int) -> str:
    """Cut a text; where there are accents, none is cut off from its letter."""
    if not text.isascii():
        return Truncator(text).chars(length)
    return text if len(text) <= length else f"{text[: length - 1]}…"
