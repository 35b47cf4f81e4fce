"""Records in data files.

One item holds a record with all its parts. ``party`` of a legal event names one of the parties of
the record by organisation key, country code or the words of the source. The status is given by
events; ``status`` stands only where there are none, and never for an agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import field_validator

from serai.foundation.dataset.kinds import (
    NO_TEXT,
    DateText,
    Item,
    Key,
    Kind,
    Number,
    Part,
    Texts,
    register_kind,
)
from serai.foundation.dataset.loading import Loading
from serai.foundation.dataset.problems import ItemError
from serai.foundation.directory.models import Country, Field, Goal, Organisation, Theme
from serai.track.evidence.citing import Cited, check_cited, citation_rows
from serai.track.register import operations
from serai.track.register.exports import COLUMNS, TERMS, dump_records, party_name
from serai.track.register.models import (
    InstrumentType,
    LegalEventKind,
    PartyRole,
    Record,
    RecordKind,
    RelationKind,
    Renewal,
    Stage,
    Status,
)
from serai.track.register.operations import Parts

_CITABLE = (
    *COLUMNS, "counts_in_totals", "status", "countries", "place_country", "fields", "themes",
    "goals", "part_of",
    "parties", "legal_events", "status_events", "measures", "elements", "relations",
)  # fmt: skip


class CitedPart(Part):
    """A part that carries the places on which its fields rest."""

    cite: Cited = {}

    @field_validator("cite")
    @classmethod
    def cite_what_is_there(cls, cited: Cited) -> Cited:
        """Refuse citations of fields that the part does not have."""
        return check_cited(cited, [name for name in cls.model_fields if name != "cite"])


class TermsPart(CitedPart):
    """What only an agreement has."""

    instrument: InstrumentType = InstrumentType.UNKNOWN
    covers_more: bool = False
    term_years: int | None = None
    renewal: Renewal = Renewal.UNKNOWN
    notice_months: int | None = None
    entry_into_force_rule: Texts = NO_TEXT
    languages: str = ""
    depositary: str = ""
    treaty_series_number: str = ""


class PartyPart(CitedPart):
    """Who takes part, and in which role."""

    role: PartyRole = PartyRole.PARTY
    organisation: Key | None = None
    country: str | None = None
    as_written: str = ""


class LegalEventPart(CitedPart):
    """A dated step in the life of an agreement."""

    kind: LegalEventKind
    on: DateText = None
    party: str | None = None
    place_name: Texts = NO_TEXT
    note: Texts = NO_TEXT


class StatusEventPart(CitedPart):
    """A dated step in the life of another record."""

    status: Status
    on: DateText = None
    note: Texts = NO_TEXT


class MeasurePart(CitedPart):
    """A number that describes the record."""

    name: Texts
    value: Number
    unit: Texts = NO_TEXT
    as_of: DateText = None
    note: Texts = NO_TEXT


class ElementPart(CitedPart):
    """An item of a list that the record is made of."""

    group: Texts
    name: Texts


class RelationPart(Part):
    """A link to another record, by its key."""

    kind: RelationKind
    record: Key


class RecordItem(Item):
    """A record as it stands in a data file."""

    kind: RecordKind
    name: Texts
    name_as_written: str = ""
    summary: Texts = NO_TEXT
    status: Status | None = None
    part_of: Key | None = None
    countries: list[str] = []
    countries_are_examples: bool = False
    place_name: Texts = NO_TEXT
    place_country: str | None = None
    latitude: Number | None = None
    longitude: Number | None = None
    started_on: DateText = None
    ended_on: DateText = None
    fields: list[str] = []
    themes: list[Key] = []
    goals: list[int] = []
    counts_in_totals: bool = True
    counting_reason: Texts = NO_TEXT
    terms: TermsPart | None = None
    parties: list[PartyPart] = []
    legal_events: list[LegalEventPart] = []
    status_events: list[StatusEventPart] = []
    measures: list[MeasurePart] = []
    elements: list[ElementPart] = []
    relations: list[RelationPart] = []
    stage: Stage = Stage.DRAFT
    cite: Cited = {}

    @field_validator("cite")
    @classmethod
    def cite_what_is_there(cls, cited: Cited) -> Cited:
        """Refuse citations of fields that a record does not have."""
        return check_cited(cited, _CITABLE)


def load_record(item: RecordItem, loading: Loading) -> Record:
    """Create or change a record, with its parts, through the operations of the room."""
    _check_kind(item, loading)
    values, many = _values(item, loading)
    parts = Parts(
        terms=_terms_row(item, loading),
        parties=_party_rows(item, loading),
        status_events=_rows(item, "status_events", ("status", "on", "note"), loading),
        measures=_measure_rows(item, loading),
        elements=_rows(item, "elements", ("group", "name"), loading),
        citations=citation_rows(item.cite, loading),
    )
    loading.stop_at_faults()
    actor = loading.actor
    record = (
        Record.objects.filter(key=item.key).first() or Record.objects.filter(code=item.key).first()
    )
    if record is None:
        identity = {"key": item.key, **({"code": item.code} if item.code else {})}
        record = operations.add_record(
            actor=actor, record=Record(**identity, **values), many=many, parts=parts
        )
    else:
        operations.change_record(
            actor=actor, record=record, changes={**values, **many}, parts=parts
        )
    # Only now are the parties there to which the events refer.
    events = _event_rows(item, record, loading)
    operations.change_record(actor=actor, record=record, parts=Parts(legal_events=events))
    for stage in operations.stages_between(Stage(record.stage), item.stage):
        operations.move_to_stage(actor=actor, record=record, stage=stage)
    loading.later(lambda: _load_relations(item, record, loading))
    return record


def _check_kind(item: RecordItem, loading: Loading) -> None:
    is_agreement = item.kind == RecordKind.AGREEMENT
    if is_agreement and item.status is not None:
        loading.refuse("the status of an agreement follows from its legal_events", "status")
    if is_agreement and item.status_events:
        loading.refuse("an agreement has legal_events instead", "status_events")
    if not is_agreement and item.legal_events:
        loading.refuse("only an agreement has them; use status_events", "legal_events")
    if not is_agreement and item.terms is not None:
        loading.refuse("only an agreement has them", "terms")


def _values(item: RecordItem, loading: Loading) -> tuple[dict[str, Any], dict[str, Any]]:
    values: dict[str, Any] = {name: getattr(item, name) for name in COLUMNS}
    values["counts_in_totals"] = item.counts_in_totals
    values["place_country"] = loading.find_optional(Country, item.place_country, "place_country")
    values["part_of"] = loading.find_optional(Record, item.part_of, "part_of")
    if item.kind != RecordKind.AGREEMENT and not item.status_events:
        values["status"] = item.status or Status.UNKNOWN
    return values, {
        "countries": loading.find_all(Country, item.countries, "countries"),
        "fields": loading.find_all(Field, item.fields, "fields"),
        "themes": loading.find_all(Theme, item.themes, "themes"),
        "goals": loading.find_all(Goal, [str(number) for number in item.goals], "goals"),
    }


def _terms_row(item: RecordItem, loading: Loading) -> dict[str, Any] | None:
    if item.kind != RecordKind.AGREEMENT:
        return None
    terms = item.terms or TermsPart()
    return {
        **{name: getattr(terms, name) for name in TERMS},
        "citations": _part_citations(terms, loading, "terms"),
    }


def _party_rows(item: RecordItem, loading: Loading) -> list[dict[str, Any]]:
    return [
        {
            "role": party.role,
            "organisation": loading.find_optional(
                Organisation, party.organisation, "parties", index, "organisation"
            ),
            "country": loading.find_optional(Country, party.country, "parties", index, "country"),
            "as_written": party.as_written,
            "citations": _part_citations(party, loading, "parties", index),
        }
        for index, party in enumerate(item.parties)
    ]


def _event_rows(item: RecordItem, record: Record, loading: Loading) -> list[dict[str, Any]]:
    parties = {
        party_name(party): party
        for party in record.parties.select_related("organisation", "country")
    }
    rows = _rows(item, "legal_events", ("kind", "on", "place_name", "note"), loading)
    for index, (row, event) in enumerate(zip(rows, item.legal_events, strict=True)):
        if event.party is not None and event.party not in parties:
            raise ItemError(
                f"“{event.party}” is not among the parties of this record",
                "legal_events", index, "party",
            )  # fmt: skip
        row["party"] = parties[event.party] if event.party is not None else None
    return rows


def _rows(
    item: RecordItem, kind: str, names: Sequence[str], loading: Loading
) -> list[dict[str, Any]]:
    parts: list[Any] = getattr(item, kind)
    return [
        {
            **{name: getattr(part, name) for name in names},
            "citations": _part_citations(part, loading, kind, index),
        }
        for index, part in enumerate(parts)
    ]


def _part_citations(part: CitedPart, loading: Loading, *path: str | int) -> list[dict[str, Any]]:
    """Resolve the citations of a part, and tell a fault at the line of the part."""
    return citation_rows(part.cite, loading, *path)


def _measure_rows(item: RecordItem, loading: Loading) -> list[dict[str, Any]]:
    for index, measure in enumerate(item.measures):
        try:
            Decimal(measure.value)
        except InvalidOperation:
            loading.refuse(f"“{measure.value}” is not a number", "measures", index, "value")
    return _rows(item, "measures", ("name", "value", "unit", "as_of", "note"), loading)


def _load_relations(item: RecordItem, record: Record, loading: Loading) -> None:
    rows = [
        {
            "kind": relation.kind,
            "other": loading.find(Record, relation.record, "relations", index, "record"),
        }
        for index, relation in enumerate(item.relations)
    ]
    operations.change_record(actor=loading.actor, record=record, parts=Parts(relations=rows))


register_kind(
    Kind(
        "records",
        Record,
        RecordItem,
        load_record,
        dump_records,
        renamed={
            "source": "cite",
            "field": "cite",
            "start": "cite",
            "end": "cite",
            "locator": "cite",
            "other": "relations",
        },
    )
)
