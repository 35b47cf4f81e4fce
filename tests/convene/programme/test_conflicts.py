from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from serai.convene.programme.conflicts import Booking, find_conflicts

START = datetime(2023, 11, 6, 1, tzinfo=UTC)


def booking(session: int, start: int, end: int | None, key: int = 1) -> Booking:
    ends = None if end is None else START + timedelta(minutes=end)
    return Booking("room", key, session, START + timedelta(minutes=start), ends)


def pairs(*bookings: Booking) -> set[tuple[int, int]]:
    return {(found.first, found.second) for found in find_conflicts(bookings)}


def test_sessions_that_overlap_conflict() -> None:
    assert pairs(booking(1, 0, 60), booking(2, 30, 90)) == {(1, 2)}


def test_sessions_that_follow_each_other_do_not() -> None:
    assert pairs(booking(1, 0, 60), booking(2, 60, 90)) == set()


def test_other_rooms_do_not_matter() -> None:
    assert pairs(booking(1, 0, 60), booking(2, 30, 90, key=2)) == set()


def test_a_session_without_an_end_is_a_moment() -> None:
    assert pairs(booking(1, 0, None), booking(2, 0, 30)) == {(1, 2)}
    assert pairs(booking(1, 0, 60), booking(2, 30, None)) == {(1, 2)}
    assert pairs(booking(1, 0, None), booking(2, 10, 30)) == set()


def test_a_person_with_two_roles_in_one_session_is_no_conflict() -> None:
    assert pairs(booking(1, 0, 60), booking(1, 0, 60)) == set()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=12))
def test_it_finds_what_comparing_every_pair_finds(spans: list[tuple[int, int]]) -> None:
    bookings = [booking(n, start, start + length) for n, (start, length) in enumerate(spans)]
    expected = {
        frozenset({a.session, b.session})
        for a in bookings
        for b in bookings
        if a.session < b.session
        and a.starts_at < (b.ends_at or b.starts_at)
        and b.starts_at < (a.ends_at or a.starts_at)
    }
    assert {frozenset(pair) for pair in pairs(*bookings)} == expected
