"""The arithmetic of stated against counted, on its own."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.foundation.dates import PartialDate
from serai.track.figures.reckoning import (
    Bounds,
    Links,
    Standing,
    Statement,
    gap_between,
    headline,
    origins_of,
    readings_of,
)

# --- strategies -------------------------------------------------------------------------------

numbers = st.integers(-50, 150).map(Decimal) | st.integers(-500, 1500).map(
    lambda tenths: Decimal(tenths) / 10
)


@st.composite
def bounds(draw):
    lower = draw(st.none() | numbers)
    upper = draw(st.none() | numbers)
    if lower is not None and upper is not None and lower > upper:
        lower, upper = upper, lower
    inclusive = lower is not None and lower == upper
    return Bounds(lower, upper, inclusive or draw(st.booleans()), inclusive or draw(st.booleans()))


@st.composite
def statements(draw):
    size = draw(st.integers(1, 8))
    preferred: set[tuple[str, str]] = set()
    found = []
    for key in range(size):
        scope, state = draw(st.sampled_from(["", "Africa"])), draw(st.sampled_from("at"))
        standing = draw(st.sampled_from([Standing.NORMAL, Standing.NORMAL, *Standing]))
        if standing is Standing.PREFERRED and (scope, state) in preferred:
            standing = Standing.NORMAL  # the database allows one
        if standing is Standing.PREFERRED:
            preferred.add((scope, state))
        day = draw(st.none() | st.dates(date(2020, 1, 1), date(2024, 1, 1)))
        found.append(
            Statement(
                key=key,
                source=draw(st.integers(1, 4)),
                bounds=draw(bounds()),
                scope=scope,
                state=state,
                as_of=PartialDate.from_date(day) if day else None,
                dated=draw(st.booleans()),
                standing=standing,
            )
        )
    return found


pairs = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1])
some_pairs = st.frozensets(pairs, max_size=5)
links = st.builds(
    Links, repeats=some_pairs, agrees=some_pairs, conflicts=some_pairs, refines=some_pairs,
    supersedes=some_pairs.map(lambda found: frozenset(pair for pair in found if pair[0] > pair[1])),
)  # fmt: skip


# --- intervals --------------------------------------------------------------------------------


@given(bounds(), bounds(), numbers)
def test_no_number_satisfies_disjoint_bounds(one, other, number):
    assert one.is_disjoint_from(other) == other.is_disjoint_from(one)
    if one.is_disjoint_from(other):
        assert not (one.allows(number) and other.allows(number))


@given(bounds(), st.integers(-60, 160))
def test_whole_numbers_are_within_the_whole_bounds(within, number):
    low = within.least_whole is None or number >= within.least_whole
    high = within.greatest_whole is None or number <= within.greatest_whole
    assert within.allows(number) == (low and high)


@pytest.mark.parametrize(
    ("one", "other", "disjoint"),
    [
        (Bounds(Decimal(80), None, lower_inclusive=False), Bounds(Decimal(80), Decimal(80)), True),
        (Bounds(Decimal(80), None), Bounds(Decimal(80), Decimal(80)), False),
        (Bounds(None, Decimal(40), upper_inclusive=False), Bounds(Decimal(40), None), True),
        (Bounds(), Bounds(Decimal(1), Decimal(1)), False),
    ],
)
def test_more_than_eighty_is_not_eighty(one, other, disjoint):
    assert one.is_disjoint_from(other) is disjoint


# --- gap --------------------------------------------------------------------------------------


@given(bounds(), st.integers(0, 160), st.integers(-60, 160))
def test_the_gap_holds_for_every_number_that_the_words_allow(within, counted, truth):
    gap = gap_between(within, counted)
    if gap is None:
        assert within.is_empty_of_numbers
        return
    if not within.allows(truth):
        return
    distance = counted - truth if gap.kind == "exceeding" else truth - counted
    # What is documented may also be more than the truth, where the words allow less.
    least = -(10**6) if gap.kind in {"possible", "complete"} else gap.least
    assert least <= distance
    assert gap.most is None or distance <= gap.most
    if gap.kind == "missing":
        assert distance > 0


def exactly(value: int) -> Bounds:
    return Bounds(Decimal(value), Decimal(value))


def more_than(value: int) -> Bounds:
    return Bounds(Decimal(value), None, lower_inclusive=False)


@pytest.mark.parametrize(
    ("within", "counted", "expected"),
    [
        (more_than(80), 6, ("missing", 75, None)),
        (Bounds(Decimal(50), None), 6, ("missing", 44, None)),
        (exactly(84), 6, ("missing", 78, 78)),
        (Bounds(Decimal(5), Decimal(8)), 2, ("missing", 3, 6)),
        (exactly(6), 6, ("complete", 0, 0)),
        (more_than(80), 81, ("possible", 0, None)),
        (Bounds(None, Decimal(40), upper_inclusive=False), 6, ("possible", 0, 33)),
        (exactly(6), 9, ("exceeding", 3, 3)),
        (Bounds(None, Decimal(40)), 45, ("exceeding", 5, None)),
    ],
)
def test_gap(within, counted, expected):
    gap = gap_between(within, counted)
    assert gap is not None
    assert (gap.kind, gap.least, gap.most) == expected


def test_no_gap_without_two_numbers():
    assert gap_between(None, 6) is None
    assert gap_between(exactly(6), None) is None
    assert gap_between(Bounds(), 6) is None


# --- origins ----------------------------------------------------------------------------------


@given(statements(), some_pairs)
def test_origins_divide_the_statements(found, repeats):
    origins = origins_of(found, repeats)
    assert sorted(key for origin in origins for key in origin) == [s.key for s in found]
    by_key = {s.key: origin for origin in origins for s in found if s.key in origin}
    for one in found:
        for other in found:
            if one.source == other.source:
                assert by_key[one.key] == by_key[other.key]
    for one, other in repeats:
        if one in by_key and other in by_key:
            assert by_key[one] == by_key[other]


@given(statements(), some_pairs, pairs)
def test_a_repetition_never_adds_an_origin(found, repeats, another):
    assert len(origins_of(found, repeats | {another})) <= len(origins_of(found, repeats))


def claim(key: int, within: Bounds, on: str | None = "2023-11-07", **values: object) -> Statement:
    values = {"source": key, "as_of": PartialDate.parse(on) if on else None, **values}
    return Statement(key=key, bounds=within, **values)


def test_repetition_reaches_through_a_claim_that_is_not_there():
    found = [claim(1, more_than(80)), claim(2, more_than(80)), claim(3, more_than(80))]
    assert len(origins_of(found, [(1, 99), (2, 99)])) == 2


# --- readings ---------------------------------------------------------------------------------


@given(statements(), links, st.randoms(use_true_random=False))
def test_the_order_of_statements_makes_no_difference(found, linked, chance: random.Random):
    shuffled = list(found)
    chance.shuffle(shuffled)
    readings = readings_of(found, linked)
    assert readings_of(shuffled, linked) == readings
    other_way = list(readings)
    chance.shuffle(other_way)
    assert headline(other_way, "at") == headline(readings, "at")


@given(statements(), links)
def test_who_speaks(found, linked):
    for reading in readings_of(found, linked):
        assert {s.key for s in reading.speaks}.isdisjoint(reading.set_aside)
        assert set(reading.speaks) <= set(reading.supporting)
        preferred = [
            s for s in reading.statements
            if s.standing is Standing.PREFERRED and s.key not in reading.set_aside
        ]  # fmt: skip
        if preferred:
            assert list(reading.speaks) == preferred
        if reading.is_contested:
            unresolved = {
                key
                for conflict in reading.conflicts
                if not conflict.is_resolved
                for key in (conflict.one.key, conflict.other.key)
            }
            assert {s.key for s in reading.speaks} <= unresolved
        covered = {key for origin in reading.origins for key in origin}
        assert covered == {s.key for s in reading.supporting}


def the_reading(found, linked=None):
    (reading,) = readings_of(found, linked or Links())
    return reading


def test_four_reports_that_repeat_each_other_are_one_origin():
    found = [claim(key, more_than(80)) for key in (1, 2, 3, 4)]
    reading = the_reading(found, Links(repeats=frozenset({(2, 1), (3, 1), (4, 3)})))
    assert (reading.source_count, len(reading.origins)) == (4, 1)
    assert reading.bounds == more_than(80)


def test_the_date_that_a_source_states_goes_before_one_of_publication():
    stated = claim(1, more_than(80), "2023-06-30", dated=True)
    published = claim(2, more_than(80), "2023-11-08")
    reading = the_reading([stated, published])
    assert reading.speaks == (stated,)
    assert reading.supporting == (stated, published)


def test_a_newer_state_of_affairs_goes_before_an_older_date():
    old = claim(1, exactly(53), "2021-12-31", dated=True)
    new = claim(2, more_than(70), "2025-08-30")
    reading = the_reading([old, new])
    assert reading.speaks == (new,)
    assert reading.supporting == (new,)
    assert reading.conflicts == ()


def test_another_time_makes_a_series_not_a_conflict():
    reading = the_reading(
        [
            claim(1, exactly(20), "2022-09-16", dated=True),
            claim(2, exactly(25), "2022-11", dated=True),
        ]
    )
    assert reading.conflicts == ()
    assert reading.bounds == exactly(25)


def test_disjoint_bounds_at_one_time_leave_no_single_figure():
    fourteen, twelve = claim(1, exactly(14), "2021-11-27"), claim(2, exactly(12), "2021-11-29")
    again = claim(3, exactly(14), "2021-11-28")
    reading = the_reading([fourteen, twelve, again])
    assert reading.is_contested
    assert reading.bounds is None
    assert sorted(s.bounds.lower for s in reading.speaks) == [12, 14]
    assert len(reading.origins) == 3


def test_a_decision_resolves_a_conflict():
    fourteen = claim(1, exactly(14), "2021-11-27")
    twelve = claim(2, exactly(12), "2021-11-29", standing=Standing.PREFERRED)
    reading = the_reading([fourteen, twelve])
    assert reading.speaks == (twelve,)
    assert [conflict.is_resolved for conflict in reading.conflicts] == [True]
    agreed = the_reading(
        [fourteen, claim(2, exactly(12), "2021-11-29")], Links(agrees=frozenset({(2, 1)}))
    )
    assert agreed.conflicts == ()


def test_a_marked_conflict_holds_whatever_the_bounds():
    found = [claim(1, more_than(300)), claim(2, more_than(250))]
    assert the_reading(found).conflicts == ()
    assert the_reading(found, Links(conflicts=frozenset({(1, 2)}))).is_contested


def test_states_and_scopes_never_conflict():
    readings = readings_of(
        [
            claim(1, exactly(300), state="invited"),
            claim(2, exactly(290), state="attended"),
            claim(3, exactly(800), state="attended", scope="all"),
        ],
        Links(),
    )
    assert [reading.conflicts for reading in readings] == [(), (), ()]
    best = headline(readings, ("attended", "invited"))
    assert best is not None
    assert best.bounds == exactly(290)


def test_deprecated_and_superseded_statements_do_not_speak():
    old = claim(1, exactly(53))
    wrong = claim(2, exactly(5), standing=Standing.DEPRECATED)
    new = claim(3, exactly(55), "2023-10-01")
    reading = the_reading([old, wrong, new], Links(supersedes=frozenset({(3, 1)})))
    assert reading.speaks == (new,)
    assert reading.set_aside == {1, 2}
    assert reading.conflicts == ()


def test_a_refinement_speaks_for_what_it_refines():
    found = [claim(1, more_than(80), dated=True), claim(2, exactly(84), "2023-10-30")]
    reading = the_reading(found, Links(refines=frozenset({(2, 1)})))
    assert reading.bounds == exactly(84)
    assert len(reading.supporting) == 2


def test_a_statement_without_a_number_speaks_only_alone():
    many = claim(1, Bounds(), "2023-11-10")
    assert the_reading([many]).speaks == (many,)
    number = claim(2, exactly(20), "2022-09-16")
    assert the_reading([many, number]).speaks == (number,)
    assert headline((), ()) is None
