"""Reads the bytes of a file: canonical text, and what the file says of itself."""

from __future__ import annotations

import hashlib

from serai.engines.claims.reading.document import Content, Limits, Reading, UnreadableDocument
from serai.engines.claims.reading.encoding import decode
from serai.engines.claims.reading.language import language_of
from serai.engines.claims.reading.media_types import (
    DOCX,
    HTML,
    PDF,
    SUFFIXES,
    media_type_of,
)
from serai.engines.claims.text import CanonicalText

__all__ = ["SUFFIXES", "Limits", "Reading", "UnreadableDocument", "language_of", "read"]


def read(
    content: bytes,
    *,
    name: str = "document.txt",
    charset: str = "",
    language: str = "",
    limits: Limits | None = None,
) -> Reading:
    """Read a file of plain text, Markdown, HTML, PDF or DOCX.

    The kind is found from the content; ``name`` is for messages and for telling kinds of text
    apart. ``charset`` is what the transport declared, ``language`` what a person did; both may
    be empty. Raises `UnreadableDocument` with what to do about it, and nothing else.
    """
    limits = limits or Limits()
    _check(bool(content.strip(b"\x00\t\n\r ")), name, "empty", "it is empty.", "Add another file.")
    _check(
        len(content) <= limits.bytes,
        name,
        "too_large",
        f"it has {len(content) // 2**20} MB; at most {limits.bytes // 2**20} MB are read.",
        "Split it into parts, or remove its pictures.",
    )
    media_type = media_type_of(content, name)
    encoding = ""
    if media_type == PDF:
        from serai.engines.claims.reading.pdf import read_pdf

        found = read_pdf(content, name=name, limits=limits)
    elif media_type == DOCX:
        from serai.engines.claims.reading.docx import read_docx

        found = read_docx(content, name=name, limits=limits)
    else:
        text, encoding = decode(content, name=name, declared=charset)
        if media_type == HTML:
            from serai.engines.claims.reading.html import read_html

            found = read_html(text, name=name)
        else:
            found = Content(text)
    _check(
        bool(found.text.strip("\ufeff \t\r\n")),
        name,
        "empty",
        "it holds no text.",
        "Add another file.",
    )
    _check(
        len(found.text) <= limits.characters,
        name,
        "too_long",
        f"it has {len(found.text):,} characters; at most {limits.characters:,} are read.",
        "Split it into parts, and add the parts that matter.",
    )
    language = language or language_of(found.text, declared=found.declared_language)
    return Reading(
        text=CanonicalText(found.text, language=language),
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media_type,
        encoding=encoding,
        title=found.title,
        author=found.author,
        publisher=found.publisher,
        published=found.published,
        pages=found.pages,
        blank_pages=found.blank_pages,
    )


def _check(holds: bool, name: str, code: str, problem: str, remedy: str) -> None:  # noqa: FBT001
    if not holds:
        raise UnreadableDocument(code, name=name, problem=problem, remedy=remedy)
