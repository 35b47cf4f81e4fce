"""Whether codes stand on the codelists that the standard names for their places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from lxml import etree

from serai.engines.validation.iati.paths import Paths
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


class _Place(NamedTuple):
    """Where on an element a codelist applies."""

    attribute: str
    """The name of the attribute; empty where the text of the element is meant."""
    codelist: Codelist
    condition: etree.XPath | None


_ANYWHERE = "//"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@cache
def _places() -> dict[str, list[_Place]]:
    """Return where codelists apply, by the path of the element."""
    places: dict[str, list[_Place]] = {}
    for written in json.loads((DATA / "iati/codelist-places.json").read_text("utf-8")):
        element, _slash, code = written["path"].rpartition("/")
        condition = written["condition"]
        name = code.removeprefix("@").replace("xml:lang", _LANG)
        place = _Place(
            "" if name == "text()" else name,
            codelists()[written["codelist"]],
            etree.XPath(f"boolean({condition})") if condition else None,
        )
        # `//@xml:lang` is meant of every element.
        places.setdefault(_ANYWHERE if element == "/" else element, []).append(place)
    return places


def codelist_faults(tree: Any) -> Iterator[Fault]:
    """Give each code that is not on its list: an error where the list is complete."""
    places, paths = _places(), Paths(tree)
    anywhere = places.get(_ANYWHERE, [])
    path: list[str] = []
    # One walk through the document: an expression for each place would be a hundred of them.
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            path.pop()
            continue
        path.append(element.tag)
        for place in (*places.get("/" + "/".join(path), ()), *anywhere):
            written = element.get(place.attribute) if place.attribute else element.text
            code = (written or "").strip()
            if not code or code in place.codelist.codes:
                continue
            if place.condition is None or place.condition(element):
                yield Fault(
                    element.sourceline,
                    f"codelist:{place.codelist.name}",
                    _about(code, place.codelist),
                    Severity.ERROR if place.codelist.complete else Severity.WARNING,
                    paths.path(element),
                )


def _about(code: str, codelist: Codelist) -> str:
    if codelist.complete:
        return f"“{code}” is not on the codelist {codelist.name}."
    return f"“{code}” is not on the codelist {codelist.name}, which may be incomplete: check it."
