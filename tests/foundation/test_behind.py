"""A thread writes for this one, in its transaction, where that makes it wait less."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import connection, transaction

from serai.foundation.behind import map_behind
from serai.foundation.directory.models import Theme

pytestmark = pytest.mark.django_db


def write(key: str) -> int:
    Theme.objects.create(key=key)
    return threading.get_ident()


def test_what_it_writes_belongs_to_this_transaction_and_comes_in_order() -> None:
    with transaction.atomic():
        threads = set(map_behind(write, [f"theme-{number}" for number in range(9)]))
        is_here = connection.vendor == "sqlite"
        assert (threading.get_ident() in threads) == is_here
        written = Theme.objects.filter(key__startswith="theme-").order_by("pk")
        assert list(written.values_list("key", flat=True)) == [f"theme-{n}" for n in range(9)]
        transaction.set_rollback(True)
    assert not Theme.objects.filter(key__startswith="theme-").exists()


def test_its_faults_are_raised_here_and_end_it() -> None:
    found = map_behind(int, ["1", "two", "3", "4", "5", "6"])
    assert next(found) == 1
    with pytest.raises(ValueError, match="two"):
        next(found)
    assert list(found) == []


def test_nothing_is_worked_at_once_nobody_listens() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(100):
            asked.append(number)
            yield number

    done: list[int] = []
    with closing(map_behind(done.append, pieces())) as results:
        next(results)
    assert len(done) <= len(asked) < 5
    assert not [each for each in threading.enumerate() if each.name.startswith("behind")]
