"""What bounds a number: the phrases before and after it."""

from __future__ import annotations

import re
from itertools import pairwise

from serai.engines.claims.languages import Qualifier
from serai.engines.claims.number import Number
from serai.engines.claims.scene import Scene


def qualifier_before(scene: Scene, number: Number) -> tuple[int, Qualifier, bool, tuple[str, ...]]:
    """Return where the expression begins, the qualifier, and whether there was one."""
    tokens = scene.tokens
    index = first = number.first
    if sign := currency_before(scene, index):
        index = first = index - sign
    qualifier: Qualifier = "exact"
    qualified = False
    rules: tuple[str, ...] = ()
    for _ in range(3):
        at = index
        length = scene.tables.before.before(tokens, at)
        if (
            not length
            and at > 1
            and tokens[at - 1].word in scene.language.articles | scene.language.determiners
        ):
            # "exceeded the 40 …", but not "over the five years": there it is a preposition
            at -= 1
            length = scene.tables.before.before(tokens, at)
            if length == 1 and tokens[at - 1].word in scene.language.ends:
                length = 0
        if not length or (length == 1 and _is_comparison(scene, at - 1)):
            break
        if length == 1 and tokens[at - 1].word in scene.language.ranges.values() and (
            _follows_change(scene, at - 1)
        ):  # fmt: skip
            break  # выросло до 50: what it led to, and no bound
        found = scene.tables.before.value(tokens, at - length, length)
        index = at - length
        if found == "exact":
            qualified = True
            continue
        if (
            index
            and tokens[index].word in {"over", "under", "above", "below"}
            and (tokens[index - 1].word in scene.language.now | scene.language.spreading)
        ):
            break
        if qualifier == "exact" or found != "about":
            qualifier = found  # type: ignore[assignment]
        rules, first, qualified = ("qualifier before",), index, True
    return first, qualifier, qualified, rules


def _follows_change(scene: Scene, index: int) -> bool:
    """Whether a word of change leads here, and no other clause begins after its number."""
    tables = scene.language
    counted = False
    joined = False
    for token in reversed(scene.tokens[max(0, index - 8) : index]):
        if token.word in tables.changes:
            return not counted
        joined = joined or token.word in tables.coordinators
        counted = counted or (joined and token.kind == "number")
    return False


def currency_before(scene: Scene, index: int) -> int:
    """Return how many tokens before a number are a currency sign or code."""
    tokens = scene.tokens
    length = scene.tables.currencies.before(tokens, index)
    if length:
        parts = tokens[index - length : index]
        apart = any(one.end != two.start for one, two in pairwise(parts))
        if apart and parts[-1].kind == "sign":
            parts, length = parts[-1:], 1
        written = scene.flat[parts[0].start : parts[-1].end]
        if parts[-1].word in scene.language.doubtful_currencies and not (
            written[0].isupper() and _is_sum(scene, index)
        ):
            return 0
        number = scene.tokens[index].word if index < len(scene.tokens) else ""
        grouped = not number.isdigit() and number[:1].isdigit()  # Euro 4,400, but not Euro 2020
        if parts[-1].kind == "word" and not _is_code(written) and not (
            grouped and written[0].isupper() and written != "Won"
        ):  # fmt: skip
            return 0
        return length
    return 0


def _is_comparison(scene: Scene, index: int) -> bool:
    """Whether *more* adds to what is counted, and bounds nothing: two *more* 10-tonne trucks."""
    if scene.tokens[index].word not in scene.language.pronouns or index == 0:
        return False
    before = scene.tokens[index - 1]
    tables = scene.language
    return before.kind != "word" or before.word in (
        tables.cardinals.keys() | tables.vague.keys() | tables.number_nouns
    )


def _is_sum(scene: Scene, index: int) -> bool:
    """Whether a number is a sum in full, by its thousands or a magnitude: 500,000, 3.6 bn."""
    number = scene.tokens[index].word
    after = scene.tokens[index + 1].word if index + 1 < len(scene.tokens) else ""
    return (
        after in scene.language.multipliers
        or after in scene.language.glued
        or (re.fullmatch(r"\d{1,3}(?:,\d{3})+", number) is not None)
    )


def _is_code(written: str) -> bool:
    """RMB, Rs, KSh; "won 3 medals" is a verb."""
    return written.isupper() or (len(written) <= 3 and written[0].isupper() and written != "Won")


def qualifier_after(scene: Scene, index: int) -> tuple[int, Qualifier]:
    """Return the token after a qualifier that begins at ``index``, and the qualifier."""
    length = scene.tables.after.at(scene.tokens, index)
    glued = index > 0 and length and scene.tokens[index].start == scene.tokens[index - 1].end
    if not length or (scene.tokens[index].kind == "sign" and not glued):
        return index, "exact"
    return index + length, scene.tables.after.value(scene.tokens, index, length)  # type: ignore[return-value]


def stands_free(scene: Scene, index: int) -> bool:
    """Whether nothing that could be compared follows: "40 countries or more"."""
    return (
        index >= len(scene.tokens)
        or scene.tokens[index].kind == "sign"
        or (scene.tokens[index].word in scene.language.ends)
    )
