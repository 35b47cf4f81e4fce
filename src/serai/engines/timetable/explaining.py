"""Why there is no plan, and why a session stands where it stands.

Every demand (this session is held, this person is in one place at a time, this room is closed then)
hangs on a literal. A model in which all of them are assumed and that has no solution names some
that suffice for that; leaving out one after another and looking again makes the set irreducible.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from serai.engines.timetable.checking import Place, compiled, places
from serai.engines.timetable.compiling import Compiled
from serai.engines.timetable.modelling import Model
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.searching import Search
from serai.engines.timetable.solution import Plan, gettext_noop
from serai.engines.timetable.terms import Occupancy, Term

HELD = "held"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One of the demands that contradict each other, and what would relax it.

    `text` and `remedy` are English with named places, filled in from `values`.
    """

    rule: str
    name: str
    text: str
    remedy: str
    values: Mapping[str, Any] = field(default_factory=dict)
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text % self.values

    @property
    def advice(self) -> str:
        """The remedy, filled in."""
        return self.remedy % self.values


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Demands that cannot all be met.

    Where `minimal`, leaving out any one of them ends the contradiction among the others.
    """

    reasons: tuple[Reason, ...]
    minimal: bool
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a session stands where it stands, all else staying.

    `here` is its place; `better` are the places that would cost less and break no hard rule
    (empty where it stands best), `next_best` the cheapest others, and `binding` says for each
    rule how many of the places it closes or makes dearer.
    """

    here: Place
    better: Sequence[Place]
    next_best: Sequence[Place]
    binding: Mapping[str, int]


def explain_placement(
    problem: Problem, plan: Plan, session: str, *, alternatives: int = 3
) -> Explanation:
    """Why the session stands there, and what the next best places would cost.

    Raises:
        KeyError: where the session has no place in the plan.
    """
    placement = plan[session]
    start = problem.local(placement.start)
    others = []
    here: Place | None = None
    for each in places(problem, plan, session):
        if (each.start, each.room) == (start, placement.room):
            here = each
        else:
            others.append(each)
    if here is None:
        here = Place(start=start, room=placement.room, hard=1, cost=0, rules=("allowed_places",))
    free = sorted((each for each in others if not each.hard), key=lambda each: each.cost)
    binding: Counter[str] = Counter()
    for each in others:
        if each.hard or each.cost > here.cost:
            binding.update(each.rules)
    better = [each for each in free if each.cost < here.cost or here.hard]
    rest = [each for each in free if each not in better]
    return Explanation(
        here=here, better=better[:alternatives], next_best=rest[:alternatives],
        binding=dict(binding.most_common()),
    )  # fmt: skip


def explain_infeasible(
    problem: Problem, *, time_limit: float = 30.0, seed: int = 0
) -> Contradiction | None:
    """The smallest set of demands found that contradict each other; None where a plan exists.

    Raises:
        TimeoutError: where neither a plan nor a contradiction was found within the limit.
    """
    begun = time.monotonic()
    ready = compiled(problem)
    search = Search(ready, seed, lambda: time.monotonic() - begun < time_limit / 3)
    if search.construct():
        return None
    finder = _Finder(ready, begun + time_limit, seed)
    suspects = _suspects(ready, search)
    core: list[_Key] | None = None
    size = 1
    while core is None:
        chosen = suspects[:size]
        core = finder.core(chosen)
        if core is None and size >= len(suspects):
            return None
        size = min(size * 3, len(suspects))
    core, minimal = finder.reduce(core)
    reasons = tuple(_reason(ready, key) for key in core)
    return Contradiction(reasons=reasons, minimal=minimal, seconds=time.monotonic() - begun)


_Key = tuple[Term | int, Hashable]


def _suspects(ready: Compiled, search: Search) -> list[int]:
    """All sessions that must be held, those first that the search had most trouble with."""
    visits = Counter({each: int(count.sum()) for each, count in search.visits.items()})
    for session, mask in enumerate(ready.open):
        if not mask.any():
            visits[session] += 10**9
    held = [i for i, penalty in enumerate(ready.penalties) if penalty is None]
    worst = sorted(held, key=lambda i: -visits[i])
    if not worst:
        return worst
    near = Counter[int]()
    for number in search.situation.of[worst[0]]:
        term = ready.terms[number]
        if len(term.sessions) < len(ready.layout.sessions) / 2:
            near.update(term.sessions)
    return [worst[0], *sorted(worst[1:], key=lambda i: (-visits[i], -near[i]))]


@dataclass
class _Finder:
    """Looks for demands that contradict each other, by solving again and again."""

    ready: Compiled
    until: float
    seed: int

    def core(self, sessions: Sequence[int]) -> list[_Key] | None:
        """Demands about these sessions that suffice for a contradiction; None if there is a plan.

        Raises:
            TimeoutError: where the time did not suffice to know.
        """
        self.model = self._model(sessions)
        return self._contradiction(list(self.model.demands))

    def _model(self, sessions: Sequence[int]) -> Model:
        layout = self.ready.layout
        shape = (layout.slots, len(layout.rooms))
        masks = [
            np.broadcast_to(layout.fitting(i)[:, None], shape) for i in range(len(layout.sessions))
        ]
        chosen = set(sessions)
        terms = [t for t in self.ready.terms if t.weight is None and chosen & set(t.sessions)]
        return Model(
            self.ready, soft=False, open_places=masks, assume=True, terms=terms, sessions=chosen
        )

    def _contradiction(self, assumed: Sequence[_Key]) -> list[_Key] | None:
        cp = self.model.cp
        cp.clear_assumptions()
        cp.add_assumptions([self.model.demands[key] for key in assumed])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.max_time_in_seconds = max(self.until - time.monotonic(), 0.01)
        outcome = solver.solve(cp)
        if outcome in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        if outcome != cp_model.INFEASIBLE:
            raise TimeoutError("neither a plan nor a contradiction was found in time")
        enough = set(solver.sufficient_assumptions_for_infeasibility())
        found = [key for key in assumed if self.model.demands[key].index in enough]
        return found or list(assumed)

    def reduce(self, core: list[_Key]) -> tuple[list[_Key], bool]:
        """Leave out what can be left out; whether nothing more can."""
        sessions = [key[0] for key in core if isinstance(key[0], int)]
        if sessions and (smaller := self._try(sessions)):
            core = smaller
        kept: list[_Key] = []
        while core:
            candidate = core.pop()
            try:
                found = self._contradiction([*kept, *core])
            except TimeoutError:
                return [*kept, candidate, *core], False
            if found is None:
                kept.append(candidate)
            else:
                core = [key for key in core if key in found]
        return kept[::-1], True

    def _try(self, sessions: Sequence[int]) -> list[_Key] | None:
        """The same with a model of these sessions alone, which is much smaller."""
        before = self.model
        try:
            found = self.core(sessions)
        except TimeoutError:
            found = None
        if found is None:
            self.model = before
        return found


def _reason(ready: Compiled, key: _Key) -> Reason:
    subject, room = key
    if isinstance(subject, int):
        session = ready.layout.sessions[subject]
        if not ready.layout.fitting(subject).any():
            return Reason(
                rule=HELD, name=gettext_noop("Sessions are held"),
                text=gettext_noop("%(session)s is longer than any part of a day"),
                remedy=gettext_noop("Make %(session)s shorter, or open longer hours"),
                values={"session": ready.layout.title(subject)}, sessions=(session.id,),
            )  # fmt: skip
        return Reason(
            rule=HELD, name=gettext_noop("Sessions are held"),
            text=gettext_noop("%(session)s must be held"),
            remedy=gettext_noop("Let %(session)s stay without a place, or make it shorter"),
            values={"session": ready.layout.title(subject)}, sessions=(session.id,),
        )  # fmt: skip
    enforced = ready.rules[subject.rule]
    values, rooms = dict(subject.values), subject.rooms
    if isinstance(subject, Occupancy) and isinstance(room, int):
        values["room"] = ready.layout.rooms[room].name or ready.layout.rooms[room].id
        rooms = (ready.layout.rooms[room].id,)
    text, remedy = enforced.rule.words(subject)
    few = len(subject.sessions) <= 8
    return Reason(
        rule=enforced.rule.key, name=enforced.name, text=text, remedy=remedy,
        values=values, people=subject.people, rooms=rooms,
        sessions=tuple(ready.layout.sessions[i].id for i in subject.sessions) if few else (),
    )  # fmt: skip
