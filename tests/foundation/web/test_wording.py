"""Bounds in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from serai.foundation.languages import LANGUAGE_CODES, locale_of
from serai.foundation.web.wording import bound_html, bound_text, written_number

LARGEST = 10**16 - 1
"""What the columns of figures hold."""


@pytest.mark.parametrize(
    ("qualifier", "expected"),
    [
        ("exact", "1,300"),
        ("more_than", "more than 1,300"),
        ("at_least", "at least 1,300"),
        ("about", "about 1,300"),
        ("nearly", "nearly 1,300"),
        ("up_to", "up to 1,300"),
        ("unquantified", "no number given"),
        ("of_unknown_kind", "1,300"),
    ],
)
def test_each_qualifier_in_words(qualifier: str, expected: str) -> None:
    with translation.override("en"):
        assert bound_text(qualifier, Decimal("1300.0000")) == expected


def test_a_range_has_two_ends() -> None:
    with translation.override("en"):
        assert bound_text("range", 20, 25) == "between 20 and 25"
        assert bound_text("range", 20) == "at least 20"


def test_a_missing_value_is_said_to_be_missing() -> None:
    with translation.override("en"):
        assert bound_text("more_than", None) == "no number given"


def test_the_numbers_are_marked() -> None:
    with translation.override("en"):
        assert (
            bound_html("more_than", 80)
            == '<span class="bound">more than <b class="numeral">80</b></span>'
        )


@given(
    qualifier=st.sampled_from(
        ["exact", "more_than", "nearly", "range", "unquantified", "<script>"]
    ),
    value=st.none() | st.decimals(-LARGEST, LARGEST, places=4),
    upper=st.none() | st.integers(-LARGEST, LARGEST),
    language=st.sampled_from(LANGUAGE_CODES),
)
def test_markup_and_text_say_the_same_in_every_language(
    qualifier: str, value: Decimal | None, upper: int | None, language: str
) -> None:
    with translation.override(language):
        html = bound_html(qualifier, value, upper)
        text = bound_text(qualifier, value, upper)
    for markup in (
        '<span class="bound">',
        '<span class="bound range">',
        '<span class="bound unquantified">',
        '<b class="numeral">',
        "</b>",
        "</span>",
    ):
        html = html.replace(markup, "")
    assert html.replace("&#x27;", "'") == text


@given(value=st.integers(-LARGEST, LARGEST) | st.integers(0, 12_000))
def test_whole_numbers_are_written_as_the_language_does(value: int) -> None:
    for code in LANGUAGE_CODES:
        with translation.override(code):
            assert written_number(value) == format_decimal(value, locale=locale_of())
