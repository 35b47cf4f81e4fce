"""Solutions, contradictions and repairs as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from serai.engines.timetable.explaining import Contradiction
from serai.engines.timetable.layout import title
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.reading import SOLUTION_FORMAT, write_problem
from serai.engines.timetable.repairing import Move, Repair
from serai.engines.timetable.rules import rules_of
from serai.engines.timetable.solution import Placement, Plan, Solution, Violation


def write_plan(problem: Problem, plan: Plan) -> list[dict[str, Any]]:
    """Placements as JSON, in order of time and room."""
    ordered = sorted(plan.items(), key=lambda item: (item[1].start, item[1].room))
    return [{"session": name, **_placed(problem, name, placement)} for name, placement in ordered]


def _placed(problem: Problem, name: str, placement: Placement) -> dict[str, Any]:
    session = problem.session.get(name)
    found: dict[str, Any] = {"start": placement.start.isoformat(), "room": placement.room}
    if session is not None:
        end = placement.start + timedelta(minutes=session.duration)
        found["end"] = end.isoformat()
    if placement.deputies:
        found["deputies"] = [list(each) for each in placement.deputies]
    if placement.speakers:
        found["speakers"] = list(placement.speakers)
    return found


def write_solution(problem: Problem, solution: Solution) -> dict[str, Any]:
    """A solution as JSON; it carries its problem, so that it can be checked and repaired."""
    return {
        "format": SOLUTION_FORMAT,
        "status": str(solution.status),
        "objective": solution.objective,
        "bound": solution.bound,
        "seconds": round(solution.seconds, 3),
        "seed": solution.seed,
        "placements": write_plan(problem, solution.placements),
        "unscheduled": [
            {"session": name, "reason": reason} for name, reason in solution.reasons.items()
        ],
        "costs": [
            {"rule": each.rule.key, "name": each.name, "cost": solution.costs[each.rule.key]}
            for each in rules_of(problem)
            if solution.costs.get(each.rule.key)
        ],
        "violations": [_violation(each) for each in solution.violations],
        "problem": write_problem(problem),
    }


def _violation(violation: Violation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "rule": violation.rule,
        "text": str(violation),
        "amount": violation.amount,
        "cost": violation.cost,
        "sessions": list(violation.sessions),
    }
    if violation.overridden:
        found["overridden"] = violation.overridden
    return found


def write_contradiction(contradiction: Contradiction) -> dict[str, Any]:
    """A contradiction as JSON."""
    return {
        "minimal": contradiction.minimal,
        "seconds": round(contradiction.seconds, 3),
        "demands": [
            {"rule": each.rule, "text": str(each), "remedy": each.advice,
             "sessions": list(each.sessions), "people": list(each.people),
             "rooms": list(each.rooms)}
            for each in contradiction.reasons
        ],
    }  # fmt: skip


def write_repair(problem: Problem, repair: Repair) -> dict[str, Any]:
    """A repair as JSON: the solution after it, and each move with its place before and after.

    `problem` is the one before the changes.
    """
    return {
        **write_solution(repair.problem, repair.solution),
        "fewest_proven": repair.fewest_proven,
        "moves": [
            {
                "session": move.session,
                "told": move.told,
                "before": move.before and _placed(problem, move.session, move.before),
                "after": move.after and _placed(repair.problem, move.session, move.after),
                **({"reason": move.reason} if move.reason else {}),
            }
            for move in repair.moves
        ],
    }


def say_contradiction(contradiction: Contradiction) -> Iterable[str]:
    """A contradiction in words, with what would relax it."""
    yield "These demands cannot all be met:"
    for each in contradiction.reasons:
        yield f"  - {each}."
        yield f"      {each.advice}."
    if contradiction.minimal:
        yield "Giving up any one of them is enough for these; others may contradict elsewhere."


def say_moves(before: Problem, after: Problem, moves: Sequence[Move]) -> Iterable[str]:
    """Moves in words, side by side."""
    sessions = {**before.session, **after.session}
    if not moves:
        yield "Nothing moves."
    for move in moves:
        was, now = (
            "not scheduled"
            if place is None
            else f"{problem.local(place.start):%a %d %b %H:%M} {place.room}"
            for problem, place in ((before, move.before), (after, move.after))
        )
        why = f" ({move.reason})" if move.reason else ""
        yield f"  {title(sessions[move.session])}: {was} → {now}, {move.told} to be told{why}"
