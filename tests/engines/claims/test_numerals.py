"""Numbers in words and digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.engines.claims.digits import digits_value
from serai.engines.claims.languages import language
from serai.engines.claims.numerals import find_numbers
from serai.engines.claims.tokens import tokenize

ENGLISH = language("en")
ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int, *, joint: str = " and ") -> str:
    """Write a number in English words."""
    for name, size in (("billion", 10**9), ("million", 10**6), ("thousand", 1000)):
        if number >= size:
            rest = number % size
            tail = f"{joint if rest < 100 else ' '}{in_words(rest, joint=joint)}" if rest else ""
            return f"{in_words(number // size, joint=joint)} {name}{tail}"
    if number >= 100:
        rest = number % 100
        return f"{ONES[number // 100]} hundred{joint + in_words(rest) if rest else ''}"
    if number >= 20:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    return ONES[number]


def values(text: str) -> list[float]:
    tokens = tokenize(text, 0, len(text), ENGLISH)
    return [number.value for number in find_numbers(tokens, ENGLISH) if number.form != "ordinal"]


@given(st.integers(0, 10**12 - 1), st.sampled_from([" and ", " "]))
def test_every_number_in_words_is_read_back(number: int, joint: str) -> None:
    assert values(f"about {in_words(number, joint=joint)} people") == [number]


def test_small_and_awkward_numbers_in_words() -> None:
    for number in (*range(2_000), 10_001, 100_100, 999_999, 1_000_001, 10**12 - 1):
        assert values(in_words(number)) == [number]


@given(st.integers(0, 10**12), st.sampled_from([",", " ", "\u00a0", "\u202f"]))
def test_grouped_digits_are_read_back(number: int, mark: str) -> None:
    text = f"{number:,}".replace(",", mark).replace("\u00a0", " ").replace("\u202f", " ")
    assert values(f"of {text} people") == [number]


@given(st.decimals(0, 10**6, places=2))
def test_decimals_are_read_back(number: object) -> None:
    assert digits_value(str(number), ".") == pytest.approx(float(str(number)))
    assert digits_value(str(number).replace(".", ","), ",") == pytest.approx(float(str(number)))


@given(st.integers(1, 999), st.sampled_from(["thousand", "million", "billion", "trillion", "bn"]))
def test_magnitudes_multiply_digits(number: int, magnitude: str) -> None:
    assert values(f"{number} {magnitude} yuan") == [number * ENGLISH.multipliers[magnitude]]


@pytest.mark.parametrize(
    ("text", "value"),
    [("l00 farms", 100), ("1O0 farms", 100), ("1 ,000 farms", 1000), ("1,5 million", 1_500_000),
     ("1.234.567 people", 1_234_567), ("1,00,000 people", 100_000), ("3½ years", 3.5),
     ("two and a half million", 2_500_000), ("a quarter of a million", 250_000),
     ("hundreds of thousands of", 100_000), ("several hundred million", 100_000_000),
     ("two-thirds of", 2 / 3), ("a dozen", 12), ("two dozen", 24), ("20k people", 20_000),
     ("twelve hundred", 1200), ("half a million", 500_000)],
)  # fmt: skip
def test_forms_of_numbers(text: str, value: float) -> None:
    assert values(text) == [pytest.approx(value)]


@pytest.mark.parametrize("text", ["G20", "H1N1", "COP28", "5G", "18th", "the first", "1990s"])
def test_parts_of_words_are_no_numbers(text: str) -> None:
    tokens = tokenize(text, 0, len(text), ENGLISH)
    forms = {number.form for number in find_numbers(tokens, ENGLISH)}
    assert forms <= {"ordinal", "glued"}
