"""Pairs of records that look alike are found, and those that do not are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.directory import make_country
from factories.register import make_record
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.track.register.duplicates import ALIKE, Candidate, Reason, find_pairs
from serai.track.register.editorial import dismiss_duplicate, refresh_duplicates
from serai.track.register.merging import merge_records
from serai.track.register.models import (
    DuplicateState,
    DuplicateSuggestion,
    ExternalIdentifier,
    Record,
    RecordKind,
    Stage,
)

OTHERS = [
    "Joint laboratory of tropical medicine",
    "Joint laboratory of photovoltaic materials",
    "Joint laboratory of small hydropower",
    "Demonstration centre of hybrid rice",
]


def candidates(*names: str) -> list[Candidate]:
    return [
        Candidate(key=key, kind="project", names=(frozenset(name.lower().split()),))
        for key, name in enumerate(names)
    ]


def test_a_rare_word_in_common_says_more_than_many_frequent_ones() -> None:
    rows = candidates(*OTHERS, "Zhanatas wind power plant", "Wind power plant at Zhanatas")
    assert [(pair.first, pair.second) for pair in find_pairs(rows)] == [(4, 5)]


def test_another_country_or_year_tells_two_things_apart() -> None:
    words = (frozenset({"joint", "laboratory", "of", "rice"}),)
    far = [
        Candidate(key=1, kind="p", names=words, countries=frozenset("A"), year=2001),
        Candidate(key=2, kind="p", names=words, countries=frozenset("B"), year=2011),
        Candidate(key=3, kind="p", names=words, countries=frozenset("A"), year=2001),
    ]
    found = {(pair.first, pair.second): pair for pair in find_pairs(far)}
    assert found[1, 3].score == 1
    assert found[1, 3].reasons == (Reason.SAME_NAME, Reason.COUNTRIES, Reason.YEAR)
    assert found.get((1, 2)) is None or found[1, 2].score < found[1, 3].score


def test_the_same_identifier_settles_it() -> None:
    rows = [
        Candidate(key=key, kind="p", names=(frozenset({name}),), identifiers=frozenset({"iati:1"}))
        for key, name in enumerate(["one", "other"])
    ]
    assert [(pair.score, pair.reasons[0]) for pair in find_pairs(rows)] == [(1, Reason.IDENTIFIER)]


@given(st.lists(st.text("abc ", min_size=1, max_size=9), max_size=12))
def test_each_pair_comes_once_in_order_and_alike(names: list[str]) -> None:
    pairs = list(find_pairs(candidates(*names)))
    keys = [(pair.first, pair.second) for pair in pairs]
    assert len(set(keys)) == len(keys)
    assert all(first < second for first, second in keys)
    assert all(ALIKE <= pair.score <= 1 for pair in pairs)


@pytest.mark.django_db
def test_looking_through_the_register() -> None:
    for name in OTHERS:
        make_record(name=name)
    pakistan = make_country("PK")
    first = make_record(name="Karachi centre of salt-tolerant crops", countries=[pakistan])
    second = make_record(name="Centre of Salt-Tolerant Crops, Karachi", countries=[pakistan])
    chinese = make_record(name={"zh-hans": "木尔坦风电场联合实验室"})
    again = make_record(name={"zh-hans": "木尔坦风电场联合实验室"})
    make_record(name="Karachi centre of salt-tolerant crops", stage=Stage.WITHDRAWN)
    make_record(name="Karachi centre of salt-tolerant crops", kind=RecordKind.PLATFORM)

    assert refresh_duplicates() == 2
    found = {(each.first, each.second) for each in DuplicateSuggestion.objects.all()}
    assert found == {(first, second), (chinese, again)}


@pytest.mark.django_db
def test_what_was_decided_is_not_asked_again() -> None:
    make_record(name="Alpha beta"), make_record(name="Beta alpha")
    for name in OTHERS:
        make_record(name=name)
    refresh_duplicates()
    suggestion = DuplicateSuggestion.objects.get()
    assert dismiss_duplicate(actor=Program("test"), suggestion=suggestion) is not None
    assert dismiss_duplicate(actor=Program("test"), suggestion=suggestion) is None
    assert refresh_duplicates() == 0
    assert DuplicateSuggestion.objects.get().state == DuplicateState.DIFFERENT
    assert Entry.objects.get().verb == "register.duplicate_dismissed"


@pytest.mark.django_db
def test_a_merge_takes_the_suggestions_along_and_a_correction_makes_them_go() -> None:
    first, second, third = (make_record(name="Alpha beta") for _ in range(3))
    for name in OTHERS:
        make_record(name=name)
    ExternalIdentifier.objects.create(record=first, scheme="iati", value="1")
    assert refresh_duplicates() == 3
    merge_records(actor=Program("test"), survivor=first, duplicate=second)
    assert DuplicateSuggestion.objects.get().second == third
    Record.objects.filter(pk=third.pk).update(name={"en": "Something else"})
    assert refresh_duplicates() == 0
