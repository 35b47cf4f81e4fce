"""The home page: what is next, the key figures with their origins, who takes part, what is new."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from factories.directory import make_country
from factories.editions import make_edition, make_milestone, make_series
from factories.evidence import make_claim
from factories.figures import make_indicator
from factories.register import make_record
from reading import text_of
from serai.convene.editions.models import EditionState
from serai.foundation.web.release_cache import release_cache
from serai.track.evidence.models import Review
from serai.track.register.models import RecordKind, Stage

pytestmark = pytest.mark.django_db


def test_an_empty_installation_says_what_to_expect(client: Client) -> None:
    text = text_of(client.get("/en/"))
    assert "Nothing has been published yet" in text
    assert "Key figures" not in text


def test_the_edition_shown_and_what_comes_next(client: Client) -> None:
    series = make_series(hosts=["Chongqing", "Sichuan"], interval_years=2)
    make_milestone(series=series, on="2015-11", title="The plan")
    edition = make_edition(
        series=series, name="First conference", state=EditionState.CONCLUDED, is_public=True
    )
    page = client.get("/en/")
    stops = html.fromstring(page.content).cssselect(".hero-way .stop-title")
    titles = [" ".join(stop.text_content().split()) for stop in stops]
    assert titles[0] == "The plan"
    assert titles[1].startswith("First conference")
    assert titles[2].startswith("By the rotation, the next edition falls to Sichuan")
    assert edition.get_absolute_url() in page.content.decode()


def test_an_announced_edition_takes_the_place_of_the_expected(client: Client) -> None:
    series = make_series(hosts=["Chongqing", "Sichuan"], interval_years=2)
    make_edition(series=series, name="First", state=EditionState.CONCLUDED, is_public=True)
    make_edition(
        series=series, name="Second", ordinal=2, state=EditionState.ANNOUNCED, is_public=True,
        starts_on=None, ends_on=None,
    )  # fmt: skip
    text = text_of(client.get("/en/"))
    assert "Second" in text
    assert "By the rotation" not in text


def test_unpublished_things_are_not_shown(client: Client) -> None:
    make_edition(name="Secret edition", is_public=False)
    make_record(name="Secret record", stage=Stage.DRAFT)
    assert "Nothing has been published yet" in text_of(client.get("/en/"))


def test_key_figures_come_with_their_bound_and_origins(client: Client) -> None:
    indicator = make_indicator(name="Agreements", is_key_figure=True)
    make_claim(indicator=indicator, qualifier="more_than", value=80, review=Review.ACCEPTED)
    make_indicator(name="Other figure", is_key_figure=False)
    text = text_of(client.get("/en/"))
    assert "more than 80" in text
    assert "1 independent origin" in text
    assert "Other figure" not in text


def test_the_map_and_the_table_behind_it_say_the_same(client: Client) -> None:
    for number in range(3):
        record = make_record(name=f"Record {number}", stage=Stage.PUBLISHED)
        record.countries.set([make_country("KZ"), make_country("SG" if number else "MV")])
    document = html.fromstring(client.get("/en/").content)
    drawn = {
        link.get("href"): link.get("aria-label") for link in document.cssselect(".map-country")
    }
    assert drawn == {
        "/en/register/?country=KZ": "Kazakhstan: 3",
        "/en/register/?country=SG": "Singapore: 2",
        "/en/register/?country=MV": "Maldives: 1",
    }
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.cssselect("td")]
        for row in document.cssselect(".map-table tbody tr")
    ]
    assert rows == [["Kazakhstan", "3"], ["Singapore", "2"], ["Maldives", "1"]]
    # Countries too small for the map are points; every number opens exactly its records.
    assert len(document.cssselect(".map-country circle")) == 2
    assert "3 records" in text_of(client.get("/en/register/?country=KZ"))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_number_of_statements_does_not_grow(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    make_edition(is_public=True)
    for number in range(rows):
        make_record(
            name=f"Record {number}", kind=RecordKind.JOINT_LABORATORY, stage=Stage.PUBLISHED
        ).countries.set([make_country("KZ"), make_country("CN")])
        make_claim(
            indicator=make_indicator(name=f"Figure {number}", is_key_figure=True),
            review=Review.ACCEPTED,
        )
    for address in ("/en/figures/", "/en/register/"):
        client.get(address)  # what is looked up once a process
    release_cache.clear()
    with django_assert_max_num_queries(24):
        client.get("/en/")


@pytest.mark.parametrize("language", ["en", "zh-hans", "fr", "ru", "ar", "es"])
def test_machines_read_the_same_in_every_language(client: Client, language: str) -> None:
    make_edition(name={"en": "First </script> conference"}, is_public=True)
    document = html.fromstring(client.get(f"/{language}/").content)
    (script,) = document.cssselect('script[type="application/ld+json"]')
    data = json.loads(script.text)
    assert (data["@type"], data["about"]["@type"]) == ("WebSite", "Event")
    assert data["inLanguage"] == language
    assert document.get("dir") == ("rtl" if language == "ar" else "ltr")


def test_the_front_door_leads_to_the_language_of_the_reader(client: Client) -> None:
    assert client.get("/", headers={"accept-language": "ru,en;q=0.5"}).url == "/ru/"
    assert client.get("/", headers={"accept-language": "sw"}).url == "/en/"


def test_people_who_work_here_land_at_their_desk(
    client: Client, analyst_client: Client, delegate_client: Client
) -> None:
    assert analyst_client.get("/en/signed-in/").url == "/en/desk/"
    assert delegate_client.get("/en/signed-in/").url == "/en/"
    assert client.get("/en/signed-in/").url == "/en/"
