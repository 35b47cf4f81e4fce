"""Forms of the desk: saving, undoing, and two people at the same object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from lxml import html

from factories.accounts import signed_in, user_with
from factories.desk import example_desk
from factories.editions import make_edition, make_series
from reading import form_of, text_of, undo_address
from serai.convene.editions.models import Host, Series
from serai.foundation.accounts.models import Role
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program, change_object
from serai.foundation.record.queries import verify

pytestmark = [pytest.mark.django_db, pytest.mark.urls("factories.desk")]


@pytest.fixture(autouse=True)
def desk() -> Iterator[None]:
    """The desk of the series is open to the secretariat."""
    with example_desk():
        yield


def test_an_object_is_created_with_its_parts(secretariat_client: Client) -> None:
    typed = form_of(secretariat_client.get("/example/new/"))
    typed |= {"slug": "forum", "name_0": "Forum", "name_1": "论坛", "hosts-0-name_0": "Chongqing"}
    answer = secretariat_client.post("/example/new/", typed, follow=True)
    series = Series.objects.get(slug="forum")
    assert series.name.data["zh-hans"] == "论坛"
    assert [str(host) for host in series.hosts.all()] == ["Chongqing"]
    assert "Saved." in text_of(answer)


def test_a_save_of_several_entries_is_undone_at_once(secretariat_client: Client) -> None:
    series = make_series(slug="forum", hosts=["Chongqing", "Sichuan"])
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address))
    typed |= {"slug": "other", "hosts-0-DELETE": "on", "hosts-2-name_0": "Beijing"}
    saved = secretariat_client.post(address, typed, follow=True)
    assert [str(host) for host in series.hosts.all()] == ["Sichuan", "Beijing"]

    undone = secretariat_client.post(undo_address(saved), follow=True, HTTP_REFERER=address)
    assert "Undone." in text_of(undone)
    series.refresh_from_db()
    assert series.slug == "forum"
    assert [str(host) for host in series.hosts.all()] == ["Chongqing", "Sichuan"]
    assert list(verify()) == []


def test_an_undo_can_itself_be_undone(secretariat_client: Client) -> None:
    series = make_series(slug="forum")
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address)) | {"slug": "other"}
    saved = secretariat_client.post(address, typed, follow=True)
    undone = secretariat_client.post(undo_address(saved), follow=True, HTTP_REFERER=address)
    secretariat_client.post(undo_address(undone))
    series.refresh_from_db()
    assert series.slug == "other"


def test_an_undo_that_would_lose_a_newer_change_is_refused(secretariat_client: Client) -> None:
    series = make_series(slug="forum")
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address)) | {"slug": "other"}
    saved = secretariat_client.post(address, typed, follow=True)
    _change(series, slug="newest")
    answer = secretariat_client.post(undo_address(saved), follow=True)
    assert "Nothing was undone: It has been changed since" in text_of(answer)
    series.refresh_from_db()
    assert series.slug == "newest"


def test_the_undo_address_asks_first_when_followed_as_a_link(secretariat_client: Client) -> None:
    series = make_series(slug="forum")
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address)) | {"slug": "other"}
    undo = undo_address(secretariat_client.post(address, typed, follow=True))
    page = secretariat_client.get(undo)
    assert "Undo these changes?" in text_of(page)
    assert "Name in addresses" in text_of(page)
    series.refresh_from_db()
    assert series.slug == "other"


@pytest.mark.parametrize("token", ["nonsense", "eyJhIjoxfQ:1abcde:xyz"])
def test_a_forged_undo_is_not_found(secretariat_client: Client, token: str) -> None:
    assert secretariat_client.post(f"/en/desk/undo/{token}/").status_code == 404


def test_nothing_different_is_not_recorded(secretariat_client: Client) -> None:
    series = make_series(slug="forum", hosts=["Chongqing"])
    address = f"/example/{series.pk}/"
    answer = secretariat_client.post(address, form_of(secretariat_client.get(address)), follow=True)
    assert "Nothing was different" in text_of(answer)
    assert not Entry.objects.exists()


def test_errors_are_at_the_field_and_on_top_and_nothing_typed_is_lost(
    secretariat_client: Client,
) -> None:
    typed = form_of(secretariat_client.get("/example/new/"))
    typed |= {"slug": "not a slug", "summary_4": "ملخص", "hosts-0-name_1": "重庆"}
    page = secretariat_client.post("/example/new/", typed)
    document = html.fromstring(page.content)
    links = document.xpath("//*[contains(@class, 'error-summary')]//a/@href")
    assert links == ["#id_slug", "#id_name_0"]
    for link in links:
        assert document.get_element_by_id(link[1:]) is not None
    kept = form_of(page)
    assert (kept["slug"], kept["summary_4"], kept["hosts-0-name_1"]) == (
        "not a slug",
        "ملخص",
        "重庆",
    )


def test_what_an_operation_refuses_lands_on_the_field(secretariat_client: Client) -> None:
    make_series(slug="taken")
    series = make_series(slug="forum", hosts=["Chongqing"])
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address)) | {"slug": "taken"}
    page = secretariat_client.post(address, typed)
    assert "already exists" in text_of(page)
    assert html.fromstring(page.content).get_element_by_id("id_slug_error") is not None


def test_a_row_is_added_without_script_and_without_judging(secretariat_client: Client) -> None:
    typed = form_of(secretariat_client.get("/example/new/"))
    typed |= {"name_0": "Forum", "hosts-0-name_0": "Chongqing", "add_row": "hosts"}
    page = secretariat_client.post("/example/new/", typed)
    kept = form_of(page)
    assert kept["hosts-TOTAL_FORMS"] == "2"
    assert kept["hosts-0-name_0"] == "Chongqing"
    assert "hosts-1-name_0" in kept
    assert "Please correct" not in text_of(page)
    assert not Series.objects.exists()
    kept |= {"slug": "forum", "hosts-1-name_0": "Sichuan"}
    secretariat_client.post("/example/new/", kept)
    assert Host.objects.count() == 2


def test_rows_are_put_in_order_by_number(secretariat_client: Client) -> None:
    series = make_series(slug="forum", hosts=["Chongqing", "Sichuan"])
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address))
    typed |= {"hosts-0-ORDER": "2", "hosts-1-ORDER": "1"}
    secretariat_client.post(address, typed)
    assert [str(host) for host in series.hosts.all()] == ["Sichuan", "Chongqing"]


# Two people at once


def _change(series: Series, **changes: Any) -> None:
    from serai.convene.editions import verbs

    change_object(
        actor=Program("Somebody else"), verb=verbs.SERIES_CHANGED, instance=series, changes=changes
    )


def test_changes_to_different_fields_are_both_kept(secretariat_client: Client) -> None:
    series = make_series(slug="forum", interval_years=2)
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address)) | {"slug": "mine"}
    _change(series, interval_years=4)
    secretariat_client.post(address, typed)
    series.refresh_from_db()
    assert (series.slug, series.interval_years) == ("mine", 4)


def test_the_same_field_changed_twice_shows_both_values(secretariat_client: Client) -> None:
    series = make_series(slug="forum")
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address)) | {"slug": "mine"}
    _change(series, slug="theirs")
    page = secretariat_client.post(address, typed)
    assert "Somebody else changed this while you were writing. It now says: theirs." in text_of(
        page
    )
    assert form_of(page)["slug"] == "mine"
    series.refresh_from_db()
    assert series.slug == "theirs"

    secretariat_client.post(address, form_of(page))
    series.refresh_from_db()
    assert series.slug == "mine"


def test_the_same_change_made_twice_is_no_conflict(secretariat_client: Client) -> None:
    series = make_series(slug="forum")
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address)) | {"slug": "same"}
    _change(series, slug="same")
    assert secretariat_client.post(address, typed).status_code == 302


def test_translations_are_compared_too(secretariat_client: Client) -> None:
    series = make_series(slug="forum", name={"en": "Forum"})
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address)) | {"name_2": "Le forum"}
    _change(series, name={"en": "Forum", "zh-hans": "论坛"})
    page = secretariat_client.post(address, typed)
    assert "论坛" in text_of(page)


def test_rows_changed_by_somebody_else_are_not_overwritten(secretariat_client: Client) -> None:
    series = make_series(slug="forum", hosts=["Chongqing"])
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address)) | {"hosts-1-name_0": "Beijing"}
    Host.objects.create(series=series, name={"en": "Sichuan"}, position=1)
    page = secretariat_client.post(address, typed)
    assert "Somebody changed these rows while you were writing" in text_of(page)
    assert "Sichuan" in text_of(page)
    assert form_of(page)["hosts-1-name_0"] == "Beijing"
    assert series.hosts.count() == 2

    secretariat_client.post(address, form_of(page))
    assert [str(host) for host in series.hosts.all()] == ["Chongqing", "Beijing"]


def test_an_object_deleted_meanwhile_is_not_found(secretariat_client: Client) -> None:
    series = make_series(slug="forum")
    address = f"/example/{series.pk}/"
    typed = form_of(secretariat_client.get(address))
    series.delete()
    assert secretariat_client.post(address, typed).status_code == 404


# Deleting


def test_deleting_asks_first_and_says_what_goes_with_it(secretariat_client: Client) -> None:
    series = make_series(slug="forum", name={"en": "The forum"}, hosts=["Chongqing"])
    page = secretariat_client.get(f"/example/{series.pk}/delete/")
    assert "Delete “The forum”?" in text_of(page)
    assert "Hosts in the rotation (1)" in text_of(page)
    assert "Chongqing" in text_of(page)
    assert Series.objects.exists()


def test_a_deletion_can_be_undone(secretariat_client: Client) -> None:
    series = make_series(slug="forum", hosts=["Chongqing"])
    answer = secretariat_client.post(f"/example/{series.pk}/delete/", follow=True)
    assert not Series.objects.exists()
    secretariat_client.post(undo_address(answer))
    assert [str(host) for host in Series.objects.get(slug="forum").hosts.all()] == ["Chongqing"]


def test_what_is_still_used_cannot_be_deleted(secretariat_client: Client) -> None:
    series = make_series(slug="forum")
    make_edition(series=series, name={"en": "First conference"})
    page = secretariat_client.get(f"/example/{series.pk}/delete/")
    assert "First conference" in text_of(page)
    assert "This cannot be deleted" in text_of(page)
    assert secretariat_client.post(f"/example/{series.pk}/delete/").status_code == 409
    assert Series.objects.exists()


# Who may


def test_a_desk_sends_strangers_to_sign_in() -> None:
    answer = Client().get("/example/new/")
    assert answer.status_code == 302
    assert "/accounts/login/?next=/example/new/" in answer["Location"]


def test_who_presses_a_button_too_late_comes_back_to_its_page() -> None:
    page = "http://testserver/example/new/?series=1"
    answer = Client().post("/example/1/delete/", headers={"referer": page})
    assert answer["Location"].endswith("/accounts/login/?next=/example/new/%3Fseries%3D1")
    elsewhere = {"referer": "http://elsewhere.example/example/new/"}
    answer = Client().post("/example/1/delete/", headers=elsewhere)
    assert answer["Location"].endswith("/accounts/login/?next=/example/1/delete/")


def test_a_desk_refuses_people_without_a_role(delegate_client: Client) -> None:
    assert delegate_client.get("/example/new/").status_code == 403


def test_pages_of_a_desk_are_never_kept(secretariat_client: Client) -> None:
    assert "no-store" in secretariat_client.get("/example/new/")["Cache-Control"]


def test_undo_needs_the_right_to_the_object() -> None:
    series = make_series(slug="forum")
    address = f"/example/{series.pk}/"
    secretary = signed_in(user_with(Role.SECRETARIAT))
    typed = form_of(secretary.get(address)) | {"slug": "other"}
    undo = undo_address(secretary.post(address, typed, follow=True))
    assert signed_in(user_with(Role.ANALYST)).post(undo).status_code == 403
    assert signed_in(user_with()).post(undo).status_code == 403
