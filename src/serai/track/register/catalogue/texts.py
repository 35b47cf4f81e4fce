"""What the text index answered, kept while records change.

A mask of the rows that contain a phrase stays true, for rows are only ever added. What is missing
are the rows that came since; their words are here, so that they can be looked at one by one. So a
change costs nobody the search of the whole index again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from serai.foundation.search.query import Phrase
from serai.foundation.search.tokens import SCOPES
from serai.track.register.catalogue.bits import Mask

Question = tuple[Phrase, int | None]
"""A phrase, and the scope in which it must stand."""

KEPT = 256
"""How many answers are kept, each an eighth of a byte a record."""


class TextMasks:
    """The answers about the rows of one store, whose first ``read`` rows came all at once."""

    def __init__(self) -> None:
        self._read = 0
        self._words: list[list[str]] = []
        self._kept: OrderedDict[Question, tuple[NDArray[np.uint8], int]] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, size: int) -> None:
        """Say how many rows were read at first: of those the index knows the words."""
        self._read = size

    def add(self, words: Sequence[str]) -> None:
        """Note the words of rows that were added after those."""
        self._words += [each.split() for each in words]

    def mask(self, question: Question, size: int, ask: Callable[[], Mask]) -> Mask:
        """Return which of the first ``size`` rows answer; the index is asked once a question."""
        with self._lock:
            kept = self._kept.get(question)
            if kept is not None:
                self._kept.move_to_end(question)
        if kept is None:
            found = ask()
        else:
            packed, known = kept
            found = np.zeros(size, np.bool_)
            shared = min(known, size)
            found[:shared] = np.unpackbits(packed, count=known)[:shared]
            for row in range(known, size):
                found[row] = contains(self._words[row - self._read], *question)
        if kept is None or kept[1] < size:
            self._keep(question, found)
        return found

    def _keep(self, question: Question, mask: Mask) -> None:
        """Keep an answer, in the place of the one not used for longest."""
        with self._lock:
            self._kept[question] = np.packbits(mask), len(mask)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def contains(tokens: Sequence[str], phrase: Phrase, scope: int | None = None) -> bool:
    """Tell whether a text holds a phrase, as an index would."""
    sign = "" if scope is None else SCOPES[scope]
    *first, last = [sign + token for token in phrase.tokens]
    length = len(phrase.tokens)
    return any(
        list(tokens[at : at + length - 1]) == first
        and (
            tokens[at + length - 1].startswith(last)
            if phrase.is_prefix
            else tokens[at + length - 1] == last
        )
        for at in range(len(tokens) - length + 1)
    )
