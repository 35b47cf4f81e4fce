"""Words, numbers and signs of a sentence, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, NamedTuple, TypeVar

from serai.engines.claims.languages import Language, language
from serai.engines.claims.text import SOFT

_CODE = 3
"""Letters of an ISO 4217 code."""
TokenKind = Literal["number", "word", "sign"]

Value = TypeVar("Value")


class Token(NamedTuple):
    """One token; ``word`` is its text in lower case with straight apostrophes."""

    word: str
    start: int
    end: int
    kind: TokenKind
    capital: bool = False
    """Whether it begins with a capital letter."""


_NUMBER = r"\d{1,3}(?:['’]\d{3})+(?!\d)|\d+(?:[.,٫٬]\d+)*"
_MISREAD = (
    # OCR reads 1 as l or I and 0 as O; a lone letter is never taken for a digit.
    r"(?<![\w.,])(?=[\d,]*[lIO])[\dlI][\dlIO]{0,2}(?:,[\dlIO]{3})+(?:\.\d\d)?(?!\w)"
    r"|(?<![\w.,])(?:[lI](?=[\dOlI]*\d)[\dOlI]+|\d+(?:[lIO]+\d+)+O*|\d+[Oo]+|lO+|IOO+)(?:[.,]\d+)*(?!\w)"
    r"|(?<![\w.,])(?:\d+\.\d*O+\d*|\d+\.[lI]+\d*|l\.\d+)(?![\w.])"
)
_WORD = rf"[^\W\d_](?:[^\W_]|[{SOFT}\u0300-\u036f\u064b-\u0652]|['’](?=[^\W\d_]))*"
_INITIALS = r"(?:[^\W\d_]\.){2,}(?!\w)"


@cache
def leading_words(code: str) -> frozenset[str]:
    """Words that lead to a number, for where the space is lost: more *than*100, *in*2018."""
    tables = language(code)
    last = {phrase.split()[-1] for phrase in tables.before}
    words = {word for word in last | tables.prepositions | tables.linkers if word.isalpha()}
    leading = {word for word in words - tables.labels - tables.articles if len(word) > 1}
    return frozenset(leading | {word.capitalize() for word in leading})


@cache
def _pattern(code: str) -> re.Pattern[str]:
    tables = language(code)
    word = rf"(?:{tables.elisions})|{_WORD}" if tables.elisions else _WORD
    currency = _glued_currency(tables)
    if tables.spaced:
        word = rf"(?<!\w)(?=[^\W\d_]+\d)(?:{'|'.join(sorted(leading_words(code)))})(?=\d)|{word}"
    word = word if tables.spaced else rf"[A-Za-z][A-Za-z0-9]*|{_lexicon(tables)}|[^\W\d_]"
    return re.compile(
        rf"(?P<misread>(?=[\dlIO])(?:{_MISREAD}))|(?P<number>{_NUMBER})|(?P<vulgar>[¼-¾⅐-⅞])|(?P<word>{currency}|{_INITIALS}|{word})"
        rf"|(?P<sign>[^\s\w{SOFT}]|_)"
    )


def _glued_currency(tables: Language) -> str:
    """Codes and signs before digits without a space: Rs1,240, US$5, R3.6 billion, 1,100 *M*CHF."""
    plain = [
        word for word in tables.currencies
        if word.isascii() and word.isalpha() and word not in tables.doubtful_currencies
    ]  # fmt: skip
    codes = "|".join(word.upper() for word in plain if len(word) == _CODE)
    short = _alternatives(word for word in plain if len(word) <= _CODE + 1)
    doubtful = _alternatives(tables.doubtful_currencies)
    large = "|".join({*tables.multipliers, *tables.glued})
    sum_in_full = rf"\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?[ -]?(?:{large})\b"
    return (
        rf"(?<=\d )[kKM](?=(?:{codes})\b)"
        rf"|(?<!\w)(?=[A-Z][A-Za-z]{{0,3}}[\d$])(?:(?:US|HK|NT|NZ|{short})(?=[$\d])"
        rf"|(?:{doubtful})(?={sum_in_full}))"
    )


def _alternatives(words: Iterable[str]) -> str:
    """The words as they are written before digits, longest first: KSH, Ksh, KSh."""
    forms = {
        form
        for word in words
        for form in (word.upper(), word.capitalize(), word[:2].upper() + word[2:])
    }
    return "|".join(sorted(forms, key=lambda form: (-len(form), form))) or r"(?!)"


def _lexicon(tables: Language) -> str:
    """Every string the grammar must recognise where words are not written apart, longest first."""
    words: set[str] = set()
    groups: Iterable[Iterable[str]] = (
        tables.cardinals, tables.multipliers, tables.fractions, tables.vague, tables.collectives,
        tables.ordinals, tables.before, tables.after, tables.ranges, tables.ranges.values(),
        tables.range_joiners, tables.changes, tables.currencies, tables.percent, tables.durations,
        tables.measures, tables.nouns, tables.classifiers, tables.ends, tables.adjectives,
        tables.linkers, tables.coordinators, tables.anaphors, tables.population, tables.labels,
        tables.anaphoric_nouns, tables.months, tables.weekdays, tables.now, tables.scopes,
        tables.states, tables.articles, tables.joiners, tables.one,
        (tables.denominator, tables.decimal_word, tables.tenths),
    )  # fmt: skip
    for group in groups:
        words.update(word for word in group if word and not word.isascii())
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"


def tokenize(flat: str, start: int, end: int, tables: Language) -> list[Token]:
    """Return the tokens of ``flat[start:end]``; offsets are those of ``flat``."""
    tokens = []
    for match in _pattern(tables.code).finditer(flat, start, end):
        text = match.group()
        group = match.lastgroup
        if group == "word":
            word = text.lower().replace("’", "'")
            if SOFT in word:
                word = word.replace(SOFT, "")
            tokens.append(Token(word, match.start(), match.end(), "word", text[0].isupper()))
        elif group == "misread":
            word = re.sub("[lI]", "1", re.sub("[Oo]", "0", text))
            tokens.append(Token(word, match.start(), match.end(), "number"))
        else:
            kind: TokenKind = "number" if group == "number" else "sign"
            tokens.append(Token(text, match.start(), match.end(), kind))
    return tokens


class Phrases:
    """Phrases of a table, found at a place or before it, longest first."""

    def __init__(self, phrases: Iterable[str], tables: Language) -> None:
        self._forms: set[tuple[str, ...]] = set()
        for phrase in phrases:
            form = tuple(token.word for token in tokenize(phrase, 0, len(phrase), tables))
            if form:
                self._forms.add(form)
        self._longest = max(map(len, self._forms), default=0)
        self._heads = {form[0] for form in self._forms}
        self._tails = {form[-1] for form in self._forms}

    def at(self, tokens: list[Token], index: int) -> int:
        """Return how many tokens from ``index`` on are a phrase; 0 where none is."""
        if index >= len(tokens) or tokens[index].word not in self._heads:
            return 0
        words = tuple(token.word for token in tokens[index : index + self._longest])
        for length in range(len(words), 0, -1):
            if words[:length] in self._forms:
                return length
        return 0

    def before(self, tokens: list[Token], index: int) -> int:
        """Return how many tokens before ``index`` are a phrase; 0 where none is."""
        if index <= 0 or tokens[index - 1].word not in self._tails:
            return 0
        words = tuple(token.word for token in tokens[max(0, index - self._longest) : index])
        for length in range(len(words), 0, -1):
            if words[-length:] in self._forms:
                return length
        return 0


class PhraseTable(Phrases):
    """Phrases with a value each."""

    def __init__(self, table: Mapping[str, str], tables: Language) -> None:
        super().__init__(table, tables)
        self._values = {
            tuple(token.word for token in tokenize(phrase, 0, len(phrase), tables)): value
            for phrase, value in table.items()
        }

    def value(self, tokens: list[Token], index: int, length: int) -> str:
        """Return the value of the phrase that ``at`` or ``before`` found."""
        return self._values[tuple(token.word for token in tokens[index : index + length])]
