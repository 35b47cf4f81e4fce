"""Atom feeds (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import get_language
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; ``identity`` and ``page`` are addresses on this site, the first in no language."""

    identity: str
    page: str
    title: str
    updated: datetime
    summary: str


def atom(
    *,
    identity: str,
    page: str,
    feed: str,
    title: str,
    updated: datetime,
    entries: Iterable[FeedEntry],
) -> bytes:
    """Write a feed in the active language.

    ``feed`` is its own address, ``page`` that of the same for people.
    """
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", get_language() or "en")

    def part(
        parent: etree._Element, name: str, text: str = "", **attributes: str
    ) -> etree._Element:
        made = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        made.text = _FORBIDDEN.sub("", text) or None
        return made

    def head(parent: etree._Element, identity: str, title: str, updated: datetime) -> None:
        part(parent, "id", settings.BASE_URL + identity)
        part(parent, "title", title)
        moment = updated.astimezone(UTC).isoformat(timespec="seconds")
        part(parent, "updated", moment.replace("+00:00", "Z"))

    head(root, identity, title, updated)
    part(part(root, "author"), "name", "Serai")
    part(root, "link", rel="self", type="application/atom+xml", href=settings.BASE_URL + feed)
    part(root, "link", rel="alternate", type="text/html", href=settings.BASE_URL + page)
    for each in entries:
        entry = part(root, "entry")
        head(entry, each.identity, each.title, each.updated)
        part(entry, "link", rel="alternate", type="text/html", href=settings.BASE_URL + each.page)
        part(entry, "summary", each.summary)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written
