"""Numbers in digits: grouped by marks or by spaces, misread, with a magnitude in words behind."""

from __future__ import annotations

import re

from serai.engines.claims.languages import Language
from serai.engines.claims.number import Number, exact
from serai.engines.claims.tokens import Token

_SPACED_GROUP = 3
_MYRIAD_TENS = 10
_LARGEST_DENOMINATOR = 20
_THOUSAND = 1_000
_NOUN = 5
"""Letters from which a plural glued to digits has only lost its space."""


def digits_value(text: str, decimal: str) -> float | None:
    """Return the value of a digit string: ``1,234.5``, ``1.234,5``, ``1,00,000``; else ``None``.

    In English text ``1,5`` is the decimal comma of a translated text, and ``1.234.567`` groups.
    """
    text = re.sub("['’]", "", text.replace("٫", ".").replace("٬", ","))
    other = "," if decimal == "." else "."
    marks = re.findall("[.,]", text)
    parts = re.split("[.,]", text)
    if not marks:
        return float(int(text))
    grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3
    if len(set(marks)) == 1:
        mark = marks[0]
        if len(marks) == 1:
            if mark == other and grouped and parts[0].lstrip("0"):
                return float(int("".join(parts)))
            if mark == other and len(parts[1]) == 3 and len(parts[0]) > 3:
                return None
            return float(
                ".".join(str(int(p)) if i == 0 else _plain(p) for i, p in enumerate(parts))
            )
        if grouped or _indian(parts):
            return float(int("".join(parts)))
        return None
    last = marks[-1]
    whole, fraction = parts[:-1], parts[-1]
    if marks.count(last) == 1 and all(len(part) == 3 for part in whole[1:]):
        return float("".join(map(_plain, whole)) + "." + _plain(fraction))
    return None


def _plain(digits: str) -> str:
    """ASCII digits for the digits of any script."""
    return "".join(str(int(digit)) for digit in digits)


def _indian(parts: list[str]) -> bool:
    return len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[1:-1]) and len(parts[0]) < 3


def digits_at(tokens: list[Token], index: int, tables: Language) -> Number | None:
    """Return the number whose digits begin at ``index``, with its magnitude."""
    text, last = _joined_groups(tokens, index, tables)
    value = digits_value(text, tables.decimal)
    if value is None:
        return Number(index, last, 0.0, "ordinal")
    following = tokens[last] if last < len(tokens) else None
    glued = following is not None and following.start == tokens[last - 1].end
    if following is not None and glued and following.kind == "word":
        if following.word in tables.ordinal_suffixes:
            return Number(index, last + 1, value, "ordinal")
        if following.word in tables.glued and not (following.word == "m" and value < 1):
            factor = tables.glued[following.word]
            return Number(index, last + 1, value * factor, "digits", factor)
        named = following.word in tables.percent or following.word in tables.measures
        noun = len(following.word) >= _NOUN and tables.is_plural(following.word)  # "151houses"
        if following.word not in tables.multipliers and tables.spaced and not (named or noun):
            return Number(index, last, value, "glued")
    if following is not None and following.word in tables.glued and (
        _is_sum(tokens, index, last, tables)
    ):  # fmt: skip
        factor = tables.glued[following.word]
        return Number(index, last + 1, exact(value * factor), "digits", factor)
    if following is not None and following.word in tables.fractions and following.kind != "word":
        value += tables.fractions[following.word]
        last += 1
    elif (
        last + 2 < len(tokens)
        and tokens[last].kind == "number"
        and tokens[last + 1].word == "/"
        and tokens[last + 2].kind == "number"
        and tokens[last].word + "/" + tokens[last + 2].word in {"1/2", "1/3", "2/3", "1/4", "3/4"}
    ):
        value += int(tokens[last].word) / int(tokens[last + 2].word)
        last += 3
    if (
        last + 2 < len(tokens)
        and tokens[last].word == "/"
        and tokens[last].start == tokens[last - 1].end
        and tokens[last + 1].kind == "number"
        and tokens[last + 2].word in tables.linkers
        and tokens[last + 1].word.isdigit()
        and 0 < value < int(tokens[last + 1].word) <= _LARGEST_DENOMINATOR
    ):
        return Number(index, last + 2, value / int(tokens[last + 1].word), "fraction")
    magnitude = 1
    if (
        last + 1 < len(tokens)
        and tables.cardinals.get(tokens[last].word) == _MYRIAD_TENS
        and tables.multipliers.get(tokens[last + 1].word) == 1000
    ):  # translated from Chinese: "2 ten thousand"
        magnitude, last = 10_000, last + 2
        value *= magnitude
    while (
        last < len(tokens)
        and (factor := tables.multipliers.get(tokens[last].word) or 0)
        and (tables.spaced is False or factor < magnitude or magnitude == 1 or factor > 1000)
        and magnitude * factor <= 10**18
    ):
        value *= factor
        magnitude *= factor
        last += 1
        if last + 1 < len(tokens) and tokens[last].word == "." and not tokens[last + 1].capital:
            last += 1  # an abbreviation: тыс. человек, mds. d'euros
        if last < len(tokens) and tokens[last].kind == "number" and not tables.spaced:
            rest = digits_at(tokens, last, tables)
            if rest is not None and rest.form == "digits" and rest.value < magnitude:
                value, last = value + rest.value, rest.last
    if (
        magnitude == 1 and last + 1 < len(tokens) and tokens[last].word == "-"
        and (factor := tables.multipliers.get(tokens[last + 1].word) or 0)
    ):  # fmt: skip
        value, last, magnitude = value * factor, last + 2, factor
    number = Number(index, last, value, "digits", magnitude)
    value, last = _with_smaller(tokens, number, tables)
    return Number(index, last, exact(value), "digits", magnitude)


def _with_smaller(tokens: list[Token], number: Number, tables: Language) -> tuple[float, int]:
    """The value, and where it ends, with what a smaller magnitude adds: 2 bn 300 mn."""
    index, last, value, _form, magnitude = number
    if (
        magnitude > 1 and last + 1 < len(tokens) and tokens[last].word in tables.joiners
        and tokens[last + 1].kind == "number" and _is_smaller(tokens, last + 2, magnitude, tables)
    ):  # fmt: skip
        # A translation says it in two steps: "99 trillion and 100 billion yuan".
        rest = digits_at(tokens, last + 1, tables)
        steps = rest is not None and 1 < rest.magnitude < magnitude
        tail = magnitude == _THOUSAND and rest is not None and rest.magnitude == 1  # "1 thousand
        money = index > 0 and tokens[index - 1].word in tables.currencies  # and 260 persons"
        if rest is not None and (steps or (tail and not money)) and rest.value < magnitude:
            value, last = value + rest.value, rest.last
    if (
        tables.spaced and last + 1 < len(tokens) and tokens[last].kind == "number"
        and _is_smaller(tokens, last + 1, magnitude, tables)
        and (rest := digits_at(tokens, last, tables))
        and rest.magnitude > 1 and rest.value < magnitude
    ):  # fmt: skip
        value, last = value + rest.value, rest.last  # "3 million 450 thousand"
    if magnitude == _THOUSAND and last < len(tokens) and re.fullmatch(r"\d{3}", tokens[last].word):
        value, last = value + int(tokens[last].word), last + 1  # "2 thousand 300"
    return value, last


def _is_smaller(tokens: list[Token], index: int, magnitude: int, tables: Language) -> bool:
    """Whether no multiplier stands here, or one below ``magnitude``: sums go down, and end."""
    word = tokens[index].word if index < len(tokens) else ""
    return tables.multipliers.get(word, 1) < magnitude


def _is_sum(tokens: list[Token], first: int, letter: int, tables: Language) -> bool:
    """Whether a letter apart from its digits multiplies money: *€* 4.7 *m*, 1,100 *MCHF*."""
    if first and tokens[first - 1].word in tables.currencies:
        return True
    behind = letter + 1
    return (
        behind < len(tokens)
        and tokens[behind].start == tokens[letter].end
        and tokens[behind].word in tables.currencies
    )


def _joined_groups(tokens: list[Token], index: int, tables: Language) -> tuple[str, int]:
    """Digits in groups of three apart by one space, and OCR's "1 ,000"; what follows them."""
    text, last = tokens[index].word, index + 1
    while last < len(tokens):
        gap = tokens[last].start - tokens[last - 1].end
        following = tokens[last]
        if (
            following.kind == "number" and gap == 1 and text.isdigit()
            and re.fullmatch(r"\d{3}(?:[.,]\d{1,2})?", following.word)
            and len(tokens[index].word) <= _SPACED_GROUP and int(tokens[index].word) > 0
            and (index == 0 or tokens[index - 1].word not in tables.labels)
        ):  # fmt: skip
            text, last = text + following.word, last + 1
        elif (
            following.word == "," and gap == 1 and last + 1 < len(tokens)
            and tokens[last + 1].start == following.end
            and re.fullmatch(r"\d{3}(?:[.,]\d+)*", tokens[last + 1].word)
            and len(tokens[last - 1].word.split(",")[-1]) <= _SPACED_GROUP
        ) or (
            following.word == "," and gap == 0 and last + 1 < len(tokens)
            and tokens[last + 1].start == following.end + 1
            and re.fullmatch(
                r"\d{3}" if index and tokens[index - 1].word in tables.currencies
                else r"000(?:,000)*", tokens[last + 1].word,
            )
            and re.fullmatch(r"\d{1,3}(?:,\d{3})*", text)
        ):  # fmt: skip
            text, last = f"{text},{tokens[last + 1].word}", last + 2
        else:
            break
    return text, last
