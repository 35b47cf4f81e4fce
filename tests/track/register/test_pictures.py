"""Map, timeline and network: every mark opens exactly the records that it stands for."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from factories.directory import make_country, make_organisation
from factories.register import make_party, make_record
from serai.foundation.web.release_cache import release_cache
from serai.track.register.catalogue.keeping import forget_columns
from serai.track.register.models import RecordKind, Stage

pytestmark = pytest.mark.django_db

PICTURES = ("map", "timeline", "network")


@pytest.fixture
def register(db: None) -> None:
    china, pakistan, kenya = (make_country(code) for code in ("CN", "PK", "KE"))
    academy, university = make_organisation("Academy"), make_organisation("University")
    first = make_record(
        name="Laboratory", countries=[china, pakistan], started_on="2015-03",
        latitude="33.7", longitude="73.1",
    )  # fmt: skip
    second = make_record(
        name="Park", kind=RecordKind.OVERSEAS_PARK, countries=[china, pakistan], started_on="2018",
        latitude="33.6", longitude="73.0",
    )  # fmt: skip
    make_record(
        name="Centre", kind=RecordKind.DEMONSTRATION_CENTRE, countries=[china, kenya],
        started_on="2018", latitude="-1.3", longitude="36.8",
    )  # fmt: skip
    make_record(name="Undated", countries=[kenya])
    make_record(name="Hidden", stage=Stage.DRAFT, countries=[china, kenya], started_on="2001")
    for record in (first, second):
        make_party(record, organisation=academy)
        make_party(record, organisation=university)


def marks(page: str) -> list[tuple[int, str]]:
    """Every number that a mark of the picture shows, with the address it leads to."""
    tree = html.fromstring(page)
    found = []
    for link in tree.xpath("//figure//svg//a"):
        label = link.get("aria-label")
        count = re.search(r": (\d+)$", label)
        found.append((int(count[1]) if count else 1, link.get("href")))
    return found


def opened(client: Client, address: str) -> int:
    page = client.get(unescape(address))
    assert page.status_code == 200, address
    text = page.content.decode()
    if "/register/?" not in address:
        return 1
    count = re.search(r'id="result">\s*(\d+) records?', text)
    assert count, address
    return int(count[1])


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    "address",
    ["map/", "map/?part=asia", "map/?kind=overseas_park", "map/?country=CN&country=KE",
     "map/?q=laboratory", "map/?box=70,30,75,35", "timeline/", "timeline/?year=2015&year=2018",
     "timeline/?country=CN", "network/", "network/?of=organisations", "network/?country=PK",
     "network/?country=PK&country=KE", "network/?year=2018", "network/?q=laboratory"],
)  # fmt: skip
def test_every_mark_opens_exactly_its_records(client: Client, address: str) -> None:
    page = client.get(f"/en/register/{address}")
    assert page.status_code == 200
    found = marks(page.content.decode())
    assert found
    for count, href in found:
        assert opened(client, href) == count, href


@pytest.mark.usefixtures("register")
def test_pairs_of_organisations_open_their_records_whatever_is_chosen(client: Client) -> None:
    page = client.get("/en/register/network/?of=organisations").content.decode()
    node = next(href for count, href in marks(page) if "party=" in href)
    narrowed = node.replace("/register/?", "/register/network/?") + "&of=organisations"
    again = client.get(narrowed).content.decode()
    for count, href in marks(again):
        assert opened(client, href) == count, href


@pytest.mark.usefixtures("register")
def test_the_undated_are_counted_and_opened(client: Client) -> None:
    page = client.get("/en/register/timeline/").content.decode()
    address = re.search(r'href="([^"]*year=unknown)">1 record<', page)
    assert address
    assert "Undated" in client.get(address[1]).content.decode()


@pytest.mark.usefixtures("register")
def test_places_that_lie_close_are_one_mark_until_one_looks_closer(client: Client) -> None:
    world = client.get("/en/register/map/").content.decode()
    assert sorted(
        count for count, href in marks(world) if "box=" in href or "/register/?" not in href
    ) == [1, 2]


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("picture", PICTURES)
def test_the_pictures_show_the_same_records_as_the_list(client: Client, picture: str) -> None:
    query = "?country=CN&q=laboratory+OR+park"
    listed = client.get(f"/en/register/{query}").content.decode()
    shown = client.get(f"/en/register/{picture}/{query}").content.decode()
    pattern = r'id="result">\s*(\d+ records?)'
    assert re.findall(pattern, listed) == re.findall(pattern, shown) == ["2 records"]
    assert f"/register/{picture}/?country=CN&amp;q=laboratory" in listed


@pytest.mark.parametrize("picture", PICTURES)
def test_an_empty_register_and_no_match_say_so(client: Client, picture: str) -> None:
    page = client.get(f"/en/register/{picture}/").content.decode()
    assert "Nothing has been published here yet." in page
    make_record()
    page = client.get(f"/en/register/{picture}/?q=nothing").content.decode()
    assert "No record matches all of this." in page


@pytest.mark.parametrize(
    ("address", "parameter"),
    [("map/?part=moon", "part"), ("map/?part=asia&part=africa", "part"), ("map/?page=2", "page"),
     ("timeline/?sort=name", "sort"), ("network/?of=people", "of"), ("?box=1,2,3", "box"),
     ("?box=10,0,5,20", "box"), ("?together=CN", "together"), ("?together=CN.CN", "together"),
     ("?quality=best", "quality"), ("?year=never", "year")],
)  # fmt: skip
def test_a_bad_parameter_is_named(client: Client, address: str, parameter: str) -> None:
    make_country("CN")
    answer = client.get(f"/en/register/{address}")
    assert answer.status_code == 400
    assert parameter in answer.content.decode()


def statements(client: Client, address: str) -> int:
    """How many queries a page costs, once the columns have been read."""
    for _time in range(2):
        release_cache.clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("picture", PICTURES)
def test_the_number_of_queries_does_not_grow(client: Client, picture: str) -> None:
    address = f"/en/register/{picture}/"
    few = statements(client, address)
    for number in range(30):
        make_record(
            countries=[make_country("KE"), make_country("CN")], started_on=str(1990 + number),
            latitude=str(number), longitude=str(3 * number),
        )  # fmt: skip
    forget_columns()
    assert statements(client, address) <= few
