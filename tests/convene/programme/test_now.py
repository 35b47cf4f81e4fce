"""What runs now and what follows, at any moment of an edition."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from factories.editions import make_edition
from factories.programme import make_activity, make_room, make_session, release_programme
from serai.convene.editions.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    made = make_edition()
    hall, other = make_room(made, "Hall A"), make_room(made, "Hall B")
    make_session(make_activity(made, "Opening"), "2023-11-06 09:00", 60, room=hall)
    make_session(make_activity(made, "Heat"), "2023-11-06 10:30", 60, room=hall)
    make_session(make_activity(made, "Water"), "2023-11-06 09:30", 60, room=other)
    make_session(make_activity(made, "Closing"), "2023-11-07 17:00", 60, room=hall)
    release_programme(made)
    return made


def shown(client: Client, edition: Edition, at: str) -> dict[str, list[str]]:
    response = client.get(f"/en/editions/{edition.slug}/now/?at={at}")
    assert response.status_code == 200
    page = html.fromstring(response.content.decode())
    return {
        room.find("h2").text: [link.text for link in room.xpath(".//a")]
        for room in page.xpath("//li[@class='now-room']")
    } or {"": [text.strip() for text in page.xpath("//*[@class='empty-title']/text()")]}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2023-11-06T08:00", {"Hall A": ["Opening"], "Hall B": ["Water"]}),
        ("2023-11-06T09:00", {"Hall A": ["Opening", "Heat"], "Hall B": ["Water"]}),
        ("2023-11-06T09:59", {"Hall A": ["Opening", "Heat"], "Hall B": ["Water"]}),
        ("2023-11-06T10:00", {"Hall A": ["Heat"], "Hall B": ["Water"]}),
        ("2023-11-06T20:00", {"": ["Nothing runs now"]}),
        ("2023-11-01T09:00", {"": ["Nothing runs now"]}),
        ("2023-11-07T18:00", {"": ["All sessions are over"]}),
    ],
)
def test_each_room_shows_what_runs_and_what_follows(
    client: Client, edition: Edition, at: str, expected: dict[str, list[str]]
) -> None:
    assert shown(client, edition, at) == expected


def test_without_a_moment_it_is_that_of_the_clock(client: Client, edition: Edition) -> None:
    response = client.get(f"/en/editions/{edition.slug}/now/?screen=yes")
    assert response.status_code == 302
    assert "at=" in response["Location"]
    assert "live=yes" in response["Location"]
    assert "screen=yes" in response["Location"]
    assert response["Cache-Control"] == "no-store"
    page = client.get(response["Location"]).content.decode()
    assert "serai/now" in page
    assert "now-screen" in page


def test_before_a_release_no_times_are_known(client: Client) -> None:
    edition = make_edition()
    assert shown(client, edition, "2023-11-06T09:00") == {"": ["No times are known yet"]}


def test_a_moment_that_is_none_is_refused(client: Client, edition: Edition) -> None:
    response = client.get(f"/en/editions/{edition.slug}/now/?at=noon")
    assert response.status_code == 400
    assert "2023-11-06T09:30" in response.content.decode()
