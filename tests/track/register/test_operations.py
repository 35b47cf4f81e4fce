"""Writing the register: what is derived, what is recorded, what is refused, what is undone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from factories.accounts import user_with
from factories.directory import make_country, make_organisation
from factories.evidence import make_source
from factories.register import make_agreement, make_legal_event, make_record, make_status_event
from serai.foundation.accounts.models import Role, User
from serai.foundation.dates import PartialDate
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import entries_made, undo, undo_entries
from serai.foundation.record.queries import verify
from serai.foundation.translation import TranslatedText
from serai.track.evidence.models import Citation
from serai.track.register import operations
from serai.track.register.models import (
    LegalEventKind,
    PartyRole,
    Record,
    RecordKind,
    RelationKind,
    Stage,
    Status,
)
from serai.track.register.operations import NO_PARTS, Parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return user_with(Role.EDITOR)


def text(written: str) -> TranslatedText:
    return TranslatedText({"en": written})


def add(editor: User, *, parts: Parts = NO_PARTS, **values: Any) -> Record:
    values = {"kind": RecordKind.JOINT_LABORATORY, "name": text("Laboratory"), **values}
    return operations.add_record(actor=editor, record=Record(**values), parts=parts)


def verbs_of(record: Record) -> list[str]:
    entries = Entry.objects.filter(root_type="register.record", root_id=str(record.pk))
    return list(entries.order_by("number").values_list("verb", flat=True))


def test_a_record_with_all_its_parts(editor: User) -> None:
    other = make_record()
    source = make_source()
    cited = [{"source": source, "start": 10, "end": 90}]
    record = add(
        editor,
        parts=Parts(
            parties=[{"role": PartyRole.HOST, "organisation": make_organisation(),
                      "citations": cited}],
            status_events=[{"status": Status.OPERATING, "on": PartialDate(2019)}],
            measures=[{"name": text("Area"), "value": 5, "citations": cited}],
            elements=[{"group": text("Aspects"), "name": text(name)} for name in "ab"],
            relations=[{"kind": RelationKind.RELATED, "other": other}],
            citations=[{"field": "name", "source": source, "locator": "page 3"}],
        ),
    )  # fmt: skip
    record.refresh_from_db()
    assert record.stage == Stage.DRAFT
    assert record.status == Status.OPERATING
    assert record.year == 2019
    assert record.parties.get().citations.get().start == 10
    assert record.measures.get().citations.get().source == source
    assert [str(element) for element in record.elements.all()] == ["a", "b"]
    assert [element.position for element in record.elements.all()] == [0, 1]
    assert record.citations.get().locator == "page 3"
    assert verbs_of(record) == [
        "register.record_added", "register.party_added", "citation.added",
        "register.status_event_added", "register.measure_added", "citation.added",
        "register.element_added", "register.element_added", "register.relation_added",
        "citation.added", "register.status_computed",
    ]  # fmt: skip
    assert list(verify()) == []


def test_writing_the_same_again_changes_nothing(editor: User) -> None:
    parts = Parts(
        parties=[{"role": PartyRole.PARTY, "country": make_country("KE")}],
        elements=[{"group": text("Aspects"), "name": text("One")}],
        citations=[{"source": make_source()}],
    )
    record = add(editor, parts=parts)
    changed_at = Record.objects.get().changed_at
    entries = operations.change_record(
        actor=editor, record=record, changes={"name": text("Laboratory")}, parts=parts
    )
    assert entries == []
    assert Record.objects.get().changed_at == changed_at


def test_a_change_of_a_part_is_a_change_of_the_record(editor: User) -> None:
    record = add(editor)
    changed_at = record.changed_at
    operations.change_record(
        actor=editor, record=record, parts=Parts(parties=[{"role": "party", "as_written": "X"}])
    )
    assert Record.objects.get().changed_at > changed_at


def test_what_is_wrong_leaves_nothing_behind(editor: User) -> None:
    with pytest.raises(ValidationError) as raised:
        add(editor, parts=Parts(parties=[{"role": PartyRole.PARTY}]))
    assert "organisation" in raised.value.message_dict
    assert not Record.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"counts_in_totals": False}, "counting_reason"),
        ({"latitude": 10}, "longitude"),
        ({"latitude": 91, "longitude": 0}, "latitude"),
        ({"started_on": "2020", "ended_on": "2019-12"}, "ended_on"),
        ({"status": Status.IN_FORCE}, "status"),
        ({"kind": "castle"}, "kind"),
    ],
)
def test_a_record_that_cannot_be(editor: User, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as raised:
        add(editor, **values)
    assert field in raised.value.message_dict


def test_the_status_of_an_agreement_is_never_entered(editor: User) -> None:
    record = add(editor, kind=RecordKind.AGREEMENT, status=Status.IN_FORCE)
    assert record.status == Status.UNKNOWN
    operations.change_record(actor=editor, record=record, changes={"status": Status.IN_FORCE})
    assert Record.objects.get().status == Status.UNKNOWN


def test_the_status_follows_the_events(editor: User) -> None:
    record = add(editor, kind=RecordKind.AGREEMENT)

    def status_after(*events: tuple[LegalEventKind, str]) -> str:
        rows = [{"kind": kind, "on": PartialDate.parse(on)} for kind, on in events]
        operations.change_record(actor=editor, record=record, parts=Parts(legal_events=rows))
        return Record.objects.get().status

    signed = (LegalEventKind.SIGNATURE, "2003-05")
    entered = (LegalEventKind.ENTRY_INTO_FORCE, "2004")
    assert status_after(signed) == Status.SIGNED
    assert status_after(signed, entered) == Status.IN_FORCE
    ended = (LegalEventKind.TERMINATION, "2015")
    assert status_after(signed, entered, ended) == Status.TERMINATED
    assert Record.objects.get().year == 2003
    assert verbs_of(record).count("register.status_computed") == 3


def test_the_terms_matter(editor: User) -> None:
    record = add(
        editor,
        kind=RecordKind.AGREEMENT,
        parts=Parts(
            terms={"term_years": 5},
            legal_events=[
                {"kind": LegalEventKind.ENTRY_INTO_FORCE, "on": PartialDate(1978, 1, 21)}
            ],
        ),
    )
    assert record.status == Status.EXPIRED
    operations.change_record(
        actor=editor, record=record, parts=Parts(terms={"renewal": "automatic"})
    )
    assert Record.objects.get().status == Status.IN_FORCE


def test_time_alone_changes_a_status(editor: User) -> None:
    record = make_agreement(terms={"term_years": 5})
    make_legal_event(record, LegalEventKind.ENTRY_INTO_FORCE, "2020-01-01")
    make_status_event(make_record(), Status.OPERATING, "2020")
    assert operations.refresh_statuses(on=date(2022, 1, 1)) == 2
    assert operations.refresh_statuses(on=date(2022, 1, 1)) == 0
    assert Record.objects.get(pk=record.pk).status == Status.IN_FORCE
    assert operations.overtaken_statuses(on=date(2022, 1, 1)) == []
    assert operations.overtaken_statuses(on=date(2025, 1, 1)) == [record.pk]
    assert operations.refresh_statuses(on=date(2025, 1, 1)) == 1
    assert Record.objects.get(pk=record.pk).status == Status.EXPIRED
    assert Entry.objects.order_by("-number")[0].actor_label == "Status computation"


def test_a_status_that_no_event_gives_stays_as_entered(editor: User) -> None:
    record = add(editor, status=Status.PLANNED)
    assert record.status == Status.PLANNED
    operations.change_record(actor=editor, record=record, changes={"summary": text("New")})
    assert Record.objects.get().status == Status.PLANNED


def test_another_kind_drops_what_it_cannot_have(editor: User) -> None:
    record = add(
        editor,
        kind=RecordKind.AGREEMENT,
        parts=Parts(terms={"term_years": 5}, legal_events=[{"kind": LegalEventKind.SIGNATURE}]),
    )
    operations.change_record(actor=editor, record=record, changes={"kind": RecordKind.PLATFORM})
    record = Record.objects.get()
    assert record.status == Status.UNKNOWN
    assert not record.legal_events.exists()
    assert not hasattr(record, "agreement")
    operations.change_record(
        actor=editor, record=record, changes={"kind": RecordKind.AGREEMENT, "status": "planned"}
    )
    assert Record.objects.get().status == Status.UNKNOWN


def test_undoing_an_event_undoes_its_status(editor: User) -> None:
    record = add(editor, kind=RecordKind.AGREEMENT)
    with entries_made() as entries:
        operations.change_record(
            actor=editor, record=record,
            parts=Parts(legal_events=[
                {"kind": LegalEventKind.SIGNATURE, "on": PartialDate(2015)},
                {"kind": LegalEventKind.ENTRY_INTO_FORCE, "on": PartialDate(2016)},
            ]),
        )  # fmt: skip
    assert Record.objects.get().status == Status.IN_FORCE
    entry = next(each for each in entries if (each.after or {}).get("kind") == "entry_into_force")
    undo(actor=editor, entry=entry)
    assert Record.objects.get().status == Status.SIGNED
    assert Record.objects.get().year == 2015


def test_undoing_a_whole_save(editor: User) -> None:
    record = add(editor, kind=RecordKind.AGREEMENT)
    with entries_made() as entries:
        operations.change_record(
            actor=editor, record=record, changes={"name": text("Renamed")},
            parts=Parts(legal_events=[{"kind": LegalEventKind.SIGNATURE, "on": PartialDate(2015)}]),
        )  # fmt: skip
    undo_entries(actor=editor, entries=entries)
    record = Record.objects.get()
    assert (str(record), record.status, record.year) == ("Laboratory", Status.UNKNOWN, None)
    assert record.sort_name == "laboratory"


def test_nothing_is_published_without_a_source(editor: User) -> None:
    record = make_record(stage=Stage.CHECKED)
    with pytest.raises(ValidationError) as raised:
        operations.move_to_stage(actor=editor, record=record, stage=Stage.PUBLISHED)
    assert "Cite a source first" in str(raised.value)
    assert Record.objects.get().stage == Stage.CHECKED


@pytest.mark.parametrize("stage", [Stage.PUBLISHED, Stage.WITHDRAWN])
def test_what_was_published_keeps_a_source(editor: User, stage: Stage) -> None:
    record = make_record(stage=stage)
    Citation.objects.create(target=record, source=make_source())
    with pytest.raises(ValidationError):
        operations.change_record(actor=editor, record=record, parts=Parts(citations=[]))
    with pytest.raises(ValidationError):
        operations.change_citations(actor=editor, record=record, rows={record: []})
    assert record.citations.count() == 1


ALLOWED = {
    (Stage.DRAFT, Stage.CHECKED), (Stage.CHECKED, Stage.PUBLISHED), (Stage.CHECKED, Stage.DRAFT),
    (Stage.PUBLISHED, Stage.WITHDRAWN), (Stage.WITHDRAWN, Stage.DRAFT),
}  # fmt: skip


@pytest.mark.parametrize("start", Stage)
@pytest.mark.parametrize("end", Stage)
def test_stages(editor: User, start: Stage, end: Stage) -> None:
    record = make_record(stage=start)
    Citation.objects.create(target=record, source=make_source())
    if start == end:
        assert operations.move_to_stage(actor=editor, record=record, stage=end) is None
    elif (start, end) in ALLOWED:
        entry = operations.move_to_stage(actor=editor, record=record, stage=end, note="Seen.")
        assert entry is not None
        assert entry.note == "Seen."
        assert Record.objects.get().stage == end
    else:
        with pytest.raises(ValidationError) as raised:
            operations.move_to_stage(actor=editor, record=record, stage=end)
        assert "stage" in raised.value.message_dict
        assert Record.objects.get().stage == start


def test_only_a_draft_can_be_deleted(editor: User) -> None:
    with pytest.raises(ValidationError):
        operations.delete_draft(actor=editor, record=make_record())
    draft = make_record(stage=Stage.DRAFT)
    make_status_event(draft, Status.PLANNED)
    entry = operations.delete_draft(actor=editor, record=draft)
    assert Record.objects.count() == 1
    undo(actor=editor, entry=entry)
    assert Record.objects.get(stage=Stage.DRAFT).status_events.get().status == Status.PLANNED


def test_the_stage_has_an_operation_of_its_own(editor: User) -> None:
    with pytest.raises(TypeError):
        operations.change_record(actor=editor, record=make_record(), changes={"stage": Stage.DRAFT})
