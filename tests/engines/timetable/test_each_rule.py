"""Each rule alone makes a demand impossible or dear, and is named as the reason.

With the rule turned off the same demand can be met: a rule that did nothing would fail here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from factories.conferences import at, data, plan, problem, seats, window
from serai.engines.timetable.checking import check
from serai.engines.timetable.explaining import explain_infeasible
from serai.engines.timetable.problem import Demand, Problem
from serai.engines.timetable.reading import read_problem
from serai.engines.timetable.rules import RULES


def held(name: str, clock: str, room: str | None = None, day: int = 8, **rest: Any) -> Any:
    """A session that is fixed to a time, and to a room if one is given."""
    fixed = {"start": at(clock, day), **({"room": room} if room else {})}
    return {"id": name, "fixed": fixed, **rest}


ADA = [{"id": "ada", "name": "Ada Wong"}]
TRACKS = [{"id": "T", "similar": ["U"]}, {"id": "U"}]
PAIRS = [["en", "zh"], ["zh", "en"]]
SITES = [{"id": "R1", "site": "A"}, {"id": "R2", "site": "B"}]
BEFORE = {"before": {"a": {"start": at("10:00"), "room": "R1"}}}

IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "allowed_places": data({"id": "a", "days": ["2027-11-20"]}),
    "room_free": data(held("a", "09:00", "R1"), held("b", "09:00", "R1")),
    "room_available": data({"id": "a"}, rooms=[{"id": "R", "unavailable": [window("08:00",
                                                                                 "18:00")]}]),
    "capacity": data({"id": "a", "expected": 900}, rooms=[{"id": "R", "capacity": 100}]),
    "equipment": data({"id": "a", "equipment": ["piano"]}),
    "booths": data({"id": "a", "languages": ["en", "zh"]},
                   interpreters=[{"id": f"i{n}", "pairs": PAIRS} for n in range(4)]),
    "security": data({"id": "a", "security": "closed"}),
    "availability": data(held("a", "09:00", people=seats("ada")),
                         people=[{"id": "ada", "available": [window("14:00", "17:00")]}]),
    "people_once": data(*(held(x, "09:00", people=seats("ada")) for x in "ab"), people=ADA),
    "walking": data(held("a", "09:00", "R1", people=seats("ada")),
                    held("b", "09:30", "R2", people=seats("ada")), people=ADA, rooms=SITES,
                    walks=[{"sites": ["A", "B"], "minutes": 45}]),
    "interpreters": data({"id": "a", "languages": ["en", "zh"]}, rooms=[{"id": "R", "booths": 2}]),
    "delegations": data(*(held(x, "09:00", delegations=["KE"]) for x in "abc"), rooms=3),
    "rest": data(held("a", "09:00", duration=90, people=seats("ada")),
                 held("b", "10:30", duration=90, people=seats("ada")), people=ADA,
                 rules=[{"rule": "rest", "weight": "hard",
                         "parameters": {"minutes": 120, "pause": 30}}]),
    "exclusive": data(held("a", "09:00", kind="plenary"), held("b", "09:00")),
    "position": data(held("a", "10:00", position="first"), held("b", "09:00")),
    "precedence": data(held("a", "10:00"), held("b", "09:00", after=[{"session": "a"}])),
    "live": data(*(held(x, "09:00", live=True) for x in "ab"),
                 rooms=[{"id": f"R{n}", "broadcast": True} for n in range(2)]),
    "apart": data(held("a", "09:00"), held("b", "09:00"), apart=[{"sessions": ["a", "b"]}]),
    "pauses": data(held("a", "10:00"),
                   pauses=[{"name": "Tea", "hours": [{"start": "10:00", "end": "10:30"}]}]),
    "track_order": data(held("a", "10:00", track="T", order=1),
                        held("b", "09:00", track="T", order=2)),
    "track_parallel": data(*(held(x, "09:00", track="T") for x in "ab")),
    "similar_tracks": data(held("a", "09:00", track="T"), held("b", "09:00", track="U"),
                           tracks=TRACKS),
    "track_room": data(held("a", "09:00", "R1", track="T"), held("b", "10:00", "R2", track="T")),
    "track_day": data(held("a", "09:00", track="T"), held("b", "09:00", day=9, track="T"), days=2),
    "one_track_a_room": data(held("a", "09:00", "R1", track="T"),
                             held("b", "10:00", "R1", track="U")),
    "attendance": data(held("a", "09:00"), held("b", "09:00"),
                       attendance=[{"sessions": ["a", "b"], "people": 5}]),
    "seats": data(held("a", "09:00", people=seats("ada", deputy=True)),
                  people=[{"id": "ada", "substitutes": ["bo"], "available": []},
                          {"id": "bo", "available": []}]),
    "chairs": data({"id": "a", "host": "KE", "people": seats("ada", role="chair")},
                   people=[{"id": "ada", "country": "KE"}]),
    "panel_balance": data({"id": "a", "people": seats("ada", "bo", "cy")},
                          people=[{"id": x, "region": "Asia", "gender": "f"}
                                  for x in ("ada", "bo", "cy")]),
    "changes": data(held("a", "09:00"),
                    rules=[{"rule": "changes", "weight": "hard", "parameters": BEFORE}]),
}  # fmt: skip


def weighted(value: dict[str, Any], rule: str, weight: Any) -> Problem:
    """The problem with another weight of the rule; its parameters stay."""
    asked = read_problem(value)
    named = [each for each in asked.rules or () if each.rule == rule] or [Demand(rule=rule)]
    return replace(asked, rules=tuple(replace(each, weight=weight) for each in named))


@pytest.mark.parametrize("rule", IMPOSSIBLE)
def test_the_rule_is_what_makes_it_impossible(rule: str) -> None:
    found = explain_infeasible(weighted(IMPOSSIBLE[rule], rule, "hard"), time_limit=20)
    assert found is not None
    assert found.minimal
    assert rule in {each.rule for each in found.reasons}
    if not RULES[rule].must_be_hard:
        assert explain_infeasible(weighted(IMPOSSIBLE[rule], rule, 0), time_limit=20) is None


def test_every_rule_that_can_be_hard_stands_here() -> None:
    assert set(IMPOSSIBLE) == {key for key, rule in RULES.items() if rule.may_be_hard}


@pytest.mark.parametrize(
    ("rule", "asked", "better", "worse"),
    [
        ("track_consecutive", problem(*({"id": x, "track": "T"} for x in "ab")),
         {"a": "09:00 R1", "b": "09:30 R1"}, {"a": "09:00 R1", "b": "16:00 R1"}),
        ("room_changes", problem(*({"id": x, "people": seats("ada")} for x in "ab"), people=ADA),
         {"a": "09:00 R1", "b": "09:30 R1"}, {"a": "09:00 R1", "b": "09:30 R2"}),
        ("preferences", problem({"id": "a", "preferences": [{"penalty": 3, "rooms": ["R1"]}]}),
         {"a": "09:00 R2"}, {"a": "09:00 R1"}),
        ("balance", problem(*({"id": x} for x in "abcd"), days=2),
         {"a": "09:00 R1", "b": "09:00 R2", "c": "2027-11-09T09:00 R1",
          "d": "2027-11-09T09:00 R2"},
         {"a": "09:00 R1", "b": "09:00 R2", "c": "09:30 R1", "d": "09:30 R2"}),
    ],
)  # fmt: skip
def test_a_wish_costs_something_where_it_is_not_met(
    rule: str, asked: Problem, better: dict[str, str], worse: dict[str, str]
) -> None:
    def cost(places: dict[str, str]) -> int:
        return sum(x.cost or 0 for x in check(asked, plan(asked, **places)) if x.rule == rule)

    assert cost(better) == 0 < cost(worse)


def test_speaking_slots_that_all_go_to_one_region_cost_something() -> None:
    people = [{"id": "ada", "region": "Asia"}, {"id": "bo", "region": "Asia"},
              {"id": "cy", "region": "Africa"}, {"id": "di", "region": "Africa"}]  # fmt: skip
    speaking = {"slots": 2, "candidates": ["ada", "bo", "cy", "di"]}
    asked = problem({"id": "a", "speaking": speaking}, people=people)

    def cost(*speakers: str) -> int:
        placed = {"a": replace(plan(asked, a="09:00 R1")["a"], speakers=speakers)}
        return sum(x.cost or 0 for x in check(asked, placed) if x.rule == "speaking_fairness")

    assert cost("ada", "cy") == 0 < cost("ada", "bo")
