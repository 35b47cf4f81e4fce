"""How fast and how well conferences are timetabled and repaired.

    .venv/bin/python benchmarks/timetable.py [--seeds 3] [--large] [--repair] [--or60f]

A ministerial conference is generated (`generating.py`): 2 days, 12 rooms, 200 sessions, 400
people, booths, precedence, exclusive sessions; with --large ten times that: 10 days, 24 rooms,
2,000 sessions, 4,000 people. Every plan is checked by the rules' own measures, not by the model.

Repairs: a speaker of each of one to five sessions is missing for the half hour in which the
session begins. OR60F is the CoSPLib instance of that name in SERAI_SHARED (default ../shared),
put into words of this engine: each of its sessions is a day of one window, each submission a
session that keeps to its track's room there.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import numpy as np

from serai.engines.timetable.changes import PersonUnavailable
from serai.engines.timetable.checking import check
from serai.engines.timetable.cosplib.reading import read_instance
from serai.engines.timetable.generating import ministerial_conference
from serai.engines.timetable.problem import (
    Day,
    Demand,
    Hours,
    Person,
    Preference,
    Problem,
    Room,
    Seat,
    Session,
    Track,
    Window,
)
from serai.engines.timetable.repairing import Repair, repair
from serai.engines.timetable.solution import Plan, Solution
from serai.engines.timetable.solving import solve

SHARED = Path(os.environ.get("SERAI_SHARED") or Path(__file__).resolve().parents[2] / "shared")
STEP = 20


def hard(problem: Problem, plan: Plan) -> int:
    return sum(each.is_hard for each in check(problem, plan))


def solved(problem: Problem, name: str, seconds: float, seed: int) -> Solution:
    began = os.times()
    found = solve(problem, time_limit=seconds, seed=seed)
    ended = os.times()
    busy = ended.user + ended.system - began.user - began.system
    gap = "–" if found.gap is None else f"{found.gap:.1%}"
    first = "–" if found.first_seconds is None else f"{found.first_seconds:.2f}"
    print(
        f"| {name} | {seed} | {found.status} | {first} | {found.objective} | {found.bound} | {gap} "
        f"| {found.seconds:.1f} | {busy:.0f} | {hard(problem, found.placements)} |",
        flush=True,
    )
    return found


def missing(
    problem: Problem, plan: Plan, count: int, random: np.random.Generator
) -> list[PersonUnavailable]:
    """So many sessions, drawn, whose first speaker is missing when they begin."""
    names = [each.id for each in problem.sessions
             if each.people and each.kind in {"", "forum", "bilateral"}]  # fmt: skip
    changes = []
    for name in random.permutation(sorted(names))[:count]:
        start = plan[str(name)].start
        person = problem.session[str(name)].people[0].person
        window = Window(start=start, end=start + timedelta(minutes=problem.step))
        changes.append(PersonUnavailable(person=person, window=window))
    return changes


def repairs(problem: Problem, plan: Plan, name: str) -> None:
    print(
        "\n| plan | missing | first answer s | without a place in it | all s | moved "
        "| proven fewest | hard breaches |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for count in range(1, 6):
        for turn in range(3):
            changes = missing(problem, plan, count, np.random.default_rng([count, turn]))
            began = time.monotonic()
            answers: list[Repair] = []
            found = repair(problem, plan, changes, time_limit=10, found=answers.append)
            seconds = time.monotonic() - began
            first = "–" if found.first_seconds is None else f"{found.first_seconds:.2f}"
            print(
                f"| {name} | {count} | {first} "
                f"| {sum(len(plan) - len(each.solution.placements) for each in answers)} "
                f"| {seconds:.2f} | {len(found.moves)} "
                f"| {'yes' if found.fewest_proven else 'no'} "
                f"| {hard(found.problem, found.solution.placements)} |",
                flush=True,
            )


def or60f(path: Path) -> Problem:
    """The instance as a problem: its sessions are days of one window each."""
    instance = read_instance(path)
    first = date(2027, 1, 4)
    dates = [first + timedelta(days=number) for number in range(len(instance.sessions))]
    people = sorted({name for each in instance.submissions for name in each.presenters})

    def window(session: int) -> Window:
        start = datetime.combine(dates[session], clock(0))
        return Window(start=start, end=start + timedelta(hours=23))

    def wishes(penalties: Sequence[int], what: str) -> list[Preference]:
        found = []
        for number, penalty in enumerate(penalties):
            if penalty and what == "room":
                found.append(Preference(penalty=int(penalty), rooms=(instance.rooms[number],)))
            elif penalty:
                found.append(Preference(penalty=int(penalty), windows=(window(number),)))
        return found

    sessions = tuple(
        Session(
            id=each.reference,
            duration=each.slots * STEP,
            track=instance.tracks[each.track].name,
            people=tuple(Seat(person=name) for name in sorted(each.presenters)),
            preferences=(
                *wishes(list(instance.track_session[each.track]), "session"),
                *wishes(list(instance.track_room[each.track]), "room"),
                *wishes(list(instance.submission_session[number]), "session"),
                *wishes(list(instance.submission_room[number]), "room"),
            ),
        )
        for number, each in enumerate(instance.submissions)
    )  # fmt: skip
    return Problem(
        name=instance.name,
        step=STEP,
        days=tuple(
            Day(date=day, windows=(_hours(session.slots),))
            for day, session in zip(dates, instance.sessions, strict=True)
        ),
        rooms=tuple(Room(id=each) for each in instance.rooms),
        people=tuple(Person(id=each) for each in people),
        tracks=tuple(Track(id=each.name) for each in instance.tracks),
        sessions=sessions,
        rules=(
            Demand(rule="one_track_a_room", weight="hard"),
            Demand(rule="track_day", weight=0),
            Demand(rule="track_consecutive", weight=0),
            Demand(rule="balance", weight=0),
            Demand(rule="room_changes", weight=0),
        ),
    )


def _hours(slots: int) -> Hours:
    minutes = 9 * 60 + slots * STEP
    return Hours(start=clock(9), end=clock(minutes // 60, minutes % 60))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=1, help="how many conferences")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--large", action="store_true", help="ten times the size, too")
    parser.add_argument("--repair", action="store_true", help="repair the first plan")
    parser.add_argument("--or60f", action="store_true", help="repair OR60F")
    arguments = parser.parse_args()
    head = (
        "| conference | seed | status | first plan s | objective | bound | gap | s | processor s "
        "| hard breaches |\n| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    print(head)
    for seed in range(arguments.seeds):
        problem = ministerial_conference(seed=seed)
        found = solved(problem, "200 sessions", arguments.seconds, seed)
        if arguments.repair and seed == 0:
            repairs(problem, found.placements, "200 sessions")
            print("\n" + head)
    if arguments.large:
        problem = ministerial_conference(days=10, rooms=24, sessions=2000, people=4000)
        solved(problem, "2,000 sessions", arguments.seconds, 0)
    if arguments.or60f:
        path = SHARED / "benchmarks" / "cosplib" / "instances" / "OR60F.xlsx"
        problem = or60f(path)
        found = solved(problem, "OR60F", 20, 0)
        repairs(problem, found.placements, "OR60F")


if __name__ == "__main__":
    main()
