"""Offsets: of any text, however its lines are broken."""

from __future__ import annotations

import textwrap
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.claims.expected import cases
from serai.engines.claims import exclusions, scene, subjects, tokens
from serai.engines.claims import text as text_module
from serai.engines.claims.extraction import extract_figures
from serai.engines.claims.languages import Language, language
from serai.engines.claims.text import CanonicalText

SENTENCES = [case.text for case in cases() if case.file in {"agency.txt", "speeches.txt"}]
PIECES = (
    *("more than", "million", "of", "and", "countries", "years", "to", "US$", "from", "half"),
    *("hundred", "12", "3.5", "2023", "five", "“", "”", "\n", "\r\n", "\n\n", " | ", "\t", "-"),
    *("%", "per cent", "a", "the", "them", "which", ".", ",", "May", "l00", "½", "五", "𝟙", "٣"),
)
ALPHABET = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map(
    " ".join
)


@given(ALPHABET)
@settings(max_examples=300)
def test_no_text_breaks_the_engine_and_every_offset_fits(text: str) -> None:
    canonical = CanonicalText(text)
    assert len(canonical.flat) == len(text)
    for figure in extract_figures(canonical):
        assert 0 <= figure.sentence_start <= figure.start < figure.end <= figure.sentence_end
        assert figure.start <= figure.number_start < figure.number_end <= figure.end
        assert figure.sentence_end <= len(text)
        assert 0 < figure.confidence <= 1
        assert figure.unit
        if figure.qualifier == "range":
            assert figure.value_max is not None
            assert figure.value <= figure.value_max


@given(ALPHABET)
def test_sentences_lie_in_their_blocks_in_order(text: str) -> None:
    canonical = CanonicalText(text)
    end = 0
    for sentence in canonical.sentences:
        block = canonical.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert sentence.start >= end
        end = sentence.end
        assert canonical.sentence_at(sentence.start) == sentence


def stated(text: str) -> list[tuple[object, ...]]:
    return [
        (each.value, each.value_max, each.qualifier, each.unit, each.kind)
        for each in extract_figures(CanonicalText(text))
    ]


PARAGRAPHS = [" ".join(SENTENCES[start : start + 4]) for start in range(0, len(SENTENCES) - 4, 4)]


@given(
    st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=4, unique=True),
    st.integers(60, 100),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([" ", "\u00a0"]),
)
@settings(max_examples=60)
def test_soft_line_breaks_change_no_figure(
    paragraphs: list[str], width: int, end: str, space: str
) -> None:
    whole = "\n\n".join(paragraphs)
    broken = [
        end.join(textwrap.wrap(each, width, break_on_hyphens=False, break_long_words=False))
        for each in paragraphs
    ]
    assert stated((end + end).join(broken).replace(" ", space)) == stated(whole)


def test_a_date_broken_at_the_line_end_is_no_figure() -> None:
    text = "Some 40 companies will show their products at the expo, which opens on Sept.\r\n16-17."
    assert [each[3] for each in stated(text)] == ["company"]


def test_a_word_broken_at_the_line_end_is_one_word() -> None:
    text = (
        "China has set up more than fifty joint labora-\ntories and 20 agricultural demonstra-\n"
        "  tion centers."
    )
    assert [each[3] for each in stated(text)] == ["laboratory", "center"]


def test_a_number_word_keeps_its_hyphen_at_the_line_end() -> None:
    text = "In the course of the last meeting of the commission twenty-\nfive experts were heard."
    assert [each[0] for each in stated(text)] == [25]


def test_headings_items_and_rows_are_blocks_of_their_own() -> None:
    text = "# Results\n\nIt rained.\n\n- 8 areas\n- 3 halls\n\na | b | c\n1 | 2 | 3\n\n12\n"
    kinds = [block.kind for block in CanonicalText(text).blocks]
    assert kinds == ["heading", "paragraph", "item", "item", "row", "row", "furniture"]


def test_offsets_count_code_points_of_the_text_as_it_is() -> None:
    text = "\ufeff𝔘nder a 🌍 roof\r\n12 experts met."
    (figure,) = extract_figures(CanonicalText(text))
    assert text[figure.start : figure.end] == "12"


ADVERSARIAL = [
    "1 " * 20_000, "1," * 20_000, "one hundred and " * 8_000, "more than " * 10_000,
    "a, " * 15_000, "“" * 20_000, "12 big " + "old " * 15_000, "(" * 20_000, "- " * 20_000,
    "5 to " * 10_000, "of the " * 10_000, "x" * 50_000, "1:1 " * 10_000, "May 1, " * 8_000,
    "/1" * 20_000, "A/" * 20_000, "1-" * 20_000, ". " * 20_000, "| 1 " * 10_000, "\n" * 50_000,
]  # fmt: skip


@pytest.mark.parametrize("text", ADVERSARIAL, ids=lambda text: text[:12].strip() or "blank")
def test_work_grows_with_the_text_and_not_faster(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in tokens and characters looked at: a clock would measure the machine."""
    work = Counter[str]()
    name = "eighth"
    seen = tokens.Phrases.at

    def counted(self: tokens.Phrases, sequence: list[tokens.Token], index: int) -> int:
        work[name] += 1
        return seen(self, sequence, index)

    def tokenized(flat: str, start: int, end: int, tables: Language) -> list[tokens.Token]:
        work[name] += end - start
        return tokens.tokenize(flat, start, end, tables)

    monkeypatch.setattr(tokens.Phrases, "at", counted)
    for module in (scene, subjects):
        monkeypatch.setattr(module, "tokenize", tokenized)
    extract_figures(CanonicalText(text[: len(text) // 8]))
    name = "whole"
    extract_figures(CanonicalText(text))
    assert work["whole"] <= 12 * work["eighth"] + 10_000


def test_a_sentence_without_end_is_cut() -> None:
    long = "many words and " * 2_000
    assert all(
        each.end - each.start <= text_module.MAX_SENTENCE for each in CanonicalText(long).sentences
    )


def test_a_paragraph_of_any_length_is_cut_at_its_sentences() -> None:
    one = "The panel met 12 firms. "
    found = CanonicalText(one * 1_000).sentences
    assert [each.end - each.start for each in found] == [len(one) - 1] * 1_000


def test_masks_are_found_by_patterns_without_nested_repetition() -> None:
    """Each pattern of exclusions must pass over a long hostile string in one go."""
    for hostile in (
        "1" * 5_000,
        "5-" * 5_000,
        "1." * 5_000,
        "+1" * 5_000,
        "A/" * 5_000,
        "(1" * 5_000,
    ):
        assert isinstance(exclusions.masked_spans(hostile, 0, len(hostile), language("en")), list)
