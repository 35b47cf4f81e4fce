"""Imports as a whole: at the desk, as jobs, taken back; and what a killed process leaves."""

from __future__ import annotations

import csv
import io
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from factories.evidence import make_source
from factories.imports import ACTOR, import_csv
from factories.register import make_record, make_relation
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import run_now
from serai.foundation.record.queries import revision, verify
from serai.track.evidence.models import Source
from serai.track.register.exchange.importing import (
    apply_import,
    check_import,
    receive_file,
    undo_import,
)
from serai.track.register.models import ImportBatch, ImportState, Record

pytestmark = pytest.mark.django_db

GOOD = "key,kind,name,countries\none,project,One,CN\ntwo,project,Two,KE; CN\n"
BAD = "key,kind,name\none,projet,One\ntwo,project,\n"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def received(text: str, **options: Any) -> ImportBatch:
    """A file that was brought to be imported."""
    return receive_file(
        actor=ACTOR, file=io.BytesIO(text.encode()), file_name="records.csv", **options
    )


def test_an_import_is_undone_as_a_whole(tmp_path: Path) -> None:
    make_record(key="one", kind="project", name="First")
    batch = received(GOOD, source=make_source())
    report = apply_import(actor=ACTOR, batch=batch)
    assert (report.new, report.changed) == (1, 1)
    assert undo_import(actor=ACTOR, batch=batch) == 2
    record = Record.objects.get()
    assert (record.key, str(record.name)) == ("one", "First")
    assert not record.citations.exists()
    assert list(verify()) == []
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    with pytest.raises(ValidationError, match="undone"):
        apply_import(actor=ACTOR, batch=batch)


def test_an_import_is_not_undone_where_something_newer_would_be_lost() -> None:
    batch = received(GOOD)
    apply_import(actor=ACTOR, batch=batch)
    make_relation(make_record(), Record.objects.get(key="one"))
    with pytest.raises(ValidationError, match="rests on it"):
        undo_import(actor=ACTOR, batch=batch)
    assert Record.objects.filter(key__in=["one", "two"]).count() == 2


def test_an_import_is_not_undone_after_a_change(tmp_path: Path) -> None:
    batch = received(GOOD)
    apply_import(actor=ACTOR, batch=batch)
    import_csv(tmp_path, "key,name\ntwo,Changed\n")
    with pytest.raises(ValidationError, match="changed since"):
        undo_import(actor=ACTOR, batch=batch)


def test_importing_twice_is_importing_once() -> None:
    batch = received(GOOD)
    apply_import(actor=ACTOR, batch=batch)
    before = revision()
    assert apply_import(actor=ACTOR, batch=batch).new == 2
    assert revision() == before


def test_a_check_notes_what_would_happen_and_keeps_nothing() -> None:
    batch = received(GOOD)
    check_import(actor=ACTOR, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.new) == (ImportState.CHECKED, 2)
    assert not Record.objects.exists()


def test_a_format_that_nobody_reads_is_refused() -> None:
    with pytest.raises(ValidationError, match="Records are read from"):
        receive_file(actor=ACTOR, file=io.BytesIO(b""), file_name="picture.png")


def upload(
    client: Client, text: str, name: str = "records.csv", **values: str
) -> ImportBatch:  # fmt: skip
    """Bring a file through the form, and let the job of the check be done."""
    answer = client.post(
        "/en/desk/register/imports/new/",
        {"upload": SimpleUploadedFile(name, text.encode()), **values},
    )
    assert answer.status_code == 302
    batch = ImportBatch.objects.latest("pk")
    assert answer.headers["Location"] == f"/en/desk/jobs/{batch.job_code}/"
    run_now(Job.objects.get(code=batch.job_code))
    batch.refresh_from_db()
    return batch


def test_an_editor_checks_imports_and_takes_back(editor_client: Client) -> None:
    batch = upload(editor_client, GOOD, title="Survey of laboratories", licence="CC BY 4.0")
    page = editor_client.get(batch.get_absolute_url()).content.decode()
    assert "2 new, 0 changed, 0 as they were." in page
    assert not Record.objects.exists()

    editor_client.post(f"{batch.get_absolute_url()}apply/")
    batch.refresh_from_db()
    run_now(Job.objects.get(code=batch.job_code))
    assert Record.objects.count() == 2
    source = Source.objects.get()
    assert (str(source.title), source.rights) == ("Survey of laboratories", "CC BY 4.0")
    page = editor_client.get(batch.get_absolute_url()).content.decode()
    assert "Take the import back" in page
    assert f'href="{batch.get_absolute_url()}records/"' in page
    make_record(name="Not of this import")
    listed = editor_client.get(f"{batch.get_absolute_url()}records/").content.decode()
    for record in Record.objects.exclude(name__contains="Not of this import"):
        assert f'href="{record.get_desk_url()}"' in listed
        assert f"/history/register.record/{record.code}/" in listed
    assert "Not of this import" not in listed
    Record.objects.filter(name__contains="Not of this import").delete()

    editor_client.post(f"{batch.get_absolute_url()}undo/")
    batch.refresh_from_db()
    run_now(Job.objects.get(code=batch.job_code))
    assert not Record.objects.exists()
    assert "Records.csv" not in editor_client.get("/en/desk/register/imports/").content.decode()


def test_every_problem_stands_on_the_page_and_in_a_file(editor_client: Client) -> None:
    batch = upload(editor_client, BAD)
    page = editor_client.get(batch.get_absolute_url()).content.decode()
    assert "2 problems; nothing was imported." in page
    assert "did you mean project?" in page
    assert "a new record needs a name" in page
    file = editor_client.get(f"{batch.get_absolute_url()}problems.csv").content.decode()
    assert file.splitlines()[0] == "file,line,field,rule,message,original"
    assert file.splitlines()[1].startswith("records.csv,2,kind,unknown-choice,")


def test_what_a_schema_says_stands_in_plain_words_beside_its_own(editor_client: Client) -> None:
    text = (
        '<iati-activities version="2.03">\n<iati-activity last-updated-datetime="today">\n'
        "<title/></iati-activity></iati-activities>"
    )
    batch = upload(editor_client, text, name="activities.xml")
    page = unescape(editor_client.get(batch.get_absolute_url()).content.decode())
    assert "“today” cannot stand in <iati-activity last-updated-datetime>." in page
    assert "Element 'title': This element is not expected. Expected is ( iati-identifier )." in page
    file = editor_client.get(f"{batch.get_absolute_url()}problems.csv").content.decode()
    rows = list(csv.reader(file.splitlines()))
    assert [row[1:3] for row in rows[1:]] == [
        ["2", "iati-activity/@last-updated-datetime"], ["3", "title"],
    ]  # fmt: skip
    assert rows[2][4].startswith("<title> may not stand here. What may: <iati-identifier>.")
    assert rows[2][5].startswith("Element 'title'")


def test_a_failed_undo_says_why(editor_client: Client) -> None:
    batch = upload(editor_client, GOOD)
    apply_import(actor=ACTOR, batch=batch)
    make_record(part_of=Record.objects.get(key="one"))
    editor_client.post(f"{batch.get_absolute_url()}undo/")
    batch.refresh_from_db()
    run_now(Job.objects.get(code=batch.job_code))
    assert "rests on it" in editor_client.get(batch.get_absolute_url()).content.decode()


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_the_template_can_be_imported_as_it_is(
    editor_client: Client, tmp_path: Path, language: str
) -> None:
    from factories.imports import import_file

    for name in ("xlsx", "csv"):
        answer = editor_client.get(f"/{language}/desk/register/imports/template.{name}")
        path = tmp_path / f"template.{name}"
        path.write_bytes(answer.content)
        report = import_file(path, name, dry_run=True)
        assert (report.new, report.problems) == (1, [])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("picture.png", {}),
        ("records.csv", {"address": "https://example.org/"}),
        ("records.csv", {"retrieved_on": "yesterday"}),
    ],
)
def test_a_form_that_is_wrong_says_so(
    editor_client: Client, name: str, values: dict[str, str]
) -> None:
    answer = editor_client.post(
        "/en/desk/register/imports/new/", {"upload": SimpleUploadedFile(name, b"x"), **values}
    )
    assert answer.status_code == 200
    assert not ImportBatch.objects.exists()
