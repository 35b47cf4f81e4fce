"""What comes before what, and what is held alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from serai.engines.timetable.layout import Layout
from serai.engines.timetable.problem import Apart, Count, Problem, Session
from serai.engines.timetable.rules.base import Rule
from serai.engines.timetable.solution import gettext_noop
from serai.engines.timetable.standing import Breach, Standing
from serai.engines.timetable.terms import Alone, Group, Pair, Term


@dataclass(frozen=True, kw_only=True)
class Precedence(Rule):
    """A session begins when those it comes after are over, with the lag between: `after`."""

    key = "precedence"
    name = gettext_noop("What builds on another session comes after it")
    unit = "pairs in the wrong order or too near"
    usual = "hard"
    demand = gettext_noop("%(second)s comes after %(first)s, %(lag)s minutes later or more")
    remedy = gettext_noop("Let %(second)s come before the end of %(first)s, or shorten the lag")

    def words(self, term: Term) -> tuple[str, str]:
        if term.values["lag"]:
            return super().words(term)
        return (
            gettext_noop("%(second)s comes after %(first)s"),
            gettext_noop("Let %(second)s come before the end of %(first)s"),
        )

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        for number, session in enumerate(layout.sessions):
            for after in session.after:
                first = layout.index[after.session]
                yield Pair(
                    sessions=(first, number), ahead=after.lag, behind=None,
                    values={"first": layout.title(first), "second": layout.title(number),
                            "lag": after.lag},
                )  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for second in standing.items:
            for after in second.session.after:
                first = standing.item.get(after.session)
                if first and second.start < first.end + after.lag:
                    yield Breach(
                        1,
                        gettext_noop("%(second)s stands before %(first)s is over"),
                        {"first": first.title, "second": second.title, "lag": after.lag},
                        (first.session.id, second.session.id),
                    )


@dataclass(frozen=True, kw_only=True)
class Position(Rule):
    """The opening comes before all else, the signing after all else: `position`."""

    key = "position"
    name = gettext_noop("The opening comes first, the signing last")
    unit = "sessions on the wrong side"
    usual = "hard"
    demand = gettext_noop("%(first)s comes before %(second)s")
    remedy = gettext_noop("Let %(first)s not come before %(second)s")

    @staticmethod
    def _first(a: Session, b: Session) -> bool:
        """Whether `a` has to come before `b`."""
        return (a.position == "first" and b.position != "first") or (
            b.position == "last" and a.position != "last"
        )

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        ends = [i for i, each in enumerate(layout.sessions) if each.position]
        seen = set()
        for end in ends:
            for other in range(len(layout.sessions)):
                for a, b in ((end, other), (other, end)):
                    if (a, b) in seen or not self._first(layout.sessions[a], layout.sessions[b]):
                        continue
                    seen.add((a, b))
                    yield Pair(
                        sessions=(a, b), ahead=0, behind=None,
                        values={"first": layout.title(a), "second": layout.title(b)},
                    )  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        seen = set()
        for end in (each for each in standing.items if each.session.position):
            for other in standing.items:
                for a, b in ((end, other), (other, end)):
                    pair = a.session.id, b.session.id
                    if not self._first(a.session, b.session) or b.start >= a.end or pair in seen:
                        continue
                    seen.add(pair)
                    yield Breach(
                        1,
                        gettext_noop("%(second)s begins before %(first)s is over"),
                        {"first": a.title, "second": b.title},
                        pair,
                    )


@dataclass(frozen=True, kw_only=True)
class Exclusive(Rule):
    """Sessions of these `kinds` are held alone; sessions of kinds in `beside` may run on."""

    key = "exclusive"
    name = gettext_noop("Plenary and ministerial sessions stand alone")
    unit = "sessions beside an exclusive one"
    usual = "hard"
    demand = gettext_noop("Exclusive sessions stand alone")
    remedy = gettext_noop("Allow some kinds of sessions beside the exclusive ones")
    kinds: tuple[str, ...] = ("ceremony", "plenary", "ministerial")
    beside: tuple[str, ...] = ("exhibition",)

    def _split(self, sessions: Iterable[Session]) -> tuple[list[int], list[int]]:
        alone, others = [], []
        for number, session in enumerate(sessions):
            if session.kind in self.kinds:
                alone.append(number)
            elif session.kind not in self.beside:
                others.append(number)
        return alone, others

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        alone, others = self._split(layout.sessions)
        if not alone:
            return
        if hard:
            yield Alone(sessions=(*alone, *others), exclusive=frozenset(alone))
            return
        for pair in combinations(alone, 2):
            yield Pair(sessions=pair)
        for first in alone:
            for second in others:
                yield Pair(sessions=(first, second))

    def measure(self, standing: Standing) -> Iterable[Breach]:
        items = [each for each in standing.items if each.session.kind not in self.beside]
        for first, second in standing.clashes(items):
            if first.session.kind in self.kinds or second.session.kind in self.kinds:
                alone, other = (
                    (first, second) if first.session.kind in self.kinds else (second, first)
                )
                yield Breach(
                    1,
                    gettext_noop("%(other)s is held beside %(alone)s, which stands alone"),
                    {"alone": alone.title, "other": other.title},
                    (alone.session.id, other.session.id),
                )


@dataclass(frozen=True, kw_only=True)
class Live(Rule):
    """Two sessions that are broadcast live are not held at once."""

    key = "live"
    name = gettext_noop("One live broadcast at a time")
    unit = "pairs of live sessions at once"
    usual = "hard"
    demand = gettext_noop("One live broadcast at a time")
    remedy = gettext_noop("Record one of the sessions instead")

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        live = [i for i, each in enumerate(layout.sessions) if each.live]
        if len(live) < 2:
            return
        if hard:
            yield Group(sessions=tuple(live))
            return
        for pair in combinations(live, 2):
            yield Pair(sessions=pair)

    def measure(self, standing: Standing) -> Iterable[Breach]:
        live = [each for each in standing.items if each.session.live]
        for first, second in standing.clashes(live):
            yield Breach(
                1,
                gettext_noop("%(first)s and %(second)s are both live"),
                {"first": first.title, "second": second.title},
                (first.session.id, second.session.id),
            )


@dataclass(frozen=True, kw_only=True)
class KeptApart(Rule):
    """Who must not meet is not at once, and not one after another in a room: competitors, states.

    `minutes` lie between them in the same room.
    """

    key = "apart"
    name = gettext_noop("Who must not meet is kept apart")
    unit = "pairs at once or one after another in a room"
    usual = "hard"
    demand = gettext_noop("%(first)s and %(second)s are kept apart")
    remedy = gettext_noop("Let %(first)s and %(second)s stand nearer to each other")
    minutes: Count = 60

    def _pairs(self, problem: Problem) -> Iterator[tuple[str, str]]:
        seen = set()
        for apart in problem.apart:
            for a, b in self._named(problem, apart):
                if a != b and frozenset((a, b)) not in seen:
                    seen.add(frozenset((a, b)))
                    yield a, b

    @staticmethod
    def _named(problem: Problem, apart: Apart) -> Iterator[tuple[str, str]]:
        if apart.sessions:
            yield apart.sessions
        if apart.delegations:
            first, second = (
                [each.id for each in problem.sessions if name in (*each.delegations, each.host)]
                for name in apart.delegations
            )
            yield from ((a, b) for a in first for b in second)

    def terms(self, layout: Layout, *, hard: bool) -> Iterable[Term]:
        same = np.eye(len(layout.rooms), dtype=np.bool_)
        for a, b in self._pairs(layout.problem):
            first, second = layout.index[a], layout.index[b]
            values = {"first": layout.title(first), "second": layout.title(second)}
            yield Pair(sessions=(first, second), rooms_matter=~same, values=values)
            yield Pair(sessions=(first, second), ahead=self.minutes, behind=self.minutes,
                       rooms_matter=same, values=values)  # fmt: skip

    def measure(self, standing: Standing) -> Iterable[Breach]:
        for a, b in self._pairs(standing.problem):
            first, second = standing.item.get(a), standing.item.get(b)
            if not first or not second:
                continue
            gap = self.minutes if first.room is second.room else 0
            if first.start < second.end + gap and second.start < first.end + gap:
                yield Breach(
                    1,
                    gettext_noop("%(first)s and %(second)s stand too near each other"),
                    {"first": first.title, "second": second.title},
                    (a, b),
                )
