"""Writing the register: records, their parts, and how far the editorial work on them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    PartVerbs,
    Program,
    change_object,
    create_object,
    delete_object,
    entries_made,
    sync_parts,
)
from serai.foundation.record.settling import settle_after_undo
from serai.track.evidence.operations import cite
from serai.track.register import verbs
from serai.track.register.models import (
    AgreementTerms,
    LegalEvent,
    Party,
    PartyRole,
    Record,
    RecordKind,
    Renewal,
    Stage,
    Status,
    StatusEvent,
)
from serai.track.register.models import LegalEventKind as EventKind
from serai.track.register.quality import record_quality
from serai.track.register.status import Event, Step, Term, agreement_status, latest_status

Row = Mapping[str, Any]
Rows = Sequence[Row]

TRANSITIONS = {
    Stage.DRAFT: (Stage.CHECKED,),
    Stage.CHECKED: (Stage.PUBLISHED, Stage.DRAFT),
    Stage.PUBLISHED: (Stage.WITHDRAWN,),
    Stage.WITHDRAWN: (Stage.DRAFT,),
}
"""The stages that may follow each stage."""

COMPUTATION = Program("Status computation")


def stages_between(start: Stage, end: Stage) -> list[Stage]:
    """The stages through which a record comes from one to another, by the shortest way."""
    ways = [[start]]
    for way in ways:
        if way[-1] == end:
            return way[1:]
        ways += [[*way, step] for step in TRANSITIONS[way[-1]] if step not in way]
    raise ValidationError(
        {"stage": ValidationError(
            _("It cannot become “%(end)s” from “%(start)s”."),
            params={"end": end.label, "start": start.label},
        )}
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a record as they are to be. What is None stays as it is.

    Rows are mappings of column to value; ``citations`` in a row holds what supports that part, as
    rows for `serai.track.evidence.operations.cite`. ``citations`` here are those of the record.
    """

    terms: Row | None = None
    parties: Rows | None = None
    legal_events: Rows | None = None
    status_events: Rows | None = None
    measures: Rows | None = None
    elements: Rows | None = None
    relations: Rows | None = None
    citations: Rows | None = None


NO_PARTS = Parts()

PART_RULES: dict[str, tuple[PartVerbs, tuple[str, ...]]] = {
    "parties": (verbs.PARTIES, ("role", "organisation", "country", "as_written")),
    "legal_events": (verbs.LEGAL_EVENTS, ("kind", "on", "party")),
    "status_events": (verbs.STATUS_EVENTS, ("status", "on")),
    "measures": (verbs.MEASURES, ("name", "as_of")),
    "elements": (verbs.ELEMENTS, ("group", "name")),
    "relations": (verbs.RELATIONS, ("kind", "other")),
}
"""The verbs of each list of parts, and the columns by which a row is one that is there."""
_IN_ORDER = frozenset({"parties", "measures", "elements"})


@transaction.atomic
def add_record(
    *,
    actor: Actor,
    record: Record,
    many: Mapping[str, Any] | None = None,
    parts: Parts = NO_PARTS,
    note: str = "",
) -> Record:
    """Enter a record with its parts. Raises ValidationError.

    ``many`` holds its countries, fields, themes and goals. The status of an agreement is computed,
    whatever the record says.
    """
    if record.is_agreement:
        record.status = Status.UNKNOWN
    create_object(actor=actor, verb=verbs.RECORD_ADDED, instance=record, many=many, note=note)
    _sync(actor, record, parts)
    _derive(actor, record)
    return record


@transaction.atomic
def change_record(
    *,
    actor: Actor,
    record: Record,
    changes: Mapping[str, Any] | None = None,
    parts: Parts = NO_PARTS,
    note: str = "",
) -> list[Entry]:
    """Change a record and its parts; return the entries made, none if nothing was different.

    Raises ValidationError. The stage has an operation of its own, `move_to_stage`.
    """
    changes = dict(changes or {})
    if "stage" in changes:
        raise TypeError("The stage is changed by move_to_stage().")
    # A form may have written what was typed into the object already: begin with what is stored.
    Record.objects.select_for_update().get(pk=record.pk)
    record.refresh_from_db()
    with entries_made() as entries:
        kind = changes.get("kind", record.kind)
        if kind == RecordKind.AGREEMENT:
            changes.pop("status", None)
        if (kind == RecordKind.AGREEMENT) != record.is_agreement:
            changes["status"] = changes.get("status", Status.UNKNOWN)
            _drop_foreign_parts(actor, record)
        if changes:
            change_object(
                actor=actor, verb=verbs.RECORD_CHANGED, instance=record, changes=changes, note=note
            )
        _sync(actor, record, parts)
        _derive(actor, record)
        if entries:
            _touch(record)
    if parts.citations is not None and entries:
        _keep_a_source(record)
    return entries


@transaction.atomic
def change_citations(
    *, actor: Actor, record: Record, rows: Mapping[models.Model, Rows]
) -> list[Entry]:
    """Make the citations of a record and of parts of it be exactly the given rows.

    ``rows`` holds the citations by what they support. Raises ValidationError.
    """
    with entries_made() as entries:
        for target, citations in rows.items():
            cite(actor=actor, target=target, citations=citations, root=record)
        if entries:
            settle(actor, record)
    if record in rows and entries:
        _keep_a_source(record)
    return entries


def _keep_a_source(record: Record) -> None:
    """Refuse to leave what was published without any source."""
    was_published = record.stage in {Stage.PUBLISHED, Stage.WITHDRAWN}
    if was_published and not record.citations.exists():
        raise ValidationError(_("Cite a source first, so that readers can check the record."))


@transaction.atomic
def move_to_stage(*, actor: Actor, record: Record, stage: Stage, note: str = "") -> Entry | None:
    """Carry a record to the next editorial stage; None where it is there already.

    Raises ValidationError where the stage cannot follow on the present one, and where a record
    without any source is to be published.
    """
    current = Record.objects.select_for_update().get(pk=record.pk)
    if current.stage == stage:
        return None
    if stage not in TRANSITIONS[Stage(current.stage)]:
        raise ValidationError(
            {
                "stage": _("From “%(now)s” a record cannot go to “%(then)s”.")
                % {"now": Stage(current.stage).label, "then": stage.label}
            }
        )
    if stage == Stage.PUBLISHED and not record.citations.exists():
        raise ValidationError(
            {"stage": _("Cite a source first, so that readers can check the record.")}
        )
    entry = change_object(
        actor=actor,
        verb=verbs.STAGE_VERBS[stage],
        instance=record,
        changes={"stage": stage},
        note=note,
    )
    _touch(record)
    return entry


def delete_draft(*, actor: Actor, record: Record) -> Entry:
    """Delete a record that was never published. Raises ValidationError for any other.

    What was published once is withdrawn, so that its address does not come to mean nothing.
    """
    if record.stage != Stage.DRAFT:
        raise ValidationError(_("Only a draft can be deleted. Withdraw the record instead."))
    return delete_object(actor=actor, verb=verbs.RECORD_DELETED, instance=record)


@transaction.atomic
def refresh_status(*, actor: Actor, record: Record, on: date | None = None) -> Entry | None:
    """Work out the status of a record as of a day (today), store it, and record a difference."""
    status = computed_status(record, on=on or timezone.localdate())
    if status is None or status == record.status:
        return None
    return change_object(
        actor=actor,
        verb=verbs.STATUS_COMPUTED,
        instance=record,
        changes={"status": status},
    )


def refresh_statuses(*, on: date | None = None, actor: Actor = COMPUTATION) -> int:
    """Work out anew the statuses that time has overtaken; return how many are different.

    Meant to be run once a day.
    """
    changed = 0
    for key in overtaken_statuses(on=on):
        with transaction.atomic():
            record = Record.objects.select_for_update().get(pk=key)
            if refresh_status(actor=actor, record=record, on=on) is not None:
                _touch(record)
                changed += 1
    return changed


def overtaken_statuses(*, on: date | None = None) -> list[int]:
    """Return the keys of the records whose status on a day (today) is not the one stored."""
    day = on or timezone.localdate()
    with_events = Record.objects.filter(
        models.Q(kind=RecordKind.AGREEMENT)
        | Exists(StatusEvent.objects.filter(record=OuterRef("pk")))
    )
    rows = with_events.order_by("pk").values_list(
        "pk", "kind", "status", "countries_are_examples"
    ).iterator()  # fmt: skip
    found = []
    while some := list(islice(rows, _MANY)):
        stored = {pk: status for pk, _kind, status, _are_examples in some}
        computed = _computed_statuses(
            {pk: are_examples for pk, kind, _status, are_examples in some
             if kind == RecordKind.AGREEMENT},
            [pk for pk, kind, *_others in some if kind != RecordKind.AGREEMENT],
            on=day,
        )  # fmt: skip
        found += [pk for pk, status in stored.items() if computed[pk] not in {None, status}]
    return found


def computed_status(record: Record, *, on: date) -> Status | None:
    """Return the status that follows from the events of a record on a day.

    None where nothing follows, because the record is no agreement and has no status events: then
    the status that the editors gave stands.
    """
    agreements = {record.pk: record.countries_are_examples} if record.is_agreement else {}
    others = [] if record.is_agreement else [record.pk]
    return _computed_statuses(agreements, others, on=on)[record.pk]


_MANY = 5_000
"""Of how many records the events are read at once."""


def _computed_statuses(
    agreements: Mapping[int, bool], others: Sequence[int], *, on: date
) -> dict[int, Status | None]:
    """Work out the statuses of records, in a constant number of statements.

    ``agreements`` says by key whether the list of countries is incomplete.
    """
    steps: dict[int, list[Step]] = {pk: [] for pk in others}
    if others:
        happened = StatusEvent.objects.filter(record__in=others).order_by("pk")
        rows: Any = happened.values_list("record_id", "status", "on")
        for pk, status, dated in rows:
            steps[pk].append(Step(Status(status), dated))
    computed: dict[int, Status | None] = {
        pk: latest_status(each, on=on) for pk, each in steps.items()
    }
    if not agreements:
        return computed
    events: dict[int, list[Event]] = {pk: [] for pk in agreements}
    legal = LegalEvent.objects.filter(record__in=agreements).order_by("on", "pk")
    legal_rows: Any = legal.values_list("record_id", "kind", "on", "party_id")
    for pk, kind, dated, party in legal_rows:
        events[pk].append(Event.dated(EventKind(kind), dated, reported=on, party=str(party or "")))
    # Who signed is what can leave; institutions that propose or supervise do not count.
    signed = Party.objects.filter(record__in=agreements, role=PartyRole.PARTY).order_by()
    parties = dict(signed.values_list("record_id").annotate(count=models.Count("pk")))
    terms = {
        pk: (years, Renewal(renewal))
        for pk, years, renewal in AgreementTerms.objects.filter(record__in=agreements).values_list(
            "record_id", "term_years", "renewal"
        )
    }
    for pk, are_examples in agreements.items():
        count = None if are_examples else parties.get(pk)
        term = Term(*terms[pk], count) if pk in terms else Term(parties=count)
        computed[pk] = agreement_status(events[pk], term, on=on)
    return computed


def _sync(actor: Actor, record: Record, parts: Parts) -> None:
    _sync_terms(actor, record, parts.terms)
    for name in PART_RULES:
        rows = getattr(parts, name)
        if rows is not None:
            _sync_rows(actor, record, name, rows)
    if parts.citations is not None:
        cite(actor=actor, target=record, citations=parts.citations)


def _sync_rows(actor: Actor, record: Record, name: str, rows: Rows) -> None:
    part_verbs, match = PART_RULES[name]
    columns = []
    for position, row in enumerate(rows):
        values = {column: value for column, value in row.items() if column != "citations"}
        if name in _IN_ORDER:
            values["position"] = position
        columns.append(values)
    made = sync_parts(
        actor=actor,
        verbs=part_verbs,
        root=record,
        parts=getattr(record, name),
        rows=columns,
        match=match,
    )
    for part, row in zip(made, rows, strict=True):
        if "citations" in row:
            cite(actor=actor, target=part, citations=row["citations"], root=record)


def _sync_terms(actor: Actor, record: Record, row: Row | None) -> None:
    if not record.is_agreement or row is None:
        return
    values = {column: value for column, value in row.items() if column not in {"citations", "pk"}}
    terms = AgreementTerms.objects.filter(record=record).first()
    if terms is None:
        terms = create_object(
            actor=actor,
            verb=verbs.TERMS.added,
            instance=AgreementTerms(record=record, **values),
            root=record,
        )
    else:
        change_object(
            actor=actor, verb=verbs.TERMS.changed, instance=terms, changes=values, root=record
        )
    if "citations" in row:
        cite(actor=actor, target=terms, citations=row["citations"], root=record)


def _drop_foreign_parts(actor: Actor, record: Record) -> None:
    """Remove what only a record of the former kind can have."""
    if record.is_agreement:
        for terms in AgreementTerms.objects.filter(record=record):
            delete_object(actor=actor, verb=verbs.TERMS.removed, instance=terms, root=record)
        _sync_rows(actor, record, "legal_events", [])
    else:
        _sync_rows(actor, record, "status_events", [])


def _derive(actor: Actor, record: Record) -> None:
    """Bring in line what follows from a record and its parts: status, year, words to search."""
    refresh_status(actor=actor, record=record)
    dates = [record.started_on] if record.started_on else []
    if not dates:
        rows = record.legal_events.all() if record.is_agreement else record.status_events.all()
        dates = sorted(row.on for row in rows if row.on)
    record.year = dates[0].year if dates else None
    record.set_words()
    record.quality = record_quality(record).score
    # Derived columns are not news: they are stored without an entry.
    Record.objects.filter(pk=record.pk).update(
        year=record.year, words=record.words, quality=record.quality
    )


def _touch(record: Record) -> None:
    record.changed_at = timezone.now()
    Record.objects.filter(pk=record.pk).update(changed_at=record.changed_at)


def settle(actor: Any, record: Record) -> None:
    """Bring everything derived in line after the parts of a record changed by other means."""
    _derive(actor, record)
    _touch(record)


settle_after_undo(Record, settle)
