"""The arithmetic of stated against counted. Knows neither database nor web.

A **statement** is one accepted claim about one indicator: bounds, not a number. Statements of one
scope and one state of affairs make a **series**. Out of each series comes a **reading**: the
statement that speaks for it now, what supports it, from how many independent origins, and what
contradicts it. The **gap** compares a reading with the number of records counted.

Rules that nothing here may break: repetition is not confirmation, a conflict is shown and never
averaged, a bound is not a number, and the order in which statements come makes no difference.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from itertools import combinations
from typing import Literal

from serai.foundation.dates import PartialDate
from serai.track.evidence.bounds import Bounds, days_meant


class Standing(IntEnum):
    """How far a statement may speak for its series."""

    DEPRECATED = 0
    NORMAL = 1
    PREFERRED = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """One accepted claim. ``dated`` is true where the source itself gives the date."""

    key: int
    source: int
    bounds: Bounds
    scope: str = ""
    state: str = ""
    as_of: PartialDate | None = None
    dated: bool = False
    standing: Standing = Standing.NORMAL

    @property
    def span(self) -> tuple[date, date] | None:
        """The days that the statement may be about; None where it has no date."""
        return days_meant(self.as_of, is_stated=self.dated)

    def is_contemporary_with(self, other: Statement) -> bool:
        """Tell whether the two may be about the same day; without a date that cannot be told."""
        mine, theirs = self.span, other.span
        if mine is None or theirs is None:
            return False
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]


Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Links:
    """What people decided about pairs of claims, by their keys. Claims outside may occur."""

    repeats: frozenset[Pair] = frozenset()
    agrees: frozenset[Pair] = frozenset()
    conflicts: frozenset[Pair] = frozenset()
    refines: frozenset[Pair] = frozenset()
    supersedes: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both be right. A resolved one has a winner that people chose."""

    one: Statement
    other: Statement
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What one series says now.

    ``speaks`` holds the statement that speaks for the series. It holds several where they
    contradict each other and nobody has decided: then there is no single figure. It is empty where
    every statement was set aside.
    """

    scope: str
    state: str
    statements: tuple[Statement, ...]
    speaks: tuple[Statement, ...]
    supporting: tuple[Statement, ...]
    origins: tuple[frozenset[int], ...]
    conflicts: tuple[Conflict, ...]
    set_aside: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_contested(self) -> bool:
        """Whether the sources contradict each other and nobody has decided."""
        return len(self.speaks) > 1

    @property
    def bounds(self) -> Bounds | None:
        """The bounds of the figure; None where there is no single one."""
        return self.speaks[0].bounds if len(self.speaks) == 1 else None

    @property
    def source_count(self) -> int:
        """How many sources support it, whether they repeat each other or not."""
        return len({statement.source for statement in self.supporting})


def origins_of(
    statements: Iterable[Statement], repeats: Iterable[Pair]
) -> tuple[frozenset[int], ...]:
    """Divide statements into independent origins, each a set of keys.

    Two statements have one origin if they stand in one source, or if one repeats the other,
    directly or by way of claims that are not among the statements.
    """
    statements = list(statements)
    parent: dict[Hashable, Hashable] = {}

    def find(node: Hashable) -> Hashable:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in repeats:
        parent[find(one)] = find(other)
    for statement in statements:
        parent[find(statement.key)] = find(("source", statement.source))
    groups: dict[Hashable, set[int]] = {}
    for statement in statements:
        groups.setdefault(find(statement.key), set()).add(statement.key)
    return tuple(sorted(map(frozenset, groups.values()), key=min))


def readings_of(statements: Iterable[Statement], links: Links) -> tuple[Reading, ...]:
    """Return one reading for each scope and state, in order of scope and state."""
    ordered = sorted(statements, key=_time_order)
    alive = {s.key for s in ordered if s.standing is not Standing.DEPRECATED}
    superseded = {old for new, old in links.supersedes if new in alive}
    series: dict[tuple[str, str], list[Statement]] = {}
    for statement in ordered:
        series.setdefault((statement.scope, statement.state), []).append(statement)
    return tuple(
        _reading(scope, state, members, superseded, links)
        for (scope, state), members in sorted(series.items())
    )


def headline(readings: Sequence[Reading], states: Sequence[str]) -> Reading | None:
    """Choose the reading that stands for the indicator.

    A series in which people preferred a statement comes first, then the one about the whole (its
    scope is empty), then that whose state stands first in ``states``, then the best supported, then
    the latest.
    """

    def weight(reading: Reading) -> tuple[object, ...]:
        is_preferred = any(s.standing is Standing.PREFERRED for s in reading.speaks)
        has_number = any(not s.bounds.is_empty_of_numbers for s in reading.speaks)
        order = states.index(reading.state) if reading.state in states else len(states)
        latest = max((_latest(s) for s in reading.speaks), default=date.min)
        return (
            bool(reading.speaks), has_number, is_preferred, not reading.scope, -order,
            len(reading.origins), latest, reading.scope, reading.state,
        )  # fmt: skip

    return max(readings, key=weight, default=None)


def _reading(
    scope: str, state: str, members: list[Statement], superseded: set[int], links: Links
) -> Reading:
    standing = [
        s for s in members if s.standing is not Standing.DEPRECATED and s.key not in superseded
    ]
    conflicts = _conflicts(standing, links)
    speaks = _speaking(standing, conflicts, links)
    supporting = _supporting(speaks, standing, links)
    return Reading(
        scope=scope,
        state=state,
        statements=tuple(members),
        speaks=tuple(speaks),
        supporting=supporting,
        origins=origins_of(supporting, links.repeats),
        conflicts=tuple(conflicts),
        set_aside=frozenset(s.key for s in members) - {s.key for s in standing},
    )


def _conflicts(standing: list[Statement], links: Links) -> list[Conflict]:
    """The pairs that contradict each other: by decision, or by their bounds at one time."""
    decided = _either_way(links.conflicts)
    settled = _either_way(links.agrees) | _either_way(links.refines)
    found = []
    for one, other in combinations(standing, 2):
        pair = (one.key, other.key)
        clash = one.is_contemporary_with(other) and one.bounds.is_disjoint_from(other.bounds)
        if pair in decided or (clash and pair not in settled):
            preferred = Standing.PREFERRED in {one.standing, other.standing}
            found.append(Conflict(one, other, is_resolved=preferred))
    return found


def _speaking(
    standing: list[Statement], conflicts: list[Conflict], links: Links
) -> list[Statement]:
    preferred = [s for s in standing if s.standing is Standing.PREFERRED]
    if preferred:
        return [max(preferred, key=_weight)]
    candidates = [s for s in standing if not s.bounds.is_empty_of_numbers] or standing
    if not candidates:
        return []
    newest = max(candidates, key=_time_order)
    keys = {s.key for s in candidates if s is newest or s.is_contemporary_with(newest)}
    while finer := {new for new, old in links.refines if old in keys} - keys:
        keys |= finer
    current = [s for s in candidates if s.key in keys]
    coarser = {old for new, old in links.refines if new in {s.key for s in current}}
    # A circle of refinements, which the operations refuse, must not leave nothing to say.
    current = [s for s in current if s.key not in coarser] or current
    keys = {s.key for s in current}
    contradicting = {
        key
        for conflict in conflicts
        for key in (conflict.one.key, conflict.other.key)
        if {conflict.one.key, conflict.other.key} <= keys
    }
    if contradicting:
        return _one_voice_each([s for s in current if s.key in contradicting])
    return [max(current, key=_weight)]


def _one_voice_each(contradicting: list[Statement]) -> list[Statement]:
    """One statement for each value that is claimed; two reports of "14" are one voice."""
    voices: dict[Bounds, Statement] = {}
    for statement in contradicting:
        known = voices.get(statement.bounds)
        if known is None or _weight(statement) > _weight(known):
            voices[statement.bounds] = statement
    return sorted(voices.values(), key=_time_order)


def _supporting(
    speaks: list[Statement], standing: list[Statement], links: Links
) -> tuple[Statement, ...]:
    """The statements that say what the figure says: at the same time, or linked to it."""
    spoken = {s.key for s in speaks}
    linked = _either_way(links.agrees | links.repeats | links.refines)
    decided = _either_way(links.conflicts)
    kept = []
    for candidate in standing:
        for speaker in speaks:
            pair = (candidate.key, speaker.key)
            says_so = candidate.is_contemporary_with(speaker) and not (
                candidate.bounds.is_disjoint_from(speaker.bounds)
                or candidate.bounds.is_empty_of_numbers
            )
            if candidate.key in spoken or (pair not in decided and (pair in linked or says_so)):
                kept.append(candidate)
                break
    return tuple(kept)


def _either_way(pairs: Iterable[Pair]) -> frozenset[Pair]:
    return frozenset(pair for one, other in pairs for pair in ((one, other), (other, one)))


def _latest(statement: Statement) -> date:
    return statement.as_of.latest if statement.as_of else date.min


def _time_order(statement: Statement) -> tuple[date, bool, int]:
    return _latest(statement), statement.dated, statement.key


def _weight(statement: Statement) -> tuple[object, ...]:
    """Which of several statements about one time speaks: dated by its source, later, narrower."""
    width = statement.bounds.width
    return (
        statement.dated,
        _latest(statement),
        width is not None,
        -(width or 0),
        # Between two open bounds the one that rules out more is the narrower.
        statement.bounds.lower if statement.bounds.lower is not None else Decimal("-Infinity"),
        -statement.key,
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between the stated figure and the number of records counted.

    ``missing``: between ``least`` and ``most`` of what is stated is not documented (no ``most``
    where no upper limit is stated). ``possible``: the records may be all there is. ``complete``:
    there cannot be more. ``exceeding``: at least ``least`` more are documented than stated.
    """

    kind: Literal["missing", "possible", "complete", "exceeding"]
    counted: int
    least: int = 0
    most: int | None = None


def gap_between(bounds: Bounds | None, counted: int | None) -> Gap | None:
    """Compare a stated figure with a count; None where there is nothing to compare."""
    if bounds is None or bounds.is_empty_of_numbers or counted is None:
        return None
    least, greatest = bounds.least_whole, bounds.greatest_whole
    if greatest is not None and counted > greatest:
        excess = counted - greatest
        return Gap("exceeding", counted, excess, None if least is None else counted - least)
    most = None if greatest is None else greatest - counted
    if least is not None and counted < least:
        return Gap("missing", counted, least - counted, most)
    if most == 0:
        return Gap("complete", counted, 0, 0)
    return Gap("possible", counted, 0, most)
