"""Stars kept with an account, and the calendar that follows them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from lxml import html

from factories.accounts import signed_in, user_with
from factories.editions import make_edition
from factories.programme import make_activity, make_room, make_session, release_programme
from serai.convene.agenda.models import Favourite
from serai.convene.agenda.operations import MOST, change_agenda, open_feed, token_of
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Session
from serai.convene.programme.operations import remove
from serai.foundation.accounts.models import User
from serai.foundation.accounts.queries import personal_data
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def sessions(edition: Edition) -> list[Session]:
    halls = [make_room(edition, name) for name in ("Hall A", "Hall B")]
    made = [
        make_session(make_activity(edition, name), f"2023-11-06 {starts}", 60, room=halls[room])
        for name, starts, room in (
            ("Opening", "09:00", 0), ("Heat", "09:30", 1), ("Water", "10:40", 0),
        )
    ]  # fmt: skip
    release_programme(edition)
    return made


@pytest.fixture
def delegate() -> User:
    return user_with(name="Aigul")


def page(edition: Edition, name: str = "") -> str:
    return f"/en/editions/{edition.slug}/agenda/{name}"


def send(client: Client, edition: Edition, **wanted: Any) -> Any:
    return client.post(page(edition, "stars/"), json.dumps(wanted), content_type="application/json")


def test_a_device_and_an_account_lose_nothing_to_each_other(
    edition: Edition, sessions: list[Session], delegate: User
) -> None:
    opening, heat, water = (session.code for session in sessions)
    change_agenda(actor=delegate, edition=edition, add=[opening, heat])
    client = signed_in(delegate)
    merged = send(client, edition, add=[heat, water]).json()
    assert merged == {"is_signed_in": True, "sessions": [opening, heat, water]}
    left = send(client, edition, remove=[heat]).json()
    assert left["sessions"] == [opening, water]
    assert client.get(page(edition, "stars/")).json() == left
    assert not Entry.objects.filter(actor_id=str(delegate.pk)).exists()


def test_stars_are_their_owners_own(
    client: Client, edition: Edition, sessions: list[Session], delegate: User
) -> None:
    change_agenda(actor=delegate, edition=edition, add=[sessions[0].code])
    assert client.get(page(edition, "stars/")).json() == {"is_signed_in": False}
    assert send(client, edition, add=[sessions[0].code]).json() == {"is_signed_in": False}
    other = signed_in(user_with())
    assert other.get(page(edition, "stars/")).json()["sessions"] == []
    assert Favourite.objects.count() == 1
    (kept,) = personal_data(delegate)["belongs_to_it"]["sessions in agendas"]
    assert kept["session"] == sessions[0].code
    delegate.delete()
    assert not Favourite.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", '{"add": [1]}', '{"add": 3}', '{"add": ["x2345678901"]}']
)
def test_what_is_no_list_of_codes_is_refused(edition: Edition, delegate: User, body: str) -> None:
    address = page(edition, "stars/")
    response = signed_in(delegate).post(address, body, content_type="application/json")
    assert response.status_code == 400


def test_an_agenda_has_an_end(edition: Edition, delegate: User) -> None:
    codes = [f"{number:010d}" for number in range(MOST + 1)]
    response = send(signed_in(delegate), edition, add=codes)
    assert response.status_code == 422
    assert str(MOST) in response.json()["error"]


def test_the_agenda_tells_what_overlaps_and_which_ways_are_short(
    edition: Edition, sessions: list[Session], delegate: User
) -> None:
    change_agenda(actor=delegate, edition=edition, add=[each.code for each in sessions])
    response = signed_in(delegate).get(page(edition))
    assert response["Cache-Control"] == "private, no-store"
    shown = html.fromstring(response.content.decode())
    assert [link.text for link in shown.xpath("//*[@class='stop-title']/a")] == [
        "Opening", "Heat", "Water",
    ]  # fmt: skip
    assert [note.text for note in shown.xpath("//*[@class='agenda-note']")] == [
        "At the same time as “Heat”",
        "At the same time as “Opening”",
        "Minutes from Hall B to Hall A: 10",
    ]


def test_without_an_account_the_device_fills_the_page(
    client: Client, edition: Edition, sessions: list[Session]
) -> None:
    text = client.get(page(edition)).content.decode()
    assert "data-agenda" in text
    assert 'id="agenda-settings"' in text
    assert "<noscript>" in text


def test_the_calendar_follows_the_stars_and_the_releases(
    client: Client, edition: Edition, sessions: list[Session], delegate: User
) -> None:
    opening, heat, _water = sessions
    change_agenda(actor=delegate, edition=edition, add=[opening.code, heat.code])
    own = signed_in(delegate)
    own.post(page(edition, "feed/"), {"act": "open"})
    text = own.get(page(edition)).content.decode()
    (address,) = re.findall(r'id="feed-address">https?://[^/]+(/[^<]+)<', text)

    def states() -> dict[str, str]:
        response = client.get(address)
        assert response["Cache-Control"] == "private, no-store"
        events = Calendar.from_ical(response.content).walk("VEVENT")
        return {str(event["summary"]): str(event["status"]) for event in events}

    assert states() == {"Opening": "CONFIRMED", "Heat": "CONFIRMED"}
    remove(actor=Program("the secretariat"), instance=heat)
    release_programme(edition)
    assert states() == {"Opening": "CONFIRMED", "Heat": "CANCELLED"}
    own.post(page(edition, "feed/"), {"act": "close"})
    assert client.get(address).status_code == 404
    own.post(page(edition, "feed/"), {"act": "open"})
    assert client.get(address).status_code == 404


def test_an_address_that_was_never_given_opens_nothing(
    client: Client, edition: Edition, sessions: list[Session], delegate: User
) -> None:
    feed = open_feed(actor=delegate, edition=edition)
    token = token_of(feed)
    key, serial = token.split(".")[0].split("-")
    for other in (f"{key}-{int(serial) + 1}.{token.split('.')[1]}", token[:-1], "x", f"{token}x"):
        assert client.get(f"/en/agenda/{other}.ics").status_code == 404
    assert client.get(f"/en/agenda/{token}.ics").status_code == 200
    Edition.objects.filter(pk=edition.pk).update(is_public=False)
    assert client.get(f"/en/agenda/{token}.ics").status_code == 404
    assert signed_in(delegate).post(page(edition, "feed/"), {"act": "open"}).status_code == 404
