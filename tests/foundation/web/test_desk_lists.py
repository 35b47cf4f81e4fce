"""Lists of the desk: the address says what is shown, and many rows change at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from factories.desk import example_desk
from factories.editions import make_series
from reading import text_of, undo_address
from serai.convene.editions.models import Series
from serai.foundation.record.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.urls("factories.desk")]


@pytest.fixture(autouse=True)
def desk() -> Iterator[None]:
    with example_desk():
        yield


def names_in(page: object) -> list[str]:
    document = html.fromstring(page.content)  # type: ignore[attr-defined]
    return [link.text_content() for link in document.xpath("//tbody//td/a")]


def test_an_empty_list_says_so_and_offers_to_begin(secretariat_client: Client) -> None:
    page = secretariat_client.get("/example/")
    assert "Nothing here yet" in text_of(page)
    assert "Add a series" in text_of(page)


def test_a_search_without_results_says_so(secretariat_client: Client) -> None:
    make_series()
    assert "Nothing matches" in text_of(secretariat_client.get("/example/?q=zebra"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("exchange", ["Exchange forum"]),
        ("FORUM exch", ["Exchange forum"]),
        ("论坛", ["Exchange forum"]),
        ("форум", ["Exchange forum"]),
        ("ФОРУМ", ["Exchange forum"]),
        ("slug-b", ["Congress"]),
        ("%25", []),
        ('"', []),
    ],
)
def test_search_finds_any_language(
    secretariat_client: Client, words: str, found: list[str]
) -> None:
    make_series(slug="slug-a", name={"en": "Exchange forum", "zh-hans": "论坛", "ru": "Форум"})
    make_series(slug="slug-b", name={"en": "Congress"})
    assert names_in(secretariat_client.get(f"/example/?q={words}")) == found


def test_filters_and_sorting_stand_in_the_address(secretariat_client: Client) -> None:
    for slug, years in (("a", 2), ("b", 3), ("c", 2)):
        make_series(slug=slug, name={"en": slug}, interval_years=years)
    page = secretariat_client.get("/example/?interval_years=2&sort=-slug")
    assert names_in(page) == ["c", "a"]
    heading = html.fromstring(page.content).xpath("//th[@aria-sort]")[0]
    assert heading.get("aria-sort") == "descending"
    assert "interval_years=2" in heading.xpath("./a/@href")[0]


@pytest.mark.parametrize(("sort", "order"), [("interval_years", "abc"), ("-interval_years", "bac")])
def test_what_is_not_known_stands_last_whichever_way(
    secretariat_client: Client, sort: str, order: str
) -> None:
    for slug, years in (("c", None), ("a", 2), ("b", 3)):
        make_series(slug=slug, name={"en": slug}, interval_years=years)
    page = secretariat_client.get(f"/example/?sort={sort}")
    assert "".join(names_in(page)) == order


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("page=0", "page"),
        ("page=two", "page"),
        ("page=9999999999999999999", "page"),
        ("page=2", "page"),
        ("sort=password", "sort"),
        ("interval_years=often", "interval_years"),
        ("q=a%00b", "q"),
        ("q=" + "a+" * 13, "q"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(
    secretariat_client: Client, query: str, named: str
) -> None:
    make_series()
    answer = secretariat_client.get(f"/example/?{query}")
    assert answer.status_code == 400
    assert named in text_of(answer)


@pytest.mark.parametrize("address", ["/example/", "/en/desk/"])
def test_many_rows_cost_no_more_queries_than_one(secretariat_client: Client, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert secretariat_client.get(address).status_code == 200
        return len(captured)

    make_series()
    queries()
    with_one = queries()
    for _number in range(29):
        make_series()
    assert queries() == with_one


def test_long_lists_have_pages(secretariat_client: Client) -> None:
    for number in range(30):
        make_series(slug=f"s{number:02}", name={"en": f"Series {number:02}"})
    assert len(names_in(secretariat_client.get("/example/"))) == 25
    assert names_in(secretariat_client.get("/example/?page=2"))[0] == "Series 25"


def test_chosen_rows_change_together_and_are_undone_together(secretariat_client: Client) -> None:
    chosen = [make_series(), make_series()]
    other = make_series()
    answer = secretariat_client.post(
        "/example/?sort=slug",
        {"action": "two", "selected": [each.pk for each in chosen]},
        follow=True,
    )
    assert answer.redirect_chain == [("/example/?sort=slug", 302)]
    assert "Every two years: 2 changed." in text_of(answer)
    assert set(Series.objects.filter(interval_years=2)) == set(chosen)
    other.refresh_from_db()
    assert other.interval_years is None
    secretariat_client.post(undo_address(answer))
    assert not Series.objects.filter(interval_years=2).exists()


def test_everything_in_the_list_is_what_the_filters_leave(secretariat_client: Client) -> None:
    for number in range(30):
        make_series(interval_years=3 if number % 2 else 4)
    secretariat_client.post("/example/?interval_years=3", {"action": "two", "everything": "1"})
    assert Series.objects.filter(interval_years=2).count() == 15


def test_an_action_that_asks_shows_what_was_chosen_first(secretariat_client: Client) -> None:
    series = make_series(name={"en": "Forum"})
    sent = {"action": "two_asked", "selected": [series.pk]}
    page = secretariat_client.post("/example/", sent)
    assert "Forum" in text_of(page)
    assert not Entry.objects.exists()
    secretariat_client.post("/example/", sent | {"confirmed": "1"})
    series.refresh_from_db()
    assert series.interval_years == 2


def test_choosing_nothing_is_said(secretariat_client: Client) -> None:
    make_series()
    answer = secretariat_client.post("/example/", {"action": "two"}, follow=True)
    assert "Choose at least one row first." in text_of(answer)


@pytest.mark.parametrize(
    "sent", [{}, {"action": "never"}, {"action": "two", "selected": ["x"]}], ids=str
)
def test_what_is_not_offered_is_refused(
    secretariat_client: Client, sent: dict[str, str | list[str]]
) -> None:
    series = make_series()
    answer = secretariat_client.post("/example/", {"selected": [series.pk]} | sent)
    assert answer.status_code == 400
    assert not Entry.objects.exists()
