"""What a figure is about, as a noun phrase a reviewer can read at a glance.

The counted noun with its complement ("laboratories in the fields of health"), what money is for
("deals"), what rose by so many per cent ("export turnover at the fair"): never a verb, another
number or a second clause.
"""

from __future__ import annotations

from serai.engines.claims.figure import Figure
from serai.engines.claims.languages import Language
from serai.engines.claims.nouns import HYPHENS, QUOTES
from serai.engines.claims.tokens import Token, tokenize

MAX_SUBJECT = 12
"""Words that a subject has at most."""
_REACH = 200
"""Characters before and behind a figure that are looked at."""
_MAX_CHARACTERS = 120


def subject_of(figure: Figure, flat: str, tables: Language) -> str:
    """Return the subject of a figure in the words of the text; its unit where there is none."""
    if figure.kind == "duration":
        return _plain(figure.unit_text)
    if not tables.spaced or tables.head == "first":
        return _cut(_plain(figure.unit_text))
    end = min(figure.sentence.end, figure.phrase_end + _REACH)
    behind = tokenize(flat, figure.phrase_end, end, tables)
    if figure.kind in {"count", "measure", "fraction"}:
        if figure.unit_elided:
            return _cut(_plain(figure.unit_text))
        last = _complement(behind, 0, tables)
        stop = behind[last - 1].end if last else figure.phrase_end
        begin = flat.rfind(figure.unit_text, figure.number_end, figure.phrase_end)
        if begin < 0:
            return _cut(_plain(figure.unit_text))
        return _cut(_plain(flat[begin:stop]))
    return _object(behind, flat, tables) or _before(figure, flat, tables) or figure.unit


def _object(tokens: list[Token], flat: str, tables: Language) -> str:
    """What money is spent on, or what a share is of: behind the figure."""
    if not tokens or tokens[0].word not in tables.purposes:
        return ""
    first = 1
    while first < len(tokens) and tokens[first].word in tables.determiners | tables.articles:
        first += 1
    last = _phrase(tokens, first, tables)
    if last == first or tokens[first].word in tables.months:
        return ""
    last = _complement(tokens, last, tables) or last
    return _cut(_plain(flat[tokens[first].start : tokens[last - 1].end]))


def _complement(tokens: list[Token], index: int, tables: Language) -> int:
    """Return where the prepositional phrases end that follow a noun at once; 0 where none does."""
    found = 0
    while index < len(tokens) and tokens[index].word in tables.linkers | tables.complements:
        first = index + 1
        while first < len(tokens) and tokens[first].word in tables.determiners | tables.articles:
            first += 1
        last = _phrase(tokens, first, tables)
        if last == first or tokens[first].word in tables.months or last > MAX_SUBJECT:
            break
        index = found = last
    return found


def _phrase(tokens: list[Token], index: int, tables: Language) -> int:
    """Return where the noun phrase ends that begins at ``index``."""
    start = index
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "number" or token.word in tables.cardinals:
            return start  # what stands before it is its qualifier: from *more than* 70 countries
        if token.kind == "sign":
            inside = 0 < index < len(tokens) - 1 and index > start
            if not inside or token.word not in HYPHENS | QUOTES:
                break
        elif _ends(token, tables):
            joined = index > start and token.word in tables.coordinators | tables.linkers
            named = joined and tokens[index - 1].capital and index + 1 < len(tokens)
            if not (named and tokens[index + 1].capital):
                break
        elif token.word in tables.pronouns or (
            not token.capital and token.word.endswith(tables.participle_endings)
        ):
            break
        elif tables.is_plural(token.word) and not token.capital:
            return index + 1
        index += 1
    while index > start and tokens[index - 1].kind == "sign":
        index -= 1
    return index


def _ends(token: Token, tables: Language) -> bool:
    return (
        token.word in tables.ends
        or token.word in tables.coordinators
        or token.word in tables.changes
        or token.word in tables.verbs
    )


def _before(figure: Figure, flat: str, tables: Language) -> str:
    """The noun phrase that the verb before a figure tells of: *exports* rose by 8 per cent."""
    begin = max(figure.sentence.start, figure.start - _REACH)
    tokens = tokenize(flat, begin, figure.start, tables)
    last = _before_verb(tokens, tables)
    first = last
    joints = (
        tables.linkers | tables.complements | tables.determiners | tables.articles
        | tables.coordinators
    )  # fmt: skip
    while first and len(tokens[first:last]) < MAX_SUBJECT:
        token = tokens[first - 1]
        if token.kind == "number" or (
            token.kind == "sign" and token.word not in HYPHENS | QUOTES | {"’"}
        ):
            break
        if _ends(token, tables) and token.word not in joints:
            break
        first -= 1
    while first < last and (tokens[first].word in joints or tokens[first].kind == "sign"):
        first += 1
    if first == last or (last - first == 1 and last == len(tokens)):
        return ""  # one word at once before a sum is a verb: spent, generate
    return _cut(_plain(flat[tokens[first].start : tokens[last - 1].end]))


def _before_verb(tokens: list[Token], tables: Language) -> int:
    """Return where the subject ends: before verbs, adverbs and the figures that stand between."""
    skipped = (
        tables.ends | tables.changes | tables.verbs | tables.totals | tables.standing
        | tables.coordinators | tables.durations.keys() | tables.percent.keys()
        | tables.currencies.keys() | tables.multipliers.keys() | tables.before.keys()
    )  # fmt: skip
    last = len(tokens)
    if last > 1 and tokens[-2].word in tables.articles and tokens[-1].word not in skipped:
        last -= 2  # "a notable 17 per cent"
    told = last < len(tokens)
    while last:
        word = tokens[last - 1].word
        if word == "," and not told:
            return 0  # another clause: "…, and only 15% fail"
        if not (
            word in skipped
            or tokens[last - 1].kind != "word"
            or word.endswith(tables.participle_endings)
        ):
            break
        told = told or word in tables.changes | tables.totals | {"("}
        last -= 1
    return last


def _plain(text: str) -> str:
    """On one line, without the halves of a word broken at a line end, or an open quotation mark."""
    text = " ".join(text.replace("\u00ad", "").split())
    for opening, closing in ("“”", "«»"):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    return text.strip(' "“”,;:–—-')


def _cut(text: str) -> str:
    words = text.split(" ")
    text = " ".join(words[:MAX_SUBJECT])
    return text if len(text) <= _MAX_CHARACTERS else text[:_MAX_CHARACTERS].rsplit(" ", 1)[0]
