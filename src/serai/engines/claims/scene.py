"""What the rules look at while one sentence is read."""

from __future__ import annotations

from serai.engines.claims.compiled import CompiledTables
from serai.engines.claims.figure import Figure, Inherited
from serai.engines.claims.text import CanonicalText, Sentence
from serai.engines.claims.tokens import tokenize


class Scene:
    """A sentence, or a cell of a row: its tokens, its tables, and the figures found so far.

    ``earlier`` are the figures of the sentences before, ``here`` those of this one; ``inherited``
    is the unit that the head of a row or column lends to a number without one.
    """

    def __init__(
        self,
        text: CanonicalText,
        sentence: Sentence,
        tables: CompiledTables,
        earlier: list[Figure],
        *,
        span: tuple[int, int] | None = None,
        inherited: Inherited | None = None,
    ) -> None:
        self.flat = text.flat
        self.sentence = sentence
        self.block = text.blocks[sentence.block]
        self.tables = tables
        self.language = tables.language
        self.span = span or (sentence.start, sentence.end)
        self.tokens = tokenize(self.flat, *self.span, self.language)
        self.earlier = earlier
        self.here: list[Figure] = []
        self.inherited = inherited

    @property
    def sentence_text(self) -> str:
        """The whole sentence."""
        return self.flat[self.sentence.start : self.sentence.end]

    def words(self, index: int, length: int) -> str:
        """The text of some tokens, as written."""
        return self.flat[self.tokens[index].start : self.tokens[index + length - 1].end]
