"""A schedule of another program brought into an edition, shown and given back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django_scopes import scope
from openpyxl import load_workbook

from factories.accounts import user_with
from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_room,
    make_session,
)
from factories.schedules import make_schedule
from serai.cli import main
from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.departing import schedule_of
from serai.convene.programme.exchange.formats import FORMATS
from serai.convene.programme.exchange.importing import Imported, import_schedule
from serai.convene.programme.exchange.schedule import Event, Schedule
from serai.convene.programme.exchange.schedule_json import write_json
from serai.convene.programme.exchange.schedule_xml import read_xml, write_xml
from serai.convene.programme.models import Activity, Participation, Room, Session
from serai.convene.programme.operations import save_session
from serai.convene.programme.released import PROGRAMME, ReleasedProgramme, drawn, programme_of
from serai.foundation.accounts.models import Role
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.directory.models import Person
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.operations import run_now
from serai.foundation.record.operations import Program
from serai.foundation.record.queries import revision
from serai.foundation.releases.operations import release

pytestmark = pytest.mark.django_db

ACTOR = Program("the secretariat")


def bring(edition: Edition, schedule: Schedule, *, dry_run: bool = False) -> Imported:
    return import_schedule(
        actor=ACTOR, edition=edition, content=write_xml(schedule), name="schedule.xml",
        dry_run=dry_run,
    )  # fmt: skip


def released(edition: Edition) -> ReleasedProgramme:
    release(actor=ACTOR, kind=PROGRAMME, subject=edition)
    programme = programme_of(edition)
    assert programme is not None
    return programme


def events_of(schedule: Schedule) -> list[Event]:
    return sorted(schedule.events, key=lambda event: (event.starts_at, event.room))


def test_what_came_in_goes_out_again() -> None:
    edition = make_edition(slug="labs-2027", starts_on=None, ends_on=None)
    schedule = make_schedule(events=60, days=3)

    imported = bring(edition, schedule)

    assert (imported.events, imported.others) == (60, 0)
    content = FORMATS["schedule.xml"].write(released(edition), edition)
    again = read_xml(content, name="again.xml", zone=edition.zone)
    assert events_of(again) == events_of(schedule)
    assert [day.date for day in again.days] == [day.date for day in schedule.days]


def test_the_same_file_changes_nothing_the_second_time() -> None:
    edition = make_edition()
    schedule = make_schedule()
    assert bring(edition, schedule).changes > 0
    before = revision()

    assert bring(edition, schedule) == Imported(events=12, changes=0, others=0)
    assert revision() == before


def test_a_dry_run_keeps_nothing() -> None:
    edition = make_edition()

    assert bring(edition, make_schedule(), dry_run=True).changes > 0
    with scope(edition=edition):
        assert not Session.objects.exists()
    assert not Person.objects.exists()


def test_a_newer_file_changes_what_differs() -> None:
    edition = make_edition()
    schedule = make_schedule()
    bring(edition, schedule)
    moved = replace(schedule.events[0], room="Hall 4", title="Another title")

    imported = bring(edition, replace(schedule, events=(moved, *schedule.events[1:])))

    assert imported.changes == 1
    with scope(edition=edition):
        session = Session.objects.get(foreign__number=1)
        assert (str(session), str(session.room)) == ("Another title", "Hall 4")
        assert Session.objects.count() == 12


def test_events_join_what_the_edition_has() -> None:
    edition = make_edition()
    hall, track = make_room(edition, "Hall 1"), make_activity(edition, "Track 1")
    speaker = make_participation(make_session(track)).person
    event = make_schedule(events=1, rooms=1).events[0]
    named = replace(
        event.persons[0] if event.persons else make_schedule().events[2].persons[0],
        name=str(speaker),
        number=None,
    )
    schedule = replace(make_schedule(events=1, rooms=1), events=(replace(event, persons=(named,)),))

    bring(edition, schedule)

    with scope(edition=edition):
        session = Session.objects.exclude(foreign={}).get()
        assert (session.room, session.activity) == (hall, track)
        assert session.participations.get().person == speaker


def test_our_own_file_is_recognised() -> None:
    edition = make_edition()
    activity = make_activity(edition, "Forum on soil")
    session = make_session(
        activity, "2023-11-06 09:00", title="Salt and soil", room=make_room(edition),
        languages=["en"],
    )  # fmt: skip
    make_participation(session)
    before = revision()

    imported = bring(edition, schedule_of(drawn(edition), edition))

    with scope(edition=edition):
        assert Session.objects.get() == session
        assert Participation.objects.count() == 1
    assert (imported.changes, revision() - before) == (0, 0)


def test_our_own_file_makes_the_same_programme_elsewhere() -> None:
    edition, other = make_edition(), make_edition()
    activity = make_activity(edition, "Forum on soil")
    for hour in range(9, 12):
        session = make_session(
            activity, f"2023-11-06 {hour:02}:00", title=f"Hour {hour}", room=make_room(edition)
        )
        make_participation(make_contribution(session=session))
    written = schedule_of(drawn(edition), edition)

    bring(other, written)

    assert events_of(schedule_of(drawn(other), other)) == events_of(written)


def test_what_was_changed_here_is_what_goes_out() -> None:
    edition = make_edition()
    bring(edition, make_schedule(events=3))
    with scope(edition=edition):
        session = Session.objects.get(foreign__number=1)
        save_session(
            actor=ACTOR, edition=edition, session=session,
            values={"description": {"en": "All of it anew."}, "languages": ["ru"]},
            participations=[],
        )  # fmt: skip

    event = events_of(schedule_of(drawn(edition), edition))[0]

    assert (event.description, event.language, event.persons) == ("All of it anew.", "ru", ())
    assert event.number == 1


def test_two_people_of_one_name_stay_two() -> None:
    edition = make_edition()
    first, second, *_rest = make_schedule(events=2).events
    person = make_schedule().events[2].persons[0]
    events = (
        replace(first, persons=(person,)),
        replace(second, persons=(replace(person, number=77),)),
    )

    bring(edition, replace(make_schedule(), events=events))

    assert Person.objects.count() == 2


def test_every_fault_is_told_and_nothing_is_kept() -> None:
    edition = make_edition()
    schedule = make_schedule(events=3)
    far = replace(schedule.events[0], starts_at=schedule.events[0].starts_at.replace(year=2077))
    twice = replace(schedule.events[1], guid=schedule.events[2].guid)

    with pytest.raises(DatasetError) as caught:
        bring(edition, replace(schedule, events=(far, twice, schedule.events[2]), days=(
            *schedule.days, replace(schedule.days[0], date=far.starts_at.date(), starts_at=None),
        )))  # fmt: skip

    said = [(problem.line > 1, problem.field, problem.message) for problem in caught.value.problems]
    assert all(is_placed for is_placed, _field, _message in said)
    assert len(said) == 2
    with scope(edition=edition):
        assert not Session.objects.exists()
        assert not Activity.objects.exists()


def test_an_event_of_several_days_is_refused_rather_than_cut() -> None:
    schedule = make_schedule(events=2)
    long = replace(schedule.events[0], duration=timedelta(hours=72))

    with pytest.raises(DatasetError, match="an event of each day"):
        bring(make_edition(), replace(schedule, events=(long, schedule.events[1])))


def test_a_name_that_is_no_uuid_is_known_again_and_not_written() -> None:
    schedule, edition = make_schedule(events=1), make_edition()
    schedule = replace(schedule, events=(replace(schedule.events[0], guid="00a1-ff"),))
    bring(edition, schedule)

    (event,) = schedule_of(released(edition), edition).events

    assert str(UUID(event.guid)) == event.guid
    assert bring(edition, schedule).changes == 0


def test_json_is_brought_in_too() -> None:
    edition = make_edition()

    imported = import_schedule(
        actor=ACTOR, edition=edition, content=write_json(make_schedule()), name="schedule.json"
    )

    assert imported.events == 12
    with scope(edition=edition):
        assert Room.objects.count() == 4


def test_everybody_can_take_the_released_programme_away(client: Client) -> None:
    edition = make_edition(slug="labs-2027")
    bring(edition, make_schedule())
    address = "/en/editions/labs-2027/programme/schedule.xml"
    assert client.get(address).status_code == 404

    programme = released(edition)

    answer = client.get(address)
    assert answer["Content-Type"] == "application/xml"
    assert 'filename="labs-2027-schedule.xml"' in answer["Content-Disposition"]
    with translation.override("en"):
        assert answer.content == FORMATS["schedule.xml"].write(programme, edition)
    assert (
        json.loads(client.get(address.replace("xml", "json")).content)["schedule"]["version"] == "1"
    )
    assert client.get("/en/editions/labs-2027/programme/schedule.doc").status_code == 404
    edition.is_public = False
    edition.save()
    assert client.get(f"{address}?again").status_code in {400, 404}


def test_another_site_can_show_the_programme(client: Client) -> None:
    edition = make_edition(slug="labs-2027")
    bring(edition, make_schedule(events=2))
    assert client.get("/en/editions/labs-2027/programme/embed/").status_code == 404
    released(edition)

    frame = client.get("/en/editions/labs-2027/programme/embed/")

    assert "X-Frame-Options" not in frame
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert frame.content.count(b'target="_blank"') == 3
    light = client.get("/en/editions/labs-2027/programme/embed/?theme=light").content
    assert b'dir="ltr" data-theme="light">' in light
    assert client.get("/en/editions/labs-2027/programme/embed/?theme=pink").status_code == 400
    offers = client.get("/en/editions/labs-2027/programme/downloads/").content.decode()
    assert "/programme/embed/" in offers
    for name in FORMATS:
        assert f"/en/editions/labs-2027/programme/{name}" in offers
        assert client.get(f"/fr/editions/labs-2027/programme/{name}").status_code == 200


def test_the_tables_have_a_row_a_session(tmp_path: Path) -> None:
    edition = make_edition()
    make_session(make_activity(edition, '=HYPERLINK("x")'), day="2023-11-06")
    bring(edition, make_schedule())
    programme = released(edition)

    table = FORMATS["programme.csv"].write(programme, edition).decode("utf-8-sig").splitlines()
    book = tmp_path / "programme.xlsx"
    book.write_bytes(FORMATS["programme.xlsx"].write(programme, edition))

    assert len(table) == 14
    assert any("'=HYPERLINK" in row for row in table)
    sheet = load_workbook(book)["programme"]
    assert sheet.max_row == 14
    assert [cell.value for cell in sheet[1]][:5] == ["Day", "Starts", "Ends", "Room", "Title"]
    days = {cell.value.date() for cell in sheet["A"][1:]}
    assert date(2023, 11, 6) in days
    assert all(isinstance(cell.value, time | None) for cell in sheet["B"][1:])


@pytest.mark.django_db(transaction=True)
def test_the_commands(tmp_path: Path) -> None:
    edition = make_edition(slug="labs-2027")
    file = tmp_path / "schedule.xml"
    file.write_bytes(write_xml(make_schedule()))
    run = CliRunner().invoke

    assert (
        "nothing was kept"
        in run(main, ["programme", "import", "labs-2027", str(file), "--dry-run"]).output
    )
    imported = run(main, ["programme", "import", "labs-2027", str(file)])
    assert "12 events" in imported.output
    early = run(main, ["programme", "export", "labs-2027", "schedule.json"])
    assert "not released yet" in early.output
    released(edition)
    exported = run(main, ["programme", "export", "labs-2027", "schedule.json"])
    assert json.loads(exported.output)["schedule"]["conference"]["acronym"] == "labs-2027"
    file.write_bytes(b"<schedule><day date='2027'/></schedule>")
    refused = run(main, ["programme", "import", "labs-2027", str(file)])
    assert refused.exit_code == 1
    assert "schedule.xml:1: day.date" in refused.output
    assert (
        "There is no edition called labs"
        in run(main, ["programme", "export", "labs", "schedule.xml"]).output
    )


def test_a_schedule_is_checked_and_imported_at_the_desk(client: Client) -> None:
    edition = make_edition(slug="labs-2027")
    client.force_login(user_with(Role.SECRETARIAT))
    desk = "/en/desk/editions/labs-2027/programme/"

    checking = send(client, f"{desk}import/", write_xml(make_schedule()))
    assert checking.summary.startswith("12 events in the file.")
    page = client.get(checking.href)
    assert "changes would be made" in page.content.decode()
    importing = work_off(client.post(checking.href)["Location"])

    with scope(edition=edition):
        assert Session.objects.count() == 12
    assert importing.href == desk
    again = send(client, f"{desk}import/", write_xml(make_schedule()))
    assert "says all of this already" in client.get(again.href).content.decode()


def test_the_job_says_what_is_wrong_with_a_file(client: Client) -> None:
    make_edition(slug="labs-2027")
    client.force_login(user_with(Role.SECRETARIAT))

    job = send(client, "/en/desk/editions/labs-2027/programme/import/", b"<schedule/>")

    assert job.state == State.FAILED
    assert job.problems[0]["message"] == "there is no day in this schedule"


def send(client: Client, address: str, content: bytes) -> Job:
    file = SimpleUploadedFile("schedule.xml", content)
    return work_off(client.post(address, {"upload": file})["Location"])


def work_off(address: str) -> Job:
    job = Job.objects.get(code=address.rstrip("/").rpartition("/")[2])
    return run_now(job)
