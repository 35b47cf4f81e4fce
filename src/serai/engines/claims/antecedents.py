"""Units that go on from a figure before: “40 were funded”, “half of them”, “3 more”."""

from __future__ import annotations

from dataclasses import replace

from serai.engines.claims.figure import Figure, Unit
from serai.engines.claims.languages import Kind
from serai.engines.claims.number import Number
from serai.engines.claims.qualifiers import qualifier_before
from serai.engines.claims.ranges import follows_change
from serai.engines.claims.scene import Scene

_LARGE = 10**6
"""Magnitude from which a bare number may go on counting money."""
_HUNDRED = 100
_ASIDE = 200
"""Characters before a figure in which parentheses may have been opened."""
_WHOLES = frozenset({"count", "measure", "fraction"})
_OPENING = 6
"""Tokens in which a sentence says what it goes on from."""
_NAME = 3
"""Tokens of a name and the comma behind it."""
_AGES = range(10, 111)
_NEAR = 200
"""Characters between sentences within which a unit is carried on."""


def carried_unit(scene: Scene, number: Number, last: int, *, pronoun: bool) -> Unit | None:
    """The unit of a figure before, where words say that it goes on being counted."""
    tokens, tables = scene.tokens, scene.language
    first = qualifier_before(scene, number)[0]
    at = tokens[first].start
    before = tokens[first - 1].word if first else ""
    after = tokens[last].word if last < len(tokens) else "."
    further = (
        pronoun
        or before in tables.further
        or (tokens[number.first - 1].word in tables.further if number.first else False)
    )
    announcing = tables.number_nouns | tables.targets
    stated = any(token.word in announcing for token in tokens[max(0, first - 6) : first])
    difference = first > 1 and before in tables.linkers and tokens[first - 2].word in tables.changes
    relative = before in tables.anaphors or (
        after in tables.linkers and scene.tables.anaphors.at(tokens, last + 1) > 0
    )
    change = before in tables.ranges.keys() | tables.ranges.values() and follows_change(
        scene, first
    )
    antecedent = _continued(scene, number, at, change=change, same=relative or further)
    if antecedent is not None and antecedent.kind == "percent" and _is_plain(number):
        # "fell by three percent to 14,786": not percent, and what it is is not said
        return _noun_before(scene, first) if relative else None
    if number.is_part and antecedent is not None and antecedent.kind not in _WHOLES:
        return None  # half of a sum is no count, and of what it is the sum does not say
    if relative and not scene.here and (noun := _noun_before(scene, first)):
        return noun
    if antecedent is None:
        return None
    if stated and not scene.here:  # "The number was 240 before": of what the sentence before is on
        antecedent = next(
            (figure for figure in _in_sentence_before(scene) if figure.kind == "count"), antecedent
        )
    if stated and antecedent.kind == "duration":
        return _noun_before(scene, first)  # "more bids in two years than ever, a total of 504"
    if (pronoun or further) and (unit := _parallel_object(scene, antecedent, first)):
        return unit
    if relative or further or (stated and not change):
        return again(scene, antecedent, number, 0.7)
    if difference and antecedent.kind != "percent":  # "a decrease of 29 from the year before"
        return again(scene, antecedent, number, 0.6)
    if not scene.here and any(
        token.word in tables.expletives for token in tokens[max(0, first - 3) : first]
    ):
        return again(scene, antecedent, number, 0.6)
    if not scene.here:
        opening = [token.word for token in tokens[:3]]  # "Of this, 900 billion …"
        of_this = first == len(opening) == 3 and opening[0] in tables.linkers
        of_this = of_this and opening[2] in tables.number_nouns | {","}
        part = number.is_part and first == 0 < number.first and is_predicate(scene, last)
        part = part and antecedent.kind == "count" and tokens[last].word not in tables.articles
        if of_this or part or _of_the_total(scene, first) or _instead_of(scene, first):
            return again(scene, antecedent, number, 0.6)
        return None
    if change:
        return again(scene, antecedent, number, 0.6)
    if _is_age(scene, number, first) or _is_age_of_name(scene, number):
        return None
    if number.is_part and (not before.isalpha() or before in tables.coordinators):
        return again(scene, antecedent, number, 0.6) if is_predicate(scene, last) else None
    whole = tokens[0].word in tables.wholes and scene.here[0] is antecedent
    if whole and number.value < antecedent.value and antecedent.kind == "count":
        return again(scene, antecedent, number, 0.6)  # "Из 120 заявок поддержаны 35"
    kinds: tuple[Kind, ...] = ("count", "measure", "fraction")
    if number.magnitude >= _LARGE:
        kinds = ("money", *kinds)
    counted = antecedent_of(scene, near=False, kinds=kinds, at=at)
    if counted is not None and number.form != "fraction" and _is_stated(scene, first):
        unit = again(scene, counted, number, 0.55)
        return replace(unit, kind="count") if unit.kind == "fraction" else unit
    return None


def _continued(
    scene: Scene, number: Number, at: int, *, change: bool, same: bool
) -> Figure | None:  # fmt: skip
    """The figure that a number continues; ``same`` says that words say so: of which, a further."""
    found = antecedent_of(scene, near=change, at=at)
    if number.is_part:
        return antecedent_of(scene, near=False, kinds=("count",), at=at) or found
    if found is None or not same or number.magnitude > 1:
        return found
    if found.kind == "money" or (found.kind == "percent" and not scene.here):
        # "$4 million for 812 groups, of which 530 …"
        return antecedent_of(scene, near=True, kinds=("count", "measure"), at=at) or found
    return found


def _is_stated(scene: Scene, first: int) -> bool:
    """Whether what stands before a bare number lets it be a count.

    “Employed 58 in 1990” and “Kenya 12” state one; “version 12” and “n = 12” do not.
    """
    tokens, tables = scene.tokens, scene.language
    before = tokens[first - 1].word if first else ""
    if before in tables.stating:
        return True
    if before in tables.ends or before == "=":
        return False
    return (
        before.endswith(tables.participle_endings)
        or not before.isalpha()
        or tokens[first - 1].capital
        or (
            first > 1
            and tokens[first - 2].word in tables.subjects | tables.coordinators | tables.now | {","}
        )
    )


def _of_the_total(scene: Scene, first: int) -> bool:
    """“*Of the total*, two thirds held grants”, in the sentence after the total."""
    tokens, tables = scene.tokens, scene.language
    return (
        2 < first <= _OPENING
        and tokens[0].word in tables.linkers
        and tokens[first - 1].word == ","
        and any(token.word in tables.number_nouns for token in tokens[1:first])
    )


def _instead_of(scene: Scene, first: int) -> bool:
    """“We began with 15 machines. *Today* we have 200”: the same, at another time."""
    tokens, tables = scene.tokens, scene.language
    now = any(token.word in tables.now for token in tokens[:first])
    return now and first > 0 and tokens[first - 1].word in tables.stating


def _parallel_object(scene: Scene, figure: Figure, first: int) -> Unit | None:
    """“finished *surveys* in 14 districts and began 3 others”: what both verbs had as object."""
    tokens, tables = scene.tokens, scene.language
    if first < 2 or tokens[first - 2].word not in tables.coordinators:
        return None
    placing = tables.prepositions | tables.linkers | tables.copulas | tables.further
    if tokens[first - 1].word in placing or figure not in scene.here:
        return None
    place = next((i for i, token in enumerate(tokens) if token.start >= figure.start), 0) - 1
    if place < 1 or tokens[place].word not in tables.prepositions:
        return None
    noun = tokens[place - 1]
    if noun.kind != "word" or not tables.is_plural(noun.word) or noun.word in tables.ends:
        return None
    unit, text = tables.singular(noun.word), scene.words(place - 1, 1)
    return Unit("count", unit, text, first, "object of the verb before", elided=True, sure=0.6)


def is_predicate(scene: Scene, index: int) -> bool:
    """Whether a verb follows a part of what was counted: “a fifth *are* under 30”."""
    if index >= len(scene.tokens):
        return True
    token, tables = scene.tokens[index], scene.language
    if token.word in tables.plural_verbs:
        return True
    return token.word in tables.ends and token.word not in tables.prepositions | tables.linkers


def _is_plain(number: Number) -> bool:
    """Whether nobody would state a share so: more than a hundred, in full."""
    return number.value > _HUNDRED


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


def _is_age_of_name(scene: Scene, number: Number) -> bool:
    """“said Ana Duarte, *44*, who runs the mill”."""
    tokens, tables = scene.tokens, scene.language
    first, last = number.first, number.last
    if first < _NAME or last + 1 >= len(tokens) or number.value not in _AGES:
        return False
    told = tokens[first - 1].word == tokens[last].word == ","
    after = tokens[last + 1]
    return (
        told
        and tokens[first - 2].capital
        and tokens[first - 3].capital
        and not after.capital
        and after.word not in tables.prepositions | tables.coordinators | tables.linkers
    )


def antecedent_of(
    scene: Scene, *, near: bool, kinds: tuple[Kind, ...] = (), at: int = 0
) -> Figure | None:
    """The figure that a number without a noun continues; of certain ``kinds`` if any are given.

    ``at`` is where the number stands.

    The nearest that is not itself inside a prepositional phrase: in "245 proposals from 31
    countries; 40 were funded" the 40 are proposals.
    """
    figures = scene.here or _in_sentence_before(scene)
    figures = [figure for figure in figures if not kinds or figure.kind in kinds]
    last: Figure | None = None
    for figure in reversed(figures):
        if at and _is_aside(scene, figure, at):
            continue  # "46 caretakers (19 women), 14 to go"
        if near or not _in_prepositional_phrase(scene, figure):
            return figure
        last = last or figure
    if last is None:
        return figures[-1] if figures else None
    while outer := next((each for each in figures if _holds(scene, each, last)), None):
        last = outer
    return last


def _holds(scene: Scene, outer: Figure, inner: Figure) -> bool:
    """Whether a figure is placed by another: *attended by 58 pupils* from nineteen schools."""
    between = scene.flat[outer.phrase_end : inner.start].lower().split()
    return (
        outer.kind == inner.kind == "count"
        and len(between) == 1
        and between[0] in scene.language.prepositions
    )


def _is_aside(scene: Scene, figure: Figure, at: int) -> bool:
    """Whether a figure stands in parentheses that are closed before ``at``."""
    if figure.sentence != scene.sentence or ")" not in scene.flat[figure.end : at]:
        return False
    here = scene.flat[max(figure.sentence.start, figure.start - _ASIDE) : figure.start]
    return here.rfind("(") > here.rfind(")")


def _in_sentence_before(scene: Scene) -> list[Figure]:
    """The figures of the last sentence that has any, if it is near."""
    if not scene.earlier or scene.sentence.start - scene.earlier[-1].sentence.end >= _NEAR:
        return []
    last = scene.earlier[-1].sentence
    return [figure for figure in scene.earlier[-8:] if figure.sentence == last]


def _in_prepositional_phrase(scene: Scene, figure: Figure) -> bool:
    tables = scene.language
    before = (
        scene.flat[max(figure.sentence.start, figure.start - 24) : figure.start].lower().split()
    )
    if before[1:] and before[-1] in tables.linkers and figure.kind == "count":
        return before[-2] not in tables.number_nouns and before[-2] not in tables.groups
    return bool(before) and before[-1] in tables.prepositions


def again(scene: Scene, figure: Figure, number: Number, sure: float) -> Unit:
    """The unit of an earlier figure, for a number that counts the same."""
    kind = "fraction" if number.is_part and figure.kind == "count" else figure.kind
    return Unit(
        kind, figure.unit, figure.unit_text, number.last, "unit said before",
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
