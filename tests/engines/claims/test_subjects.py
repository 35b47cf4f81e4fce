"""What a figure is about: a noun phrase, in the words of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.engines.claims.extraction import extract_figures
from serai.engines.claims.subjects import MAX_SUBJECT
from serai.engines.claims.text import CanonicalText


def subjects(text: str, language: str = "en") -> list[str]:
    return [each.subject for each in extract_figures(CanonicalText(text, language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 40 young weavers from the valley have been asked to come.",
         ["young weavers from the valley"]),
        ("Over 300 foreign guests from more than 70 countries were invited to attend the opening.",
         ["foreign guests", "countries"]),
        ("They run 12 mills, and trade grows.", ["mills"]),
        ("It keeps 20 joint workshops in the fields of health.",
         ["joint workshops in the fields of health"]),
        ("The town counts 90 stalls which sell bread.", ["stalls"]),
        ("Police held 23 suspects, a further 11 are wanted.", ["suspects", "suspects"]),
    ],
)  # fmt: skip
def test_counted_noun_with_its_complement(text: str, expected: list[str]) -> None:
    assert subjects(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wool exports rose by 8.2 percent.", ["Wool exports"]),
        ("They signed $4 billion in deals.", ["deals"]),
        ("The council has spent 41 million euros on rural roads.", ["rural roads"]),
        ("Some 40 percent of the visitors came by train.", ["visitors"]),
        ("Turnover at the market reached $30 million.", ["Turnover at the market"]),
        ("The main buyers were Norway (22 percent), Chad (14 percent).", ["Norway", "Chad"]),
        ("It spent 5 million euros.", ["EUR"]),
    ],
)  # fmt: skip
def test_what_money_is_for_and_what_a_share_is_of(text: str, expected: list[str]) -> None:
    assert subjects(text) == expected


def test_other_languages_give_their_counted_noun() -> None:
    assert subjects("La ville compte 120 chercheurs.", "fr") == ["chercheurs"]


_WORDS = "40,guests,of,the,and,$5 million,in,rose,12%,(,),“,Fair,\n".split(",")


@given(st.lists(st.sampled_from(_WORDS), max_size=30))
def test_subject_is_never_empty_long_or_broken_over_lines(words: list[str]) -> None:
    for subject in subjects(" ".join(words)):
        assert subject
        assert len(subject.split()) <= MAX_SUBJECT
        assert "\n" not in subject
