"""The two notations of a schedule: round trips, faults by line, and files as they are in use."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from factories.schedules import make_schedule
from serai.convene.programme.exchange.schedule import Event, Schedule
from serai.convene.programme.exchange.schedule_json import read_json, write_json
from serai.convene.programme.exchange.schedule_xml import read_xml, write_xml
from serai.convene.programme.exchange.texts import plain_text
from serai.foundation.dataset.problems import DatasetError

ZONE = ZoneInfo("Asia/Shanghai")


def in_order(schedule: Schedule) -> list[Event]:
    return sorted(schedule.events, key=lambda event: event.number or 0)


@given(seed=st.integers(0, 2**32), events=st.integers(1, 40), days=st.integers(1, 4))
def test_xml_gives_back_what_was_written(seed: int, events: int, days: int) -> None:
    schedule = make_schedule(seed=seed, events=events, days=days)

    again = read_xml(write_xml(schedule), name="schedule.xml", zone=ZoneInfo("UTC"))

    assert in_order(again) == in_order(schedule)
    assert (again.title, again.acronym, again.version) == (
        "Meeting of the open laboratories",
        "labs27",
        "1.2",
    )
    assert [day.date for day in again.days] == [day.date for day in schedule.days]
    assert (again.step, again.time_zone) == (schedule.step, schedule.time_zone)


@given(seed=st.integers(0, 2**32), events=st.integers(1, 40))
def test_json_gives_back_what_was_written(seed: int, events: int) -> None:
    schedule = make_schedule(seed=seed, events=events)
    # JSON says of every event whether it may be recorded.
    schedule = replace(schedule, events=tuple(
        replace(event, may_record=event.may_record is not False) for event in schedule.events
    ))  # fmt: skip

    again = read_json(write_json(schedule), name="schedule.json", zone=ZoneInfo("UTC"))

    assert in_order(again) == in_order(schedule)
    assert again.days == schedule.days


def test_fields_that_nobody_knows_come_back_in_json() -> None:
    video, feedback = "https://e.example/v.mp4", {"feedback_url": "https://e.example/f"}
    event = replace(make_schedule(events=1).events[0], more=feedback, video=video)
    schedule = replace(make_schedule(events=1), events=(event,))

    again = read_json(write_json(schedule), name="schedule.json", zone=ZONE)

    assert (again.events[0].more, again.events[0].video) == (feedback, video)


def test_a_file_of_an_older_program_is_read() -> None:
    """Without an offset, a guid, a date in the event; after midnight it is still the day before."""
    content = b"""<schedule><conference><title>Days of soil</title><day_change>04:00:00</day_change>
      </conference><day index="1" date="2027-05-11"><room name="Aula">
      <event id="7"><start>23:30</start><duration>01:30</duration><title>Late</title></event>
      <event id="8"><start>01:00</start><duration>00:20:30</duration><title>Later</title>
        <persons><person id="3">Ada &amp; team</person><person> </person></persons></event>
      </room></day></schedule>"""

    late, later = read_xml(content, name="old.xml", zone=ZONE).events

    assert late.starts_at.isoformat() == "2027-05-11T23:30:00+08:00"
    assert later.starts_at.isoformat() == "2027-05-12T01:00:00+08:00"
    assert later.duration == timedelta(minutes=20, seconds=30)
    assert [person.name for person in later.persons] == ["Ada & team"]


def test_every_fault_of_a_file_is_told_with_its_line() -> None:
    content = b"""<schedule>
<conference><title>T</title><time_zone_name>Mars/Base</time_zone_name></conference>
<day date="2027-13-11"><room name="A">
<event id="1"><title></title>
<start>9 o'clock</start>
<duration>long</duration></event>
<event id="2"><title>Good</title><date>2027-05-11T09:00:00+08:00</date></event>
</room></day></schedule>"""

    with pytest.raises(DatasetError) as caught:
        read_xml(content, name="bad.xml", zone=ZONE)

    assert [(problem.line, problem.field) for problem in caught.value.problems] == [
        (2, "time_zone_name"), (3, "day.date"), (4, "event.title"), (5, "event.start"),
        (6, "event.duration"), (7, "event.duration"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<schedule><day>", "this is not XML"),
        (b"<programme/>", "this is no schedule: it begins with <programme>"),
        (b"<schedule/>", "there is no day in this schedule"),
        (
            b'<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><schedule>&a;</schedule>',
            "no day",
        ),
    ],
)
def test_what_is_no_schedule_in_xml_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(DatasetError, match=says):
        read_xml(content, name="bad.xml", zone=ZONE)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "this is not JSON"),
        (b'{"schedule": "\xff"}', "this is not UTF-8"),
        (b"[]", "this is no schedule"),
        (b'{"schedule": {"conference": {"days": 3}}}', "there is no day"),
        (
            (
                b'{"schedule": {"conference": {"days": [{"date": "2027-05-11", "rooms": {"A": [\n'
                b'{"title": "x", "start": "09:00", "duration": "00:30"},\n'
                b'{"title": "y", "start": "25:00", "duration": "00:30"}, 7]}}]}}}'
            ),
            "bad.json:3: event.start",
        ),
    ],
)  # fmt: skip
def test_what_is_no_schedule_in_json_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(DatasetError, match=says):
        read_json(content, name="bad.json", zone=ZONE)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_readers(content: bytes) -> None:
    for read in (read_xml, read_json):
        with pytest.raises(DatasetError):
            read(content, name="noise", zone=ZONE)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="<>"), max_size=60))
def test_a_text_without_markup_stays(text: str) -> None:
    assert plain_text(text) == text


def test_markup_becomes_paragraphs() -> None:
    assert plain_text("<p>One<br>two</p> <p>3 &lt; 4</p>") == "One\n\ntwo\n\n3 < 4"
    assert plain_text("a < b and c > d") == "a < b and c > d"


def test_numbers_and_guids_stand_once_in_a_written_file() -> None:
    root = etree.fromstring(write_xml(make_schedule(events=40)))
    events = root.findall("day/room/event")

    assert len({event.get("guid") for event in events}) == len(events) == 40
    assert len({event.findtext("slug") for event in events}) == 40
