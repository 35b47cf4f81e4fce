"""Texts as tokens: six languages, one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.foundation.search.tokens import (
    BOUNDARY,
    MAX_TOKENS,
    SCOPES,
    index_text,
    query_tokens,
    spans,
    tokens,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Côte d’Ivoire", ["cote", "d", "ivoire"]),
        ("Düsseldorf-Straße", ["dusseldorf", "strasse"]),
        ("Ещё ёлка", ["еще", "елка"]),
        ("الطَّاقَة الشمســية", ["الطاقه", "الشمسيه"]),
        ("إلى أحمد", ["الي", "احمد"]),
        ("٢٠٢٣ and ２０２４", ["2023", "and", "2024"]),
        ("分子生物学", ["分子", "子生", "生物", "物学", "学"]),
        ("学", ["学"]),
        ("X射线 2.0", ["x", "射线", "线", "2", "0"]),
        ("Łódź, København, Çeşme", ["lodz", "kobenhavn", "cesme"]),
        ("ＦＵＬＬ　ＷＩＤＴＨ", ["full", "width"]),
        ("", []),
        ("— _ %", []),
        (f"a{BOUNDARY}b{SCOPES[0]}c", ["a", "b", "c"]),
    ],
)
def test_one_form_for_all_spellings(written: str, expected: list[str]) -> None:
    assert tokens(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("生物", ["生物"]),
        ("生物学", ["生物", "物学"]),
        ("生物学 lab", ["生物", "物学", "学", "lab"]),
        ("X射线", ["x", "射线"]),
        ("学", ["学"]),
    ],
)
def test_a_part_of_a_run_is_asked_for_without_its_end(written: str, expected: list[str]) -> None:
    assert query_tokens(written) == expected


def test_scopes_are_told_apart() -> None:
    found = index_text(["Crop laboratory", "It is in Kisumu"], ["Crop laboratory"], ["Kisumu"])
    name, place, _party = SCOPES
    assert found.split() == [
        "crop", "laboratory", BOUNDARY, "it", "is", "in", "kisumu", BOUNDARY,
        f"{name}crop", f"{name}laboratory", BOUNDARY, f"{place}kisumu", BOUNDARY,
    ]  # fmt: skip


def test_a_text_said_twice_is_indexed_once() -> None:
    assert index_text(["one", "one"]) == f"one {BOUNDARY}"


def test_the_longest_texts_are_cut() -> None:
    assert len(index_text(["word " * 2 * MAX_TOKENS]).split()) == MAX_TOKENS


@given(st.text(max_size=80))
def test_tokens_are_letters_and_digits(text: str) -> None:
    assert all(token.isalnum() for token in tokens(text))


@given(st.text(max_size=80))
def test_places_lie_in_the_text_in_order(text: str) -> None:
    found = spans(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert [span.start for span in found] == sorted(span.start for span in found)


@given(
    st.lists(
        st.text(st.sampled_from("abcÀÉñ0189ёйЖشمسة分子生物学と"), min_size=1, max_size=8),
        max_size=6,
    )
)
def test_places_are_those_of_the_tokens(words: list[str]) -> None:
    text = " ".join(words)
    assert [span.token for span in spans(text)] == tokens(text)
