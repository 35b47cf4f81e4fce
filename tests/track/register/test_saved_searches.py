"""Searches that readers keep, and the feeds of their changes."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import etree

from factories.accounts import signed_in, user_with
from factories.directory import make_country
from factories.register import make_record
from serai.foundation.accounts.operations import erase_account
from serai.foundation.accounts.queries import personal_data
from serai.foundation.web.release_cache import release_cache
from serai.track.register.models import SavedSearch, Stage

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_reader_keeps_renames_and_forgets_a_search() -> None:
    user = user_with()
    client = signed_in(user)
    make_record(name="Crop laboratory", countries=[make_country("KE")])
    page = client.get("/en/register/searches/save/?country=KE&q=crop").content.decode()
    assert 'value="Kenya, crop"' in page
    answer = client.post("/en/register/searches/save/?country=KE&q=crop", {"name": "Crops"})
    assert answer.headers["Location"] == "/en/register/searches/"
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.name, saved.query) == (user, "Crops", "country=KE&q=crop")
    page = client.get("/en/register/searches/").content.decode()
    assert 'href="/en/register/?country=KE&amp;q=crop"' in page
    assert 'href="/en/register/feed.atom?country=KE&amp;q=crop"' in page
    assert "1 record" in page
    client.post(f"/en/register/searches/{saved.pk}/rename/", {"name": "Kenya"})
    saved.refresh_from_db()
    assert saved.name == "Kenya"
    client.post(f"/en/register/searches/{saved.pk}/delete/")
    assert not SavedSearch.objects.exists()


def test_what_is_wrong_with_a_name_is_said_at_the_name() -> None:
    client = signed_in(user_with())
    client.post("/en/register/searches/save/", {"name": "All"})
    for name, error in (("All", "of this name already"), ("", "required"), ("x" * 101, "100")):
        page = client.post("/en/register/searches/save/", {"name": name}).content.decode()
        assert error in page
    assert SavedSearch.objects.count() == 1


def test_a_search_that_cannot_be_read_is_not_saved() -> None:
    client = signed_in(user_with())
    assert client.get("/en/register/searches/save/?country=XX").status_code == 400


def test_nobody_else_sees_or_changes_a_search() -> None:
    owner = user_with()
    signed_in(owner).post("/en/register/searches/save/?q=secret", {"name": "Secret"})
    number = SavedSearch.objects.get().pk
    other = signed_in(user_with())
    assert "Secret" not in other.get("/en/register/searches/").content.decode()
    assert other.get(f"/en/register/searches/{number}/rename/").status_code == 404
    assert other.post(f"/en/register/searches/{number}/delete/").status_code == 404
    assert Client().get("/en/register/searches/").status_code == 302


def test_a_search_for_what_is_gone_stays_in_the_list() -> None:
    user = user_with()
    SavedSearch.objects.create(user=user, name="Gone", query="theme=nothing")
    page = signed_in(user).get("/en/register/searches/").content.decode()
    assert "no longer there" in page


def test_searches_are_part_of_the_data_of_a_person_and_go_with_it() -> None:
    user = user_with()
    SavedSearch.objects.create(user=user, name="Mine", query="q=crop")
    assert "Mine" in str(personal_data(user))
    erase_account(user=user)
    assert not SavedSearch.objects.exists()


def feed(client: Client, address: str = "") -> etree._Element:
    response = client.get(f"/en/register/feed.atom{address}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def test_a_feed_has_what_atom_asks_for(client: Client) -> None:
    make_record(name="Older", countries=[make_country("KE")], summary="It grew <fast>.\x0b")
    newer = make_record(name="Newer", countries=[make_country("KE")])
    make_record(name="Elsewhere")
    make_record(name="Hidden", countries=[make_country("KE")], stage=Stage.DRAFT)
    root = feed(client, "?country=KE")
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Newer", "Older"]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://127.0.0.1:8000/en/register/feed.atom?country=KE"
    assert links["alternate"] == "http://127.0.0.1:8000/en/register/?country=KE"
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}")
    assert root.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert entries[0].findtext(f"{ATOM}id").endswith(f"/register/{newer.code}/")  # type: ignore[union-attr]
    assert "It grew <fast>." in (entries[1].findtext(f"{ATOM}summary") or "")


def test_identifiers_stay_the_same_in_every_language(client: Client) -> None:
    make_record(name="One")
    found = set()
    for language in ("en", "zh-hans", "ar"):
        root = etree.fromstring(client.get(f"/{language}/register/feed.atom").content)
        found.add((root.findtext(f"{ATOM}id"), root.findtext(f"{ATOM}entry/{ATOM}id")))
    assert len(found) == 1


def test_a_feed_comes_in_pages_and_not_twice(client: Client) -> None:
    for number in range(51):
        make_record(name=f"Record {number}")
    first = feed(client)
    (following,) = (
        link.get("href") for link in first.findall(f"{ATOM}link") if link.get("rel") == "next"
    )
    assert following == "http://127.0.0.1:8000/en/register/feed.atom?page=2"
    assert len(feed(client, "?page=2").findall(f"{ATOM}entry")) == 1
    assert client.get("/en/register/feed.atom?page=3").status_code == 400
    tag = client.get("/en/register/feed.atom").headers["ETag"]
    again = client.get("/en/register/feed.atom", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    release_cache.clear()
    assert not feed(client, "?q=nothing").findall(f"{ATOM}entry")
