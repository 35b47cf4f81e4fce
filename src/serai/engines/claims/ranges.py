"""Two numbers that are the ends of one figure."""

from __future__ import annotations

from serai.engines.claims import exclusions
from serai.engines.claims.number import Number
from serai.engines.claims.qualifiers import currency_before
from serai.engines.claims.scene import Scene

_SHARED = 100
"""How many times the other end may be what a shared magnitude makes of a number."""
_CHANGE = 14
"""Tokens from a word of change to the number that it led to."""
_CLOSE = 8
"""Tokens among which a comma does not part the two: “rose by 9 percent, from 20 to 50”."""
_CLAUSE_ENDS = frozenset(",;:.，；。،؛")
_STEP = 2
"""How many times its lower end a range after a word of change may reach."""


def range_end(scene: Scene, number: Number, later: list[Number]) -> Number | None:
    """Return the upper end of the range that a number opens."""
    if not later or number.form == "vague" or number.is_part:
        return None
    tokens, tables = scene.tokens, scene.language
    high = later[0]
    gap = tokens[number.last : high.first]
    opener = tokens[number.first - 1].word if number.first else ""
    if number.first and currency_before(scene, number.first):
        opener = tokens[number.first - 2].word if number.first > 1 else ""
    if opener in tables.articles and number.first > 1:  # entre un 10 y un 15 por ciento
        opener = tokens[number.first - 2].word
    words = [token.word for token in gap]
    if len(words) > 1 and words[-1] in tables.articles and words[0] in tables.ranges.values():
        words.pop()
    if words[:1] and words[0] in tables.percent and not scene.tables.percent.at(tokens, high.last):
        return None  # "grew by 17.6% to 21.8 thousand tons": by how much, and to what
    words = _without_units(scene, words)
    if len(words) != 1 or high.form == "vague":
        return None
    joiner = words[0]
    if tables.ranges.get(opener) == joiner:
        if joiner not in tables.coordinators and follows_change(scene, number.first - 1):
            return None
    elif joiner not in tables.range_joiners or (
        joiner in tables.ranges.values()
        and follows_change(scene, number.first)
        and high.value > _STEP * low_end(scene, number, high)
    ):
        return None
    if number.magnitude == 1 and high.value <= number.value * high.magnitude < _SHARED * high.value:
        return None  # "from 3.4 to 2.9 billion" goes down
    value = low_end(scene, number, high)
    if value >= high.value and not (joiner == "or" and value == high.value):
        return None
    if joiner in {"-", "–", "—"} and exclusions.is_score(
        tokens, number._replace(value=value), high, scene.sentence_text
    ):
        return None
    return high


def _without_units(scene: Scene, words: list[str]) -> list[str]:
    """Drop per cent signs and currency signs between the ends of a range."""
    language_ = scene.language
    return [
        word for word in words
        if word not in language_.percent and word not in {"$", "€", "£", "¥", "us", "us$"}
        and (word not in language_.currencies) and word not in language_.durations
    ] if len(words) <= 4 else words  # fmt: skip


def low_end(scene: Scene, number: Number, high: Number) -> float:
    """The lower end with the magnitude of the upper: "5 to 6 million"."""
    raised = number.value * high.magnitude
    if number.magnitude == 1 and number.value < 1000 and raised < high.value:
        return raised
    return number.value


def shared_magnitude(scene: Scene, number: Number, later: list[Number]) -> int:
    """The magnitude that what a change led to lends where it began: from 120 to 145 million."""
    if not later or number.magnitude > 1:
        return 1
    high = later[0]
    gap = [token.word for token in scene.tokens[number.last : high.first]]
    raised = number.value * high.magnitude
    near = high.value / _SHARED < raised < high.value * _SHARED
    joined = len(gap) == 1 and gap[0] in scene.language.ranges.values()
    return high.magnitude if joined and near else 1


def follows_change(scene: Scene, index: int) -> bool:
    """Whether a word of change stands before in the clause: “rose from 20 to 50” is no range."""
    parted = False
    for back, token in enumerate(reversed(scene.tokens[max(0, index - _CHANGE) : index])):
        if token.word in scene.language.changes:
            return True
        parted = parted or token.word in _CLAUSE_ENDS
        if parted and back + 1 >= _CLOSE:
            return False
    return False
