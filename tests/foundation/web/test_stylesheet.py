"""One stylesheet, small enough to stand in every public page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from serai.foundation.web.stylesheet import (
    DIRECTORY,
    asset,
    minified,
    page_stylesheet,
    stylesheet,
    stylesheet_of_readers,
)


def test_it_fits_into_the_first_round_trip() -> None:
    assert len(stylesheet_of_readers().body) < 48_000
    assert len(stylesheet_of_readers().compressed) < 10_000


def test_pages_of_one_kind_bring_what_only_they_need() -> None:
    for path in (DIRECTORY / "pages").glob("*.css"):
        css = page_stylesheet(path.stem)
        assert css.startswith("@layer rooms{")
        assert css.count("{") == css.count("}")
        assert css not in stylesheet_of_readers().body.decode()


def test_the_script_is_small() -> None:
    assert len(asset("serai.js").compressed) < 3_000


def test_every_file_of_the_directory_is_delivered() -> None:
    css = stylesheet().body.decode()
    for path in DIRECTORY.rglob("*.css"):
        if path.parent.name == "pages":
            continue
        written = path.read_text("utf-8")
        selectors = re.findall(r"^\s*(\.[a-z][\w-]*)", written, re.MULTILINE)
        assert all(selector in css for selector in selectors), path.name


def test_braces_balance() -> None:
    css = re.sub(r'"[^"]*"', "", stylesheet().body.decode())
    assert css.count("{") == css.count("}")


def test_no_picture_or_font_comes_from_elsewhere() -> None:
    css = stylesheet().body.decode()
    assert "url(" not in css
    assert "@import" not in css


def test_directions_are_logical() -> None:
    """Left and right would be wrong in Arabic; only backgrounds have no logical positions."""
    css = stylesheet().body.decode()
    physical = re.findall(r"[;{](?:margin|padding|border|inset)?-?(?:left|right)(?:-[\w-]+)?:", css)
    assert physical == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a { color: red; }", "a{color:red}"),
        ("/* why */ a{}", "a{}"),
        ('a::after { content: "; /* kept */ :  x"; }', 'a::after{content:"; /* kept */ :  x"}'),
        ("a { width: calc(1px + 2px); }", "a{width:calc(1px + 2px)}"),
        ("a :is(b, c) > d { top: 0 }", "a :is(b,c) > d{top:0}"),
        ("@media (min-width: 4rem) { a { b: c } }", "@media (min-width:4rem){a{b:c}}"),
        ("a :hover { b: c; }", "a :hover{b:c}"),
    ],
)
def test_minifying_keeps_the_meaning(written: str, expected: str) -> None:
    assert minified(written) == expected


@pytest.mark.django_db
class TestServing:
    def test_the_address_holds_the_digest_and_may_be_kept(self, client: Client) -> None:
        for name, kind in (("serai.css", "text/css"), ("serai.js", "text/javascript")):
            response = client.get(asset(name).address)
            assert response.status_code == 200
            assert response["Content-Type"].startswith(kind)
            assert "immutable" in response["Cache-Control"]
            assert response.content == asset(name).body

    def test_it_is_compressed_for_those_who_can_read_it(self, client: Client) -> None:
        response = client.get(stylesheet().address, HTTP_ACCEPT_ENCODING="gzip, br")
        assert response["Content-Encoding"] == "br"
        assert len(response.content) < 12_000

    def test_an_old_digest_gets_what_there_is_and_must_not_keep_it(self, client: Client) -> None:
        response = client.get("/assets/serai.0123456789ab.css")
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"

    def test_nothing_else_is_served(self, client: Client) -> None:
        assert client.get("/assets/settings.0123456789ab.py").status_code == 404


@pytest.mark.django_db
class TestInPages:
    def test_public_pages_carry_it_with_the_nonce(self, client: Client) -> None:
        response = client.get("/en/gallery/")
        html = response.content.decode()
        nonce = re.search(r'<style nonce="([^"]+)">', html)
        assert nonce is not None
        assert f"'nonce-{nonce[1]}'" in response["Content-Security-Policy"]
        assert 'rel="stylesheet"' not in html

    def test_the_reader_who_is_signed_in_gets_a_link(self, secretariat_client: Client) -> None:
        html = secretariat_client.get("/en/accounts/email/").content.decode()
        assert f'<link rel="stylesheet" href="{stylesheet().address}">' in html
        assert "<style" not in html
