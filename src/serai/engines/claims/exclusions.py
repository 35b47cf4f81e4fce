"""Numbers that state no figure: dates, times, names, labels, references, page furniture."""

from __future__ import annotations

import re
from functools import cache

from serai.engines.claims.languages import Language, language
from serai.engines.claims.number import Number
from serai.engines.claims.tokens import Phrases, Token, leading_words

_DIGIT = re.compile(r"\d")
_CLOSING = frozenset(".\"”’'」』)!?»]")
_ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|(?<!\S)[^\s@]+@\S+\.\w+|\b10\.\d{4,}/\S+|\b(?:ISBN|ISSN|DOI)[:\s][\d\-Xx.]+"
    r"|(?<![\w.,])\+\d{1,3}[\s\-(]*\d[\d\s\-()]{5,}\d|\(\d{2,5}\)\s?\d{3,4}[\s\-]?\d{3,4}"
    r"|(?<![\w.,])0\d{1,3}(?: \d{1,4}){3,}(?!\w)"
    r"|(?<![\w.,])\d{1,4}(?:\s?(?:bis|ter)\b,?|,?\s(?=(?i:rue|avenue|av\.|boulevard|bd|calle|ул\.)\s[A-ZА-Я]))"
    r"|(?<![\w.,])\d{2,4}[-.\s]\d{3,4}[-.]\d{3,4}(?!\w)|\b\d{1,3}(?:\.\d{1,3}){3}\b"
)
_TIME = re.compile(
    r"(?<!\d)[0-2]?\d[:.][0-5]\d\s?(?:[ap]\.?m\b\.?|h\b|GMT|UTC)|(?<!\d)[0-2]?\d:[0-5]\d(?::[0-5]\d)?"
    r"|(?<![\d.,])[01]?\d\s?[ap]\.?m\b\.?|(?<!\d)[0-2]\d[0-5]\d\s?(?:GMT|UTC|hours?\b|hrs\b)"
    r"|(?<!\d)\d{1,2}\s?o['’]clock",
    re.IGNORECASE,
)
_NUMERIC_DATE = re.compile(
    r"(?<![\d.,/-])(?:(?:1[5-9]|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:[0-2]?\d|3[01])"
    r"|(?:[0-2]?\d|3[01])([-./])(?:[0-2]?\d|3[01])\2(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d[-/](?:0[1-9]|1[0-2]))(?![\d/])"
)
_CITATION = re.compile(
    r"\b[A-Z]+(?:/[A-Z]+[\w.]*)*/\d[\w./()-]*|\b\d{1,4}/\d{2,4}(?:/[A-Z]+)?\b(?!\s+of\b)|\b\d+\s+U\.?S\.?C\b\.?[\s§\d]*"
    r"|\b(?:in|since|of|until|before|after|from|to|by)\s(?:1[5-9]|20)\d\d\.\d{1,2}(?![\d%])"
    r"|\b\d{1,3}:\d{1,3}(?!\d)|\d+\s?\+\s?\d+\s?[>=＞]\s?\d+"
)
_COORDINATE = re.compile(
    r"\d{1,3}(?:\.\d+)?\s?°[^.;°]{0,12}(?:\d{1,3}\s?°[^.;°]{0,12})?\b[NSEWO]\b"
)
"""51° and 58° S."""
_YEAR_RANGE = re.compile(r"(?<![\d.,$€£])(?:1[5-9]|20)\d\d\s?[-–/]\s?\d{1,2}(?![\d%]|[.,]\d)")
"""1902–3, 2016/17."""
_SPORT = re.compile(
    r"\b(?:beat|won|win|lost|victory|defeat|drew|draw|lead|led|score)\b", re.IGNORECASE
)
_YEARS = (1000, 2100)
_LISTED = 2
"""Tokens of an item of a list of labels, with what joins it."""
_CODE = 2
"""More digits than this that begin with a nought are a code or a telephone number."""
_RECENT = range(1900, 2101)


@cache
def _calendar(code: str) -> re.Pattern[str]:
    """Day and month, month and year, in any order, with ranges of days."""
    tables = language(code)
    months = "|".join(
        re.escape(word) for word in sorted(tables.months, key=len, reverse=True)
    ) or r"(?!)"  # fmt: skip
    day = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?(?!\d|,\d|%|\.\d)"
    days = rf"{day}(?:\s?(?:-|–|—|to|and|,|or|&|и|et|y|al|au)\s?{day}){{0,8}}"
    year = r"(?:1[5-9]|20)\d\d(?!\d)"
    if not tables.spaced:
        return re.compile(
            r"\d{2,4}\s?年(?:\d{1,2}\s?月(?:\d{1,2}\s?[日号])?)?|\d{1,2}\s?月(?:\d{1,2}\s?[日号])?"
            r"|(?<![\d期时共了前后])(?:[0-2]?\d|3[01])日(?![均间内游])"
        )
    return re.compile(
        rf"(?<![\d.,]){days}\s?(?:of\s|de\s|du\s)?(?<!\w)(?:{months})(?!\w)\.?(?:,?\s{{1,2}}(?:of\s|de\s|del\s)?{year})?"
        rf"|(?<!\w)(?:{months})(?!\w)\.?\s{{1,2}}{days}(?:,?\s{{1,2}}{year})?"
        rf"|(?<!\w)(?:{months})(?!\w)\.?,?\s{{1,2}}(?:of\s|de\s|del\s)?{year}",
        re.IGNORECASE,
    )


@cache
def _fixed(code: str) -> Phrases:
    tables = language(code)
    return Phrases(tables.fixed, tables)


def masked_spans(flat: str, start: int, end: int, tables: Language) -> list[tuple[int, int]]:
    """Return the spans in which no number is a figure: addresses, dates, times, citations."""
    spans: list[tuple[int, int]] = []
    if not _DIGIT.search(flat, start, end):
        return spans
    patterns = (
        _ADDRESS,
        _NUMERIC_DATE,
        _calendar(tables.code),
        _TIME,
        _CITATION,
        _YEAR_RANGE,
        _COORDINATE,
    )
    piece = flat[start:end]
    for pattern in patterns:
        spans.extend(
            (start + match.start(), start + match.end()) for match in pattern.finditer(piece)
        )
    return spans


def fixed_tokens(tokens: list[Token], tables: Language) -> set[int]:
    """Return the indexes of tokens inside fixed phrases that state nothing."""
    inside: set[int] = set()
    phrases = _fixed(tables.code)
    for index in range(len(tokens)):
        inside.update(range(index, index + phrases.at(tokens, index)))
    return inside


def is_year(tokens: list[Token], number: Number, tables: Language, *, counted: bool) -> bool:
    """Whether four digits are a year; ``counted`` says that a plural noun follows."""
    token = tokens[number.first]
    if number.last - number.first > 1 and _is_span_of_years(tokens, number, tables):
        return True
    if number.last - number.first != 1 or token.kind != "number" or len(token.word) != 4:
        return False
    if not token.word.isdigit() or not _YEARS[0] <= number.value <= _YEARS[1]:
        return False
    before = tokens[number.first - 1] if number.first else None
    after = tokens[number.last] if number.last < len(tokens) else None
    if after is not None and after.word == "s" and after.start == token.end:
        return True
    if before is not None and before.word in tables.copulas and (
        any(each.word in tables.number_nouns for each in tokens[: number.first])
    ):  # fmt: skip
        return False  # "the number of units was 1053"
    if after is not None and after.word in tables.classifiers:
        return int(number.value) in _RECENT and not counted
    if not counted or (after is not None and after.word in tables.years):
        return True
    if before is not None and before.word in tables.years:
        return int(number.value) in _RECENT
    if before is None:
        return int(number.value) in _RECENT and int(number.value) > 1989
    if (
        before.word in tables.year_leads
        or before.word in tables.months
        or before.word in tables.determiners
    ):
        return int(number.value) in _RECENT
    return (
        before.kind == "sign"
        and before.word in {"-", "–", "/", "("}
        and int(number.value) in _RECENT
    )


def names_year(tokens: list[Token], number: Number, tables: Language) -> bool:
    """“до 2027 года”: a year whatever bounds it, for years are counted in another form: лет."""
    return (
        number.last < len(tokens)
        and tokens[number.last].word in tables.year_forms
        and number.last - number.first == 1
        and number.value in _RECENT
    )


def _is_span_of_years(tokens: list[Token], number: Number, tables: Language) -> bool:
    """“between 2002 and 2010 the mills …”, but not “between 2000 and 2100 mills”."""
    ends = [tokens[number.first].word, tokens[number.last - 1].word]
    opened = number.first > 0 and tokens[number.first - 1].word in tables.ranges
    after = tokens[number.last].word if number.last < len(tokens) else ""
    if not opened and after not in tables.years | tables.durations.keys():  # "2024-2026 years"
        return False
    years = [int(end) for end in ends if end.isdigit() and len(end) == 4]
    return len(years) == 2 and all(year in _RECENT for year in years) and any(
        year % 100 for year in years
    )  # fmt: skip


def reason(
    tokens: list[Token],
    number: Number,
    tables: Language,
    *,
    counted: bool,
    qualified: bool,
    titled: bool = False,
    priced: bool = False,
    shared: bool = False,
) -> str | None:
    """Return why a number is no figure, in one word, or ``None``.

    ``counted`` says that a counted noun or a unit follows, ``qualified`` that a qualifier precedes,
    ``priced`` that a currency does, ``titled`` that the counted noun begins with a capital letter,
    ``shared`` that a share was stated before, of which a number in parentheses may say how many it
    is.
    """
    first, last = number.first, number.last
    token = tokens[first]
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    if token.word[:1] == "0" and token.word.isdigit() and len(token.word) > _CODE:
        return "label"
    if before is not None and before.end == token.start and not priced:
        counted_so = after is not None and after.word in tables.classifiers
        closes = before.word in _CLOSING and not _opens_quote(tokens, first - 1)
        if closes and token.kind == "number" and number.value < 1000 and not (
            qualified or counted_so
        ):  # fmt: skip
            return "footnote"
        if before.word in {"-", "‐", "‑", "_", "/", "."} and first > 1 and (
            tokens[first - 2].end == before.start and tokens[first - 2].kind == "word"
        ):  # fmt: skip
            return "name"
        if (
            before.kind == "word"
            and before.word not in tables.currencies
            and (tables.spaced or before.word.isascii())
            and before.word not in leading_words(tables.code)
            and not _leans(before.word, tables)
        ):
            return "name"
        if before.word in {"#", "§", "№"}:
            return "label"
    if after is not None and after.word == "+" and last + 1 < len(tokens) and (
        tokens[last + 1].kind == "number" and tokens[last + 1].start == after.end
    ):  # fmt: skip
        return "name"
    if before is not None and before.word == "+" and before.end == token.start:
        return "name"
    if before is not None and after is not None and before.word == "[" and after.word == "]":
        return "footnote"
    if (
        before is not None
        and after is not None
        and before.word == "("
        and after.word == ")"
        and not shared
    ):
        return "footnote"
    if (
        first == 0
        and after is not None
        and after.word in {".", ")"}
        and after.start == tokens[last - 1].end
    ):
        return "numbering"
    if first == 0 and titled and token.kind == "number" and not qualified and not _is_title(tokens):
        return "numbering"
    if not priced and _is_label(tokens, first, tables, listed=not counted):
        return "label"
    if before is not None and not qualified and not counted and before.kind == "word" and (
        before.capital and (token.kind == "number" or token.capital) and first > 1
    ):  # fmt: skip
        return "name"
    return _in_name(tokens, number, tables, titled=titled, qualified=qualified)


def _leans(word: str, tables: Language) -> bool:
    """Whether a word is one that is written onto the next: d', و."""
    return (
        bool(tables.elisions)
        and re.match(tables.elisions, word + "0") is not None
        and (len(word) < 6)
    )


def is_footnote(flat: str, start: int) -> bool:
    """Whether digits at the beginning of a sentence are glued to the end of the one before."""
    return start > 0 and flat[start - 1] in _CLOSING and flat[start].isdigit()


def _is_label(tokens: list[Token], first: int, tables: Language, *, listed: bool) -> bool:
    if first == 0:
        return False
    start = first
    while (
        listed
        and first > _LISTED
        and tokens[first - 1].word in tables.coordinators | {","}
        and tokens[first - 2].kind == "number"
        and tokens[first - 2].word.isdigit()
    ):
        first -= 2  # articles 4, 5 and 6
    before = tokens[first - 1]
    if before.word in tables.labels:
        return True
    if first > 1 and before.word in tables.number_nouns and tokens[first - 2].word in tables.labels:
        return True  # law number 12
    if first < start and tables.singular(before.word) in tables.labels:
        return True
    if before.word == ":" and first > 1 and tokens[first - 2].word in tables.furniture:
        return True
    return (
        before.word in {".", ":", "-", "("}
        and first > 1
        and (
            tokens[first - 2].word in tables.labels or tokens[first - 2].word + "." in tables.labels
        )
        and (before.word == "-" or (before.word == "." and len(tokens[first - 2].word) <= 4))
    )


def _in_name(
    tokens: list[Token], number: Number, tables: Language, *, titled: bool, qualified: bool
) -> str | None:
    """Numbers in names: Three Gorges, “Two Centers and Two Places”, Five-Year Plan."""
    if number.form not in {"words", "fraction"} or qualified:
        return None
    first, last = number.first, number.last
    after = tokens[last] if last < len(tokens) else None
    if after is not None and after.word in {"-", "‐", "‑"} and last + 1 < len(tokens):
        after = tokens[last + 1]
    named = (first > 0 or titled) and tokens[first].capital
    if named and after is not None and after.capital and after.kind == "word":
        known = first > 0 and tokens[first - 1].word in tables.determiners
        if known or not _is_title(tokens):
            return "name"
    return "slogan" if _in_short_quote(tokens, first, last) else None


def _is_title(tokens: list[Token]) -> bool:
    """Whether the words of a line begin with capitals, as in a headline."""
    long = [token.capital for token in tokens if token.kind == "word" and len(token.word) > 3]
    if tokens[-1].word in {".", "。"}:
        return False
    return len(long) > 3 and sum(long) >= 0.7 * len(long)


_OPENING_QUOTES = frozenset("“‘«「")
_CLOSING_QUOTES = frozenset("”’»」")
_SPOKEN = frozenset(",.!?，。！？")
"""What stands before the closing quotation mark of speech, and not of a slogan."""


def _opens_quote(tokens: list[Token], index: int) -> bool:
    """Whether a straight quotation mark is an opening one: "Ten tons of it …"."""
    before = sum(token.word == '"' for token in tokens[:index])
    return tokens[index].word == '"' and before % 2 == 0


def _in_short_quote(tokens: list[Token], first: int, last: int, reach: int = 8) -> bool:
    """Whether a quote of a few words holds the number: “two centers and two places”."""
    start = first - 1
    while start >= max(0, first - reach):
        word = tokens[start].word
        if word in _CLOSING_QUOTES:
            return False
        if word in _OPENING_QUOTES:
            break
        if word == '"':
            if sum(token.word == '"' for token in tokens[:start]) % 2:
                return False
            break
        start -= 1
    else:
        return False
    if start < 0:
        return False
    for index in range(last, min(len(tokens), start + 1 + reach)):
        if tokens[index].word in _CLOSING_QUOTES or tokens[index].word == '"':
            return tokens[index - 1].word not in _SPOKEN  # "Six ponds are full," said Li
    return False


def is_score(tokens: list[Token], low: Number, high: Number, sentence: str) -> bool:
    """Whether two hyphenated numbers are the score of a game, or run downwards."""
    return (low.value >= high.value) or (high.value < 20 and bool(_SPORT.search(sentence)))
