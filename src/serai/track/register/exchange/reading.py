"""Reads records out of the database in plain form, a few thousand at a time, without models.

A queryset with prefetching makes an object of every row; here rows stay tuples, because a million
of them are read. Each table is asked once for each piece.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Q

from serai.foundation.bulk import settled_memory
from serai.foundation.languages import LANGUAGE_CODES
from serai.track.evidence.models import Citation
from serai.track.register.exchange.formats import Records
from serai.track.register.exchange.shape import DEFAULTS, TERMS, Plain, written_number
from serai.track.register.models import (
    AgreementTerms,
    Element,
    ExternalIdentifier,
    LegalEvent,
    Measure,
    Party,
    Record,
    Relation,
    Stage,
    StatusEvent,
)

PIECE = 2_000
"""How many records are read at a time: large enough for few queries, small enough for memory."""

_COLUMNS = (
    "id", "code", "key", "kind", "name", "name_as_written", "summary", "status", "stage",
    "part_of_id", "countries_are_examples", "place_name", "place_country_id", "latitude",
    "longitude", "started_on", "ended_on", "counts_in_totals", "counting_reason",
)  # fmt: skip


def pieces(records: Records, size: int = PIECE) -> Iterator[list[int]]:
    """Give the primary keys of records in their order, a piece at a time."""
    keys: Any = records.values_list("pk", flat=True).iterator(chunk_size=10_000)
    # A download may be broken off: the cursor in the database goes with it.
    with closing(keys), settled_memory():
        while piece := list(islice(keys, size)):
            yield piece


def plain_records(keys: Sequence[int], *, public: bool = False) -> list[Plain]:
    """Read records by primary key, in that order; those that are no longer there are left out.

    Beside the fields of the plain form each has ``pk``, ``changed_at`` and, in ``cited``, the
    primary keys of all its sources. With ``public``, links lead to published records only.
    """
    reader = _Reader(keys, public=public)
    return [reader.found[key] for key in keys if key in reader.found]


class _Reader:
    """One piece of the register, table by table."""

    def __init__(self, keys: Sequence[int], *, public: bool) -> None:
        self.found: dict[int, Plain] = {}
        self._list = "(" + ",".join(map(str, keys)) + ")"
        self._public = public
        if keys:
            self._records()
            self._sets()
            self._parties()
            self._agreements()
            self._events_and_contents()
            self._links()
            self._citations()

    def _rows(
        self, model: type[models.Model], columns: Iterable[str], *, order: str = "id",
        joined: str = "", on: str = "record_id", where: str = "",
    ) -> Iterator[tuple[Any, ...]]:  # fmt: skip
        """Read columns of a table for these records. Nothing of a request enters the statement."""
        table = model._meta.db_table
        names = ", ".join(columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {names} FROM {table} AS t {joined} "  # noqa: S608
                f"WHERE t.{on} IN {self._list} {where} ORDER BY {order}"
            )
            yield from cursor.fetchall()

    def _records(self) -> None:
        # As text: what reads a moment of SQLite is slower than all the rest of the row.
        columns = [f"t.{name}" for name in _COLUMNS] + ["CAST(t.changed_at AS text)"]
        for row in self._rows(Record, columns, order="t.id", on="id"):
            plain: Plain = dict(DEFAULTS)
            (
                pk, plain["code"], key, plain["kind"], name, plain["name_as_written"], summary,
                plain["status"], plain["stage"], plain["part_of"], examples, place,
                plain["place_country"], latitude, longitude, plain["started_on"],
                plain["ended_on"], counts, reason, plain["changed_at"],
            ) = row  # fmt: skip
            plain["pk"] = pk
            plain["key"] = key or ""
            plain["name"], plain["summary"] = texts(name), texts(summary)
            plain["place_name"], plain["counting_reason"] = texts(place), texts(reason)
            plain["countries_are_examples"], plain["counts_in_totals"] = (
                bool(examples),
                bool(counts),
            )
            if latitude is not None:
                plain["latitude"] = written_number(latitude, 5)
                plain["longitude"] = written_number(longitude, 5)
            plain["cited"] = []
            self.found[pk] = plain
        self._names({p for each in self.found.values() if (p := each["part_of"])}, "part_of")

    def _names(self, keys: set[int], field: str) -> None:
        names = record_names(keys, public=self._public)
        for plain in self.found.values():
            if plain[field]:
                plain[field] = names.get(plain[field])

    def _sets(self) -> None:
        for name, column in (("countries", "country_id"), ("fields", "field_id"),
                             ("goals", "goal_id")):  # fmt: skip
            through = getattr(Record, name).through
            for pk, value in self._rows(through, ("record_id", column), order=column):
                self._append(pk, name, value)
        themes = Record.themes.through
        joined = "JOIN directory_theme AS o ON o.id = t.theme_id"
        columns = ("t.record_id", "o.key", "o.code")
        for pk, key, code in self._rows(themes, columns, order="t.id", joined=joined):
            self._append(pk, "themes", key or code)
        for plain in self.found.values():
            if len(plain["themes"]) > 1:
                plain["themes"].sort()

    def _append(self, pk: int, name: str, value: Any) -> None:
        plain = self.found[pk]
        if plain[name]:
            plain[name].append(value)
        else:
            plain[name] = [value]

    def _parties(self) -> None:
        joined = "LEFT JOIN directory_organisation AS o ON o.id = t.organisation_id"
        columns = ("t.id", "t.record_id", "t.role", "o.key", "o.code", "t.country_id",
                   "t.as_written")  # fmt: skip
        self._party_names: dict[int, str] = {}
        for party, pk, role, key, code, country, written in self._rows(
            Party, columns, order="t.position, t.id", joined=joined
        ):
            self._party_names[party] = key or code or country or written
            self._append(pk, "parties", (role, key or code, country, written))

    def _agreements(self) -> None:
        columns = ("record_id", *TERMS)
        for pk, *values in self._rows(AgreementTerms, columns):
            plain = self.found[pk]
            plain.update(zip(TERMS, values, strict=True))
            plain["covers_more"] = bool(plain["covers_more"])
            plain["entry_into_force_rule"] = texts(plain["entry_into_force_rule"])
        events = ("record_id", "kind", '"on"', "party_id", "place_name", "note")
        for pk, kind, on, party, place, note in self._rows(LegalEvent, events):
            name = self._party_names.get(party, "") if party else ""
            self._append(pk, "legal_events", (kind, on, name, texts(place), texts(note)))

    def _events_and_contents(self) -> None:
        for pk, status, on, note in self._rows(
            StatusEvent, ("record_id", "status", '"on"', "note")
        ):
            self._append(pk, "status_events", (status, on, texts(note)))
        columns = ("record_id", "name", "value", "unit", "as_of", "note")
        for pk, name, value, unit, as_of, note in self._rows(
            Measure, columns, order="position, id"
        ):
            self._append(
                pk, "measures",
                (texts(name), written_number(value, 4), texts(unit), as_of, texts(note)),
            )  # fmt: skip
        elements = ("record_id", '"group"', "name")
        for pk, group, name in self._rows(Element, elements, order="position, id"):
            self._append(pk, "elements", (texts(group), texts(name)))
        for plain in self.found.values():
            for name in ("legal_events", "status_events"):
                if len(plain[name]) > 1:
                    plain[name].sort(key=repr)

    def _links(self) -> None:
        where = f"AND o.stage = '{Stage.PUBLISHED.value}'" if self._public else ""
        joined = "JOIN register_record AS o ON o.id = t.other_id"
        columns = ("t.record_id", "t.kind", "o.key", "o.code")
        for pk, kind, key, code in self._rows(
            Relation, columns, order="t.id", joined=joined, where=where
        ):
            self._append(pk, "relations", (kind, key or code))
        identifiers = ("record_id", "scheme", "value")
        for pk, scheme, value in self._rows(ExternalIdentifier, identifiers):
            self._append(pk, "identifiers", f"{scheme}:{value}")
        for plain in self.found.values():
            for name in ("relations", "identifiers"):
                if len(plain[name]) > 1:
                    plain[name].sort(key=repr)

    def _citations(self) -> None:
        kind = ContentType.objects.get_for_model(Record).pk
        joined = "JOIN evidence_source AS o ON o.id = t.source_id"
        columns = ("t.object_id", "t.field", "o.id", "o.key", "o.code", "t.start", 't."end"',
                   "t.locator")  # fmt: skip
        for pk, field, source, key, code, start, end, words in self._rows(
            Citation, columns, order="t.id", joined=joined, on="object_id",
            where=f"AND t.content_type_id = {kind}",
        ):  # fmt: skip
            plain = self.found[pk]
            self._append(pk, "sources", (field, key or code, start, end, words))
            if source not in plain["cited"]:
                plain["cited"].append(source)
        for plain in self.found.values():
            if len(plain["sources"]) > 1:
                plain["sources"].sort(key=repr)


def record_names(keys: Iterable[int], *, public: bool = False) -> dict[int, str]:
    """Return the names of records in files, by primary key."""
    wanted = Record.objects.filter(pk__in=list(keys))
    if public:
        wanted = wanted.filter(stage=Stage.PUBLISHED)
    return {pk: key or code for pk, key, code in wanted.values_list("pk", "key", "code")}


def find_records(names: Sequence[str], identifiers: Sequence[str]) -> dict[str, int]:
    """Return the primary keys of records by key, code and ``scheme:value``, where they exist."""
    found: dict[str, int] = {}
    if names:
        rows = Record.objects.filter(Q(key__in=names) | Q(code__in=names))
        for pk, key, code in rows.values_list("pk", "key", "code"):
            found[code] = pk
            if key:
                found[key] = pk
    by_scheme: dict[str, list[str]] = defaultdict(list)
    for each in identifiers:
        scheme, _colon, value = each.partition(":")
        by_scheme[scheme].append(value)
    for scheme, values in by_scheme.items():
        identified = ExternalIdentifier.objects.filter(scheme=scheme, value__in=values)
        for value, pk in identified.values_list("value", "record_id"):
            found[f"{scheme}:{value}"] = pk
    return found


def texts(stored: str) -> dict[str, str]:
    """Return the texts of a translated column as the database holds it, in one order."""
    if stored in {"", "{}", None}:
        return {}
    if stored.startswith('{"en": "') and stored.count('"') == 4 and "\\" not in stored:
        return {"en": stored[8:-2]}  # By far the most frequent, and three times as fast.
    return dict(_texts(stored)) if len(stored) < 60 else _texts.__wrapped__(stored)


@lru_cache(maxsize=10_000)
def _texts(stored: str) -> dict[str, str]:
    try:
        data = json.loads(stored)
    except ValueError:
        data = stored
    if not isinstance(data, dict):
        return {"en": str(data)} if data not in (None, "") else {}
    return {code: str(data[code]) for code in LANGUAGE_CODES if data.get(code)}
