"""Texts with markup as plain ones."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAKING_TAG = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|tr)\b[^<>]*>", re.IGNORECASE)


def plain_text(text: str) -> str:
    """Take the markup out of a text, keeping its paragraphs; a text without any stays as it is."""
    if not _TAG.search(text):
        return text
    bare = html.unescape(_TAG.sub("", _BREAKING_TAG.sub("\n\n", text)))
    return re.sub(r"\s*\n\s*\n\s*", "\n\n", bare).strip()
