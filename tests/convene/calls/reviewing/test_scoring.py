"""The arithmetic of the committee: assigning, scoring, shares."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.convene.calls.reviewing.assigning import Able, distribute
from serai.convene.calls.reviewing.scoring import Judged, Scale, adjusted, points, standings
from serai.convene.calls.reviewing.shares import interval, shares


def test_every_submission_gets_its_reviews_and_every_reviewer_as_many() -> None:
    missing = dict.fromkeys(range(20), 3)
    able = [Able(reviewer, frozenset(range(20))) for reviewer in range(6)]
    pairs = distribute(missing, able)
    assert Counter(submission for _reviewer, submission in pairs) == missing
    assert set(Counter(reviewer for reviewer, _submission in pairs).values()) == {10}
    assert pairs == distribute(missing, able), "the same input gives the same pairs"


def test_who_has_much_gets_less_and_nobody_gets_more_than_they_take() -> None:
    every = frozenset(range(6))
    able = [Able(1, every, has=5), Able(2, every), Able(3, every, most=1)]
    loads = Counter(reviewer for reviewer, _submission in distribute(dict.fromkeys(every, 1), able))
    assert loads == {2: 5, 3: 1}


@given(
    st.dictionaries(st.integers(0, 7), st.integers(0, 3), max_size=8),
    st.lists(st.frozensets(st.integers(0, 7)), max_size=5),
)
def test_nobody_gets_what_they_may_not(missing: dict[int, int], may: list[frozenset[int]]) -> None:
    pairs = distribute(missing, [Able(number, each) for number, each in enumerate(may)])
    assert len(set(pairs)) == len(pairs)
    assert all(submission in may[reviewer] for reviewer, submission in pairs)
    got = Counter(submission for _reviewer, submission in pairs)
    for submission, count in missing.items():
        # Each pair is worth having, so as many are given as anybody may take.
        assert got[submission] == min(count, sum(submission in each for each in may))


def test_points_weigh_each_score_by_its_place_on_its_scale() -> None:
    scales = {1: Scale(1, 5, 3), 2: Scale(0, 10, 1), 3: Scale(1, 5, 0)}
    assert points({1: 5, 2: 0, 3: 1}, scales) == 75
    assert points({3: 5}, scales) is None


def test_a_strict_and_a_generous_reviewer_are_made_alike() -> None:
    strict = [Judged(1, number, 10.0 + 10 * number) for number in range(3)]
    generous = [Judged(2, number, 60.0 + 10 * number) for number in range(3)]
    moved = adjusted([*strict, *generous])
    by_reviewer = {
        reviewer: [round(each.points, 6) for each in moved if each.reviewer == reviewer]
        for reviewer in (1, 2)
    }
    assert by_reviewer[1] == by_reviewer[2]
    assert sum(by_reviewer[1]) / 3 == pytest.approx(45)


def test_of_few_reviews_nothing_is_concluded_about_a_reviewer() -> None:
    few = [Judged(1, 1, 0.0), Judged(1, 2, 10.0)]
    many = [Judged(2, number, 90.0) for number in range(3)]
    assert adjusted([*few, *many])[:2] == few


def test_reviews_far_apart_are_marked() -> None:
    found = standings([Judged(1, 1, 20), Judged(2, 1, 60), Judged(1, 2, 20), Judged(2, 2, 59)])
    assert (found[1].is_disputed, found[2].is_disputed) == (True, False)
    assert (found[1].mean, round(found[1].spread, 2)) == (40, 28.28)


def test_the_interval_is_that_of_wilson() -> None:
    # 7 of 10, from Newcombe, Statistics in Medicine 17 (1998), by the same formula.
    low, high = interval(7, 10)
    assert (round(low, 4), round(high, 4)) == (0.3968, 0.8922)
    assert interval(0, 0) == (0, 1)


def test_only_what_chance_explains_badly_stands_out() -> None:
    things = [(["a"], True)] * 40 + [(["a"], False)] * 10 + [(["b"], False)] * 20
    found = {share.label: share for share in shares(things, {"a": "A", "b": "B", "c": "C"})}
    assert list(found) == ["A", "B"]
    assert (found["A"].stands_out, found["B"].stands_out) == (1, -1)
    assert shares([(["a"], True), (["b"], False)], {"a": "A"})[0].stands_out == 0
