"""What can be typed into a search box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.foundation.search.query import (
    NOTHING,
    All,
    Any,
    Limit,
    Not,
    Phrase,
    QueryError,
    parse,
    phrases,
)

FIELDS = ("country", "kind", "year", "party")


def word(*tokens: str, prefix: bool = False) -> Phrase:
    return Phrase(tokens, is_prefix=prefix)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("crop", word("crop", prefix=True)),
        ('"crop"', word("crop")),
        ("crop lab", All((word("crop"), word("lab", prefix=True)))),
        ("crop* lab", All((word("crop", prefix=True), word("lab", prefix=True)))),
        ('"crop laboratory" "x"', All((word("crop", "laboratory"), word("x")))),
        ("“crop laboratory”", word("crop", "laboratory")),
        ("«crop laboratory»", word("crop", "laboratory")),
        ("d'Ivoire", word("d", "ivoire", prefix=True)),
        ('-crop "lab"', All((Not(word("crop")), word("lab")))),
        ('a OR "b"', Any((word("a"), word("b")))),
        ('a | "b"', Any((word("a"), word("b")))),
        ('a b OR "c"', Any((All((word("a"), word("b"))), word("c")))),
        ('a (b OR c) "d"', All((word("a"), Any((word("b"), word("c"))), word("d")))),
        ('-(a b) "c"', All((Not(All((word("a"), word("b")))), word("c")))),
        ("country:CN", Limit("country", "CN")),
        ('party:"Academy of Sciences"', Limit("party", "Academy of Sciences")),
        ("-year:2019..2023", Not(Limit("year", "2019..2023"))),
        ("kind：agreement", Limit("kind", "agreement")),
        ("Title: words", All((word("title"), word("words", prefix=True)))),
        ("10:30", word("10", "30", prefix=True)),
        ("https://a.b", word("https", "a", "b", prefix=True)),
        ("or", word("or", prefix=True)),
        ("ORDER", word("order", prefix=True)),
        ("生物学", word("生物", "物学", prefix=True)),
        ("学 x", All((word("学", prefix=True), word("x", prefix=True)))),
        ("crop - lab", All((word("crop"), word("lab", prefix=True)))),
        ("_", NOTHING),
        ("", NOTHING),
        ("-", NOTHING),
    ],
)
def test_reading(written: str, expected: object) -> None:
    assert parse(written, fields=FIELDS) == expected


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ('"crop', "quotation mark"),
        ("(crop", "bracket"),
        ("crop)", "bracket"),
        ("OR crop", "both sides"),
        ("crop OR", "both sides"),
        ("colour:red", "no field “colour”"),
        ("( " * 12, "brackets"),
        ("word " * 30, "at most 24"),
    ],
)
def test_what_cannot_be_read_is_explained(written: str, advice: str) -> None:
    with pytest.raises(QueryError, match=advice):
        parse(written, fields=FIELDS)


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ['"', "(", ")", "-", "OR", "|", "*", ":", "country:", "x:", "crop", "分", " ", "”"]
            ),
            max_size=20,
        ).map("".join),
    )
)
def test_any_text_is_read_or_explained(text: str) -> None:
    try:
        node = parse(text, fields=FIELDS)
    except QueryError as error:
        advice = str(error)
        assert advice
    else:
        assert all(phrase.tokens for phrase in phrases(node))


def test_only_what_can_be_seen_is_marked() -> None:
    node = parse('crop -wheat (lab OR "field station") year:2020', fields=FIELDS)
    assert [phrase.tokens for phrase in phrases(node)] == [
        ("crop",), ("lab",), ("field", "station"),
    ]  # fmt: skip
