"""The same page in every language, and what leads from page to page."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web import navigation
from serai.foundation.web.context import language_name, translations


def test_every_language_has_its_own_name() -> None:
    assert [language_name(code) for code in LANGUAGE_CODES] == [
        "English", "简体中文", "Français", "Русский", "العربيّة", "Español",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "french"),
    [
        ("/en/", "/fr/"),
        ("/en/register/?kind=lab&page=2", "/fr/register/?kind=lab&page=2"),
        ("/zh-hans/figures/x/", "/fr/figures/x/"),
        ("/", "/fr/"),
        ("/assets/x.css", "/fr/"),
        ("//evil.example/", "/fr/"),
        ("/en//evil.example/", "/fr//evil.example/"),
    ],
)
def test_the_address_in_another_language(path: str, french: str) -> None:
    addresses = {each.code: each.address for each in translations(path, "en")}
    assert addresses["fr"] == french


@pytest.mark.django_db
@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_a_page_says_its_language_and_leads_to_the_others(client: Client, code: str) -> None:
    html = client.get(f"/{code}/gallery/").content.decode()
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in html
    for other in LANGUAGE_CODES:
        assert f'hreflang="{other}" href="http://' in html
        assert f'<a href="/{other}/gallery/" lang="{other}" hreflang="{other}"' in html
    assert 'hreflang="x-default"' in html
    assert f'rel="canonical" href="http' in html  # noqa: F541


class TestNavigation:
    @pytest.fixture(autouse=True)
    def empty_registry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(navigation, "_destinations", {})

    def test_entries_stand_in_order_and_only_where_there_is_a_page(self) -> None:
        navigation.register_navigation("Nowhere", "no_such:page", 1)
        navigation.register_navigation("Gallery", "web:gallery", 20)
        navigation.register_navigation("Home", "site:home", 10)
        entries = navigation.navigation_entries("/en/gallery/deeper/")
        assert [entry.label for entry in entries] == ["Home", "Gallery"]
        assert [entry.is_current for entry in entries] == [False, True]
        assert [entry.is_here for entry in entries] == [False, False]

    def test_home_is_current_only_at_home(self) -> None:
        navigation.register_navigation("Home", "site:home", 10)
        (home,) = navigation.navigation_entries("/en/")
        assert home.is_here
        assert home.is_current
        (home,) = navigation.navigation_entries("/en/register/")
        assert not home.is_current


class TestQueryString:
    @pytest.mark.parametrize(
        ("address", "changes", "expected"),
        [
            ("/?a=1&page=3", "page=4", "?a=1&amp;page=4"),
            ("/?a=1&a=2", "page=1", "?a=1&amp;a=2&amp;page=1"),
            ("/?a=1&page=3", "page=None", "?a=1"),
            ("/", "q='x y&z'", "?q=x+y%26z"),
        ],
    )
    def test_other_parameters_are_kept(self, address: str, changes: str, expected: str) -> None:
        request = RequestFactory().get(address)
        template = Template("{% query_string request " + changes + " %}")
        assert template.render(Context({"request": request})) == expected
