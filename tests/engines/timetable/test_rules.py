"""A rule says the same three times: on the plan, to the search and to the model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from factories.conferences import AFTERNOON, MORNING, NIGHT, STRUCTURE, data, seats, window
from serai.engines.timetable.checking import check
from serai.engines.timetable.compiling import compile_problem
from serai.engines.timetable.modelling import Model
from serai.engines.timetable.problem import Demand, Problem
from serai.engines.timetable.reading import read_problem
from serai.engines.timetable.rules import RULES
from serai.engines.timetable.searching import Places, cost_of

PARAMETERS: dict[str, dict[str, Any]] = {
    "walking": {"within": 30},
    "room_changes": {"minutes": 60},
    "delegations": {"parallel": 1},
    "rest": {"minutes": 90, "pause": 30},
    "exclusive": {"kinds": ["plenary"], "beside": ["stand"]},
    "apart": {"minutes": 30},
    "interpreters": {"pivot": "en", "team": 1},
    "balance": {"tolerance": 0},
    "chairs": {"ranks": {"plenary": 1}},
    "panel_balance": {"people": 2},
    "changes": {
        "most": 1,
        "before": {
            f"S{number}": {"start": "2027-11-08T09:00", "room": "R1"} for number in range(4)
        },
    },
}
SOFT = sorted(key for key, rule in RULES.items() if not rule.must_be_hard)
HARD = sorted(key for key, rule in RULES.items() if rule.may_be_hard)


def drawn(seed: int) -> Problem:
    """A small problem in which every rule has something to say."""
    random = np.random.default_rng(seed)

    def some(choices: Any, most: int) -> list[Any]:
        return [str(each) for each in random.permutation(choices)[: random.integers(most + 1)]]

    sessions = []
    count = 6
    for number in range(count):
        session: dict[str, Any] = {
            "id": f"S{number}",
            "duration": int(random.choice([30, 60, 90])),
            "kind": str(random.choice(["plenary", "forum", "forum", "stand"])),
            "track": str(random.choice(["", "T1", "T2", "T3"])),
            "people": seats(
                *some(["ada", "bo", "cy"], 2), role=str(random.choice(["chair", "speaker"]))
            ),
            "host": str(random.choice(["", "PE"])),
            "languages": some(["en", "fr", "zh"], 3),
            "expected": int(random.integers(0, 120)),
            "equipment": some(["piano", "screen"], 1),
            "live": bool(random.random() < 0.3),
            "step_free": bool(random.random() < 0.3),
            "security": str(random.choice(["open", "restricted", "closed"])),
            "delegations": some(["KE", "PE", "KZ"], 2),
            "setup": int(random.choice([0, 0, 30])),
            "clearing": int(random.choice([0, 0, 30])),
            "penalty": 1000,
            "preferences": [
                {"penalty": 3, "windows": [window("09:00", "11:00")]},
                {"penalty": 2, "rooms": ["R1"]},
                {"penalty": 4, "rooms": ["R2"], "windows": [window("14:00", "15:00", 9)]},
            ][: random.integers(4)],
        }
        if random.random() < 0.4:
            session["order"] = int(random.integers(1, 4))
        if random.random() < 0.2:
            session["position"] = str(random.choice(["first", "last"]))
        if random.random() < 0.2:
            session["speaking"] = {"slots": 1, "candidates": ["ada", "bo"]}
        if number and random.random() < 0.4:
            session["after"] = [{"session": f"S{random.integers(number)}", "lag": 30}]
        sessions.append(session)
    late = NIGHT if random.random() < 0.4 else AFTERNOON
    return read_problem(
        data(
            *sessions,
            days=[{"date": f"2027-11-{day:02}", "windows": [MORNING, late]} for day in (8, 9)],
            rooms=[
                {"id": "R1", "capacity": 100, "booths": 2, "equipment": ["piano"], "site": "A",
                 "broadcast": True, "security": "closed",
                 "unavailable": [window("10:00", "11:00")]},
                {"id": "R2", "capacity": 50, "site": "B", "step_free": False, "channels": 3,
                 "booths": 3},
                {"id": "R3", "site": "A", "security": "restricted"},
            ],
            people=[
                {"id": "ada", "available": [window("09:00", "16:00"),
                                            window("09:00", "12:00", 9)], "buffer": 30,
                 "clearance": "restricted", "region": "Asia", "gender": "f", "rank": 1},
                {"id": "bo", "time_zone": "America/Lima", "country": "PE",
                 "hours": {"start": "06:00", "end": "10:00"}, "remote": True},
                {"id": "cy", "unavailable": [window("09:30", "10:00", 9)], "clearance": "open"},
            ],
            interpreters=[
                {"id": "i1", "pairs": [["en", "fr"], ["fr", "en"], ["zh", "en"]]},
                {"id": "i2", "pairs": [["en", "zh"], ["en", "fr"]],
                 "available": [window("09:00", "12:00")]},
                {"id": "i3", "pairs": [["zh", "fr"], ["en", "fr"]]},
            ],
            tracks=[{"id": "T1", "similar": ["T2"]}, {"id": "T2"}, {"id": "T3"}],
            attendance=[{"sessions": ["S0", "S1"], "people": 3},
                        {"sessions": ["S2", "S3"], "people": 2}],
            pauses=[{"name": "Tea", "hours": [{"start": "10:00", "end": "10:30"},
                                              {"start": "23:45", "end": "00:15"}],
                     "except_kinds": ["stand"]},
                    {"name": "Day of Peru", "windows": [window("09:00", "17:00", 9)],
                     "countries": ["PE"]}],
            walks=[{"sites": ["A", "B"], "minutes": 60}],
            apart=[{"sessions": ["S0", "S2"]}, {"delegations": ["KE", "PE"]}],
        )
    )  # fmt: skip


def only(problem: Problem, rule: str, weight: Any) -> Problem:
    """The problem with one rule besides those without which there is no plan."""
    rules = [Demand(rule=key, weight="hard" if key in STRUCTURE else 0) for key in RULES]
    rules = [each for each in rules if each.rule != rule]
    rules.append(Demand(rule=rule, weight=weight, parameters=PARAMETERS.get(rule, {})))
    return replace(problem, rules=tuple(rules))


def placed(problem: Problem, seed: int) -> Places:
    """A random plan that keeps to rooms and hours; some sessions find no place."""
    random = np.random.default_rng(seed)
    compiled = compile_problem(only(problem, "preferences", 0))
    situation = compiled.situation()
    found: Places = {}
    for session in range(len(problem.sessions)):
        hard, _ = situation.prices(session)
        free = np.argwhere((hard == 0) & compiled.open[session])
        if len(free) and random.random() < 0.9:
            slot, room = (int(each) for each in random.choice(free))
            situation.place(session, slot, room)
            found[session] = slot, room
    return found


@pytest.mark.parametrize("rule", SOFT)
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000))
def test_search_and_model_cost_what_the_rule_measures(rule: str, seed: int) -> None:
    problem = only(drawn(seed), rule, 1)
    places = placed(problem, seed + 1)
    compiled = compile_problem(problem)
    plan = {
        problem.sessions[number].id: compiled.layout.placement(*place)
        for number, place in places.items()
    }
    measured = sum(each.cost or 0 for each in check(problem, plan))
    assert cost_of(compiled, places) == measured

    model = Model(compiled)
    model.minimise()
    for session, literals in enumerate(model.places):
        for place, literal in literals.items():
            model.cp.add(literal == int(places.get(session) == place))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    assert round(solver.objective_value) == measured


@pytest.mark.parametrize("rule", HARD)
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000))
def test_the_model_forbids_what_the_rule_finds_broken(rule: str, seed: int) -> None:
    problem = only(drawn(seed), rule, "hard")
    places = placed(problem, seed + 1)
    compiled = compile_problem(problem)
    plan = {
        problem.sessions[number].id: compiled.layout.placement(*place)
        for number, place in places.items()
    }
    broken = any(each.rule == rule for each in check(problem, plan))
    situation, found = compiled.situation(), False
    for session, place in places.items():
        hard, _ = situation.prices(session)
        found = found or bool(hard[place])
        situation.place(session, *place)
    assert found == broken

    shut = any(not compiled.open[session][place] for session, place in places.items())
    model = Model(compiled, soft=False)
    for session, literals in enumerate(model.places):
        for place, literal in literals.items():
            model.cp.add(literal == int(places.get(session) == place))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    outcome = solver.solve(model.cp)
    assert (shut or outcome == cp_model.INFEASIBLE) == broken
