"""Names in a text: known ones first, then what patterns find beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from serai.engines.claims.dates import DateSpan
from serai.engines.claims.names.english import STOP_WORDS, find_english
from serai.engines.claims.names.gazetteer import Entry, Gazetteer
from serai.engines.claims.names.heads import find_by_heads
from serai.engines.claims.names.name import Event, Name, NameKind
from serai.engines.claims.names.people import find_people
from serai.engines.claims.text import CanonicalText

__all__ = ["Entry", "Event", "Gazetteer", "Name", "NameKind", "find_events", "find_names"]

Span = TypeVar("Span", DateSpan, Name)

_PLACE_BEFORE_COUNTRY = re.compile(
    r"(?:^|[.!?]\s+|\b(?:in|at|near|from)\s+)([A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2}),\s+\Z"
)
_HELD_IN = re.compile(
    r"\b(?:in|at|en|à|в|في)\s+(?:the\s+)?(?:(?:south|north|east|west|central)\w*\s+)?"
    r"(?:\w+[’']s\s+)?\Z|在\Z"
)
_MARKS = '“”"‘’„«» '
_DATELINE_END = re.compile(r"\s*(?:\([A-Z]\w+\)|--)")


def find_names(text: CanonicalText, gazetteer: Gazetteer | None = None) -> list[Name]:
    """Find the names of a text, in reading order; offsets are those of the text.

    A known name inside a longer one that a pattern found ("China" in "China Association for Science
    and Technology") is part of it and not given again; a known name that is the whole of it, or
    longer, gives it its key.
    """
    flat = text.flat
    known = list(gazetteer.find(flat)) if gazetteer else []
    found: list[Name] = []
    for start, end, _ in text.sentences:
        if text.language == "en":
            found += find_people(flat, start, end)
            found += find_english(flat, start, end)
        else:
            found += find_by_heads(flat, start, end, text.language)
    found += _places_in_countries(flat, known)
    return _merged(flat, known, found)


def _places_in_countries(flat: str, known: Iterable[Name]) -> Iterable[Name]:
    """A name in front of a known place: Zanatas, Kazakhstan."""
    for name in known:
        if name.kind != "place":
            continue
        before = _PLACE_BEFORE_COUNTRY.search(flat, max(0, name.start - 60), name.start)
        if before is not None and before[1].split()[0] not in STOP_WORDS:
            start, end = before.span(1)
            yield Name(start, end, before[1], "place", confidence=0.6, rules=("before a place",))


def _merged(flat: str, known: list[Name], found: list[Name]) -> list[Name]:
    """Of overlapping names the longest, people before all; known ones win a tie."""
    keys = {_essence(flat, name): name.key for name in known}
    found = [replace(name, key=keys.get(_essence(flat, name), "")) for name in found]
    ranked = sorted(
        [*known, *found],
        key=lambda name: (name.kind != "person", name.start - name.end, not name.key, name.start),
    )
    covered = bytearray(len(flat))
    kept = []
    for name in ranked:
        if not any(covered[name.start : name.end]):
            covered[name.start : name.end] = b"\1" * (name.end - name.start)
            kept.append(name)
    return sorted(kept, key=lambda name: name.start)


def _essence(flat: str, name: Name) -> tuple[int, int]:
    """The place of a name without the quotation marks around it."""
    text = flat[name.start : name.end]
    left = len(text) - len(text.lstrip(_MARKS))
    return name.start + left, name.end - (len(text) - len(text.rstrip(_MARKS)))


def find_events(
    text: CanonicalText, names: Sequence[Name], dates: Sequence[DateSpan]
) -> list[Event]:
    """Give the events among the names the date and place that their sentences state."""
    events = []
    for name in names:
        sentence = text.sentence_at(name.start) if name.kind == "event" else None
        if sentence is None:
            continue
        at = [
            each for each in dates
            if sentence.start <= each.start and each.end <= sentence.end and each.value
            and each.relation == "at" and each.precision in {"day", "month", "year"}
            and not _DATELINE_END.match(text.flat, each.end)
        ]  # fmt: skip
        places = [
            each for each in names
            if each.kind == "place" and not text.flat.startswith(("'s", "’s"), each.end)
            and sentence.start <= each.start and each.end <= sentence.end
            and _HELD_IN.search(text.flat, max(sentence.start, each.start - 40), each.start)
        ]  # fmt: skip
        events.append(Event(name, _nearest(name, at), _nearest(name, places)))
    return events


def _nearest(name: Name, spans: list[Span]) -> Span | None:
    # What stands behind a name is rather said of it than what stands before.
    return min(
        spans,
        key=lambda each: (
            each.start - name.end if each.start >= name.end else 3 * (name.start - each.end)
        ),
        default=None,
    )
