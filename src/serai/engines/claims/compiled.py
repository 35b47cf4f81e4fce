"""The phrase tables of a language, compiled once."""

from __future__ import annotations

import re
from functools import cache

from serai.engines.claims.languages import language
from serai.engines.claims.tokens import Phrases, PhraseTable


class CompiledTables:
    """The phrase tables of one language, compiled once."""

    def __init__(self, code: str) -> None:
        self.language = language(code)
        tables = self.language
        self.before = PhraseTable(tables.before, tables)
        self.after = PhraseTable(tables.after, tables)
        self.currencies = PhraseTable(tables.currencies, tables)
        self.percent = PhraseTable(tables.percent, tables)
        self.durations = PhraseTable(tables.durations, tables)
        self.measures = PhraseTable(tables.measures, tables)
        self.anaphors = Phrases(tables.anaphors, tables)
        self.known = tables.anaphoric_nouns | set(map(tables.singular, tables.anaphoric_nouns))
        words = [
            *tables.cardinals, *tables.fractions, *tables.vague, *tables.collectives,
            *(tables.multipliers if tables.code != "en" else ("hundred", "thousand")),
        ]  # fmt: skip
        joined = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        edge = r"(?!\w)" if tables.spaced else ""
        start = r"(?<!\w)" if tables.spaced else ""
        self.candidate = re.compile(
            rf"\d|[lI]OO|\blO\b|[¼-¾⅐-⅞]|{start}(?:{joined}){edge}", re.IGNORECASE
        )


@cache
def compiled(code: str) -> CompiledTables:
    """Return the compiled tables of a language."""
    return CompiledTables(language(code).code)
