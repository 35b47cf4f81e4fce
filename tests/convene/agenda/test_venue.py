"""What a device takes along of a programme, and how much it weighs."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django_scopes import scope

from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_programme,
    make_room,
    make_session,
    release_programme,
)
from serai.convene.editions.models import Edition
from serai.convene.programme.models import Contribution

pytestmark = pytest.mark.django_db

BUDGET = 300_000
LETTERS = "eeettaaoinshrdlu"
"""Words of them compress no better than those of a language."""


def constants(client: Client, edition: Edition) -> dict[str, object]:
    response = client.get(f"/en/editions/{edition.slug}/worker.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    found = re.findall(r"^const ([A-Z]+) = (.+);$", response.content.decode(), re.MULTILINE)
    return {name: json.loads(value) for name, value in found if name != "PATIENCE"}


def body_of(client: Client, address: str) -> bytes:
    if address.startswith("/static/"):
        path = finders.find(address.removeprefix("/static/"))
        assert path, address
        return Path(path).read_bytes()
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content


def test_two_hundred_sessions_with_abstracts_fit_into_the_budget(client: Client) -> None:
    edition = make_edition()
    make_programme(edition, sessions=200)
    chance = random.Random(7)
    with scope(edition=edition):
        talks = list(Contribution.objects.all())
        for talk in talks:
            words = (
                "".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _word in range(150)
            )
            talk.abstract = {"en": " ".join(words)}
        Contribution.objects.bulk_update(talks, ["abstract"])
    release_programme(edition)
    files = constants(client, edition)["FILES"]
    assert isinstance(files, list)
    sizes = {address: len(brotli.compress(body_of(client, address))) for address in files}
    worker = len(brotli.compress(body_of(client, f"/en/editions/{edition.slug}/worker.js")))
    assert sum(sizes.values()) + worker < BUDGET, sizes


def test_the_data_says_what_is_known_and_no_more(client: Client) -> None:
    edition = make_edition()
    hall = make_room(edition, "Hall A")
    session = make_session(
        make_activity(edition, "Forum", languages=["fr"]), "2023-11-06 09:00", 45,
        title="Heat", room=hall,
    )  # fmt: skip
    talk = make_contribution(session=session, title="Sand", abstract={"en": "x" * 2000})
    speaker = make_person("Aigul Serikova")
    make_participation(talk, speaker, position_held="Director")
    some_day = make_session(make_activity(edition, "Some day"))
    hidden = make_activity(edition, "Secret", is_public=False)
    make_session(hidden, "2023-11-06 12:00")
    make_participation(hidden, make_person("Nobody yet"))
    release_programme(edition)
    said = client.get(f"/en/editions/{edition.slug}/venue.json").json()
    assert (said["release"], said["zone"]) == (1, "Asia/Shanghai")
    assert said["days"] == {"2023-11-06": "Monday, 6 November 2023"}
    assert said["rooms"] == {hall.code: "Hall A"}
    assert said["people"] == {speaker.code: "Aigul Serikova"}
    assert said["speakers"] == [speaker.code]
    forum = session.activity.code
    assert said["activities"] == {
        forum: {"title": "Forum", "kind": "Forum", "languages": ["Français"]},
        some_day.activity.code: {"title": "Some day", "kind": "Forum"},
    }
    heat, undated = said["sessions"]
    assert len(heat["talks"][0].pop("abstract")) == 600
    assert heat == {
        "code": session.code, "title": "Heat", "activity": forum,
        "day": "2023-11-06", "starts": "2023-11-06T09:00+08:00", "ends": "2023-11-06T09:45+08:00",
        "room": hall.code,
        "values": [
            "day=2023-11-06", "section=none", "topic=none", f"room={hall.code}", "kind=forum",
            "access=unknown", "language=fr", "is_main=yes",
        ],
        "talks": [{"title": "Sand", "people": [[speaker.code, "speaker", "Director"]]}],
    }  # fmt: skip
    assert set(undated) == {"code", "title", "activity", "values"}


def test_a_release_makes_a_worker_of_its_own(client: Client) -> None:
    edition = make_edition()
    make_session(make_activity(edition, "Opening"), "2023-11-06 09:00")
    release_programme(edition)
    first = constants(client, edition)
    assert constants(client, edition) == first
    make_session(make_activity(edition, "Closing"), "2023-11-06 10:00")
    assert constants(client, edition) == first
    release_programme(edition)
    second = constants(client, edition)
    assert second["CACHE"] != first["CACHE"]
    assert str(second["CACHE"]).startswith(str(first["PREFIX"]))


def test_the_app_can_be_installed(client: Client) -> None:
    edition = make_edition(name={"en": "Summit", "ar": "القمة"})
    assert client.get(f"/ar/editions/{edition.slug}/venue.webmanifest").status_code == 404
    make_session(make_activity(edition), "2023-11-06 09:00")
    release_programme(edition)
    response = client.get(f"/ar/editions/{edition.slug}/venue.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    said = json.loads(response.content)
    assert (said["name"], said["dir"], said["display"]) == ("القمة", "rtl", "standalone")
    assert said["start_url"].startswith(said["scope"])
    for icon in said["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon
    page = client.get(f"/ar/editions/{edition.slug}/programme/")
    assert "venue.webmanifest" in page.content.decode()
    assert "worker-src 'self'" in page["Content-Security-Policy"]
