"""Who interprets what: the booths of sessions whose times and rooms are known, and their teams.

An exact model of assignment (CP-SAT): one Boolean for each booth and each interpreter who knows its
languages and is there. Seats that stay empty cost most, then changes to an earlier rota, then
relay, then that teams of a room change from one session to the next, and that the load is uneven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from ortools.sat.python import cp_model

from serai.engines.timetable.problem import Interpreter
from serai.engines.timetable.solution import gettext_noop

SHORTEST_TURN = timedelta(minutes=10)
"""What is left of a session below this length belongs to the turn before it."""
_EMPTY_SEAT, _CHANGED, _RELAYED, _SWITCHED = 10_000, 40, 15, 8
_EFFORT = 8.0
"""Deterministic seconds of the solver at most."""


@dataclass(frozen=True, kw_only=True)
class Booth:
    """A booth of a session: it interprets into one language what is said in the others."""

    session: str
    room: str
    starts_at: datetime
    ends_at: datetime
    into: str
    languages: frozenset[str]

    @property
    def id(self) -> tuple[str, str]:
        """What tells it from others."""
        return self.session, self.into

    @property
    def minutes(self) -> int:
        """How long it is at work."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


@dataclass(frozen=True)
class Turn:
    """Somebody at the microphone for a while."""

    interpreter: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Team:
    """Who sits in a booth, in the order of their turns; ``relayed`` are those who hear a relay.

    ``lacking`` seats are empty, and ``reason`` says why, with ``arguments`` for its places.
    """

    booth: Booth
    interpreters: tuple[str, ...]
    turns: tuple[Turn, ...]
    relayed: frozenset[str] = frozenset()
    lacking: int = 0
    reason: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """How booths are staffed: people in each, the length of a turn, the time to change rooms, and
    the language that others may be interpreted from by relay.
    """

    team: int = 2
    turn: timedelta = timedelta(minutes=30)
    change: timedelta = timedelta(minutes=10)
    pivot: str | None = None


def staff(
    booths: Iterable[Booth],
    interpreters: Sequence[Interpreter],
    *,
    conditions: Conditions = Conditions(),
    fixed: Mapping[tuple[str, str], Sequence[str]] | None = None,
    earlier: Mapping[tuple[str, str], Sequence[str]] | None = None,
    seed: int = 0,
) -> list[Team]:
    """Give each booth its team; the same question has the same answer.

    ``fixed`` names who sits in a booth whatever it costs, ``earlier`` who sat there in the last
    rota, both by session and language. Nobody works in two booths at once, outside their times, or
    more minutes a day than they may. Returns the teams in order of time; seats that nobody can take
    are ``lacking``.
    """
    tasks = sorted(booths, key=lambda each: (each.starts_at, each.room, each.into))
    return _Staffing(tasks, interpreters, conditions, fixed or {}, earlier or {}).solve(seed)


class _Staffing:
    """One question, as a model."""

    def __init__(
        self,
        tasks: Sequence[Booth],
        interpreters: Sequence[Interpreter],
        conditions: Conditions,
        fixed: Mapping[tuple[str, str], Sequence[str]],
        earlier: Mapping[tuple[str, str], Sequence[str]],
    ) -> None:
        self.tasks = tasks
        self.interpreters = interpreters
        self.conditions = conditions
        self.fixed = {key: set(names) for key, names in fixed.items()}
        self.earlier = earlier
        self.model = cp_model.CpModel()
        self.costs: list[cp_model.LinearExprT] = []
        self.sits: dict[tuple[int, int], cp_model.IntVar] = {}
        self.lacks: list[cp_model.IntVar] = []
        self.relays: set[tuple[int, int]] = set()

    def solve(self, seed: int) -> list[Team]:
        """Build the model and read its best answer."""
        for number, task in enumerate(self.tasks):
            self._seats(number, task)
        for place, interpreter in enumerate(self.interpreters):
            self._one_at_a_time(place)
            self._day(place, interpreter)
        self._evenly()
        self._together()
        self.model.minimize(sum(self.costs))
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = seed
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = _EFFORT
        status = solver.solve(self.model)
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE), "Every seat may stay empty."
        seated: dict[int, list[int]] = defaultdict(list)
        for (number, place), variable in self.sits.items():
            if solver.boolean_value(variable):
                seated[number].append(place)
        return self._teams(seated)

    def _seats(self, number: int, task: Booth) -> None:
        """As many as a team has, of those who can; who is fixed sits there in any case."""
        wanted = self.fixed.get(task.id, set())
        variables = []
        for place, interpreter in enumerate(self.interpreters):
            how = knows(interpreter, task, self.conditions.pivot)
            is_fixed = interpreter.id in wanted
            if not is_fixed and (how is None or not is_there(interpreter, task)):
                continue
            variable = self.model.new_bool_var(f"{task.session} {task.into} {interpreter.id}")
            self.sits[number, place] = variable
            variables.append(variable)
            if is_fixed:
                self.model.add(variable == 1)
            if how == "relay":
                self.relays.add((number, place))
                self.costs.append(_RELAYED * variable)
            if self.earlier:
                sat = interpreter.id in self.earlier.get(task.id, ())
                self.costs.append(_CHANGED * (1 - variable) if sat else _CHANGED * variable)
        size = max(self.conditions.team, len(wanted))
        lack = self.model.new_int_var(0, size, f"lack {number}")
        self.lacks.append(lack)
        self.model.add(sum(variables) + lack == size)
        self.costs.append(_EMPTY_SEAT * lack)

    def _one_at_a_time(self, place: int) -> None:
        """Nobody is in two booths at once, and there is time to change rooms.

        What was fixed by hand may contradict itself: then it stays as it is.
        """
        mine = [number for number in range(len(self.tasks)) if (number, place) in self.sits]
        for position, number in enumerate(mine):
            for other in mine[position + 1 :]:
                if self._clash(self.tasks[number], self.tasks[other]) and not (
                    self._is_fixed(number, place) and self._is_fixed(other, place)
                ):
                    self.model.add_at_most_one(self.sits[number, place], self.sits[other, place])

    def _is_fixed(self, number: int, place: int) -> bool:
        return self.interpreters[place].id in self.fixed.get(self.tasks[number].id, set())

    def _clash(self, one: Booth, other: Booth) -> bool:
        pause = timedelta(0) if one.room == other.room else self.conditions.change
        return one.starts_at < other.ends_at + pause and other.starts_at < one.ends_at + pause

    def _day(self, place: int, interpreter: Interpreter) -> None:
        if interpreter.daily_minutes is None:
            return
        days: dict[object, list[int]] = defaultdict(list)
        for number, task in enumerate(self.tasks):
            if (number, place) in self.sits and not self._is_fixed(number, place):
                days[task.starts_at.date()].append(number)
        for numbers in days.values():
            day = self.tasks[numbers[0]].starts_at.date()
            given = sum(
                task.minutes
                for other, task in enumerate(self.tasks)
                if task.starts_at.date() == day
                and (other, place) in self.sits
                and self._is_fixed(other, place)
            )
            worked = sum(self.tasks[n].minutes * self.sits[n, place] for n in numbers)
            self.model.add(worked <= max(0, interpreter.daily_minutes - given))

    def _evenly(self) -> None:
        """The one who works most works as little as can be, in half hours."""
        total = sum(task.minutes for task in self.tasks)
        most = self.model.new_int_var(0, total // 30 + 1, "most")
        for place in range(len(self.interpreters)):
            worked = [
                self.tasks[number].minutes * variable
                for (number, who), variable in self.sits.items()
                if who == place
            ]
            if worked:
                self.model.add(30 * most >= sum(worked))
        self.costs.append(most)

    def _together(self) -> None:
        """A team stays in its room where the next session there has the same booth."""
        lines: dict[tuple[str, str, object], list[int]] = defaultdict(list)
        for number, task in enumerate(self.tasks):
            lines[task.room, task.into, task.starts_at.date()].append(number)
        for numbers in lines.values():
            for one, other in pairwise(numbers):
                for place in range(len(self.interpreters)):
                    if (one, place) in self.sits and (other, place) in self.sits:
                        left = self.model.new_bool_var("")
                        self.model.add(left >= self.sits[one, place] - self.sits[other, place])
                        self.costs.append(_SWITCHED * left)

    def _teams(self, seated: Mapping[int, list[int]]) -> list[Team]:
        teams = []
        last: dict[int, datetime] = {}
        for number, task in enumerate(self.tasks):
            # Who has rested longest begins.
            order = sorted(
                seated.get(number, []),
                key=lambda who: (
                    last.get(who, datetime.min.replace(tzinfo=task.starts_at.tzinfo)),
                    who,
                ),
            )
            for who in order:
                last[who] = task.ends_at
            names = tuple(self.interpreters[who].id for who in order)
            lacking = max(0, self.conditions.team - len(names))
            reason, arguments = self._why(task) if lacking else ("", {})
            teams.append(
                Team(
                    task, names, turns(task, names, self.conditions.turn),
                    frozenset(
                        self.interpreters[who].id for who in order if (number, who) in self.relays
                    ),
                    lacking, reason, arguments,
                )
            )  # fmt: skip
        return teams

    def _why(self, task: Booth) -> tuple[str, dict[str, str]]:
        pivot = self.conditions.pivot
        able = [each for each in self.interpreters if knows(each, task, pivot)]
        said = {"into": task.into, "from": ", ".join(sorted(task.languages))}
        if not able:
            return gettext_noop("Nobody interprets from %(from)s into %(into)s"), said
        if not any(is_there(each, task) for each in able):
            return gettext_noop("Nobody who interprets into %(into)s is there at that time"), said
        return gettext_noop("All who interpret into %(into)s are at work elsewhere then"), said


def knows(interpreter: Interpreter, booth: Booth, pivot: str | None) -> str | None:
    """How somebody can work in a booth: ``direct``, by ``relay`` from the pivot, or not at all."""
    sources = {a for a, b in interpreter.pairs if b == booth.into}
    if booth.languages <= sources:
        return "direct"
    by_relay = pivot is not None and pivot in sources and pivot in booth.languages
    return "relay" if by_relay else None


def is_there(interpreter: Interpreter, booth: Booth) -> bool:
    """Whether somebody is there for the whole of a booth's work."""
    if any(
        away.start < booth.ends_at and booth.starts_at < away.end
        for away in interpreter.unavailable
    ):
        return False
    return interpreter.available is None or any(
        there.start <= booth.starts_at and booth.ends_at <= there.end
        for there in interpreter.available
    )


def turns(booth: Booth, names: Sequence[str], length: timedelta) -> tuple[Turn, ...]:
    """Divide the work of a booth into turns; who is alone has one."""
    if not names:
        return ()
    if len(names) == 1:
        return (Turn(names[0], booth.starts_at, booth.ends_at),)
    marks = [booth.starts_at]
    while marks[-1] + length + SHORTEST_TURN <= booth.ends_at:
        marks.append(marks[-1] + length)
    marks.append(booth.ends_at)
    return tuple(
        Turn(names[number % len(names)], start, end)
        for number, (start, end) in enumerate(pairwise(marks))
    )
