"""Writes new records in bulk: every table at once, one entry of the record of changes each.

What the operations derive (status, year, words, quality) is derived here from the plain form by the
same functions. `tests/track/register/exchange/test_pipeline.py` holds both to the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from serai.foundation.bulk import insert_rows, reserve_keys, stored_time
from serai.foundation.identity import code_for_key, new_code
from serai.foundation.record.operations import Actor, Change, record_many
from serai.foundation.translation import render_text
from serai.track.evidence.models import Citation, Source
from serai.track.register import verbs
from serai.track.register.exchange.checking import party_name
from serai.track.register.exchange.references import References
from serai.track.register.exchange.shape import DEFAULTS, TERMS, Plain
from serai.track.register.exchange.values import partial_date
from serai.track.register.indexes import RECORDS
from serai.track.register.models import (
    AgreementTerms,
    Element,
    ExternalIdentifier,
    LegalEvent,
    LegalEventKind,
    Measure,
    Party,
    PartyRole,
    Record,
    RecordKind,
    Relation,
    Renewal,
    Status,
    StatusEvent,
)
from serai.track.register.models.record import searched_words, sort_name
from serai.track.register.quality import Facts, SourceFacts, quality_of
from serai.track.register.status import Event, Step, Term, agreement_status, latest_status

_RECORD = Record._meta.label_lower
_COLUMNS = (
    "id", "code", "key", "kind", "name", "name_as_written", "summary", "status", "part_of_id",
    "countries_are_examples", "place_name", "place_country_id", "latitude", "longitude",
    "started_on", "ended_on", "counts_in_totals", "counting_reason", "stage", "changed_at", "year",
    "sort_name", "words", "quality",
)  # fmt: skip
_CITATION = ("content_type_id", "object_id", "field", "source_id", "start", "end", "locator",
             "claim_id", "note")  # fmt: skip
_PART_COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
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
_EMPTY: tuple[Any, ...] = (None, "", {}, [])
_quoted = json.encoder.encode_basestring_ascii


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as the quality of a record needs it."""

    pk: int
    facts: SourceFacts

    @classmethod
    def of(cls, source: Source) -> Cited:
        """Take what is needed of a source."""
        return cls(source.pk, SourceFacts(source.kind, source.is_official))


@dataclass(slots=True)
class NewRecord:
    """A record to be written, its primary key reserved."""

    pk: int
    plain: Plain
    locator: str
    """Where in the source of the import it stands."""


class Writer:
    """Writes pieces of new records in one transaction."""

    def __init__(
        self, *, actor: Actor, references: References, targets: Mapping[str, int],
        source: Source | None, note: str,
    ) -> None:  # fmt: skip
        self._actor = actor
        self._references = references
        self._targets = targets
        """The primary keys of the records that others refer to, by the name they use."""
        self._source = Cited.of(source) if source else None
        self._note = note
        self._today = timezone.localdate()
        self._now = stored_time(timezone.now())
        self._record_type = ContentType.objects.get_for_model(Record).pk
        self._sources = {
            each.pk: SourceFacts(each.kind, each.is_official)
            for each in Source.objects.only("kind", "is_official")
        }

    def write(self, records: Sequence[NewRecord]) -> range:
        """Write records with their parts; return the numbers of their entries."""
        self._rows: dict[type[models.Model], list[tuple[Any, ...]]] = {
            model: [] for model in _PART_COLUMNS
        }
        self._keys: dict[type[models.Model], Iterator[int]] = {}
        for model, count in _count_parts(records, bool(self._source)).items():
            if count:
                self._keys[model] = iter(reserve_keys(model, count))
        made = [self._make(record) for record in records]
        with RECORDS.adding([record.pk for record in records]):
            insert_rows(Record, _COLUMNS, [row for row, _change, _sets in made])
        for index, (name, column) in enumerate(
            (("countries", "country_id"), ("fields", "field_id"), ("themes", "theme_id"),
             ("goals", "goal_id"))
        ):  # fmt: skip
            through: Any = getattr(Record, name).through
            rows = [
                (record.pk, value)
                for record, (_row, _change, sets) in zip(records, made, strict=True)
                for value in sets[index]
            ]
            if rows:
                insert_rows(through, ("record_id", column), rows)
        for model, rows in self._rows.items():
            if rows:
                insert_rows(model, ("id", *_PART_COLUMNS[model]), rows)
        return record_many(
            actor=self._actor,
            verb=verbs.RECORD_IMPORTED,
            changes=[change for _row, change, _sets in made],
            note=self._note,
        )

    def _make(
        self, record: NewRecord
    ) -> tuple[tuple[Any, ...], Change, tuple[list[Any], list[Any], list[Any], list[int]]]:
        plain = {**DEFAULTS, **record.plain}
        pk = record.pk
        code = plain["code"] or (
            code_for_key(_RECORD, plain["key"]) if plain["key"] else new_code()
        )
        dates, status = self._events(plain)
        started = partial_date(plain["started_on"]) if plain["started_on"] else None
        first = started or (min(dates) if dates else None)
        parties = plain["parties"]
        called = [plain["name_as_written"], *(party[3] for party in parties)]
        words = searched_words([plain["name"], plain["summary"], plain["place_name"]], called)
        part_of = self._targets[plain["part_of"]] if plain["part_of"] else None
        themes = sorted(self._references.themes[name].pk for name in plain["themes"])
        parts = self._parts(record, plain)
        row = (
            pk, code, plain["key"] or None, plain["kind"], stored_texts(plain["name"]),
            plain["name_as_written"], stored_texts(plain["summary"]), status, part_of,
            plain["countries_are_examples"], stored_texts(plain["place_name"]),
            plain["place_country"], plain["latitude"], plain["longitude"], plain["started_on"],
            plain["ended_on"], plain["counts_in_totals"], stored_texts(plain["counting_reason"]),
            plain["stage"], self._now, first.year if first else None, sort_name(plain["name"]),
            words, self._quality(plain, status, first, len(dates)),
        )  # fmt: skip
        after = {
            "code": code, "key": plain["key"] or None, "kind": plain["kind"],
            "name": plain["name"], "name_as_written": plain["name_as_written"],
            "summary": plain["summary"], "status": status, "part_of": part_of,
            "countries_are_examples": plain["countries_are_examples"],
            "place_name": plain["place_name"], "place_country": plain["place_country"],
            "latitude": _with_places(plain["latitude"], 5),
            "longitude": _with_places(plain["longitude"], 5),
            "started_on": plain["started_on"] or None, "ended_on": plain["ended_on"] or None,
            "counts_in_totals": plain["counts_in_totals"],
            "counting_reason": plain["counting_reason"], "stage": plain["stage"],
            "countries": plain["countries"], "fields": plain["fields"], "themes": themes,
            "goals": plain["goals"],
        }  # fmt: skip
        # What is left out is as in every new record.
        after = {name: value for name, value in after.items() if value not in _EMPTY}
        if parts:
            after["parts"] = parts
        change = Change(_RECORD, str(pk), render_text(plain["name"], "en").text, None, after)
        return row, change, (plain["countries"], plain["fields"], themes, plain["goals"])

    def _events(self, plain: Plain) -> tuple[list[Any], str]:
        """Return the dates of the events of a record, and the status that follows from them."""
        if plain["kind"] == RecordKind.AGREEMENT:
            dates = [partial_date(event[1]) for event in plain["legal_events"] if event[1]]
            return dates, _agreement_status(plain, self._today).value
        events = plain["status_events"]
        if not events:
            return [], plain["status"]
        steps = [Step(Status(each[0]), partial_date(each[1]) if each[1] else None)
                 for each in events]  # fmt: skip
        status = latest_status(steps, on=self._today)
        dates = [step.on for step in steps if step.on]
        return dates, (status or Status(plain["status"])).value

    def _parts(self, record: NewRecord, plain: Plain) -> list[dict[str, Any]]:
        """Note the rows of the parts of a record; return them as they stand in its entry."""
        pk = record.pk
        parts: list[dict[str, Any]] = []
        organisations = self._references.organisations
        named: dict[str, int] = {}
        for position, party in enumerate(plain["parties"]):
            role, organisation, country, written = party
            target = organisations[organisation].pk if organisation else None
            key = self._add(
                parts, Party, (pk, role, target, country, written, position),
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
            self._add(parts, AgreementTerms, (pk, *stored.values()), {"record": pk, **values})
        for kind, on, party, place, note in plain["legal_events"]:
            who = named[party] if party else None
            self._add(
                parts, LegalEvent, (pk, kind, on, who, stored_texts(place), stored_texts(note)),
                {"record": pk, "kind": kind, "on": on or None, "party": who, "place_name": place,
                 "note": note},
            )  # fmt: skip
        for status, on, note in plain["status_events"]:
            self._add(
                parts, StatusEvent, (pk, status, on, stored_texts(note)),
                {"record": pk, "status": status, "on": on or None, "note": note},
            )  # fmt: skip
        for position, (name, value, unit, as_of, note) in enumerate(plain["measures"]):
            self._add(
                parts, Measure,
                (pk, stored_texts(name), value, stored_texts(unit), as_of, stored_texts(note),
                 position),
                {"record": pk, "name": name, "value": _with_places(value, 4), "unit": unit,
                 "as_of": as_of or None, "note": note, "position": position},
            )  # fmt: skip
        for position, (group, name) in enumerate(plain["elements"]):
            self._add(
                parts, Element, (pk, stored_texts(group), stored_texts(name), position),
                {"record": pk, "group": group, "name": name, "position": position},
            )  # fmt: skip
        for kind, other in plain["relations"]:
            target = self._targets[other]
            self._add(parts, Relation, (pk, kind, target),
                      {"record": pk, "kind": kind, "other": target})  # fmt: skip
        for identifier in plain["identifiers"]:
            scheme, _colon, value = identifier.partition(":")
            self._add(parts, ExternalIdentifier, (pk, scheme, value),
                      {"record": pk, "scheme": scheme, "value": value})  # fmt: skip
        for field, source, start, end, words in self._citations(record, plain):
            self._add(
                parts, Citation,
                (self._record_type, pk, field, source, start, end, words, None, ""),
                {"content_type": self._record_type, "object_id": pk, "field": field,
                 "source": source, "start": start, "end": end, "locator": words, "claim": None,
                 "note": {}},
            )  # fmt: skip
        return parts

    def _citations(
        self, record: NewRecord, plain: Plain
    ) -> Iterator[tuple[str, int, int | None, int | None, str]]:
        for field, source, start, end, words in plain["sources"]:
            yield field, self._references.sources[source].pk, start, end, words
        if self._source is not None:
            yield "", self._source.pk, None, None, record.locator[:200]

    def _add(
        self, parts: list[dict[str, Any]], model: type[models.Model], row: tuple[Any, ...],
        values: dict[str, Any],
    ) -> int:  # fmt: skip
        key: int = next(self._keys[model])
        self._rows[model].append((key, *row))
        values = {name: value for name, value in values.items() if value not in _EMPTY}
        parts.append({"type": model._meta.label_lower, "id": key, "values": values})
        return key

    def _quality(self, plain: Plain, status: str, first: Any, dated: int) -> int:
        fields = {cited[0] for cited in plain["sources"]}
        sources = {self._references.sources[cited[1]].pk for cited in plain["sources"]}
        if self._source is not None:
            fields.add("")
            sources.add(self._source.pk)
        stated = ["name"] + [
            name for name in ("started_on", "ended_on", "place_name", "place_country", "latitude")
            if plain[name]
        ]  # fmt: skip
        cited = stated if "" in fields else [name for name in stated if name in fields]
        parts = len(plain["parties"]) + len(plain["measures"])
        parts += len(plain["legal_events"]) + len(plain["status_events"])
        dates = [each[1] for each in (*plain["legal_events"], *plain["status_events"]) if each[1]]
        dates = [each for each in (plain["started_on"], *dates) if each]
        best = max(map(_precision, dates), key=len, default="")
        return _score(
            plain["kind"], status, len(plain["name"]), bool(plain["summary"]),
            bool(plain["countries"]), bool(plain["fields"] or plain["themes"]),
            plain["latitude"] is not None, best, len(plain["parties"]),
            sum(bool(party[1] or party[2]) for party in plain["parties"]),
            len(stated) + parts, len(cited),
            tuple(sorted((self._sources[pk].kind, self._sources[pk].is_official)
                         for pk in sources)),
        )  # fmt: skip


def _precision(written: str) -> str:
    """Return a date of the same precision as a written one: the score asks for no more."""
    precision = partial_date(written).precision
    return {"year": "2000", "month": "2000-01"}.get(precision, "2000-01-01")


@lru_cache(maxsize=20_000)
def _score(  # noqa: PLR0917
    kind: str, status: str, languages: int, has_summary: bool, has_countries: bool,  # noqa: FBT001
    has_fields: bool, has_point: bool, best: str, parties: int, named: int, stated: int,  # noqa: FBT001
    cited: int, sources: tuple[tuple[str, bool], ...],
) -> int:  # fmt: skip
    """Return the score of a record; there are few different ones among many records."""
    return quality_of(
        Facts(
            kind=kind, status=status, languages=languages, has_summary=has_summary,
            has_countries=has_countries, has_fields=has_fields, has_point=has_point,
            date=partial_date(best) if best else None, parties=parties, named_parties=named,
            stated=stated, cited=cited,
            sources=[SourceFacts(kind, official) for kind, official in sources],
        )
    ).score  # fmt: skip


def _agreement_status(plain: Plain, today: date) -> Status:
    names = [party_name(party) for party in plain["parties"]]
    events = [
        Event.dated(
            LegalEventKind(kind), partial_date(on) if on else None, reported=today,
            party=str(names.index(party) + 1) if party else "",
        )
        for kind, on, party, _place, _note in plain["legal_events"]
    ]  # fmt: skip
    if not events:
        return Status.UNKNOWN
    parties = sum(party[0] == PartyRole.PARTY for party in plain["parties"])
    known = None if plain["countries_are_examples"] else parties or None
    term = Term(plain["term_years"], Renewal(plain["renewal"]), known)
    return agreement_status(events, term, on=today)


def _count_parts(records: Sequence[NewRecord], cites: bool) -> dict[type[models.Model], int]:  # noqa: FBT001
    counts: dict[type[models.Model], int] = dict.fromkeys(_PART_COLUMNS, 0)
    lists = (("parties", Party), ("legal_events", LegalEvent), ("status_events", StatusEvent),
             ("measures", Measure), ("elements", Element), ("relations", Relation),
             ("identifiers", ExternalIdentifier), ("sources", Citation))  # fmt: skip
    for record in records:
        plain = record.plain
        for name, model in lists:
            if rows := plain.get(name):
                counts[model] += len(rows)
        if plain["kind"] == RecordKind.AGREEMENT:
            counts[AgreementTerms] += 1
    if cites:
        counts[Citation] += len(records)
    return counts


def stored_texts(texts: Mapping[str, str]) -> str:
    """Return texts as a translated column holds them."""
    # What `json.dumps(texts, sort_keys=True)` writes, in a tenth of the time.
    members = [f'"{language}": {_quoted(texts[language])}' for language in sorted(texts)]
    return f"{{{', '.join(members)}}}"


def _with_places(written: str | None, places: int) -> str | None:
    """Write a number with all its decimals, as snapshots do."""
    if written is None:
        return None
    whole, _point, decimals = written.partition(".")
    return f"{whole}.{decimals:0<{places}}"
