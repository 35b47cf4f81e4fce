"""Who joins from afar: times on other clocks, and nights that come every day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope, scopes_disabled

from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import make_activity, make_participation, make_room, make_session
from serai.convene.editions.models import Edition
from serai.convene.timetable.models import Availability
from serai.convene.timetable.problem import situation_of
from serai.convene.timetable.state import board_state
from serai.engines.timetable.checking import check, places
from serai.foundation.directory.models import Person

pytestmark = pytest.mark.django_db

TIMES = "/en/desk/editions/fifth/timetable/availability/"


@pytest.fixture
def edition() -> Edition:
    """Two days in Shanghai, thirteen hours ahead of Lima."""
    return make_edition(
        slug="fifth", time_zone="Asia/Shanghai",
        starts_on=date(2023, 11, 6), ends_on=date(2023, 11, 7),
    )  # fmt: skip


@pytest.fixture
def speaker() -> Person:
    return make_person("Ana Silva")


def said(client: Client, person: Person, **fields: Any) -> Any:
    """Write down a night in Lima."""
    night = {
        "person": person.code, "presence": "unwanted", "first_day": "2023-11-05",
        "first_time": "22:00", "last_day": "2023-11-08", "last_time": "07:00",
        "is_daily": "on", "time_zone": "America/Lima",
    }  # fmt: skip
    return client.post(f"{TIMES}new/", {**night, **fields})


@pytest.mark.parametrize("last", ["24:00", "00:30"])
def test_a_time_of_one_day_ends_at_midnight_or_after_it(
    edition: Edition, speaker: Person, secretariat_client: Client, last: str
) -> None:
    said(
        secretariat_client, speaker, first_day="2023-11-06", first_time="19:00", last_day="",
        last_time=last, is_daily="", time_zone="",
    )  # fmt: skip
    with scope(edition=edition):
        ((_starts, ends),) = Availability.objects.get().spans()
    minutes = int(last == "00:30") * 30
    assert ends == datetime(2023, 11, 7, 0, minutes, tzinfo=edition.zone)


def test_nights_elsewhere_are_hours_of_the_edition(
    edition: Edition, speaker: Person, secretariat_client: Client
) -> None:
    said(secretariat_client, speaker)
    make_participation(make_session(make_activity(edition)), speaker)
    with scope(edition=edition):
        times = board_state(edition)["times"]
    # From 22:00 to 07:00 in Lima it is from 11:00 to 20:00 in Shanghai.
    assert [(each["day"], each["start"], each["end"]) for each in times] == [
        ("2023-11-06", 660, 1200), ("2023-11-07", 660, 1200), ("2023-11-08", 660, 1200),
    ]  # fmt: skip
    assert times[0]["note"] == "22:00–07:00, America/Lima"


def test_who_joins_from_afar_is_rather_not_asked_at_night(
    edition: Edition, speaker: Person, secretariat_client: Client
) -> None:
    said(secretariat_client, speaker)
    room = make_room(edition)
    session = make_session(make_activity(edition), "2023-11-06 14:00", room=room)
    make_participation(session, speaker)
    with scope(edition=edition):
        situation = situation_of(edition)
    (breach,) = check(situation.problem, situation.plan)
    assert (breach.rule, breach.is_hard, breach.sessions) == ("preferences", False, (session.code,))
    free = {
        f"{each.start:%H:%M}"
        for each in places(situation.problem, situation.plan, session.code)
        if not each.hard and not each.cost
    }
    assert (min(free), max(free)) == ("08:00", "10:00")


def test_only_then_by_their_own_clock_is_kept(
    edition: Edition, speaker: Person, secretariat_client: Client
) -> None:
    said(
        secretariat_client, speaker, presence="there", first_time="18:00", last_time="21:00",
        last_day="2023-11-07",
    )  # fmt: skip
    room = make_room(edition)
    session = make_session(make_activity(edition), "2023-11-06 08:00", room=room)
    make_participation(session, speaker)
    with scope(edition=edition):
        situation = situation_of(edition)
    assert not check(situation.problem, situation.plan)
    free = [each for each in places(situation.problem, situation.plan, session.code)
            if not each.hard]  # fmt: skip
    assert {f"{each.start:%d %H:%M}" for each in free} == {
        f"{day} {clock}"
        for day in ("06", "07")
        for clock in ("08:00", "08:15", "08:30", "08:45", "09:00")
    }


def test_a_time_comes_back_to_its_form_as_it_was_typed(
    edition: Edition, speaker: Person, secretariat_client: Client
) -> None:
    said(secretariat_client, speaker)
    with scopes_disabled():
        row = Availability.objects.get()
    page = secretariat_client.get(f"{TIMES}{row.pk}/").content.decode()
    assert 'value="22:00"' in page
    assert 'value="2023-11-05"' in page
    assert 'value="America/Lima"' in page
    listed = secretariat_client.get(TIMES).content.decode()
    assert "rather not then, every day" in listed
    assert "5 November 2023, 22:00" in listed


def test_a_time_zone_that_is_none_is_refused(
    edition: Edition, speaker: Person, secretariat_client: Client
) -> None:
    page = said(secretariat_client, speaker, time_zone="Lima").content.decode()
    assert "Lima" in page
    with scopes_disabled():
        assert not Availability.objects.exists()


def test_a_daily_time_follows_the_clocks_when_they_change(
    edition: Edition, speaker: Person, secretariat_client: Client
) -> None:
    said(
        secretariat_client, speaker, time_zone="America/New_York", first_day="2023-11-03",
        last_day="2023-11-06",
    )  # fmt: skip
    with scopes_disabled():
        row = Availability.objects.select_related("edition").get()
    hours = [round((end - start).total_seconds() / 3600) for start, end in row.spans()]
    starts = [start.astimezone(edition.zone).hour for start, _end in row.spans()]
    assert len(hours) == 3
    # On 5 November 2023 they went back an hour in New York.
    assert starts == [10, 10, 11]
