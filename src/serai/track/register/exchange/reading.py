"""Reads records out of the database in plain form, a few thousand at a time, without models.

A queryset with prefetching makes an object of every row; here rows stay tuples, because a million
of them are read. Each table is asked once for each piece.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Q

from serai.foundation.bulk import settled_memory
from serai.foundation.directory.models import Organisation
from serai.foundation.languages import LANGUAGE_CODES
from serai.track.evidence.models import Citation
from serai.track.register.exchange.formats import ExportContext, Records
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

PIECE = 1_000
"""How many records are read at a time: large enough for few queries, small enough for memory."""

_EVERY = Q()
_COLUMNS = (
    "code", "key", "kind", "name", "name_as_written", "summary", "status", "stage",
    "part_of_id", "countries_are_examples", "place_name", "place_country_id", "latitude",
    "longitude", "started_on", "ended_on", "counts_in_totals", "counting_reason",
)  # fmt: skip


def pieces(
    records: Records, context: ExportContext, only: Q = _EVERY, size: int = PIECE
) -> Iterator[list[int]]:
    """Give the primary keys of records (``only`` those for which this holds) in their order, a
    piece at a time.
    """
    if context.keys is not None:
        with settled_memory():
            for first in range(0, len(context.keys), size):
                piece = list(context.keys[first : first + size])
                if only:
                    found = Record.objects.filter(only, pk__among=piece)
                    among = set(found.values_list("pk", flat=True))
                    piece = [key for key in piece if key in among]
                if piece:
                    yield piece
        return
    keys: Any = records.filter(only).values_list("pk", flat=True).iterator(chunk_size=10_000)
    # A download may be broken off: the cursor in the database goes with it.
    with closing(keys), settled_memory():
        while piece := list(islice(keys, size)):
            yield piece


def plain_records(
    keys: Sequence[int], *, public: bool = False, organisations: dict[int, str] | None = None
) -> list[Plain]:
    """Read records by primary key, in that order; those that are no longer there are left out.

    Beside the fields of the plain form each has ``pk``, ``changed_at`` and, in ``cited``, the
    primary keys of all its sources. With ``public``, links lead to published records only. Who
    reads piece after piece gives ``organisations``, where the names of those that take part are
    remembered.
    """
    reader = _Reader(keys, {} if organisations is None else organisations, public=public)
    return [reader.found[key] for key in keys if key in reader.found]


class _Reader:
    """One piece of the register, table by table."""

    def __init__(self, keys: Sequence[int], organisations: dict[int, str], *, public: bool) -> None:
        self.found: dict[int, Plain] = {}
        self._organisations = organisations
        self._public = public
        if keys:
            first, last = min(keys), max(keys)
            # Most pieces are nearly all of a range of keys: what is between them is soon left out,
            # and a long list of keys takes a database longer to read than to answer.
            self._wanted = frozenset(keys)
            self._is_range = last - first < 2 * len(keys)
            self._among = (
                f"BETWEEN {first} AND {last}"
                if self._is_range
                else f"IN ({','.join(map(str, keys))})"
            )
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
    ) -> Iterable[tuple[Any, ...]]:  # fmt: skip
        """Read columns of a table for these records, after the key of the record: record by record,
        in the order in which the indexes have them. Nothing of a request enters the statement.
        """
        table = model._meta.db_table
        names = ", ".join([f"t.{on}", *columns])
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {names} FROM {table} AS t {joined} "  # noqa: S608
                f"WHERE t.{on} {self._among} {where} ORDER BY t.{on}, {order}"
            )
            rows = cursor.fetchall()
        return [row for row in rows if row[0] in self._wanted] if self._is_range else rows

    def _lists(
        self, name: str, rows: Iterable[tuple[int, Any]], *,
        sorted_by: Callable[[Any], Any] | None = None,
    ) -> None:  # fmt: skip
        """Give records the items of a list, by the key of the record; ``sorted_by`` where the
        order of the table means nothing.
        """
        lists: defaultdict[int, list[Any]] = defaultdict(list)
        for pk, item in rows:
            lists[pk].append(item)
        for pk, items in lists.items():
            if sorted_by and len(items) > 1:
                items.sort(key=sorted_by)
            self.found[pk][name] = items

    def _records(self) -> None:
        # As text: what reads a moment of SQLite is slower than all the rest of the row.
        columns = [*_COLUMNS, "CAST(changed_at AS text)"]
        for row in self._rows(Record, columns, on="id"):
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
            self._lists(name, self._rows(through, (column,), order=column))
        themes = self._rows(
            Record.themes.through, ("o.key", "o.code"), order="t.id",
            joined="JOIN directory_theme AS o ON o.id = t.theme_id",
        )  # fmt: skip
        self._lists("themes", ((pk, key or code) for pk, key, code in themes), sorted_by=str)

    def _parties(self) -> None:
        columns = ("id", "role", "organisation_id", "country_id", "as_written")
        rows = self._rows(Party, columns, order="position, id")
        names = self._organisations
        unknown = {target for _pk, _party, _role, target, *_rest in rows if target} - names.keys()
        if unknown:
            found = Organisation.objects.filter(pk__among=list(unknown))
            for pk, key, code in found.values_list("pk", "key", "code"):
                names[pk] = key or code
        self._party_names = {
            party: names[target] if target else country or written
            for _pk, party, _role, target, country, written in rows
        }
        self._lists("parties", (
            (pk, (role, names[target] if target else None, country, written))
            for pk, _party, role, target, country, written in rows
        ))  # fmt: skip

    def _agreements(self) -> None:
        for pk, *values in self._rows(AgreementTerms, TERMS):
            plain = self.found[pk]
            plain.update(zip(TERMS, values, strict=True))
            plain["covers_more"] = bool(plain["covers_more"])
            plain["entry_into_force_rule"] = texts(plain["entry_into_force_rule"])
        events = self._rows(LegalEvent, ("kind", '"on"', "party_id", "place_name", "note"))
        names = self._party_names
        self._lists("legal_events", (
            (pk, (kind, on, names.get(party, "") if party else "", texts(place), texts(note)))
            for pk, kind, on, party, place, note in events
        ), sorted_by=repr)  # fmt: skip

    def _events_and_contents(self) -> None:
        events = self._rows(StatusEvent, ("status", '"on"', "note"))
        self._lists("status_events", (
            (pk, (status, on, texts(note))) for pk, status, on, note in events
        ), sorted_by=repr)  # fmt: skip
        measures = self._rows(
            Measure, ("name", "value", "unit", "as_of", "note"), order="position, id"
        )
        self._lists("measures", (
            (pk, (texts(name), written_number(value, 4), texts(unit), as_of, texts(note)))
            for pk, name, value, unit, as_of, note in measures
        ))  # fmt: skip
        elements = self._rows(Element, ('"group"', "name"), order="position, id")
        self._lists("elements", ((pk, (texts(group), texts(name))) for pk, group, name in elements))

    def _links(self) -> None:
        # Said the other way round, no index helps: SQLite would else read all that are published.
        others = ", ".join(f"'{stage.value}'" for stage in Stage if stage != Stage.PUBLISHED)
        where = f"AND o.stage NOT IN ({others})" if self._public else ""
        relations = self._rows(
            Relation, ("t.kind", "o.key", "o.code"), order="t.id", where=where,
            joined="JOIN register_record AS o ON o.id = t.other_id",
        )  # fmt: skip
        self._lists("relations", (
            (pk, (kind, key or code)) for pk, kind, key, code in relations
        ), sorted_by=repr)  # fmt: skip
        identifiers = self._rows(ExternalIdentifier, ("scheme", "value"))
        self._lists("identifiers", (
            (pk, f"{scheme}:{value}") for pk, scheme, value in identifiers
        ), sorted_by=repr)  # fmt: skip

    def _citations(self) -> None:
        kind = ContentType.objects.get_for_model(Record).pk
        columns = ("t.field", "o.id", "o.key", "o.code", "t.start", 't."end"', "t.locator")
        rows = self._rows(
            Citation, columns, order="t.id", on="object_id",
            where=f"AND t.content_type_id = {kind}",
            joined="JOIN evidence_source AS o ON o.id = t.source_id",
        )  # fmt: skip
        self._lists("sources", (
            (pk, (field, key or code, start, end, words))
            for pk, field, _source, key, code, start, end, words in rows
        ), sorted_by=repr)  # fmt: skip
        cited: defaultdict[int, dict[int, None]] = defaultdict(dict)
        for pk, _field, source, *_rest in rows:
            cited[pk][source] = None
        for pk, sources in cited.items():
            self.found[pk]["cited"] = list(sources)


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


_scan = json.JSONDecoder().raw_decode


@lru_cache(maxsize=10_000)
def _texts(stored: str) -> dict[str, str]:
    try:
        data, _end = _scan(stored)
    except ValueError:
        data = stored
    if not isinstance(data, dict):
        return {"en": str(data)} if data not in (None, "") else {}
    return {code: str(data[code]) for code in LANGUAGE_CODES if data.get(code)}
