"""Rows, columns and lanes of the timetable, and the page that is made of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import brotli
import pytest
from django.test import Client
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from factories.editions import make_edition
from factories.programme import (
    make_activity,
    make_programme,
    make_room,
    make_session,
    release_programme,
)
from serai.convene.programme.grid import GridDay, Placed, lay_out, placements
from serai.convene.programme.lines import Line

NINE = datetime(2023, 11, 6, 9, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
BUDGET = 100_000


def placed(starts: int, minutes: int | None, room: int = 0) -> Placed:
    line = Line(title=f"{starts}", href="", unknown="", details=SafeString(""))
    start = NINE + timedelta(minutes=starts)
    return Placed(line, start, start + timedelta(minutes=minutes) if minutes else None, room)


def day_of(*sessions: Placed) -> GridDay:
    rooms = {session.room: f"Hall {session.room}" for session in sessions}
    return lay_out(GridDay("day", "6 November", len(sessions)), sessions, rooms, ZONE)


def places(day: GridDay) -> list[tuple[int, int, int]]:
    return [(b.column, b.row, b.until) for slot in day.slots for b in slot.blocks]


def test_a_session_spans_the_rows_of_its_time() -> None:
    day = day_of(placed(0, 60), placed(0, 30, room=1), placed(30, 30, room=1))
    assert places(day) == [(2, 1, 3), (3, 1, 2), (3, 2, 3)]
    assert [head.name for head in day.heads] == ["Hall 0", "Hall 1"]


def test_a_room_gets_a_column_for_each_session_at_once() -> None:
    day = day_of(placed(0, 60), placed(30, 60), placed(60, 30))
    assert [(head.column, head.span) for head in day.heads] == [(2, 2)]
    assert [block[0] for block in places(day)] == [2, 3, 2]


def test_a_time_without_sessions_is_one_low_row() -> None:
    day = day_of(placed(0, 60), placed(240, 60))
    (pause,) = day.pauses
    assert (pause.starts.text, pause.ends.text, pause.is_labelled) == ("10:00", "13:00", True)
    assert day.heights[1] < day.heights[0]


def test_a_session_without_an_end_is_drawn_for_half_an_hour() -> None:
    (block,) = day_of(placed(0, None)).slots[0].blocks
    assert block.ends.text == "09:30"


def test_a_day_of_more_rooms_than_paper_holds_is_printed_as_a_list() -> None:
    few, many = (day_of(*(placed(0, 60, room) for room in range(count))) for count in (7, 8))
    rules = placements([few, many])
    assert "@media print{.frame-1{container-type:normal}}" in rules
    assert "@media print{.frame-0" not in rules


@given(
    st.lists(
        st.builds(placed, st.integers(0, 600), st.integers(1, 300), room=st.integers(0, 4)),
        min_size=1,
        max_size=40,
    )
)
def test_no_two_sessions_cover_each_other(sessions: list[Placed]) -> None:
    day = day_of(*sessions)
    taken = [(column, row) for column, first, last in places(day) for row in range(first, last)]
    assert len(taken) == len(set(taken))
    assert len(places(day)) == len(sessions)
    assert max(column for column, _row in taken) <= day.columns + 1
    rules = placements([day])
    assert all(f".r{row}-{until}{{" in rules for _column, row, until in places(day))


@pytest.mark.django_db
def test_the_page_places_its_sessions_without_inline_styles(client: Client) -> None:
    edition = make_edition()
    hall, room = make_room(edition, "Hall A"), make_room(edition, "Hall B")
    make_session(make_activity(edition, "Opening"), "2023-11-06 09:00", 60, room=hall)
    make_session(make_activity(edition, "Heat"), "2023-11-06 10:00", 45, room=room)
    make_session(make_activity(edition, "Posters"), day="2023-11-06")
    release_programme(edition)
    text = client.get(f"/en/editions/{edition.slug}/programme/?view=grid").content.decode()
    page = html.fromstring(text)
    assert not page.xpath("//*[@style]")
    blocks = page.xpath("//li[contains(@class, 'block')]")
    assert [block.find("a").text for block in blocks] == ["Opening", "Heat"]
    for name in (name for block in blocks for name in block.get("class").split()):
        assert name == "block" or re.search(rf"\.{name}\{{", text), name
    assert page.xpath("//section[@class='programme-group']//li/a")[-1].text == "Posters"


@pytest.mark.django_db
def test_the_grid_of_two_hundred_sessions_is_light(client: Client) -> None:
    edition = make_edition()
    make_programme(edition, sessions=200)
    release_programme(edition)
    body = client.get(f"/en/editions/{edition.slug}/programme/?view=grid").content
    assert body.count(b"data-star=") == 200
    assert len(brotli.compress(body)) < BUDGET / 2


@pytest.mark.django_db
def test_the_grid_of_one_room(client: Client) -> None:
    edition = make_edition()
    hall, room = make_room(edition), make_room(edition)
    make_session(make_activity(edition, "Opening"), "2023-11-06 09:00", room=hall)
    make_session(make_activity(edition, "Heat"), "2023-11-06 09:00", room=room)
    release_programme(edition)
    address = f"/en/editions/{edition.slug}/programme/?view=grid&room="
    found = html.fromstring(client.get(address + room.code).content.decode())
    assert [link.text for link in found.xpath("//li[contains(@class, 'block')]/a")] == ["Heat"]
    assert client.get(address + "nowhere").status_code == 400
