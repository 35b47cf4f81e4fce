"""Contradictions are found, small, and said in words."""

from __future__ import annotations

from typing import Any

import pytest

from factories.conferences import at, plan, problem, seats, window
from serai.engines.timetable.explaining import explain_infeasible, explain_placement
from serai.engines.timetable.generating import ministerial_conference
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.reading import read_problem, write_problem


def words(asked: Problem) -> set[str]:
    found = explain_infeasible(asked, time_limit=20)
    assert found is not None
    assert found.minimal
    return {str(each) for each in found.reasons}


def test_where_there_is_a_plan_there_is_no_contradiction() -> None:
    assert explain_infeasible(problem({"id": "a"}, {"id": "b"})) is None


def test_one_person_in_two_sessions_at_a_time() -> None:
    asked = problem(
        {"id": "talk", "people": seats("ada"), "fixed": {"start": at("09:00")}},
        {"id": "panel", "people": seats("ada"), "fixed": {"start": at("09:00")}},
        {"id": "other"},
        people=[{"id": "ada", "name": "Ada Wong"}],
    )
    assert words(asked) == {
        "talk must be held", "panel must be held",
        "talk may only stand 2027-11-08 09:00", "panel may only stand 2027-11-08 09:00",
        "Ada Wong can be in one session at a time",
    }  # fmt: skip


def test_a_hall_that_is_too_small_is_named_alone() -> None:
    asked = problem({"id": "plenary", "expected": 300}, {"id": "b"},
                    rooms=[{"id": "R1", "capacity": 100}])  # fmt: skip
    found = explain_infeasible(asked)
    assert found is not None
    assert [str(each) for each in found.reasons] == [
        "plenary must be held", "plenary needs room for 300",
    ]  # fmt: skip
    assert found.reasons[1].advice == "Add a larger room, or let fewer people into plenary"


@pytest.mark.parametrize(
    ("sessions", "rest", "said"),
    [
        ([{"id": "a", "duration": 600}], {}, {"a is longer than any part of a day"}),
        (
            [{"id": "a", "security": "closed", "people": seats("ada")}],
            {"rooms": [{"id": "R1", "security": "closed"}],
             "people": [{"id": "ada", "name": "Ada Wong", "clearance": "open"}]},
            {"a must be held", "Ada Wong is not cleared for a"},
        ),
        (
            [{"id": "a", "after": [{"session": "b"}]}, {"id": "b", "after": [{"session": "a"}]}],
            {},
            {"a must be held", "b must be held", "a comes after b", "b comes after a"},
        ),
    ],
)  # fmt: skip
def test_the_words_name_what_is_wrong(
    sessions: list[dict[str, Any]], rest: dict[str, Any], said: set[str]
) -> None:
    assert words(problem(*sessions, **rest)) == said


def test_what_reads_the_same_is_one_demand() -> None:
    fixed = ({"id": name, "fixed": {"start": at("09:00"), "room": "R1"}} for name in "ab")
    asked = problem(*fixed, apart=[{"sessions": ["a", "b"]}])
    found = explain_infeasible(asked, time_limit=20)
    assert found is not None
    assert len({str(each) for each in found.reasons}) == len(found.reasons)


@pytest.mark.parametrize(
    ("broken", "rules"),
    [
        ({"people": [{"id": "P1", "available": [window("05:00", "06:00")]}]}, {"availability"}),
        ({"rooms": [{"id": "R1", "capacity": 20}]}, {"capacity"}),
    ],
)
def test_one_impossible_demand_in_a_conference_is_found(
    broken: dict[str, Any], rules: set[str]
) -> None:
    value = write_problem(ministerial_conference(days=2, rooms=4, sessions=40, people=60))
    for kind, changed in broken.items():
        for change in changed:
            next(each for each in value[kind] if each["id"] == change["id"]).update(change)
    found = explain_infeasible(read_problem(value), time_limit=20)
    assert found is not None
    assert rules <= {each.rule for each in found.reasons}
    assert len(found.reasons) <= 6


def test_a_placement_says_what_else_would_cost() -> None:
    asked = problem(
        {"id": "a", "preferences": [{"penalty": 3, "rooms": ["R2"]}]}, {"id": "b"}, rooms=2
    )
    told = explain_placement(asked, plan(asked, a="09:00 R1", b="09:00 R2"), "a")
    assert told.here.cost == 0
    assert told.better == []
    assert told.next_best[0].cost == 0
    assert told.binding == {"preferences": 12, "room_free": 1}
    worse = explain_placement(asked, plan(asked, a="09:00 R2", b="09:30 R2"), "a")
    assert [each.room for each in worse.better] == ["R1", "R1", "R1"]
