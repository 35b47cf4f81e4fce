"""Records as they stand in data files."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from serai.foundation.dataset.kinds import own_code, reference, written
from serai.track.evidence.citing import written_citations
from serai.track.evidence.queries import citations_for
from serai.track.register import queries
from serai.track.register.models import AgreementTerms, LegalEvent, Measure, Party, Record, Status
from serai.track.register.presentation import terms_of
from serai.track.register.record_page import shown_objects

COLUMNS = (
    "kind", "name", "name_as_written", "summary", "countries_are_examples", "place_name",
    "latitude", "longitude", "started_on", "ended_on", "counting_reason",
)  # fmt: skip
TERMS = (
    "instrument", "covers_more", "term_years", "renewal", "notice_months",
    "entry_into_force_rule", "languages", "depositary", "treaty_series_number",
)  # fmt: skip


def party_name(party: Party) -> str:
    """How a legal event of the same record refers to a party."""
    target = party.organisation or party.country
    return str(reference(target)) if target is not None else party.as_written


def dump_records() -> Iterator[dict[str, Any]]:
    """Give every record as it stands in a file."""
    records = queries.for_page(Record.objects.order_by("pk"), public_only=False)
    for record in records.iterator(chunk_size=200):
        cited = {
            target: written_citations(found)
            for target, found in citations_for(shown_objects(record)).items()
        }
        has_events = record.is_agreement or record.status_events.all()
        key = str(reference(record))
        terms = terms_of(record)
        yield written(
            key=key,
            code=own_code(record),
            **{
                name: _plain(getattr(record, name))
                for name in COLUMNS
                if name != "counts_in_totals"
            },
            status=None if has_events or record.status == Status.UNKNOWN else record.status,
            part_of=reference(record.part_of),
            countries=[country.pk for country in record.countries.all()],
            place_country=record.place_country_id,
            fields=[field.pk for field in record.fields.all()],
            themes=[reference(theme) for theme in record.themes.all()],
            goals=[goal.pk for goal in record.goals.all()],
            counts_in_totals=None if record.counts_in_totals else False,
            terms=_written_terms(terms, cited) if terms else None,
            parties=[_written_party(party, cited) for party in record.parties.all()],
            legal_events=[_written_event(event, cited) for event in record.legal_events.all()],
            status_events=[
                written(status=event.status, on=event.on, note=event.note, cite=cited[event])
                for event in record.status_events.all()
            ],
            measures=[_written_measure(measure, cited) for measure in record.measures.all()],
            elements=[
                written(group=element.group, name=element.name, cite=cited[element])
                for element in record.elements.all()
            ],
            relations=[
                written(kind=relation.kind, record=reference(relation.other))
                for relation in record.relations.all()
            ],
            stage=record.stage,
            cite=cited[record],
        )


_WrittenCitations = dict[Any, dict[str, Any]]


def _written_terms(terms: AgreementTerms, cited: _WrittenCitations) -> dict[str, Any]:
    values = {name: _plain(getattr(terms, name)) for name in TERMS}
    for name in ("instrument", "renewal"):
        if values[name] == "unknown":
            values[name] = None
    return written(**values, cite=cited[terms])


def _written_party(party: Party, cited: _WrittenCitations) -> dict[str, Any]:
    return written(
        role=party.role,
        organisation=reference(party.organisation),
        country=party.country_id,
        as_written=party.as_written,
        cite=cited[party],
    )


def _written_event(event: LegalEvent, cited: _WrittenCitations) -> dict[str, Any]:
    return written(
        kind=event.kind,
        on=event.on,
        party=party_name(event.party) if event.party else None,
        place_name=event.place_name,
        note=event.note,
        cite=cited[event],
    )


def _written_measure(measure: Measure, cited: _WrittenCitations) -> dict[str, Any]:
    return written(
        name=measure.name,
        value=_plain(measure.value),
        unit=measure.unit,
        as_of=measure.as_of,
        note=measure.note,
        cite=cited[measure],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return None if value is False else value
