"""Who takes the seats that are open, once it is known when everything is.

Principals come themselves where they can, else the first deputy who can; speaking slots go to
candidates so that regions have their share. A small model finds the best for all sessions at once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from ortools.sat.python import cp_model

from serai.engines.timetable.problem import Problem
from serai.engines.timetable.rules import rules_of
from serai.engines.timetable.rules.protocol import (
    Chairs,
    Deputies,
    SpeakingFairness,
    candidates,
    is_open,
)
from serai.engines.timetable.solution import Placement, Plan
from serai.engines.timetable.standing import Item, Standing

EMPTY = 10_000
"""What a seat costs that nobody can take; the principal is left in it, and the rules say so."""


def seat(problem: Problem, plan: Plan, *, seed: int = 0) -> Plan:
    """The plan with deputies and speakers chosen; the plan itself where no seat is open."""
    bare = {name: replace(placement, deputies=(), speakers=()) for name, placement in plan.items()}
    standing = Standing(problem, bare)
    items = [item for item in standing.items if is_open(item.session)]
    if not items:
        return plan
    task = _Seating(problem, standing)
    for item in items:
        task.open(item)
    task.once()
    task.fair()
    return task.solved(bare, seed)


class _Seating:
    """The model: a literal for each person who may take a seat."""

    def __init__(self, problem: Problem, standing: Standing) -> None:
        self.problem, self.standing = problem, standing
        self.cp = cp_model.CpModel()
        self.costs: list[tuple[Any, int]] = []
        self.seats: dict[tuple[str, str], list[tuple[str, Any]]] = {}
        self.speakers: dict[str, list[tuple[str, Any]]] = {}
        self.taken: dict[str, list[tuple[Item, Any]]] = defaultdict(list)
        rules = [(each.rule, each.unit_cost) for each in rules_of(problem)]
        self.deputy = next((cost for rule, cost in rules if isinstance(rule, Deputies)), None)
        self.fairness = [(rule, cost or 1) for rule, cost in rules
                         if isinstance(rule, SpeakingFairness) and cost != 0]  # fmt: skip
        self.chairs = [rule for rule, cost in rules if isinstance(rule, Chairs) and cost != 0]

    def open(self, item: Item) -> None:
        session = item.session
        for seat in session.people:
            if not seat.deputy:
                self.taken[seat.person].append((item, True))
        open_seats = [seat for seat in session.people if seat.deputy]
        for seat, names in zip(open_seats, candidates(self.problem, session), strict=True):
            chosen = []
            for rank, name in enumerate(names):
                barred = any(r.wrong(self.problem, session, [(name, seat.role)])
                             for r in self.chairs)  # fmt: skip
                if not barred:
                    chosen.append((name, self._candidate(item, name)))
                    self.costs.append((chosen[-1][1], rank * (self.deputy or 1)))
            empty = self.cp.new_bool_var("")
            self.costs.append((empty, EMPTY))
            self.cp.add_exactly_one([*(literal for _, literal in chosen), empty])
            self.seats[session.id, seat.person] = chosen
        if session.speaking:
            found = [(name, self._candidate(item, name)) for name in session.speaking.candidates]
            short = self.cp.new_int_var(0, session.speaking.slots, "")
            self.costs.append((short, EMPTY))
            total = cp_model.LinearExpr.sum([literal for _, literal in found])
            self.cp.add(total + short == session.speaking.slots)
            self.speakers[session.id] = found

    def _candidate(self, item: Item, name: str) -> Any:
        literal = self.cp.new_bool_var("")
        if not self.standing.is_available(self.problem.person[name], item.start, item.end):
            self.cp.add(literal == 0)
        self.taken[name].append((item, literal))
        return literal

    def once(self) -> None:
        """Nobody takes two seats at once, nor one beside a seat that is theirs anyway."""
        fixed = defaultdict(list)
        for item in self.standing.items:
            for seat in item.session.people:
                if not seat.deputy:
                    fixed[seat.person].append(item)
        for name, taken in self.taken.items():
            literals = [(item, each) for item, each in taken if each is not True]
            for number, (item, literal) in enumerate(literals):
                if any(item.overlaps(other) for other in fixed[name]):
                    self.cp.add(literal == 0)
                for other, second in literals[number + 1 :]:
                    if item.overlaps(other):
                        self.cp.add_bool_or([literal.Not(), second.Not()])

    def fair(self) -> None:
        for rule, cost in self.fairness:
            given: dict[str, list[Any]] = defaultdict(list)
            for chosen in self.speakers.values():
                for name, literal in chosen:
                    given[rule.group(self.problem.person[name])].append(literal)
            for group, (fewest, most) in rule.shares(self.problem).items():
                wrong = self.cp.new_int_var(0, len(given[group]) + fewest, "")
                total = cp_model.LinearExpr.sum(given[group])
                self.cp.add(wrong >= total - most)
                self.cp.add(wrong >= fewest - total)
                self.costs.append((wrong, cost))

    def solved(self, plan: Plan, seed: int) -> Plan:
        literals, weights = zip(*self.costs, strict=True)
        self.cp.minimize(cp_model.LinearExpr.weighted_sum(list(literals), list(weights)))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = 5
        if solver.solve(self.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return plan
        deputies: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for (session, principal), chosen in self.seats.items():
            for name, literal in chosen:
                if solver.boolean_value(literal) and name != principal:
                    deputies[session].append((principal, name))
        speakers = {
            session: tuple(name for name, literal in chosen if solver.boolean_value(literal))
            for session, chosen in self.speakers.items()
        }

        def seated(name: str, placement: Placement) -> Placement:
            return replace(
                placement, deputies=tuple(deputies[name]), speakers=speakers.get(name, ())
            )

        return {name: seated(name, placement) for name, placement in plan.items()}
