"""Many who record at once: nothing is lost and the chain stays whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from factories.editions import make_series
from serai.convene.editions import verbs
from serai.convene.editions.models import Series
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program, change_object, create_object, record
from serai.foundation.record.queries import revision, verify

WRITERS, EACH = 12, 5


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_lose_nothing() -> None:
    def write(writer: int) -> None:
        try:
            for number in range(EACH):
                create_object(
                    actor=Program(f"writer {writer}"),
                    verb=verbs.SERIES_CREATED,
                    instance=Series(slug=f"w{writer}-{number}", name={"en": "Series"}),
                )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert Series.objects.count() == Entry.objects.count() == revision() == WRITERS * EACH
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_changes_to_one_object_follow_each_other() -> None:
    series = make_series(interval_years=1)

    def write(years: int) -> None:
        try:
            change_object(
                actor=Program("writer"),
                verb=verbs.SERIES_CHANGED,
                instance=Series.objects.get(pk=series.pk),
                changes={"interval_years": years},
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(2, 2 + WRITERS)))
    entries = list(Entry.objects.order_by("number"))
    assert len(entries) == WRITERS
    value = 1
    for entry in entries:
        assert entry.before == {"interval_years": value}
        assert entry.after is not None
        value = entry.after["interval_years"]
    series.refresh_from_db()
    assert series.interval_years == value
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_recorded_only_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(actor=Program("writer"), verb=verbs.SERIES_CHANGED, target=make_series())
