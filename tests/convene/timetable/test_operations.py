"""Placing sessions, by one editor and by several at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django_scopes import scopes_disabled

from factories.accounts import user_with
from factories.editions import make_edition
from factories.programme import make_activity, make_room, make_session
from factories.timetable import make_plan
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Session
from serai.convene.programme.operations import save_session
from serai.convene.timetable import operations
from serai.convene.timetable.operations import Place, StaleError
from serai.convene.timetable.planning import take_over_plan
from serai.foundation.accounts.models import Role
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program, undo_entries
from serai.foundation.record.queries import revision, verify

WEI, MARIAM = Program("Wei"), Program("Mariam")


def at(edition: Edition, text: str, room: Any = None) -> Place:
    return Place(datetime.fromisoformat(text).replace(tzinfo=edition.zone), room)


def now(session: Session) -> Session:
    found: Session = Session._base_manager.select_related("room", "edition").get(pk=session.pk)
    return found


@pytest.fixture
def edition(db: None) -> Edition:
    return make_edition(time_zone="Asia/Shanghai")


@pytest.fixture
def session(edition: Edition) -> Session:
    return make_session(make_activity(edition), "2023-11-06 09:00", minutes=90)


def test_a_session_keeps_its_length_where_it_goes(edition: Edition, session: Session) -> None:
    room = make_room(edition)
    place = at(edition, "2023-11-07 14:00", room)
    operations.place(actor=WEI, session=session, at=place, based_on=revision())
    moved = now(session)
    assert (moved.day, moved.room, moved.minutes) == (date(2023, 11, 7), room, 90)
    assert moved.starts_at == place.starts_at


def test_what_is_taken_out_remembers_how_long_it_is(edition: Edition, session: Session) -> None:
    operations.unplace(actor=WEI, session=session, based_on=revision())
    assert (now(session).starts_at, now(session).day, now(session).minutes) == (None, None, 90)
    place = at(edition, "2023-11-06 10:00")
    operations.place(actor=WEI, session=session, at=place, based_on=revision())
    assert now(session).minutes == 90


def test_a_session_gets_longer_where_it_is(session: Session) -> None:
    operations.resize(actor=WEI, session=session, minutes=45, based_on=revision())
    assert now(session).minutes == 45
    assert now(session).starts_at == session.starts_at
    with pytest.raises(ValidationError, match="from a minute to a day"):
        operations.resize(actor=WEI, session=session, minutes=1441, based_on=revision())


def test_the_length_of_a_session_without_a_time(edition: Edition) -> None:
    waiting = make_session(make_activity(edition))
    operations.resize(actor=WEI, session=waiting, minutes=30, based_on=revision())
    assert (now(waiting).starts_at, now(waiting).duration) == (None, 30)


def test_what_is_locked_stays(edition: Edition, session: Session) -> None:
    operations.set_lock(actor=WEI, session=session, is_locked=True, based_on=revision())
    place = at(edition, "2023-11-06 10:00")
    with pytest.raises(ValidationError, match="Unlock it first"):
        operations.place(actor=WEI, session=session, at=place, based_on=revision())
    with pytest.raises(ValidationError, match="Unlock it first"):
        operations.unplace(actor=WEI, session=session, based_on=revision())
    operations.set_lock(actor=WEI, session=session, is_locked=False, based_on=revision())
    assert operations.place(actor=WEI, session=session, at=place, based_on=revision())


def test_two_sessions_change_places(edition: Edition, session: Session) -> None:
    hall, chamber = make_room(edition), make_room(edition)
    place = at(edition, "2023-11-06 09:00", hall)
    operations.place(actor=WEI, session=session, at=place, based_on=revision())
    other = make_session(make_activity(edition), "2023-11-07 11:00", minutes=30, room=chamber)
    operations.swap(actor=WEI, first=session, second=other, based_on=revision())
    assert (now(session).room, now(session).starts_at) == (chamber, other.starts_at)
    assert (now(other).room, now(other).starts_at) == (hall, place.starts_at)
    assert (now(session).minutes, now(other).minutes) == (90, 30)


def test_a_session_does_not_change_places_with_itself_or_with_nothing(
    edition: Edition, session: Session
) -> None:
    with pytest.raises(ValidationError, match="two different"):
        operations.swap(actor=WEI, first=session, second=session, based_on=revision())
    waiting = make_session(make_activity(edition))
    with pytest.raises(ValidationError, match="need a time"):
        operations.swap(actor=WEI, first=session, second=waiting, based_on=revision())


def test_who_has_not_seen_the_change_of_another_is_told_of_it(
    edition: Edition, session: Session
) -> None:
    seen = revision()
    theirs = at(edition, "2023-11-06 15:00")
    operations.place(actor=MARIAM, session=session, at=theirs, based_on=seen)
    mine = at(edition, "2023-11-06 10:00")
    with pytest.raises(StaleError, match="Mariam has changed the place") as refused:
        operations.place(actor=WEI, session=session, at=mine, based_on=seen)
    assert [entry.actor_label for entry in refused.value.entries] == ["Mariam"]
    assert now(session).starts_at == theirs.starts_at
    # With open eyes the same move is done.
    assert operations.place(actor=WEI, session=session, at=mine, based_on=revision())


def test_a_new_title_does_not_stand_in_the_way_of_a_move(
    edition: Edition, session: Session
) -> None:
    seen = revision()
    save_session(
        actor=MARIAM, edition=edition, values={"title": {"en": "Storage"}}, session=session
    )
    place = at(edition, "2023-11-06 10:00")
    assert operations.place(actor=WEI, session=session, at=place, based_on=seen)
    assert str(now(session)) == "Storage"


def test_what_the_form_changed_is_seen_too(edition: Edition, session: Session) -> None:
    seen = revision()
    save_session(
        actor=MARIAM, edition=edition, values={"room": make_room(edition)}, session=session
    )
    with pytest.raises(StaleError):
        operations.unplace(actor=WEI, session=session, based_on=seen)


def test_own_moves_are_taken_back_and_done_again(edition: Edition, session: Session) -> None:
    editor = user_with(Role.SECRETARIAT)
    place = at(edition, "2023-11-06 10:00")
    with scopes_disabled():
        entry = operations.place(actor=editor, session=session, at=place, based_on=revision())
        assert entry
        undone = operations.take_back(actor=editor, edition=edition, numbers=[entry.number])
        assert now(session).starts_at == session.starts_at
        operations.take_back(
            actor=editor, edition=edition, numbers=[each.number for each in undone]
        )
    assert now(session).starts_at == place.starts_at


def test_nobody_takes_back_what_another_did_or_changed_since(
    edition: Edition, session: Session
) -> None:
    editor, other = user_with(Role.SECRETARIAT), user_with(Role.SECRETARIAT)
    place = at(edition, "2023-11-06 10:00")
    with scopes_disabled():
        entry = operations.place(actor=editor, session=session, at=place, based_on=revision())
        assert entry
        with pytest.raises(ValidationError, match="your own moves"):
            operations.take_back(actor=other, edition=edition, numbers=[entry.number])
        later = at(edition, "2023-11-06 11:00")
        operations.place(actor=other, session=session, at=later, based_on=revision())
        with pytest.raises(ValidationError, match="changed since"):
            operations.take_back(actor=editor, edition=edition, numbers=[entry.number])
    assert now(session).starts_at == later.starts_at


def test_entries_of_other_editions_and_kinds_are_not_taken_back(
    edition: Edition, session: Session
) -> None:
    editor = user_with(Role.SECRETARIAT)
    elsewhere = make_session(make_activity(make_edition()), "2023-11-06 09:00")
    with scopes_disabled():
        entry = operations.unplace(actor=editor, session=elsewhere, based_on=revision())
        assert entry
        with pytest.raises(ValidationError, match="your own moves"):
            operations.take_back(actor=editor, edition=edition, numbers=[entry.number])


def move_to(session: Session, starts: str, room: Any) -> dict[str, Any]:
    return {
        "session": session.code, "before": None, "told": 0, "reason": "",
        "after": {"start": f"{starts}:00+08:00", "room": room.code},
    }  # fmt: skip


def test_a_plan_is_taken_over_and_taken_back_as_one(edition: Edition, session: Session) -> None:
    room = make_room(edition)
    others = [make_session(make_activity(edition)) for _each in range(3)]
    plan = make_plan(
        edition,
        *(move_to(each, f"2023-11-06T{10 + hour}:00", room) for hour, each in enumerate(others)),
        {"session": session.code, "before": None, "after": None, "told": 0, "reason": ""},
    )
    entries, left_alone = take_over_plan(actor=WEI, plan=plan)
    assert (len(entries), left_alone) == (4, [])
    assert [now(each).room for each in others] == [room] * 3
    assert now(session).starts_at is None
    undo_entries(actor=WEI, entries=entries)
    assert [now(each).starts_at for each in others] == [None] * 3
    assert now(session).starts_at == session.starts_at


def test_a_plan_leaves_alone_what_was_moved_or_locked_since(
    edition: Edition, session: Session
) -> None:
    room = make_room(edition)
    waiting, locked = (make_session(make_activity(edition)) for _each in range(2))
    plan = make_plan(
        edition,
        *(move_to(each, "2023-11-06T10:00", room) for each in (session, waiting, locked)),
    )
    place = at(edition, "2023-11-06 15:00")
    operations.place(actor=MARIAM, session=session, at=place, based_on=revision())
    operations.set_lock(actor=MARIAM, session=locked, is_locked=True, based_on=revision())
    entries, left_alone = take_over_plan(actor=WEI, plan=plan)
    assert (len(entries), set(left_alone)) == (1, {session, locked})
    assert now(session).starts_at == place.starts_at
    assert now(waiting).room == room


AT_ONCE = 6


def at_once(do: Callable[[int], Any]) -> list[Any]:
    """Let several editors do something at the same moment, each with a connection of its own."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> Any:
        start.wait()
        try:
            return do(number)
        except ValidationError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_move_one_session_at_once_one_does() -> None:
    edition = make_edition(time_zone="Asia/Shanghai")
    session = make_session(make_activity(edition), "2023-11-06 09:00")
    seen = revision()
    answers = at_once(
        lambda number: operations.place(
            actor=Program(f"editor {number}"), session=session, based_on=seen,
            at=at(edition, f"2023-11-06 1{number}:00"),
        )
    )  # fmt: skip
    done = [answer for answer in answers if isinstance(answer, Entry)]
    assert len(done) == 1
    assert sum(isinstance(answer, StaleError) for answer in answers) == AT_ONCE - 1
    winner = answers.index(done[0])
    assert now(session).starts_at == at(edition, f"2023-11-06 1{winner}:00").starts_at
    assert not list(verify())


@pytest.mark.django_db(transaction=True)
def test_nobody_who_moves_another_session_loses_anything() -> None:
    edition = make_edition(time_zone="Asia/Shanghai")
    sessions = [
        make_session(make_activity(edition), "2023-11-06 09:00") for _each in range(AT_ONCE)
    ]
    seen = revision()
    at_once(
        lambda number: operations.place(
            actor=Program(f"editor {number}"), session=sessions[number], based_on=seen,
            at=at(edition, f"2023-11-06 1{number}:00"),
        )
    )  # fmt: skip
    moved = [now(session).starts_at for session in sessions]
    assert moved == [at(edition, f"2023-11-06 1{n}:00").starts_at for n in range(AT_ONCE)]
