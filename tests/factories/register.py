"""Records of the register and their parts, for tests.

Plain rows, made without operations and without entries in the record of changes: a test that is
about operations calls the operations. As no entry tells of them, the columns are forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from serai.foundation.dates import PartialDate
from serai.foundation.directory.models import Country, Field, Goal, Organisation, Theme
from serai.foundation.translation import TranslatedText
from serai.track.register.catalogue.keeping import forget_columns
from serai.track.register.models import (
    AgreementTerms,
    Element,
    InstrumentType,
    LegalEvent,
    LegalEventKind,
    Measure,
    Party,
    PartyRole,
    Record,
    RecordKind,
    Relation,
    RelationKind,
    Stage,
    Status,
    StatusEvent,
)

_numbers = count(1)


def make_record(
    *,
    kind: RecordKind = RecordKind.JOINT_LABORATORY,
    name: str | dict[str, str] | None = None,
    stage: Stage = Stage.PUBLISHED,
    countries: Iterable[Country] = (),
    fields: Iterable[Field] = (),
    themes: Iterable[Theme] = (),
    goals: Iterable[Goal] = (),
    started_on: str = "",
    **values: Any,
) -> Record:
    """A published record, unless a stage is given."""
    name = name or f"Record {next(_numbers)}"
    started = PartialDate.parse(started_on) if started_on else None
    for column in ("summary", "place_name", "counting_reason"):
        if column in values:
            values[column] = _translated(values[column])
    record = Record(
        kind=kind,
        name=_translated(name),
        stage=stage,
        started_on=started,
        **{"year": started.year if started else None, **values},
    )
    record.full_clean()
    record.save()
    record.countries.set(countries)
    record.fields.set(fields)
    record.themes.set(themes)
    record.goals.set(goals)
    forget_columns()
    return record


def make_agreement(
    *,
    instrument: InstrumentType = InstrumentType.INTERGOVERNMENTAL,
    terms: dict[str, Any] | None = None,
    **values: Any,
) -> Record:
    """An agreement with its terms."""
    record = make_record(kind=RecordKind.AGREEMENT, **values)
    AgreementTerms.objects.create(record=record, instrument=instrument, **(terms or {}))
    forget_columns()
    return record


def make_party(
    record: Record,
    *,
    organisation: Organisation | None = None,
    country: Country | None = None,
    as_written: str = "",
    role: PartyRole = PartyRole.PARTY,
    position: int = 0,
) -> Party:
    """A party; without an organisation or country, one that a source names in words only."""
    if not (organisation or country or as_written):
        as_written = f"Institute {next(_numbers)}"
    forget_columns()
    return Party.objects.create(
        record=record,
        role=role,
        organisation=organisation,
        country=country,
        as_written=as_written,
        position=position,
    )


def make_legal_event(
    record: Record, kind: LegalEventKind, on: str = "", *, party: Party | None = None
) -> LegalEvent:
    """A legal event; the stored status of the record stays as it is."""
    return LegalEvent.objects.create(record=record, kind=kind, on=on, party=party)


def make_status_event(record: Record, status: Status, on: str = "") -> StatusEvent:
    """A status event; the stored status of the record stays as it is."""
    return StatusEvent.objects.create(record=record, status=status, on=on)


def make_measure(
    record: Record, *, name: str = "Capacity", value: int = 100, unit: str = "MW"
) -> Measure:
    """A measure of a record."""
    return Measure.objects.create(
        record=record, name=_translated(name), value=value, unit=_translated(unit)
    )


def make_element(record: Record, *, group: str = "Principles", name: str = "Openness") -> Element:
    """An item of one of the lists of a record."""
    return Element.objects.create(record=record, group=_translated(group), name=_translated(name))


def make_relation(
    record: Record, other: Record, kind: RelationKind = RelationKind.RELATED
) -> Relation:
    """A relation from one record to another."""
    return Relation.objects.create(record=record, other=other, kind=kind)


def _translated(value: str | dict[str, str] | TranslatedText) -> TranslatedText:
    if isinstance(value, TranslatedText):
        return value
    return TranslatedText({"en": value} if isinstance(value, str) else value)
