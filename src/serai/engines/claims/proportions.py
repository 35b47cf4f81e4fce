"""Shares said with two numbers: one *in* five, nine *out of* ten, 五*分之*三.

They are one figure, not two: nobody counted five children. Numbers that nobody would round a share
to stay two counts: 211 out of 230 families.
"""

from __future__ import annotations

from serai.engines.claims.languages import Language
from serai.engines.claims.number import Number, exact
from serai.engines.claims.tokens import Token

_ROUND = frozenset({2, 3, 4, 5, 10, 20, 100, 1000})
"""What shares are said of."""
_TEN = 10
_FEW, _HUNDRED = 20, 100
_NOUN = 3
"""Tokens from the first number to the second where the noun stands between them."""
_BETWEEN = 2
"""Tokens that say that the second number is the whole."""


def with_proportions(tokens: list[Token], numbers: list[Number], tables: Language) -> list[Number]:
    """Return the numbers, those that state one share made one."""
    found: list[Number] = []
    for each in numbers:
        number = _tenths(tokens, each, tables)
        share = _share(tokens, found[-1], number, tables) if found else None
        if share is None:
            if not found or number.first >= found[-1].last:  # no decimal of a share
                found.append(number)
        else:
            found[-1] = share
    return found


def _tenths(tokens: list[Token], number: Number, tables: Language) -> Number:
    """近九成: 90 per cent."""
    last = number.last
    if not tables.tenths or last >= len(tokens) or tokens[last].word != tables.tenths:
        return number
    if not 0 < number.value <= _TEN:
        return number
    return Number(number.first, last + 1, exact(number.value * _TEN), "percent")


def _per_cent(tokens: list[Token], low: Number, high: Number, tables: Language) -> Number:
    """百分之十二点五: 12.5 per cent, the decimals read one by one."""
    value, last, place = high.value, high.last, 1.0
    if last < len(tokens) and tokens[last].word == tables.decimal_word:
        while last + 1 < len(tokens) and tables.cardinals.get(tokens[last + 1].word, _TEN) < _TEN:
            place /= _TEN
            value += tables.cardinals[tokens[last + 1].word] * place
            last += 1
        last += last > high.last
    return Number(low.first, last, exact(value), "percent")


def _share(tokens: list[Token], low: Number, high: Number, tables: Language) -> Number | None:
    between = [token.word for token in tokens[low.last : high.first]]
    if tables.denominator and between == [tables.denominator] and low.value:  # 五分之三
        if low.value == _HUNDRED:
            return _per_cent(tokens, low, high, tables)
        return Number(low.first, high.last, high.value / low.value, "share")
    counted = (
        tables.head == "first" and 1 < len(between) <= _NOUN and between[-1:] in tables.proportions
    )
    if counted and high.last < len(tokens) and tables.is_plural(tokens[high.last].word):
        return None  # "9 réunions sur dix ans"
    last = low.last if counted else high.last  # "neuf étudiants sur dix"
    if counted:
        between = between[-1:]
    if between not in tables.proportions or not 0 < low.value < high.value:
        return None
    whole = (
        low.value % 1 == 0 and high.form in {"words", "digits"} and low.form in {"words", "digits"}
    )
    said = (
        len(between) >= _BETWEEN
        or low.value == 1
        or low.form == high.form == "words"
        or (high.value >= _TEN and high.form == "digits")
    )
    if not whole or not said or high.magnitude > low.magnitude * 100:
        return None
    rate = low.value == 1 and (high.value <= _FEW or high.value % _TEN == 0)
    if high.value in _ROUND or rate:
        return Number(low.first, last, low.value / high.value, "share")
    return None
