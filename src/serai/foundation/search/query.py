"""What a reader typed into a search box, as a tree.

::

    query   = all { "OR" all }
    all     = part { part }
    part    = [ "-" ] ( "(" query ")" | [ field ":" ] ( "“" words "”" | word [ "*" ] ) )

A part that stands beside another must be found too. The last word stands for all words that begin
with it, because its writer may not be at its end; in quotation marks it stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from serai.foundation.search.tokens import query_tokens

MAX_PARTS = 24
MAX_DEPTH = 10


class QueryError(Exception):
    """A query that cannot be read; its text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that follow each other; the last may be only the beginning of one."""

    tokens: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A field and what was asked of it: ``year:2019..2023``."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be found."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """Parts that must all be found. Without any part everything is found."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Parts of which one must be found. Without any part nothing is found."""

    parts: tuple[Node, ...]


Node = Phrase | Limit | Not | All | Any
NOTHING = Any(())

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"') | {"：": ":", "（": "(", "）": ")"})
_LEXEME = re.compile(
    r'\s*(?:(?P<or>OR(?=[\s()]|$)|\|)|(?P<open>-?\()|(?P<close>\))'
    r'|(?P<not>[-−])?(?:(?P<field>[a-z]+):(?=[^\s:/]))?(?:"(?P<phrase>[^"]*)(?P<end>")?|(?P<word>[^\s()"]+)))'
)  # fmt: skip


def parse(text: str, *, fields: Collection[str] = (), last_is_prefix: bool = True) -> Node:
    """Read a query. ``fields`` are the names that may stand before a colon.

    Raises QueryError for what cannot be read: a name that is no field, a bracket or quotation mark
    without its partner, an ``OR`` without one of its sides, too many parts.
    """
    lexemes = list(_LEXEME.finditer(text.translate(_QUOTES).strip()))
    if len(lexemes) > MAX_PARTS:
        raise QueryError(_("Search for at most %d words at once.") % MAX_PARTS)
    reader = _Reader(lexemes, fields, last_is_prefix=last_is_prefix)
    return reader.read()


class _Reader:
    def __init__(
        self,
        lexemes: list[re.Match[str]],
        fields: Collection[str],
        *,
        last_is_prefix: bool,
    ) -> None:
        self._lexemes = lexemes
        self._fields = fields
        self._last = len(lexemes) - 1 if last_is_prefix else -1
        self._at = 0

    def read(self) -> Node:
        found = self._alternatives(0)
        if self._at < len(self._lexemes):
            raise QueryError(_("A bracket is closed that was never opened."))
        return found

    def _alternatives(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise QueryError(_("There are too many brackets in each other."))
        sides = [self._together(depth)]
        while self._at < len(self._lexemes) and self._lexemes[self._at]["or"]:
            self._at += 1
            sides.append(self._together(depth))
        if len(sides) == 1:
            return sides[0] or NOTHING
        if any(side is None for side in sides):
            raise QueryError(_("Write something to find on both sides of OR."))
        return Any(tuple(side for side in sides if side is not None))

    def _together(self, depth: int) -> Node | None:
        """Read the parts up to an OR, a closing bracket or the end; None where there are none."""
        parts: list[Node] = []
        are_none = True
        while self._at < len(self._lexemes):
            lexeme = self._lexemes[self._at]
            if lexeme["or"] or lexeme["close"]:
                break
            are_none = False
            part = self._part(depth)
            if part is not None:
                parts.append(part)
        if not parts:
            return None if are_none else NOTHING
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _part(self, depth: int) -> Node | None:
        """Read one part; None for what holds no letter and no digit, beside which others count."""
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme["open"]:
            inner = self._alternatives(depth + 1)
            if self._at == len(self._lexemes):
                raise QueryError(_("A bracket is opened and never closed."))
            self._at += 1
            return Not(inner) if lexeme["open"].startswith("-") else inner
        part = self._leaf(lexeme)
        return Not(part) if part is not None and lexeme["not"] else part

    def _leaf(self, lexeme: re.Match[str]) -> Node | None:
        quoted, field = lexeme["phrase"], lexeme["field"]
        if quoted is not None and not lexeme["end"]:
            raise QueryError(_("A quotation mark is opened and never closed."))
        if field:
            if field not in self._fields:
                raise QueryError(
                    _("There is no field “%(name)s”. The fields are: %(known)s. "
                      "To find the words themselves put them between quotation marks.")
                    % {"name": field, "known": ", ".join(sorted(self._fields))}
                )  # fmt: skip
            return Limit(field, lexeme["word"] if quoted is None else quoted)
        written = lexeme["word"] if quoted is None else quoted
        return phrase_of(
            written,
            is_prefix=quoted is None and (written.endswith("*") or self._at - 1 == self._last),
        )


def phrase_of(written: str, *, is_prefix: bool = False) -> Phrase | None:
    """Return the phrase by which words are found; None where no letter and no digit is among them.

    A single sign of an unspaced script is found wherever it stands.
    """
    found = query_tokens(written)
    if not found:
        return None
    return Phrase(tuple(found), is_prefix or _is_single_sign(found[-1]))


def _is_single_sign(token: str) -> bool:
    return len(token) == 1 and ord(token) > 0x2E7F


def phrases(node: Node) -> Iterator[Phrase]:
    """Give the phrases that a hit can contain: all but those that must not be found."""
    if isinstance(node, Phrase):
        yield node
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from phrases(part)


def matches(node: Node, is_found: Callable[[Phrase | Limit], bool]) -> bool:
    """Tell whether a query is answered, given what is found; the plain meaning of the tree."""
    if isinstance(node, All):
        return all(matches(part, is_found) for part in node.parts)
    if isinstance(node, Any):
        return any(matches(part, is_found) for part in node.parts)
    if isinstance(node, Not):
        return not matches(node.part, is_found)
    return is_found(node)
