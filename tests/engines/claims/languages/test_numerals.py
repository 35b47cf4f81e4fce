"""Numbers written out in words come back as the numbers they were, in five languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.engines.claims.languages import language
from serai.engines.claims.numerals import find_numbers
from serai.engines.claims.tokens import tokenize

FRENCH = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
FRENCH_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
SPANISH_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
SPANISH_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos"
).split()
RUSSIAN = (
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
    "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
).split()
RUSSIAN_TENS = (
    "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split()
)
RUSSIAN_HUNDREDS = (
    "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split()
)
ARABIC = "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
ARABIC_TENS = "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
ARABIC_HUNDREDS = "مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة".split()
CHINESE = "零一二三四五六七八九"


def french(number: int) -> str:
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        spelled = french(thousands)
        if spelled.endswith(("cents", "vingts")):
            spelled = spelled[:-1]
        head = "mille" if thousands == 1 else f"{spelled} mille"
        return f"{head} {french(rest)}" if rest else head
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        head = "cent" if hundreds == 1 else f"{french(hundreds)} cent"
        return f"{head} {french(rest)}" if rest else head + ("s" if hundreds > 1 else "")
    if number < 20:
        return FRENCH[number]
    if number >= 80:
        return f"quatre-vingt-{FRENCH[number - 80]}" if number > 80 else "quatre-vingts"
    tens = min(number // 10, 6)
    rest = number - 10 * tens
    if not rest:
        return FRENCH_TENS[tens]
    return f"{FRENCH_TENS[tens]}{' et ' if rest in {1, 11} else '-'}{FRENCH[rest]}"


def spanish(number: int) -> str:
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        head = "mil" if thousands == 1 else f"{spanish(thousands)} mil"
        return f"{head} {spanish(rest)}" if rest else head
    if number == 100:
        return "cien"
    if number > 100:
        hundreds, rest = divmod(number, 100)
        head = SPANISH_HUNDREDS[hundreds - 1]
        return f"{head} {spanish(rest)}" if rest else head
    if number < 30:
        return SPANISH[number]
    tens, rest = divmod(number, 10)
    return SPANISH_TENS[tens - 3] + (f" y {SPANISH[rest]}" if rest else "")


def russian(number: int) -> str:
    words = []
    if number >= 1000:
        thousands, number = divmod(number, 1000)
        words += [russian(thousands), "тысяч"]
    if number >= 100:
        words.append(RUSSIAN_HUNDREDS[number // 100 - 1])
        number %= 100
    if number >= 20:
        words.append(RUSSIAN_TENS[number // 10 - 2])
        number %= 10
    if number:
        words.append(RUSSIAN[number])
    return " ".join(words)


def arabic(number: int) -> str:
    parts = []
    if number >= 100:
        parts.append(ARABIC_HUNDREDS[number // 100 - 1])
        number %= 100
    if number > 20 and number % 10:
        parts += [ARABIC[number % 10], ARABIC_TENS[number // 10 - 2]]
    elif number >= 20:
        parts.append(ARABIC_TENS[number // 10 - 2])
    elif number > 12:
        parts.append(f"{ARABIC[number - 10]} عشر")
    elif 0 < number <= 10:
        parts.append(ARABIC[number])
    return " و".join(parts)


def chinese(number: int) -> str:
    """Standard numerals to a hundred million less one, with 零 for skipped places."""
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        gap = "零" if 0 < rest < 1000 else ""
        return chinese(head) + "万" + gap + (chinese(rest) if rest else "")
    text, skipped = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if skipped and text else "") + CHINESE[digit] + sign
            skipped = False
        else:
            skipped = bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text


def values(text: str, code: str) -> list[float]:
    tables = language(code)
    tokens = tokenize(text, 0, len(text), tables)
    return [number.value for number in find_numbers(tokens, tables)]


@given(st.integers(min_value=2, max_value=999_999))
def test_french(number: int) -> None:
    assert values(f"{french(number)} accords", "fr") == [number]


@given(st.integers(min_value=2, max_value=999_999))
def test_spanish(number: int) -> None:
    assert values(f"{spanish(number)} acuerdos", "es") == [number]


@given(st.integers(min_value=2, max_value=999_999))
def test_russian(number: int) -> None:
    assert values(f"{russian(number)} соглашений", "ru") == [number]


@given(st.integers(min_value=3, max_value=999).filter(lambda number: number % 100 not in {11, 12}))
def test_arabic(number: int) -> None:
    assert values(f"{arabic(number)} اتفاقية", "ar") == [number]


@given(st.integers(min_value=2, max_value=99_999_999))
def test_chinese(number: int) -> None:
    assert values(f"{chinese(number)}项", "zh") == [number]


@pytest.mark.parametrize("code", ["fr", "es", "ru"])
@given(number=st.integers(min_value=1000, max_value=999_999_999))
def test_digits_in_groups(code: str, number: int) -> None:
    for separator in (" ", "\u00a0", "\u202f", "."):
        written = f"{number:,}".replace(",", separator)
        flat = written.replace("\u00a0", " ").replace("\u202f", " ")
        assert values(flat, code) == [number]


@given(st.integers(min_value=0, max_value=999_999))
def test_arabic_digits(number: int) -> None:
    written = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert values(written, "ar") == [number]
