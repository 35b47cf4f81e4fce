"""Dates and periods in English: what is meant, how exactly, and nothing that nobody said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.engines.claims.dates import as_of_for, document_date, find_dates
from serai.engines.claims.dates.span import bounds_of, precision_of

WEDNESDAY = date(2023, 11, 8)

CASES = [
    ("by the end of June 2023, China had signed 80", "by the end of June 2023", "../2023-06-30"),
    ("by June 2023 it had", "by June 2023", "../2023-06"),
    ("as of June 30, 2023", "as of June 30, 2023", "../2023-06-30"),
    ("as of end-2022 there were", "as of end-2022", "../2022-12-31"),
    ("at the end of 2022, there were", "the end of 2022", "2022"),
    ("Since 2013, it has", "Since 2013", "2013/.."),
    ("until 31 March 2024", "until 31 March 2024", "../2024-03-31"),
    ("before 2020 the two", "before 2020", "../2020"),
    ("held from 6 to 7 November 2023", "from 6 to 7 November 2023", "2023-11-06/2023-11-07"),
    ("held on 6-7 November 2023", "6-7 November 2023", "2023-11-06/2023-11-07"),
    ("on 6 and 7 November 2023", "6 and 7 November 2023", "2023-11-06/2023-11-07"),
    ("on 16-17 September in Geneva", "16-17 September", "2023-09-16/2023-09-17"),
    ("from Nov. 6 to 7, said", "from Nov. 6 to 7", "2023-11-06/2023-11-07"),
    ("November 6–7, 2023", "November 6–7, 2023", "2023-11-06/2023-11-07"),
    (
        "30 October to 2 November 2023",
        "30 October to 2 November 2023",
        "2023-10-30/2023-11-02",
    ),
    ("from 29 December to 3 January 2024", "from 29 December to 3 January 2024",
     "2023-12-29/2024-01-03"),
    ("Nov. 30, 2023 to Dec. 2, 2023", "Nov. 30, 2023 to Dec. 2, 2023", "2023-11-30/2023-12-02"),
    ("June to August 2023", "June to August 2023", "2023-06/2023-08"),
    ("on November 9, 2023", "November 9, 2023", "2023-11-09"),
    ("on 9 November 2023", "9 November 2023", "2023-11-09"),
    ("the 9th of November 2023", "9th of November 2023", "2023-11-09"),
    ("on NOVEMBER 9, 2023", "NOVEMBER 9, 2023", "2023-11-09"),
    ("On October 18, the", "October 18", "2023-10-18"),
    ("on December 30 it", "December 30", "2023-12-30"),
    ("In November 2015, the", "November 2015", "2015-11"),
    ("in early 2024", "early 2024", "2024"),
    ("in mid-June 2023", "mid-June 2023", "2023-06"),
    ("in the first half of 2023", "the first half of 2023", "2023-40"),
    ("in the second half of last year", "the second half of last year", "2022-41"),
    ("in the third quarter of 2022", "the third quarter of 2022", "2022-35"),
    ("in Q3 2023", "Q3 2023", "2023-35"),
    ("in the first nine months of 2023", "the first nine months of 2023", "2023-01/2023-09"),
    ("from 2013 to 2023", "from 2013 to 2023", "2013/2023"),
    ("between 2013 and 2023", "between 2013 and 2023", "2013/2023"),
    ("the plan for 2021-2025", "2021-2025", "2021/2025"),
    ("in 2021/22 the", "2021/22", "2021/2022"),
    ("in the 1990s", "the 1990s", "199X"),
    ("in 2016 the centre", "2016", "2016"),
    ("the centre (2016) is", "2016", "2016"),
    ("on 2023-11-06", "2023-11-06", "2023-11-06"),
    ("on 6.11.2023", "6.11.2023", "2023-11-06"),
    ("on 13/11/2023", "13/11/2023", "2023-11-13"),
    ("on 06/11/2023", "06/11/2023", "2023"),
    ("last year it", "last year", "2022"),
    ("held last month", "last month", "2023-10"),
    ("This year marks", "This year", "2023"),
    ("this June it", "this June", "2023-06"),
    ("last December it", "last December", "2022-12"),
    ("next June it", "next June", "2024-06"),
    ("three years ago", "three years ago", "2020"),
    ("over the past decade", "over the past decade", "2013/2023-11-08"),
    ("Over the past ten years", "Over the past ten years", "2013/2023-11-08"),
    ("in the past three months", "in the past three months", "2023-08/2023-11-08"),
    ("said Monday at", "Monday", "2023-11-06"),
    ("that ended Tuesday", "Tuesday", "2023-11-07"),
    ("said on Wednesday", "Wednesday", "2023-11-08"),
    ("will open on Thursday", "Thursday", "2023-11-09"),
    ("next Monday it", "next Monday", "2023-11-13"),
    ("Today, the", "Today", "2023-11-08"),
    ("yesterday", "yesterday", "2023-11-07"),
    ("so far, it has", "so far", "2023-11-08"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "meaning"), CASES)
def test_dates_and_periods(text: str, words: str, meaning: str) -> None:
    (span,) = find_dates(text, "en", WEDNESDAY)
    assert (span.text, span.edtf) == (words, meaning)
    assert text[span.start : span.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "one of the eight major steps",
        "growth of 3% in trade",
        "In 1935 sections of the road, 2000 people worked",
        "more than 2000 researchers and 1950 students",
        "the 2030 Agenda for Sustainable Development, Agenda 2063 and Vision 2030",
        "COP28, SDG 17, Windows 95 and ISO 2015",
        "it may march on; the second of three; a May Day",
        "US$2023, No. 2023, 2,023 and 2023.5",
        "on February 30, 2023",
        "29 February 2023",
        "a ratio of 10/12 and version 1.2.3",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert [span.text for span in find_dates(text, "en", WEDNESDAY)] == []


def test_what_is_relative_is_unknown_without_the_day_of_the_statement() -> None:
    text = "Last year, on October 18 and on Monday, so far, over the past decade."
    spans = find_dates(text, "en")
    assert [span.text for span in spans] == [
        "Last year", "October 18", "Monday", "so far", "over the past decade",
    ]  # fmt: skip
    assert {(span.value, span.as_of, span.first) for span in spans} == {("", "", None)}


def test_the_basis_is_said() -> None:
    text = "By June 2023, on October 18, so far."
    assert [span.basis for span in find_dates(text, "en", WEDNESDAY)] == [
        "stated", "inferred", "publication",
    ]  # fmt: skip


def test_the_same_day_is_the_last_that_was_named() -> None:
    spans = find_dates("It opened on November 6, 2023 and on the same day closed.", "en")
    assert [span.value for span in spans] == ["2023-11-06", "2023-11-06"]
    assert spans[1].basis == "inferred"


@pytest.mark.parametrize(
    ("value", "precision", "first", "last"),
    [
        ("2023", "year", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-02", "month", date(2023, 2, 1), date(2023, 2, 28)),
        ("2023-34", "quarter", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023-41", "half", date(2023, 7, 1), date(2023, 12, 31)),
        ("199X", "decade", date(1990, 1, 1), date(1999, 12, 31)),
        ("2023-11-06", "day", date(2023, 11, 6), date(2023, 11, 6)),
    ],
)
def test_bounds(value: str, precision: str, first: date, last: date) -> None:
    assert bounds_of(value) == (first, last)
    assert precision_of(value) == precision


@given(st.text(alphabet="0123456789 -–./,JanuryMch thesofpd'’Q", max_size=60))
def test_any_text_is_read_and_no_day_is_invented(text: str) -> None:
    for span in find_dates(text, "en", WEDNESDAY):
        assert text[span.start : span.end] == span.text
        if span.basis == "stated" and span.precision == "day":
            assert str(int(span.value[8:])) in span.text
        assert span.first is None or span.last is None or span.first <= span.last


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_days_come_back(day: date) -> None:
    for form in (
        f"on {day:%B} {day.day}, {day.year}",
        f"on {day.day} {day:%B %Y}",
        f"{day:%b}. {day.day}, {day.year}",
    ):
        assert [span.value for span in find_dates(form, "en")] == [day.isoformat()]


def _as_of(sentence: str, figure: str) -> str | None:
    start = sentence.index(figure)
    span = as_of_for(
        start,
        start + len(figure),
        sentence=(0, len(sentence)),
        dates=find_dates(sentence, "en", WEDNESDAY),
        text=sentence,
    )
    return span and span.text


@pytest.mark.parametrize(
    ("sentence", "figure", "words"),
    [
        ("By the end of June 2023, China had agreements with 80 countries.", "80",
         "By the end of June 2023"),
        ("In 2022 there were 80 centres and in 2023 there were 95.", "95", "2023"),
        ("There were 80 centres in 2022 and 95 in 2023.", "80", "2022"),
        ("The platform, which opened in 2015, has trained 400 people so far.", "400", "so far"),
        ("It has 400 members, which was founded in 2015.", "400", None),
        ("There are 50 laboratories.", "50", None),
    ],
)  # fmt: skip
def test_which_date_a_figure_has(sentence: str, figure: str, words: str | None) -> None:
    assert _as_of(sentence, figure) == words


def test_a_date_of_another_sentence_is_not_carried_over() -> None:
    text = "By June 2023 it had 80. It has 50 centres."
    start = text.index("50")
    dates = find_dates(text, "en")
    found = as_of_for(start, start + 2, sentence=(24, len(text)), dates=dates, text=text)
    assert found is None


@pytest.mark.parametrize(
    ("text", "published", "day", "basis"),
    [
        ("Title\n\nXinhua 10:01, November 09, 2023\n\nBEIJING, Nov. 8 (Xinhua) -- The", None,
         date(2023, 11, 8), "inferred"),
        ("CHONGQING, Nov. 6 (Xinhua) -- The first", date(2023, 11, 7), date(2023, 11, 6),
         "inferred"),
        ("BEIJING, Oct. 30, 2023 (X) -- The", None, date(2023, 10, 30), "stated"),
        ("PORT LOUIS, Mauritius, Oct. 30, 2023 (X) -- The", None, date(2023, 10, 30), "stated"),
        ("GENEVA, 31 December 2023 (AFP) — The", None, date(2023, 12, 31), "stated"),
        ("A title\n\nThe text.", date(2023, 11, 7), date(2023, 11, 7), "publication"),
        ("date 2023-11-06 A title of a page\n\nThe text.", None, date(2023, 11, 6),
         "publication"),
        ("A page 2023-11-10 15:10\n\nIn 2013 it began.", None, date(2023, 11, 10), "publication"),
    ],
)  # fmt: skip
def test_when_a_document_was_written(
    text: str, published: date | None, day: date, basis: str
) -> None:
    found = document_date(text, "en", published)
    assert found is not None
    assert (found.day, found.basis) == (day, basis)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "GENÈVE, 6 novembre (Agence) -- La première"),
        ("es", "GINEBRA, 6 nov (Agencia) -- La primera"),
        ("ru", "Женева, 6 ноября /Агентство/ -- Первая"),
        ("zh", "新华社日内瓦11月6日电 首届论坛"),
    ],
)
def test_datelines_in_other_languages(language: str, text: str) -> None:
    found = document_date(text, language, date(2023, 11, 7))
    assert found is not None
    assert found.day == date(2023, 11, 6)
    assert find_dates(text[found.start : found.end], language)


def test_a_date_in_a_sentence_is_not_that_of_the_document() -> None:
    text = "The agreement of 6 November 2019 was signed by the two ministers in the capital city."
    assert document_date(text) is None


SIX = {
    "fr": [
        ("D’ici à fin juin 2023, la Chine", "D’ici à fin juin 2023", "../2023-06-30"),
        ("depuis 2013, il", "depuis 2013", "2013/.."),
        ("du 6 au 7 novembre 2023", "du 6 au 7 novembre 2023", "2023-11-06/2023-11-07"),
        ("le 18 octobre", "18 octobre", "2023-10-18"),
        ("le 1er juin 2022", "1er juin 2022", "2022-06-01"),
        ("au 30 juin 2023", "au 30 juin 2023", "../2023-06-30"),
        ("En 2016, il", "2016", "2016"),
        ("au premier semestre 2023", "premier semestre 2023", "2023-40"),
        ("les années 1990", "les années 1990", "199X"),
        ("l’an dernier", "l’an dernier", "2022"),
        ("le mois dernier", "le mois dernier", "2023-10"),
        ("au cours des dix dernières années", "au cours des dix dernières années",
         "2013/2023-11-08"),
        ("a dit lundi", "lundi", "2023-11-06"),
        ("à la mi-2022", "mi-2022", "2022"),
        ("à ce jour", "à ce jour", "2023-11-08"),
        ("il y a trois ans", "il y a trois ans", "2020"),
    ],
    "es": [
        ("A finales de junio de 2023, China", "A finales de junio de 2023", "../2023-06-30"),
        ("desde 2013", "desde 2013", "2013/.."),
        ("del 6 al 7 de noviembre de 2023", "del 6 al 7 de noviembre de 2023",
         "2023-11-06/2023-11-07"),
        ("el 18 de octubre", "18 de octubre", "2023-10-18"),
        ("en 2016, el", "2016", "2016"),
        ("en el primer semestre de 2023", "el primer semestre de 2023", "2023-40"),
        ("el tercer trimestre de 2022", "el tercer trimestre de 2022", "2022-35"),
        ("el año pasado", "el año pasado", "2022"),
        ("en los últimos diez años", "en los últimos diez años", "2013/2023-11-08"),
        ("a principios de 2024", "2024", "2024"),
        ("entre 2013 y 2023", "entre 2013 y 2023", "2013/2023"),
        ("hasta la fecha", "hasta la fecha", "2023-11-08"),
        ("hace tres años", "hace tres años", "2020"),
    ],
    "ru": [
        ("К концу июня 2023 года Китай", "К концу июня 2023 года", "../2023-06-30"),
        ("с 2013 года", "с 2013 года", "2013/.."),
        ("с 6 по 7 ноября 2023 года", "с 6 по 7 ноября 2023 года", "2023-11-06/2023-11-07"),
        ("18 октября он", "18 октября", "2023-10-18"),
        ("в 2016 году", "2016 году", "2016"),
        ("в первом полугодии 2023 года", "первом полугодии 2023 года", "2023-40"),
        ("в третьем квартале 2022 года", "третьем квартале 2022 года", "2022-35"),
        ("в прошлом году", "в прошлом году", "2022"),
        ("за последние десять лет", "за последние десять лет", "2013/2023-11-08"),
        ("в понедельник", "в понедельник", "2023-11-06"),
        ("2013-2023 годы", "2013-2023 годы", "2013/2023"),
        ("до 2030 года", "до 2030 года", "../2030"),
        ("три года назад", "три года назад", "2020"),
    ],
    "ar": [
        ("بحلول نهاية يونيو 2023", "بحلول نهاية يونيو 2023", "../2023-06-30"),
        ("منذ عام 2013", "منذ عام 2013", "2013/.."),
        ("من 6 إلى 7 نوفمبر 2023", "من 6 إلى 7 نوفمبر 2023", "2023-11-06/2023-11-07"),
        ("في ٦ نوفمبر ٢٠٢٣", "٦ نوفمبر ٢٠٢٣", "2023-11-06"),
        ("في عام 2016", "عام 2016", "2016"),
        ("في النصف الأول من عام 2023", "النصف الأول من عام 2023", "2023-40"),
        ("العام الماضي", "العام الماضي", "2022"),
        ("خلال السنوات العشر الماضية", "خلال السنوات العشر الماضية", "2013/2023-11-08"),
        ("يوم الاثنين", "يوم الاثنين", "2023-11-06"),
        ("حتى الآن", "حتى الآن", "2023-11-08"),
        ("بين عامي 2013 و2023", "بين عامي 2013 و2023", "2013/2023"),
    ],
    "zh": [
        ("截至2023年6月底，中国", "截至2023年6月底", "../2023-06-30"),
        ("2013年以来", "2013年以来", "2013/.."),
        ("2023年11月6日至7日", "2023年11月6日至7日", "2023-11-06/2023-11-07"),
        ("10月18日", "10月18日", "2023-10-18"),
        ("六月十六日", "六月十六日", "2023-06-16"),
        ("2016年，", "2016年", "2016"),
        ("2023年上半年", "2023年上半年", "2023-40"),
        ("2022年第三季度", "2022年第三季度", "2022-35"),
        ("去年", "去年", "2022"),
        ("过去十年", "过去十年", "2013/2023-11-08"),
        ("周一", "周一", "2023-11-06"),
        ("2013年至2023年", "2013年至2023年", "2013/2023"),
        ("到2030年", "到2030年", "../2030"),
        ("今年6月", "今年6月", "2023-06"),
        ("迄今", "迄今", "2023-11-08"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "words", "meaning"),
    [(language, *case) for language, cases in SIX.items() for case in cases],
)
def test_dates_in_five_more_languages(language: str, text: str, words: str, meaning: str) -> None:
    (span,) = find_dates(text, language, WEDNESDAY)
    assert (span.text, span.edtf) == (words, meaning)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "2000 personnes et 1950 euros"),
        ("es", "2000 personas y 1950 euros"),
        ("ru", "2000 человек и 1950 рублей"),
        ("ar", "2000 شخص"),
        ("zh", "2000人参加第三届论坛"),
    ],
)
def test_what_is_no_date_in_five_more_languages(language: str, text: str) -> None:
    assert [span.text for span in find_dates(text, language, WEDNESDAY)] == []
