"""Plans are found, kept, begun from, and proven."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factories.conferences import plan, problem, seats
from serai.engines.timetable import solving
from serai.engines.timetable.checking import check, places
from serai.engines.timetable.compiling import compile_problem
from serai.engines.timetable.generating import ministerial_conference
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.searching import cost_of
from serai.engines.timetable.solution import Progress, Status
from serai.engines.timetable.solving import solve


@pytest.fixture(scope="module")
def conference() -> Problem:
    return ministerial_conference(days=2, rooms=4, sessions=30, people=50, seed=3)


def hard(asked: Problem, found: object) -> list[str]:
    return [str(each) for each in check(asked, found) if each.is_hard]  # type: ignore[arg-type]


def test_a_small_problem_is_solved_to_the_end() -> None:
    asked = problem(
        {"id": "a", "people": seats("ada"),
         "preferences": [{"penalty": 5, "rooms": ["R1", "R2"]}]},
        {"id": "b", "people": seats("ada")},
        people=[{"id": "ada"}],
    )  # fmt: skip
    found = solve(asked, time_limit=5, deterministic=True)
    assert found.status is Status.OPTIMAL
    assert found.objective == found.bound == 5
    assert found.costs == {"preferences": 5}
    assert not hard(asked, found.placements)


def test_demands_that_contradict_each_other_are_found_out() -> None:
    asked = problem(*({"id": f"s{n}", "duration": 180} for n in range(5)), rooms=2)
    found = solve(asked, time_limit=5, deterministic=True)
    assert found.status is Status.INFEASIBLE
    assert found.placements == {}


def test_what_may_stay_out_stays_out_with_a_reason() -> None:
    sessions = [{"id": f"s{n}", "duration": 180, "priority": n + 1} for n in range(3)]
    found = solve(problem(*sessions, rooms=1, penalty=10), time_limit=5, deterministic=True)
    assert found.status is Status.OPTIMAL
    assert found.objective == 10
    assert set(found.placements) == {"s1", "s2"}
    assert found.reasons == {"s0": "One session at a time in a room"}


def test_the_same_seed_gives_the_same_plan(conference: Problem) -> None:
    first, second = (
        solve(conference, time_limit=0.3, seed=7, deterministic=True) for _ in range(2)
    )
    assert first.placements == second.placements
    assert not hard(conference, first.placements)


def test_times_first_and_rooms_second_keeps_every_rule(
    conference: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "SMALL_MODEL", 0)
    found = solve(conference, time_limit=1, seed=1, deterministic=True)
    assert found.bound is not None
    assert found.objective is not None
    assert 0 < found.bound <= found.objective
    assert not hard(conference, found.placements)


def test_a_search_alone_keeps_every_rule(
    conference: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "LARGEST_MODEL", 0)
    found = solve(conference, time_limit=0.5, seed=1, deterministic=True)
    assert found.status is Status.FEASIBLE
    assert not hard(conference, found.placements)


def test_a_plan_to_begin_from_is_not_lost(conference: Problem) -> None:
    before = solve(conference, time_limit=0.3, seed=2, deterministic=True)
    again = solve(conference, time_limit=0.1, start=before.placements, deterministic=True)
    assert again.objective is not None
    assert before.objective is not None
    assert again.objective <= before.objective


def test_progress_is_told_and_a_stop_keeps_the_best(conference: Problem) -> None:
    told: list[Progress] = []
    found = solve(conference, time_limit=60, progress=told.append, cancelled=lambda: len(told) >= 3)
    assert found.status in {Status.FEASIBLE, Status.OPTIMAL}
    objectives = [each.objective for each in told if each.objective is not None]
    assert objectives == sorted(objectives, reverse=True)
    assert not hard(conference, found.placements)


def test_every_place_of_a_session_has_its_price() -> None:
    asked = problem(
        {"id": "a", "people": seats("ada")},
        {"id": "b", "people": seats("ada"), "preferences": [{"penalty": 5, "rooms": ["R2"]}]},
        people=[{"id": "ada"}],
    )
    found = {
        (f"{each.start:%H:%M}", each.room): each
        for each in places(asked, plan(asked, a="09:00 R1", b="10:00 R1"), "b")
    }
    assert found["09:00", "R1"].rules == ("room_free", "people_once")
    assert found["09:00", "R2"].hard == 1
    assert found["11:00", "R1"].rules == ()
    assert (found["11:00", "R2"].hard, found["11:00", "R2"].cost) == (0, 5)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_generated_conferences_have_a_plan(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "LARGEST_MODEL", 0)
    asked = ministerial_conference(days=2, rooms=6, sessions=80, people=120, seed=seed)
    found = solve(asked, time_limit=0.1, seed=seed, deterministic=True)
    assert found.status is Status.FEASIBLE
    assert not hard(asked, found.placements)
    assert len(found.placements) == 80


def test_an_overridden_rule_is_measured_and_costs_nothing() -> None:
    asked = problem(
        {"id": "a", "people": seats("ada"), "fixed": {"start": "2027-11-08T09:00"}},
        {"id": "b", "people": seats("ada"), "fixed": {"start": "2027-11-08T09:00"}},
        people=[{"id": "ada"}],
        rules=[
            {"rule": "people_once", "overridden": "She speaks from the door"},
            {"rule": "room_changes", "weight": 0},
        ],
    )
    found = solve(asked, time_limit=2, deterministic=True)
    assert found.objective == 0
    (told,) = found.violations
    assert told.overridden == "She speaks from the door"
    assert "ada is in a and b at once" in str(told)
    assert replace(asked, rules=None) != asked


def test_the_dearest_wishes_are_reckoned_exactly() -> None:
    wishes = [{"penalty": 10**6, "rooms": ["R1"]}, {"penalty": 10**6 - 1, "rooms": ["R2"]}]
    asked = problem(
        {"id": "a", "preferences": wishes}, rules=[{"rule": "preferences", "weight": 10**6}]
    )
    found = solve(asked, time_limit=1, deterministic=True)
    assert found.placements["a"].room == "R2"
    assert (found.status, found.objective) == ("optimal", (10**6 - 1) * 10**6)
    compiled = compile_problem(asked)
    assert cost_of(compiled, {0: (0, 0)}) == 10**12
