"""Calendars of a programme, as a reader of another make understands them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar, Event

from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_room,
    make_section,
    make_session,
    release_programme,
)
from serai.convene.editions.models import Edition
from serai.convene.programme.operations import remove
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db
DESK = Program("the secretariat")


def read(client: Client, address: str) -> Calendar:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    parsed = Calendar.from_ical(response.content)
    assert isinstance(parsed, Calendar)
    assert not parsed.errors
    return parsed


def events(calendar: Calendar) -> dict[str, Event]:
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def whole(edition: Edition, query: str = "") -> str:
    return f"/en/editions/{edition.slug}/programme.ics{query}"


@pytest.fixture
def edition() -> Edition:
    return make_edition(name={"en": "Summit; of “ideas”, and more", "ar": "القمة"})


def test_a_session_says_when_and_where_it_is_and_who_speaks(
    client: Client, edition: Edition
) -> None:
    section = make_section(edition, "Energy, heat")
    session = make_session(
        make_activity(edition, "Forum", section=section), "2023-11-06 09:00", 90,
        title={"en": "Heat\nin sand", "ar": "الحرارة"}, room=make_room(edition, "Hall A"),
    )  # fmt: skip
    talk = make_contribution(session=session, title="Sand")
    make_participation(talk, make_person("Aigul Serikova"))
    make_participation(session, make_person("Li Wei"), role="chair")
    released = release_programme(edition)

    calendar = read(client, whole(edition))
    (event,) = calendar.walk("VEVENT")
    starts = event["dtstart"].dt
    assert starts.isoformat() == "2023-11-06T09:00:00+08:00"
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert event["dtend"].dt - starts == timedelta(minutes=90)
    assert event["sequence"] == released.number == 1
    assert abs(event["dtstamp"].dt - released.at) < timedelta(seconds=1)
    assert str(event["location"]) == "Hall A"
    assert str(event["description"]) == "Forum\nLi Wei (chair)\nSand (Aigul Serikova)"
    assert [str(each) for each in event["categories"].cats] == ["Energy, heat"]
    assert str(event["url"]).endswith(session.get_absolute_url())
    assert event["last-modified"].dt == event["dtstamp"].dt
    assert "\nNAME:Summit\\; of “ideas”\\, and more\r\n" in client.get(whole(edition)).text
    arabic = read(client, whole(edition).replace("/en/", "/ar/"))
    assert list(events(arabic)) == ["الحرارة"]
    assert arabic.walk("VEVENT")[0]["uid"] == event["uid"]


@pytest.mark.parametrize(
    ("zone", "day", "offset"),
    [("Europe/Paris", "2023-10-29", 1), ("Europe/Paris", "2023-10-28", 2),
     ("America/New_York", "2024-03-10", -4), ("Asia/Shanghai", "2023-11-06", 8)],
)  # fmt: skip
def test_the_zone_says_what_its_clocks_do(client: Client, zone: str, day: str, offset: int) -> None:
    first = date.fromisoformat(day)
    edition = make_edition(time_zone=zone, starts_on=first, ends_on=first)
    make_session(make_activity(edition, "Opening"), f"{day} 12:00")
    release_programme(edition)
    calendar = read(client, whole(edition))
    (written,) = calendar.walk("VTIMEZONE")
    (event,) = calendar.walk("VEVENT")
    local = event["dtstart"].dt.replace(tzinfo=written.to_tz(lookup_tzid=False))
    assert local.utcoffset() == timedelta(hours=offset)


def test_what_a_later_release_no_longer_has_is_cancelled(client: Client, edition: Edition) -> None:
    activity = make_activity(edition, "Forum")
    kept = make_session(activity, "2023-11-06 09:00", title="Kept")
    gone = make_session(activity, "2023-11-07 09:00", title="Gone")
    release_programme(edition)
    before = events(read(client, whole(edition)))
    code = gone.code
    remove(actor=DESK, instance=gone)
    release_programme(edition)
    after = events(read(client, whole(edition)))
    assert str(after["Gone"]["status"]) == "CANCELLED"
    assert after["Gone"]["uid"] == before["Gone"]["uid"]
    assert after["Gone"]["sequence"] == after["Kept"]["sequence"] == 2
    assert str(after["Kept"]["status"]) == "CONFIRMED"
    assert list(events(read(client, whole(edition, "?day=2023-11-06")))) == ["Kept"]
    assert list(events(read(client, whole(edition, f"?sessions={code}")))) == ["Gone"]
    one = f"/en/editions/{edition.slug}/sessions/{{}}.ics"
    assert str(events(read(client, one.format(code)))["Gone"]["status"]) == "CANCELLED"
    assert list(events(read(client, one.format(kept.code)))) == ["Kept"]
    assert client.get(one.format("0000000000")).status_code == 404
    activity.edition = edition
    make_session(activity, "2023-11-07 11:00", title="New")
    release_programme(edition)
    assert events(read(client, whole(edition)))["Gone"]["sequence"] == 2


def test_an_end_that_nobody_announced_is_not_made_up(client: Client, edition: Edition) -> None:
    session = make_session(make_activity(edition, "Forum"), "2023-11-06 09:00", 90)
    session.ends_at = None
    session.save()
    release_programme(edition)

    (event,) = read(client, whole(edition)).walk("VEVENT")

    assert "dtend" not in event


def test_a_day_without_a_time_does_not_block_it(client: Client, edition: Edition) -> None:
    make_session(make_activity(edition, "Posters"), day="2023-11-06")
    make_session(make_activity(edition, "Some day"))
    release_programme(edition)
    calendar = read(client, whole(edition))
    (event,) = calendar.walk("VEVENT")
    assert event["dtstart"].dt == date(2023, 11, 6)
    assert str(event["transp"]) == "TRANSPARENT"
    assert not calendar.walk("VTIMEZONE")


def test_there_is_no_calendar_before_a_release(client: Client, edition: Edition) -> None:
    make_session(make_activity(edition), "2023-11-06 09:00")
    assert client.get(whole(edition)).status_code == 404
    release_programme(edition)
    assert client.get(whole(edition, "?day=monday")).status_code == 400
