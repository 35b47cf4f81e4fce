"""The booths of an edition: staffed by the engine, changed by hand, shown and forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django_scopes import scope

from factories.accounts import user_with
from factories.editions import make_edition
from factories.interpretation import make_interpreter
from factories.programme import make_activity, make_room, make_session
from serai.convene.editions.models import Edition
from serai.convene.interpretation import operations
from serai.convene.interpretation.models import Interpreter, Seat
from serai.convene.interpretation.rota import lines_of
from serai.convene.programme.models import Session
from serai.convene.programme.operations import save_session
from serai.convene.timetable.setting import save_availability
from serai.foundation.accounts.models import Role
from serai.foundation.directory.erasing import erase_person
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import run_now
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import revision

pytestmark = pytest.mark.django_db

ACTOR = Program("the secretariat")
DESK = "/en/desk/editions/labs-2027/interpretation/"


@pytest.fixture
def edition() -> Edition:
    """A forum in two languages, from nine to eleven, and four who interpret both ways."""
    edition = make_edition(slug="labs-2027")
    activity = make_activity(edition, "Forum", languages=["en", "zh-hans"])
    hall = make_room(edition, "Great hall", booths=1)
    make_session(activity, "2023-11-06 09:00", 120, title="Opening", room=hall)
    make_session(activity, "2023-11-06 14:00", title="In English", languages=["en"])
    make_session(activity, title="Without a time")
    for _number in range(4):
        make_interpreter(edition, "en zh-hans", "zh-hans en")
    return edition


def opening() -> Session:
    found: Session = Session.objects.get(title__contains="Opening")
    return found


def test_each_language_has_a_booth_with_a_team(edition: Edition) -> None:
    staffed = operations.compute_rota(actor=ACTOR, edition=edition)

    assert (len(staffed.teams), staffed.lacking) == (2, 0)
    with scope(edition=edition):
        lines = lines_of(edition)
        assert [(line.booth.into, len(line.seats)) for line in lines] == [("en", 2), ("zh-hans", 2)]
        assert [line.hours for line in lines] == ["09:00–11:00"] * 2
        assert all(line.too_few_booths for line in lines)
        first = lines[0].seats[0].interpreter
        assert lines[0].turns_of(first) == ["09:00–09:30", "10:00–10:30"]
        assert Seat.objects.values("interpreter").distinct().count() == 4


def test_a_second_time_changes_nothing(edition: Edition) -> None:
    operations.compute_rota(actor=ACTOR, edition=edition)
    before = revision()

    operations.compute_rota(actor=ACTOR, edition=edition)

    assert revision() == before


def test_who_is_away_is_left_out_and_what_is_lacking_is_said(edition: Edition) -> None:
    with scope(edition=edition):
        away = Interpreter.objects.first()
        assert away
        values = {
            "person": away.person, "presence": "away",
            "starts_at": datetime(2023, 11, 6, 2, tzinfo=UTC),
            "ends_at": datetime(2023, 11, 6, 4, tzinfo=UTC),
        }  # fmt: skip
    save_availability(actor=ACTOR, edition=edition, values=values)

    staffed = operations.compute_rota(actor=ACTOR, edition=edition)

    assert staffed.lacking == 1
    assert [team.reason[:16] for team in staffed.teams if team.lacking] == ["All who interpre"]
    with scope(edition=edition):
        assert not away.seats.exists()


def test_a_choice_by_hand_stays(edition: Edition) -> None:
    with scope(edition=edition):
        session, chosen = opening(), list(Interpreter.objects.order_by("-pk")[:1])
        operations.choose_team(actor=ACTOR, session=session, language="en", interpreters=chosen)
        operations.compute_rota(actor=ACTOR, edition=edition)

        taken = session.seats.filter(language="en")
        assert taken.count() == 2
        assert taken.get(is_fixed=True).interpreter == chosen[0]
        with pytest.raises(ValidationError):
            operations.choose_team(actor=ACTOR, session=session, language="fr", interpreters=chosen)


def test_seats_of_a_session_that_lost_a_language_go(edition: Edition) -> None:
    operations.compute_rota(actor=ACTOR, edition=edition)
    with scope(edition=edition):
        session = opening()
        save_session(actor=ACTOR, edition=edition, session=session, values={"languages": ["en"]})

        operations.compute_rota(actor=ACTOR, edition=edition)

        assert not session.seats.exists()


def test_interpreters_of_other_editions_do_not_count(edition: Edition) -> None:
    foreign = make_interpreter(make_edition(), "en zh-hans")
    with scope(edition=edition), pytest.raises(ValidationError):
        operations.choose_team(
            actor=ACTOR, session=opening(), language="en", interpreters=[foreign]
        )


def test_a_person_who_is_forgotten_leaves_no_seat(edition: Edition) -> None:
    operations.compute_rota(actor=ACTOR, edition=edition)
    with scope(edition=edition):
        person = opening().seats.first().interpreter.person
        erase_person(actor=ACTOR, person=person)

        assert not Interpreter.objects.filter(person=person).exists()
        assert opening().seats.count() == 3


def test_the_desk_computes_shows_and_prints_the_rota(client: Client, edition: Edition) -> None:
    client.force_login(user_with(Role.SECRETARIAT))
    assert "4 seats are empty" in client.get(DESK).content.decode()

    started = client.post(f"{DESK}compute/")["Location"]
    job = run_now(Job.objects.get(code=started.rstrip("/").rpartition("/")[2]))

    assert (job.summary, job.href) == ("2 booths are staffed.", DESK)
    page = client.get(DESK).content.decode()
    assert "too few booths in this room" in page
    assert "seats are empty" not in page
    with scope(edition=edition):
        seat = opening().seats.first()
    sheet = client.get(f"{DESK}interpreters/{seat.interpreter.code}/sheet/").content.decode()
    assert "120 minutes in booths" in sheet
    assert "09:00–09:30" in sheet or "09:30–10:00" in sheet


def test_the_desk_chooses_a_team(client: Client, edition: Edition) -> None:
    client.force_login(user_with(Role.SECRETARIAT))
    with scope(edition=edition):
        session = opening()
        first, second = Interpreter.objects.order_by("pk")[:2]
    address = f"{DESK}sessions/{session.code}/booths/en/"

    assert "Interpret between these languages" in client.get(address).content.decode()
    twice = client.post(address, {"place_0": first.code, "place_1": first.code})
    assert "Choose everybody once only." in twice.content.decode()
    client.post(address, {"place_0": second.code, "place_1": first.code})

    with scope(edition=edition):
        assert [seat.interpreter for seat in session.seats.all()] == [second, first]
    assert client.get(f"{DESK}sessions/{session.code}/booths/fr/").status_code == 404


def test_the_desk_adds_and_removes_interpreters(client: Client, edition: Edition) -> None:
    client.force_login(user_with(Role.SECRETARIAT))
    with scope(edition=edition):
        row = Interpreter.objects.first()
        assert row
    address = f"{DESK}interpreters/{row.code}/"
    form = {"person": row.person_id, "pairs": ["en zh-hans"], "daily_minutes": "240"}

    assert client.post(address, form).status_code == 302
    assert client.post(f"{DESK}interpreters/new/", form).status_code == 200  # There already.
    assert client.post(address, {**form, "pairs": ["en en"]}).status_code == 200

    with scope(edition=edition):
        row.refresh_from_db()
        assert (row.pairs, row.daily_minutes) == ([["en", "zh-hans"]], 240)
        assert Interpreter.objects.count() == 4
    assert "240" in client.get(address).content.decode()
    client.post(f"{address}delete/")
    with scope(edition=edition):
        assert Interpreter.objects.count() == 3


def test_a_glossary_is_pasted_edited_and_taken_away(client: Client, edition: Edition) -> None:
    client.force_login(user_with(Role.SECRETARIAT))
    with scope(edition=edition):
        session = opening()
    address = f"{DESK}sessions/{session.code}/glossary/"
    empty = {"terms-TOTAL_FORMS": "0", "terms-INITIAL_FORMS": "0"}

    wrong = client.post(address, {**empty, "table": "en\tklingon\nsoil\tx"})
    assert "“klingon” is no language here" in wrong.content.decode()
    client.post(
        address, {**empty, "table": "en\tzh-hans\tnote\nsoil, red\t土壤\tnot earth\nsalt\t盐"}
    )

    table = client.get(f"{address[:-1]}.csv").content.decode("utf-8-sig").splitlines()
    assert table == ["en,zh-hans,note", '"soil, red",土壤,not earth', "salt,盐,"]
    assert '<td lang="zh-hans" dir="auto">土壤</td>' in client.get(address).content.decode()
    with scope(edition=edition):
        session.terms.all().delete()
    client.post(address, {**empty, "table": "\ufeff" + "\n".join(table)})
    assert client.get(f"{address[:-1]}.csv").content.decode("utf-8-sig").splitlines() == table
    with scope(edition=edition):
        operations.save_glossary(
            actor=ACTOR, session=session, terms=[{"text": {"en": "salt"}, "note": ""}]
        )
        assert session.terms.count() == 1


def test_the_conditions_are_kept(client: Client, edition: Edition) -> None:
    client.force_login(user_with(Role.SECRETARIAT))

    client.post(f"{DESK}conditions/", {"team": "3", "turn": "20", "change": "5", "pivot": "en"})

    staffed = operations.compute_rota(actor=ACTOR, edition=edition)
    assert staffed.lacking == 2
    assert {len(team.interpreters) for team in staffed.teams} <= {1, 2, 3}
