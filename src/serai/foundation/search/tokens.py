"""Texts as tokens: what is written into an index, and what is asked of it.

Tokens consist of letters and digits only, so that SQLite's ``ascii`` tokenizer and PostgreSQL's
parser, which cut at everything else, both leave them whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from serai.foundation.folding import fold

MAX_TOKENS = 12_000
"""How much of a text is indexed: a vector of PostgreSQL has a megabyte at most."""
_MAX_LENGTH = 60

# Letters of their own right (in Unicode), so that no script uses them in words: click letters.
BOUNDARY = "ǀ"
"""Stands between texts, so that no phrase reaches from one into the next."""
SCOPES = ("ǁ", "ǂ", "ǃ")
"""Signs that stand before the tokens of a scope."""

_CLICKS = re.compile(f"[{BOUNDARY}{''.join(SCOPES)}]")
_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Han, kana and hangul: scripts whose words are not, or not reliably, written apart."""
_WORDS = re.compile(rf"(?:[{_UNSPACED}](?<=\w))+|[^\W_{_UNSPACED}]+")
_ASCII = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))
"""What each sign of ASCII is in a token: itself, folded, or a space."""
_ASCII_BYTES = _ASCII.encode().ljust(256)
_UNSPACED_SIGN = re.compile(rf"[{_UNSPACED}]")


def _pieces(text: str) -> list[str]:
    """Cut a text, as it was written, into folded words and runs of unspaced signs."""
    return _WORDS.findall(fold(_CLICKS.sub(" ", text)))


def _is_unspaced(piece: str) -> bool:
    return not piece.isascii() and _UNSPACED_SIGN.match(piece) is not None


def tokens(text: str) -> list[str]:
    """Return the tokens of a text as an index holds them.

    A run of unspaced signs becomes its overlapping pairs and its last sign alone, so that each
    sign begins a token.
    """
    if text.isascii():  # By far the most frequent, and four times as fast.
        words = text.encode().translate(_ASCII_BYTES).decode().split()
        if len(text) > _MAX_LENGTH and max(map(len, words), default=0) > _MAX_LENGTH:
            return [word[:_MAX_LENGTH] for word in words]
        return words
    found: list[str] = []
    for piece in _pieces(text):
        if _is_unspaced(piece):
            found += [piece[start : start + 2] for start in range(len(piece))]
        else:
            found.append(piece[:_MAX_LENGTH])
    return found


def query_tokens(text: str) -> list[str]:
    """Return the tokens by which a text is looked for, as a phrase.

    The last sign of an unspaced run is contained in the pair before it, and in a longer text it
    need not be followed by the end of a run. So it is left out at the end.
    """
    found = tokens(text)
    cut = _pieces(text)
    if cut and _is_unspaced(cut[-1]) and len(cut[-1]) > 1:
        found.pop()
    return found


def index_text(texts: Iterable[str], *scoped: Iterable[str]) -> str:
    """Return texts as an index holds them: ``texts`` all together, then those of each scope.

    The scopes are told apart by the signs of `SCOPES`, in their order.
    """
    found: list[str] = []
    cut: dict[str, str] = {}
    for sign, group in zip(("", *SCOPES), (texts, *scoped), strict=False):
        for text in dict.fromkeys(group):
            if not text:
                continue
            if (words := cut.get(text)) is None:
                words = cut[text] = " ".join(tokens(text))
            if words:
                found.append(sign + words.replace(" ", f" {sign}") if sign else words)
            found.append(BOUNDARY)
    written = " ".join(found)
    if len(written) < 2 * MAX_TOKENS:  # As most are: each token takes two signs at least.
        return written
    return " ".join(written.split(" ")[:MAX_TOKENS])


@lru_cache(maxsize=10_000)
def _folded(sign: str) -> str:
    """Return one sign as `spans` needs it; a page has thousands, few of them different."""
    return fold(sign) or (" " if sign.isspace() else "")


class Span(NamedTuple):
    """A token in the text as it was written: from ``start`` up to ``end``."""

    token: str
    start: int
    end: int


def spans(text: str) -> list[Span]:
    """Return the tokens of a text with their places in it, for highlighting.

    The same tokens as `tokens`, but for letters whose folding depends on their neighbours.
    """
    if text.isascii():
        return [
            Span(match.group()[:_MAX_LENGTH], match.start(), match.end())
            for match in re.finditer(r"\S+", text.translate(_ASCII))
        ]
    folded: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(_CLICKS.sub(" ", text)):
        plain = _folded(sign)
        folded.append(plain)
        places += [place] * len(plain)
    places.append(len(text))
    found: list[Span] = []
    for match in _WORDS.finditer("".join(folded)):
        word, begin = match.group(), match.start()
        if _is_unspaced(word):
            found += [
                Span(
                    word[at : at + 2],
                    places[begin + at],
                    places[min(begin + at + 1, match.end() - 1)] + 1,
                )
                for at in range(len(word))
            ]
        else:
            end = places[match.end() - 1] + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            found.append(Span(word[:_MAX_LENGTH], places[begin], end))
    return found
