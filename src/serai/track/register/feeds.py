"""The changes of a search as an Atom feed (RFC 4287), in pages that can be archived (RFC 5005)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.conf import settings
from django.core.paginator import Page
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lxml import etree

from serai.foundation.translation import render_text
from serai.track.register.filters import RecordFilter
from serai.track.register.models import Record
from serai.track.register.presentation import sentence

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
PER_PAGE = 50
_BEGINNING = datetime(2023, 1, 1, tzinfo=UTC)
"""When a search that finds nothing changed: before anything did."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold."""


def atom_feed(wanted: RecordFilter, page: Page[int], records: list[Record], path: str) -> bytes:
    """Write one page of the feed of a search; ``path`` is the address of the feed itself.

    The identifiers are the addresses in English, whatever the language of the feed, so that a
    reader who follows two languages sees each record once.
    """
    base = settings.BASE_URL
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", get_language() or "en")

    def part(parent: etree._Element, name: str, text: str = "", **attributes: str) -> None:
        made = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        made.text = _FORBIDDEN.sub("", text) or None

    def place(number: int) -> str:
        own = wanted.address(path=path)
        if number == 1:
            return base + own
        return f"{base}{own}{'&' if '?' in own else '?'}page={number}"

    narrowed = ", ".join(value.label for value in wanted.chosen_values())
    part(feed, "id", base + wanted.address(path="/register/feed.atom", sort=""))
    part(feed, "title", f"{_('Register')}: {narrowed}" if narrowed else str(_("Register")))
    part(feed, "updated", _written(records[0].changed_at if records else _BEGINNING))
    author = etree.SubElement(feed, f"{{{ATOM}}}author")
    part(author, "name", "Serai")
    part(feed, "generator", "Serai")
    part(feed, "link", rel="self", type="application/atom+xml", href=place(page.number))
    part(feed, "link", rel="alternate", type="text/html", href=base + wanted.address())
    part(feed, "link", rel="first", href=place(1))
    if page.has_previous():
        part(feed, "link", rel="previous", href=place(page.previous_page_number()))
    if page.has_next():
        part(feed, "link", rel="next", href=place(page.next_page_number()))
    for record in records:
        entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
        name, summary = render_text(record.name), render_text(record.summary)
        part(entry, "id", f"{base}/register/{record.code}/")
        part(entry, "title", name.text)
        part(entry, "updated", _written(record.changed_at))
        part(
            entry, "link", rel="alternate", type="text/html", href=base + record.get_absolute_url()
        )
        part(entry, "category", term=record.kind, label=capfirst(str(record.get_kind_display())))
        part(entry, "summary", " ".join(filter(None, [sentence(record), summary.text])))
    written: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
    return written


def _written(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
