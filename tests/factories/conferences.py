"""Problems of timetables, in the words of their JSON."""

from __future__ import annotations

from typing import Any

from serai.engines.timetable.problem import Problem
from serai.engines.timetable.reading import read_plan, read_problem
from serai.engines.timetable.solution import Plan

MORNING = {"start": "09:00", "end": "12:00"}
AFTERNOON = {"start": "14:00", "end": "17:00"}
NIGHT = {"start": "21:30", "end": "01:00"}
STRUCTURE = ("allowed_places", "room_free")


def data(*sessions: dict[str, Any], days: Any = 1, rooms: Any = 2, **rest: Any) -> dict[str, Any]:
    """JSON of a problem: days from 8 November 2027 and rooms, by number or as they are."""
    if isinstance(rooms, int):
        rooms = [{"id": f"R{number + 1}"} for number in range(rooms)]
    if isinstance(days, int):
        windows = [MORNING, AFTERNOON]
        days = [{"date": f"2027-11-{8 + day:02}", "windows": windows} for day in range(days)]
    return {
        "step": 30,
        "days": days,
        "rooms": rooms,
        "sessions": [{"duration": 30, **each} for each in sessions],
        **rest,
    }


def problem(*sessions: dict[str, Any], **rest: Any) -> Problem:
    return read_problem(data(*sessions, **rest))


def plan(asked: Problem, **places: str) -> Plan:
    """A plan of `session="09:00 R1"`, or `session="2027-11-09T09:00 R1"` on another day."""
    return read_plan(
        [
            {"session": name, "start": _moment(when.split()[0]), "room": when.split()[1]}
            for name, when in places.items()
        ],
        asked,
    )


def _moment(written: str) -> str:
    return written if "T" in written else f"2027-11-08T{written}"


def at(clock: str, day: int = 8) -> str:
    """A moment of a day, as JSON writes it."""
    return f"2027-11-{day:02}T{clock}"


def window(start: str, end: str, day: int = 8) -> dict[str, str]:
    return {"start": at(start, day), "end": at(end, day)}


def seats(*people: str, **rest: Any) -> list[dict[str, Any]]:
    return [{"person": each, **rest} for each in people]
