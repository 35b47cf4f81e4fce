"""Numbers in digits and in words.

The grammar is that of additive-multiplicative numerals, which all six languages share: words that
add (seven, twenty), words that multiply what precedes them (hundred, million), fractions of one,
and magnitudes without a number (dozens of). Digits may be grouped by marks or by spaces.
"""

from __future__ import annotations

from serai.engines.claims.digits import digits_at
from serai.engines.claims.languages import Language
from serai.engines.claims.number import Number, exact
from serai.engines.claims.proportions import with_proportions
from serai.engines.claims.tokens import Token

_SCORES = 20


def find_numbers(tokens: list[Token], tables: Language) -> list[Number]:
    """Return the numbers in reading order; ordinals too, since they are not figures."""
    found = []
    index = 0
    while index < len(tokens):
        number = _number_at(tokens, index, tables)
        if number is None:
            index += 1
        else:
            found.append(number)
            index = number.last
    return with_proportions(tokens, found, tables)


def _number_at(tokens: list[Token], index: int, tables: Language) -> Number | None:
    token = tokens[index]
    if token.kind == "number":
        return digits_at(tokens, index, tables)
    if token.kind == "word" or token.word in tables.fractions or token.word in tables.cardinals:
        return _words_at(tokens, index, tables)
    return None


def _words_at(tokens: list[Token], index: int, tables: Language) -> Number | None:
    word = tokens[index].word
    if word in tables.vague:
        return _vague_at(tokens, index, tables)
    if word in tables.articles:
        return _after_article(tokens, index, tables)
    if (
        word in tables.fractions
        and not _is_ordinal(word, tables)
        and (number := _fraction_at(tokens, index, 1, tables))
    ):
        return number
    if word in tables.ordinals:
        return Number(index, index + 1, 0.0, "ordinal")
    if (
        word in tables.cardinals
        or (word in tables.collectives and not tables.articles)
        or (word in tables.multipliers and not tables.spaced)
        or (word in tables.multipliers and tables.multipliers[word] >= 100 and tables.code != "en")
    ):
        return _cardinal_at(tokens, index, tables)
    return None


def _is_ordinal(word: str, tables: Language) -> bool:
    """Whether a word is an ordinal unless a number or an article precedes: the fourth of these."""
    return word in tables.ordinals and word not in tables.cardinals


def _vague_at(tokens: list[Token], index: int, tables: Language) -> Number | None:
    """Dozens of, hundreds of thousands of, several hundred."""
    value = float(tables.vague[tokens[index].word])
    last = index + 1
    after = last + (last < len(tokens) and tokens[last].word in tables.linkers)
    multiplied = False
    while after < len(tokens) and (factor := tables.multipliers.get(tokens[after].word)):
        if multiplied and factor < 1000:
            break
        value, last, multiplied = value * factor, after + 1, True
        after = last + (last < len(tokens) and tokens[last].word in tables.linkers)
    if multiplied:
        pass
    elif after < len(tokens) and (factor := tables.collectives.get(tokens[after].word)):
        value, last = value * factor, after + 1
    if value < 10 or (not multiplied and after == last and value == _SCORES):
        return None  # "scores" without "of" is a verb, or what a test gives
    return Number(index, last, value, "vague", int(value))


def _after_article(tokens: list[Token], index: int, tables: Language) -> Number | None:
    """A hundred, a dozen, a third of, a quarter of a million."""
    after = index + 1
    if after >= len(tokens):
        return None
    word = tokens[after].word
    if word in {"few", "couple", "good"} and tables.code == "en":
        return None
    if word in tables.fractions and (number := _fraction_at(tokens, after, 1, tables)):
        return number._replace(first=index)
    if word in tables.multipliers or word in tables.collectives:
        number = _cardinal_at(tokens, after, tables)
        return number._replace(first=index) if number else None
    return None


def _fraction_at(
    tokens: list[Token], index: int, numerator: float, tables: Language
) -> Number | None:
    """Half of, half a million, two-thirds of; ``index`` is at the denominator."""
    word = tokens[index].word
    value = numerator * tables.fractions[word]
    last = index + 1
    following = tokens[last].word if last < len(tokens) else ""
    part = following in tables.linkers or following in tables.plural_verbs
    part = part or (index > 1 and tokens[index - 2].word in tables.anaphors)  # of which a third
    if word in tables.ordinals and not part and numerator == 1:
        return None
    if following in tables.part_words:  # tres cuartas partes de
        last += 1
        following = tokens[last].word if last < len(tokens) else ""
    hyphen = following in {"-", "‐", "‑"} and last + 1 < len(tokens)
    if hyphen and tables.multipliers.get(tokens[last + 1].word, 0) >= 1000:  # demi-million
        following, last = tokens[last + 1].word, last + 1
    if following in tables.collectives and tables.head == "first":  # medio centenar
        factor = tables.collectives[following]
        return Number(index, last + 1, exact(value * factor), "words", factor)
    if tables.multipliers.get(following, 0) >= 1000:  # medio millón, half million
        factor = tables.multipliers[following]
        return Number(index, last + 1, exact(value * factor), "words", factor)
    if following in tables.articles or following in tables.linkers:
        after = last + 1
        if after < len(tokens) and tokens[after].word in tables.articles:
            after += 1
        large = tokens[after].word if after < len(tokens) else ""
        factor = tables.multipliers.get(large) or tables.collectives.get(large, 0)
        if factor:
            return Number(index, after + 1, exact(value * factor), "words", factor)
    return Number(index, last, value, "fraction")


def _cardinal_at(tokens: list[Token], index: int, tables: Language) -> Number | None:
    total = current = 0.0
    magnitude = 1
    position = index
    last = index
    previous = 0.0
    while position < len(tokens):
        word = tokens[position].word
        if word in tables.cardinals and not (previous == 4 and word in tables.multipliers):
            value = tables.cardinals[word]
            if last > index and tables.spaced and not _adds(previous, value, tables):
                break
            current += value
            previous = value
        elif word in tables.multipliers or word in tables.collectives:
            factor = tables.multipliers.get(word) or tables.collectives[word]
            if factor < 1000:
                # "two hundred", and "one thousand two hundred" with what stands before kept
                tail = current % 100 if tables.spaced else current % 10
                current = current - tail + (tail or 1) * factor
                previous = (tail or 1) * factor  # quatre-vingt is 80, and takes up to 19
            else:
                if current == 0 and total == 0:
                    current = 1
                smaller = total % factor if total >= factor else total
                total = total - smaller + (smaller + current) * factor
                current = 0.0
                previous = factor
            magnitude = factor
        else:
            break
        position = last = position + 1
        position = _over_joint(tokens, position, tables)
    if last == index:
        return None
    return _with_fraction(
        tokens, tables, first=index, last=last, value=total + current, magnitude=magnitude
    )


def _adds(previous: float, value: int, tables: Language) -> bool:
    """Whether a cardinal may follow within one numeral: twenty-five, hundred (and) seven."""
    if tables.units_first and previous < 10 <= value < 100:
        return True
    if previous == 10 and 7 <= value <= 9:  # dix-sept
        return True
    return previous > value and (
        previous >= 100
        or previous in {60, 80}  # soixante-douze, quatre-vingt-dix
        or (previous >= 20 and value < 10 and previous % 10 == 0)
    )


def _over_joint(tokens: list[Token], position: int, tables: Language) -> int:
    """Step over a hyphen, or over *and* after a multiplier, if the numeral goes on behind it."""
    if position + 1 >= len(tokens):
        return position
    word, before = tokens[position].word, tokens[position - 1]
    after = tokens[position + 1].word
    numeral = (
        after in tables.cardinals or after in tables.multipliers or after in tables.collectives
    )
    if not numeral:
        return position
    if word in {"-", "‐", "‑"} and tokens[position].start == before.end:
        return position + 1
    if word in tables.joiners and (tables.code != "en" or before.word in tables.multipliers):
        return position + 1
    if (
        word == ","
        and before.word in tables.multipliers
        and tables.multipliers[before.word] >= 1000
    ):
        follows = tokens[position + 2].word if position + 2 < len(tokens) else ""
        if follows in tables.multipliers or follows in {"-", "and"}:
            return position + 1
    return position


def _is_joined_fraction(word: str, tables: Language) -> bool:
    """Whether *and* is written onto a fraction: ونصف."""
    return word in tables.fractions and any(
        word.startswith(joiner) and word[len(joiner) :] in tables.fractions
        for joiner in tables.joiners
    )


def _with_fraction(
    tokens: list[Token], tables: Language, *, first: int, last: int, value: float, magnitude: int
) -> Number | None:
    """Two thirds, one and a half, two and a half million; else the cardinal itself."""
    if last < len(tokens) and _is_joined_fraction(tokens[last].word, tables):
        value += magnitude * tables.fractions[tokens[last].word]  # مليار ونصف المليار
        last += 1
        factor = tables.multipliers.get(tokens[last].word, 0) if last < len(tokens) else 0
        if factor and magnitude in {1, factor}:
            value, magnitude, last = value * (factor / magnitude), factor, last + 1
        return Number(first, last, exact(value), "words", magnitude)
    hyphen = last < len(tokens) and tokens[last].word in {"-", "‐", "‑"}
    at = last + hyphen
    if at < len(tokens) and tokens[at].word in tables.fractions and value < 100:
        plural_fits = tokens[at].word.endswith("s") or value == 1 or not tables.spaced
        if (plural_fits or tables.code != "en") and (
            number := _fraction_at(tokens, at, value, tables)
            if value != 1 or tokens[at].word not in tables.ordinals
            else Number(at, at + 1, tables.fractions[tokens[at].word], "fraction")
        ):
            return number._replace(first=first)
    if last + 1 < len(tokens) and tokens[last].word in tables.joiners:
        at = last + 1 + (tokens[last + 1].word in tables.articles)
        if (
            at < len(tokens)
            and tokens[at].word in tables.fractions
            and (
                at + 1 >= len(tokens)
                or tokens[at + 1].word not in tables.linkers
                or (tables.head == "first" and magnitude > 1)  # un millón y medio de personas
            )
        ):
            value += magnitude * tables.fractions[tokens[at].word]
            last = at + 1
            if last < len(tokens) and (large := tables.multipliers.get(tokens[last].word)):
                value, last, magnitude = value * large, last + 1, large
    return Number(first, last, exact(value), "words", magnitude)
