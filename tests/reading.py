"""Reads pages as a browser does."""

from __future__ import annotations

from typing import Any

from lxml import html


def form_of(page: Any, marked: str = "data-keep") -> dict[str, Any]:
    """What a browser would send of the form on a page that has an attribute, as it stands."""
    document = html.fromstring(page.content)
    form = next(each for each in document.forms if marked in each.attrib)
    values: dict[str, Any] = {}
    for field in form.inputs:
        inside_template = any(each.tag == "template" for each in field.iterancestors())
        if not field.name or inside_template or field.tag == "button":
            continue
        if field.get("type") in {"checkbox", "radio"} and not field.checked:
            continue
        value = field.value
        if field.tag == "textarea":
            value = (value or "").removeprefix("\n")
        values[field.name] = sorted(value) if isinstance(value, set) else value or ""
    return values


def text_of(page: Any) -> str:
    """The text of a page, in one line."""
    return " ".join(html.fromstring(page.content).text_content().split())


def undo_address(page: Any) -> str:
    """The address that the button “Undo” of a page posts to."""
    document = html.fromstring(page.content)
    return str(next(each.action for each in document.forms if "/undo/" in (each.action or "")))
