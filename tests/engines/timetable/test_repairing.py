"""Plans are put right with the fewest and least visible changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from factories.conferences import at, plan, problem, seats, window
from serai.engines.timetable.changes import PersonUnavailable, UnknownReferenceError
from serai.engines.timetable.checking import check
from serai.engines.timetable.generating import ministerial_conference
from serai.engines.timetable.problem import Problem, Window
from serai.engines.timetable.reading import read_changes
from serai.engines.timetable.repairing import Repair, repair
from serai.engines.timetable.solution import Plan, Status
from serai.engines.timetable.solving import solve


def repaired(asked: Problem, before: Plan, *changes: dict[str, Any], **more: Any) -> Repair:
    found = repair(
        asked, before, read_changes(list(changes)), time_limit=2, deterministic=True, **more
    )
    assert not [each for each in check(found.problem, found.solution.placements) if each.is_hard]
    return found


def moves(found: Repair) -> dict[str, str | None]:
    return {
        each.session: each.after and f"{each.after.start:%H:%M} {each.after.room}"
        for each in found.moves
    }


@pytest.fixture
def day() -> tuple[Problem, Plan]:
    asked = problem(
        {"id": "a", "people": seats("ada"), "expected": 10},
        {"id": "b", "people": seats("bo"), "expected": 50},
        {"id": "c", "people": seats("ada", "bo"), "expected": 5},
        people=[{"id": "ada"}, {"id": "bo"}],
    )
    return asked, plan(asked, a="09:00 R1", b="09:00 R2", c="09:30 R1")


def test_nothing_changes_where_nothing_has_to(day: tuple[Problem, Plan]) -> None:
    found = repaired(*day)
    assert found.moves == ()
    assert found.fewest_proven


def test_a_late_arrival_moves_one_session_as_little_as_can_be(day: tuple[Problem, Plan]) -> None:
    found = repaired(*day, {"change": "late_arrival", "person": "bo", "arrives": at("09:30")})
    assert moves(found) == {"b": "10:00 R2"}
    assert found.fewest_proven
    assert found.moves[0].told == 51


def test_of_two_that_clash_the_one_with_fewer_to_be_told_moves(day: tuple[Problem, Plan]) -> None:
    found = repaired(*day, {"change": "session_longer", "session": "a", "duration": 60})
    assert moves(found) == {"c": "10:00 R1"}
    assert found.fewest_proven


def test_a_lost_room_is_left_for_the_nearest_place(day: tuple[Problem, Plan]) -> None:
    found = repaired(
        *day, {"change": "room_lost", "room": "R2", "window": window("09:00", "09:30")}
    )
    assert moves(found) == {"b": "10:00 R2"}


def test_a_cancelled_session_is_gone_and_nothing_else_moves(day: tuple[Problem, Plan]) -> None:
    found = repaired(*day, {"change": "session_cancelled", "session": "b"})
    assert moves(found) == {"b": None}
    assert found.moves[0].reason == "It is cancelled"


def test_an_added_session_takes_a_free_place(day: tuple[Problem, Plan]) -> None:
    found = repaired(*day, {"change": "session_added", "session": {"id": "d", "duration": 30}})
    assert list(moves(found)) == ["d"]
    assert found.moves[0].before is None


def test_who_does_not_come_leaves_a_seat_or_a_session(day: tuple[Problem, Plan]) -> None:
    found = repaired(*day, {"change": "person_unavailable", "person": "ada"})
    assert moves(found) == {"a": None}
    assert [seat.person for seat in found.problem.session["c"].people] == ["bo"]


def test_a_substitute_takes_the_seat_of_who_does_not_come() -> None:
    asked = problem(
        {"id": "a", "people": seats("ada", deputy=True)},
        people=[{"id": "ada", "substitutes": ["bo"]}, {"id": "bo"}],
    )
    found = repaired(
        asked, plan(asked, a="09:00 R1"), {"change": "person_unavailable", "person": "ada"}
    )
    assert found.moves == ()
    assert [seat.person for seat in found.problem.session["a"].people] == ["bo"]


def test_a_candidate_who_does_not_come_gets_no_slot() -> None:
    asked = problem(
        {"id": "a", "speaking": {"slots": 2, "candidates": ["ada", "bo"]}},
        people=[{"id": "ada"}, {"id": "bo"}],
    )
    change = read_changes([{"change": "person_unavailable", "person": "ada"}])
    found = repair(asked, plan(asked, a="09:00 R1"), change, time_limit=2, deterministic=True)
    assert found.moves == ()
    assert found.solution.placements["a"].speakers == ("bo",)


def test_what_is_frozen_stays_and_nothing_moves_before(day: tuple[Problem, Plan]) -> None:
    asked, before = day
    lost = {"change": "room_lost", "room": "R1", "window": window("09:30", "10:00")}
    assert moves(repaired(asked, before, lost)) == {"c": "10:00 R1"}
    late = repaired(asked, before, lost, frozen_until=before["a"].start + timedelta(hours=2))
    assert moves(late) == {"c": "11:00 R1"}


def test_what_cannot_be_held_any_more_is_left_out_and_said(day: tuple[Problem, Plan]) -> None:
    asked, before = day
    first: list[Repair] = []
    found = repair(
        asked, before, read_changes([{"change": "room_lost", "room": name} for name in
                                     ("R1", "R2")]), time_limit=2, deterministic=True,
        found=first.append,
    )  # fmt: skip
    assert [(each.solution.status, set(moves(each).values())) for each in first] == [
        (Status.UNKNOWN, {None})
    ]
    assert found.solution.status is Status.INFEASIBLE
    assert set(moves(found).values()) == {None}
    assert set(found.solution.reasons) == {"a", "b", "c"}


def test_a_change_of_what_is_not_there_is_refused(day: tuple[Problem, Plan]) -> None:
    with pytest.raises(UnknownReferenceError, match="no person 'zoe'"):
        repair(*day, [PersonUnavailable(person="zoe")])


def test_one_cancellation_in_a_conference_is_proven_to_move_the_fewest() -> None:
    asked = ministerial_conference(days=2, rooms=4, sessions=30, people=50)
    before = solve(asked, time_limit=0.1, deterministic=True).placements
    name = "S7"
    start = before[name].start
    window = Window(start=start, end=start + timedelta(minutes=30))
    person = asked.session[name].people[0].person
    found = repair(
        asked, before, [PersonUnavailable(person=person, window=window)], time_limit=1,
        deterministic=True,
    )  # fmt: skip
    assert found.fewest_proven
    assert [each.session for each in found.moves] == [name]
    assert found.first_seconds is not None
    assert not [e for e in check(found.problem, found.solution.placements) if e.is_hard]


@pytest.fixture
def full() -> tuple[Problem, Plan]:
    """Two rooms, taken all day but for half an hour."""
    starts = [f"{hour:02}:{minute:02}" for hour in (9, 10, 11, 14, 15, 16) for minute in (0, 30)]
    places = {f"s{n}": f"{at_} R{1 + n % 2}" for n, at_ in enumerate(sorted(starts * 2)[:-1])}
    asked = problem(
        *({"id": name, "expected": 10, "penalty": 60} for name in places),
    )
    return asked, plan(asked, **places)


def left_out(found: Repair) -> set[str]:
    return {name for name, place in moves(found).items() if place is None}


def test_what_finds_no_place_is_left_out_with_its_reason(full: tuple[Problem, Plan]) -> None:
    found = repaired(
        *full, {"change": "room_lost", "room": "R2", "window": window("09:00", "11:00")}
    )
    assert found.solution.status is Status.FEASIBLE
    assert found.fewest_proven
    assert len(moves(found)) == 4
    assert len(left_out(found)) == 3
    assert left_out(found) == found.solution.reasons.keys()
    assert all(found.solution.reasons.values())


def test_what_is_dear_to_leave_out_takes_the_place_of_others(full: tuple[Problem, Plan]) -> None:
    asked, before = full
    dear = [
        replace(each, penalty=10_000, expected=100) if each.id in {"s1", "s3"} else each
        for each in asked.sessions
    ]
    found = repaired(
        replace(asked, sessions=tuple(dear)), before,
        {"change": "room_lost", "room": "R2", "window": window("09:00", "10:00")},
    )  # fmt: skip
    assert {"s1", "s3"} <= moves(found).keys()
    assert len(left_out(found)) == 1
    assert not left_out(found) & {"s1", "s3"}


@pytest.mark.parametrize(("penalty", "moved"), [(100, 3), (5, 1)])
def test_leaving_out_costs_more_than_a_few_moves_and_less_than_many(
    penalty: int, moved: int
) -> None:
    asked = problem(
        {"id": "wide", "duration": 120, "penalty": penalty},
        *({"id": name, "notify": 10} for name in "abcd"),
        rooms=[{"id": "R1"}, {"id": "R2", "unavailable": [window("14:00", "16:00")]}],
    )
    before = plan(
        asked, wide="09:00 R1", a="09:00 R2", b="09:30 R2", c="10:00 R2", d="10:30 R2"
    )  # fmt: skip
    lost = {"change": "room_lost", "room": "R1", "window": window("09:00", "15:30")}
    found = repaired(asked, before, lost)
    assert found.fewest_proven
    assert left_out(found) == (set() if moved > 1 else {"wide"})
    assert len(moves(found)) == moved


def test_a_run_that_is_stopped_keeps_the_first_answer(full: tuple[Problem, Plan]) -> None:
    asked, before = full
    first: list[Repair] = []
    found = repair(
        asked, before, read_changes([{"change": "room_lost", "room": "R2"}]), time_limit=60,
        found=first.append, cancelled=lambda: bool(first),
    )  # fmt: skip
    assert found.moves == first[0].moves
    assert found.solution.status is Status.FEASIBLE
