"""Words in a programme and among its speakers."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from factories.directory import make_person
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_room,
    make_session,
    release_programme,
)
from serai.convene.editions.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    made = make_edition()
    heat = make_session(
        make_activity(made, {"en": "Forum on heat", "zh-hans": "储热论坛"}), "2023-11-06 09:00",
        room=make_room(made, "Great hall"),
    )  # fmt: skip
    talk = make_contribution(session=heat, title="Storing it in sand", abstract={"en": "Ëxergy."})
    make_participation(talk, make_person(name="Aigul Serikova"))
    make_session(make_activity(made, "Forum on water"), "2023-11-06 10:00")
    release_programme(made)
    return made


def found(client: Client, edition: Edition, query: str) -> list[str]:
    response = client.get(f"/en/editions/{edition.slug}/programme/?{query}")
    assert response.status_code == 200
    page = html.fromstring(response.content.decode())
    return [
        link.text
        for link in page.xpath("//*[@class='programme-line' or contains(@class, 'block ')]/a")
    ]


@pytest.mark.parametrize(
    "query", ["sand", "exergy", "aigul", "储热", "HEAT forum", "-water", "great hall"]
)
def test_titles_abstracts_and_speakers_are_found(
    client: Client, edition: Edition, query: str
) -> None:
    for view in ("day", "grid", "section"):
        assert found(client, edition, f"view={view}&q={query}") == ["Forum on heat"]


def test_words_and_filters_narrow_together(client: Client, edition: Edition) -> None:
    assert found(client, edition, "q=forum") == ["Forum on heat", "Forum on water"]
    assert found(client, edition, "q=forum&day=2023-11-07") == []
    page = client.get(f"/en/editions/{edition.slug}/programme/?q=heat").content.decode()
    assert "q=heat" in page.split('class="facet-groups"')[1]


def test_what_cannot_be_read_is_refused(client: Client, edition: Edition) -> None:
    for query in ("(heat", "x" * 201):
        response = client.get(f"/en/editions/{edition.slug}/programme/?q={query}")
        assert response.status_code == 400


def test_speakers_are_found_by_name_and_country(client: Client) -> None:
    edition = make_edition()
    talk = make_contribution(session=make_session(make_activity(edition)))
    make_participation(talk, make_person(name="Aigul Serikova", country="KZ"))
    make_participation(talk, make_person(name="Li Wei"))
    release_programme(edition)

    def names(query: str) -> list[str]:
        response = client.get(f"/en/editions/{edition.slug}/speakers/?{query}")
        assert response.status_code == 200
        page = html.fromstring(response.content.decode())
        return [link.text for link in page.xpath("//li[@class='listing-item']/a")]

    assert names("") == ["Aigul Serikova", "Li Wei"]
    assert names("q=wei") == ["Li Wei"]
    assert names("country=KZ") == ["Aigul Serikova"]
    assert names("country=KZ&q=wei") == []
    assert client.get(f"/en/editions/{edition.slug}/speakers/?country=XX").status_code == 400
