"""The unit of a number: currency, per cent, time, measure, counted noun."""

from __future__ import annotations

from serai.engines.claims.currencies import currency_code
from serai.engines.claims.figure import Unit
from serai.engines.claims.languages import Kind
from serai.engines.claims.nouns import HYPHENS, NounPhrase, noun_phrase, phrase_text
from serai.engines.claims.number import Number
from serai.engines.claims.numerals import find_numbers
from serai.engines.claims.qualifiers import currency_before
from serai.engines.claims.scene import Scene
from serai.engines.claims.tokens import PhraseTable

_THOUSAND, _SUM = 1_000, 10_000
"""A magnitude, and a number in full, that are large enough to be money."""
_POSSESSOR = 5
"""Words that a possessor may have."""
_CODE = 3
"""Letters of an ISO 4217 code."""
_SHORT_LINE = 30
"""Characters below which a line with a unit of time may be page furniture."""


def unit_after(scene: Scene, number: Number, index: int, upper: Number | None) -> Unit | None:
    """Return what a number is followed by, or preceded by where it is a currency sign."""
    tokens, tables = scene.tokens, scene.tables
    before = number.first
    if sign := currency_before(scene, before):
        code = tables.currencies.value(tokens, before - sign, sign)
        text = scene.flat[tokens[before - sign].start : tokens[before - 1].end]
        code = currency_code(scene, code, text)
        return Unit("money", code, text, index, "currency before", before - sign)
    if number.form == "percent":
        return Unit("percent", "%", scene.words(number.first, 1), index, "per cent")
    position = index
    if (
        position < len(tokens)
        and tokens[position].word in {"-", "‐", "‑"}
        and (tokens[position].start == tokens[position - 1].end and position + 1 < len(tokens))
    ):
        return _hyphenated(scene, number, position + 1)
    vague = number.form == "vague"
    if vague and position < len(tokens) and tokens[position].word in scene.language.linkers:
        position += 1
    if _is_furniture(scene, position):
        return None
    return (
        _named(scene, number, position, "")
        or _sum_of(scene, number, position)
        or _counted(scene, number, position)
    )


def _sum_of(scene: Scene, number: Number, index: int) -> Unit | None:
    """“7 milliards de francs CFA”, “two million of US dollars”."""
    linked = index < len(scene.tokens) and scene.tokens[index].word in scene.language.linkers
    if not linked or number.magnitude == 1:
        return None
    unit = _named(scene, number, index + 1, " after of")
    return unit if unit is not None and unit.kind == "money" else None


def _named(scene: Scene, number: Number, index: int, place: str) -> Unit | None:
    """A unit that has a name of its own: per cent, a currency, a unit of time or of measurement."""
    tables = scene.tables
    named: tuple[tuple[Kind, PhraseTable, str], ...] = (
        ("percent", tables.percent, "per cent"),
        ("money", tables.currencies, "currency"),
        ("duration", tables.durations, "time"),
        ("measure", tables.measures, "measure"),
    )
    for kind, table, rule in named:
        length = table.at(scene.tokens, index)
        if not length or (kind == "money" and not _is_currency(scene, number, index)):
            continue
        if kind == "duration" and _goes_on(scene, index + length):
            continue
        unit = table.value(scene.tokens, index, length)
        if kind == "money":
            unit = currency_code(scene, unit, scene.words(index, length))
        return Unit(kind, unit, scene.words(index, length), index + length, rule + place)
    return None


def _goes_on(scene: Scene, index: int) -> bool:
    """Whether a plural follows a unit of time at once: "40 year-end reports"."""
    return (
        index < len(scene.tokens)
        and scene.tokens[index].word == "-"
        and (scene.tokens[index].start == scene.tokens[index - 1].end)
    )


def _is_currency(scene: Scene, number: Number, index: int) -> bool:
    """“won” is a verb and a currency, MAD a code and a word."""
    token = scene.tokens[index]
    sum_in_full = number.magnitude >= _THOUSAND or number.value >= _SUM
    if token.word in scene.language.doubtful_currencies:
        return sum_in_full and len(token.word) == _CODE and scene.words(index, 1).isupper()
    return token.word != "won" or sum_in_full


def _hyphenated(scene: Scene, number: Number, index: int) -> Unit | None:
    """two-day, 40-member, 500-kilometre, 300-strong."""
    word = scene.tokens[index].word
    if number.is_part:
        return None
    if named := _named(scene, number, index, " in a modifier"):
        return named
    if word in scene.language.powers and index + 2 < len(scene.tokens):  # 25-square-metre
        measure = scene.language.measures.get(scene.tokens[index + 2].word)
        if measure and scene.tokens[index + 1].word in HYPHENS:
            text = scene.words(index, 3)
            return Unit("measure", measure, text, index + 3, "measure in a modifier")
    if unit := scene.language.population.get(word):  # 3,000-strong
        return Unit("count", unit, unit, index + 1, "strong", sure=0.6)
    if word in scene.language.compounds and number.value > 1:
        return Unit("count", word, word, index + 1, "noun in a modifier", sure=0.7)
    return None


def _counted(scene: Scene, number: Number, index: int) -> Unit | None:
    tokens, tables = scene.tokens, scene.language
    kind: Kind = "fraction" if number.is_part else "count"
    single = number.form == "fraction" or (number.value <= 1 and not number.is_part)
    position = index
    of = position < len(tokens) and tokens[position].word in tables.linkers
    if of and tokens[position].capital and tables.spaced:
        return None  # another sentence: “… .3 Of the 26 bridges”
    if of:
        position += 1
    elif (
        single
        and number.form == "fraction"
        and tables.linkers
        and not tables.genitive
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
            tokens[position].word in tables.determiners or tokens[position].word in tables.articles
        )
    ):
        position += 1
    if of and position < len(tokens) and scene.tables.anaphors.at(tokens, position):
        return None
    if of and tokens[position - 1].word in tables.anaphors and (
        position < len(tokens)
        and (tokens[position].word.endswith(tables.participle_endings) or (
            tokens[position].word in tables.anaphors))
    ):  # fmt: skip
        person = tables.population["population"]  # "a fifth of those asked"
        text = scene.words(position - 1, 2)
        return Unit(kind, person, text, position + 1, "those", sure=0.6)
    if of:
        position = _behind_possessor(scene, position)
    if of or kind == "fraction":  # "a third of the 9 firms", "half the 6,900 villagers"
        inner = next(
            (n for n in find_numbers(tokens[position : position + 6], tables) if n.first == 0),
            None,
        )
        if inner is not None:
            position += inner.last
    if number.form == "share" and position < len(tokens) and tokens[position].word in tables.verbs:
        return None  # "one in eight walks to school"
    phrase = noun_phrase(tokens, position, tables, single=single)
    if phrase is None or tokens[phrase.head].word in tables.pronouns:
        return None
    return unit_of_phrase(
        scene, phrase, kind, "counted noun" if not of else "noun after of", number
    )


def _behind_possessor(scene: Scene, index: int) -> int:
    """“seven of *the Office's* 52 posts”."""
    for behind in range(index, min(index + _POSSESSOR, len(scene.tokens))):
        token = scene.tokens[behind]
        if token.kind != "word" or token.word in scene.language.ends:
            break
        if token.word.endswith("'s"):
            return behind + 1
    return index


def unit_of_phrase(scene: Scene, phrase: NounPhrase, kind: Kind, rule: str, number: Number) -> Unit:
    """Return the unit that a counted phrase is: a noun, or a unit by another name."""
    word = scene.tokens[phrase.head].word
    text = phrase_text(scene.flat, scene.tokens, phrase)
    unit = phrase.unit
    if kind == "count" and word in scene.language.durations:
        kind, unit = "duration", scene.language.durations[word]
    elif kind == "count" and word in scene.language.measures and phrase.plural:
        kind, unit = "measure", scene.language.measures[word]
    elif kind == "count" and word in scene.language.currencies:
        kind, unit = "money", scene.language.currencies[word]
    elif kind == "fraction" and word in scene.language.durations:
        kind = "duration"
    elif number.is_part and word in scene.language.population:
        unit = scene.language.population[word]
    return Unit(
        kind,
        unit,
        text,
        phrase.last,
        rule,
        sure=0.9 if phrase.plural else 0.7,
        titled=scene.tokens[phrase.head].capital,
    )


def _is_furniture(scene: Scene, index: int) -> bool:
    """“13 Minute”, “5 min read”: a short line that says how long the page takes."""
    if index > 3 or scene.block.end - scene.block.start >= _SHORT_LINE:
        return False
    words = [token for token in scene.tokens if token.kind == "word"]
    return len(words) <= 3 and scene.tables.durations.at(scene.tokens, index) > 0
