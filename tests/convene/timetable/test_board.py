"""The board for scripts: what it is sent, what it may post, and what it hears of others."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_programme,
    make_room,
    make_section,
    make_session,
)
from factories.timetable import make_availability, make_open_slots
from serai.convene.editions.models import Edition
from serai.convene.programme.models import ActivityKind, Session
from serai.convene.programme.operations import remove, save_room, save_session
from serai.convene.timetable.models import Presence
from serai.convene.timetable.setting import set_hours
from serai.convene.timetable.state import board_state, frame_of
from serai.foundation.accounts.models import Role
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import revision

MARIAM = Program("Mariam")


@pytest.fixture
def edition(db: None) -> Edition:
    return make_edition(
        slug="fifth", time_zone="Asia/Shanghai",
        starts_on=date(2023, 11, 6), ends_on=date(2023, 11, 7),
    )  # fmt: skip


@pytest.fixture
def editor() -> Client:
    return signed_in(user_with(Role.SECRETARIAT))


def post(client: Client, **move: Any) -> Any:
    move.setdefault("since", revision())
    return client.post(
        "/en/desk/editions/fifth/timetable/moves/",
        json.dumps(move),
        content_type="application/json",
    )


def changes(client: Client, since: int) -> Any:
    address = f"/en/desk/editions/fifth/timetable/changes.json?since={since}"
    return client.get(address).json()


def state(edition: Edition) -> Any:
    with scope(edition=edition):
        return board_state(edition)


def test_a_session_is_sent_with_all_that_judges_its_place(edition: Edition) -> None:
    section = make_section(edition)
    activity = make_activity(edition, section=section, kind=ActivityKind.PLENARY)
    room = make_room(edition, "Hall A", capacity=40, equipment=["projector"])
    session = make_session(
        activity, "2023-11-07 09:30", minutes=45, room=room, title="Storage", expected=60,
        equipment=["video_link"], is_locked=True,
    )  # fmt: skip
    chair, speaker = make_person("Ana Silva"), make_person("Wei Chen")
    make_participation(session, chair)
    make_participation(make_contribution(session=session), speaker)
    board = state(edition)
    (sent,) = board["sessions"]
    assert (sent["day"], sent["start"], sent["minutes"]) == ("2023-11-07", 570, 45)
    assert (sent["title"], sent["room"], sent["section"]) == ("Storage", room.code, section.code)
    assert set(sent["people"]) == {chair.code, speaker.code}
    assert (sent["exclusive"], sent["locked"], sent["expected"]) == (True, True, 60)
    assert board["people"] == {chair.code: "Ana Silva", speaker.code: "Wei Chen"}
    assert [day["date"] for day in board["days"]] == ["2023-11-06", "2023-11-07"]
    assert board["rooms"][0]["equipment"] == ["projector"]


def test_hours_grow_around_what_is_outside_of_them(edition: Edition) -> None:
    make_session(make_activity(edition), "2023-11-06 06:30")
    make_session(make_activity(edition), "2023-11-06 21:15", minutes=60)
    board = state(edition)
    assert (board["opens"], board["closes"]) == (6 * 60, 23 * 60)


@pytest.mark.parametrize(
    ("closes", "kept", "shown"),
    [("24:00", time(), "24:00"), ("00:30", time(0, 30), "00:30"), ("8:00", time(20), "8:00"),
     ("noon", time(20), "noon")],
)  # fmt: skip
def test_a_day_closes_at_midnight_or_after_it(
    edition: Edition, editor: Client, closes: str, kept: time, shown: str
) -> None:
    address = "/en/desk/editions/fifth/timetable/hours/"
    fields = {field.name: field.value() for field in editor.get(address).context["form"]}
    answer = editor.post(address, fields | {"opens_at": "08:00", "closes_at": closes})
    with scope(edition=edition):
        frame = frame_of(edition)
    assert frame.closes_at == kept
    page = answer if answer.status_code == 200 else editor.get(address)
    assert page.context["form"]["closes_at"].value() == shown


def test_what_begins_after_midnight_is_of_the_night_before(
    edition: Edition, editor: Client
) -> None:
    values = {"opens_at": time(18), "closes_at": time(0, 30)}
    set_hours(actor=Program("Wei"), edition=edition, values=values)
    dinner = make_session(make_activity(edition), duration=15)
    answer = post(
        editor, do="place", session=dinner.code, day="2023-11-06", start=24 * 60 + 15, room=None
    ).json()
    with scope(edition=edition):
        dinner.refresh_from_db()
    assert (dinner.starts_at.astimezone(edition.zone).isoformat()[:16]) == "2023-11-07T00:15"
    (sent,) = answer["sessions"]
    assert (sent["day"], sent["start"]) == ("2023-11-06", 24 * 60 + 15)
    board = state(edition)
    assert (board["opens"], board["closes"]) == (18 * 60, 24 * 60 + 30)
    assert [day["date"] for day in board["days"]] == ["2023-11-06", "2023-11-07"]
    assert board["days"][0]["next"] == board["days"][1]["label"]


def test_a_time_over_midnight_is_cut_into_days(edition: Edition) -> None:
    person = make_person()
    make_availability(
        edition, person, "2023-11-06 20:00", "2023-11-07 10:00", Presence.UNWANTED, note="arrives"
    )
    make_participation(make_session(make_activity(edition)), person)
    times = state(edition)["times"]
    assert [(each["day"], each["start"], each["end"]) for each in times] == [
        ("2023-11-06", 1200, 1440),
        ("2023-11-07", 0, 600),
    ]
    assert {(each["of"], each["presence"], each["note"]) for each in times} == {
        (person.code, "unwanted", "arrives")
    }


def test_a_move_answers_with_what_is_there_now(edition: Edition, editor: Client) -> None:
    room = make_room(edition)
    session = make_session(make_activity(edition), duration=30)
    answer = post(
        editor, do="place", session=session.code, day="2023-11-06", start=600, room=room.code
    ).json()
    (sent,) = answer["sessions"]
    assert (sent["day"], sent["start"], sent["minutes"]) == ("2023-11-06", 600, 30)
    assert answer["revision"] == revision()
    assert answer["entries"] == [revision()]
    assert answer["done"][0]["mine"]
    undone = post(editor, do="undo", entries=answer["entries"]).json()
    assert undone["sessions"][0]["start"] is None
    again = post(editor, do="undo", entries=undone["entries"]).json()
    assert again["sessions"][0]["start"] == 600


def test_each_way_to_move(edition: Edition, editor: Client) -> None:
    first = make_session(make_activity(edition), "2023-11-06 09:00", room=make_room(edition))
    other = make_session(make_activity(edition), "2023-11-06 11:00", room=make_room(edition))
    assert post(editor, do="swap", session=first.code, other=other.code).status_code == 200
    assert post(editor, do="resize", session=first.code, minutes=45).status_code == 200
    assert post(editor, do="lock", session=other.code, locked=True).status_code == 200
    assert post(editor, do="unplace", session=first.code).status_code == 200
    sent = {each["id"]: each for each in state(edition)["sessions"]}
    assert (sent[first.code]["start"], sent[first.code]["minutes"]) == (None, 45)
    assert (sent[other.code]["start"], sent[other.code]["locked"]) == (540, True)


def test_a_stale_move_is_answered_with_the_change_of_the_other(
    edition: Edition, editor: Client
) -> None:
    session = make_session(make_activity(edition), "2023-11-06 09:00")
    seen = revision()
    room = make_room(edition)
    save_session(actor=MARIAM, edition=edition, values={"room": room}, session=session)
    answer = post(
        editor, do="place", session=session.code, day="2023-11-06", start=600, room=None, since=seen
    )
    assert answer.status_code == 409
    told = answer.json()
    assert told["problem"] == "stale"
    assert "Mariam" in told["message"]
    assert [(each["who"], each["mine"], each["places"]) for each in told["done"]] == [
        ("Mariam", False, True)
    ]
    assert told["sessions"][0]["room"] == room.code
    assert told["sessions"][0]["start"] == 540


def test_what_cannot_be_is_refused_with_a_reason(edition: Edition, editor: Client) -> None:
    session = make_session(make_activity(edition), "2023-11-06 09:00", is_locked=True)
    locked = post(editor, do="unplace", session=session.code)
    assert (locked.status_code, locked.json()["problem"]) == (422, "refused")
    gone = post(editor, do="unplace", session="0000000000")
    assert gone.status_code == 422
    far = post(editor, do="place", session=session.code, day="2023-11-06", start=1441, room=None)
    assert far.status_code == 422
    lost = post(editor, do="place", session=session.code, day="2023-11-06", start=60, room="nope")
    assert lost.status_code == 422


def test_a_session_of_another_edition_is_not_there(edition: Edition, editor: Client) -> None:
    elsewhere = make_session(make_activity(make_edition()), "2023-11-06 09:00")
    assert post(editor, do="unplace", session=elsewhere.code).status_code == 422
    with scopes_disabled():
        assert Session.objects.get(pk=elsewhere.pk).starts_at == elsewhere.starts_at


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "{", '{"do": "fly"}', '{"do": "unplace"}',
        '{"do": "unplace", "session": "x", "since": -1}',
        '{"do": "resize", "session": "x", "since": 0, "minutes": 1e99}',
        '{"do": "undo", "since": 0, "entries": []}',
    ],
)  # fmt: skip
def test_a_body_of_another_shape_is_no_error_of_the_server(
    edition: Edition, editor: Client, body: str
) -> None:
    address = "/en/desk/editions/fifth/timetable/moves/"
    answer = editor.post(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["problem"]) == (400, "malformed")


def test_a_board_that_is_up_to_date_costs_next_to_nothing(edition: Edition, editor: Client) -> None:
    make_session(make_activity(edition), "2023-11-06 09:00")
    now = revision()
    changes(editor, now)
    with CaptureQueriesContext(connection) as quiet:
        assert changes(editor, now) == {"revision": now}
    with CaptureQueriesContext(connection) as refused:
        editor.get("/en/desk/editions/fifth/timetable/changes.json?since=x")
    # Who asks is found out for a refusal too; beyond that one query is enough.
    assert len(quiet) == len(refused) + 1


def test_what_others_do_elsewhere_does_not_draw_the_board_anew(
    edition: Edition, editor: Client
) -> None:
    seen = revision()
    other = make_edition()
    save_room(actor=MARIAM, edition=other, values={"name": {"en": "Hall"}})
    activity = make_activity(other)
    save_session(actor=MARIAM, edition=other, values={"activity": activity})
    answer = changes(editor, seen)
    assert "board" not in answer
    assert answer.get("sessions", []) == []


def test_a_new_room_is_seen_by_all(edition: Edition, editor: Client) -> None:
    seen = revision()
    save_room(actor=MARIAM, edition=edition, values={"name": {"en": "Lotus Room"}})
    answer = changes(editor, seen)
    assert [room["name"] for room in answer["board"]["rooms"]] == ["Lotus Room"]


def test_new_and_deleted_sessions_are_seen_by_all(edition: Edition, editor: Client) -> None:
    seen = revision()
    activity = make_activity(edition)
    session = save_session(actor=MARIAM, edition=edition, values={"activity": activity})
    answer = changes(editor, seen)
    assert [each["id"] for each in answer["sessions"]] == [session.code]
    seen, code = revision(), session.code
    remove(actor=MARIAM, instance=session)
    assert changes(editor, seen)["removed"] == [code]


@pytest.mark.parametrize("since", ["x", "-1", "9" * 30])
def test_a_number_that_is_none_is_refused(edition: Edition, editor: Client, since: str) -> None:
    address = f"/en/desk/editions/fifth/timetable/changes.json?since={since}"
    assert editor.get(address).status_code == 400


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "page", ["", "board.json", "changes.json?since=0", "availability/", "plans/", "speaking/"]
)
def test_the_board_costs_the_same_with_one_session_and_with_thirty(
    edition: Edition, editor: Client, page: str
) -> None:
    address = f"/en/desk/editions/fifth/timetable/{page}"
    (session,) = make_programme(edition, sessions=1, rooms=1)
    make_availability(edition, session.room)
    make_availability(edition, make_person())
    make_open_slots(session, make_person())
    cost(editor, address)
    one = cost(editor, address)
    for session in make_programme(edition, sessions=29):
        make_availability(edition, make_person())
        make_participation(session)
        make_open_slots(session, make_person())
    assert cost(editor, address) == one
