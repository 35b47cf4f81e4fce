"""The scripts of the board judge places as the engine does."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, time, timedelta

import pytest
from django_scopes import scope, scopes_disabled
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from browsing import sign_in
from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition, make_venue
from factories.interpretation import make_interpreter
from factories.programme import (
    make_activity,
    make_participation,
    make_room,
    make_section,
    make_session,
)
from factories.timetable import make_availability
from serai.convene.editions.models import Edition
from serai.convene.programme.models import ActivityKind
from serai.convene.timetable.demands import RULES
from serai.convene.timetable.models import Level, Presence, RuleKind
from serai.convene.timetable.problem import Situation, situation_of
from serai.convene.timetable.rules import Strictness
from serai.convene.timetable.setting import set_hours, set_rules
from serai.convene.timetable.state import board_state
from serai.convene.timetable.words import board_words
from serai.engines.timetable.checking import check
from serai.engines.timetable.solution import Violation
from serai.foundation.accounts.models import Role
from serai.foundation.record.operations import Program

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = "/en/desk/editions/fifth/timetable/"


@pytest.fixture
def edition() -> Edition:
    return make_edition(
        slug="fifth", time_zone="UTC", starts_on=date(2023, 11, 6), ends_on=date(2023, 11, 7)
    )


@pytest.fixture
def board(browser_context: BrowserContext, page: Page, live_server: LiveServer) -> Page:
    sign_in(browser_context, signed_in(user_with(Role.SECRETARIAT)), live_server)
    return page


def at_once(situation: Situation, breach: Violation) -> bool:
    """Whether two sessions overlap: of who is in both, the board does not say that they walk."""
    (first, second), plan = breach.sessions, situation.plan
    length = timedelta(minutes=situation.problem.session[first].duration)
    return plan[second].start < plan[first].start + length


def agreed(board: Page, edition: Edition) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """What the scripts of the board and the engine find broken: the sessions, rule by rule."""
    with scope(edition=edition):
        state, situation = board_state(edition), situation_of(edition)
    engine: dict[str, set[str]] = defaultdict(set)
    for breach in check(situation.problem, situation.plan):
        if breach.rule not in {"walking", "room_changes"} or not at_once(situation, breach):
            engine[breach.rule] |= set(breach.sessions)
    shown = board.evaluate(JUDGED, [state, board_words()])
    scripts = {RULES[RuleKind(kind)]: set(codes) for kind, codes in shown.items()}
    return scripts, dict(engine)


JUDGED = """async ([state, words]) => {
  const { Judge } = await import("/static/serai/board_judge.js");
  const judge = new Judge(state, words), found = {};
  const add = (rule, ids) => { found[rule] = [...(found[rule] ?? []), ...ids]; };
  for (const session of state.sessions)
    for (const { rule } of judge.at(session, session).reasons)
      if (rule !== "section_room") add(rule, [session.id]);
  for (const { rule, sessions } of judge.whole()) add(rule, sessions);
  return found;
}"""


def test_the_board_and_the_engine_find_the_same_broken(board: Page, edition: Edition) -> None:
    dice = random.Random(7)
    strict = {kind: Strictness(Level.SHOULD, 1) for kind in RuleKind}
    set_rules(actor=Program("Wei"), edition=edition, rules=strict)
    set_hours(
        actor=Program("Wei"), edition=edition, values={"opens_at": time(8), "closes_at": time(2)}
    )
    venues = [make_venue(edition=edition) for _each in range(2)]
    rooms = [
        make_room(edition, capacity=10 * number, venue=venues[number % 2], booths=number,
                  equipment=["projector"][: number % 2])
        for number in range(1, 5)
    ]  # fmt: skip
    people = [make_person() for _each in range(6)]
    interpreters = [make_interpreter(edition, "en fr", "fr en").person for _each in range(5)]
    for presence in Presence:
        make_availability(edition, dice.choice(people), "2023-11-06 09:00", "2023-11-06 12:00",
                          presence)  # fmt: skip
    make_availability(edition, rooms[0], "2023-11-06 13:00", "2023-11-07 09:00")
    make_availability(edition, rooms[1], "2023-11-07 09:00", "2023-11-07 12:00", Presence.UNWANTED)
    make_availability(edition, interpreters[0], "2023-11-06 10:00", "2023-11-06 11:00")
    sections = [make_section(edition) for _each in range(3)]
    kinds = [*[ActivityKind.FORUM] * 4, ActivityKind.PLENARY, ActivityKind.EXHIBITION,
             ActivityKind.CEREMONY, ActivityKind.SIGNING]  # fmt: skip
    for kind in kinds:
        activity = make_activity(edition, kind=kind, section=dice.choice([None, *sections]))
        for position in range(3):
            day, hour = dice.choice([6, 6, 6, 7]), dice.randrange(8, 18)
            session = make_session(
                activity, f"2023-11-{day:02} {hour:02}:00", dice.choice([30, 60, 90]),
                room=dice.choice(rooms), position=position, expected=dice.choice([None, 5, 30]),
                equipment=dice.choice([[], ["projector"]]),
                languages=dice.choice([["en"], ["en", "fr"], ["en", "fr", "ru"]]),
            )  # fmt: skip
            for person in dice.sample(people, 1):
                make_participation(session, person)
    # One after the other at two venues, without time for the way.
    for room, starts in zip(rooms, ("19:00", "19:30"), strict=False):
        session = make_session(make_activity(edition), f"2023-11-07 {starts}", 30, room=room)
        make_participation(session, people[0])
    # Around midnight: at once, away, one after the other in two rooms.
    for room, starts, length in ((rooms[0], "06 23:30", 75), (rooms[0], "07 00:30", 30),
                                 (rooms[2], "07 01:00", 30)):  # fmt: skip
        session = make_session(
            make_activity(edition, section=sections[0]), f"2023-11-{starts}", length, room=room,
            languages=["en", "fr", "ru"],
        )  # fmt: skip
        make_participation(session, people[1])
    make_availability(edition, people[1], "2023-11-07 00:45", "2023-11-07 01:30", Presence.UNWANTED)
    board.goto(BOARD)
    board.locator("[data-board]").wait_for()
    scripts, engine = agreed(board, edition)
    assert scripts.keys() == set(RULES.values()) - {"speaking_fairness"}
    assert scripts == engine


def test_what_many_sessions_break_together_is_told_beside_them(
    board: Page, edition: Edition
) -> None:
    section = make_section(edition, "Energy")
    rules = {kind: Strictness(Level.SHOULD, 1) for kind in RuleKind}
    set_rules(actor=Program("Wei"), edition=edition, rules=rules)
    for number, name in enumerate(["Hall", "Hall", "Chamber"]):
        with scopes_disabled():
            room = edition.rooms.filter(name__contains=name).first() or make_room(edition, name)
        activity = make_activity(edition, section=section)
        make_session(activity, f"2023-11-06 {9 + number:02}:00", room=room)
    board.goto(BOARD)
    board.locator("[data-board]").wait_for()
    whole = board.locator("[data-board-whole]")
    expect(whole).to_contain_text("“Energy” is held in: Hall, Chamber.")
    expect(whole).to_contain_text("Sessions on the fullest day: 3, on the emptiest: 0.")
