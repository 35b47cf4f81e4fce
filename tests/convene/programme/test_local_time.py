from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.convene.programme.local_time import (
    AmbiguousTimeError,
    LocalTime,
    NonexistentTimeError,
    UnreadableTimeError,
    WrongOffsetError,
    day_of_end,
)

PARIS = ZoneInfo("Europe/Paris")
ZONES = ["Asia/Shanghai", "Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"]
moments = st.integers(631_152_000 // 60 + 2000, 2_145_916_800 // 60).map(
    lambda minutes: datetime.fromtimestamp(minutes * 60, UTC)
)
zones = st.sampled_from(ZONES).map(ZoneInfo)


@given(moments, zones)
def test_every_moment_can_be_written_and_read_again(moment: datetime, zone: ZoneInfo) -> None:
    local = LocalTime.of(moment, zone)
    again = LocalTime.parse(str(local))
    assert again.on(moment.astimezone(zone).date(), zone) == moment


@given(st.dates(date(1990, 1, 2), date(2037, 12, 30)), st.times(), zones)
def test_a_moment_is_on_the_day_it_was_typed_for(day: date, at: time, zone: ZoneInfo) -> None:
    try:
        moment = LocalTime(at.replace(second=0, microsecond=0)).on(day, zone)
    except (NonexistentTimeError, AmbiguousTimeError):
        return
    assert moment.astimezone(zone).date() == day


def test_a_skipped_time_is_refused() -> None:
    with pytest.raises(NonexistentTimeError):
        LocalTime.parse("02:30").on(date(2025, 3, 30), PARIS)


def test_a_time_that_happens_twice_must_say_which() -> None:
    with pytest.raises(AmbiguousTimeError) as caught:
        LocalTime.parse("02:30").on(date(2025, 10, 26), PARIS)
    assert caught.value.offsets == ("+02:00", "+01:00")
    first = LocalTime.parse("02:30+02:00").on(date(2025, 10, 26), PARIS)
    second = LocalTime.parse("02:30 +01:00").on(date(2025, 10, 26), PARIS)
    assert second - first == timedelta(hours=1)


def test_a_day_ends_at_24_00() -> None:
    midnight = LocalTime.parse("24:00")
    assert midnight.on(date(2025, 10, 25), PARIS) == datetime(2025, 10, 25, 22, tzinfo=UTC)
    assert LocalTime.parse(str(midnight)) == midnight


@pytest.mark.parametrize(
    ("starts", "ends", "day"),
    [("19:00", "00:30", 7), ("19:00", "24:00", 6), ("19:00", "22:00", 6), ("14:00", "13:00", 6),
     ("09:00", "09:00", 6)],
)  # fmt: skip
def test_what_ends_before_it_begins_ends_after_midnight(starts: str, ends: str, day: int) -> None:
    times = LocalTime.parse(starts), LocalTime.parse(ends)
    assert day_of_end(date(2023, 11, 6), *times, is_next=False) == date(2023, 11, day)


def test_an_offset_that_the_zone_does_not_have_is_refused() -> None:
    with pytest.raises(WrongOffsetError):
        LocalTime.parse("09:00+02:00").on(date(2023, 11, 6), ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize("written", ["", "nine", "25:00", "9", "09:60", "09:00+99:00", "09:00+0x"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(UnreadableTimeError):
        LocalTime.parse(written)


@pytest.mark.parametrize("written", ["9:05", "09.05", " 09:05 "])
def test_the_usual_ways_of_writing_are_read(written: str) -> None:
    assert str(LocalTime.parse(written)) == "09:05"
