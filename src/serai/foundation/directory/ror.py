"""Organisations of the Research Organization Registry, from its JSON (schema 2.0 or 2.1).

The dump is an array of a hundred thousand organisations; it is read one after the other. A single
record and an answer of the ROR API are read as well.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from serai.foundation.dataset.problems import Problem
from serai.foundation.directory.identifiers import is_ror, normalise_identifier
from serai.foundation.directory.importing import OrganisationRow
from serai.foundation.directory.models import OrganisationKind
from serai.foundation.languages import LANGUAGE_CODES

_KINDS = {
    "education": OrganisationKind.UNIVERSITY,
    "government": OrganisationKind.GOVERNMENT,
    "company": OrganisationKind.COMPANY,
    "facility": OrganisationKind.INSTITUTE,
    "nonprofit": OrganisationKind.ASSOCIATION,
}
"""The kind of an organisation by its types, the most telling first."""
_LANGUAGES = {"zh": "zh-hans"}
_CHUNK = 1 << 20
_LARGEST = 1 << 26
"""No organisation is as long as this: what is, is no array of organisations."""


def read_ror(path: Path, name: str) -> Iterator[OrganisationRow | Problem]:
    """Read the organisations of a file; ``name`` is what messages call it."""
    try:
        for line, record in _records(path):
            # What ROR withdrew was entered in error, or twice.
            if not (isinstance(record, dict) and record.get("status") == "withdrawn"):
                yield _row(record, name, line)
    except OSError as error:
        yield Problem(name, 1, "", f"the file cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        yield Problem(name, 1, "", "the file is not in UTF-8")
    except json.JSONDecodeError as error:
        yield Problem(name, error.lineno, "", f"this is not JSON: {error.msg}")


def _records(path: Path) -> Iterator[tuple[int, Any]]:
    """Give the records of a file, each with its line."""
    with path.open(encoding="utf-8-sig") as file:
        buffer = file.read(_CHUNK)
        place = len(buffer) - len(buffer.lstrip())
        if buffer[place : place + 1] != "[":
            whole = json.loads(buffer + file.read())
            items = whole.get("items", [whole]) if isinstance(whole, dict) else [whole]
            yield from ((1, item) for item in items)
            return
        decoder = json.JSONDecoder()
        line, counted, place = 1, 0, place + 1
        while True:
            while place < len(buffer) and buffer[place] in " \t\r\n,":
                place += 1
            if buffer[place : place + 1] == "]":
                return
            line, counted = line + buffer.count("\n", counted, place), place
            try:
                item, end = decoder.raw_decode(buffer, place)
            except json.JSONDecodeError as error:
                # Perhaps it only goes on in what has not been read yet.
                more = file.read(_CHUNK)
                if not more or len(buffer) > _LARGEST:
                    error.lineno = line + buffer.count("\n", place, error.pos)
                    raise
                buffer, place, counted = buffer[place:] + more, 0, 0
                continue
            yield line, item
            place = end


def _row(record: Any, file: str, line: int) -> OrganisationRow | Problem:
    if not isinstance(record, dict) or not isinstance(record.get("names"), list):
        what = "an organisation of version 1" if isinstance(record, dict) else "no organisation"
        return Problem(file, line, "names", f"this is {what}: schema 2.0 or 2.1 is needed")
    identifier = normalise_identifier("ror", str(record.get("id", "")))
    if not is_ror(identifier):
        return Problem(file, line, "id", f"“{record.get('id')}” is not a ROR id: check each letter")
    left_out: Counter[str] = Counter()
    name, short_name = _names(record, left_out)
    left_out.update(
        relation["type"]
        for relation in record.get("relationships", ())
        if relation["type"] not in {"parent", "child"}
    )
    return OrganisationRow(
        file=file,
        line=line,
        name=name,
        short_name=short_name,
        identifiers={"ror": identifier, **_others(record)},
        kind=_kind(record.get("types", ())),
        country=_country(record),
        website=_website(record),
        parent=_parent(record),
        left_out=left_out,
    )


def _names(record: Any, left_out: Counter[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names and the short names in our languages.

    An organisation that has a name in none of them is called by the name that ROR displays.
    """
    name: dict[str, str] = {}
    short: dict[str, str] = {}
    display = ""
    for each in record["names"]:
        types, text = each.get("types", ()), str(each.get("value", "")).strip()
        language = _LANGUAGES.get(each.get("lang"), each.get("lang"))
        if "ror_display" in types:
            display = text
        if "label" in types and language in LANGUAGE_CODES:
            name.setdefault(language, text)
        elif "acronym" in types and language in {*LANGUAGE_CODES, None}:
            short.setdefault(language or "en", text)
        elif "ror_display" not in types:
            left_out[str(types[0]) if types else "name"] += 1
    if display:
        name.setdefault("en", display)
    return name, short


def _kind(types: Any) -> OrganisationKind:
    return next((kind for name, kind in _KINDS.items() if name in types), OrganisationKind.OTHER)


def _country(record: Any) -> str | None:
    for location in record.get("locations", ()):
        code = location.get("geonames_details", {}).get("country_code")
        if code:
            return str(code)
    return None


def _website(record: Any) -> str:
    links = record.get("links", ())
    return next((str(link["value"]) for link in links if link.get("type") == "website"), "")


def _parent(record: Any) -> str:
    relations = record.get("relationships", ())
    parents = (each["id"] for each in relations if each.get("type") == "parent")
    return next((f"ror:{normalise_identifier('ror', each)}" for each in parents), "")


def _others(record: Any) -> dict[str, str]:
    """Return its identifiers in other registers that the directory knows."""
    found = {}
    for each in record.get("external_ids", ()):
        values = each.get("all") or ()
        value = each.get("preferred") or (values[0] if values else "")
        if each.get("type") in {"isni", "wikidata"} and value:
            found[each["type"]] = str(value)
    return found
