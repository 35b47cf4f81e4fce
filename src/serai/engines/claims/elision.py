"""Units that are left out because they were said before, or are said by the next number."""

from __future__ import annotations

import re
from dataclasses import replace

from serai.engines.claims.antecedents import again, carried_unit
from serai.engines.claims.figure import Unit
from serai.engines.claims.nouns import noun_phrase
from serai.engines.claims.number import Number
from serai.engines.claims.predicates import of_known, population, total, what_changed
from serai.engines.claims.qualifiers import qualifier_after, qualifier_before
from serai.engines.claims.scene import Scene
from serai.engines.claims.units import unit_after, unit_of_phrase

_LABEL_ENDS = frozenset(";,|.(；，（")
_OPENED, _CLOSED = frozenset("(（"), frozenset(")）")
_LABEL_LENGTH = 9
"""Tokens that a label before a colon may have."""
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d))?")
"""What a label says last: Guests 2021, Letters 2019-2023."""
_MARKS = frozenset({"20", "100"})
"""What marks are given out of."""
_LEAST, _FEW = 2, 10
"""Tokens before a number that its noun stands before, and the least that is told so."""
_LISTED = 6
"""Numbers in a list with one unit at its end."""
_CLAUSE = 4
"""Tokens from a word that goes on from a number to the next number."""
_CARRIED = 5
"""Tokens behind the noun of a label: what was done with it, where and when."""
_MODIFIERS = 6
"""Tokens that may stand between two numbers with one noun."""
_SURE = 0.75
"""How sure the noun of the next number must be to be shared."""
_NUMBER_OF = 6
"""Tokens from a number to the noun that announces what it counts."""
_OPENING = 4
"""Tokens in which a sentence names its subject."""
_MODIFIED = 2
"""Tokens up to a pronoun that stands for a noun: *provincial ones*."""


def elided_unit(
    scene: Scene, number: Number, later: list[Number], *, qualified: bool
) -> Unit | None:
    """Return the unit of a number that no noun follows, or ``None`` where none is certain."""
    tokens = scene.tokens
    last = number.last
    if scene.inherited is not None:
        kind, name, text, _ = scene.inherited
        return Unit(kind, name, text, last, "head of row or column", elided=True, sure=0.7)
    if number.form == "share" and tokens[last - 1].word in _MARKS:
        return None  # "scored 74 out of 100"
    if number.first and _in_parentheses(scene, number):
        return _share_in_numbers(scene, number)
    if not scene.language.spaced and (unit := _noun_and_classifier(scene, number)):
        return unit
    ahead = [token.word for token in tokens[last : last + _MODIFIED]]
    pronoun = any(word in scene.language.pronouns for word in ahead[:1]) or (
        ahead[1:] != [] and ahead[1] in scene.language.pronouns and ahead[0].isalpha()
    )
    if pronoun:
        last += 1 + (ahead[0] not in scene.language.pronouns)  # "112 provincial ones"
    if _is_hyphenated(scene, last):
        return None  # grew six-fold
    if later and (unit := _from_following(scene, number, later)):
        return unit
    if unit := population(scene, number):
        return unit
    if unit := _in_the_number_of(scene, number):
        return unit
    if unit := _of_verb(scene, number):
        return unit
    if unit := of_known(scene, number):
        return unit
    people = last < len(tokens) and tokens[last].word in scene.language.people
    first = qualifier_before(scene, number)[0]
    relative = first > 0 and tokens[first - 1].word in scene.language.anaphors
    if unit := _from_label(scene, number):
        return unit
    if (
        not (pronoun or people or relative or number.is_part or _of_a_whole(scene, first))
        and _follows_noun(scene, last)
        and not _is_rate(scene, last)
    ):
        return None
    if unit := total(scene, number):
        return unit
    if not (relative and scene.here) and (unit := _from_subject(scene, number)):
        return unit
    if unit := what_changed(scene, number):
        return unit
    unit = carried_unit(scene, number, last, pronoun=pronoun or people)
    if unit is None and not number.is_part and (noun := _noun_at_once_before(scene, number, first)):
        return noun
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
    if last + 1 < len(tokens) and tokens[last + 1].kind != "sign" and (
        tokens[last + 1].word not in tables.ends | tables.coordinators
    ):  # fmt: skip
        return None
    noun = qualifier_before(scene, number)[0] - 1
    clause = [token.word for token in tokens[max(0, noun - _CLAUSE) : noun + 1]]
    named = noun >= 0 and tokens[noun].word in tables.nouns  # 其中外籍专家19名
    if scene.here and not named and any(word in tables.anaphors for word in clause):
        return again(scene, scene.here[-1], number, 0.7)  # 其中女性85名
    if noun > 0 and tokens[noun].word in _CLOSED:  # 孵化器(众创空间)4家
        opening = next((i for i in range(noun, 0, -1) if tokens[i].word in _OPENED), 0)
        noun = opening - 1
    if noun < 0 or tokens[noun].word not in tables.nouns:
        return None
    word = tokens[noun].word
    return Unit("count", tables.singular(word), word, last + 1, "noun before its number", sure=0.8)


def _of_verb(scene: Scene, number: Number) -> Unit | None:
    """“It *employs* 1,400”, where no noun follows and none was counted before in the sentence."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    name = tables.counting_verbs.get(tokens[first - 1].word) if first else None
    if name is None or scene.here or number.is_part or _follows_noun(scene, number.last):
        return None
    text = scene.words(first - 1, 1)
    return Unit("count", name, text, number.last, "verb before", elided=True, sure=0.65)


def _of_a_whole(scene: Scene, first: int) -> bool:
    """“De los 54 países, *39* ratificaron”: a verb follows, for the whole has been said."""
    return (
        bool(scene.here)
        and scene.tokens[0].word in scene.language.wholes
        and scene.tokens[first - 1].word in {",", "،"}
    )


def _noun_at_once_before(scene: Scene, number: Number, first: int) -> Unit | None:
    """“treats patients 1.8 ten thousand,”: a translation puts the noun before its number."""
    tokens, tables = scene.tokens, scene.language
    ended = number.last >= len(tokens) or tokens[number.last].word in _LABEL_ENDS | _CLOSED
    if tables.head != "last" or first < _LEAST or number.value <= _FEW or not ended:
        return None
    noun, before = tokens[first - 1], tokens[first - 2]
    other = tables.ends | tables.verbs | tables.labels | tables.durations.keys()
    if noun.kind != "word" or noun.capital or noun.word in other:
        return None
    if tables.singular(noun.word) not in tables.countable or before.word in tables.subjects:
        return None  # a verb: the register counts 151
    if not tables.is_plural(noun.word) or before.kind == "number" or (
        before.word in tables.prepositions
    ):  # fmt: skip
        return None
    unit, text = tables.singular(noun.word), scene.words(first - 1, 1)
    return Unit("count", unit, text, number.last, "noun before its number", elided=True, sure=0.55)


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
        and token.word not in scene.language.ends | scene.language.linkers
        and token.word not in scene.language.cardinals
        and token.word not in scene.language.ordinals
        and not _is_verb(scene, index)
        and (token.word not in scene.language.coordinators)
    )


def _is_verb(scene: Scene, index: int) -> bool:
    """Whether a lone unknown word ends the clause: “40 hospitals: 37 stand, 3 …”."""
    tokens, tables = scene.tokens, scene.language
    known = scene.here or (tokens[0].word in tables.linkers and index <= _OPENING)
    if tokens[index].capital or not known or not tables.participle_endings:
        return False
    after = tokens[index + 1].word if index + 1 < len(tokens) else "."
    goes_on = tables.ends | tables.coordinators | tables.cardinals.keys() | {",", ".", ";"}
    goes_on -= tables.linkers  # "3,000 head of cattle"
    return after in goes_on


def _is_hyphenated(scene: Scene, index: int) -> bool:
    """Whether a hyphen joins the number to a word that is no unit."""
    tokens = scene.tokens
    return (
        index + 1 < len(tokens)
        and tokens[index].word in {"-", "‐", "‑"}
        and tokens[index - 1].end == tokens[index].start
        and tokens[index].end == tokens[index + 1].start
        and tokens[index + 1].kind == "word"
    )


def _from_following(
    scene: Scene, number: Number, later: list[Number], listed: int = 0
) -> Unit | None:
    """“5.2 and 4.8 percent”, “12, 40 and 150 kg”, “at least 30 and no more than 50 fellows”."""
    following = later[0]
    bounded = max(number.last, qualifier_before(scene, following)[0])
    between = [token.word for token in scene.tokens[number.last : bounded]]
    tables = scene.language
    joiners = tables.coordinators | tables.range_joiners | set(tables.ranges.values())
    plain = [word for word in between if word not in scene.language.currencies]
    if _shares_noun(scene, number, bounded):
        plain = [","]
    if (
        plain
        and {*plain} <= scene.language.linkers
        and number.magnitude > 1
        and following.magnitude > 1
    ):
        plain = [","]  # "2.3 million of 10.8 million square metres"
    if (
        plain[:2] in scene.language.proportions
        and len(plain) <= 3
        and number.value < following.value
        and (len(plain) > 1 or number.value == 1 or not scene.here)
    ):  # "7 out of 10", "seven in ten", but not "… 12 fairs, 5 in 12 countries"
        plain = [","]
    if not (1 <= len(plain) <= 2 and plain[-1] in joiners | {","} and plain[0] in joiners | {","}):
        return None
    if len(plain) > 1 and plain[0] == "," and number.first and (
        scene.tokens[number.first - 1].word in scene.language.ranges.values()
    ):  # fmt: skip
        return None  # "was brought to 60, and 40 masters came": the next number begins a clause
    unit = unit_after(scene, following, qualifier_after(scene, following.last)[0], None)
    if unit is None and later[1:] and listed < _LISTED and plain == [","]:
        unit = _from_following(scene, following, later[1:], listed + 1)
        return replace(unit, last=number.last) if unit else None
    if unit is None or unit.first is not None or unit.sure < _SURE:
        return None
    return replace(unit, last=number.last, elided=True, sure=0.7, rule="unit of the next number")


def _shares_noun(scene: Scene, number: Number, bounded: int) -> bool:
    """“5 national and up to 12 regional platforms”: only modifiers and *and* stand between."""
    between = scene.tokens[number.last : bounded]
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


def _in_parentheses(scene: Scene, number: Number) -> bool:
    """Whether nothing but the number stands in parentheses."""
    tokens, last = scene.tokens, number.last
    return tokens[number.first - 1].word == "(" and last < len(tokens) and tokens[last].word == ")"


def _share_in_numbers(scene: Scene, number: Number) -> Unit | None:
    """“half of the offers (143)”, “52% of the members (312)”: how many the share is."""
    tokens, tables = scene.tokens, scene.language
    first, last = number.first, number.last
    if not scene.here:
        return None
    share = scene.here[-1]
    if share.kind == "fraction":
        return replace(again(scene, share, number, 0.6), kind="count")
    if share.kind != "percent":
        return None
    after = next((i for i, token in enumerate(tokens) if token.start >= share.phrase_end), first)
    if tokens[after].word not in tables.linkers | tables.pronouns:
        return None
    after += 1  # "12% of the firms (40)", "12% more firms (40)"
    while after < first and tokens[after].word in tables.determiners | tables.articles:
        after += 1
    phrase = noun_phrase(tokens[:first], after, tables)
    if phrase is None or not phrase.plural:
        return None
    unit = unit_of_phrase(scene, phrase, "count", "share in numbers", number)
    return replace(unit, last=last, elided=True, sure=0.6)


def _in_the_number_of(scene: Scene, number: Number) -> Unit | None:
    """“a decrease of 29 in the total number of employees”, “1,250 Number of employees”."""
    tokens, tables = scene.tokens, scene.language
    ahead = range(number.last, min(number.last + _NUMBER_OF, len(tokens) - 1))
    if not ahead or tokens[ahead[0]].word not in tables.prepositions | tables.number_nouns:
        return None
    for index in ahead:
        if tokens[index].word in tables.number_nouns and tokens[index + 1].word in tables.linkers:
            phrase = noun_phrase(tokens, index + 2, tables)
            if phrase is None or not phrase.plural:
                return None
            unit = unit_of_phrase(scene, phrase, "count", "number of", number)
            return replace(unit, last=number.last, elided=True, sure=0.75)
    return None


def _from_label(scene: Scene, number: Number) -> Unit | None:
    """“Participants: 340”, “Number of projects – 12”."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    if first < 2 or tokens[first - 1].word not in {":", "："}:
        return None
    start = first - 1
    closed = False  # "Laboratories (2023): 6"
    while start > 0 and (closed or tokens[start - 1].word not in _LABEL_ENDS):
        start -= 1
        closed = tokens[start].word in _CLOSED or (closed and tokens[start].word not in _OPENED)
    if first - start > _LABEL_LENGTH:
        return None
    if [token.word for token in tokens[start : start + 3 : 2]] == ["(", ")"]:
        start += 3  # "(b) Participants: 340"
    while start < first - 1 and (
        tokens[start].kind == "sign"
        or tokens[start].word in tables.number_nouns | tables.linkers | tables.articles
    ):
        start += 1
    if tokens[start].word in tables.furniture:
        return None
    phrase = noun_phrase(tokens[: first - 1], start, tables)
    if phrase is None or not phrase.plural:
        return None
    carried = tokens[phrase.last : first - 1]  # "Staff trained: 64", "Laboratories (2023): 6"
    if len(carried) > _CARRIED or (
        carried
        and carried[0].word not in tables.prepositions | tables.linkers | tables.ends | _OPENED
        and not carried[0].word.endswith(tables.participle_endings)
        and not _YEARS.fullmatch(scene.flat, carried[0].start, carried[-1].end)
    ):
        return None
    unit = unit_of_phrase(scene, phrase, "count", "label", number)
    return replace(unit, last=number.last, elided=True, sure=0.7) if unit.kind == "count" else None


def _from_subject(scene: Scene, number: Number) -> Unit | None:
    """“the number of laboratories rose to 50”, “a total of 50 were signed”."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    for index in range(first - 1, max(-1, first - 45), -1):
        if tokens[index].word == ";" or tokens[index].word in tables.contrasts:
            return None
        if (
            tokens[index].word in tables.number_nouns
            and index + 1 < first
            and (tokens[index + 1].word in tables.linkers or tables.genitive)
        ):
            start = index + 2 - tables.genitive
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
