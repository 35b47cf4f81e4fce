"""A figure that a text states, and the unit it is stated in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from serai.engines.claims.languages import Kind, Qualifier
from serai.engines.claims.text import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that a text states, anchored to it. Offsets count code points, end exclusive."""

    start: int
    end: int
    """The expression: qualifier and number, with its currency sign."""
    number_start: int
    number_end: int
    sentence: Sentence
    value: float
    value_max: float | None = None
    """The upper end of a range."""
    qualifier: Qualifier = "exact"
    kind: Kind = "count"
    unit: str
    """Singular head noun, ``%``, ISO 4217 code, or unit of measurement."""
    unit_text: str
    unit_elided: bool = False
    phrase_end: int
    """Where the counted phrase ends."""
    confidence: float = 0.9
    rules: tuple[str, ...] = ()
    """The names of the rules that spoke."""
    subject: str = ""
    scope: str = ""
    """Which part is counted: foreign, total, additional …"""
    state: str = ""
    """How far it is: invited, attended, planned, built …"""
    attributed_to: str = ""
    """Who said it."""
    as_of: str = ""
    """ISO 8601 date, to the day, the month or the year."""
    as_of_text: str = ""
    as_of_basis: str = ""
    """How the date is known: stated, inferred, publication; empty where it is not."""

    @property
    def sentence_start(self) -> int:
        """Where its sentence begins."""
        return self.sentence.start

    @property
    def sentence_end(self) -> int:
        """Where its sentence ends."""
        return self.sentence.end


@dataclass(frozen=True, slots=True)
class Unit:
    """What follows a number, or what it is counted in where nothing follows."""

    kind: Kind
    unit: str
    text: str
    last: int
    """The token after the unit."""
    rule: str
    first: int | None = None
    """The token that a unit before the number begins at."""
    sure: float = 0.9
    elided: bool = False
    titled: bool = False
    """Whether the counted noun begins with a capital letter."""


class Inherited(NamedTuple):
    """A unit that the head of a row or column lends to its cells."""

    kind: Kind
    unit: str
    text: str
    magnitude: int = 1
