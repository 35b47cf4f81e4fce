"""Letting the engine work: filling what is left, repairing, explaining, taking over."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope, scopes_disabled
from lxml import html

from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import make_activity, make_participation, make_room, make_session
from factories.timetable import make_availability, make_plan
from reading import text_of
from serai.convene.editions.models import Edition
from serai.convene.programme.models import ActivityKind, Room, Session
from serai.convene.timetable.models import Frame, Level, Plan, PlanKind, Rule, RuleKind
from serai.convene.timetable.naming import naming
from serai.convene.timetable.problem import holding, situation_of
from serai.convene.timetable.rules import Strictness, rules_of_edition
from serai.convene.timetable.setting import set_rules
from serai.convene.timetable.tasks import Stopping
from serai.convene.timetable.tasks import make_plan as plan_job
from serai.engines.timetable.checking import check
from serai.engines.timetable.solution import Progress
from serai.foundation.accounts.models import Role
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import ask_to_cancel, run_now, start
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db

IN_EARNEST = pytest.mark.django_db(transaction=True)
"""The engine tells how far it is from threads of its own, which must see the job."""

DESK = "/en/desk/editions/fifth/timetable/"


@pytest.fixture
def edition() -> Edition:
    return make_edition(
        slug="fifth", time_zone="Asia/Shanghai",
        starts_on=date(2023, 11, 6), ends_on=date(2023, 11, 7),
    )  # fmt: skip


def made(edition: Edition, kind: PlanKind, *changes: dict[str, Any]) -> Plan:
    """Let the engine work for a moment."""
    arguments = {"edition": edition.pk, "kind": kind, "seconds": 2, "changes": list(changes)}
    job = start(actor=Program("Wei"), job=plan_job, arguments=arguments)
    assert run_now(job).error == ""
    with scopes_disabled():
        found: Plan = Plan.objects.select_related("edition").latest("pk")
    return found


def places(plan: Plan) -> dict[str, Any]:
    return {move["session"]: move["after"] for move in plan.moves}


@IN_EARNEST
def test_what_is_left_is_placed_around_what_stands(edition: Edition) -> None:
    room = make_room(edition)
    speaker = make_person()
    standing = make_session(make_activity(edition), "2023-11-06 08:00", room=room)
    make_participation(standing, speaker)
    left = [make_session(make_activity(edition), duration=60) for _each in range(2)]
    for each in left:
        make_participation(each, speaker)
    make_availability(edition, speaker, "2023-11-06 09:00", "2023-11-08 00:00")
    plan = made(edition, PlanKind.FILL)
    # Nobody can be placed: the speaker is there for the first hour only.
    assert plan.moves == []
    assert len(plan.reasons) == 2
    with scopes_disabled():
        edition.availabilities.all().delete()
    found = places(made(edition, PlanKind.FILL))
    assert found.keys() == {each.code for each in left}
    starts = {at["start"] for at in found.values()}
    assert len(starts) == 2
    assert "2023-11-06T08:00:00+08:00" not in starts


@IN_EARNEST
def test_what_clashes_already_stays_and_its_room_is_taken(edition: Edition) -> None:
    room = make_room(edition)
    clashing = [
        make_session(make_activity(edition), "2023-11-06 08:00", minutes=720, room=room)
        for _each in range(2)
    ]
    make_session(make_activity(edition), duration=60)
    with scope(edition=edition):
        situation = situation_of(edition)
    held = holding(situation)
    assert not {session.code for session in clashing} & held.session.keys()
    (place,) = places(made(edition, PlanKind.FILL)).values()
    assert place["start"].startswith("2023-11-07")


@IN_EARNEST
def test_nothing_is_placed_beside_a_plenary_that_clashes(edition: Edition) -> None:
    plenary = make_activity(edition, kind=ActivityKind.PLENARY)
    hall, chamber = make_room(edition), make_room(edition)
    make_session(plenary, "2023-11-06 08:00", minutes=720, room=hall)
    make_session(make_activity(edition), "2023-11-06 09:00", room=chamber)
    make_session(make_activity(edition), duration=60)
    (place,) = places(made(edition, PlanKind.FILL)).values()
    assert place["start"].startswith("2023-11-07")


def test_the_engine_keeps_to_the_hours_that_were_set_but_for_what_may_not_move(
    edition: Edition,
) -> None:
    with scopes_disabled():
        Frame.objects.create(edition=edition, opens_at=time(9), closes_at=time(14))
    late = make_session(make_activity(edition), "2023-11-06 16:30", room=make_room(edition))

    def hours() -> tuple[time, time]:
        with scope(edition=edition):
            (window,) = situation_of(edition).problem.days[0].windows
        return window.start, window.end

    assert hours() == (time(9), time(14))
    with scopes_disabled():
        Session.objects.filter(pk=late.pk).update(is_locked=True)
    assert hours() == (time(9), time(18))


@IN_EARNEST
def test_a_dinner_ends_after_midnight(edition: Edition) -> None:
    with scopes_disabled():
        Frame.objects.create(edition=edition, opens_at=time(19), closes_at=time(0, 30))
    make_room(edition)
    make_session(make_activity(edition), duration=330)
    (place,) = places(made(edition, PlanKind.FILL)).values()
    assert datetime.fromisoformat(place["start"]).astimezone(edition.zone).hour == 19


@IN_EARNEST
def test_a_lost_room_moves_what_was_in_it_and_nothing_else(edition: Edition) -> None:
    lost, other = make_room(edition), make_room(edition)
    moved = make_session(make_activity(edition), "2023-11-06 08:00", room=lost)
    make_session(make_activity(edition), "2023-11-06 10:00", room=other)
    # What clashes already, or has no place, is none of its business.
    for _each in range(2):
        make_session(make_activity(edition), "2023-11-07 10:00", room=other)
    make_session(make_activity(edition))
    plan = made(edition, PlanKind.REPAIR, {"change": "room_lost", "room": lost.code})
    ((code, place),) = places(plan).items()
    assert (code, place["room"]) == (moved.code, other.code)
    assert plan.is_fewest
    with scope(edition=edition):
        assert naming([plan.about])(plan.about) == f"A room is lost: {lost}"
        gone = plan.about.replace(lost.code, "gone")
        assert naming([gone])(gone) == "A room is lost: –"


@pytest.fixture
def full(edition: Edition) -> tuple[Room, Room]:
    """Two rooms of one day, full but for an hour in the second."""
    with scopes_disabled():
        Edition.objects.filter(pk=edition.pk).update(ends_on=edition.starts_on)
        edition.refresh_from_db()
        Frame.objects.create(edition=edition, opens_at=time(9), closes_at=time(14))
    hall, chamber = make_room(edition), make_room(edition)
    plenary = make_activity(edition, kind=ActivityKind.PLENARY)
    make_session(plenary, "2023-11-06 09:00", room=hall, expected=90, title="Plenary")
    for room, hours in ((hall, (10, 11, 12, 13)), (chamber, (10, 11, 12))):
        for hour in hours:
            make_session(
                make_activity(edition), f"2023-11-06 {hour}:00", room=room, expected=20,
                title=f"{room.pk} at {hour}",
            )  # fmt: skip
    return hall, chamber


@IN_EARNEST
def test_what_finds_no_place_is_left_out_and_the_page_says_why(
    edition: Edition, full: tuple[Room, Room], secretariat_client: Client
) -> None:
    _hall, chamber = full
    plan = made(edition, PlanKind.REPAIR, {"change": "room_lost", "room": chamber.code})
    # The free hour was in the lost room, and beside the plenary nothing may be.
    assert plan.status == "feasible"
    assert list(places(plan).values()) == [None] * 3
    assert all(move["reason"] for move in plan.moves)
    page = secretariat_client.get(f"{DESK}plans/{plan.code}/").content.decode()
    assert page.count("finds no place. What stands in the way") == 3


@IN_EARNEST
def test_what_has_no_place_even_alone_is_told_what_would_give_it_one(
    edition: Edition, secretariat_client: Client
) -> None:
    with scopes_disabled():
        Frame.objects.create(edition=edition, opens_at=time(9), closes_at=time(11))
        Rule.objects.create(edition=edition, kind=RuleKind.SEATS, level=Level.MUST)
        make_room(edition, capacity=50)
        make_session(make_activity(edition), title="All day", duration=480)
        make_session(make_activity(edition), title="Crowd", duration=60, expected=900)
    plan = made(edition, PlanKind.FILL)
    page = text_of(secretariat_client.get(f"{DESK}plans/{plan.code}/"))
    assert "Make All day shorter, or open longer hours" in page
    assert "Crowd needs room for 900" in page
    assert "Add a larger room, or let fewer people into Crowd" in page


@IN_EARNEST
def test_a_plenary_that_is_hit_takes_the_place_of_others(
    edition: Edition, full: tuple[Room, Room]
) -> None:
    hall, chamber = full
    nine = {"start": "2023-11-06T09:00:00+08:00", "end": "2023-11-06T14:00:00+08:00"}
    plan = made(
        edition, PlanKind.REPAIR, {"change": "room_lost", "room": hall.code, "window": nine}
    )
    with scopes_disabled():
        code = Session.objects.get(activity__kind=ActivityKind.PLENARY).code
    assert places(plan)[code] == {"start": nine["start"], "room": chamber.code}
    # One of the four others takes the free hour; nothing that was not hit is touched.
    assert sorted(at is None for at in places(plan).values()) == [False, False, True, True, True]


@IN_EARNEST
def test_nothing_moves_a_plenary_or_what_is_locked_but_its_own_trouble(
    edition: Edition, full: tuple[Room, Room]
) -> None:
    hall, chamber = full
    with scopes_disabled():
        ten = Session.objects.get(room=chamber, starts_at__hour=2)
        Session.objects.filter(pk=ten.pk).update(is_locked=True)
        standing = {
            each.code for each in Session.objects.all()
            if each.pk == ten.pk or each.activity.kind == ActivityKind.PLENARY
        }  # fmt: skip
        hit = Session.objects.get(room=hall, starts_at__hour=2)
    window = {"start": "2023-11-06T10:00:00+08:00", "end": "2023-11-06T11:00:00+08:00"}
    lost = {"change": "room_lost", "room": hall.code, "window": window}
    plan = made(edition, PlanKind.REPAIR, lost)
    assert places(plan) == {hit.code: {"start": "2023-11-06T13:00:00+08:00", "room": chamber.code}}
    assert not standing & places(plan).keys()


@IN_EARNEST
def test_locked_sessions_that_contradict_each_other_are_named(
    edition: Edition, secretariat_client: Client
) -> None:
    room = make_room(edition)
    for title in ("Storage", "Seeds"):
        make_session(
            make_activity(edition), "2023-11-06 10:00", room=room, is_locked=True, title=title
        )
    plan = made(edition, PlanKind.ANEW)
    assert (plan.status, plan.moves) == ("infeasible", [])
    page = secretariat_client.get(f"{DESK}plans/{plan.code}/").content.decode()
    assert "There is no plan that keeps all rules." in page
    _, _, reasons = page.partition("What stands in the way")
    assert "Storage" in reasons
    assert "Seeds" in reasons


@IN_EARNEST
def test_who_cancels_the_job_gets_the_best_plan_until_then(
    edition: Edition, full: tuple[Room, Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = Stopping.progress
    arguments = {
        "edition": edition.pk, "kind": PlanKind.REPAIR, "seconds": 60,
        "changes": [{"change": "room_lost", "room": full[1].code}],
    }  # fmt: skip
    job = start(actor=Program("Wei"), job=plan_job, arguments=arguments)

    def tell_and_cancel(stopping: Stopping, at: Progress) -> None:
        tell(stopping, at)
        ask_to_cancel(actor=Program("Wei"), job=Job.objects.get(pk=job.pk))
        while not stopping.cancelled():
            pass

    monkeypatch.setattr(Stopping, "progress", tell_and_cancel)
    done = run_now(job)
    assert done.summary == "Stopped. The best plan until then is kept."
    with scopes_disabled():
        plan = Plan.objects.get()
    assert len(plan.moves) == 3
    assert done.href == plan.get_desk_url()


def test_the_rules_of_an_edition_bind_the_engine(edition: Edition) -> None:
    rules = {
        **dict.fromkeys(RuleKind, Strictness(Level.IGNORED, 1)),
        RuleKind.SEATS: Strictness(Level.MUST, 1),
    }
    set_rules(actor=Program("Wei"), edition=edition, rules=rules)
    small = make_room(edition, capacity=10)
    make_session(make_activity(edition), "2023-11-06 08:00", room=small, expected=50)
    make_session(make_activity(edition), "2023-11-06 08:00", room=small)
    with scope(edition=edition):
        assert rules_of_edition() == rules
        # What is as usual is not written down.
        assert set(Rule.objects.values_list("kind", flat=True)) == {
            kind.value for kind in RuleKind if kind != RuleKind.BALANCE
        }
        situation = situation_of(edition)
    broken = [each for each in check(situation.problem, situation.plan) if each.amount]
    assert [(each.rule, each.is_hard) for each in broken] == [("capacity", True)]
    assert naming([broken[0].name])(broken[0].name) == "The room has seats for all"


def test_a_session_says_why_it_is_where_it_is(edition: Edition, secretariat_client: Client) -> None:
    small, large = make_room(edition, capacity=10), make_room(edition, capacity=100)
    session = make_session(make_activity(edition), "2023-11-06 08:00", room=small, expected=50)
    waiting = make_session(make_activity(edition))
    answer = secretariat_client.get(f"{DESK}sessions/{session.code}/why.json").json()
    assert "would cost less" in answer["text"]
    assert answer["places"][0]["room"] == large.code
    assert answer["places"][0]["day"] in {"2023-11-06", "2023-11-07"}
    answer = secretariat_client.get(f"{DESK}sessions/{waiting.code}/why.json").json()
    assert answer["places"] == []


def test_a_run_is_asked_for_compared_and_taken_over(
    edition: Edition, secretariat_client: Client
) -> None:
    room = make_room(edition, "Hall A")
    session = make_session(make_activity(edition), title="Storage")
    answer = secretariat_client.post(f"{DESK}plans/new/", {"kind": "fill", "seconds": "10"})
    job = Job.objects.get(name="timetable.plan")
    assert answer["Location"] == job.get_absolute_url()
    assert job.arguments["kind"] == "fill"
    move = {
        "session": session.code, "before": None, "told": 0, "reason": "",
        "after": {"start": "2023-11-06T10:00:00+08:00", "room": room.code},
    }  # fmt: skip
    plan = make_plan(edition, move, objective=12.0, bound=10.0)
    page = secretariat_client.get(f"{DESK}plans/{plan.code}/").content.decode()
    assert "Not scheduled" in page
    assert "6 November 2023, 10:00, Hall A" in page
    assert "16.7 %" in page
    taken = secretariat_client.post(f"{DESK}plans/{plan.code}/take-over/", follow=True)
    assert "1 session was moved." in taken.content.decode()
    with scopes_disabled():
        assert Session.objects.get(pk=session.pk).room == room


@pytest.mark.parametrize(
    ("sent", "lacking"),
    [
        ({}, "What happened"),
        ({"happening": "room_lost"}, "Say this too."),
        ({"happening": "late_arrival"}, "Say this too."),
    ],
)
def test_a_repair_needs_to_know_what_happened(
    edition: Edition, secretariat_client: Client, sent: dict[str, str], lacking: str
) -> None:
    make_room(edition)
    answer = secretariat_client.post(
        f"{DESK}plans/new/", {"kind": "repair", "seconds": "10", **sent}
    )
    assert answer.status_code == 200
    assert lacking in answer.content.decode()
    assert not Job.objects.exists()


def test_what_happened_reaches_the_engine(edition: Edition, secretariat_client: Client) -> None:
    make_room(edition)
    person = make_person("Ana Silva")
    secretariat_client.post(
        f"{DESK}plans/new/",
        {
            "kind": "repair", "seconds": "10", "happening": "late_arrival", "person": person.code,
            "day": "2023-11-06", "time": "14:30",
        },
    )  # fmt: skip
    job = Job.objects.get()
    assert job.arguments["changes"] == [
        {
            "change": "late_arrival", "person": person.code,
            "arrives": "2023-11-06T06:30:00+00:00",
        }
    ]  # fmt: skip
    assert job.about == "Somebody arrives late"


def test_whoever_edits_the_programme_takes_the_deletion_of_a_plan_back(
    edition: Edition, secretariat_client: Client
) -> None:
    plan = make_plan(edition)
    secretariat_client.post(f"{plan.get_desk_url()}delete/")
    history = secretariat_client.get(f"/en/desk/history/timetable.plan/{plan.pk}/")
    forms = html.fromstring(history.content).forms
    undo = next(form.action for form in forms if "/undo/" in (form.action or ""))
    secretariat_client.post(undo)
    with scopes_disabled():
        assert Plan.objects.filter(pk=plan.pk).exists()


def test_the_engine_is_not_asked_without_rooms(
    edition: Edition, secretariat_client: Client
) -> None:
    answer = secretariat_client.post(f"{DESK}plans/new/", {"kind": "fill", "seconds": "10"})
    assert "The engine needs rooms." in answer.content.decode()
    assert not Job.objects.exists()


@IN_EARNEST
def test_each_reader_sees_names_in_their_own_language(edition: Edition) -> None:
    hall = make_room(edition, {"en": "Hall", "fr": "Salle"}, equipment=[])
    chair = make_person("Ana Silva")
    titles = {"en": "Storage", "fr": "Stockage"}
    for number in range(2):
        session = make_session(
            make_activity(edition), "2023-11-06 10:00", room=hall, is_locked=True, title=titles,
            equipment=["video_link"] if number else [],
        )  # fmt: skip
        make_participation(session, chair)
    make_availability(edition, chair, "2023-11-06 08:00", "2023-11-06 23:00")
    plan = made(edition, PlanKind.ANEW)
    reader = signed_in(user_with(Role.SECRETARIAT))
    assert "Ana" not in str(plan.reasons)

    def reasons(language: str) -> str:
        page = reader.get(f"/{language}{DESK.removeprefix('/en')}plans/{plan.code}/")
        return " ".join(
            sentence for _lead, others in page.context["reasons"] for sentence in others
        )

    assert "Storage" in reasons("en")
    assert "Stockage" in reasons("fr")
    assert "Storage" not in reasons("fr")
