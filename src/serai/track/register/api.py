"""The register in the API: records with all their parts, and how far the work on them is."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import StringConstraints

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.api.problems import Fault
from serai.foundation.api.resources import Action, Filter, Resource, choice_filter
from serai.foundation.api.routes import routes
from serai.foundation.api.scopes import register_scope
from serai.foundation.api.shapes import (
    Computed,
    Extra,
    Given,
    Part,
    Reader,
    Shape,
    Written,
    refused,
)
from serai.foundation.api.values import NO_CONTROLS, NOT_BLANK, Code
from serai.track.evidence.api import CITATIONS
from serai.track.register import operations
from serai.track.register.facets import FACETS
from serai.track.register.filters import RecordFilter
from serai.track.register.merging import merge_records
from serai.track.register.models import (
    AgreementTerms,
    Element,
    LegalEvent,
    Measure,
    Party,
    Record,
    Relation,
    Stage,
    StatusEvent,
)
from serai.track.register.operations import Parts

router = Router()
SCOPE = register_scope("write:register", _("Write the register"))
_CITED = {"citations": CITATIONS}
_STAGES = tuple(Stage.values)


def sees_record(record: Record, reader: Reader) -> bool:
    """Whether a reader may know of a record."""
    return record.stage == Stage.PUBLISHED or may(reader, "register.enter_desk")


def _visible(reader: Reader, _parent: object) -> models.QuerySet[Record]:
    if may(reader, "register.enter_desk"):
        return Record.objects.all()
    return Record.objects.filter(stage=Stage.PUBLISHED)


def party_reference(party: Party | None) -> str | None:
    """How a legal event refers to a party of its record: by code, else by what it is called."""
    if party is None:
        return None
    if party.organisation is not None:
        return party.organisation.code
    return party.country_id or party.as_written


def _narrow(rows: models.QuerySet[Any], query: QueryDict) -> models.QuerySet[Any]:
    """Narrow a list as the screens do, by the same parameters."""
    own = QueryDict(mutable=True)
    for name in (*(facet.parameter for facet in FACETS), "q"):
        if query.getlist(name):
            own.setlist(name, query.getlist(name))
    chosen = RecordFilter.parse(own)
    return rows if chosen.is_empty else chosen.records(rows)


def _filters() -> tuple[Filter, ...]:
    facets = [
        Filter(
            name=facet.parameter,
            description=f"As the list of the register: {facet.label}. Several are alternatives.",
            annotation=Annotated[str, StringConstraints(pattern=NOT_BLANK, max_length=100)],
            is_many=True,
        )
        for facet in FACETS
    ]
    words = Filter(
        name="q",
        description="Words to search for, as in the search of the register.",
        annotation=Annotated[str, StringConstraints(pattern=NO_CONTROLS, max_length=200)],
    )
    return (words, *facets, choice_filter("stage", Stage))


SHAPE = Shape(
    model=Record,
    title="Record",
    columns=(
        "kind", "name", "name_as_written", "summary", "status", "part_of", "countries",
        "countries_are_examples", "place_name", "place_country", "latitude", "longitude",
        "started_on", "ended_on", "fields", "themes", "goals", "counts_in_totals",
        "counting_reason",
    ),
    shows={"part_of": sees_record},
    computed={
        "stage": Computed(
            str, lambda row, _reader: row.stage, "How far the editorial work is.", "draft"
        ),
        "changed_at": Computed(
            str, lambda row, _reader: row.changed_at.isoformat(timespec="seconds"),
            "When it changed last.", "2026-05-04T09:30:00+00:00",
        ),
        "quality": Computed(
            int | None, lambda row, _reader: row.quality,
            "How well it is documented, 0 to 100; null while it has not been worked out.", 72,
        ),
        "page": Computed(
            str,
            lambda row, _reader: row.get_absolute_url(),
            "Its page, in the language asked for.",
            "/en/register/0000r3c0rd/",
        ),
    },
    parts={
        "terms": Part(
            relation="agreement",
            is_single=True,
            shape=Shape(
                model=AgreementTerms,
                title="Terms",
                columns=(
                    "instrument", "covers_more", "term_years", "renewal", "notice_months",
                    "entry_into_force_rule", "languages", "depositary", "treaty_series_number",
                ),
                parts=_CITED,
            ),
        ),
        "parties": Part(
            shape=Shape(
                model=Party,
                title="Party",
                columns=("role", "organisation", "country", "as_written"),
                parts=_CITED,
            )
        ),
        "legal_events": Part(
            shape=Shape(
                model=LegalEvent,
                title="LegalEvent",
                columns=("kind", "on", "place_name", "note"),
                extras={
                    "party": Extra(
                        Annotated[str, StringConstraints(pattern=NOT_BLANK, max_length=300)] | None,
                        str | None,
                        lambda row, _reader: party_reference(row.party),
                        "Which party of the record it concerns, by the code of the organisation, "
                        "the country, or the words of the source; null: all.",
                    )
                },
                parts=_CITED,
                also_fetch=("party__organisation",),
            )
        ),
        "status_events": Part(
            shape=Shape(
                model=StatusEvent,
                title="StatusEvent",
                columns=("status", "on", "note"),
                parts=_CITED,
            )
        ),
        "measures": Part(
            shape=Shape(
                model=Measure,
                title="Measure",
                columns=("name", "value", "unit", "as_of", "note"),
                parts=_CITED,
            )
        ),
        "elements": Part(
            shape=Shape(
                model=Element, title="Element", columns=("group", "name"), parts=_CITED
            )
        ),
        "relations": Part(
            shape=Shape(model=Relation, title="Relation", columns=("kind", "other")),
            shows=lambda row, reader: sees_record(row.other, reader),
        ),
        "citations": CITATIONS,
    },
)  # fmt: skip


def _create(actor: User, written: Written, _parent: object) -> Record:
    record = operations.add_record(
        actor=actor,
        record=Record(**written.columns),
        many=written.sets,
        parts=_parts(written),
    )
    _write_legal_events(actor, record, written)
    return record


def _change(actor: User, record: Record, written: Written) -> None:
    changes = written.values
    has_events = written.parts.get("status_events", record.status_events.all())
    if changes.get("kind", record.kind) == "agreement" or has_events:
        changes.pop("status", None)  # It follows from the events.
    operations.change_record(actor=actor, record=record, changes=changes, parts=_parts(written))
    _write_legal_events(actor, record, written)


def _parts(written: Written) -> Parts:
    return Parts(**{name: rows for name, rows in written.parts.items() if name != "legal_events"})


def _write_legal_events(actor: User, record: Record, written: Written) -> None:
    """Write the events once the parties are there to which they refer."""
    rows = written.parts.get("legal_events")
    if rows is None or not (rows or record.legal_events.exists()):
        return
    if not record.is_agreement:
        raise refused([Fault("Only an agreement has legal events.", pointer="/legal_events")])
    parties = {
        party_reference(party): party
        for party in record.parties.select_related("organisation", "country")
    }
    events, faults = [], []
    for index, row in enumerate(rows):
        named = row["party"]
        if named is not None and named not in parties:
            message = f"“{named}” is not among the parties of this record."
            faults.append(Fault(message, pointer=f"/legal_events/{index}/party"))
        events.append({**row, "party": parties.get(named) if named is not None else None})
    if faults:
        raise refused(faults)
    operations.change_record(actor=actor, record=record, parts=Parts(legal_events=events))


class StageGiven(Given):
    """The stage to which a record is carried."""

    stage: Literal[_STAGES]  # type: ignore[valid-type]
    note: Annotated[str, StringConstraints(max_length=1000, pattern=NO_CONTROLS)] = ""


def _move(actor: User, record: Record, given: StageGiven) -> object:
    return operations.move_to_stage(
        actor=actor, record=record, stage=Stage(given.stage), note=given.note
    )


class MergeGiven(Given):
    """The record that is there a second time."""

    duplicate: Code


def _merge(actor: User, record: Record, given: MergeGiven) -> object:
    duplicate = _visible(actor, None).filter(code=given.duplicate).first()
    if duplicate is None:
        raise refused([Fault("There is no such record.", pointer="/duplicate")])
    return merge_records(actor=actor, survivor=record, duplicate=duplicate)


RECORDS = Resource(
    name="records",
    noun="record",
    tag="Register",
    description="What the cooperation consists of: agreements, facilities, platforms, programmes, "
    "training runs, projects. The public reads what is published.",
    shape=SHAPE,
    visible=_visible,
    filters=_filters(),
    narrow=_narrow,
    orders={
        "changed": ("-changed_at", "-pk"),
        "started": ("-started_on", "-pk"),
        "name": ("sort_name", "pk"),
    },
    scope=SCOPE,
    may_create="register.change_record",
    may_change="register.change_record",
    may_delete="register.change_record",
    create=_create,
    change=_change,
    delete=lambda actor, record: operations.delete_draft(actor=actor, record=record),
    actions=(
        Action(
            name="stage", summary="Carry a record to another stage",
            description="Draft → checked → published; what was published can be withdrawn. To be "
            "published a record must cite a source.",
            permission="register.publish_record", given=StageGiven, run=_move,
            example={"stage": "checked", "note": ""},
        ),
        Action(
            name="merge", summary="Merge a duplicate into a record",
            description="Everything of the duplicate goes to this record, and the address of the "
            "duplicate leads to it. What this record says itself stands.",
            permission="register.change_record", given=MergeGiven, run=_merge,
            example={"duplicate": "0000r3c0r2"},
        ),
    ),
    departures=("register.record_withdrawn", "register.duplicate_deleted"),
    example={
        "kind": "joint_laboratory",
        "name": {"en": "Joint Laboratory for Solar Energy", "fr": "Laboratoire solaire commun"},
        "status": "operating",
        "countries": ["CN", "KZ"],
        "started_on": "2019-05",
        "fields": ["2.7"],
        "goals": [7],
        "parties": [{"role": "host", "organisation": "00000000rg"}],
        "measures": [{"name": {"en": "Capacity"}, "value": "100", "unit": {"en": "MW"}}],
        "citations": [{"source": "000000s0rc", "locator": "page 3"}],
    },
    example_code="0000r3c0rd",
)  # fmt: skip
routes(RECORDS, router)
