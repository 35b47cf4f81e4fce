"""What may be quoted, and how it reads."""

from __future__ import annotations

import pytest

from serai.track.evidence.words import LONGEST_QUOTATION, place_words, sentence_of


@pytest.mark.parametrize(
    ("quote", "written", "expected"),
    [
        ("", "80", ""),
        ("There are over 80.", "over 80", "There are over 80."),
        ("One. There are over 80. Three.", "over 80", "… There are over 80. …"),
        ("One. Two.", "not there", "One. …"),
        ("They said: “over 80.” Then they left.", "over 80", "They said: “over 80.” …"),
        ("已签署80多个协定。还有更多。", "80", "已签署80多个协定。 …"),
        (
            "A value of 3.5 million\nover two lines.",
            "3.5",
            "A value of 3.5 million over two lines.",
        ),
    ],
)
def test_at_most_one_sentence_is_published(quote, written, expected):
    assert sentence_of(quote, written) == expected


def test_a_sentence_without_end_is_cut():
    assert len(sentence_of("word " * 400)) <= LONGEST_QUOTATION + 2


def test_places():
    assert place_words(1569, 1737, "") == "characters 1,569–1,737"
    assert place_words(0, 7, "page 3") == "page 3, characters 0–7"
    assert place_words(None, None, "page 3, table 2") == "page 3, table 2"
    assert place_words(None, None, "") == ""
