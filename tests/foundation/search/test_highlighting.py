"""Marking hits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.foundation.search.highlighting import excerpt, highlighted
from serai.foundation.search.query import Phrase, parse, phrases


def sought(written: str) -> list[Phrase]:
    return list(phrases(parse(written)))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The Côte d’Or laboratory", "cote", "The <mark>Côte</mark> d’Or laboratory"),
        ("A <b>crop</b> & more", "crop", "A &lt;b&gt;<mark>crop</mark>&lt;/b&gt; &amp; more"),
        ("作物分子生物学联合实验室", "分子生物", "作物<mark>分子生物</mark>学联合实验室"),
        ("生物学", "学", "生物<mark>学</mark>"),
        ("crop lab, crop laboratory", '"crop lab"', "<mark>crop lab</mark>, crop laboratory"),
        ("laboratories", "lab", "<mark>laboratories</mark>"),
        ("الطَّاقَة الشمسية", "الطاقة", "<mark>الطَّاقَة</mark> الشمسية"),
        ("nothing here", "crop", "nothing here"),
    ],
)
def test_what_was_searched_is_marked(text: str, words: str, expected: str) -> None:
    assert highlighted(text, sought(words)) == expected


def test_an_excerpt_shows_the_first_hit() -> None:
    text = "word " * 60 + "needle in it " + "word " * 60
    found = excerpt(text, sought("needle"), 100)
    assert found.startswith("…")
    assert "needle" in found
    assert len(found) <= 100
    assert excerpt("word needle " + "word " * 60, sought("needle"), 100).startswith("word needle")
    assert excerpt("short needle", sought("needle"), 100) == "short needle"


@given(st.text(max_size=200), st.text(max_size=20), st.integers(20, 60))
def test_no_text_breaks_it(text: str, words: str, length: int) -> None:
    wanted = [Phrase(tuple(words.split()[:2]), is_prefix=True)] if words.split() else []
    assert highlighted(text, wanted).replace("<mark>", "").replace("</mark>", "") == highlighted(
        text, []
    )
    assert len(excerpt(text, wanted, length)) <= length
