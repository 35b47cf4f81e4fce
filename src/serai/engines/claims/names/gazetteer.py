"""Known names, found in one pass over the words of a text.

The names form a trie of folded words, so the time grows with the text and not with the number of
names (Aho and Corasick 1975 for words; restarting at each word instead of failure links costs a
factor of the length of the longest name, which is small).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from serai.engines.claims.names.name import Name, NameKind

_WORD = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]|[^\W_㐀-鿿\U00020000-\U0003ffff]+")
_IGNORED = frozenset({"the"})
"""Words of a text that may stand inside a name without changing it ("the the Belt and Road")."""

_ACRONYM = 5
"""Names of so many letters or fewer that are all capitals are only found in capitals."""

_GAP = re.compile(r"[\s\u00ad\"'“”‘’«»„\-‐‑–/.·&()《》「」]{0,4}")
"""What may stand between two words of a name."""


class Entry(NamedTuple):
    """Something known, with all its names in all languages."""

    key: str
    kind: NameKind
    names: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Known names. Build it once and use it for many texts; of equal names the first entry wins."""

    trie: dict[str, Any]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Gazetteer:
        """Build the trie of all names of all entries."""
        trie: dict[str, Any] = {}
        for entry in entries:
            for name in entry.names:
                words = [_folded(found[0]) for found in _WORD.finditer(name)]
                words = [word for word in words if word not in _IGNORED] or words
                node = trie
                for word in words:
                    node = node.setdefault(word, {})
                if words:
                    letters = [letter for letter in name if letter.isalpha()]
                    in_capitals = len(letters) <= _ACRONYM and all(map(str.isupper, letters))
                    node.setdefault("", (entry, in_capitals))
        return cls(trie)

    def find(self, text: str) -> Iterator[Name]:
        """Find the longest known names; none overlaps another."""
        words = [(found.start(), found.end(), _folded(found[0])) for found in _WORD.finditer(text)]
        index = 0
        while index < len(words):
            found = self._longest(text, words, index)
            if found is None:
                index += 1
                continue
            entry, last = found
            start, end = words[index][0], words[last][1]
            yield Name(
                start, end, text[start:end], entry.kind, entry.key, confidence=0.95,
                rules=("known name",),
            )  # fmt: skip
            index = last + 1

    def _longest(
        self, text: str, words: list[tuple[int, int, str]], index: int
    ) -> tuple[Entry, int] | None:
        node = self.trie
        best = None
        for place in range(index, len(words)):
            start, _, word = words[place]
            if place > index:
                if not _GAP.fullmatch(text, words[place - 1][1], start):
                    break
                if word in _IGNORED and word not in node:
                    continue
            if word not in node:
                break
            node = node[word]
            if "" in node:
                entry, in_capitals = node[""]
                piece = text[words[index][0] : words[place][1]]
                # A name begins with a capital, in scripts that have them: "us" is not the US.
                if piece.isupper() if in_capitals else not piece[0].islower():
                    best = (entry, place)
        return best


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.replace("\u00ad", "").casefold())
    return "".join(each for each in plain if not unicodedata.combining(each))
