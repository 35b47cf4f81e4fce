"""How a statement stands to others: agrees, repeats, conflicts, refines or supersedes.

What is proposed here a person decides. Knows neither database nor web. The rules:

- Only statements about the same thing are compared: one indicator, or the same unit and subject.
  The same value is not the same fact (80 agreements, 80 exhibits).
- Another scope is a part of the whole or another part; another state (invited, attended) is another
  question. Neither conflicts.
- Statements about different days make a series: the later one supersedes the earlier, unless it
  says the same or less.
- Of one time, bounds that no number satisfies together conflict. What leads back to one origin
  repeats; repetition is not confirmation. What leaves less room refines. The rest agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal

from serai.foundation.dates import PartialDate
from serai.foundation.folding import fold
from serai.track.evidence.bounds import Bounds, days_meant
from serai.track.evidence.wordings import overlap, shingles, stems

Kind = Literal["agrees", "repeats", "conflicts", "refines", "supersedes"]

_SAME_SUBJECT = 0.5
_SAME_SURROUNDINGS = 0.5
_SAME_ORGAN = 0.75
_SAME_WORDING = 0.4
_BEFORE, _AFTER = 9, 3
"""How many words before and after a number tell what it counts."""


class Reason(StrEnum):
    """Why a relation is proposed."""

    SAME_INDICATOR = "same_indicator"
    SAME_SUBJECT = "same_subject"
    BOUNDS_MEET = "bounds_meet"
    BOUNDS_APART = "bounds_apart"
    NARROWER = "narrower"
    LATER = "later"
    SAME_SOURCE = "same_source"
    SAME_SPEAKER = "same_speaker"
    SAME_WORDING = "same_wording"


@dataclass(frozen=True)
class Assertion:
    """What is compared: one statement in one source. ``quote`` is its sentence.

    ``place`` is where the sentence starts; ``published`` is when the source came out.
    """

    key: int
    source: int
    bounds: Bounds
    subject: str
    unit: str
    scope: str = ""
    state: str = ""
    as_of: PartialDate | None = None
    is_dated: bool = False
    indicator: int | None = None
    attributed_to: str = ""
    quote: str = ""
    written: str = ""
    published: date | None = None
    place: int | None = None

    @cached_property
    def unit_stems(self) -> frozenset[str]:
        """What is counted."""
        return stems(self.unit)

    @cached_property
    def subject_stems(self) -> frozenset[str]:
        """What it is about, beside the unit: the phrase that ends with the unit, where it stands in
        the subject; what follows tells of something else more often than not.
        """
        phrase: set[str] = set()
        for word in self.subject.split():
            found = stems(word)
            if found & self.unit_stems and phrase:
                break
            phrase |= found
        return frozenset(phrase) - self.unit_stems

    @cached_property
    def surroundings(self) -> frozenset[str]:
        """The words around the number, in letters that "science" and "scientific" share."""
        if not self.written or self.written not in self.quote:
            return frozenset()
        before, _number, after = self.quote.partition(self.written)
        near = [*before.split()[-_BEFORE:], *after.split()[:_AFTER]]
        return frozenset(stem[:5] for stem in stems(" ".join(near)))

    @cached_property
    def speaker_stems(self) -> frozenset[str]:
        """Who says so, in letters that "minister" and "ministry" have in common."""
        return frozenset(stem[:6] for stem in stems(self.attributed_to))

    @cached_property
    def wording(self) -> frozenset[tuple[str, ...]]:
        """The runs of words of its sentence."""
        return shingles(self.quote)

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The days that it may be about; by when it was published where it does not say."""
        if self.as_of is not None:
            return days_meant(self.as_of, is_stated=self.is_dated)
        if self.published is not None:
            return days_meant(PartialDate.from_date(self.published), is_stated=False)
        return None

    @property
    def moment(self) -> tuple[date, int]:
        """When it was said, and how far down."""
        return self.published or date.min, self.place or 0


@dataclass(frozen=True, slots=True)
class Relation:
    """A proposed relation: ``claim`` … ``other``, by their keys, for these reasons."""

    claim: int
    kind: Kind
    other: int
    reasons: tuple[Reason, ...] = field(default=())


def relations_of(statement: Assertion, others: Iterable[Assertion]) -> list[Relation]:
    """Propose how a statement stands to each of some others, at most one relation a pair.

    Conflicts come first, then what supersedes, refines, agrees and repeats.
    """
    found = [
        relation
        for other in others
        if other.key != statement.key and (relation := relation_between(statement, other))
    ]
    return sorted(found, key=lambda each: (_ORDER.index(each.kind), each.claim, each.other))


_ORDER: tuple[Kind, ...] = ("conflicts", "supersedes", "refines", "agrees", "repeats")


def relation_between(one: Assertion, other: Assertion) -> Relation | None:
    """Propose how two statements stand to each other, or nothing.

    The relation reads from the statement that repeats, refines or supersedes; one that reads the
    same from both ends begins with ``one``.
    """
    topic = _common_topic(one, other)
    if topic is None or one.bounds.is_empty_of_numbers or other.bounds.is_empty_of_numbers:
        return None
    if fold(one.scope) != fold(other.scope) or not _states_meet(one.state, other.state):
        return None
    order = _order_in_time(one, other)
    if order is not None:
        earlier, later = order
        if _leaves_as_much_room(later.bounds, earlier.bounds):
            return Relation(one.key, "agrees", other.key, (topic, Reason.BOUNDS_MEET))
        return Relation(later.key, "supersedes", earlier.key, (topic, Reason.LATER))
    if one.bounds.is_disjoint_from(other.bounds):
        if one.state != other.state:
            return None
        return Relation(one.key, "conflicts", other.key, (topic, Reason.BOUNDS_APART))
    if _is_about_equal(one.bounds, other.bounds):
        origin = _common_origin(one, other)
        if origin is not None:
            first, second = sorted((one, other), key=lambda each: (each.moment, each.key))
            return Relation(second.key, "repeats", first.key, (topic, origin))
        return Relation(one.key, "agrees", other.key, (topic, Reason.BOUNDS_MEET))
    for narrow, wide in ((one, other), (other, one)):
        if _leaves_as_much_room(wide.bounds, narrow.bounds):
            return Relation(narrow.key, "refines", wide.key, (topic, Reason.NARROWER))
    return Relation(one.key, "agrees", other.key, (topic, Reason.BOUNDS_MEET))


def _common_topic(one: Assertion, other: Assertion) -> Reason | None:
    if one.indicator is not None and other.indicator is not None:
        return Reason.SAME_INDICATOR if one.indicator == other.indicator else None
    is_equal = _is_about_equal(one.bounds, other.bounds)
    near = one.surroundings & other.surroundings
    if one.unit_stems & other.unit_stems:
        if one.subject_stems and other.subject_stems:
            is_same = overlap(one.subject_stems, other.subject_stems) >= _SAME_SUBJECT
        elif min(one.unit_stems & other.unit_stems) in _GENERAL_UNITS:
            is_same = is_equal and (one.source == other.source or len(near) >= 3)
        else:
            # A table calls its column by the unit alone.
            is_same = one.source == other.source or len(near) >= 3
        if is_same:
            return Reason.SAME_SUBJECT
    if one.source == other.source and one.place == other.place:
        # Numbers of one sentence count different things.
        return None
    is_same_talk = overlap(one.surroundings, other.surroundings) >= _SAME_SURROUNDINGS
    return Reason.SAME_SUBJECT if len(near) >= 4 and is_same_talk and is_equal else None


_GENERAL_UNITS = frozenset(
    {"country", "year", "month", "week", "day", "hour", "person", "people", "time", "place", "part"}
)
"""Units that say nothing of what is counted by themselves."""


def _states_meet(one: str, other: str) -> bool:
    """Whether two states of affairs can be one: "actual" is also said of what was built."""
    return one == other or {one, other} in ({"actual", "built"}, {"actual", "attended"})


def _order_in_time(one: Assertion, other: Assertion) -> tuple[Assertion, Assertion] | None:
    """The earlier and the later of two statements about different days; None for one time."""
    if one.source == other.source and one.as_of == other.as_of:
        return None
    mine, theirs = one.days, other.days
    if mine is None or theirs is None:
        return None
    if mine[1] < theirs[0]:
        return one, other
    if theirs[1] < mine[0]:
        return other, one
    return None


def _is_about_equal(one: Bounds, other: Bounds) -> bool:
    """Whether two bounds differ at most in whether the ends count: 50-plus, more than 50."""
    return (one.lower, one.upper) == (other.lower, other.upper)


def _leaves_as_much_room(wide: Bounds, narrow: Bounds) -> bool:
    """Whether everything that one allows the other allows too, but for the ends."""
    reaches_down = wide.lower is None or (narrow.lower is not None and wide.lower <= narrow.lower)
    reaches_up = wide.upper is None or (narrow.upper is not None and narrow.upper <= wide.upper)
    return reaches_down and reaches_up


def _common_origin(one: Assertion, other: Assertion) -> Reason | None:
    """Why two statements are one: said in one source, by one organ, or in the same words."""
    if one.source == other.source:
        return Reason.SAME_SOURCE
    organs = one.speaker_stems, other.speaker_stems
    if min(map(len, organs)) >= 2 and overlap(*organs) >= _SAME_ORGAN:
        return Reason.SAME_SPEAKER
    if min(len(one.wording), len(other.wording)) >= 5 and (
        overlap(one.wording, other.wording) >= _SAME_WORDING
    ):
        return Reason.SAME_WORDING
    return None
