"""Texts as they are searched and sorted: without case, accents and kinds of apostrophe.

The database cannot be asked for it: SQLite folds the case of ASCII letters only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def fold(text: str) -> str:
    """Return a text so that ``TÜRKIYE`` and ``Türkiye``, ``Cote d'Ivoire`` and ``Côte d’Ivoire``
    are the same.
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(letters.replace("’", "'").split())


def fold_all(texts: Iterable[str]) -> str:
    """Return several texts as one to search in, one a line: as written, and folded.

    As written they are found by searches that fold nothing themselves.
    """
    given = [text for text in texts if text]
    forms = [*given, *(text.casefold() for text in given), *map(fold, given)]
    return "\n".join(dict.fromkeys(forms))
