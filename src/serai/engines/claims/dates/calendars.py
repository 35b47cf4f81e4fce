"""What one language contributes to the grammar of dates: a table of words and patterns.

A pattern is a regular expression with places for words: ``{month}``, ``{day}``, ``{year}``,
``{count}``, ``{weekday}``. Its groups say what was found, whatever the language:

==============  ====================================================================
``y m d``       year, month (a word or a number), day; ``y2 m2 d2`` end a period
``half``        first or second half, by a word of ``ordinals``; ``quarter`` likewise
``decade``      the first year of a decade
``relative``    a word of ``relatives``: last year, this month
``count unit``  "the past ten years", "three months ago"
``weekday``     a day of the week
``months``      how many months a year had run: "the first nine months of 2023"
==============  ====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Literal

from serai.engines.claims.dates.span import Relation

Unit = Literal["day", "week", "month", "year", "decade"]

DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
YEAR = r"(?<!\d)(?:1[89]|20)\d\d(?![\d%])"


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The words and patterns of one language."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    """Names → 0 for Monday to 6 for Sunday."""
    days: Mapping[str, int] = field(default_factory=dict)
    """Days of a month in words: 1er, первое, 六."""
    ordinals: Mapping[str, int]
    """Words for the first to the fourth of something → 1 to 4."""
    counts: Mapping[str, int]
    """Small numbers in words, as they count years: ten → 10."""
    units: Mapping[str, Unit]
    relatives: Mapping[str, tuple[Unit, int]]
    """Phrases → unit and offset: last year → (year, -1), today → (day, 0)."""
    patterns: Mapping[str, str]
    """Name of the rule → pattern."""
    before: Mapping[str, Relation]
    """Words in front of a date → relation, longer ones first where they begin alike."""
    day_only: frozenset[str] = frozenset()
    """Those of them that say so only of a day: "au 30 juin" is a date of account."""
    after: Mapping[str, Relation] = field(default_factory=dict)
    """Words behind a date → relation: 以来."""
    ends: str
    """A pattern for "the end of" in front of a date."""
    ends_after: str = r"(?!)"
    """The same behind it: 底."""
    edges: str = r"(?!)"
    """A pattern for "early", "mid-", "late", "the beginning of" in front of a date."""
    now: tuple[str, ...] = ()
    """so far, to date: the date of the statement."""
    year_context: str = r"(?!)"
    """A pattern of what stands in front of four digits alone that are a year: in, of."""
    which: Mapping[str, Literal["last", "this", "next"]] = field(default_factory=dict)
    """last, this and next in front of a month or a weekday."""
    month_first: bool = False
    """Whether 06/11/2023 may have its month first."""
    capitals: bool = False
    """Whether months and weekdays are only that with a capital letter."""
    spaced: bool = True
    is_future: str = r"(?!)"
    """A pattern of words that say that what is meant lies ahead: will."""

    def compiled(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The patterns with the words in their places."""
        places = {
            "month": self._named(self.months),
            "weekday": self._named(self.weekdays),
            "relative": _alternatives(self.relatives),
            "ordinal": _alternatives(self.ordinals),
            "count": rf"(?:\d{{1,3}}|{_alternatives(self.counts)})",
            "unit": _alternatives(self.units),
            "now": _alternatives(self.now),
            "day": DAY,
            "year": YEAR,
        }
        rules = []
        for name, pattern in {**_UNIVERSAL, **self.patterns}.items():
            for place, words in places.items():
                pattern = pattern.replace("{" + place + "}", words)  # noqa: PLW2901
            rules.append((name, re.compile(pattern, 0 if self.capitals else re.IGNORECASE)))
        return tuple(rules)

    def _named(self, words: Mapping[str, int]) -> str:
        if not self.capitals:
            return _alternatives(words)
        return _alternatives([form for word in words for form in (word.title(), word.upper())])


_UNIVERSAL = {
    "iso date": (
        r"(?P<y>{year})(?P<mark>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=mark)(?P<d>{day})(?![-/.]?\d)"
    ),
    "day first": (
        r"(?<![\d.])(?P<d>{day})(?P<mark>[./])(?P<m>0?[1-9]|1[0-2])(?P=mark)(?P<y>{year})"
    ),
}


def _alternatives(words: object) -> str:
    assert hasattr(words, "__iter__")
    ordered = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(word).replace(chr(92) + ' ', ' +') for word in ordered)})"


_PIECE = re.compile(r"\d+|[^\W\d_]+")

CODES = {
    "en": "english", "zh": "chinese", "fr": "french", "ru": "russian", "es": "spanish",
    "ar": "arabic",
}  # fmt: skip


@cache
def calendar_of(code: str) -> Calendar:
    """The calendar of a language; the English one for a language without."""
    module = import_module(f"serai.engines.claims.dates.{CODES.get(code[:2], 'english')}")
    found: Calendar = module.CALENDAR
    return found


@cache
def rules_of(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The compiled patterns of a language."""
    return calendar_of(code).compiled()


@cache
def triggers_of(code: str) -> Callable[[str], Iterator[tuple[int, int]]]:
    """A function that finds what no date is without: a digit or a word of the calendar."""
    words = calendar_of(code)
    groups = (words.months, words.weekdays, words.relatives, words.units, words.now)
    phrases = [phrase for group in groups for phrase in group]
    if not words.capitals:
        pattern = re.compile(rf"\d+|{_alternatives(phrases)}", re.IGNORECASE)
        return lambda text: (found.span() for found in pattern.finditer(text))
    # Cutting the text into words and looking them up is faster than trying each at every place.
    last = frozenset(phrase.split()[-1] for phrase in phrases)
    return lambda text: (
        found.span()
        for found in _PIECE.finditer(text)
        if found[0].lower() in last or found[0].isdecimal()
    )


@cache
def surroundings_of(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands in front of a date (to the end of a slice) and behind it (from its start)."""
    words = calendar_of(code)
    left = r"(?:(?<=\W)|^)" if words.spaced else ""
    front = (
        rf"{left}(?:(?P<relation>{_alternatives(words.before)})\s*)?"
        rf"(?:(?P<ends>{words.ends})\s*|(?P<edge>{words.edges})\s*)?\Z"
    )
    behind = rf"(?P<ends>{words.ends_after})?(?P<relation>{_alternatives(words.after)})?"
    return re.compile(front, re.IGNORECASE), re.compile(behind, re.IGNORECASE)
