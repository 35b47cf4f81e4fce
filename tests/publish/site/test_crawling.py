"""What crawlers are told: every public page in every language, nothing else."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from factories.editions import make_edition
from factories.evidence import make_source
from factories.figures import make_indicator
from factories.programme import make_activity, release_all
from factories.register import make_record
from serai.foundation.web.release_cache import release_cache
from serai.publish.site.sitemaps import SITEMAPS
from serai.track.register.models import Stage

pytestmark = pytest.mark.django_db

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def addresses(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    document = etree.fromstring(answer.content)
    return [str(place) for place in document.xpath("//s:loc/text()", namespaces=NAMES)]  # type: ignore[union-attr]


def every_address(client: Client) -> set[str]:
    return {
        page
        for section in addresses(client, "/sitemap.xml")
        for page in addresses(client, section.removeprefix("http://testserver"))
    }


def test_every_listed_page_is_there(client: Client) -> None:
    edition = make_edition(is_public=True)
    make_activity(edition, "Opening")
    release_all()
    make_record(stage=Stage.PUBLISHED)
    make_source()
    make_indicator()
    listed = every_address(client)
    # seven overviews; a series, an edition, its programme, an activity, a record, and so on
    assert len(listed) >= 6 * 13
    for address in listed:
        path = address.removeprefix(settings.BASE_URL)
        assert client.get(path).status_code == 200, path


def test_each_page_names_its_other_languages(client: Client) -> None:
    document = etree.fromstring(client.get("/sitemap-overviews.xml").content)
    links = document.xpath("//s:url[1]/x:link/@hreflang", namespaces=NAMES)
    assert set(links) == {"en", "zh-hans", "fr", "ru", "ar", "es", "x-default"}  # type: ignore[arg-type]


def test_nothing_unpublished_is_listed(client: Client) -> None:
    before = every_address(client)
    release_cache.clear()
    hidden = make_edition(is_public=False)
    make_activity(hidden, "Secret")
    release_all()
    make_activity(make_edition(series=hidden.series, is_public=False), "Not released")
    make_record(stage=Stage.DRAFT)
    make_record(stage=Stage.WITHDRAWN)
    assert every_address(client) == before


def test_sections_are_all_in_the_index(client: Client) -> None:
    names = {place.rpartition("sitemap-")[2] for place in addresses(client, "/sitemap.xml")}
    assert names == {f"{section}.xml" for section in SITEMAPS}
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_robots_are_kept_from_desks_and_accounts(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert "Disallow: /ar/desk/" in lines
    assert "Disallow: /en/accounts/" in lines
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines
