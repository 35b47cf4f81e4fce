"""Comparing wordings: what two texts have in common, whatever their inflection.

Knows neither database nor web.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from serai.foundation.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_STOP = frozenset(
    """
    a an the of in on at to by for from with and or as is are was were be been has have had will
    this that these those its their his her it they which who than more over about some so far
    de la le les des du un une et en au aux pour par dans sur el los las del y con por para
    и в на с из по к от для о что не
    """.split()  # noqa: SIM905 (a list of seventy short strings is harder to read)
)
_SPELLINGS = {"centre": "center", "lab": "laboratory", "programme": "program"}


def stems(text: str) -> frozenset[str]:
    """Return the words that carry meaning, without case, accents and plural endings.

    Chinese, which writes no spaces, gives pairs of characters.
    """
    found: set[str] = set()
    for word in _WORD.findall(fold(text)):
        if _CJK.search(word):
            found.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in _STOP and (len(word) > 1 or not word.isascii()):
            found.add(_singular(word))
    return frozenset(found)


def _singular(word: str) -> str:
    if word.isascii() and len(word) > 3:
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        elif word.endswith(("sses", "shes", "ches", "xes")):
            word = word[:-2]
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    return _SPELLINGS.get(word, word)


def share(part: AbstractSet[str], whole: AbstractSet[str]) -> float:
    """How much of one set of words stands in another, from 0 to 1; nothing has no share."""
    return len(part & whole) / len(part) if part else 0.0


def overlap(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    """The share of the smaller of two sets in the other (the coefficient of Szymkiewicz and
    Simpson), so that a short wording matches the long one that holds it.
    """
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def shingles(text: str, length: int = 4) -> frozenset[tuple[str, ...]]:
    """Return every run of some words of a text: texts that copy each other share many."""
    words = _WORD.findall(fold(text))
    return frozenset(tuple(words[i : i + length]) for i in range(max(0, len(words) - length + 1)))
