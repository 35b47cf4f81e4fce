"""HTML by trafilatura: the text of the article without menus, adverts and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from html import unescape
from typing import Any

from serai.engines.claims.reading.document import Content, UnreadableDocument

_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*>")
_TOKEN = re.compile(
    r"(?P<comment><!)[^<>]*>?|<(?P<end>/?)(?P<tag>[a-zA-Z][\w:-]*)[^<>]*>|[^<]+|<", re.DOTALL
)
_HIDDEN = frozenset("script style template noscript head title".split())
_BLOCKS = frozenset(
    """p div h1 h2 h3 h4 h5 h6 li tr br table section article blockquote td th ul ol dl dt dd body
    html header footer main nav""".split()
)

_LEAST = 40
"""Characters below which what was taken for the article is not believed, and all text is taken."""


def read_html(markup: str, *, name: str) -> Content:
    """Take the article out of a page, and what the page says of itself.

    The date is only taken where the page declares one: guessing from its text is for
    `serai.engines.claims.dates`. Raises `UnreadableDocument` if there is no text.
    """
    import trafilatura
    from lxml import etree

    # lxml refuses a string that declares an encoding: it has been decoded already.
    markup = _DECLARATION.sub("", markup, count=1)
    tree: Any = None
    found: Any = None
    with suppress(etree.LxmlError, RecursionError):
        tree = trafilatura.load_html(markup)
        found = trafilatura.bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    text = "\n\n".join(_blocks(found.body)) if found is not None else ""
    if len(text) < _LEAST:
        text = max(text, _everything(markup), key=len)
    if not text.strip():
        raise _without_text(name)
    declared = (tree.get("lang") or tree.get(_XML_LANGUAGE) or "") if tree is not None else ""
    return Content(
        text=text.strip() + "\n",
        title=(found and found.title) or "",
        author=(found and found.author) or "",
        publisher=(found and (found.sitename or found.hostname)) or "",
        published=_day(found and found.date),
        declared_language=declared.partition("-")[0].lower(),
    )


def _everything(markup: str) -> str:
    """All text of a page that no article was found in, or that is nested beyond all measure.

    One pass over the markup, whatever it is: nothing is searched for ahead.
    """
    pieces: list[str] = []
    hidden = ""
    for token in _TOKEN.finditer(markup):
        tag = (token["tag"] or "").lower()
        if hidden:
            if hidden == "!--" and "-->" in token[0]:
                pieces.append(token[0].partition("-->")[2])
                hidden = ""
            elif tag == hidden and token["end"]:
                hidden = ""
        elif token["comment"]:
            hidden = "!--" if token[0].startswith("<!--") and "-->" not in token[0] else ""
        elif tag in _HIDDEN and not token["end"]:
            hidden = tag
        elif tag:
            pieces.append("\n" if tag in _BLOCKS else "")
        else:
            pieces.append(token[0])
    lines = (" ".join(unescape(line).split()) for line in "".join(pieces).split("\n"))
    return "\n\n".join(filter(None, lines))


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
