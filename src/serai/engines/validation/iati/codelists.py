"""Whether codes stand on the codelists that the standard names for their places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from serai.engines.validation.schemas import DATA
from serai.engines.validation.verdicts import Fault, Severity


@dataclass(frozen=True, slots=True)
class Codelist:
    """The codes of one list. Of an incomplete one other codes may be right as well."""

    name: str
    codes: frozenset[str]
    complete: bool


@cache
def codelists() -> dict[str, Codelist]:
    """Return every codelist by its name."""
    written = json.loads((DATA / "iati/codelists.json").read_text("utf-8"))
    return {
        name: Codelist(name, frozenset(entry["codes"]), entry["complete"])
        for name, entry in written.items()
    }


@cache
def _places() -> list[tuple[etree.XPath, Codelist]]:
    """Where each codelist applies: an expression that finds the codes."""
    places = []
    for place in json.loads((DATA / "iati/codelist-places.json").read_text("utf-8")):
        element, _slash, code = place["path"].rpartition("/")
        # Of every element: `//@xml:lang` is short for `//*/@xml:lang`.
        element = "//*" if element == "/" else element
        condition = f"[{place['condition']}]" if place["condition"] else ""
        found = etree.XPath(f"{element}{condition}/{code}")
        places.append((found, codelists()[place["codelist"]]))
    return places


def codelist_faults(tree: Any) -> Iterator[Fault]:
    """Give each code that is not on its list: an error where the list is complete."""
    for find, codelist in _places():
        for found in find(tree):
            code = str(found).strip()
            if code and code not in codelist.codes:
                owner = found.getparent()
                yield Fault(
                    owner.sourceline,
                    f"codelist:{codelist.name}",
                    _about(code, codelist),
                    Severity.ERROR if codelist.complete else Severity.WARNING,
                    tree.getpath(owner),
                )


def _about(code: str, codelist: Codelist) -> str:
    if codelist.complete:
        return f"“{code}” is not on the codelist {codelist.name}."
    return f"“{code}” is not on the codelist {codelist.name}, which may be incomplete: check it."
