"""JSON to problems, plans and changes; all that is wrong is told at once, each with its path."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError, with_config

from serai.engines.timetable.changes import Change, SessionAdded, apply_changes
from serai.engines.timetable.layout import DAY, minutes_of
from serai.engines.timetable.problem import Hours, Interpreter, Person, Problem, Session, Window
from serai.engines.timetable.rules import RULES, read_parameters
from serai.engines.timetable.solution import Placement, Plan

SOLUTION_FORMAT = "serai-timetable-solution/1"

Read = TypeVar("Read")

_SHAPES = {
    "dataclass_type": "Input should be an object",
    "tuple_type": "Input should be a list",
}
"""Messages of pydantic that speak of Python, in words of JSON."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place, as `$.sessions[3].duration`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class ProblemError(ValueError):
    """The JSON is not a problem that can be understood; `faults` holds everything that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(each) for each in faults))
        self.faults = tuple(faults)


@with_config(extra="forbid")
@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A placement as it is written in a solution."""

    session: str
    start: datetime
    room: str
    end: datetime | None = None
    deputies: tuple[tuple[str, str], ...] = ()
    speakers: tuple[str, ...] = ()


def read_problem(data: Any) -> Problem:
    """A problem of parsed JSON.

    Raises:
        ProblemError: with every fault at once.
    """
    problem = _read(Problem, data)
    try:
        faults = list(_faults(problem))
    except OverflowError:
        faults = [Fault("$", "all moments lie in the years 1 to 9999")]
    if faults:
        raise ProblemError(faults)
    return problem


def load_problem(path: Path) -> Problem:
    """A problem of a JSON file; a solution file carries its problem."""
    data = _parsed(path)
    if isinstance(data, dict) and data.get("format") == SOLUTION_FORMAT:
        data = data.get("problem")
    return read_problem(data)


def load_plan(path: Path, problem: Problem) -> Plan:
    """The placements of a solution file."""
    data = _parsed(path)
    if not isinstance(data, dict) or "placements" not in data:
        raise ProblemError([Fault("$", "a solution has a list `placements`")])
    return read_plan(data["placements"], problem)


def load_changes(path: Path) -> tuple[Change, ...]:
    """Changes of a JSON file: a list, or an object with a list `changes`."""
    data = _parsed(path)
    return read_changes(data["changes"] if isinstance(data, dict) and "changes" in data else data)


def read_changes(data: Any) -> tuple[Change, ...]:
    """Changes of parsed JSON, a list."""
    return _read(tuple[Change, ...], data)


def refuse_impossible(problem: Problem, changes: Sequence[Change]) -> None:
    """Refuse changes after which the problem would be none.

    Raises:
        ProblemError: with what is wrong with the first of them.
        UnknownReferenceError: where one names what the problem does not have.
    """
    for number, change in enumerate(changes):
        changed, _ = apply_changes(problem, [change])
        at = f"$[{number}]"
        places = {f"$.sessions[{i}]": at for i in range(len(problem.sessions))}
        if isinstance(change, SessionAdded):
            places = {f"$.sessions[{len(problem.sessions)}]": f"{at}.session"}
        faults = list(_faults(changed))
        if faults:
            raise ProblemError([_moved(each, places, at) for each in faults])
        problem = changed


def _moved(fault: Fault, places: Mapping[str, str], otherwise: str) -> Fault:
    """A fault of a changed problem as one of the change."""
    for place, at in places.items():
        if fault.path.startswith(place):
            return Fault(at + fault.path.removeprefix(place), fault.message)
    return Fault(otherwise, fault.message)


def read_plan(data: Any, problem: Problem) -> Plan:
    """Placements of parsed JSON, a list, for sessions and rooms of the problem."""
    placed = _read(tuple[_Placed, ...], data)
    faults = [
        *_unknown((f"$[{i}].session", each.session) for i, each in enumerate(placed)).within(
            problem.session, "session"
        ),
        *_unknown((f"$[{i}].room", each.room) for i, each in enumerate(placed)).within(
            problem.room, "room"
        ),
    ]
    if faults:
        raise ProblemError(faults)
    return {
        each.session: Placement(
            start=problem.local(each.start),
            room=each.room,
            deputies=each.deputies,
            speakers=each.speakers,
        )
        for each in placed
    }


def write_problem(problem: Problem) -> dict[str, Any]:
    """A problem as JSON, without what has its default."""
    written: dict[str, Any] = TypeAdapter(Problem).dump_python(
        problem, mode="json", exclude_defaults=True
    )
    return {"format": problem.format, **written}


def schema() -> dict[str, Any]:
    """The JSON Schema of problems."""
    return TypeAdapter(Problem).json_schema()


def _parsed(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise ProblemError([Fault("$", "the file is not JSON: it is no text in UTF-8")]) from None
    except (ValueError, OSError, RecursionError) as error:
        raise ProblemError([Fault("$", str(error))]) from None


def _read(kind: type[Read], data: Any) -> Read:
    try:
        return TypeAdapter(kind).validate_python(data, extra="forbid")
    except ValidationError as error:
        messages: dict[str, list[str]] = {}
        for each in error.errors():
            message = _SHAPES.get(each["type"], each["msg"])
            messages.setdefault(_path(each["loc"], data), []).append(message)
        raise ProblemError(
            [Fault(path, "; or: ".join(m)) for path, m in messages.items()]
        ) from None


def _path(places: Sequence[int | str], data: Any) -> str:
    """The place in the data; kinds of things between which there was a choice are no places."""
    path = "$"
    for number, place in enumerate(places):
        if isinstance(place, int) and isinstance(data, list | tuple):
            path, data = f"{path}[{place}]", data[place] if place < len(data) else None
        elif isinstance(data, dict) and (place in data or number == len(places) - 1):
            path, data = f"{path}.{place}", data.get(place)
    return path


@dataclass(frozen=True)
class _References:
    named: Sequence[tuple[str, str]]

    def within(self, known: Iterable[str], what: str) -> Iterable[Fault]:
        known = set(known)
        return (Fault(path, f"there is no {what} {name!r}") for path, name in self.named
                if name not in known)  # fmt: skip


def _unknown(named: Iterable[tuple[str, str]]) -> _References:
    return _References(list(named))


def _faults(problem: Problem) -> Iterable[Fault]:
    """What the shape of the JSON cannot say: identities, references, the grid, parameters."""
    yield from _zones(problem)
    yield from _identities(problem)
    yield from _references(problem)
    yield from _lengths(problem)
    yield from _windows(problem)
    for index, demand in enumerate(problem.rules or ()):
        if demand.rule not in RULES:
            known = ", ".join(sorted(RULES))
            yield Fault(f"$.rules[{index}].rule", f"there is no such rule; the rules are {known}")
            continue
        if demand.weight == "hard" and not RULES[demand.rule].may_be_hard:
            yield Fault(f"$.rules[{index}].weight", "this rule can only have a weight")
        for path, message in read_parameters(demand)[1]:
            yield Fault(f"$.rules[{index}].parameters{path[1:]}", message)


def _zones(problem: Problem) -> Iterable[Fault]:
    zones = [("$.time_zone", problem.time_zone)]
    zones += [(f"$.people[{i}].time_zone", each.time_zone)
              for i, each in enumerate(problem.people) if each.time_zone]  # fmt: skip
    for path, zone in zones:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            yield Fault(path, f"there is no time zone {zone!r}")


def _identities(problem: Problem) -> Iterable[Fault]:
    for kind in ("rooms", "people", "interpreters", "tracks", "sessions"):
        seen: Counter[str] = Counter()
        for index, each in enumerate(getattr(problem, kind)):
            seen[each.id] += 1
            if not each.id.strip():
                yield Fault(f"$.{kind}[{index}].id", "there is an identifier")
            if seen[each.id] > 1:
                yield Fault(f"$.{kind}[{index}].id", f"{each.id!r} is there twice")


def _references(problem: Problem) -> Iterable[Fault]:
    people, rooms, sessions, tracks, windows = [], [], [], [], []
    for i, each in enumerate(problem.sessions):
        at = f"$.sessions[{i}]"
        people += [(f"{at}.people[{j}].person", seat.person) for j, seat in enumerate(each.people)]
        if each.speaking:
            people += [(f"{at}.speaking.candidates[{j}]", name)
                       for j, name in enumerate(each.speaking.candidates)]  # fmt: skip
        rooms += [(f"{at}.rooms[{j}]", name) for j, name in enumerate(each.rooms or ())]
        if each.fixed and each.fixed.room:
            rooms.append((f"{at}.fixed.room", each.fixed.room))
        for j, preference in enumerate(each.preferences):
            rooms += [(f"{at}.preferences[{j}].rooms[{k}]", name)
                      for k, name in enumerate(preference.rooms or ())]  # fmt: skip
        sessions += [(f"{at}.after[{j}].session", a.session) for j, a in enumerate(each.after)]
        if any(after.session == each.id for after in each.after):
            yield Fault(f"{at}.after", "a session does not come after itself")
        windows += [(f"{at}.windows[{j}]", name) for j, name in enumerate(each.windows)]
        if each.track:
            tracks.append((f"{at}.track", each.track))
    for i, person in enumerate(problem.people):
        people += [(f"$.people[{i}].substitutes[{j}]", n) for j, n in enumerate(person.substitutes)]
    for i, pause in enumerate(problem.pauses):
        people += [(f"$.pauses[{i}].people[{j}]", name) for j, name in enumerate(pause.people)]
    for i, track in enumerate(problem.tracks):
        tracks += [(f"$.tracks[{i}].similar[{j}]", name) for j, name in enumerate(track.similar)]
    for i, both in enumerate(problem.attendance):
        sessions += [(f"$.attendance[{i}].sessions[{j}]", n) for j, n in enumerate(both.sessions)]
        yield from _two(f"$.attendance[{i}].sessions", both.sessions)
    for i, apart in enumerate(problem.apart):
        sessions += [(f"$.apart[{i}].sessions[{j}]", n) for j, n in enumerate(apart.sessions or ())]
        yield from _two(f"$.apart[{i}].sessions", apart.sessions)
        if (apart.sessions is None) == (apart.delegations is None):
            yield Fault(f"$.apart[{i}]", "name two sessions or two delegations")
    yield from _unknown(people).within(problem.person, "person")
    yield from _unknown(rooms).within(problem.room, "room")
    yield from _unknown(sessions).within(problem.session, "session")
    if problem.tracks:
        yield from _unknown(tracks).within((each.id for each in problem.tracks), "track")
    yield from _unknown(windows).within(problem.windows, "window")


def _two(path: str, pair: tuple[str, str] | None) -> Iterable[Fault]:
    if pair is not None and pair[0] == pair[1]:
        yield Fault(path, "name two sessions")


def _lengths(problem: Problem) -> Iterable[Fault]:
    step = problem.step
    if not (0 < step <= 24 * 60):
        yield Fault("$.step", "the step is between a minute and a day")
        return
    for i, each in enumerate(problem.sessions):
        at = f"$.sessions[{i}]"
        yield from _length(f"{at}.duration", each.duration, step, positive=True)
        yield from _length(f"{at}.setup", each.setup, step)
        yield from _length(f"{at}.clearing", each.clearing, step)
        yield from _on_grid(problem, each, at)
        if each.speaking and not 0 < each.speaking.slots <= len(each.speaking.candidates):
            yield Fault(f"{at}.speaking.slots", "there are as many candidates as slots, or more")


def _length(path: str, minutes: int, step: int, *, positive: bool = False) -> Iterable[Fault]:
    if minutes % step or minutes < (1 if positive else 0):
        kind = "a positive multiple" if positive else "a multiple"
        yield Fault(path, f"{minutes} minutes is not {kind} of the step ({step})")


def _on_grid(problem: Problem, session: Session, at: str) -> Iterable[Fault]:
    if session.fixed is None or session.fixed.start is None:
        return
    start = problem.local(session.fixed.start)
    end = start + timedelta(minutes=session.duration)
    for day in problem.days:
        for window in day.windows:
            midnight = datetime.combine(day.date, time(), problem.zone)
            opens, closes = (midnight + timedelta(minutes=m) for m in minutes_of(window))
            if opens <= start and end <= closes:
                if (start - opens) % timedelta(minutes=problem.step):
                    yield Fault(f"{at}.fixed.start", f"not on the grid of {problem.step} minutes")
                return
    yield Fault(f"{at}.fixed.start", "it does not fit into a window of a day")


def _hours(path: str, hours: Hours) -> Iterable[Fault]:
    if hours.start.tzinfo or hours.end.tzinfo:
        yield Fault(path, "a time of day has no offset")
    elif hours.start == hours.end != time():
        yield Fault(path, "it ends when it begins")


def _windows(problem: Problem) -> Iterable[Fault]:
    dates: Counter[date] = Counter()
    nights: dict[date, int] = {}
    for i, day in sorted(enumerate(problem.days), key=lambda each: each[1].date):
        dates[day.date] += 1
        if dates[day.date] > 1:
            yield Fault(f"$.days[{i}].date", "the day is there twice")
        last = nights.get(day.date, 0)
        for j, hours in enumerate(day.windows):
            at = f"$.days[{i}].windows[{j}]"
            faults = list(_hours(at, hours))
            yield from faults
            if not faults:
                opens, closes = minutes_of(hours)
                if opens < last:
                    yield Fault(at, "windows stand one after another, past midnight too")
                last = closes
        nights[day.date + timedelta(days=1)] = last - DAY
    if not problem.days or not problem.rooms:
        yield Fault("$", "there is at least one day and one room")
    for path, window in _all_windows(problem):
        if problem.local(window.start) >= problem.local(window.end):
            yield Fault(path, "it ends before it begins")
    for i, person in enumerate(problem.people):
        if person.hours:
            yield from _hours(f"$.people[{i}].hours", person.hours)
    for i, pause in enumerate(problem.pauses):
        for j, hours in enumerate(pause.hours):
            yield from _hours(f"$.pauses[{i}].hours[{j}]", hours)


def _all_windows(problem: Problem) -> Iterable[tuple[str, Window]]:
    named: Mapping[str, Sequence[Window]]
    for i, room in enumerate(problem.rooms):
        yield from ((f"$.rooms[{i}].unavailable[{j}]", w) for j, w in enumerate(room.unavailable))
    somebody: tuple[tuple[str, Sequence[Person | Interpreter]], ...] = (
        ("people", problem.people),
        ("interpreters", problem.interpreters),
    )
    for kind, them in somebody:
        for i, person in enumerate(them):
            named = {"available": person.available or (), "unavailable": person.unavailable}
            for name, windows in named.items():
                yield from ((f"$.{kind}[{i}].{name}[{j}]", w) for j, w in enumerate(windows))
    for name, windows in problem.windows.items():
        yield from ((f"$.windows.{name}[{j}]", w) for j, w in enumerate(windows))
    for i, pause in enumerate(problem.pauses):
        yield from ((f"$.pauses[{i}].windows[{j}]", w) for j, w in enumerate(pause.windows))
