"""Figures in tables: bars, tabs, aligned columns."""

from __future__ import annotations

from serai.engines.claims.extraction import extract_figures
from serai.engines.claims.text import CanonicalText


def read(text: str) -> list[tuple[float, str]]:
    return [(each.value, each.unit) for each in extract_figures(CanonicalText(text))]


BARS = """
| Country | Projects | Budget (US$ million) | Share (%) |
|---------|---------:|---------------------:|----------:|
| Kenya   |       12 |                  3.5 |      12.5 |
| Nepal   |    1,204 |                  1.2 |         7 |
"""


def test_head_of_the_column_is_the_unit() -> None:
    assert read(BARS) == [
        (12, "project"), (3_500_000, "USD"), (12.5, "%"),
        (1204, "project"), (1_200_000, "USD"), (7, "%"),
    ]  # fmt: skip


def test_head_of_the_row_is_the_unit_where_columns_are_years() -> None:
    text = (
        "Indicator               2013     2018     2023\n"
        "Joint laboratories        33       45       53\n"
        "Trained scientists     1,200    4,500   10,000\n"
    )
    assert read(text) == [
        (33, "laboratory"), (45, "laboratory"), (53, "laboratory"),
        (1200, "scientist"), (4500, "scientist"), (10_000, "scientist"),
    ]  # fmt: skip


def test_tabs_separate_cells() -> None:
    assert read("Exhibitors\t210\nVisitors\t34,000\n") == [(210, "exhibitor"), (34_000, "visitor")]


def test_numbers_of_rows_pages_and_hours_are_no_figures() -> None:
    assert read("No. | Title | Page\n1 | Opening | 12\n2 | Closing | 40\n") == []
    assert read("9:00\tOpening\tRoom 3\n10:30\tKeynotes\tRoom 4\n") == []


def test_a_cell_has_its_row_as_sentence() -> None:
    figure = extract_figures(CanonicalText(BARS))[0]
    line = BARS[figure.sentence_start : figure.sentence_end]
    assert line.startswith("| Kenya")
    assert BARS[figure.start : figure.end] == "12"


def test_label_with_a_colon_is_the_unit() -> None:
    assert read("Number of participants: 340\n") == [(340, "participant")]
