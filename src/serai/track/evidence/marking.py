"""A text in pieces, so that places which overlap can be marked in it.

Knows neither database nor web.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar


class Placed(Protocol):
    """Something that stands at a place of the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Placed)


class Piece(NamedTuple, Generic[P]):
    """A run of text that the same places hold.

    ``holds`` are these places, the narrowest first; ``begins`` those of them that begin here.
    """

    text: str
    holds: tuple[P, ...]
    begins: tuple[P, ...]


class MarkedBlock(NamedTuple, Generic[P]):
    """A block of the text in pieces."""

    kind: str
    start: int
    pieces: list[Piece[P]]


def marked_blocks(
    text: str, blocks: Iterable[Sequence[object]], places: Iterable[P]
) -> list[MarkedBlock[P]]:
    """Divide the blocks of a text (``start, end, kind``) at the ends of the places in them."""
    waiting = sorted(places, key=lambda each: (each.start, -each.end))
    result = []
    for start, end, kind in blocks:
        assert isinstance(start, int)
        assert isinstance(end, int)
        inside = [each for each in waiting if each.start < end and each.end > start]
        result.append(MarkedBlock(str(kind), start, _pieces(text, start, end, inside)))
    return result


def _pieces(text: str, start: int, end: int, inside: list[P]) -> list[Piece[P]]:
    cuts = {start, end}
    for each in inside:
        cuts.update({max(start, each.start), min(end, each.end)})
    ordered = sorted(cuts)
    pieces = []
    for here, there in pairwise(ordered):
        holds = [each for each in inside if each.start <= here and there <= each.end]
        holds.sort(key=lambda each: each.end - each.start)
        begins = tuple(each for each in holds if max(start, each.start) == here)
        pieces.append(Piece(text[here:there], tuple(holds), begins))
    return pieces
