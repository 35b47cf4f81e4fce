"""The home page of the desk and the histories of objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from factories.desk import example_desk
from factories.editions import make_series
from reading import text_of
from serai.convene.editions import verbs
from serai.convene.editions.models import Series
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Program,
    change_object,
    delete_object,
    sync_parts,
)
from serai.foundation.web.desk import register_desk
from serai.foundation.web.desk.wording import differences

pytestmark = [pytest.mark.django_db, pytest.mark.urls("factories.desk")]

LOAD = Program("the load of a file")


@pytest.fixture(autouse=True)
def desk() -> Iterator[None]:
    with example_desk():
        yield


def change(series: Series, **changes: Any) -> Entry:
    entry = change_object(actor=LOAD, verb=verbs.SERIES_CHANGED, instance=series, changes=changes)
    assert entry is not None
    return entry


def history_of(series: Series) -> str:
    return f"/en/desk/history/editions.series/{series.code}/"


# Home


def test_home_shows_the_work_first_then_the_latest_changes(secretariat_client: Client) -> None:
    change(make_series(name={"en": "Forum"}), interval_years=2)
    page = text_of(secretariat_client.get("/en/desk/"))
    assert page.index("1 series without a summary") < page.index("Latest changes")
    assert "the load of a file changed Forum" in page


def test_home_without_work_says_so(analyst_client: Client) -> None:
    change(make_series(name={"en": "Forum"}), interval_years=2)
    page = text_of(analyst_client.get("/en/desk/"))
    assert "Nothing waits for you" in page
    assert "Forum" not in page


def test_the_menu_holds_what_one_may_enter(
    secretariat_client: Client, analyst_client: Client
) -> None:
    def menu(client: Client) -> list[str]:
        document = html.fromstring(client.get("/en/desk/").content)
        return [link.text_content() for link in document.xpath("//nav[@aria-label='Desk']//a")]

    assert menu(secretariat_client) == ["Desk", "Series"]
    assert menu(analyst_client) == ["Desk"]


def test_home_is_for_people_with_a_role(delegate_client: Client) -> None:
    assert delegate_client.get("/en/desk/").status_code == 403
    assert Client().get("/en/desk/").status_code == 302


def test_a_desk_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        register_desk(
            room="example", label="Again", url_name="list", permission="accounts.enter_desk"
        )


# Histories


def test_a_history_says_who_what_and_each_field_in_words(secretariat_client: Client) -> None:
    series = make_series(name={"en": "Forum"}, interval_years=2)
    change(series, name={"en": "The forum", "zh-hans": "论坛"}, interval_years=1200)
    page = secretariat_client.get(history_of(series))
    assert "the load of a file changed The forum" in text_of(page)
    document = html.fromstring(page.content)
    changes = [
        " ".join(" ".join(each.itertext()).split()) for each in document.find_class("change")
    ]
    assert changes == [
        "Name (English) Forum The forum",
        "Name (简体中文) 论坛",
        "Years between editions 2 1,200",
    ]
    assert document.xpath("//ins[@lang='zh-hans']")


def test_parts_stand_in_the_history_of_the_whole(secretariat_client: Client) -> None:
    series = make_series(name={"en": "Forum"})
    sync_parts(
        actor=LOAD, verbs=verbs.HOST_VERBS, root=series, parts=series.hosts, match=["name"],
        rows=[{"name": {"en": "Chongqing"}, "position": 0}],
    )  # fmt: skip
    assert "added the host" in text_of(secretariat_client.get(history_of(series)))


def test_an_entry_is_undone_from_the_history(secretariat_client: Client) -> None:
    series = make_series(interval_years=2)
    change(series, interval_years=3)
    document = html.fromstring(secretariat_client.get(history_of(series)).content)
    address = next(form.action for form in document.forms if "/undo/" in (form.action or ""))
    answer = secretariat_client.post(address, HTTP_REFERER=history_of(series), follow=True)
    assert "undid a change to" in text_of(answer)
    series.refresh_from_db()
    assert series.interval_years == 2


def test_what_was_deleted_keeps_its_history_and_comes_back(secretariat_client: Client) -> None:
    series = make_series(slug="forum", name={"en": "Forum"}, hosts=["Chongqing"])
    key = series.pk
    delete_object(actor=LOAD, verb=verbs.SERIES_DELETED, instance=series)
    address = f"/en/desk/history/editions.series/{key}/"
    page = secretariat_client.get(address)
    assert "This was deleted." in text_of(page)
    assert "Hosts in the rotation (1)" in text_of(page)
    document = html.fromstring(page.content)
    undo = next(form.action for form in document.forms if "/undo/" in (form.action or ""))
    secretariat_client.post(undo)
    assert Series.objects.get(pk=key).hosts.count() == 1


@pytest.mark.parametrize(
    "address",
    ["editions.series/999/", "editions.series/nothing/", "editions.nonsense/1/", "nonsense/1/"],
)
def test_the_history_of_nothing_is_not_found(secretariat_client: Client, address: str) -> None:
    assert secretariat_client.get(f"/en/desk/history/{address}").status_code == 404


def test_a_history_needs_the_right_to_the_object(analyst_client: Client) -> None:
    assert analyst_client.get(history_of(make_series())).status_code == 403


def test_a_bad_page_of_a_history_is_refused(secretariat_client: Client) -> None:
    series = make_series()
    for page in ("0", "x", "2"):
        assert secretariat_client.get(f"{history_of(series)}?page={page}").status_code == 400


def test_a_long_history_costs_no_more_queries(secretariat_client: Client) -> None:
    series = make_series(interval_years=1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert secretariat_client.get(history_of(series)).status_code == 200
        return len(captured)

    change(series, interval_years=2)
    queries()
    with_one = queries()
    for years in range(3, 32):
        change(series, interval_years=years)
    assert queries() == with_one


def test_related_objects_are_named(secretariat_client: Client) -> None:
    from serai.convene.editions.models import Edition

    series = make_series(name={"en": "Forum"})
    found = differences(Edition, {"series": series.pk, "state": "open"}, {"series": 10**6})
    assert [(each.label, each.before, each.after) for each in found] == [
        ("Series", "Forum", "no longer there (1000000)"),
        ("State", "open for registration", ""),
    ]
