"""No link of the example leads nowhere: to a page or a place on a page that is not there."""

from __future__ import annotations

import re
from collections import Counter
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

from journeys.demonstration import Demonstration

ONE_OF_MANY = re.compile(r"/en/countries/\w+/$")
"""Some two hundred pages that are made from the same list: the first few stand for all."""
FEW = 10


def test_every_link_of_the_public_pages_leads_somewhere(site: Demonstration) -> None:
    ids: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    faults: list[str] = []
    alike = 0
    waiting = {"/en/": "the beginning"}
    while waiting:
        path, found_on = waiting.popitem()
        if ONE_OF_MANY.match(path):
            alike += 1
            if alike > FEW:
                continue
        try:
            body = site.fetch(path)
        except HTTPError as error:
            faults.append(f"{found_on} links to {path}: {error.code}")
            ids[path] = set()
            continue
        if not body[:100].lstrip().lower().startswith(b"<!doctype html"):
            ids[path] = set()  # a feed, or a file to download: it leads nowhere further
            continue
        page = html.fromstring(body.decode())
        here = Counter(page.xpath("//@id"))
        faults += [f"{path} has #{name} {count} times" for name, count in here.items() if count > 1]
        ids[path] = set(here)
        for link in page.xpath("//a/@href"):
            address, fragment = urldefrag(urljoin(path, link))
            if fragment:
                places.setdefault(f"{address}#{fragment}", path)
            parts = urlsplit(address)
            is_page = not parts.netloc and not parts.query and address.startswith("/en/")
            if is_page and address not in ids:
                waiting.setdefault(address, path)
    for place, found_on in places.items():
        address, fragment = urldefrag(place)
        if address in ids and fragment not in ids[address]:
            faults.append(f"{found_on} links to {place}, which is not there")
    assert faults == []
    assert len(ids) > 200
