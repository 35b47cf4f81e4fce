"""Units that are left out because they were said before, or are said by the next number."""

from __future__ import annotations

from dataclasses import replace

from serai.engines.claims.figure import Figure, Unit
from serai.engines.claims.languages import Kind
from serai.engines.claims.nouns import noun_phrase
from serai.engines.claims.numerals import Number
from serai.engines.claims.qualifiers import qualifier_after, qualifier_before
from serai.engines.claims.ranges import follows_change
from serai.engines.claims.scene import Scene
from serai.engines.claims.units import unit_after, unit_of_phrase

_LABEL_ENDS = frozenset(";,|.；，")
_LABEL_LENGTH = 9
"""Tokens that a label before a colon may have."""
_MODIFIERS = 6
"""Tokens that may stand between two numbers with one noun."""
_SURE = 0.75
"""How sure the noun of the next number must be to be shared."""
_PHRASE = 5
"""Tokens that a prepositional phrase may have before the verb."""
_LARGE = 10**6
"""Magnitude from which a bare number may go on counting money."""
_MODIFIED = 2
"""Tokens up to a pronoun that stands for a noun: *provincial ones*."""
_NEAR = 200
"""Characters between sentences within which a unit is carried on."""


def elided_unit(
    scene: Scene, number: Number, later: list[Number], *, qualified: bool
) -> Unit | None:
    """Return the unit of a number that no noun follows, or ``None`` where none is certain."""
    tokens = scene.tokens
    last = number.last
    if scene.inherited is not None:
        kind, name, text, _ = scene.inherited
        return Unit(kind, name, text, last, "head of row or column", elided=True, sure=0.7)
    if not scene.language.spaced and (unit := _noun_and_classifier(scene, number)):
        return unit
    ahead = [token.word for token in tokens[last : last + _MODIFIED]]
    pronoun = any(word in scene.language.pronouns for word in ahead[:1]) or (
        ahead[1:] != [] and ahead[1] in scene.language.pronouns and ahead[0].isalpha()
    )
    if pronoun:
        last += 1 + (ahead[0] not in scene.language.pronouns)  # "112 provincial ones"
    if later and (unit := _from_following(scene, number, later[0])):
        return unit
    if unit := _population(scene, number):
        return unit
    people = last < len(tokens) and tokens[last].word in scene.language.people
    first = qualifier_before(scene, number)[0]
    relative = first > 0 and tokens[first - 1].word in scene.language.anaphors
    if (
        not (pronoun or people or relative)
        and _follows_noun(scene, last)
        and not _is_rate(scene, last)
    ):
        return None
    if unit := _from_label(scene, number):
        return unit
    if unit := _total(scene, number):
        return unit
    if unit := _from_subject(scene, number):
        return unit
    unit = _from_earlier(scene, number, last, pronoun=pronoun or people)
    if unit is None and people:
        person = scene.language.population["population"]
        text = scene.words(last, 1)
        return Unit("count", person, text, last + 1, "people", elided=True, sure=0.75)
    return unit


def _noun_and_classifier(scene: Scene, number: Number) -> Unit | None:
    """举办活动300余场: the noun, the number, its classifier and nothing behind it."""
    tokens, tables = scene.tokens, scene.language
    last = qualifier_after(scene, number.last)[0]
    if last >= len(tokens) or tokens[last].word not in tables.classifiers:
        return None
    noun = qualifier_before(scene, number)[0] - 1
    if noun < 0 or tokens[noun].word not in tables.nouns:
        return None
    word = tokens[noun].word
    return Unit("count", tables.singular(word), word, last + 1, "noun before its number", sure=0.8)


def _is_rate(scene: Scene, index: int) -> bool:
    """“13 million a year”: an article and a unit of time end the number."""
    tokens, tables = scene.tokens, scene.language
    return (
        index + 1 < len(tokens)
        and tokens[index].word in tables.articles
        and tokens[index + 1].word in tables.durations
    )


def _follows_noun(scene: Scene, index: int) -> bool:
    """Whether a word follows that a number does not end before: it would be its noun."""
    if index >= len(scene.tokens):
        return False
    token = scene.tokens[index]
    if token.kind == "sign":
        return token.word in {"-", "/", "%", ":"} and token.start == scene.tokens[index - 1].end
    return (
        token.kind == "word"
        and token.word not in scene.language.ends
        and token.word not in scene.language.cardinals
        and token.word not in scene.language.ordinals
        and not _is_verb(scene, index)
        and (token.word not in scene.language.coordinators)
    )


def _is_verb(scene: Scene, index: int) -> bool:
    """Whether a lone unknown word ends the clause: “40 hospitals: 37 stand, 3 …”."""
    tokens, tables = scene.tokens, scene.language
    if tokens[index].capital or not scene.here or not tables.participle_endings:
        return False
    after = tokens[index + 1].word if index + 1 < len(tokens) else "."
    return after in {",", ".", ";"} or after in tables.ends | tables.coordinators


def _from_following(scene: Scene, number: Number, following: Number) -> Unit | None:
    """“5.2 and 4.8 percent”, “20 to 35 percent”, “30 or 40 countries”."""
    between = [token.word for token in scene.tokens[number.last : following.first]]
    joiners = scene.language.coordinators | scene.language.range_joiners
    plain = [word for word in between if word not in scene.language.currencies]
    if _shares_noun(scene, number, following):
        plain = [","]
    if plain[:2] in scene.language.proportions and len(plain) <= 3:
        plain = [","]
    if not (1 <= len(plain) <= 2 and plain[-1] in joiners | {","} and plain[0] in joiners | {","}):
        return None
    unit = unit_after(scene, following, qualifier_after(scene, following.last)[0], None)
    if unit is None or unit.first is not None or unit.sure < _SURE:
        return None
    return replace(unit, last=number.last, elided=True, sure=0.7, rule="unit of the next number")


def _shares_noun(scene: Scene, number: Number, following: Number) -> bool:
    """“5 national-level and 12 regional platforms”: only modifiers and *and* stand between."""
    between = scene.tokens[number.last : following.first]
    tables = scene.language
    return (
        2 <= len(between) <= _MODIFIERS
        and between[-1].word in tables.coordinators
        and all(
            token.kind == "word" or token.word == "-"
            for token in between
            if token.word not in tables.coordinators
        )
        and not any(
            token.word in tables.ends or tables.is_plural(token.word) for token in between[:-1]
        )
    )


def _population(scene: Scene, number: Number) -> Unit | None:
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
            return None
    return None


def _total(scene: Scene, number: Number) -> Unit | None:
    """“Visitors totalled 34,000”, “the staff numbered 58”."""
    tokens, tables = scene.tokens, scene.language
    verb = qualifier_before(scene, number)[0] - 1
    if verb < 1 or tokens[verb].word not in tables.totals:
        return None
    noun = verb - 1
    while noun > 0 and tokens[noun].word in tables.ends and noun > verb - 3:
        noun -= 1
    noun = _subject_of_phrase(scene, noun)
    token = tokens[noun]
    if token.kind != "word" or not tables.is_plural(token.word) or token.word in tables.ends:
        return None
    if token.word in tables.measures or token.word in tables.durations:
        return None
    text = scene.words(noun, 1)
    unit = tables.singular(token.word)
    return Unit("count", unit, text, number.last, "noun before", elided=True, sure=0.65)


def _subject_of_phrase(scene: Scene, noun: int) -> int:
    """The plural that a prepositional phrase hangs on: *pupils* in primary schools."""
    tokens, tables = scene.tokens, scene.language
    joints = tables.prepositions | tables.linkers
    for index in range(noun - 1, max(0, noun - _PHRASE), -1):
        if tokens[index].kind != "word":
            break
        if tokens[index].word in joints:
            before = tokens[index - 1].word
            return index - 1 if tables.is_plural(before) and before not in tables.ends else noun
    return noun


def _from_label(scene: Scene, number: Number) -> Unit | None:
    """“Participants: 340”, “Number of projects – 12”."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    if first < 2 or tokens[first - 1].word not in {":", "："}:
        return None
    start = first - 1
    while start > 0 and tokens[start - 1].word not in _LABEL_ENDS:
        start -= 1
    if first - start > _LABEL_LENGTH:
        return None
    while start < first - 1 and (
        tokens[start].kind == "sign"
        or tokens[start].word in tables.number_nouns | tables.linkers | tables.articles
    ):
        start += 1
    if tokens[start].word in tables.furniture:
        return None
    phrase = noun_phrase(tokens[: first - 1], start, tables)
    if phrase is None or not phrase.plural or phrase.last != first - 1:
        return None
    unit = unit_of_phrase(scene, phrase, "count", "label", number)
    return replace(unit, last=number.last, elided=True, sure=0.7) if unit.kind == "count" else None


def _from_subject(scene: Scene, number: Number) -> Unit | None:
    """“the number of laboratories rose to 50”, “a total of 50 were signed”."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    for index in range(first - 1, max(-1, first - 45), -1):
        if tokens[index].word == ";":
            return None
        if (
            tokens[index].word in tables.number_nouns
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
                unit_of_phrase(scene, phrase, "count", "number of", number),
                last=number.last, elided=True, sure=0.75,
            )  # fmt: skip
    return None


def _from_earlier(scene: Scene, number: Number, last: int, *, pronoun: bool) -> Unit | None:
    """The unit of a figure before, where words say that it goes on being counted."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    before = tokens[first - 1].word if first else ""
    after = tokens[last].word if last < len(tokens) else "."
    further = (
        pronoun
        or before in tables.further
        or (tokens[number.first - 1].word in tables.further if number.first else False)
    )
    stated = any(token.word in tables.number_nouns for token in tokens[max(0, first - 6) : first])
    relative = before in tables.anaphors or (
        after in tables.linkers and scene.tables.anaphors.at(tokens, last + 1) > 0
    )
    change = before in tables.ranges.keys() | tables.ranges.values() and follows_change(
        scene, first
    )
    antecedent = _antecedent(scene, near=change)
    if relative and not scene.here and (noun := _noun_before(scene, first)):
        return noun
    if antecedent is None:
        return None
    if relative or further or (stated and not change):
        return _again(scene, antecedent, number, 0.7)
    if not scene.here:
        opening = [token.word for token in tokens[:3]]  # "Of this, 900 billion …"
        of_this = first == len(opening) == 3 and opening[0] in tables.linkers
        return _again(scene, antecedent, number, 0.6) if of_this and opening[2] == "," else None
    if change:
        return _again(scene, antecedent, number, 0.6)
    if _is_age(scene, number, first):
        return None
    # "employed 58 in 1990" and "Kenya 12" state a count; "version 12" and "n = 12" do not
    free = before in tables.stating or (
        before not in tables.ends
        and (
            before.endswith(tables.participle_endings)
            or not before.isalpha()
            or tokens[first - 1].capital
            or (
                first > 1
                and tokens[first - 2].word in tables.subjects | tables.coordinators | {","}
            )
        )
        and before != "="
    )
    kinds: tuple[Kind, ...] = ("count", "measure")
    if number.magnitude >= _LARGE:
        kinds = ("money", *kinds)
    counted = _antecedent(scene, near=False, kinds=kinds)
    if counted is not None and number.form != "fraction" and free:
        return _again(scene, counted, number, 0.55)
    return None


def _is_age(scene: Scene, number: Number, first: int) -> bool:
    """“half of them were under 35”: a preposition that bounds a bare number bounds an age."""
    length = number.first - first
    if length != 1 or scene.tokens[first].word not in scene.language.ends:
        return False
    if any(
        token.word in scene.language.expletives for token in scene.tokens[max(0, first - 3) : first]
    ):
        return False
    return scene.tables.before.value(scene.tokens, first, length) in {"at_least", "at_most"}


def _antecedent(scene: Scene, *, near: bool, kinds: tuple[Kind, ...] = ()) -> Figure | None:
    """The figure that a number without a noun continues; of certain ``kinds`` if any are given.

    The nearest that is not itself inside a prepositional phrase: in "245 proposals from 31
    countries; 40 were funded" the 40 are proposals.
    """
    figures = scene.here
    if not figures and scene.earlier:
        last = scene.earlier[-1].sentence
        if scene.sentence.start - last.end < _NEAR:
            figures = [figure for figure in scene.earlier[-8:] if figure.sentence == last]
    figures = [figure for figure in figures if not kinds or figure.kind in kinds]
    for figure in reversed(figures):
        if near or not _in_prepositional_phrase(scene, figure):
            return figure
    return figures[-1] if figures else None


def _in_prepositional_phrase(scene: Scene, figure: Figure) -> bool:
    before = scene.flat[max(figure.sentence.start, figure.start - 12) : figure.start].split()
    return bool(before) and before[-1].lower() in scene.language.prepositions


def _again(scene: Scene, figure: Figure, number: Number, sure: float) -> Unit:
    return Unit(
        figure.kind, figure.unit, figure.unit_text, number.last, "unit said before",
        elided=True, sure=sure,
    )  # fmt: skip


def _noun_before(scene: Scene, first: int) -> Unit | None:
    """The nearest plural before: "the laboratories, 40 of which are abroad"."""
    for index in range(first - 1, max(-1, first - 16), -1):
        token = scene.tokens[index]
        if (
            token.kind == "word"
            and scene.language.is_plural(token.word)
            and (token.word not in scene.language.ends)
        ):
            return Unit("count", scene.language.singular(token.word), scene.words(index, 1),
                         first, "noun before", elided=True, sure=0.6)  # fmt: skip
    return None
