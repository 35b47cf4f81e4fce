"""Makes the rows and the entry of new records from their plain form, without the database.

What the operations derive (status, year, words, quality) is derived here by the same functions.
`tests/track/register/exchange/test_pipeline.py` holds both to the same rows.
"""

from __future__ import annotations

import json
import marshal
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import models

from serai.foundation.identity import code_for_key, new_code
from serai.foundation.record.operations import Change, Content, Contents
from serai.track.evidence.models import Citation
from serai.track.register.exchange.checking import party_name
from serai.track.register.exchange.deriving import Deriver
from serai.track.register.exchange.references import References
from serai.track.register.exchange.shape import (
    DEFAULTS,
    TERMS,
    TRANSLATED,
    TRANSLATED_TERMS,
    Plain,
)
from serai.track.register.exchange.values import without_empty
from serai.track.register.indexes import RECORDS
from serai.track.register.models import (
    AgreementTerms,
    Element,
    ExternalIdentifier,
    LegalEvent,
    Measure,
    Party,
    Record,
    RecordKind,
    Relation,
    StatusEvent,
)

Row = tuple[Any, ...]
Model = type[models.Model]

RECORD = Record._meta.label_lower
COLUMNS = (
    "id", "code", "key", "kind", "name", "name_as_written", "summary", "status", "part_of_id",
    "countries_are_examples", "place_name", "place_country_id", "latitude", "longitude",
    "started_on", "ended_on", "counts_in_totals", "counting_reason", "stage", "changed_at", "year",
    "sort_name", "words", "quality",
)  # fmt: skip
_WORDS = itemgetter(COLUMNS.index("id"), COLUMNS.index("words"))
_CITATION = ("content_type_id", "object_id", "field", "source_id", "start", "end", "locator",
             "claim_id", "note")  # fmt: skip
PART_COLUMNS: dict[Model, tuple[str, ...]] = {
    Party: ("record_id", "role", "organisation_id", "country_id", "as_written", "position"),
    AgreementTerms: ("record_id", *TERMS),
    LegalEvent: ("record_id", "kind", "on", "party_id", "place_name", "note"),
    StatusEvent: ("record_id", "status", "on", "note"),
    Measure: ("record_id", "name", "value", "unit", "as_of", "note", "position"),
    Element: ("record_id", "group", "name", "position"),
    Relation: ("record_id", "kind", "other_id"),
    ExternalIdentifier: ("record_id", "scheme", "value"),
    Citation: _CITATION,
}
SETS = (("countries", "country_id"), ("fields", "field_id"), ("themes", "theme_id"),
        ("goals", "goal_id"))  # fmt: skip
"""The sets of a record, with the column of the other side."""
_PARTS: dict[Model, str] = {
    Party: "parties", AgreementTerms: "", LegalEvent: "legal_events",
    StatusEvent: "status_events", Measure: "measures", Element: "elements",
    Relation: "relations", ExternalIdentifier: "identifiers", Citation: "sources",
}  # fmt: skip
"""The fields of which parts are made, in the order of `PART_COLUMNS`."""
_TYPES = {model: model._meta.label_lower for model in PART_COLUMNS}
_quoted = json.encoder.encode_basestring_ascii


@dataclass(slots=True)
class _Making:
    """What is being made."""

    records: list[Row] = field(default_factory=list)
    sets: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name, _column in SETS})
    parts: dict[Model, list[Row]] = field(
        default_factory=lambda: {model: [] for model in PART_COLUMNS}
    )
    changes: list[Change] = field(default_factory=list)


class NewRecords(NamedTuple):
    """Records to be written, a piece of what was set aside, with the primary keys reserved."""

    written: bytes
    """The rows in plain form, as the `Inspector` wrote them."""
    is_new: bytes
    """Of each row, whether its record is made."""
    keys: array[int]
    """The primary key of each row's record."""
    lines: array[int]
    """The line of each row in the file."""
    part_keys: list[array[int]]
    """The keys of the parts, in the order of `PART_COLUMNS`."""


class Made(NamedTuple):
    """The rows of some new records, by table, and what their entries say."""

    records: list[Row]
    vectors: bytes
    """What the index of words takes in."""
    sets: list[list[Row]]
    """In the order of `SETS`."""
    parts: list[list[Row]]
    """In the order of `PART_COLUMNS`."""
    contents: list[Content]


class Maker:
    """Makes the rows of new records, in any process."""

    def __init__(
        self, *, references: References, targets: Mapping[str, int], source: int | None,
        file: str, now: str, record_type: int, contents: Contents,
    ) -> None:  # fmt: skip
        """``targets`` are the primary keys of the records that others refer to, by the name they
        use; ``source`` is that of the source that all of them cite, with the line in ``file``;
        ``record_type`` the content type of records.
        """
        self._references = references
        self._targets = targets
        self._source = source
        self._file = file
        self._now = now
        self._record_type = record_type
        self._contents = contents
        self._deriver = Deriver(references, source)
        self._keys: dict[Model, Iterator[int]] = {}

    def __call__(self, records: NewRecords) -> bytes:
        """Make the rows of some records; see `read_made`."""
        self._keys = {
            model: iter(keys) for model, keys in zip(PART_COLUMNS, records.part_keys, strict=True)
        }
        made = _Making()
        for is_new, pk, line, plain in zip(
            records.is_new, records.keys, records.lines, marshal.loads(records.written),  # noqa: S302
            strict=True,
        ):  # fmt: skip
            if is_new:
                self._make(pk, _whole(plain), f"{self._file}, {line}"[:200], made)
        return marshal.dumps((
            made.records, RECORDS.vectors(map(_WORDS, made.records)), list(made.sets.values()),
            list(made.parts.values()), self._contents.make(made.changes),
        ))  # fmt: skip

    def _make(self, pk: int, plain: Plain, locator: str, made: _Making) -> None:
        code = plain["code"] or (code_for_key(RECORD, plain["key"]) if plain["key"] else new_code())
        derived = self._deriver.derive(plain)
        part_of = self._targets[plain["part_of"]] if plain["part_of"] else None
        themes = sorted(self._references.themes[name].pk for name in plain["themes"])
        made.records.append((
            pk, code, plain["key"] or None, plain["kind"], stored_texts(plain["name"]),
            plain["name_as_written"], stored_texts(plain["summary"]), derived.status, part_of,
            plain["countries_are_examples"], stored_texts(plain["place_name"]),
            plain["place_country"], plain["latitude"], plain["longitude"], plain["started_on"],
            plain["ended_on"], plain["counts_in_totals"], stored_texts(plain["counting_reason"]),
            plain["stage"], self._now, derived.year, derived.sort_name, derived.words,
            derived.quality,
        ))  # fmt: skip
        for name, _column in SETS:
            if values := themes if name == "themes" else plain[name]:
                made.sets[name] += [(pk, value) for value in values]
        parts = self._parts(pk, plain, locator, made)
        # What is left out is as in every new record.
        after = _without_empty({
            "code": code, "key": plain["key"] or None, "kind": plain["kind"],
            "name": plain["name"], "name_as_written": plain["name_as_written"],
            "summary": plain["summary"], "status": derived.status, "part_of": part_of,
            "countries_are_examples": plain["countries_are_examples"],
            "place_name": plain["place_name"], "place_country": plain["place_country"],
            "latitude": with_places(plain["latitude"], 5),
            "longitude": with_places(plain["longitude"], 5),
            "started_on": plain["started_on"] or None, "ended_on": plain["ended_on"] or None,
            "counts_in_totals": plain["counts_in_totals"],
            "counting_reason": plain["counting_reason"], "stage": plain["stage"],
            "countries": plain["countries"], "fields": plain["fields"], "themes": themes,
            "goals": plain["goals"], "parts": parts,
        })  # fmt: skip
        made.changes.append(Change(RECORD, str(pk), derived.label, None, after))

    def _parts(self, pk: int, plain: Plain, locator: str, made: _Making) -> list[dict[str, Any]]:
        """Make the rows of the parts of a record; return them as they stand in its entry."""
        parts: list[dict[str, Any]] = []

        def add(model: Model, row: Row, values: dict[str, Any]) -> int:
            key = next(self._keys[model])
            made.parts[model].append((key, *row))
            parts.append({"type": _TYPES[model], "id": key, "values": _without_empty(values)})
            return key

        organisations = self._references.organisations
        named: dict[str, int] = {}
        for position, party in enumerate(plain["parties"]):
            role, organisation, country, written = party
            target = organisations[organisation].pk if organisation else None
            key = add(
                Party, (pk, role, target, country, written, position),
                {"record": pk, "role": role, "organisation": target, "country": country,
                 "as_written": written, "position": position},
            )  # fmt: skip
            named[party_name(party)] = key
        if plain["kind"] == RecordKind.AGREEMENT:
            values = {name: plain[name] for name in TERMS}
            stored = {
                **values,
                "entry_into_force_rule": stored_texts(plain["entry_into_force_rule"]),
            }
            add(AgreementTerms, (pk, *stored.values()), {"record": pk, **values})
        for kind, on, party, place, note in plain["legal_events"]:
            who = named[party] if party else None
            add(
                LegalEvent, (pk, kind, on, who, stored_texts(place), stored_texts(note)),
                {"record": pk, "kind": kind, "on": on or None, "party": who, "place_name": place,
                 "note": note},
            )  # fmt: skip
        for status, on, note in plain["status_events"]:
            add(
                StatusEvent, (pk, status, on, stored_texts(note)),
                {"record": pk, "status": status, "on": on or None, "note": note},
            )  # fmt: skip
        for position, (name, value, unit, as_of, note) in enumerate(plain["measures"]):
            add(
                Measure,
                (pk, stored_texts(name), value, stored_texts(unit), as_of, stored_texts(note),
                 position),
                {"record": pk, "name": name, "value": with_places(value, 4), "unit": unit,
                 "as_of": as_of or None, "note": note, "position": position},
            )  # fmt: skip
        for position, (group, name) in enumerate(plain["elements"]):
            add(
                Element, (pk, stored_texts(group), stored_texts(name), position),
                {"record": pk, "group": group, "name": name, "position": position},
            )  # fmt: skip
        for kind, other in plain["relations"]:
            target = self._targets[other]
            add(Relation, (pk, kind, target),
                      {"record": pk, "kind": kind, "other": target})  # fmt: skip
        for identifier in plain["identifiers"]:
            scheme, _colon, value = identifier.partition(":")
            add(ExternalIdentifier, (pk, scheme, value),
                      {"record": pk, "scheme": scheme, "value": value})  # fmt: skip
        for cited, source, start, end, words in self._citations(plain, locator):
            add(
                Citation,
                (self._record_type, pk, cited, source, start, end, words, None, ""),
                {"content_type": self._record_type, "object_id": pk, "field": cited,
                 "source": source, "start": start, "end": end, "locator": words, "claim": None,
                 "note": {}},
            )  # fmt: skip
        return parts

    def _citations(
        self, plain: Plain, locator: str
    ) -> Iterator[tuple[str, int, int | None, int | None, str]]:
        for cited, source, start, end, words in plain["sources"]:
            yield cited, self._references.sources[source].pk, start, end, words
        if self._source is not None:
            yield "", self._source, None, None, locator


def read_made(written: bytes) -> Made:
    """Read what a `Maker` wrote."""
    return Made(*marshal.loads(written))  # noqa: S302


def _whole(plain: Plain) -> Plain:
    """Return a new record with all its fields, without the texts that are stated to be empty."""
    whole = {**DEFAULTS, **plain}
    for name in (*TRANSLATED, *TRANSLATED_TERMS):
        whole[name] = without_empty(whole[name])
    return whole


def count_parts(plain: Plain) -> tuple[int, ...]:
    """Return how many rows the parts of a new record will have, in the order of `PART_COLUMNS`;
    the citation of the source of the whole import comes on top.
    """
    terms = int(plain.get("kind") == RecordKind.AGREEMENT)
    return tuple([
        terms if model is AgreementTerms else len(plain.get(name) or ())
        for model, name in _PARTS.items()
    ])  # fmt: skip


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value or value == 0}


def stored_texts(texts: Mapping[str, str]) -> str:
    """Return texts as a translated column holds them."""
    # What `json.dumps(texts, sort_keys=True)` writes, in a tenth of the time.
    members = [f'"{language}": {_quoted(texts[language])}' for language in sorted(texts)]
    return f"{{{', '.join(members)}}}"


def with_places(written: str | None, places: int) -> str | None:
    """Write a number with all its decimals, as snapshots do."""
    if written is None:
        return None
    whole, _point, decimals = written.partition(".")
    return f"{whole}.{decimals:0<{places}}"
