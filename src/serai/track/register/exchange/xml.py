"""Writing XML an element at a time, and reading it so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from lxml import etree

from serai.foundation.languages import LANGUAGE_CODES

Element = Any
"""An element of lxml, which has no usable type of its own."""

LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OUR_TAGS = {"zh-hans": "zh"}
"""How a language is tagged in exchange, where the tag differs from ours."""


def clean(text: str) -> str:
    """Replace the characters that XML cannot hold, such as those that control terminals."""
    if text.isascii() and text.isprintable():
        return text  # By far the most frequent.
    return _FORBIDDEN.sub("\ufffd", text)


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def add(parent: Element, name: str, text: str = "", /, **attributes: str | None) -> Element:
    """Add an element; an attribute that is None is left out, ``iso_date`` becomes ``iso-date``."""
    child: Element = etree.SubElement(parent, name)
    for key, value in attributes.items():
        if value is not None:
            child.set(_attribute(key), clean(value))
    if text:
        child.text = clean(text)
    return child


def add_texts(
    parent: Element, name: str, texts: Mapping[str, str], *, default: str | None = "en"
) -> None:
    """Add an element for the text in each language; that in the default language has no tag."""
    for language, text in sorted(texts.items(), key=lambda each: LANGUAGE_CODES.index(each[0])):
        child = add(parent, name, text)
        if language != default:
            child.set(LANG, _OUR_TAGS.get(language, language))


def tagged_language(tag: str) -> str:
    """Return our code for a BCP 47 tag, or the tag itself where the language is not one of ours."""
    primary = tag.strip().lower().partition("-")[0]
    return {"zh": "zh-hans", "cmn": "zh-hans"}.get(primary, primary)


def texts_in(
    parent: Element, path: str, left_out: Counter[str], *, default: str = "en"
) -> dict[str, str]:
    """Return the texts of elements in our languages; the first of each language counts.

    Where there is none of ours, the first text stands as if it were English. What is said in other
    languages is counted as left out.
    """
    texts: dict[str, str] = {}
    for element in parent.iterfind(path):
        tag = element.get(LANG)
        if text := own_text(element):
            texts.setdefault(tagged_language(tag) if tag else default, text)
    ours = {language: texts[language] for language in LANGUAGE_CODES if language in texts}
    for language in texts.keys() - set(LANGUAGE_CODES):
        left_out[f"{etree.QName(path).localname} in {language}"] += 1
    return ours or ({"en": next(iter(texts.values()))} if texts else {})


def address(url: str) -> str:
    """Write an address with ASCII only, as ``anyURI`` is safest."""
    return quote(clean(url).strip(), safe=":/?#[]@!$&'()*+,;=%~-._")


def written(element: Element) -> bytes:
    """Write an element in lines of its own."""
    return etree.tostring(element, encoding="utf-8", pretty_print=True)


def own_text(element: Element | None) -> str:
    """Return the text of an element without the white space around it, empty where it is none."""
    return "" if element is None else "".join(element.itertext()).strip()


def elements(parent: Element) -> Iterator[Element]:
    """Give the child elements, without comments and instructions."""
    return (child for child in parent if isinstance(child.tag, str))
