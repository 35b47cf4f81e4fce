"""Texts as they are searched and sorted: without case, accents and kinds of apostrophe.

The database cannot be asked for it: SQLite folds the case of ASCII letters only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# What Unicode does not take apart, but readers write in one way or another: letters of Latin with a
# stroke, and the letters of Arabic that hands and keyboards confuse. The tatweel only stretches.
_LETTERS: dict[int, str | None] = str.maketrans({
    "’": "'", "ʼ": "'", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
    "ð": "d", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None,
})  # fmt: skip


class _Signs(dict[int, str | None]):
    """What becomes of each sign of a text that was taken apart; asked of Unicode once a sign."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        digit = unicodedata.decimal(sign, None)
        folded = None if unicodedata.combining(sign) else sign if digit is None else str(digit)
        self[code] = folded
        return folded


_SIGNS = _Signs(_LETTERS)


def fold(text: str) -> str:
    """Return a text so that ``TÜRKIYE`` and ``Türkiye``, ``Cote d'Ivoire`` and ``Côte d’Ivoire``,
    ``ещё`` and ``еще``, ``٢٠٢٣`` and ``2023`` are the same.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(parts.translate(_SIGNS).split())


def fold_all(texts: Iterable[str]) -> str:
    """Return several texts as one to search in, one a line: as written, and folded.

    As written they are found by searches that fold nothing themselves.
    """
    given = [text for text in texts if text]
    forms = [*given, *(text.casefold() for text in given), *map(fold, given)]
    return "\n".join(dict.fromkeys(forms))
