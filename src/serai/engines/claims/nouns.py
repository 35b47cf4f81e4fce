"""The counted noun: where the noun phrase after a number ends, and which word is its head.

There is no model of word classes. A number above one demands a plural, so in a language whose head
comes last the head is the first plural that is not itself a modifier ("sports facilities"); where
the head comes first it is the first word that is no adjective. Function words end the phrase.
"""

from __future__ import annotations

from typing import NamedTuple

from serai.engines.claims.languages import Language
from serai.engines.claims.tokens import Token

MAX_WORDS = 14
"""Tokens that a counted phrase may have before its head."""

QUOTES = frozenset("\"'“”‘’«»„‟「」『』*_`[]")
HYPHENS = frozenset("-‐‑–/&")


class NounPhrase(NamedTuple):
    """Tokens ``first`` to ``last`` (exclusive), the index of the head, and its singular."""

    first: int
    last: int
    head: int
    unit: str
    plural: bool


def noun_phrase(
    tokens: list[Token], index: int, tables: Language, *, single: bool = False
) -> NounPhrase | None:
    """Return the phrase that begins at ``index``, or ``None`` where no counted noun is there.

    ``single`` says that the number is one or less, so the head need not be a plural.
    """
    if not tables.spaced:
        return _unspaced(tokens, index, tables)
    if tables.head == "first":
        return _head_first(tokens, index, tables, single=single)
    return _head_last(tokens, index, tables, single=single)


def phrase_text(flat: str, tokens: list[Token], phrase: NounPhrase) -> str:
    """The phrase as it reads, without a word's broken line end."""
    return flat[tokens[phrase.first].start : tokens[phrase.last - 1].end].replace("\u00ad", "")


def _head_last(
    tokens: list[Token], index: int, tables: Language, *, single: bool
) -> NounPhrase | None:
    position = index
    limit = min(len(tokens), index + MAX_WORDS)
    plain: int | None = None
    while position < limit:
        token = tokens[position]
        word = token.word
        if token.kind == "sign":
            if not _passes(tokens, position, index, tables, started=plain is not None):
                break
            if word == "(":
                position = _closing(tokens, position)
        elif word in tables.cardinals and not _is_hyphenated(tokens, position):
            if not _is_in_name(tokens, position):
                break
        elif token.kind == "number":
            if position + 1 >= limit or tokens[position + 1].start != token.end:
                break
        elif word in tables.ends or word in tables.coordinators:
            if not _inside(tokens, position, index, tables, started=plain is not None):
                break
        elif single and plain is not None and word in tables.verbs:
            break
        elif tables.is_plural(word) and not _modifies(tokens, position, limit, tables):
            unit = _compound(tokens, position, index) + tables.singular(word)
            return NounPhrase(index, position + 1, position, unit, True)  # noqa: FBT003
        elif single and plain is not None and _is_participle(word, tables):
            break
        else:
            plain = position
            if word.endswith("'s") and not word.endswith("s's") and position > index:
                plain = None
        position += 1
    counted = tables.nouns | tables.countable
    if plain is not None and plain > index and not single and tokens[plain].word not in counted:
        last = tokens[plain].word  # "26 student trained", "the number of enterprise increase"
        plain -= last.endswith(tables.participle_endings) or last in tables.changes
    if plain is None or not (single or tokens[plain].word in counted):
        return None
    if tokens[plain].capital and not single:
        return None
    first_stop = plain + 1
    return NounPhrase(index, first_stop, plain, tables.singular(tokens[plain].word), False)  # noqa: FBT003


def _compound(tokens: list[Token], head: int, index: int) -> str:
    """What a hyphen joins to a head, with the hyphen: *start-*ups, *vice-*presidents."""
    first = head
    while (
        first - 2 >= index
        and tokens[first - 1].word in {"-", "‐", "‑"}
        and tokens[first - 2].kind == "word"
        and tokens[first - 2].end == tokens[first - 1].start
        and tokens[first - 1].end == tokens[first].start
    ):
        first -= 2
    return "".join(token.word for token in tokens[first:head])


def _is_hyphenated(tokens: list[Token], position: int) -> bool:
    after = position + 1
    return after < len(tokens) and tokens[after].word in HYPHENS


def _is_in_name(tokens: list[Token], position: int) -> bool:
    """Whether a number word is part of a name in capitals: 12 *One* Voice choirs."""
    after = position + 1
    return (
        tokens[position].capital
        and after < len(tokens)
        and tokens[after].capital
        and tokens[after].kind == "word"
    )


def _is_participle(word: str, tables: Language) -> bool:
    return len(word) > 4 and word.endswith(tables.participle_endings)


def _passes(
    tokens: list[Token], position: int, index: int, tables: Language, *, started: bool
) -> bool:
    """Whether a sign may stand inside the phrase before its head."""
    word = tokens[position].word
    if word in QUOTES:
        return True
    if word in HYPHENS:
        after = position + 1
        return after < len(tokens) and (
            word == "&" or tokens[after].start - tokens[position].end <= 0 or word == "/"
        )
    if word == ",":
        return started and _plural_follows(tokens, position + 1, tables, reach=5)
    if word == "(":
        closing = _closing(tokens, position)
        return started and position < closing <= position + 8
    return word in {"’", "."} and _abbreviated(tokens, position)


def _abbreviated(tokens: list[Token], position: int) -> bool:
    """A full stop inside the phrase: "Sr. officials" – glued to a short word, more follows."""
    return (
        0 < position < len(tokens) - 1
        and tokens[position - 1].end == tokens[position].start
        and 1 < len(tokens[position - 1].word) <= 4
        and tokens[position - 1].capital
        and tokens[position - 1].kind == "word"
        and not tokens[position + 1].capital
    )


def _closing(tokens: list[Token], position: int) -> int:
    for closing in range(position + 1, min(position + 9, len(tokens))):
        if tokens[closing].word == ")":
            return closing
    return position


def _inside(
    tokens: list[Token], position: int, index: int, tables: Language, *, started: bool
) -> bool:
    """Whether a function word belongs to the phrase: follow-*up* visits, this *and* that."""
    before = tokens[position - 1] if position else None
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if after is None:
        return False
    if after.word in HYPHENS and after.start == tokens[position].end and after.word != "–":
        return True
    if (
        before is not None
        and before.word in {"-", "‐", "‑"}
        and before.end == tokens[position].start
    ):
        return True
    word = tokens[position].word
    if word in tables.adverbs and position == index and after.kind == "word":
        return (
            not after.capital
            and after.word not in tables.verbs
            and _plural_follows(tokens, position + 1, tables, reach=3)
        )
    if word in tables.coordinators:
        joined = before is not None and before.capital and after.capital  # Belt and Road
        return started and (
            joined
            or _plural_follows(tokens, position + 1, tables, reach=6)
            or (
                tokens[position - 1].word not in tables.countable
                and _countable_follows(tokens, position + 1, tables, reach=4)
            )
        )
    if word in tables.linkers:  # six Memorandum of Understanding agreements
        named = before is not None and before.capital and after.capital
        return started and named and _plural_follows(tokens, position + 1, tables, reach=8)
    # machine translation: "more than 50 the Belt and Road joint laboratories"
    return (
        word in tables.determiners
        and after.capital
        and (position <= index + 1 or _plural_follows(tokens, position + 1, tables, reach=6))
    )


def _plural_follows(tokens: list[Token], position: int, tables: Language, *, reach: int) -> bool:
    limit = min(len(tokens), position + reach)
    while position < limit:
        token = tokens[position]
        if token.word == "(" and _closing(tokens, position) > position:
            position = _closing(tokens, position)
            token = tokens[position]
        position += 1
        if token.word in tables.coordinators or token.word == ")":
            continue
        if token.kind == "number" or token.word in tables.ends or token.word in tables.cardinals:
            return False
        if token.kind == "sign" and token.word not in QUOTES | HYPHENS | {","}:
            return False
        if token.kind == "word" and tables.is_plural(token.word):
            return True
    return False


def _countable_follows(tokens: list[Token], position: int, tables: Language, *, reach: int) -> bool:
    """Whether a noun that a translation left in the singular ends what two adjectives begin."""
    for index in range(position, min(len(tokens), position + reach)):
        token = tokens[index]
        if token.kind != "word" or token.word in tables.ends | tables.coordinators:
            return False
        if token.word in tables.countable:
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if after is None or after.kind == "sign" or after.word in tables.ends:
                return True
    return False


def _modifies(tokens: list[Token], position: int, limit: int, tables: Language) -> bool:
    """Whether a plural only modifies what follows: sports facilities, partner countries' labs."""
    token = tokens[position]
    if position + 1 >= limit:
        return False
    following = tokens[position + 1]
    if following.word in {"'", "’"} and following.start == token.end:  # farmers' associations
        return _plural_follows(tokens, position + 2, tables, reach=3)
    if following.word in {"-", "‐", "‑"} and following.start == token.end:
        return position + 2 < limit and tokens[position + 2].start == following.end
    if following.kind != "word":
        return (
            token.capital
            and following.word in QUOTES
            and _plural_follows(tokens, position + 1, tables, reach=4)
        )
    if following.word in tables.coordinators:
        return (
            token.word in tables.plural_modifiers
            and position + 2 < limit
            and (token.capital or token.word not in tables.nouns)
            and _plural_follows(tokens, position + 2, tables, reach=3)
            and not tables.is_plural(tokens[position + 2].word)
        )
    if following.word in tables.ends:
        return False
    modifier = token.word in tables.plural_modifiers or token.capital
    if tables.is_plural(following.word):
        # "an alliance of 12 universities offers …": a plural that modifies is one of few
        return modifier and following.word not in tables.verbs
    if following.word.endswith(tables.participle_endings[:1]):
        return False
    if token.word in tables.plural_modifiers or (token.capital and following.capital):
        return _plural_follows(tokens, position + 1, tables, reach=4)
    return False


def _head_first(
    tokens: list[Token], index: int, tables: Language, *, single: bool
) -> NounPhrase | None:
    position = index
    limit = min(len(tokens), index + MAX_WORDS)
    adjective: int | None = None
    while position < limit:
        token = tokens[position]
        if token.kind == "number":
            break
        if token.word in tables.coordinators or token.word in {",", "،"}:
            if (
                adjective != position - 1
                or position + 1 >= limit
                or not _is_adjective(tokens[position + 1].word, tables)
            ):
                break
        elif token.kind == "sign":
            if token.word not in QUOTES and token.word not in HYPHENS:
                break
        elif token.word in tables.linkers and position == index:
            pass
        elif token.word in tables.ends:
            break
        elif _is_adjective(token.word, tables):
            adjective = position
        elif not tables.is_plural(token.word) and token.word not in tables.nouns and not single:
            return None  # a verb: "in 2019 brought together"
        else:
            return NounPhrase(
                index, position + 1, position, tables.singular(token.word),
                tables.is_plural(token.word),
            )  # fmt: skip
        position += 1
    if adjective is None or tables.is_adjective is None:
        return None
    if position + 1 < limit and tokens[position].word in tables.coordinators and any(
        token.kind == "number" or token.word in tables.cardinals
        for token in tokens[position + 1 : position + 3]
    ):  # fmt: skip
        return None  # 340 постоянных и до 1000 временных рабочих мест
    # An adjective alone is a noun where its form says so: 300 рабочих.
    unit = tables.singular(tokens[adjective].word)
    return NounPhrase(index, adjective + 1, adjective, unit, True)  # noqa: FBT003


def _is_adjective(word: str, tables: Language) -> bool:
    return word in tables.adjectives or bool(tables.is_adjective and tables.is_adjective(word))


def _ending_noun(
    tokens: list[Token], position: int, limit: int, tables: Language
) -> int | None:  # fmt: skip
    """The noun that ends a run of words in which another noun only modifies it."""
    for index in range(position, min(limit, position + 5)):
        token = tokens[index]
        if token.kind != "word" or token.word in tables.ends | tables.linkers:
            return None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.word in tables.nouns and (
            after is None or after.kind == "sign" or after.word in tables.ends | tables.coordinators
        ):
            return index
    return None


def _unspaced(tokens: list[Token], index: int, tables: Language) -> NounPhrase | None:
    """The last known noun before the phrase ends; else its last two characters."""
    position = index
    if position < len(tokens) and tokens[position].word in tables.classifiers:
        position += 1
    first = position
    head: int | None = None
    limit = min(len(tokens), position + 2 * MAX_WORDS)
    while position < limit:
        token = tokens[position]
        if token.kind == "sign" and token.word not in QUOTES:
            break
        if token.kind == "number" or token.word in tables.cardinals:
            break
        if token.word in tables.ends or token.word in tables.coordinators:
            break
        if token.word in tables.nouns:
            head = position
        elif head is not None and tokens[head].word in tables.plural_modifiers and (
            noun := _ending_noun(tokens, position, limit, tables)
        ):  # fmt: skip
            head = position = noun  # 八个技术推广站 are 站
        elif head is not None and (
            token.word in tables.linkers or token.word not in tables.adjectives
        ):
            break  # 15个城市的代表团 are 15 cities; another word behind a noun is a verb
        position += 1
    if head is not None:
        return NounPhrase(first, head + 1, head, tables.singular(tokens[head].word), True)  # noqa: FBT003
    if position < limit and (
        tokens[position].kind == "number"
        or tables.before.get(tokens[position].word, "exact") != "exact"
    ):
        return None  # 15个GDP超500亿元的县: a clause stands before the noun
    run = [token for token in tokens[first:position] if token.kind == "word"]
    if first == index or len(run) < 2 or len(run) > 8:
        return None
    unit = "".join(token.word for token in run[-2:])
    return NounPhrase(first, position, position - 1, unit, False)  # noqa: FBT003
