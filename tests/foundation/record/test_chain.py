"""Whoever alters, removes or reorders an entry is found out."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.accounts import user_with
from factories.editions import make_series
from serai.convene.editions import verbs
from serai.convene.editions.models import Series
from serai.foundation.record.chain import content_digest, envelope_digest
from serai.foundation.record.models import Entry, Head
from serai.foundation.record.operations import Program, change_object, erase_actor, record
from serai.foundation.record.queries import Fault, head, history, revision, verify

pytestmark = pytest.mark.django_db

LOAD = Program("the load of a file")


def write(count: int, series: Series | None = None) -> Series:
    series = series or make_series(interval_years=100)
    for years in range(101, 101 + count):
        change_object(
            actor=LOAD,
            verb=verbs.SERIES_CHANGED,
            instance=series,
            changes={"interval_years": years},
        )
    return series


def faults() -> list[Fault]:
    return list(verify())


def numbers() -> set[int]:
    return {fault.number for fault in faults()}


def test_an_untouched_chain_is_whole() -> None:
    assert faults() == []
    write(5)
    assert faults() == []
    assert revision() == 5


@pytest.mark.parametrize(
    "change",
    [
        {"after": {"interval_years": 7}}, {"before": None}, {"note": "x"}, {"actor_label": "me"},
        {"object_label": "x"}, {"actor_id": "7"},
    ],
    ids=str,
)  # fmt: skip
def test_altered_content_is_found(change: dict[str, Any]) -> None:
    write(3)
    Entry.objects.filter(number=2).update(**change)
    assert faults() == [Fault(2, "what it says was altered")]


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "series.deleted"}, {"object_id": "0"}, {"root_type": "x.y"}, {"root_id": "0"},
        {"object_type": "x.y"}, {"content_digest": "0" * 64}, {"at": timezone.now()},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_an_altered_envelope_is_found(change: dict[str, Any]) -> None:
    write(3)
    Entry.objects.filter(number=2).update(**change)
    assert 2 in numbers()


def test_an_entry_rewritten_with_its_digests_is_found_by_the_next() -> None:
    write(3)
    entry = Entry.objects.get(number=2)
    entry.after = {"interval_years": 7}
    entry.content_digest = content_digest(entry)
    entry.digest = envelope_digest(entry)
    entry.save()
    assert faults() == [Fault(3, "it does not follow the entry before it")]


@pytest.mark.parametrize("removed", [1, 2, 3])
def test_a_removed_entry_is_found(removed: int) -> None:
    write(3)
    Entry.objects.filter(number=removed).delete()
    assert faults()


def test_a_removed_entry_is_found_when_the_others_close_ranks() -> None:
    write(3)
    Entry.objects.filter(number=2).delete()
    Entry.objects.filter(number=3).update(number=2)
    assert {2, 3} <= numbers()


def test_swapped_entries_are_found() -> None:
    write(4)
    Entry.objects.filter(number=2).update(number=99)
    Entry.objects.filter(number=3).update(number=2)
    Entry.objects.filter(number=99).update(number=3)
    assert {2, 3, 4} <= numbers()


@pytest.mark.parametrize("change", [{"length": 2}, {"length": 9}, {"digest": "0" * 64}], ids=str)
def test_a_forged_head_is_found(change: dict[str, Any]) -> None:
    write(3)
    Head.objects.update(**change)
    assert len(faults()) == 1


def test_a_missing_head_is_found() -> None:
    write(1)
    Head.objects.all().delete()
    assert faults() == [Fault(0, "the head says 0 entries, the chain has 1")]


def test_an_entry_emptied_without_a_recorded_erasure_is_found() -> None:
    write(3)
    Entry.objects.filter(number=2).update(before=None, after=None, erased_at=timezone.now())
    assert faults() == [Fault(2, "it was emptied without a recorded erasure")]


def test_what_an_erasure_left_is_sealed() -> None:
    user = user_with()
    series = make_series(interval_years=1)
    change_object(
        actor=user, verb=verbs.SERIES_CHANGED, instance=series, changes={"interval_years": 2}
    )
    erase_actor(actor=LOAD, user=user)
    assert faults() == []
    Entry.objects.filter(number=1).update(actor_label="Somebody innocent")
    assert faults() == [Fault(1, "what an erasure left of it was altered")]


# A note kept outside


def test_a_note_of_the_head_holds_while_the_chain_grows() -> None:
    series = write(2)
    noted = head()
    assert noted == f"2:{Entry.objects.get(number=2).digest}"
    write(2, series)
    assert list(verify(expected_head=noted)) == []


def test_a_chain_rewritten_from_the_start_is_found_by_the_note() -> None:
    series = write(3)
    noted = head()
    Entry.objects.all().delete()
    Head.objects.all().delete()
    write(4, series)
    assert faults() == []
    assert list(verify(expected_head=noted)) == [
        Fault(3, "its digest is not the one noted earlier")
    ]


def test_entries_cut_off_with_the_head_set_back_are_found_by_the_note() -> None:
    write(3)
    noted = head()
    Entry.objects.filter(number=3).delete()
    Head.objects.update(length=2, digest=Entry.objects.get(number=2).digest)
    assert faults() == []
    assert list(verify(expected_head=noted)) == [
        Fault(3, "the chain was noted at 3 entries, 2 remain")
    ]


@pytest.mark.parametrize("note", ["three", "3:abc", ":" + "0" * 64])
def test_a_note_of_another_form_is_refused(note: str) -> None:
    with pytest.raises(ValueError, match="LENGTH:DIGEST"):
        list(verify(expected_head=note))


# Any tampering

_TEXTS = [
    "verb", "object_type", "object_id", "root_type", "root_id", "actor_label", "actor_id",
    "object_label", "note", "salt", "content_digest", "previous", "digest",
]  # fmt: skip


@settings(max_examples=60)
@given(
    number=st.integers(1, 4),
    column=st.sampled_from([*_TEXTS, "before", "after", "erased_at", "actor_erased_at", "at", "-"]),
    value=st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=30),
)
def test_any_change_of_a_single_row_is_found(number: int, column: str, value: str) -> None:
    with transaction.atomic():
        user = user_with(email=f"{secrets.token_hex(8)}@example.org")
        series = write(2)
        change_object(actor=user, verb=verbs.SERIES_CHANGED, instance=series, changes={"slug": "x"})
        erase_actor(actor=LOAD, user=user)
        assert faults() == []
        rows = Entry.objects.filter(number=number)
        entry = rows.get()
        changes: dict[str, Any] = {column: value}
        if column in {"before", "after"}:
            changes = {column: {"interval_years": value}}
        elif column.endswith("at"):
            changes = {column: timezone.now()}
        if column == "-":
            rows.delete()
        elif getattr(entry, column) != changes[column]:
            rows.update(**changes)
        else:
            rows.update(salt=f"?{entry.salt[1:]}")
        assert faults()
        transaction.set_rollback(True)


# Histories


def test_a_history_holds_the_entries_of_one_object_latest_first() -> None:
    series = write(2)
    write(1)
    assert [entry.number for entry in history(series)] == [2, 1]


def test_values_are_kept_as_they_will_be_read() -> None:
    series = make_series()
    entry = record(
        actor=LOAD,
        verb=verbs.SERIES_CHANGED,
        target=series,
        after={"when": timezone.now(), "pairs": {10: "b", 9: "a"}, "pair": (1, 2)},
    )
    assert Entry.objects.get(pk=entry.pk).after == entry.after
    assert faults() == []


def test_long_labels_are_cut() -> None:
    series = make_series(name={"en": "x" * 1000})
    record(actor=Program("y" * 1000), verb=verbs.SERIES_CHANGED, target=series)
    assert faults() == []
