"""The grammar of figures: qualifier, number, unit.

For each number of a sentence: is it a figure at all (``exclusions``), what bounds it (the
qualifiers before and after), what it counts or measures (currency, per cent, unit of time or
measure, counted noun), and where the noun is left out, what was counted before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from serai.engines.claims import exclusions
from serai.engines.claims.languages import Kind, Language, Qualifier, language
from serai.engines.claims.nouns import NounPhrase, noun_phrase, phrase_text
from serai.engines.claims.numerals import Number, find_numbers
from serai.engines.claims.text import CanonicalText, Sentence
from serai.engines.claims.tokens import Phrases, PhraseTable, tokenize


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that a text states, anchored to it. Offsets count code points, end exclusive."""

    start: int
    end: int
    """The expression: qualifier and number, with its currency sign."""
    number_start: int
    number_end: int
    sentence: Sentence
    value: float
    value_max: float | None = None
    """The upper end of a range."""
    qualifier: Qualifier = "exact"
    kind: Kind = "count"
    unit: str
    """Singular head noun, ``%``, ISO 4217 code, or unit of measurement."""
    unit_text: str
    unit_elided: bool = False
    phrase_end: int
    """Where the counted phrase ends."""
    confidence: float = 0.9
    rules: tuple[str, ...] = ()
    """The names of the rules that spoke."""
    subject: str = ""
    scope: str = ""
    """Which part is counted: foreign, total, additional …"""
    state: str = ""
    """How far it is: invited, attended, planned, built …"""
    attributed_to: str = ""
    """Who said it."""
    as_of: str = ""
    """ISO 8601 date, to the day, the month or the year."""
    as_of_text: str = ""
    as_of_basis: str = ""
    """How the date is known: stated, inferred, publication; empty where it is not."""

    @property
    def sentence_start(self) -> int:
        """Where its sentence begins."""
        return self.sentence.start

    @property
    def sentence_end(self) -> int:
        """Where its sentence ends."""
        return self.sentence.end


@dataclass(frozen=True, slots=True)
class _Unit:
    kind: Kind
    unit: str
    text: str
    last: int
    """The token after the unit."""
    rule: str
    first: int | None = None
    """The token that a unit before the number begins at."""
    sure: float = 0.9
    elided: bool = False
    titled: bool = False
    """Whether the counted noun begins with a capital letter."""


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
        words = [
            *tables.cardinals, *tables.fractions, *tables.vague, *tables.collectives,
            *(tables.multipliers if tables.spaced is False else ("hundred", "thousand")),
        ]  # fmt: skip
        joined = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        edge = r"(?!\w)" if tables.spaced else ""
        start = r"(?<!\w)" if tables.spaced else ""
        self.candidate = re.compile(rf"\d|[lI]OO|[¼-¾⅐-⅞]|{start}(?:{joined}){edge}", re.IGNORECASE)


class Inherited(NamedTuple):
    """A unit that the head of a row or column lends to its cells."""

    kind: Kind
    unit: str
    text: str
    magnitude: int = 1


@cache
def compiled(code: str) -> CompiledTables:
    """Return the compiled tables of a language."""
    return CompiledTables(language(code).code)


def find_figures(text: CanonicalText) -> list[Figure]:
    """Return the figures of a text in reading order."""
    tables = compiled(text.language)
    flat = text.flat
    found: list[Figure] = []
    for sentence in text.sentences:
        kind = text.blocks[sentence.block].kind
        if kind in {"furniture", "row"}:
            continue
        if tables.candidate.search(flat, sentence.start, sentence.end):
            reader = _SentenceReader(text, sentence, tables, found)
            found.extend(reader.figures())
    return found


def read_sentence(
    text: CanonicalText, sentence: Sentence, span: tuple[int, int], inherited: Inherited | None
) -> list[Figure]:
    """Return the figures in a part of a row; a number without a unit takes the inherited one."""
    return _SentenceReader(
        text, sentence, compiled(text.language), [], span=span, inherited=inherited
    ).figures()


class _SentenceReader:
    """Reads the figures of one sentence; ``earlier`` are those of the sentences before it."""

    def __init__(
        self, text: CanonicalText, sentence: Sentence, tables: CompiledTables,
        earlier: list[Figure], *, span: tuple[int, int] | None = None,
        inherited: Inherited | None = None,
    ) -> None:  # fmt: skip
        self.flat = text.flat
        self.sentence = sentence
        self.block = text.blocks[sentence.block]
        self.tables = tables
        self.language: Language = tables.language
        self.span = span or (sentence.start, sentence.end)
        self.tokens = tokenize(self.flat, *self.span, self.language)
        self.inherited = inherited
        self.earlier = earlier
        self.here: list[Figure] = []

    def figures(self) -> list[Figure]:
        numbers = find_numbers(self.tokens, self.language)
        if not numbers:
            return []
        spans = exclusions.masked_spans(self.flat, *self.span, self.language)
        fixed = exclusions.fixed_tokens(self.tokens, self.language)
        usable = [
            number
            for number in numbers
            if number.form not in {"ordinal", "glued"}
            and number.first not in fixed
            and not self._is_masked(number, spans)
            and not self._is_part_of_year(number)
        ]
        position = 0
        while position < len(usable):
            number = usable[position]
            if self._is_inside_percent(number):
                position += 1
                continue
            upper = self._range_end(number, usable[position + 1 :])
            figure = self._figure(number, upper, usable[position + 1 :])
            if figure is not None:
                self.here.append(figure)
            position += 2 if upper is not None else 1
        return self.here

    def _is_inside_percent(self, number: Number) -> bool:
        """The hundred of "por ciento" and "pour cent"."""
        return bool(
            self.here
            and self.here[-1].kind == "percent"
            and self.tokens[number.first].start < self.here[-1].phrase_end
        )

    def _is_part_of_year(self, number: Number) -> bool:
        """ "the first half of 2023", "the second quarter"."""
        return (
            number.form == "fraction"
            and number.first > 0
            and self.tokens[number.first - 1].word in self.language.ordinals | {"latter", "other"}
        )

    def _is_masked(self, number: Number, spans: list[tuple[int, int]]) -> bool:
        start, end = self.tokens[number.first].start, self.tokens[number.last - 1].end
        return any(low < end and start < high for low, high in spans)

    # Ranges

    def _range_end(self, number: Number, later: list[Number]) -> Number | None:
        """Return the upper end of the range that a number opens."""
        if not later or number.form in {"vague", "fraction"}:
            return None
        tokens, tables = self.tokens, self.language
        high = later[0]
        gap = tokens[number.last : high.first]
        opener = tokens[number.first - 1].word if number.first else ""
        if number.first and self._currency_before(number.first):
            opener = tokens[number.first - 2].word if number.first > 1 else ""
        words = [token.word for token in gap]
        words = self._without_units(words)
        if len(words) != 1 or high.form == "vague":
            return None
        joiner = words[0]
        if tables.ranges.get(opener) == joiner:
            if joiner not in tables.coordinators and self._is_change(number.first - 1):
                return None
        elif joiner not in tables.range_joiners or (
            joiner in tables.ranges.values() and self._is_change(number.first)
        ):
            return None
        value = self._low(number, high)
        if value >= high.value and not (joiner == "or" and value == high.value):
            return None
        if joiner in {"-", "–", "—"} and exclusions.is_score(
            tokens, number._replace(value=value), high, self._sentence_text()
        ):
            return None
        return high

    def _without_units(self, words: list[str]) -> list[str]:
        """Drop per cent signs and currency signs between the ends of a range."""
        language_ = self.language
        return [
            word for word in words
            if word not in language_.percent and word not in {"$", "€", "£", "¥", "us", "us$"}
            and (word not in language_.currencies) and word not in language_.durations
        ] if len(words) <= 4 else words  # fmt: skip

    def _low(self, number: Number, high: Number) -> float:
        """The lower end with the magnitude of the upper: "5 to 6 million"."""
        if number.magnitude == 1 and high.magnitude > 1 and number.value < 1000:
            if number.value * high.magnitude < high.value * 1.0:
                return number.value * high.magnitude
        return number.value

    def _is_change(self, index: int) -> bool:
        near = self.tokens[max(0, index - 8) : index]
        return any(token.word in self.language.changes for token in near)

    def _sentence_text(self) -> str:
        return self.flat[self.sentence.start : self.sentence.end]

    # One figure

    def _figure(self, number: Number, upper: Number | None, later: list[Number]) -> Figure | None:
        tokens, tables = self.tokens, self.language
        last = upper.last if upper else number.last
        value = self._low(number, upper) if upper else number.value
        whole = number._replace(last=last, value=value)
        first, qualifier, qualified, rules = self._qualifier_before(number)
        after, behind = self._qualifier_after(last)
        if behind != "exact" and qualifier == "exact":
            qualifier, rules = behind, (*rules, "qualifier after")
        qualified = qualified or behind != "exact"
        unit = self._unit(whole, after, upper)
        if unit is not None and behind == "exact" and unit.first is None:
            end_after, later_qualifier = self._qualifier_after(unit.last)
            if later_qualifier != "exact" and qualifier == "exact" and self._stands_free(end_after):
                qualifier, rules = later_qualifier, (*rules, "qualifier after unit")
        counted = unit is not None and not unit.elided
        if self.inherited is not None and unit is None:
            value *= self.inherited.magnitude
        elif not qualified and exclusions.is_year(tokens, whole, tables, counted=counted):
            return None
        if exclusions.reason(
            tokens, whole, tables, counted=counted, qualified=qualified,
            titled=unit is not None and unit.titled,
        ):  # fmt: skip
            return None
        if unit is None:
            unit = self._elided(whole, later, qualified=qualified)
        if unit is None or self._is_idle(whole, unit, qualified=qualified):
            return None
        if upper is not None:
            qualifier, rules = "range", (*rules, "range")
        elif number.form == "vague" and qualifier == "exact":
            qualifier, rules = "at_least", (*rules, "magnitude without number")
        elif qualifier == "exact" and any(
            token.word in tables.approximate for token in tokens[number.first : number.last]
        ):
            qualifier, rules = "about", (*rules, "rounding magnitude")
        value_max = upper.value if upper else None
        begin = min(first, unit.first if unit.first is not None else first)
        begin = begin if unit.first is None or unit.kind == "money" else first
        number_last = after if behind != "exact" else last
        return Figure(
            start=tokens[begin].start,
            end=max(tokens[number_last - 1].end, tokens[last - 1].end),
            number_start=tokens[number.first].start,
            number_end=tokens[last - 1].end,
            sentence=self.sentence,
            value=_tidy(value),
            value_max=_tidy(value_max) if value_max is not None else None,
            qualifier=qualifier,
            kind=unit.kind,
            unit=unit.unit,
            unit_text=unit.text,
            unit_elided=unit.elided,
            phrase_end=tokens[max(unit.last, last) - 1].end,
            confidence=round(unit.sure * (1.0 if qualified or value > 10 else 0.95), 2),
            rules=(*rules, number.form, unit.rule),
        )

    def _stands_free(self, index: int) -> bool:
        """Whether nothing that could be compared follows: "40 countries or more"."""
        return (
            index >= len(self.tokens)
            or self.tokens[index].kind == "sign"
            or (self.tokens[index].word in self.language.ends)
        )

    # Qualifiers

    def _qualifier_before(self, number: Number) -> tuple[int, Qualifier, bool, tuple[str, ...]]:
        """Return where the expression begins, the qualifier, and whether there was one."""
        tokens = self.tokens
        index = first = number.first
        if sign := self._currency_before(index):
            index = first = index - sign
        qualifier: Qualifier = "exact"
        qualified = False
        rules: tuple[str, ...] = ()
        for _ in range(3):
            at = index
            if at > 1 and tokens[at - 1].word in {"a", "an", "the", "its", "their"}:
                at -= 1
                if not self.tables.before.before(tokens, at):
                    at = index
            length = self.tables.before.before(tokens, at)
            if not length:
                break
            found = self.tables.before.value(tokens, at - length, length)
            index = at - length
            if found == "exact":
                qualified = True
                continue
            if (
                index
                and tokens[index].word in {"over", "under", "above", "below"}
                and (tokens[index - 1].word in self.language.now)
            ):
                break
            if qualifier == "exact" or found != "about":
                qualifier = found  # type: ignore[assignment]
            rules, first, qualified = ("qualifier before",), index, True
        return first, qualifier, qualified, rules

    def _currency_before(self, index: int) -> int:
        """Return how many tokens before a number are a currency sign or code."""
        tokens = self.tokens
        length = self.tables.currencies.before(tokens, index)
        if length:
            parts = tokens[index - length : index]
            apart = any(one.end != two.start for one, two in pairwise(parts))
            if apart and parts[-1].kind == "sign":
                parts, length = parts[-1:], 1
            if parts[-1].kind == "word" and not self.flat[parts[0].start : parts[-1].end].isupper():
                return 0
            return length
        return 0

    def _qualifier_after(self, index: int) -> tuple[int, Qualifier]:
        length = self.tables.after.at(self.tokens, index)
        if not length:
            return index, "exact"
        return index + length, self.tables.after.value(self.tokens, index, length)  # type: ignore[return-value]

    # Units

    def _unit(self, number: Number, index: int, upper: Number | None) -> _Unit | None:
        tokens, tables = self.tokens, self.tables
        before = number.first
        if sign := self._currency_before(before):
            code = tables.currencies.value(tokens, before - sign, sign)
            text = self.flat[tokens[before - sign].start : tokens[before - 1].end]
            return _Unit("money", code, text, index, "currency before", before - sign)
        position = index
        if (
            position < len(tokens)
            and tokens[position].word in {"-", "‐", "‑"}
            and (tokens[position].start == tokens[position - 1].end and position + 1 < len(tokens))
        ):
            return self._hyphenated(number, position + 1)
        if position < len(tokens) and tokens[position].word == "of" and number.form == "vague":
            position += 1
        if length := tables.percent.at(tokens, position):
            unit = tables.percent.value(tokens, position, length)
            return _Unit(
                "percent", unit, self._text(position, length), position + length, "per cent"
            )
        if (length := tables.currencies.at(tokens, position)) and self._is_currency(
            number, position
        ):
            code = tables.currencies.value(tokens, position, length)
            return _Unit("money", code, self._text(position, length), position + length, "currency")
        if length := tables.durations.at(tokens, position):
            if self._is_furniture(position):
                return None
            unit = tables.durations.value(tokens, position, length)
            if not self._goes_on(position + length):
                return _Unit(
                    "duration", unit, self._text(position, length), position + length, "time"
                )
        if length := tables.measures.at(tokens, position):
            unit = tables.measures.value(tokens, position, length)
            return _Unit(
                "measure", unit, self._text(position, length), position + length, "measure"
            )
        return self._counted(number, position)

    def _goes_on(self, index: int) -> bool:
        """Whether a plural follows a unit of time at once: "40 year-end reports"."""
        return (
            index < len(self.tokens)
            and self.tokens[index].word == "-"
            and (self.tokens[index].start == self.tokens[index - 1].end)
        )

    def _is_currency(self, number: Number, index: int) -> bool:
        """ "won" is a verb and a currency."""
        return (
            self.tokens[index].word != "won" or number.magnitude >= 1000 or number.value >= 10_000
        )

    def _text(self, index: int, length: int) -> str:
        return self.flat[self.tokens[index].start : self.tokens[index + length - 1].end]

    def _hyphenated(self, number: Number, index: int) -> _Unit | None:
        """two-day, 40-member, 500-kilometre, 300-strong."""
        tokens, tables = self.tokens, self.tables
        word = tokens[index].word
        if number.form == "fraction":
            return None
        if length := tables.percent.at(tokens, index):
            return _Unit("percent", tables.percent.value(tokens, index, length), self._text(index, length),
                         index + length, "per cent")  # fmt: skip
        if (length := tables.currencies.at(tokens, index)) and self._is_currency(number, index):
            return _Unit("money", tables.currencies.value(tokens, index, length),
                         self._text(index, length), index + length, "currency")  # fmt: skip
        if length := tables.durations.at(tokens, index):
            unit = tables.durations.value(tokens, index, length)
            return _Unit("duration", unit, unit, index + length, "time in a modifier")
        if length := tables.measures.at(tokens, index):
            unit = tables.measures.value(tokens, index, length)
            return _Unit(
                "measure", unit, self._text(index, length), index + length, "measure in a modifier"
            )
        if word == "strong":
            phrase = noun_phrase(tokens, index + 1, self.language)
            unit = phrase.unit if phrase else "person"
            return _Unit("count", unit, unit, index + 1, "strong", sure=0.6)
        if word in self.language.compounds and number.value > 1:
            return _Unit("count", word, word, index + 1, "noun in a modifier", sure=0.7)
        return None

    def _counted(self, number: Number, index: int) -> _Unit | None:
        tokens, tables = self.tokens, self.language
        kind: Kind = "fraction" if number.form == "fraction" else "count"
        single = number.form == "fraction" or number.value <= 1
        position = index
        of = position < len(tokens) and tokens[position].word in tables.linkers
        if of:
            position += 1
        elif (
            single
            and number.form == "fraction"
            and (
                position < len(tokens)
                and tokens[position].word not in tables.determiners | tables.articles
            )
        ):
            return None
        while (
            position < len(tokens)
            and (of or single)
            and (
                tokens[position].word in tables.determiners
                or tokens[position].word in tables.articles
            )
        ):
            position += 1
        if of and position < len(tokens) and self.tables.anaphors.at(tokens, position):
            return None
        if of:
            inner = next(
                (n for n in find_numbers(tokens[position : position + 6], tables) if n.first == 0),
                None,
            )
            if inner is not None:
                position += inner.last
        phrase = noun_phrase(tokens, position, tables, single=single)
        if phrase is None or phrase.unit in tables.pronouns:
            return None
        return self._as_unit(phrase, kind, "counted noun" if not of else "noun after of", number)

    def _as_unit(self, phrase: NounPhrase, kind: Kind, rule: str, number: Number) -> _Unit:
        word = self.tokens[phrase.head].word
        text = phrase_text(self.flat, self.tokens, phrase)
        unit = phrase.unit
        if kind == "count" and word in self.language.durations:
            kind, unit = "duration", self.language.durations[word]
        elif kind == "count" and word in self.language.measures and phrase.plural:
            kind, unit = "measure", self.language.measures[word]
        elif kind == "count" and word in self.language.currencies:
            kind, unit = "money", self.language.currencies[word]
        elif kind == "fraction" and word in self.language.durations:
            kind = "duration"
        elif number.form == "fraction" and word in self.language.population:
            unit = self.language.population[word]
        return _Unit(
            kind,
            unit,
            text,
            phrase.last,
            rule,
            sure=0.9 if phrase.plural else 0.7,
            titled=self.tokens[phrase.head].capital,
        )

    def _is_furniture(self, index: int) -> bool:
        """ "13 Minute", "5 min read": a short line that says how long the page takes."""
        words = [token for token in self.tokens if token.kind == "word"]
        return len(words) <= 3 and self.block.end - self.block.start < 30 and index <= 3

    # What is left out

    def _elided(self, number: Number, later: list[Number], *, qualified: bool) -> _Unit | None:
        tokens = self.tokens
        last = number.last
        if self.inherited is not None:
            kind, name, text, _ = self.inherited
            return _Unit(kind, name, text, last, "head of row or column", elided=True, sure=0.7)
        pronoun = last < len(tokens) and tokens[last].word in self.language.pronouns
        if pronoun:
            last += 1
        if later and (unit := self._from_following(number, later[0])):
            return unit
        if unit := self._population(number):
            return unit
        if not pronoun and self._follows_noun(last):
            return None
        if unit := self._from_label(number):
            return unit
        if unit := self._from_subject(number):
            return unit
        return self._from_earlier(number, last, pronoun=pronoun)

    def _follows_noun(self, index: int) -> bool:
        """Whether a word follows that a number does not end before: it would be its noun."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if token.kind == "sign":
            return token.word in {"-", "/", "%", ":"} and token.start == self.tokens[index - 1].end
        return (
            token.kind == "word"
            and token.word not in self.language.ends
            and (token.word not in self.language.coordinators)
        )

    def _from_following(self, number: Number, following: Number) -> _Unit | None:
        """ "5.2 and 4.8 percent", "20 to 35 percent", "30 or 40 countries"."""
        between = [token.word for token in self.tokens[number.last : following.first]]
        joiners = self.language.coordinators | self.language.range_joiners
        plain = [word for word in between if word not in self.language.currencies]
        if not (
            1 <= len(plain) <= 2 and plain[-1] in joiners | {","} and plain[0] in joiners | {","}
        ):
            return None
        unit = self._unit(following, self._qualifier_after(following.last)[0], None)
        if unit is None or unit.first is not None:
            return None
        return replace(
            unit, last=number.last, elided=True, sure=0.7, rule="unit of the next number"
        )

    def _population(self, number: Number) -> _Unit | None:
        """ "a population of 1.4 billion"."""
        tokens, tables = self.tokens, self.language
        first = self._qualifier_before(number)[0]
        for back in range(1, 6):
            index = first - back
            if index < 0 or tokens[index].kind == "number":
                return None
            unit = tables.population.get(tokens[index].word)
            if unit:
                text = self._text(index, 1)
                return _Unit("count", unit, text, number.last, "noun before", elided=True, sure=0.8)
            if tokens[index].word in {".", ";", ","}:
                return None
        return None

    def _from_subject(self, number: Number) -> _Unit | None:
        """ "the number of laboratories rose to 50", "a total of 50 were signed"."""
        tokens, tables = self.tokens, self.language
        first = self._qualifier_before(number)[0]
        for index in range(first - 1, max(-1, first - 45), -1):
            if tokens[index].word == ";":
                return None
            if (
                tokens[index].word in _NUMBER_NOUNS
                and index + 1 < first
                and (tokens[index + 1].word in tables.linkers)
            ):
                start = index + 2
                while start < first and tokens[start].word in tables.determiners | tables.articles:
                    start += 1
                phrase = noun_phrase(tokens[:first], start, tables)
                if phrase is None:
                    return None
                return replace(
                    self._as_unit(phrase, "count", "number of", number),
                    last=number.last, elided=True, sure=0.75,
                )  # fmt: skip
        return None

    def _from_label(self, number: Number) -> _Unit | None:
        """ "Participants: 340", "Number of projects – 12"."""
        tokens, tables = self.tokens, self.language
        first = self._qualifier_before(number)[0]
        if not 1 < first <= 9 or tokens[first - 1].word not in {":", "："}:
            return None
        start = 0
        while start < first - 1 and (
            tokens[start].kind == "sign"
            or tokens[start].word in _NUMBER_NOUNS | tables.linkers | tables.articles
        ):
            start += 1
        if tokens[start].word in tables.furniture:
            return None
        phrase = noun_phrase(tokens[: first - 1], start, tables)
        if phrase is None or not phrase.plural:
            return None
        unit = self._as_unit(phrase, "count", "label", number)
        return (
            replace(unit, last=number.last, elided=True, sure=0.7) if unit.kind == "count" else None
        )

    def _from_earlier(self, number: Number, last: int, *, pronoun: bool) -> _Unit | None:
        """The unit of a figure before, where words say that it goes on being counted."""
        tokens, tables = self.tokens, self.language
        first = self._qualifier_before(number)[0]
        before = tokens[first - 1].word if first else ""
        after = tokens[last].word if last < len(tokens) else "."
        further = (
            pronoun
            or before in tables.further
            or (tokens[number.first - 1].word in tables.further if number.first else False)
        )
        stated = any(
            token.word in _NUMBER_NOUNS | {"figure"} for token in tokens[max(0, first - 6) : first]
        )
        relative = before in tables.anaphors or (
            after in tables.linkers and self.tables.anaphors.at(tokens, last + 1) > 0
        )
        change = before in tables.ranges.keys() | tables.ranges.values() and self._is_change(first)
        antecedent = self._antecedent(near=change)
        if relative and not self.here and (noun := self._noun_before(first)):
            return noun
        if antecedent is None:
            return None
        if relative or further or (stated and not change):
            return self._again(antecedent, number, 0.7)
        if not self.here:
            return None
        if change:
            return self._again(antecedent, number, 0.6)
        free = before not in tables.ends or before in _STATING
        if antecedent.kind in {"count", "measure"} and number.form != "fraction" and free:
            return self._again(antecedent, number, 0.55)
        return None

    def _antecedent(self, *, near: bool) -> Figure | None:
        """The figure that a number without a noun continues.

        The nearest that is not itself inside a prepositional phrase: in "245 proposals from 31
        countries; 40 were funded" the 40 are proposals.
        """
        if self.here:
            for figure in reversed(self.here):
                if near or not self._in_prepositional_phrase(figure):
                    return figure
            return self.here[-1]
        if self.earlier and self.sentence.start - self.earlier[-1].sentence.end < 200:
            return self.earlier[-1]
        return None

    def _in_prepositional_phrase(self, figure: Figure) -> bool:
        before = [token for token in self.tokens if token.end <= figure.start]
        return bool(before) and before[-1].word in _PREPOSITIONS

    def _again(self, figure: Figure, number: Number, sure: float) -> _Unit:
        return _Unit(
            figure.kind, figure.unit, figure.unit_text, number.last, "unit said before",
            elided=True, sure=sure,
        )  # fmt: skip

    def _noun_before(self, first: int) -> _Unit | None:
        """The nearest plural before: "the laboratories, 40 of which are abroad"."""
        for index in range(first - 1, max(-1, first - 16), -1):
            token = self.tokens[index]
            if (
                token.kind == "word"
                and self.language.is_plural(token.word)
                and (token.word not in self.language.ends)
            ):
                return _Unit("count", self.language.singular(token.word), self._text(index, 1),
                             first, "noun before", elided=True, sure=0.6)  # fmt: skip
        return None

    # What is not worth stating

    def _is_idle(self, number: Number, unit: _Unit, *, qualified: bool) -> bool:
        """A bare "one", a pair already known ("the two sides"), a line of page furniture."""
        tokens, tables = self.tokens, self.language
        first = number.first
        word = tokens[first].word
        if number.form == "words" and number.value <= 1 and number.last - first == 1:
            if word not in tables.one:
                return False
            return not (unit.kind == "count" and self._is_coordinated(first))
        if number.value == 2 and unit.kind == "count" and not qualified:
            head = unit.unit
            known = any(
                form in tables.anaphoric_nouns for form in (head, unit.text.split()[-1].lower())
            )
            definite = first > 0 and tokens[first - 1].word in tables.determiners
            definite = definite or head in {"side", "party"} or not tables.articles
            if (known and definite) or head == "side":
                return True
        if number.value == 0 and unit.kind == "count" and not unit.text:
            return True
        if unit.unit in tables.furniture or unit.text.lower() in tables.furniture:
            return len([token for token in tokens if token.kind == "word"]) <= 4
        return False

    def _is_coordinated(self, first: int) -> bool:
        """Whether "one" continues a list of counts: "three ministries and one agency"."""
        return bool(
            first
            and self.tokens[first - 1].word in self.language.coordinators | {","}
            and self.here
            and self.here[-1].phrase_end >= self.tokens[first - 1].start - 2
        )


_STATING = frozenset(
    "and or with only has have had is are was were be than now that while but which at to".split()
)
_PREPOSITIONS = frozenset("from in of among across within at by for on".split())
_NUMBER_NOUNS = frozenset(
    "number numbers total tally count nombre número количество число عدد".split()
)


def _tidy(value: float) -> float:
    """An int where the value is whole, so that it prints as one."""
    return int(value) if float(value).is_integer() else value


def with_sentence(figures: list[Figure]) -> Iterator[tuple[Sentence, list[Figure]]]:
    """Group figures by their sentence."""
    group: list[Figure] = []
    for figure in figures:
        if group and figure.sentence != group[-1].sentence:
            yield group[-1].sentence, group
            group = []
        group.append(figure)
    if group:
        yield group[-1].sentence, group
