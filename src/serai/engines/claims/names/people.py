"""People with their offices, in English: "Vice Minister X", "X, president of Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from serai.engines.claims.names.name import Name

_RANK = (
    r"(?:(?:[Vv]ice|[Dd]eputy|[Ff]ormer|[Ff]irst|[Aa]cting|[Aa]ssistant|[Ee]xecutive|[Ss]enior"
    r"|[Cc]hief)[ -]){0,3}"
)
_OFFICE = (
    r"(?:[Pp]resident|[Pp]remier|[Pp]rime [Mm]inister|[Mm]inister|[Ss]ecretary[ -][Gg]eneral"
    r"|[Ss]ecretary|[Dd]irector[ -][Gg]eneral|[Dd]irector|[Aa]mbassador|[Gg]overnor|[Mm]ayor"
    r"|[Cc]hair(?:man|woman|person)?|[Aa]cademician|[Pp]rofessor|[Rr]ector|[Cc]hancellor|[Dd]ean"
    r"|[Ss]pokes(?:man|woman|person)|[Ee]ngineer|[Cc]ommissioner|[Rr]epresentative|[Hh]ead|CEO"
    r"|[Ff]ounder|[Cc]oordinator)"
)
_COURTESY = r"(?:Dr|Prof|Mr|Mrs|Ms|Sir|Academician|Professor)\.?"
_CAP = r"[A-Z][\w’'-]+"
_NAME = rf"{_CAP}(?:\s+(?:(?:bin|bint|al|el|de|da|van|von|der)\s+)?(?:[A-Z]\.|{_CAP})){{1,3}}"
_BODY = rf"(?:the\s+)?{_CAP}(?:\s+(?:(?:of|and|for|the)\s+)*{_CAP})*"
_VERB = r"(?:said|says|told|noted|stressed|added|attended|announced|at)\b"

_BEHIND = re.compile(
    rf"\b(?P<name>{_NAME}),\s+(?:the\s+|a\s+)?"
    rf"(?P<office>{_RANK}{_OFFICE}\b(?:\s+(?:of|for|at|to)\s+{_BODY})?)"
)
_BEFORE_COMMA = re.compile(
    rf"\b(?:the\s+)?(?P<office>{_RANK}{_OFFICE}\s+of\s+{_BODY}),\s+"
    rf"(?P<name>{_CAP}(?:\s+{_CAP}){{0,3}}),"
)
_BODY_AND_NAME = re.compile(
    rf"\b(?P<office>{_RANK}(?:President|Premier|Prime Minister|Vice Minister|Minister|Director"
    rf"|Ambassador|Governor|Mayor|Chairman|Secretary-General)\s+of\s+"
    rf"{_CAP}(?:\s+(?:(?:of|and|for|the)\s+)*{_CAP})*?)\s+"
    rf"(?P<name>{_CAP}\s+{_CAP})(?=[.,;]|\s+{_VERB})"
)
_TITLE = re.compile(
    rf"\b(?P<office>{_RANK}(?:President|Premier|Prime Minister|Minister|Ambassador|Governor|Mayor"
    rf"|{_COURTESY}))\s+(?P<name>{_CAP}(?:\s+{_CAP}){{0,2}})"
)
_RULES = (
    ("office before", _BODY_AND_NAME),
    ("office before, comma", _BEFORE_COMMA),
    ("office behind", _BEHIND),
    ("title before", _TITLE),
)
_NOT_A_NAME = frozenset(
    """The This In Of And For Sends Says Said Visits Meets Calls January February March April May
    June July August September October November December Conference Forum Ministry University
    Academy
    Government Commission Council Congress Science Technology Chinese Foreign""".split()
)


def find_people(text: str, begin: int, stop: int) -> Iterator[Name]:
    """Find people in ``text[begin:stop]`` who are named with their office."""
    taken: list[tuple[int, int]] = []
    for rule, pattern in _RULES:
        for found in pattern.finditer(text, begin, stop):
            start, end = found.span("name")
            words = text[start:end].split()
            while words and words[-1] in _NOT_A_NAME:
                end = start + text[start:end].rstrip().rfind(words.pop())
            text_of = text[start:end].rstrip()
            end = start + len(text_of)
            if not words or words[0] in _NOT_A_NAME:
                continue
            if any(low < end and start < high for low, high in taken):
                continue
            taken.append((start, end))
            yield Name(
                start, end, text_of, "person", position=" ".join(found["office"].split()),
                confidence=0.85 if len(words) > 1 else 0.6, rules=(rule,),
            )  # fmt: skip
