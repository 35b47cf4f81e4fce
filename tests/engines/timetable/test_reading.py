"""JSON of problems: what is read, what is refused, and where."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from factories.conferences import at, data, plan, problem, seats, window
from serai.engines.timetable.changes import LateArrival, RoomLost
from serai.engines.timetable.checking import check
from serai.engines.timetable.layout import Layout
from serai.engines.timetable.reading import (
    ProblemError,
    read_changes,
    read_plan,
    read_problem,
    refuse_impossible,
    schema,
    write_problem,
)


def faults(value: Any) -> dict[str, str]:
    with pytest.raises(ProblemError) as refused:
        read_problem(value)
    return {each.path: each.message for each in refused.value.faults}


def test_a_problem_is_written_as_it_was_read() -> None:
    asked = problem(
        {"id": "opening", "people": seats("ada"), "fixed": {"start": at("09:00"), "room": "R1"}},
        {"id": "talk", "after": [{"session": "opening"}], "windows": ["press"]},
        people=[{"id": "ada", "available": [window("09:00", "12:00")]}],
        windows={"press": [window("09:00", "10:00")]},
        rules=[{"rule": "rest", "weight": "hard", "parameters": {"minutes": 60}}],
    )
    assert read_problem(write_problem(asked)) == asked


def test_all_faults_of_the_shape_are_told_at_once() -> None:
    value = data({"id": "a", "length": 3}, {"duration": "long"})
    assert set(faults(value)) == {
        "$.sessions[0].length", "$.sessions[1].duration", "$.sessions[1].id",
    }  # fmt: skip


def test_all_references_that_lead_nowhere_are_told_at_once() -> None:
    value = data(
        {"id": "a", "people": seats("nobody"), "rooms": ["R9"], "after": [{"session": "z"}],
         "windows": ["press"], "track": "T9"},
        {"id": "a", "fixed": {"room": "R8"}},
        tracks=[{"id": "T1", "similar": ["T7"]}],
        attendance=[{"sessions": ["a", "y"]}],
        apart=[{}],
        rules=[{"rule": "manners"}, {"rule": "rest", "parameters": {"hours": 3}},
               {"rule": "balance", "weight": "hard"}],
    )  # fmt: skip
    assert set(faults(value)) == {
        "$.sessions[0].people[0].person", "$.sessions[0].rooms[0]",
        "$.sessions[0].after[0].session", "$.sessions[0].windows[0]", "$.sessions[0].track",
        "$.sessions[1].id", "$.sessions[1].fixed.room", "$.tracks[0].similar[0]",
        "$.attendance[0].sessions[1]", "$.apart[0]", "$.rules[0].rule",
        "$.rules[1].parameters.hours", "$.rules[2].weight",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"time_zone": "Mars/Olympus"}, "$.time_zone"),
        ({"step": 0}, "$.step"),
        ({"rooms": []}, "$"),
        ({"days": [{"date": "2027-11-08", "windows": [{"start": "12:00", "end": "12:00"}]}]},
         "$.days[0].windows[0]"),
        ({"days": [{"date": "2027-11-09", "windows": [{"start": "00:15", "end": "12:00"}]},
                   {"date": "2027-11-08", "windows": [{"start": "19:00", "end": "00:30"}]}]},
         "$.days[0].windows[0]"),
        ({"days": [{"date": "2027-11-08", "windows": [{"start": "19:00", "end": "00:30"},
                                                      {"start": "22:00", "end": "23:00"}]}]},
         "$.days[0].windows[1]"),
        ({"people": [{"id": "a", "hours": {"start": "09:00", "end": "09:00"}}]},
         "$.people[0].hours"),
        ({"sessions": [{"id": "a", "duration": 40}]}, "$.sessions[0].duration"),
        ({"sessions": [{"id": "a", "duration": 30, "fixed": {"start": at("09:10")}}]},
         "$.sessions[0].fixed.start"),
        ({"sessions": [{"id": "a", "duration": 60, "fixed": {"start": at("11:30")}}]},
         "$.sessions[0].fixed.start"),
        ({"people": [{"id": "a", "unavailable": [window("12:00", "09:00")]}]},
         "$.people[0].unavailable[0]"),
        ({"rooms": [{"id": "R1", "capacity": -5}]}, "$.rooms[0].capacity"),
        ({"sessions": [{"id": "a", "duration": 30, "expected": 10**20}]}, "$.sessions[0].expected"),
        ({"sessions": [{"id": "a", "duration": 30, "after": [{"session": "a"}]}]},
         "$.sessions[0].after"),
        ({"rules": [{"rule": "balance", "weight": "soft"}]}, "$.rules[0].weight"),
        ({"rules": [{"rule": "live", "weight": -1}]}, "$.rules[0].weight"),
        ({"days": [{"date": "2027-11-08", "windows": [{"start": "09:00Z", "end": "12:00"}]}]},
         "$.days[0].windows[0]"),
        ({"attendance": [{"sessions": ["a", "a"]}]}, "$.attendance[0].sessions"),
        ([], "$"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_its_place(changed: Any, path: str) -> None:
    assert path in faults({**data({"id": "a"}), **changed} if changed else changed)


def test_a_day_ends_at_midnight_or_after_it() -> None:
    day = {"date": "2027-11-08", "windows": [{"start": "08:00", "end": "24:00"}]}
    until_midnight = Layout(problem({"id": "a"}, days=[day]))
    assert until_midnight.moment(until_midnight.slots - 1) == datetime(
        2027, 11, 8, 23, 30, tzinfo=UTC
    )
    day["windows"] = [{"start": "00:00", "end": "24:00"}]
    assert Layout(problem({"id": "a"}, days=[day])).slots == 48
    day["windows"] = [{"start": "19:00", "end": "00:30"}]
    dinner = {"id": "dinner", "duration": 330, "fixed": {"start": at("19:00")}}
    late = problem(dinner, days=[day])
    assert read_problem(write_problem(late)) == late
    assert check(late, plan(late, dinner="19:00 R1")) == []


def test_times_with_an_offset_are_times_of_the_problem_s_zone() -> None:
    asked = problem({"id": "a"}, time_zone="Asia/Shanghai")
    found = read_plan([{"session": "a", "start": "2027-11-08T02:00Z", "room": "R1"}], asked)
    assert found == plan(asked, a="10:00 R1")


def test_a_plan_names_sessions_and_rooms_that_there_are() -> None:
    with pytest.raises(ProblemError) as refused:
        read_plan([{"session": "b", "start": at("09:00"), "room": "R7"}], problem({"id": "a"}))
    assert [each.path for each in refused.value.faults] == ["$[0].session", "$[0].room"]


def test_changes_are_told_apart_by_their_name() -> None:
    late, lost = read_changes(
        [{"change": "late_arrival", "person": "ada", "arrives": at("10:00")},
         {"change": "room_lost", "room": "R1"}]
    )  # fmt: skip
    assert isinstance(late, LateArrival)
    assert isinstance(lost, RoomLost)
    with pytest.raises(ProblemError):
        read_changes([{"change": "earthquake"}])


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"change": "late_arrival", "person": "ada"}, "$[1].arrives"),
        ({"change": "session_longer", "session": "a", "duration": 40}, "$[1].duration"),
        ({"change": "session_added", "session": {"id": "a", "duration": 30}}, "$[1].session.id"),
        ({"change": "person_unavailable", "person": "ada", "window": window("12:00", "09:00")},
         "$[1]"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_is_told_with_its_place(change: Any, path: str) -> None:
    asked = problem({"id": "a"}, people=[{"id": "ada"}])
    with pytest.raises(ProblemError) as refused:
        refuse_impossible(asked, read_changes([{"change": "room_lost", "room": "R1"}, change]))
    assert [each.path for each in refused.value.faults] == [path]


def test_the_schema_knows_every_kind_of_thing() -> None:
    assert {"Session", "Room", "Person", "Demand", "Interpreter"} <= set(schema()["$defs"])
