"""The grammar of figures: qualifier, number, unit.

For each number of a sentence: is it a figure at all (``exclusions``), what bounds it
(``qualifiers``, ``ranges``), what it counts or measures (``units``, ``nouns``), and where the noun
is left out, what was counted before (``elision``).
"""

from __future__ import annotations

import re

from serai.engines.claims import exclusions
from serai.engines.claims.compiled import compiled
from serai.engines.claims.elision import elided_unit
from serai.engines.claims.figure import Figure, Inherited, Unit
from serai.engines.claims.languages import Language
from serai.engines.claims.number import Number
from serai.engines.claims.numerals import find_numbers
from serai.engines.claims.qualifiers import (
    currency_before,
    qualifier_after,
    qualifier_before,
    stands_free,
)
from serai.engines.claims.ranges import low_end, range_end, shared_magnitude
from serai.engines.claims.scene import Scene
from serai.engines.claims.text import CanonicalText, Sentence
from serai.engines.claims.tokens import Token
from serai.engines.claims.units import unit_after

__all__ = ["Figure", "find_figures", "read_sentence"]


_THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_THOUSAND = 1_000
_SINGULAR = 0.7
"""How sure a counted noun is that is no plural."""


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
            scene = Scene(text, sentence, tables, found)
            found.extend(_figures(scene))
    return found


def read_sentence(
    text: CanonicalText, sentence: Sentence, span: tuple[int, int], inherited: Inherited | None
) -> list[Figure]:
    """Return the figures in a part of a row; a number without a unit takes the inherited one."""
    return _figures(
        Scene(text, sentence, compiled(text.language), [], span=span, inherited=inherited)
    )


def _figures(scene: Scene) -> list[Figure]:
    numbers = find_numbers(scene.tokens, scene.language)
    if not numbers:
        return []
    spans = exclusions.masked_spans(scene.flat, *scene.span, scene.language)
    fixed = exclusions.fixed_tokens(scene.tokens, scene.language)
    usable = [
        number
        for number in numbers
        if number.form not in {"ordinal", "glued"}
        and number.first not in fixed
        and not _is_masked(scene, number, spans)
        and not _is_part_of_year(scene, number)
    ]
    position = 0
    while position < len(usable):
        number = usable[position]
        if _is_inside_percent(scene, number) or _is_said_again(
            scene, number, usable[position + 1 :]
        ):
            position += 1
            continue
        upper = range_end(scene, number, usable[position + 1 :])
        figure = _figure(scene, number, upper, usable[position + 1 :])
        if figure is not None:
            scene.here.append(figure)
        position += 2 if upper is not None else 1
    return scene.here


def _is_inside_percent(scene: Scene, number: Number) -> bool:
    """The hundred of "por ciento" and "pour cent"."""
    return bool(
        scene.here
        and scene.here[-1].kind == "percent"
        and scene.tokens[number.first].start < scene.here[-1].phrase_end
    )


def _is_said_again(scene: Scene, number: Number, later: list[Number]) -> bool:
    """“four thousand, 4,712 grants”: words that the digits behind them say again, and better."""
    if not later or number.form != "words" or number.magnitude < _THOUSAND:
        return False
    gap = [token.word for token in scene.tokens[number.last : later[0].first]]
    return (
        gap in ([","], ["("], [",", "("])
        and later[0].form == "digits"
        and number.value <= later[0].value < number.value + number.magnitude
    )


def _is_masked(scene: Scene, number: Number, spans: list[tuple[int, int]]) -> bool:
    start, end = scene.tokens[number.first].start, scene.tokens[number.last - 1].end
    return any(low < end and start < high for low, high in spans)


def _is_part_of_year(scene: Scene, number: Number) -> bool:
    """“the first half of 2023”, “the second quarter”."""
    return (
        number.form == "fraction"
        and number.first > 0
        and scene.tokens[number.first - 1].word in scene.language.ordinals | {"latter", "other"}
    )


def _figure(
    scene: Scene, number: Number, upper: Number | None, later: list[Number]
) -> Figure | None:
    tokens, tables = scene.tokens, scene.language
    if number.first == 0 and exclusions.is_footnote(scene.flat, tokens[0].start):
        return None
    last = upper.last if upper else number.last
    value = low_end(scene, number, upper) if upper else number.value
    whole = number._replace(last=last, value=value)
    first, qualifier, qualified, rules = qualifier_before(scene, number)
    after, behind = qualifier_after(scene, last)
    if behind != "exact" and currency_before(scene, number.first) and not stands_free(scene, after):
        after, behind = last, "exact"  # "£4,000 maximum loan" qualifies the loan
    if behind != "exact" and qualifier == "exact":
        qualifier, rules = behind, (*rules, "qualifier after")
    qualified = qualified or behind != "exact"
    unit = unit_after(scene, whole, after, upper)
    if unit is not None and behind == "exact" and unit.first is None:
        end_after, later_qualifier = qualifier_after(scene, unit.last)
        contrary = (qualifier, later_qualifier) == ("at_most", "at_least")  # "up to 65% or more"
        if (
            later_qualifier != "exact"
            and (qualifier == "exact" or contrary)
            and stands_free(scene, end_after)
        ):
            qualifier, rules = later_qualifier, (*rules, "qualifier after unit")
    # A singular behind a number may as well belong to a name: "the Type 3 project".
    counted = unit is not None and not unit.elided and (unit.sure > _SINGULAR or value <= 1)
    if scene.inherited is not None and unit is None:
        value *= scene.inherited.magnitude
    elif exclusions.names_year(tokens, whole, tables) or (
        not qualified and exclusions.is_year(tokens, whole, tables, counted=counted)
    ):
        return None
    if exclusions.reason(
        tokens, whole, tables, counted=counted, qualified=qualified,
        titled=unit is not None and unit.titled,
        priced=unit is not None and unit.first is not None,
        shared=bool(scene.here) and scene.here[-1].kind in {"fraction", "percent"},
    ):  # fmt: skip
        return None
    if unit is None:
        unit = elided_unit(scene, whole, later, qualified=qualified)
    if unit is not None and unit.elided and upper is None:
        value *= shared_magnitude(scene, number, later)
    if unit is None or _is_idle(scene, whole, unit, qualified=qualified):
        return None
    if upper is not None:
        qualifier, rules = "range", (*rules, "range")
    elif number.form == "vague" and qualifier == "exact":
        qualifier, rules = "at_least", (*rules, "magnitude without number")
    elif qualifier == "exact" and any(
        token.word in tables.approximate for token in tokens[number.first : number.last]
    ):
        qualifier, rules = "about", (*rules, "rounding magnitude")
    if unit.kind == "count" and _is_grouped_by_point(tokens, number, tables):
        value, rules = value * 1000, (*rules, "point for comma")
    value_max = upper.value if upper else None
    begin = min(first, unit.first if unit.first is not None else first)
    begin = begin if unit.first is None or unit.kind == "money" else first
    number_last = after if behind != "exact" else last
    return Figure(
        start=tokens[begin].start,
        end=max(tokens[number_last - 1].end, tokens[last - 1].end),
        number_start=tokens[number.first].start,
        number_end=tokens[last - 1].end,
        sentence=scene.sentence,
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


def _is_grouped_by_point(tokens: list[Token], number: Number, tables: Language) -> bool:
    """“2.500 performers”: nobody counts thousandths of a person, so the point groups digits."""
    return (
        tables.decimal == "."
        and number.last - number.first == 1
        and _THREE_DECIMALS.fullmatch(tokens[number.first].word) is not None
    )


def _is_idle(scene: Scene, number: Number, unit: Unit, *, qualified: bool) -> bool:
    """A bare "one", a pair already known ("the two sides"), a line of page furniture."""
    tokens, tables = scene.tokens, scene.language
    first = number.first
    word = tokens[first].word
    if number.form == "words" and number.value <= 1 and number.last - first == 1:
        if word not in tables.one:
            return False
        priced = qualified and unit.kind == "money"  # "for less than one dollar"
        return not priced and not (unit.kind == "count" and _is_coordinated(scene, first))
    if number.value == 2 and unit.kind == "count" and not qualified:
        head = unit.unit
        known = any(form in scene.tables.known for form in (head, unit.text.split()[-1].lower()))
        definite = first > 0 and tokens[first - 1].word in tables.determiners
        definite = definite or head in {"side", "party"} or not tables.articles
        if (known and definite) or head == "side":
            return True
    alone = number.last - first == 1 and number.form == "digits"
    if alone and number.value <= 1 and unit.rule == "counted noun" and unit.sure <= _SINGULAR:
        return unit.unit not in tables.countable
    if unit.elided and unit.kind == "count" and number.value % 1 and number.form == "digits":
        # Nobody counts parts of what was said before, but "2.9 per researcher" is a rate, and
        # so is what "accidents per million hours" fell to.
        rate = any(token.word in tables.rates for token in tokens[:first])
        return not rate and (
            number.last >= len(tokens) or tokens[number.last].word not in tables.ends
        )
    if number.value == 0 and unit.sure <= _SINGULAR:
        return True
    if number.form == "vague" and first > 1 and tokens[first - 2].word == "(":
        return True  # "(in thousands of tons)"
    if unit.unit in tables.furniture or unit.text.lower() in tables.furniture:
        return len([token for token in tokens if token.kind == "word"]) <= 4
    return False


def _is_coordinated(scene: Scene, first: int) -> bool:
    """Whether "one" continues a list of counts: "three ministries and one agency"."""
    return bool(
        first
        and scene.tokens[first - 1].word in scene.language.coordinators | {","}
        and scene.here
        and scene.here[-1].phrase_end >= scene.tokens[first - 1].start - 2
    )


def _tidy(value: float) -> float:
    """An int where the value is whole, so that it prints as one."""
    return int(value) if float(value).is_integer() else value
