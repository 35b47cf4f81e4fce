"""What other tools got wrong, each as a test."""

from __future__ import annotations

import pytest

from serai.engines.claims.extraction import extract_figures
from serai.engines.claims.text import CanonicalText


def read(text: str) -> list[tuple[float, float | None, str, str]]:
    return [
        (each.value, each.value_max, each.qualifier, each.unit)
        for each in extract_figures(CanonicalText(text))
    ]


def test_between_five_and_six_is_a_range_and_not_eleven() -> None:
    assert read("It will take between five and six laboratories.") == [
        (5, 6, "range", "laboratory")
    ]


def test_digits_grouped_by_spaces_keep_their_zeros() -> None:
    assert read("The mine produced 816 000 t of ore.") == [(816_000, None, "exact", "t")]


def test_years_are_no_quantities() -> None:
    assert read("In 2013 it began, and from 2015 to 2023 it grew; 2024 will be decisive.") == []


def test_ordinals_are_no_fractions() -> None:
    assert read("The third forum was held, the second of its kind.") == []


def test_words_are_no_units_of_physics() -> None:
    assert read("They held 300 activities.") == [(300, None, "exact", "activity")]


def test_one_of_the_eight_is_eight() -> None:
    assert read("It is one of the eight major steps.") == [(8, None, "exact", "step")]


def test_plus_behind_the_number_is_kept() -> None:
    assert read("It has 50-plus laboratories.") == [(50, None, "at_least", "laboratory")]


@pytest.mark.parametrize(
    "text",
    ["on 16-17 September", "on September 16-17, 2023", "by the end of June 2023", "June 2023"],
)
def test_dates_are_no_figures(text: str) -> None:
    assert read(f"The meeting was held {text}.") == []


def test_percent_is_no_date() -> None:
    assert read("It grew 3% and fell 5 per cent.") == [
        (3, None, "exact", "%"),
        (5, None, "exact", "%"),
    ]


@pytest.mark.parametrize("mark", ['"1 ', "”12 ", ".2 ", "[3] "])
def test_footnote_marks_are_no_figures(mark: str) -> None:
    assert read(f'He said: "The people have stood up.{mark}China has many engineers.') == []


def test_population_before_its_number() -> None:
    assert read("A country with a population of 1.4 billion.") == [
        (1_400_000_000, None, "exact", "person")
    ]


def test_sections_of_a_book_are_no_year() -> None:
    assert read("The code has 1935 sections.") == [(1935, None, "exact", "section")]


def test_compound_numerals_are_one_number() -> None:
    assert read("He visited seven hundred and twenty villages.") == [
        (720, None, "exact", "village")
    ]


@pytest.mark.parametrize(
    "text",
    ["13 Minute", "Views: 1024", "5 min read", "Page 3 of 12", "- 14 -", "SDG 17 and COP28 matter.",
     "The positioning of the “Two Centers and Two Places” is clear.", "G20, COVID-19 and 5G.",
     "The Belt and Road 2.0 has begun.", "Article 5, section 12 and Annex 3 apply.",
     "The two sides agreed, and the two countries signed.", "Call +86 10 5888 1234 at 17:45.",
     "It is open 24 hours a day.", "They won 3-1.", "The Three Gorges Dam.", "Version 2.0 of it."],
)  # fmt: skip
def test_numbers_that_state_nothing(text: str) -> None:
    assert read(text) == []


def test_the_two_of_a_count_is_a_figure() -> None:
    assert read("These are the two keywords of the meeting.") == [(2, None, "exact", "keyword")]


def test_typhoon_generator_units_of_a_translation() -> None:
    assert read("The 40 typhoon generator units rotate.") == [(40, None, "exact", "unit")]


def test_name_with_a_lost_accent_does_not_disturb() -> None:
    assert read("In C ô te d'Ivoire, 30 farms were set up.") == [(30, None, "exact", "farm")]


def test_particulars_are_told_line_by_line() -> None:
    text = "Founded: 1971\nStudents: 18,200 (of whom 2,100 foreign)\nTeaching staff: 940\n"
    text += "Partner schools: about 120 in 14 countries\nLibrary: 1.5 million volumes, 3 halls\n"
    assert [(value, unit) for value, _upper, _qualifier, unit in read(text)] == [
        (18_200, "student"), (2_100, "student"), (940, "staff"), (120, "school"),
        (14, "country"), (1_500_000, "volume"), (3, "hall"),
    ]  # fmt: skip


def test_a_sentence_ends_behind_a_bullet_too() -> None:
    text = CanonicalText("• The levy brought in Rs. 68.5 crores in 1994-95. The next is 77.1.")
    assert [text.text[each.start : each.end] for each in text.sentences] == [
        "• The levy brought in Rs. 68.5 crores in 1994-95.", "The next is 77.1.",
    ]  # fmt: skip


def test_two_spaces_behind_a_full_stop_make_no_table() -> None:
    text = "  1.  A total of 12,30,400 wells were dug.  The rest wait.\n"
    text += "  2.  Some 45,000 pumps came.  None failed.\n"
    assert [value for value, *_ in read(text)] == [1_230_400, 45_000]


def test_a_sentence_behind_a_list_is_none_of_its_items() -> None:
    text = "(a) grants: 84;\n(b) rate: 16,3 % (mean: 15.9 %).\nUnder Article 4 the committee met."
    sentences = CanonicalText(text).sentences
    assert text[sentences[-1].start :] == "Under Article 4 the committee met."
    assert read(text) == [
        (84, None, "exact", "grant"), (16.3, None, "exact", "%"), (15.9, None, "exact", "%"),
    ]  # fmt: skip
