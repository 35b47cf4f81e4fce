"""A name in a text, and an event with its date and place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from serai.engines.claims.dates import DateSpan

NameKind = Literal["organisation", "person", "place", "facility", "agreement", "project", "event"]
"""``project`` holds programmes, plans, platforms and initiatives as well."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``text[start:end]``, as it is written there.

    ``key`` is that of the gazetteer and empty for a name that a pattern found. ``position`` is the
    office of a person in the words of the text; ``ordinal`` which edition of an event is meant.
    """

    start: int
    end: int
    text: str
    kind: NameKind
    key: str = ""
    position: str = ""
    ordinal: int | None = None
    confidence: float = 0.7
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """An event, with the date and the place that its sentence gives for it."""

    name: Name
    date: DateSpan | None = None
    place: Name | None = None
