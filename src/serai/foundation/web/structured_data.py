"""What a page is about, for machines: JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# Nothing in the data may end the element or begin a comment.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def linked_data(data: Mapping[str, Any]) -> str:
    """Write JSON-LD as a document of its own. Empty values are left out."""
    return json.dumps(
        {"@context": "https://schema.org", **_filled(data)},
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip


def structured_data(data: Mapping[str, Any]) -> SafeString:
    """Return the element to put into the ``head`` of a page. Empty values are left out.

    It is data, not a script: a browser does not run it, and the content security policy lets it be.
    """
    text = linked_data(data).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped


def _filled(value: Any) -> Any:
    """Leave out what is empty, all the way down."""
    if isinstance(value, Mapping):
        filled = {name: _filled(each) for name, each in value.items()}
        return {name: each for name, each in filled.items() if each not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_filled(each) for each in value]
    return value
