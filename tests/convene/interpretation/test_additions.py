"""What interpretation adds to a timetable: sessions stand where somebody interprets them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope, scopes_disabled

from factories.accounts import user_with
from factories.editions import make_edition
from factories.interpretation import make_interpreter
from factories.programme import make_activity, make_room, make_session
from factories.timetable import make_availability
from serai.convene.editions.models import Edition
from serai.convene.interpretation.operations import save_interpreter, set_conditions
from serai.convene.programme.models import Session
from serai.convene.timetable.changes import changes_since
from serai.convene.timetable.models import Level, Plan, PlanKind, RuleKind
from serai.convene.timetable.problem import situation_of
from serai.convene.timetable.rules import Strictness, rules_of_edition
from serai.convene.timetable.setting import set_rules
from serai.convene.timetable.state import board_state
from serai.convene.timetable.tasks import make_plan
from serai.engines.timetable.checking import check
from serai.foundation.accounts.models import Role
from serai.foundation.jobs.operations import run_now, start
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import revision

pytestmark = pytest.mark.django_db
IN_EARNEST = pytest.mark.django_db(transaction=True)

WEI = Program("Wei")
THREE = ["en", "fr", "zh-hans"]
PAIRS = [f"{a} {b}" for a in THREE for b in THREE if a != b]


@pytest.fixture
def edition() -> Edition:
    return make_edition(
        slug="fifth", time_zone="Asia/Shanghai",
        starts_on=date(2023, 11, 6), ends_on=date(2023, 11, 6),
    )  # fmt: skip


def made(edition: Edition, kind: PlanKind, *changes: dict[str, Any]) -> Plan:
    arguments = {"edition": edition.pk, "kind": kind, "seconds": 2, "changes": list(changes)}
    assert run_now(start(actor=WEI, job=make_plan, arguments=arguments)).error == ""
    with scopes_disabled():
        found: Plan = Plan.objects.select_related("edition").latest("pk")
    return found


def keep(edition: Edition, kind: RuleKind) -> None:
    """Say that a rule must be kept."""
    with scope(edition=edition):
        rules = {**rules_of_edition(), kind: Strictness(Level.MUST, 1)}
    set_rules(actor=WEI, edition=edition, rules=rules)


def broken(edition: Edition) -> list[tuple[str, set[str]]]:
    with scope(edition=edition):
        situation = situation_of(edition)
    found = check(situation.problem, situation.plan)
    return [(each.rule, set(each.sessions)) for each in found if each.rule in {
        "booths", "interpreters",
    }]  # fmt: skip


@IN_EARNEST
def test_a_session_in_three_languages_is_only_placed_where_there_are_booths(
    edition: Edition,
) -> None:
    make_room(edition, booths=2)
    fitted = make_room(edition, booths=3)
    make_room(edition)
    forum = make_activity(edition, languages=THREE)
    sessions = [make_session(forum, duration=360) for _each in range(2)]
    make_session(make_activity(edition, languages=["en", "fr"]), duration=360)
    plan = made(edition, PlanKind.FILL)
    places = {move["session"]: move["after"]["room"] for move in plan.moves}
    assert {places[each.code] for each in sessions} == {fitted.code}


def test_rooms_of_which_nobody_says_anything_have_any_number_of_booths(edition: Edition) -> None:
    room = make_room(edition)
    session = make_session(make_activity(edition, languages=THREE), "2023-11-06 09:00", room=room)
    assert broken(edition) == []
    make_room(edition, booths=3)
    assert broken(edition) == [("booths", {session.code})]


def two_at_once(edition: Edition) -> tuple[Session, Session]:
    rooms = [make_room(edition, booths=3) for _each in range(2)]
    forum = make_activity(edition, languages=["en", "fr"])
    first, second = (make_session(forum, "2023-11-06 09:00", room=room) for room in rooms)
    return first, second


def test_at_once_there_are_only_so_many_interpreters(edition: Edition) -> None:
    first, second = two_at_once(edition)
    # As long as nobody has written down who interprets, nobody is missing.
    assert broken(edition) == []
    for _each in range(4):
        make_interpreter(edition, *PAIRS)
    assert broken(edition) == [("interpreters", {first.code, second.code})]
    set_conditions(actor=WEI, edition=edition, values={"team": 1})
    assert broken(edition) == []
    with scope(edition=edition):
        state = board_state(edition)
    assert state["interpreting"]["team"] == 1
    assert {tuple(pair) for pair in state["interpreting"]["interpreters"][0]["pairs"]} == {
        tuple(pair.split()) for pair in PAIRS
    }


def test_who_is_away_does_not_interpret(edition: Edition) -> None:
    first, second = two_at_once(edition)
    people = [make_interpreter(edition, *PAIRS).person for _each in range(8)]
    assert broken(edition) == []
    make_availability(edition, people[0], "2023-11-06 09:30", "2023-11-06 10:00")
    assert broken(edition) == [("interpreters", {first.code, second.code})]


@IN_EARNEST
def test_too_few_interpreters_are_told_in_words(
    edition: Edition, secretariat_client: Client
) -> None:
    keep(edition, RuleKind.INTERPRETERS)
    two_at_once(edition)
    with scopes_disabled():
        Session.objects.update(is_locked=True)
    for _each in range(4):
        make_interpreter(edition, *PAIRS)
    plan = made(edition, PlanKind.ANEW)
    assert plan.status == "infeasible"
    address = f"/en/desk/editions/fifth/timetable/plans/{plan.code}/"
    page = secretariat_client.get(address).content.decode()
    assert "There are only so many interpreters" in page
    assert "Engage more interpreters, or interpret fewer sessions" in page


@IN_EARNEST
def test_a_team_that_cancels_moves_one_of_two_sessions(edition: Edition) -> None:
    keep(edition, RuleKind.INTERPRETERS)
    first, second = two_at_once(edition)
    people = [make_interpreter(edition, *PAIRS).person for _each in range(8)]
    gone = {"change": "person_unavailable", "person": people[0].code}
    plan = made(edition, PlanKind.REPAIR, gone)
    ((code, after),) = [(move["session"], move["after"]) for move in plan.moves]
    assert code in {first.code, second.code}
    assert after
    assert after["start"] != "2023-11-06T09:00:00+08:00"
    # Who has no part in the timetable moves nothing.
    nobody = {"change": "person_unavailable", "person": "nobody"}
    assert made(edition, PlanKind.REPAIR, nobody).moves == []


def test_a_new_interpreter_is_seen_at_the_board(edition: Edition) -> None:
    since = revision()
    interpreter = make_interpreter(edition, "en fr")
    save_interpreter(
        actor=WEI, edition=edition, values={"pairs": [["fr", "en"]]}, interpreter=interpreter
    )
    with scope(edition=edition):
        answer = changes_since(edition, since, user_with(Role.SECRETARIAT))
    (shown,) = answer["board"]["interpreting"]["interpreters"]
    assert [list(pair) for pair in shown["pairs"]] == [["fr", "en"]]
