"""A problem with its rules as terms over slots and rooms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.engines.timetable.layout import Layout, Mask
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.rules import Enforced, rules_of
from serai.engines.timetable.terms import Cells, Situation, Term


@dataclass
class Compiled:
    """Layout, rules and terms of a problem, and where each session can stand by itself."""

    problem: Problem
    layout: Layout
    rules: tuple[Enforced, ...]
    terms: list[Term]
    open: list[Mask]
    penalties: list[int | None]

    def situation(self) -> Situation:
        """An empty plan in which hard rules about single sessions are left to `open`."""
        return Situation(self.layout, self.terms)


def compile_problem(problem: Problem) -> Compiled:
    """Put the rules of a problem to use."""
    layout = Layout(problem)
    enforced = rules_of(problem)
    terms: list[Term] = []
    shape = (layout.slots, len(layout.rooms))
    open_: list[Mask] = [
        np.broadcast_to(layout.fitting(i)[:, None], shape).copy()
        for i in range(len(layout.sessions))
    ]
    for number, each in enumerate(enforced):
        for term in each.rule.terms(layout, hard=each.is_hard):
            term.rule, term.weight = number, each.unit_cost
            terms.append(term)
            if isinstance(term, Cells) and term.weight is None:
                open_[term.sessions[0]] &= term.units <= 0
    penalties = [problem.penalty_of(each) for each in problem.sessions]
    return Compiled(problem, layout, enforced, terms, open_, penalties)
