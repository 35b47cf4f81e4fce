"""What the engine does as a job: it says how good its plan is by now, and can be stopped.

Whoever cancels the job gets the best plan that was found until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django_scopes import scope
from pydantic import TypeAdapter

from serai.convene.editions.models import Edition
from serai.convene.timetable.demands import RULES
from serai.convene.timetable.models import PlanKind, RuleKind
from serai.convene.timetable.naming import happened
from serai.convene.timetable.planning import keep_plan
from serai.convene.timetable.problem import Situation, holding, keeping, situation_of
from serai.engines.timetable.changes import (
    Change,
    LateArrival,
    PersonUnavailable,
    RoomLost,
    apply_changes,
)
from serai.engines.timetable.checking import check
from serai.engines.timetable.explaining import HELD, Reason, explain_infeasible
from serai.engines.timetable.problem import Problem, Session, Window
from serai.engines.timetable.reasons import NO_PLACE
from serai.engines.timetable.repairing import repair
from serai.engines.timetable.rules import RULES as ENGINE_RULES
from serai.engines.timetable.solution import Placement, Progress, Solution, Status
from serai.engines.timetable.solving import solve
from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.work import Cancelled, Interrupted, LeaseLost, Work
from serai.foundation.record.queries import revision
from serai.foundation.web.templatetags.serai import number

SEED = 1
CHANGES: TypeAdapter[list[Change]] = TypeAdapter(list[Change])
WORDS = {
    Status.OPTIMAL: gettext_lazy("The plan is as good as one can be."),
    Status.FEASIBLE: gettext_lazy("A plan was found; a better one may exist."),
    Status.INFEASIBLE: gettext_lazy("There is no plan that keeps all rules."),
    Status.UNKNOWN: gettext_lazy("No plan was found in the time given."),
}

MOST_EXPLAINED = 5
"""Of so many sessions without any place it is said what would help: the others lack the same."""
SECONDS_TO_EXPLAIN = 2.0
"""How long that may be looked into for one session."""
LEFT_OUT = gettext_noop("“%(session)s” finds no place. What stands in the way: %(rule)s.")


class Stopping:
    """Says how far a search is, and whether it shall stop: then the best so far is kept."""

    def __init__(self, work: Work, seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        self._began = monotonic()
        self.is_asked = False
        self._must_end: BaseException | None = None

    def progress(self, at: Progress) -> None:
        """Tell objective, bound and gap."""
        self._tell(progress_text(at))

    def cancelled(self) -> bool:
        """Tell whether somebody asked to stop."""
        if not self.is_asked:
            self._tell(self._work.latest.message)
        return self.is_asked

    def _tell(self, message: str) -> None:
        done = min(round(monotonic() - self._began), round(self._seconds))
        try:
            self._work.progress(done=done, total=round(self._seconds), message=message)
        except (Interrupted, LeaseLost) as end:
            # The search calls from its own threads, where nothing may be raised.
            self.is_asked, self._must_end = True, end
        except Cancelled:
            self.is_asked = True

    def settle(self) -> None:
        """Raise what ends the job without a result: its worker stops, or it is another's by now."""
        if self._must_end:
            raise self._must_end


def progress_text(at: Progress) -> str:
    """Write objective, bound and gap for those who wait."""
    if at.objective is None:
        return _("Looking for a first plan")
    if at.bound is None or at.gap is None:
        return _("Cost %(objective)s") % {"objective": number(at.objective)}
    return _("Cost %(objective)s, at least %(bound)s, gap %(gap)s %%") % {
        "objective": number(at.objective),
        "bound": number(at.bound),
        "gap": f"{at.gap * 100:.1f}",
    }


@job("timetable.plan", label=gettext_lazy("Make a timetable"))
def make_plan(
    work: Work,
    *,
    edition: int,
    kind: str,
    seconds: int,
    changes: list[dict[str, Any]],
) -> Result:
    """Let the engine propose places for sessions, and keep what it proposes as a plan."""
    found = Edition.objects.get(pk=edition)
    stopping = Stopping(work, seconds)
    with scope(edition=found):
        based_on = revision()
        situation = situation_of(found)
        values = _RUNS[PlanKind(kind)](
            situation, stopping, seconds, CHANGES.validate_python(changes)
        )
        stopping.settle()
        with work.transaction():
            plan = keep_plan(
                actor=work.actor, edition=found,
                values={
                    "kind": kind, "about": happened(changes[0]) if changes else "",
                    "based_on": based_on, **values,
                },
            )  # fmt: skip
    summary = str(WORDS[Status(plan.status)])
    if stopping.is_asked:
        summary = _("Stopped. The best plan until then is kept.")
    return {"summary": summary, "href": plan.get_desk_url()}


def _fill(
    situation: Situation, stopping: Stopping, seconds: float, _changes: list[Change]
) -> dict[str, Any]:
    return _solved(situation, holding(situation), stopping, seconds)


def _anew(
    situation: Situation, stopping: Stopping, seconds: float, _changes: list[Change]
) -> dict[str, Any]:
    return _solved(situation, situation.problem, stopping, seconds)


def _solved(
    situation: Situation, problem: Problem, stopping: Stopping, seconds: float
) -> dict[str, Any]:
    solution = solve(
        problem,
        time_limit=seconds,
        seed=SEED,
        start={code: at for code, at in situation.plan.items() if code in problem.session},
        progress=stopping.progress,
        cancelled=stopping.cancelled,
    )
    values = _values(problem, solution)
    if solution.status == Status.INFEASIBLE:
        for each in _contradicting(problem, min(seconds, 30)):
            values["reasons"].append({"text": each.text, "values": dict(each.values)})
            values["reasons"].append({"text": each.remedy, "values": dict(each.values)})
    values["reasons"] += _left_out(problem, solution)
    values["speakers"] = {
        code: list(at.speakers) for code, at in solution.placements.items() if at.speakers
    }
    if solution.status in {Status.OPTIMAL, Status.FEASIBLE}:
        for code in problem.session:
            before, after = situation.plan.get(code), solution.placements.get(code)
            if not _is_same(before, after):
                values["moves"].append(_move(code, before, after, solution.reasons.get(code, "")))
    return values


def _left_out(problem: Problem, solution: Solution) -> list[dict[str, Any]]:
    """Say of each session that has no place why, and what would give it one."""
    said = []
    alone = [code for code, rule in solution.reasons.items() if rule == NO_PLACE]
    for code, rule in solution.reasons.items():
        title = problem.session[code].title
        said.append({"text": LEFT_OUT, "values": {"session": title, "rule": rule}})
        if code in alone[:MOST_EXPLAINED]:
            said += _standing_alone(problem, code)
    return said


def _standing_alone(problem: Problem, code: str) -> list[dict[str, Any]]:
    """What closes every place to a session even where nothing else is held, and what would help."""
    insistent = tuple(
        replace(each, penalty=None) if each.id == code else each for each in problem.sessions
    )
    return [
        {"text": text, "values": dict(each.values)}
        for each in _contradicting(replace(problem, sessions=insistent), SECONDS_TO_EXPLAIN)
        for text in ([each.remedy] if each.rule == HELD else [each.text, each.remedy])
    ]


def _contradicting(problem: Problem, seconds: float) -> Sequence[Reason]:
    """The demands that contradict each other; none where that is not found out in time."""
    try:
        contradiction = explain_infeasible(problem, time_limit=seconds, seed=SEED)
    except TimeoutError:
        return ()
    return contradiction.reasons if contradiction else ()


def _repair(
    situation: Situation, stopping: Stopping, seconds: float, changes: list[Change]
) -> dict[str, Any]:
    changes = [change for change in changes if _is_known(situation.problem, change)]
    hit = {code for change in changes for code in _hit(situation, change)}
    hit |= _left_without_interpreters(situation, changes)
    problem = keeping(situation, hit)
    plan = {code: at for code, at in situation.plan.items() if code in problem.session}
    found = repair(
        problem, plan, changes, time_limit=seconds, seed=SEED,
        progress=stopping.progress, cancelled=stopping.cancelled,
    )  # fmt: skip
    values = _values(found.problem, found.solution)
    reasons = found.solution.reasons
    values["reasons"] += _left_out(found.problem, found.solution)
    values["moves"] = [
        _move(
            each.session,
            each.before,
            each.after,
            each.reason or reasons.get(each.session, ""),
            each.told,
        )
        for each in found.moves
        if not _is_same(each.before, each.after)
    ]
    values["is_fewest"] = found.fewest_proven
    return values


def _hit(situation: Situation, change: Change) -> Iterator[str]:
    """The sessions that something which happened cannot leave as they are."""
    for session in situation.problem.sessions:
        at = situation.plan.get(session.id)
        if at is None:
            continue
        match change:
            case RoomLost(room=room, window=window):
                is_hit = at.room == room and _meets(session, at, window)
            case PersonUnavailable(person=person, window=window):
                is_hit = _takes_part(session, person) and _meets(session, at, window)
            case LateArrival(person=person, arrives=arrives):
                is_hit = _takes_part(session, person) and at.start < arrives
            case _:
                is_hit = session.id == getattr(change, "session", "")
        if is_hit:
            yield session.id


def _is_known(problem: Problem, change: Change) -> bool:
    """Whether it touches the timetable at all: not everybody who cancels has a part in it."""
    known = {*problem.person, *(each.id for each in problem.interpreters)}
    return getattr(change, "person", None) in {None, *known}


def _left_without_interpreters(situation: Situation, changes: list[Change]) -> set[str]:
    """The sessions that lack interpreters now and did not before."""
    before, after = (
        {
            code
            for breach in check(problem, situation.plan)
            if breach.rule == RULES[RuleKind.INTERPRETERS] and breach.is_hard
            for code in breach.sessions
        }
        for problem in (situation.problem, apply_changes(situation.problem, changes)[0])
    )
    return after - before


def _takes_part(session: Session, person: str) -> bool:
    return any(seat.person == person for seat in session.people)


def _meets(session: Session, at: Placement, window: Window | None) -> bool:
    end = at.start + timedelta(minutes=session.duration)
    return window is None or (at.start < window.end and window.start < end)


_RUNS: Mapping[PlanKind, Callable[[Situation, Stopping, float, list[Change]], dict[str, Any]]] = {
    PlanKind.FILL: _fill,
    PlanKind.ANEW: _anew,
    PlanKind.REPAIR: _repair,
}


def _values(problem: Problem, solution: Solution) -> dict[str, Any]:
    names = {each.key: each.name for each in ENGINE_RULES.values()}
    names |= {each.rule: each.name for each in problem.rules or () if each.name}
    return {
        "status": solution.status.value,
        "objective": solution.objective,
        "bound": solution.bound,
        "seconds": round(solution.seconds, 1),
        "costs": [[names.get(rule, rule), cost] for rule, cost in solution.costs.items() if cost],
        "reasons": [
            {"text": each.text, "values": dict(each.values)}
            for each in solution.violations
            if each.is_hard
        ][:20],
        "moves": [],
    }


def _move(
    code: str, before: Placement | None, after: Placement | None, reason: str, told: int = 0
) -> dict[str, Any]:
    return {
        "session": code, "before": _place(before), "after": _place(after), "reason": reason,
        "told": told,
    }  # fmt: skip


def _place(at: Placement | None) -> dict[str, Any] | None:
    return None if at is None else {"start": at.start.isoformat(), "room": at.room}


def _is_same(before: Placement | None, after: Placement | None) -> bool:
    if before is None or after is None:
        return before is after
    return before.start == after.start and before.room == after.room
