"""The one way into the register: what it makes, what it changes, what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from factories.directory import make_organisation, make_theme
from factories.evidence import make_source
from factories.imports import ACTOR, import_csv, import_rows, plain
from factories.register import make_record
from serai.foundation import beside
from serai.foundation.dates import PartialDate
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import undo
from serai.foundation.record.queries import history, revision, verify
from serai.foundation.record.snapshots import snapshot
from serai.foundation.translation import TranslatedText
from serai.track.evidence.operations import cite
from serai.track.register import operations
from serai.track.register.exchange import setting_aside
from serai.track.register.models import ImportBatch, Record, Relation, Stage
from serai.track.register.operations import Parts

pytestmark = pytest.mark.django_db

LABORATORY: dict[str, Any] = {
    "key": "kano-laboratory",
    "kind": "joint_laboratory",
    "name": {"en": "Kano Laboratory", "zh-hans": "卡诺实验室"},
    "summary": {"en": "Grain that needs little water."},
    "countries": ["CN", "NG"],
    "fields": ["4.1"],
    "goals": [2, 17],
    "place_name": {"en": "Kano"},
    "place_country": "NG",
    "latitude": "12.00012",
    "longitude": "8.59167",
    "started_on": "2015-11",
    "parties": [
        {"role": "host", "country": "NG", "as_written": "Kano State"},
        {"as_written": "a company of Shandong"},
    ],
    "status_events": [{"status": "operating", "on": "2016-03", "note": {"en": "opened"}}],
    "measures": [{"name": {"en": "Area"}, "value": "40.5", "unit": {"en": "hectare"}}],
    "elements": [{"group": {"en": "Aims"}, "name": {"en": "Food"}}],
}
TREATY: dict[str, Any] = {
    "key": "treaty",
    "kind": "agreement",
    "name": {"en": "Treaty"},
    "instrument": "protocol",
    "term_years": 5,
    "renewal": "automatic",
    "parties": [{"country": "CN"}, {"country": "FR"}],
    "legal_events": [
        {"kind": "signature", "on": "1978-01-21", "party": "CN", "place_name": {"en": "Beijing"}},
        {"kind": "entry_into_force", "on": "1978"},
    ],
    "relations": [{"kind": "related", "record": "kano-laboratory"}],
}


def test_a_record_comes_with_all_its_parts_and_one_entry() -> None:
    before = revision()
    report = import_rows(LABORATORY, TREATY)
    assert (report.new, report.changed, report.problems) == (2, 0, [])
    assert revision() == before + 2
    treaty = Record.objects.get(key="treaty")
    assert treaty.status == "in_force"
    assert treaty.year == 1978
    assert Relation.objects.get().record == treaty
    assert [entry.verb for entry in history(treaty)] == ["register.record_imported"]
    assert list(verify()) == []


def test_bulk_writing_makes_the_rows_that_the_operations_make() -> None:
    """The two ways in have one set of rules."""
    theme, organisation, source = make_theme(key="grain"), make_organisation(), make_source()
    stated = {
        **LABORATORY,
        "themes": ["grain"],
        "parties": [*LABORATORY["parties"], {"role": "builder", "organisation": organisation.code}],
        "sources": [f"{source.code}@10:20", f"started_on={source.code}@page 3"],
    }
    assert import_rows(stated).problems == []
    imported = Record.objects.get(key="kano-laboratory")
    slow = operations.add_record(
        actor=ACTOR,
        record=Record(
            kind="joint_laboratory", name=TranslatedText(LABORATORY["name"]),
            summary=TranslatedText(LABORATORY["summary"]), place_country_id="NG",
            place_name=TranslatedText({"en": "Kano"}), latitude="12.00012", longitude="8.59167",
            started_on=PartialDate(2015, 11),
        ),
        many={"countries": ["CN", "NG"], "fields": ["4.1"], "goals": [2, 17], "themes": [theme]},
        parts=Parts(
            parties=[
                {"role": "host", "country": imported.place_country, "as_written": "Kano State"},
                {"role": "party", "as_written": "a company of Shandong"},
                {"role": "builder", "organisation": organisation},
            ],
            status_events=[{"status": "operating", "on": "2016-03",
                            "note": TranslatedText({"en": "opened"})}],
            measures=[{"name": TranslatedText({"en": "Area"}), "value": "40.5",
                       "unit": TranslatedText({"en": "hectare"})}],
            elements=[{"group": TranslatedText({"en": "Aims"}),
                       "name": TranslatedText({"en": "Food"})}],
            citations=[
                {"source": source, "start": 10, "end": 20},
                {"source": source, "field": "started_on", "locator": "page 3"},
            ],
        ),
    )  # fmt: skip
    own = {"id", "code", "key", "changed_at"}
    imported.refresh_from_db()
    slow.refresh_from_db()
    first, second = snapshot(imported), snapshot(slow)
    assert {k: v for k, v in first.items() if k not in own} == {
        k: v for k, v in second.items() if k not in own
    }
    by_key = {each["key"] or "slow": each for each in plain()}
    for name in ("code", "key"):
        for each in by_key.values():
            each.pop(name)
    assert by_key["kano-laboratory"] == by_key["slow"]


def test_the_entry_says_all_of_the_record_and_undo_takes_all_of_it() -> None:
    import_rows(LABORATORY)
    record = Record.objects.get()
    entry = history(record).get()
    assert entry.after is not None
    assert {part["type"] for part in entry.after["parts"]} == {
        "register.party", "register.statusevent", "register.measure", "register.element",
    }  # fmt: skip
    undone = undo(actor=ACTOR, entry=entry)
    assert not Record.objects.exists()
    undo(actor=ACTOR, entry=undone)
    assert plain()[0]["parties"] == [
        ("host", None, "NG", "Kano State"),
        ("party", None, None, "a company of Shandong"),
    ]
    assert list(verify()) == []


def test_an_imported_record_that_was_changed_is_not_undone() -> None:
    import_rows(LABORATORY)
    record = Record.objects.get()
    entry = history(record).get()
    operations.change_record(
        actor=ACTOR, record=record, parts=Parts(parties=[{"role": "party", "as_written": "Other"}])
    )
    with pytest.raises(Exception, match="changed since"):
        undo(actor=ACTOR, entry=entry)


def test_the_same_rows_again_change_nothing() -> None:
    import_rows(LABORATORY, TREATY)
    before = revision()
    report = import_rows(LABORATORY, TREATY)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    assert revision() == before


def test_what_differs_is_changed_and_recorded() -> None:
    import_rows(LABORATORY, TREATY)
    before = revision()
    report = import_rows(
        {
            "key": "kano-laboratory",
            "countries": ["CN"],
            "parties": LABORATORY["parties"][:1],
            "summary": {"fr": "Du grain."},
        },
        {"key": "treaty", "term_years": 10, "legal_events": TREATY["legal_events"][:1]},
    )
    assert (report.new, report.changed, report.unchanged, report.problems) == (0, 2, 0, [])
    laboratory, treaty = plain()
    assert laboratory["countries"] == ["CN"]
    assert len(laboratory["parties"]) == 1
    assert laboratory["summary"] == {"en": "Grain that needs little water.", "fr": "Du grain."}
    assert treaty["status"] == "signed"
    assert treaty["term_years"] == 10
    verbs = set(Entry.objects.filter(number__gt=before).values_list("verb", flat=True))
    assert "register.party_removed" in verbs
    assert "register.record_changed" in verbs


def test_an_empty_value_empties_and_what_is_not_named_stays() -> None:
    import_rows(LABORATORY)
    import_rows({"key": "kano-laboratory", "started_on": "", "place_name": {"en": ""}})
    record = Record.objects.get()
    assert record.started_on is None
    assert str(record.place_name) == ""
    assert record.place_country_id == "NG"


def test_records_are_found_by_code_key_and_identifier() -> None:
    record = make_record(key="park")
    import_rows({"code": record.code, "identifiers": ["aiddata:35756"]})
    report = import_rows({"identifiers": ["aiddata:35756"], "name_as_written": "the park"})
    assert report.changed == 1
    record.refresh_from_db()
    assert record.name_as_written == "the park"
    assert [str(each) for each in record.identifiers.all()] == ["aiddata:35756"]


def test_what_is_imported_cites_the_source_of_the_file() -> None:
    source = make_source()
    batch = ImportBatch.objects.create(file_name="laboratories.csv")
    import_rows({**LABORATORY, "stage": "published"}, source=source, batch=batch)
    record = Record.objects.get()
    assert record.stage == Stage.PUBLISHED
    citation = record.citations.get()
    assert (citation.source, citation.locator) == (source, "laboratories.csv, 2")
    entry = history(record).get()
    assert entry.note == batch.code
    batch.refresh_from_db()
    assert (batch.state, batch.new, batch.first_entry) == ("applied", 1, entry.number)


def test_a_published_record_needs_a_source() -> None:
    report = import_rows({**LABORATORY, "stage": "published"})
    assert [problem.rule for problem in report.problems] == ["missing-source"]
    assert not Record.objects.exists()


def test_other_citations_of_a_record_stay() -> None:
    import_rows(LABORATORY)
    record, source = Record.objects.get(), make_source()
    cite(actor=ACTOR, target=record, citations=[{"source": source, "locator": "page 1"}])
    report = import_rows({**LABORATORY, "goals": [2]}, source=make_source())
    assert report.changed == 1
    assert record.citations.count() == 2
    assert import_rows({**LABORATORY, "goals": [2]}).unchanged == 1


def test_a_dry_run_says_the_same_and_keeps_nothing() -> None:
    import_rows(TREATY | {"relations": []})
    before = revision()
    rows = [LABORATORY, {"key": "treaty", "term_years": 7}]
    dry = import_rows(*rows, dry_run=True)
    assert revision() == before
    assert Record.objects.count() == 1
    real = import_rows(*rows)
    assert (dry.new, dry.changed, dry.unchanged) == (real.new, real.changed, real.unchanged) == (
        1, 1, 0,
    )  # fmt: skip


def test_a_part_of_a_later_row_is_found() -> None:
    report = import_rows(
        {"key": "part", "kind": "project", "name": "Part", "part_of": "whole"},
        {"key": "whole", "kind": "programme", "name": "Whole"},
    )
    assert report.problems == []
    assert Record.objects.get(key="part").part_of == Record.objects.get(key="whole")


def test_the_models_have_the_last_word_on_changes() -> None:
    make_record(key="park", ended_on=PartialDate(2010))
    report = import_rows({"key": "park", "started_on": "2011"}, dry_run=True)
    assert [(problem.line, problem.field) for problem in report.problems] == [(2, "ended_on")]


def test_nothing_is_written_where_one_row_is_wrong() -> None:
    report = import_rows(LABORATORY, {**TREATY, "kind": "tretay"})
    assert (report.new, report.faulty) == (0, 1)
    assert "did you mean" not in report.problems[0].message
    assert not Record.objects.exists()


class Cancelled(BaseException):
    """What a job raises when it shall stop."""


def test_a_cancelled_import_leaves_nothing() -> None:
    class Work:
        def progress(self, *, done: int, total: int | None = None, message: str = "") -> None:
            if message == "Being written":
                raise Cancelled

        def transaction(self) -> Any:
            from django.db import transaction

            return transaction.atomic()

    with pytest.raises(Cancelled):
        import_rows(LABORATORY, work=Work())
    assert not Record.objects.exists()
    assert list(verify()) == []


FILE = """key,kind,name[en],name[fr],countries,parties,relations,started_on
lab-1,project,One,Un,CN; KE,host||KE|Kano,,2015
lab-2,agreement,Two,,CN,party||CN; party||KE,related|lab-1,2016-02-30
lab-2,project,Three,,XX,,related|lab-9,2017
"""


def test_two_processes_find_and_make_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prompt_beside: None
) -> None:
    monkeypatch.setattr(setting_aside, "PIECE", 1)
    source = make_source()
    right = FILE.replace("-02-30", "-02").replace("lab-2,project", "lab-3,project")
    right = right.replace("XX", "KE").replace("lab-9", "lab-2")
    told, made = [], []
    for worth in (0, 1_000):
        monkeypatch.setattr(beside, "_WORTH", worth)
        told.append(import_csv(tmp_path, FILE, source=source).problems)
        assert import_csv(tmp_path, right, source=source).new == 3
        assert import_csv(tmp_path, right, source=source).unchanged == 3
        made.append(plain())
        assert list(verify()) == []
        Record.objects.update(part_of=None)
        Relation.objects.all().delete()
        Record.objects.all().delete()
    assert told[0] == told[1]
    assert made[0] == made[1]
    assert {problem.rule for problem in told[0]} == {
        "wrong-date", "duplicate-key", "unknown-country", "unknown-record",
    }  # fmt: skip


def test_what_an_operation_refuses_can_be_said_in_another_language() -> None:
    import_rows(LABORATORY, TREATY)
    with translation.override("fr"):
        report = import_rows(
            {"key": "treaty", "legal_events": [{"kind": "signature", "party": "DE"}]},
            {"key": "kano-laboratory", "status": "in_force", "started_on": "2015-13"},
        )
        refused = import_rows(
            {"key": "treaty", "legal_events": [{"kind": "signature", "party": "DE"}]}
        )
    assert not any(problem.is_english for problem in (*report.problems, *refused.problems))
    assert [str(problem) for problem in refused.problems] == [
        "rows:2: legal_events: “DE” is not among the parties of this record."
    ]
