"""The twelve further constraints of a ministerial conference, each by its name."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from factories.conferences import at, plan, problem, seats, window
from serai.engines.timetable.checking import check
from serai.engines.timetable.problem import Problem
from serai.engines.timetable.reading import read_changes
from serai.engines.timetable.repairing import repair
from serai.engines.timetable.rules.interpretation import unions
from serai.engines.timetable.solution import Plan, Solution, Status
from serai.engines.timetable.solving import solve
from serai.engines.timetable.speaking import speaking_order


def solved(asked: Problem) -> Solution:
    found = solve(asked, time_limit=5, deterministic=True)
    assert found.status is Status.OPTIMAL, found.status
    assert not broken(asked, found.placements)
    return found


def broken(asked: Problem, placed: Plan) -> set[str]:
    return {each.rule for each in check(asked, placed) if each.is_hard}


def clock(found: Solution, name: str) -> time:
    return found.placements[name].start.time()


def impossible(asked: Problem) -> bool:
    return solve(asked, time_limit=5, deterministic=True).status is Status.INFEASIBLE


# 1. Interpretation

TWO_TEAMS = [
    {"id": f"{into}{number}", "pairs": [["en", into]] if into != "en" else [["zh", "en"],
                                                                          ["sgn", "en"]]}
    for into in ("en", "zh", "sgn")
    for number in range(2)
]  # fmt: skip


def test_1_interpreted_sessions_have_rooms_with_booths_and_channels() -> None:
    asked = problem(
        {"id": "forum", "languages": ["en", "zh"]},
        rooms=[{"id": "R1"}, {"id": "R2", "booths": 2, "channels": 2},
               {"id": "R3", "booths": 2, "channels": 3}],
        interpreters=TWO_TEAMS,
    )  # fmt: skip
    assert solved(asked).placements["forum"].room == "R3"


def test_1_two_sessions_with_one_team_are_not_held_at_once() -> None:
    rooms = [{"id": f"R{n}", "booths": 3} for n in range(2)]
    sessions = [{"id": name, "languages": ["en", "zh"], "duration": 90} for name in "ab"]
    found = solved(problem(*sessions, rooms=rooms, interpreters=TWO_TEAMS))
    assert clock(found, "a") != clock(found, "b")


def test_1_relay_goes_by_the_pivot_and_sign_language_is_a_language() -> None:
    session = {"id": "a", "languages": ["en", "zh", "sgn"]}
    rooms = [{"id": "R1", "booths": 3}]
    asked = problem(session, rooms=rooms, interpreters=TWO_TEAMS)
    assert impossible(asked)
    solved(problem(session, rooms=rooms, interpreters=TWO_TEAMS,
                   rules=[{"rule": "interpreters", "parameters": {"pivot": "en"}}]))  # fmt: skip


def test_1_an_interpreter_who_falls_ill_parts_two_sessions() -> None:
    rooms = [{"id": f"R{n}", "booths": 2} for n in range(2)]
    sessions = [{"id": name, "languages": ["en", "zh"]} for name in "ab"]
    team = [{"id": f"i{n}", "pairs": [["en", "zh"], ["zh", "en"]]} for n in range(8)]
    asked = problem(*sessions, rooms=rooms, interpreters=team)
    before = plan(asked, a="09:00 R0", b="09:00 R1")
    assert not broken(asked, before)
    for ill in ({"person": "i0"}, {"person": "i0", "window": window("09:00", "09:30")}):
        changes = read_changes([{"change": "person_unavailable", **ill}])
        found = repair(asked, before, changes, time_limit=2, deterministic=True)
        assert len(found.moves) == 1
        assert not broken(found.problem, found.solution.placements)


def test_1_who_is_missing_is_told_of_the_sessions_that_need_them() -> None:
    rooms = [{"id": f"R{n}", "booths": 2} for n in range(2)]
    asked = problem(
        {"id": "a", "languages": ["en", "zh"]}, {"id": "b", "languages": ["en", "fr"]},
        rooms=rooms,
        interpreters=[{"id": f"i{n}", "pairs": [["en", "zh"], ["zh", "en"]]} for n in range(4)],
    )  # fmt: skip
    (breach,) = check(asked, plan(asked, a="09:00 R0", b="09:00 R1"))
    assert (breach.rule, breach.sessions) == ("interpreters", ("b",))


def test_1_many_groups_of_interpreters_do_not_make_it_slow() -> None:
    groups = {frozenset({n, n + 1}) for n in range(40)}
    found = unions(groups)
    assert len(found) < 2000
    assert {*groups, frozenset(range(41))} <= set(found)


# 2. Principals


def test_2_a_principal_is_expected_some_time_after_landing() -> None:
    found = solved(
        problem(
            {"id": "a", "people": seats("minister")},
            people=[{"id": "minister", "available": [window("09:00", "12:00")], "buffer": 60}],
        )
    )
    assert time(10) <= clock(found, "a") <= time(10, 30)


def test_2_there_is_time_for_the_way_across_sites() -> None:
    asked = problem(
        {"id": "a", "people": seats("minister"), "rooms": ["R1"], "fixed": {"start": at("09:00")}},
        {"id": "b", "people": seats("minister"), "rooms": ["R2"],
         "preferences": [{"penalty": 1, "windows": [window("11:00", "17:00")]}]},
        rooms=[{"id": "R1", "site": "palace"}, {"id": "R2", "site": "park"}],
        people=[{"id": "minister"}],
        walks=[{"sites": ["palace", "park"], "minutes": 60}],
    )  # fmt: skip
    assert clock(solved(asked), "b") == time(10, 30)
    assert broken(asked, plan(asked, a="09:00 R1", b="10:00 R2")) == {"walking"}


def test_2_a_sweep_keeps_the_room_free_before_and_after() -> None:
    asked = problem(
        {"id": "a", "setup": 60, "clearing": 30, "fixed": {"start": at("10:00")}}, {"id": "b"},
        rooms=1,
    )  # fmt: skip
    for clash in ("09:00", "09:30", "10:30"):
        assert broken(asked, plan(asked, a="10:00 R1", b=f"{clash} R1")) == {"room_free"}
    assert not broken(asked, plan(asked, a="10:00 R1", b="11:00 R1"))


def test_2_the_first_deputy_who_is_there_stands_in() -> None:
    found = solve(
        problem(
            {"id": "a", "people": seats("minister", deputy=True), "fixed": {"start": at("09:00")}},
            people=[
                {"id": "minister", "available": [window("14:00", "17:00")],
                 "substitutes": ["vice", "director"]},
                {"id": "vice", "unavailable": [window("09:00", "10:00")]},
                {"id": "director"},
            ],
        ),
        time_limit=5, deterministic=True,
    )  # fmt: skip
    assert found.placements["a"].deputies == (("minister", "director"),)
    assert found.costs["deputies"] == 4


# 3. Capacity of delegations


def test_3_a_delegation_follows_no_more_at_once_than_it_can() -> None:
    sessions = [{"id": name, "delegations": ["KZ"], "duration": 180} for name in "abc"]
    rules = [{"rule": "delegations", "parameters": {"limits": {"KZ": 2}}}]
    found = solved(problem(*sessions, rooms=3, rules=rules))
    assert sorted(clock(found, each).hour for each in "abc") in ([9, 9, 14], [9, 14, 14])


def test_3_nobody_has_two_plenaries_and_ministers_stand_alone() -> None:
    asked = problem({"id": "a", "kind": "plenary"}, {"id": "b", "kind": "ministerial"},
                    {"id": "c"}, {"id": "stand", "kind": "exhibition"}, rooms=4)  # fmt: skip
    found = solved(asked)
    assert len({clock(found, each) for each in "abc"}) == 3
    for other in "bc":
        at_once = plan(asked, a="09:00 R1", **{other: "09:00 R2"})
        assert "exclusive" in broken(asked, at_once)
    assert "exclusive" not in broken(asked, plan(asked, a="09:00 R1", stand="09:00 R2"))


def test_3_a_minister_is_required_where_no_deputy_is_allowed() -> None:
    people = [{"id": "minister", "available": [window("14:00", "17:00")], "substitutes": ["vice"]},
              {"id": "vice"}]  # fmt: skip
    fixed = {"start": at("09:00")}
    needed = problem({"id": "a", "people": seats("minister"), "fixed": fixed}, people=people)
    assert impossible(needed)


# 4. Protocol


def speakers(*countries: str, **ranks: int) -> dict[str, Any]:
    return {"people": [{"id": each, "country": each, "rank": ranks.get(each, 2)}
                       for each in countries]}  # fmt: skip


@pytest.mark.parametrize(
    ("by", "order"),
    [("rank", ["CN", "KZ", "PE", "KE"]), ("alphabet", ["CN", "KE", "PE", "KZ"])],
)
def test_4_the_host_speaks_first_then_by_rank_or_alphabet_and_some_never_follow(
    by: Any, order: list[str]
) -> None:
    asked = problem({"id": "a", "duration": 120, "host": "CN"},
                    **speakers("KE", "KZ", "PE", "CN", KZ=1))  # fmt: skip
    turns = speaking_order(
        asked, "a", ["KE", "KZ", "PE", "CN"], by=by,
        never_adjacent=[frozenset({"KE", "KZ"})] if by == "alphabet" else
        [frozenset({"KZ", "KE"})],
    )  # fmt: skip
    if by == "rank":
        assert [each.person for each in turns] == ["CN", "KZ", "PE", "KE"]
    else:
        assert [each.person for each in turns] == order
    assert {each.minutes for each in turns} == {30}


def test_4_equal_ranks_speak_equally_long() -> None:
    asked = problem({"id": "a", "duration": 60}, **speakers("KE", "KZ", "PE", KZ=1))
    turns = speaking_order(asked, "a", ["KE", "KZ", "PE"], minutes={1: 20, 2: 10})
    assert [(each.person, each.start, each.minutes) for each in turns] == [
        ("KZ", 0, 20), ("KE", 20, 10), ("PE", 30, 10),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="take 90 minutes"):
        speaking_order(asked, "a", ["KE", "KZ", "PE"], minutes={1: 30})


def test_4_states_that_must_not_meet_do_not_follow_each_other_in_a_room() -> None:
    asked = problem({"id": "a", "host": "X"}, {"id": "b", "host": "Y"}, rooms=2,
                    apart=[{"delegations": ["X", "Y"]}])  # fmt: skip
    assert broken(asked, plan(asked, a="09:00 R1", b="10:00 R1")) == {"apart"}
    assert broken(asked, plan(asked, a="09:00 R1", b="09:00 R2")) == {"apart"}
    assert not broken(asked, plan(asked, a="09:00 R1", b="10:30 R1"))
    assert not broken(asked, plan(asked, a="09:00 R1", b="10:00 R2"))


# 5. Chairs


def test_5_nobody_chairs_what_their_own_country_hosts_and_chairs_have_the_rank() -> None:
    people = [{"id": "ada", "country": "KE", "rank": 2}, {"id": "bo", "country": "PE", "rank": 1}]
    session = {"id": "a", "host": "KE", "kind": "ministerial"}
    rules = [{"rule": "chairs", "parameters": {"ranks": {"ministerial": 1}}}]
    for chair, fine in (("ada", False), ("bo", True)):
        asked = problem({**session, "people": seats(chair, role="chair")}, people=people,
                        rules=rules)  # fmt: skip
        assert impossible(asked) is not fine


def test_5_panels_are_balanced_by_region_and_gender() -> None:
    people = [{"id": each, "region": "Asia", "gender": "m"} for each in "abc"]
    asked = problem({"id": "panel", "people": seats(*"abc")}, people=people,
                    rules=[{"rule": "panel_balance", "weight": 7}])  # fmt: skip
    assert solved(asked).costs["panel_balance"] == 14


def test_5_co_chairs_are_both_there() -> None:
    asked = problem(
        {"id": "a", "people": [*seats("ada", role="chair"), *seats("bo", role="chair")]},
        people=[{"id": "ada", "available": [window("09:00", "11:00")]},
                {"id": "bo", "available": [window("10:00", "17:00")]}],
    )  # fmt: skip
    assert time(10) <= clock(solved(asked), "a") <= time(10, 30)


# 6. Flow of documents


def test_6_from_drafting_to_signing_with_the_time_between() -> None:
    found = solved(
        problem(
            {"id": "signing", "after": [{"session": "adoption", "lag": 120}]},
            {"id": "adoption", "after": [{"session": "negotiation"}]},
            {"id": "negotiation", "duration": 60, "after": [{"session": "drafting", "lag": 30}]},
            {"id": "drafting"},
        )
    )
    order = [clock(found, each) for each in ("drafting", "negotiation", "adoption", "signing")]
    assert order == sorted(order)
    assert order[3].hour - order[2].hour >= 2


def test_6_nothing_is_adopted_before_its_documents_are_distributed() -> None:
    asked = problem(
        {"id": "adoption", "windows": ["distributed"]},
        windows={"distributed": [window("15:00", "17:00")]},
    )
    assert clock(solved(asked), "adoption") >= time(15)
    assert broken(asked, plan(asked, adoption="14:30 R1")) == {"allowed_places"}


# 7. Fixed ceremonies


def test_7_lunch_prayer_and_national_days_are_kept_free() -> None:
    asked = problem(
        {"id": "a", "people": seats("ada")}, {"id": "lunch", "kind": "meal"},
        people=[{"id": "ada", "country": "PE"}], days=2,
        pauses=[
            {"name": "Lunch", "hours": [{"start": "09:00", "end": "12:00"}],
             "except_kinds": ["meal"]},
            {"name": "Day of Peru", "windows": [window("09:00", "17:00", 8)],
             "countries": ["PE"]},
        ],
    )  # fmt: skip
    found = solved(asked)
    assert found.placements["a"].start.day == 9
    assert clock(found, "a") >= time(14)
    assert broken(asked, plan(asked, a="2027-11-09T10:00 R1")) >= {"pauses"}
    assert "pauses" not in broken(asked, plan(asked, lunch="10:00 R1"))


def test_7_photographs_stand_fixed_and_what_is_for_the_press_in_its_window() -> None:
    found = solved(
        problem(
            {"id": "photo", "fixed": {"start": at("11:30"), "room": "R2"}},
            {"id": "briefing", "duration": 60, "windows": ["press"]},
            windows={"press": [window("15:00", "16:00")]},
        )
    )
    assert (clock(found, "photo"), found.placements["photo"].room) == (time(11, 30), "R2")
    assert clock(found, "briefing") == time(15)


def test_7_live_sessions_have_cameras_and_are_never_at_once() -> None:
    asked = problem({"id": "a", "live": True}, {"id": "b", "live": True},
                    rooms=[{"id": "R1", "broadcast": True}, {"id": "R2", "broadcast": True},
                           {"id": "R3"}])  # fmt: skip
    assert broken(asked, plan(asked, a="09:00 R1", b="09:00 R2")) == {"live"}
    assert broken(asked, plan(asked, a="09:00 R1", b="10:00 R3")) == {"equipment"}
    solved(asked)


# 8. Access


def test_8_closed_sessions_have_secured_rooms_and_people_who_are_cleared() -> None:
    rooms = [{"id": "R1"}, {"id": "R2", "security": "closed", "step_free": False},
             {"id": "R3", "security": "closed"}]  # fmt: skip
    people = [{"id": "ada", "clearance": "restricted"}]
    session = {"id": "a", "security": "closed", "step_free": True}
    assert solved(problem(session, rooms=rooms)).placements["a"].room == "R3"
    assert impossible(problem({**session, "people": seats("ada")}, rooms=rooms, people=people))


# 9. Priority, reasons, rest


def test_9_what_matters_less_stays_out_with_a_reason() -> None:
    sessions = [{"id": f"p{n}", "duration": 180, "priority": n} for n in (1, 2, 3)]
    found = solved(problem(*sessions, rooms=1, penalty=100))
    assert set(found.placements) == {"p2", "p3"}
    assert found.reasons == {"p1": "One session at a time in a room"}


def test_9_nobody_meets_longer_than_allowed_without_a_rest() -> None:
    sessions = [{"id": name, "duration": 60, "people": seats("ada")} for name in "abc"]
    rules = [{"rule": "rest", "parameters": {"minutes": 120, "pause": 30}}]
    asked = problem(*sessions, people=[{"id": "ada"}], rules=rules)
    in_a_row = plan(asked, a="09:00 R1", b="10:00 R1", c="11:00 R1")
    assert broken(asked, in_a_row) == {"rest"}
    solved(asked)


def test_9_a_meeting_that_somebody_missed_is_booked_again() -> None:
    asked = problem({"id": "a", "people": seats("ada", "bo")}, {"id": "b", "people": seats("bo")},
                    people=[{"id": "ada"}, {"id": "bo"}], rooms=1)  # fmt: skip
    before = plan(asked, a="09:00 R1", b="09:30 R1")
    missed = read_changes([{"change": "person_unavailable", "person": "ada",
                            "window": window("09:00", "09:30")}])  # fmt: skip
    found = repair(asked, before, missed, time_limit=2, deterministic=True)
    assert [each.session for each in found.moves] == ["a"]
    assert clock(found.solution, "a") == time(10)


# 10. Hybrid


def test_10_who_joins_from_afar_speaks_in_hours_of_their_own_zone() -> None:
    asked = problem(
        {"id": "a", "people": seats("lima"), "setup": 30}, rooms=1, time_zone="Asia/Shanghai",
        people=[{"id": "lima", "remote": True, "time_zone": "America/Lima",
                 "hours": {"start": "06:00", "end": "22:00"}}],
    )  # fmt: skip
    found = solved(asked)
    assert time(9) <= clock(found, "a") <= time(10, 30)
    assert broken(asked, plan(asked, a="14:00 R1")) == {"availability"}


def test_10_the_room_is_free_while_the_line_is_tested() -> None:
    asked = problem({"id": "a", "setup": 30, "people": seats("lima")}, {"id": "b"}, rooms=1,
                    people=[{"id": "lima", "remote": True}])  # fmt: skip
    assert broken(asked, plan(asked, a="10:00 R1", b="09:30 R1")) == {"room_free"}
    assert not broken(asked, plan(asked, a="10:00 R1", b="09:00 R1"))


# 11. Sponsors and exhibitors


def test_11_sponsors_have_their_slots_and_competitors_are_apart() -> None:
    asked = problem(
        {"id": "a", "windows": ["sponsors"]}, {"id": "b", "windows": ["sponsors"]},
        windows={"sponsors": [window("14:00", "16:00")]}, apart=[{"sessions": ["a", "b"]}],
    )  # fmt: skip
    found = solved(asked)
    assert min(clock(found, "a"), clock(found, "b")) >= time(14)
    assert clock(found, "a") != clock(found, "b")


# 12. Governance


def test_12_what_is_frozen_stays_and_a_release_changes_little() -> None:
    asked = problem({"id": "a"}, {"id": "b"}, {"id": "c"}, rooms=1)
    before = plan(asked, a="09:00 R1", b="09:30 R1", c="14:00 R1")
    lost = read_changes([{"change": "room_lost", "room": "R1",
                          "window": window("14:00", "14:30")}])  # fmt: skip
    found = repair(asked, before, lost, time_limit=2, deterministic=True,
                   frozen_until=before["c"].start)  # fmt: skip
    assert [each.session for each in found.moves] == ["c"]
    assert found.moves[0].after is not None
    assert found.moves[0].after.start.time() == time(14, 30)


def test_12_a_budget_of_changes_binds() -> None:
    before = {name: {"start": at("09:00"), "room": "R1"} for name in "ab"}
    rules = [{"rule": "changes", "weight": "hard", "parameters": {"before": before}}]
    sessions = [{"id": "a"}, {"id": "b"}]
    assert impossible(problem(*sessions, rules=rules))
    rules[0]["parameters"] = {"before": before, "most": 1}
    found = solved(problem(*sessions, rules=rules))
    assert "09:00" in {f"{clock(found, each):%H:%M}" for each in "ab"}


def test_12_an_overridden_rule_is_reported_with_its_reason() -> None:
    asked = problem(
        {"id": "a", "expected": 50}, rooms=[{"id": "R1", "capacity": 40}],
        rules=[{"rule": "capacity", "overridden": "Ten will stand"}],
    )  # fmt: skip
    found = solved(asked)
    assert [(each.rule, each.overridden, each.cost) for each in found.violations] == [
        ("capacity", "Ten will stand", 0)
    ]


# Fair speaking slots


def test_speaking_slots_are_spread_over_regions() -> None:
    people = [{"id": f"{region}{n}", "region": region} for region in ("Asia", "Africa")
              for n in range(3)]  # fmt: skip
    names = [each["id"] for each in people]
    asked = problem(
        *({"id": f"s{n}", "speaking": {"slots": 2, "candidates": names},
           "fixed": {"start": at("09:00")}} for n in range(2)),
        people=people,
    )  # fmt: skip
    found = solve(asked, time_limit=5, deterministic=True)
    given = [name for each in found.placements.values() for name in each.speakers]
    assert len(set(given)) == 4
    assert sum(name.startswith("Asia") for name in given) == 2
    assert not found.costs.get("speaking_fairness")
