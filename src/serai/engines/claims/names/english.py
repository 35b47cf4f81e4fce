"""English names by their head nouns: what the last word before "of" or "on" says it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from serai.engines.claims.names.name import Name, NameKind

_HEADS: dict[NameKind, str] = {
    "organisation": """Ministry Academy University Institute Institution Association Commission
        Office Bureau Government Agency Council Department Organization
        Organisation Company Corporation Group Bank Committee Society Foundation
        Authority Administration College School Hospital Federation Union
        Confederation Chamber Secretariat Consortium Alliance Parliament Senate
        Embassy Inc Ltd Co Corp Press Service Directorate Cabinet Board Fund
        Network Museum Polytechnic Institutes Sciences""",
    "facility": """Laboratory Laboratories Lab Labs Center Centre Centers Centres Park Parks
        Workshop Workshops Base Station Farm Observatory Plant Reactor Zone Hub
        Incubator Library Airport Port Railway Bridge Dam Campus Telescope
        Facility Complex Expressway""",
    "agreement": """Memorandum Memoranda Agreement Agreements Treaty Protocol Convention
        Accord MoU MOU Declaration Charter Pact Letter Communique Communiqué
        Contract Statement""",
    "project": """Project Projects Program Programme Plan Initiative Outline Strategy Scheme
        Platform Corridor Circle Mission Framework Roadmap Vision""",
    "event": """Conference Forum Summit Meeting Exhibition Expo Exposition Fair Congress
        Symposium Assembly Contest Competition Challenge Roundtable Dialogue
        Festival Seminar Session Olympics Games Week""",
    "place": """Municipality Province City County Oblast Prefecture District River Island
        Islands Sea Strait Basin Desert Peninsula Region Republic Kingdom Lake
        Mountain Mountains Valley Gulf""",
}  # fmt: skip
_KIND = {word: kind for kind, words in _HEADS.items() for word in words.split()}

_QUOTE = '“”"‘‚„«»'
_PLAIN = r"[A-Z][\w’'&+]*(?:[-–][\w’']+){0,5}"
_WORD = rf"[{_QUOTE}]?(?:(?:[A-Z]\.){{2,}}|{_PLAIN}|[0-9]+(?:st|nd|rd|th)\b)[{_QUOTE}’]?"
_LINK = rf"(?:of|for|and|on|the|&|de|du|al)(?=[\s{_QUOTE}])"
_LONG_LINK = rf"(?:{_LINK}|(?:to|in|with|between|under|against|from)(?=\s))"
_LIST = r",(?=\s+[A-Z]\w+,?\s+and\s+[A-Z])|,(?=\s+and\s+[A-Z]\w+\b(?!\s+[A-Z]))"
"""The commas of "Agency for Science, Technology, and Research"."""
_CHAIN = re.compile(rf"{_WORD}(?:(?:{_LIST})?\s+(?:{_LINK}\s+){{0,3}}{_WORD})*")
_LONG_TAIL = re.compile(rf"(?:\s+(?:{_LONG_LINK}\s+){{1,3}}{_WORD}|\s+{_WORD})+")
_LONG = frozenset(
    {"Forum", "Memorandum", "Agreement", "Treaty", "Protocol", "Conference", "Seminar"}
)

STOP_WORDS = frozenset(
    """The This That These Those A An In On At By For From With To Of And But Or As After Before
    Since Until During While When Where If It Its He She They We You I His Her Their Our My
    Today Yesterday Currently Therefore Thus However Moreover Meanwhile Among Over More Some
    Many Most All Both Such Following According Data Compared Looking Human Focusing Released
    Keywords There Here Not No Also Please January February March April May June July August
    September October November December Monday Tuesday Wednesday Thursday Friday Saturday
    Sunday""".split()
)
"""Words that begin a sentence with a capital and no name."""
_ORDINAL_WORDS = {
    "first": 1, "inaugural": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3,
    "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7,
    "eighth": 8, "8th": 8, "ninth": 9, "9th": 9, "tenth": 10, "10th": 10,
}  # fmt: skip
_ORDINAL = re.compile(
    rf"\b(?P<word>{'|'.join(_ORDINAL_WORDS)}|\d+(?:st|nd|rd|th))\s+(?:the\s+)*[{_QUOTE}]?\Z",
    re.IGNORECASE,
)
_INNER_ORDINAL = re.compile(
    r"\b(?:First|Inaugural|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)\s+"
)
_BEFORE_PLACE = re.compile(r"\w+['’]s\s+|\band\s+")
_SPLIT = re.compile(r"\s+and\s+(?=(?:the\s+)?)")
_TRIM = _QUOTE + " ,.;:’"


def find_english(text: str, begin: int, stop: int) -> Iterator[Name]:
    """Find the names in ``text[begin:stop]`` whose head noun says what they are."""
    covered = begin
    for chain in _CHAIN.finditer(text, begin, stop):
        start, end = max(chain.start(), covered), chain.end()
        if start >= end:
            continue
        for first, last in _parts(text, start, end):
            name = _named(text, first, last, stop)
            if name is not None:
                covered = max(covered, name.end)
                yield name


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names in a chain: "Ministry of X and the University of Y" are two."""
    first = start
    for joint in _SPLIT.finditer(text, start, end):
        left, right = text[first : joint.start()], text[joint.end() : end]
        if right.startswith("the ") or (_head(left) and _head(right) and _complete(left)):
            yield first, joint.start()
            first = joint.end() + (4 if right.startswith("the ") else 0)
    yield first, end


def _complete(phrase: str) -> bool:
    """Whether a phrase could end here: its head has what belongs to it ("Ministry of" has not)."""
    words = phrase.split()
    return bool(words) and (
        words[-1].strip(_TRIM) in _KIND or " of " in phrase or " for " in phrase
    )


def _head(phrase: str) -> str:
    """The head noun: the first one in front of a preposition, else the last word."""
    words = [word.strip(_TRIM) for word in phrase.split()]
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in _KIND and following in {
            "of",
            "on",
            "for",
            "between",
            "to",
            "with",
            "in",
            "under",
        }:
            return word
    return words[-1] if words and words[-1] in _KIND else ""


def _named(text: str, start: int, end: int, stop: int) -> Name | None:
    # "In", "The" and the like begin a sentence, not a name.
    while (word := re.match(r"(\S+)\s+", text[start:end])) and _opens(word[1]):
        start += word.end()
    # "Officials of the Agency": what stands before the article in front of the head is another.
    for article in re.finditer(r"\bthe\s+", text[start:end]):
        if _head(text[start : start + article.start()] + " of"):
            break
        if _head(text[start + article.end() : end]):
            start += article.end()
            break
    while text[end - 1 : end] in {".", ",", "’"} and end > start:
        end -= 1
    head = _head(text[start:end])
    if not head or (" " not in text[start:end].strip() and "-" not in text[start:end]):
        return None
    kind: NameKind = _KIND[head]
    if kind == "place":  # China's Chongqing Municipality, China and Kano Oblast
        start += max((found.end() for found in _BEFORE_PLACE.finditer(text[start:end])), default=0)
    quoted = text[end - 1] in _QUOTE
    tail = _LONG_TAIL.match(text, end, stop) if head in _LONG and not quoted else None
    if tail is not None and _tail_fits(head, tail[0]):
        end = tail.end()
    # A quotation mark at one end only belongs to the sentence, one in the middle to the name.
    opened = sum(text.count(mark, start, end) for mark in "“«")
    closed = sum(text.count(mark, start, end) for mark in "”»")
    while end > start and text[end - 1] in _QUOTE and closed > opened:
        end, closed = end - 1, closed - 1
    while start < end and text[start] in _QUOTE and opened > closed:
        start, opened = start + 1, opened - 1
    if kind == "event" and (inner := _INNER_ORDINAL.search(text, start, end)) is not None:
        start = inner.end()  # a headline: "Congratulate the First “Belt and Road” … Conference"
    while end > start and text[end - 1] in "“«„":
        end -= 1
    found = _ORDINAL.search(text, max(0, start - 24), start)
    inside = re.match(r"[“\"]?(\d+)(?:st|nd|rd|th)\s", text[start:end])
    ordinal = None
    if kind == "event" and found is not None:
        written = found["word"].lower()
        ordinal = _ORDINAL_WORDS.get(written) or int(re.sub(r"\D", "", written))
    elif kind == "event" and inside is not None:
        ordinal = int(inside[1])
    if head == "Workshop" and re.search(r"\bWorkshop (?:on|for)\b", text[start:end]):
        kind = "event"
    words = text[start:end].split()
    return Name(
        start, end, text[start:end], kind, ordinal=ordinal,
        confidence=0.75 if len(words) > 2 else 0.6, rules=(f"head noun {head.lower()}",),
    )  # fmt: skip


def _opens(word: str) -> bool:
    return (
        word.strip(_TRIM) in STOP_WORDS
        or word.lower() in _ORDINAL_WORDS
        or word in {"the", "of", "and", "on", "for"}
    )


def _tail_fits(head: str, tail: str) -> bool:
    """Whether prepositions go on the name: "Agreement between A and B"."""
    link = tail.split(maxsplit=1)[0]
    return link in {"between", "with", "on"} or (link == "to" and head in {"Forum", "Seminar"})
