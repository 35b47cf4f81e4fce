"""Submissions as tables, out and in, and from the schedules of other programs."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope, scopes_disabled
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from factories.calls import make_call, make_question, make_submission
from factories.editions import make_edition
from factories.programme import make_section
from reading import text_of
from serai.convene.calls.exchange.importing import import_submissions
from serai.convene.calls.exchange.tables import fields_in, items_in, join
from serai.convene.calls.models import Call, Submission
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.operations import run_now
from serai.foundation.record.operations import Program

ACTOR = Program("tests")
SCHEDULE = b"""<?xml version="1.0" encoding="UTF-8"?>
<schedule><conference><title>Other</title><time_zone_name>Asia/Shanghai</time_zone_name></conference>
<day index="1" date="2023-11-06"><room name="Hall">
<event id="7" guid="e8b1f4b0-0000-4000-8000-000000000007"><date>2023-11-06T09:00:00+08:00</date>
<start>09:00</start><duration>00:45</duration><room>Hall</room><title>Seeds</title>
<abstract>&lt;p&gt;Old &lt;b&gt;seeds&lt;/b&gt;.&lt;/p&gt;</abstract><track>Water</track>
<type>lecture</type><language>en</language>
<persons><person id="1">Li Wei</person><person id="2">Amina Bello</person></persons></event>
</room></day></schedule>"""


@pytest.fixture
def call(db: None) -> Call:
    return make_call(make_edition(slug="chongqing-2023", time_zone="Asia/Shanghai"), "Papers")


def table(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def bring(call: Call, content: bytes, **options: bool) -> tuple[int, int]:
    imported = import_submissions(actor=ACTOR, call=call, content=content, name="in.csv", **options)
    return imported.new, imported.changes


def test_a_table_comes_in_once(call: Call) -> None:
    section = make_section(call.edition, "Water")
    asked = make_question(call, "Stage?", "one", options=["main", "side"])
    content = table(
        f"identifier;title;kind;minutes;section;tags;speakers;Stage? [{asked.code}]",
        'A1;Dams;talk;15;water;"old; dry";"Amina Bello|a@example.org|ng|Kano \\| BUK; Li Wei";side',
        "A2;Dunes;panel;;Sand;;;",
    )
    assert bring(call, content, dry_run=True)[0] == 2
    with scopes_disabled():
        assert not Submission.objects.exists()
    assert bring(call, content)[0] == 2
    assert bring(call, content) == (0, 0)
    with scopes_disabled():
        found = Submission.objects.get(identifier="A1")
        assert found.section == section
        assert found.answers == {asked.code: "side"}
        assert [each.name for each in found.tags.all()] == ["dry", "old"]
        first, second = found.speakers.all()
        assert (first.country_id, first.organisation) == ("NG", "Kano | BUK")
        assert second.name == "Li Wei"
        assert [each.name for each in Submission.objects.get(identifier="A2").tags.all()] == []


def test_every_fault_is_told_with_line_and_field(call: Call) -> None:
    content = table(
        "identifier,title,kind,minutes,state,speakers",
        "A1,,talk,long,submitted,",
        "A1,Dams,dance,15,accepted,|x@example.org|XX",
        "A3,Fine,talk,15,submitted,Amina Bello",
    )
    with pytest.raises(DatasetError) as error:
        bring(call, content)
    told = [(each.line, each.field) for each in error.value.problems]
    assert told == [
        (2, "minutes"), (2, "title"), (3, "identifier"), (3, "kind"), (3, "speakers"),
        (3, "speakers"), (3, "state"),
    ]  # fmt: skip
    with scopes_disabled():
        assert not Submission.objects.exists()
    with pytest.raises(DatasetError, match="there is no such column"):
        bring(call, table("identifier,title,colour", "A1,Dams,red"))
    with pytest.raises(DatasetError, match="title: this column is missing"):
        bring(call, table("identifier", "A1"))


def test_a_schedule_of_another_program_comes_in(call: Call) -> None:
    assert bring(call, SCHEDULE)[0] == 1
    assert bring(call, SCHEDULE) == (0, 0)
    with scopes_disabled():
        found = Submission.objects.get()
        assert (found.title, found.summary, found.minutes) == ("Seeds", "Old seeds.", 45)
        assert [str(each) for each in found.speakers.all()] == ["Li Wei", "Amina Bello"]
        assert [str(each) for each in found.tags.all()] == ["Water"]


def test_what_goes_out_comes_in_unchanged(secretariat_client: Client, call: Call) -> None:
    asked = make_question(call, "Several?", "several", options=["a; b", "c"])
    one = make_submission(call, "=SUM(A1)", answers={asked.code: ["a; b", "c"]}, identifier="X")
    with scopes_disabled():
        one.speakers.update(organisation="A | B; C", country="CN", email="one@example.org")
    address = f"/en/desk/editions/{call.edition.slug}/calls/{call.code}/submissions"
    written = secretariat_client.get(f"{address}.csv").content
    assert b"'=SUM(A1)" in written
    assert bring(call, written) == (0, 0)
    book = load_workbook(io.BytesIO(secretariat_client.get(f"{address}.xlsx").content))
    assert book.worksheets[0].max_row == 2
    book_bytes = secretariat_client.get(f"{address}.xlsx").content
    assert bring(call, book_bytes) == (0, 0)
    assert secretariat_client.get(f"{address}.csv?state=draft").content.count(b"\n") == 1


def test_the_template_can_be_imported_as_it_is(secretariat_client: Client, call: Call) -> None:
    base = f"/en/desk/editions/{call.edition.slug}/calls/{call.code}"
    for ending in ("csv", "xlsx"):
        written = secretariat_client.get(f"{base}/template.{ending}").content
        assert bring(call, written, dry_run=True)[0] == 1


def test_the_desk_checks_a_file_and_imports_it(secretariat_client: Client, call: Call) -> None:
    address = f"/en/desk/editions/{call.edition.slug}/calls/{call.code}/import/"
    upload = SimpleUploadedFile("in.csv", table("identifier,title", "A1,Dams"))
    assert "Nobody is written to." in text_of(secretariat_client.get(address))
    secretariat_client.post(address, {"upload": upload})
    checked = run_now(Job.objects.get())
    href = (checked.result or {})["href"]
    assert "1 submission in the file, 1 of them new." in text_of(secretariat_client.get(href))
    secretariat_client.post(href)
    run_now(Job.objects.exclude(pk=checked.pk).get())
    with scope(edition=call.edition):
        assert Submission.objects.get().title == "Dams"


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), st.text(min_size=1))
def test_cells_hold_any_texts(parts: list[str], last: str) -> None:
    # Empty fields at the end are left out, and space around a field is nothing.
    item = [part.strip() for part in (*parts, last)]
    if not item[-1]:
        item[-1] = "."
    (found,) = items_in(join(item, "|"))
    assert fields_in(found) == item
