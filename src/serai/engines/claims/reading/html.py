"""HTML by trafilatura: the text of the article without menus, adverts and footers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from serai.engines.claims.reading.document import Content, Limits, UnreadableDocument

_LEAST = 40
"""Characters below which what was taken for the article is not believed, and all text is taken."""


def read_html(markup: str, *, name: str, limits: Limits) -> Content:
    """Take the article out of a page, and what the page says of itself.

    The date is only taken where the page declares one: guessing from its text is for
    `serai.engines.claims.dates`. Raises `UnreadableDocument` if there is no text.
    """
    import trafilatura
    from lxml import etree

    try:
        tree = trafilatura.load_html(markup)
        if tree is None:
            raise _without_text(name)
        declared = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        found: Any = trafilatura.bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
        text = "\n\n".join(_blocks(found.body)) if found is not None else ""
        if len(text) < _LEAST:
            text = max(text, trafilatura.html2txt(markup), key=len)
    except (etree.LxmlError, RecursionError) as error:
        raise _without_text(name) from error
    if not text.strip():
        raise _without_text(name)
    facts = found
    return Content(
        text=text.strip() + "\n",
        title=(facts and facts.title) or "",
        author=(facts and facts.author) or "",
        publisher=(facts and (facts.sitename or facts.hostname)) or "",
        published=_day(facts and facts.date),
        declared_language=declared.partition("-")[0].lower(),
    )


def _without_text(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        "no_text",
        name=name,
        problem="there is no text in this page; perhaps only a browser makes it appear.",
        remedy="Open it in a browser, print it to PDF, and add that file.",
    )


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None


def _blocks(body: Any) -> Iterator[str]:
    """The blocks of trafilatura's tree; the rows of a table are lines, cells parted by tabs."""
    for child in body:
        if child.tag == "table":
            rows = ("\t".join(map(_text, row.iter("cell"))) for row in child.iter("row"))
            if kept := [row for row in rows if row.strip()]:
                yield "\n".join(kept)
        elif child.tag in {"list", "quote"} and len(child):
            if head := " ".join((child.text or "").split()):
                yield head
            yield from _blocks(child)
        elif text := _text(child):
            yield text
        if tail := " ".join((child.tail or "").split()):
            yield tail


def _text(element: Any) -> str:
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "").lstrip()
    lines = "".join(element.itertext()).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
