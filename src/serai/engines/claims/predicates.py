"""Units that the subject of a sentence names: “visitors totalled 34,000”, “the toll rose to 31”."""

from __future__ import annotations

from dataclasses import replace

from serai.engines.claims.antecedents import again, antecedent_of, is_predicate
from serai.engines.claims.figure import Unit
from serai.engines.claims.nouns import noun_phrase
from serai.engines.claims.number import Number
from serai.engines.claims.qualifiers import qualifier_before
from serai.engines.claims.scene import Scene
from serai.engines.claims.units import unit_of_phrase

_OPENING = 4
"""Tokens in which a sentence names its subject."""
_PHRASE = 5
"""Tokens that a prepositional phrase may have before the verb."""
_CHANGE = 14
"""Tokens from a verb of change to the number that it led to."""
_WHOLE = 4
"""Tokens of a whole before its part: *of the cooks,*."""
_OLDEST = 120
"""More than the years of anybody: what people *were* is a count and no age."""


def population(scene: Scene, number: Number) -> Unit | None:
    """“a population of 1.4 billion”."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    if first > 1 and tokens[first - 1].word in tables.linkers:
        group = tables.groups.get(tokens[first - 2].word)
        if group:
            text = scene.words(first - 2, 1)
            return Unit("count", group, text, number.last, "group of", elided=True, sure=0.7)
    for back in range(1, 10):
        index = first - back
        if index < 0 or tokens[index].kind == "number":
            return None
        unit = tables.population.get(tokens[index].word)
        if unit and back > 2 and tokens[first - 1].word in tables.linkers:
            return None  # "the population is under the age of 25"
        if unit:
            text = scene.words(index, 1)
            return Unit("count", unit, text, number.last, "noun before", elided=True, sure=0.8)
        if tokens[index].word in {".", ";", ","}:
            return _population_of_sentence(scene, number, first)
    return None


def _population_of_sentence(scene: Scene, number: Number, first: int) -> Unit | None:
    """“The enrolment in the schools of the country for the year ending June, 1903, was 17,539”."""
    tokens, tables = scene.tokens, scene.language
    if tokens[first - 1].word not in tables.stating or scene.here:
        return None
    return _opening_population(scene, number, first)


def _opening_population(scene: Scene, number: Number, verb: int) -> Unit | None:
    """The noun that a sentence opens with, if it names its figure: “the *toll* rose to 29”."""
    for index, token in enumerate(scene.tokens[: min(verb, _OPENING)]):
        if unit := scene.language.population.get(token.word):
            text = scene.words(index, 1)
            return Unit("count", unit, text, number.last, "noun before", elided=True, sure=0.6)
    return None


def total(scene: Scene, number: Number) -> Unit | None:
    """“Visitors totalled 34,000”, “guest numbers stood at 900”, “exhibitors were 66,866”."""
    tokens, tables = scene.tokens, scene.language
    verb = qualifier_before(scene, number)[0] - 1
    if verb > 1 and tokens[verb].word in tables.verb_particles:
        verb -= 1
        if tokens[verb].word not in tables.standing:
            return None
    elif verb < 1 or not (
        tokens[verb].word in tables.totals
        or (tokens[verb].word in tables.copulas and number.value > _OLDEST)
    ):
        return None
    return _noun_of_verb(scene, number, verb, sure=0.65)


def what_changed(scene: Scene, number: Number) -> Unit | None:
    """“Visitor numbers rose by 26% to 504”: what reached the second number is what rose."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    if first < 2 or tokens[first - 1].word not in tables.ranges.keys() | tables.ranges.values():
        return None
    for verb in range(first - 1, max(0, first - _CHANGE), -1):
        word = tokens[verb].word
        if word in tables.changes:
            figure = scene.here[-1] if scene.here else None
            if figure is not None and figure.number_start > tokens[verb].start and (
                figure.kind not in {"percent", "duration"} and not figure.unit_elided
            ):  # fmt: skip
                return again(scene, figure, number, 0.65)  # fell to 92,000 tonnes from 118,000
            return _noun_of_verb(scene, number, verb, sure=0.6)
        if word in {";", "."}:
            break
    return None


def _noun_of_verb(scene: Scene, number: Number, verb: int, *, sure: float) -> Unit | None:
    """The counted noun that is the subject of the verb at ``verb``."""
    tokens, tables = scene.tokens, scene.language
    if unit := _opening_population(scene, number, verb):
        return unit
    noun = verb - 1
    while noun > 0 and tokens[noun].word in tables.ends and noun > verb - 3:
        noun -= 1
    done = tokens[noun].word.endswith(tables.participle_endings) and noun > 0
    if done and tables.is_plural(tokens[noun - 1].word):
        noun -= 1  # "patents *filed* rose to 212"
    noun = _subject_of_phrase(scene, noun)
    if not tables.is_plural(tokens[noun].word):
        noun = _opening_plural(scene, noun)
    if noun > 0 and tokens[noun].word in tables.number_nouns:
        noun -= 1  # "visitor numbers"
        if tokens[noun].word in tables.scopes or not tokens[noun].word.isalpha():
            return None  # "their total number": of what was said before
        if tokens[noun].kind != "word" or tokens[noun].word in tables.ends | tables.adjectives:
            return None
    elif not tables.is_plural(tokens[noun].word):
        return None
    token = tokens[noun]
    if token.kind != "word" or token.word in tables.ends:
        return None
    if token.word in tables.measures or token.word in tables.durations:
        return None
    if token.word in tables.valued:
        money = antecedent_of(scene, near=True, kinds=("money",))
        return again(scene, money, number, sure) if money and money.kind == "money" else None
    head, text = tables.singular(token.word), scene.words(noun, 1)
    return Unit("count", head, text, number.last, "noun before", elided=True, sure=sure)


def _opening_plural(scene: Scene, noun: int) -> int:
    """The plural that a sentence opens with, if it is its subject: “*Buyers* from … totalled”."""
    tokens, tables = scene.tokens, scene.language
    for index, token in enumerate(tokens[: min(noun, _OPENING)]):
        if tables.is_plural(token.word) and token.word not in tables.ends:
            carried = tokens[index + 1].word in tables.prepositions | tables.linkers
            clause = any(each.word in {",", ";"} for each in tokens[index:noun])
            return index if carried and not clause else noun
    return noun


def _subject_of_phrase(scene: Scene, noun: int) -> int:
    """The plural that a prepositional phrase hangs on: *pupils* in primary schools."""
    tokens, tables = scene.tokens, scene.language
    joints = tables.prepositions | tables.linkers | tables.rates
    for index in range(noun - 1, max(0, noun - _PHRASE), -1):
        word, before = tokens[index].word, tokens[index - 1].word
        if before in tables.rates:
            continue  # deaths per *100,000* people
        plural = tables.is_plural(before) and before not in tables.ends
        if tokens[index].kind != "word" or (word in joints and not plural):
            break
        modifies = tables.participle_endings and word.endswith(tables.participle_endings[-1])
        if plural and (word in joints or modifies):
            return _subject_of_phrase(scene, index - 1)  # *residents* using services of agencies
    return noun


def of_known(scene: Scene, number: Number) -> Unit | None:
    """“*Of the visiting cooks*, 15 came from Peru”: a part of what no number counts."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    if scene.here or first < _WHOLE or tokens[first - 1].word not in {",", "،"}:
        return None
    if tokens[0].word not in tables.wholes or tokens[1].word not in tables.determiners:
        return None
    phrase = noun_phrase(tokens[: first - 1], 2, tables)
    if phrase is None or not phrase.plural or phrase.last != first - 1:
        return None
    if number.last >= len(tokens) or not is_predicate(scene, number.last):
        return None
    unit = unit_of_phrase(scene, phrase, "count", "of the whole", number)
    return replace(unit, last=number.last, elided=True, sure=0.65)
