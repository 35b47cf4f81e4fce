"""Writing with a record, and taking it back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from factories.directory import make_country, make_theme
from factories.editions import make_edition, make_series
from serai.convene.editions import verbs
from serai.convene.editions.models import Host, Series
from serai.foundation.dates import PartialDate
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    UNDONE,
    Program,
    can_be_undone,
    change_object,
    create_object,
    delete_object,
    entries_made,
    record,
    sync_parts,
    undo,
    undo_entries,
)
from serai.foundation.record.queries import history, verify
from serai.foundation.record.snapshots import restore, snapshot
from serai.foundation.record.verbs import Erasure, Verb
from serai.track.register.models import Measure, Record, RecordKind

pytestmark = pytest.mark.django_db

LOAD = Program("the load of a file")


def create(**columns: Any) -> Series:
    columns.setdefault("slug", "forum")
    columns.setdefault("name", {"en": "Forum"})
    return create_object(actor=LOAD, verb=verbs.SERIES_CREATED, instance=Series(**columns))


def change(instance: Any, **changes: Any) -> Entry | None:
    return change_object(actor=LOAD, verb=verbs.SERIES_CHANGED, instance=instance, changes=changes)


def delete(instance: Any) -> Entry:
    return delete_object(actor=LOAD, verb=verbs.SERIES_DELETED, instance=instance)


def hosts(series: Series, *names: str) -> list[Host]:
    rows = [{"name": {"en": name}, "position": index} for index, name in enumerate(names)]
    return sync_parts(
        actor=LOAD, verbs=verbs.HOST_VERBS, root=series, parts=series.hosts, rows=rows,
        match=["name"],
    )  # fmt: skip


def last() -> Entry:
    return Entry.objects.order_by("-number")[0]


# Writing


def test_what_is_created_is_recorded() -> None:
    series = create(interval_years=2)
    entry = last()
    assert entry.before is None
    assert entry.after is not None
    assert (entry.after["interval_years"], entry.after["name"]) == (2, {"en": "Forum"})
    assert (entry.object_label, entry.actor_label) == (str(series), str(LOAD))


def test_what_is_refused_leaves_nothing() -> None:
    with pytest.raises(ValidationError, match="slug"):
        create(slug="not a slug")
    assert not Series.objects.exists()
    assert not Entry.objects.exists()


def test_only_what_changed_is_recorded() -> None:
    entry = change(create(interval_years=2), interval_years=3, slug="forum")
    assert entry is not None
    assert (entry.before, entry.after) == ({"interval_years": 2}, {"interval_years": 3})


def test_nothing_changed_is_not_recorded() -> None:
    assert (
        change(create(interval_years=2), interval_years=2, name={"en": "Forum", "fr": ""}) is None
    )


def test_a_change_is_made_to_the_row_and_not_to_an_old_copy() -> None:
    series = create(interval_years=2)
    old_copy = Series.objects.get()
    change(series, interval_years=3)
    change(old_copy, slug="other")
    series.refresh_from_db()
    assert (series.interval_years, series.slug) == (3, "other")


def test_a_verb_that_nobody_registered_cannot_be_recorded() -> None:
    verb = Verb("series.dreamt", "dreamt of", Erasure.NOTHING)
    with pytest.raises(LookupError, match=r"series\.dreamt"):
        record(actor=LOAD, verb=verb, target=create())


def test_what_is_protected_is_not_deleted_and_not_recorded() -> None:
    series = create()
    make_edition(series=series)
    with pytest.raises(ProtectedError):
        delete(series)
    assert last().verb == "series.created"


def test_parts_become_exactly_the_rows() -> None:
    series = create()
    chongqing, _sichuan = hosts(series, "Chongqing", "Sichuan")
    beijing, kept = hosts(series, "Beijing", "Chongqing")
    assert kept == chongqing
    assert list(series.hosts.all()) == [beijing, chongqing]
    assert [entry.verb for entry in history(series)][:3] == [
        "series.host_added", "series.host_changed", "series.host_removed",
    ]  # fmt: skip
    before = Entry.objects.count()
    hosts(series, "Beijing", "Chongqing")
    assert Entry.objects.count() == before


def test_a_row_that_names_its_part_may_change_what_it_is_matched_by() -> None:
    series = create()
    (host,) = hosts(series, "Chongking")
    sync_parts(
        actor=LOAD, verbs=verbs.HOST_VERBS, root=series, parts=series.hosts, match=["name"],
        rows=[
            {"pk": host.pk, "name": {"en": "Chongqing"}, "position": 0},
            {"pk": None, "name": {"en": "Sichuan"}, "position": 1},
        ],
    )  # fmt: skip
    host.refresh_from_db()
    assert str(host) == "Chongqing"
    assert series.hosts.count() == 2


def test_entries_are_collected_even_inside_each_other() -> None:
    with entries_made() as outer:
        series = create()
        with entries_made() as inner:
            change(series, interval_years=5)
    change(series, interval_years=6)
    assert [entry.number for entry in inner] == [2]
    assert [entry.number for entry in outer] == [1, 2]


# Taking back


def test_a_change_is_undone() -> None:
    series = create(interval_years=2)
    entry = change(series, interval_years=3, name={"en": "Other", "fr": "Autre"})
    assert entry is not None
    undone = undo(actor=LOAD, entry=entry)
    series.refresh_from_db()
    assert (series.interval_years, series.name.data) == (2, {"en": "Forum"})
    assert undone.verb == UNDONE.name
    assert undone.before == entry.after
    assert list(verify()) == []


def test_a_creation_is_undone_and_that_too() -> None:
    series = create()
    undone = undo(actor=LOAD, entry=last())
    assert not Series.objects.exists()
    undo(actor=LOAD, entry=undone)
    assert Series.objects.get().code == series.code


def test_a_deletion_is_undone_with_everything_that_went() -> None:
    country = make_country("KZ")
    theme = make_theme("Energy", fields=["2.7"])
    wind_farm = Record.objects.create(kind=RecordKind.PROJECT, name={"en": "Zhanatas wind farm"})
    wind_farm.countries.set([country])
    wind_farm.themes.set([theme])
    Measure.objects.create(record=wind_farm, name={"en": "Capacity"}, value=Decimal("100.5"))
    before = snapshot(wind_farm)
    key = wind_farm.pk
    entry = delete(wind_farm)
    assert not Measure.objects.exists()
    undo(actor=LOAD, entry=entry)
    again = Record.objects.get(pk=key)
    found = snapshot(again)
    # What is worked out from the others is worked out anew.
    for name in ("changed_at", "quality"):
        del found[name], before[name]
    assert found == before
    assert again.measures.get().value == Decimal("100.5")


def test_the_places_in_the_sets_of_others_come_back() -> None:
    theme = make_theme("Energy", fields=["2.7"])
    wind_farm = Record.objects.create(kind=RecordKind.PROJECT, name={"en": "Zhanatas wind farm"})
    wind_farm.themes.set([theme])
    entry = delete(theme)
    assert not wind_farm.themes.exists()
    undo(actor=LOAD, entry=entry)
    assert str(wind_farm.themes.get()) == "Energy"


def test_a_set_is_undone() -> None:
    energy, water = make_theme("Energy"), make_theme("Water")
    project = Record.objects.create(kind=RecordKind.PROJECT, name={"en": "Project"})
    project.themes.set([energy])
    entry = change(project, themes=[water])
    assert entry is not None
    assert entry.after == {"themes": [water.pk]}
    undo(actor=LOAD, entry=entry)
    assert list(project.themes.all()) == [energy]


def test_a_set_with_something_deleted_since_is_not_undone() -> None:
    theme = make_theme("Energy", fields=["2.7"])
    project = Record.objects.create(kind=RecordKind.PROJECT, name={"en": "Project"})
    project.themes.set([theme])
    entry = change(project, themes=[])
    assert entry is not None
    theme.delete()
    with pytest.raises(ValidationError, match="no longer there"):
        undo(actor=LOAD, entry=entry)


def test_nothing_newer_is_lost() -> None:
    series = create(interval_years=2)
    entry = change(series, interval_years=3)
    assert entry is not None
    change(series, interval_years=4)
    with pytest.raises(ValidationError, match="changed since"):
        undo(actor=LOAD, entry=entry)
    series.refresh_from_db()
    assert series.interval_years == 4


def test_a_newer_change_of_another_column_does_not_stand_in_the_way() -> None:
    series = create(interval_years=2)
    entry = change(series, interval_years=3)
    assert entry is not None
    change(series, slug="other")
    undo(actor=LOAD, entry=entry)
    series.refresh_from_db()
    assert (series.interval_years, series.slug) == (2, "other")


def test_a_change_to_what_is_gone_is_not_undone() -> None:
    series = create(interval_years=2)
    entry = change(series, interval_years=3)
    assert entry is not None
    series.delete()
    with pytest.raises(ValidationError, match="no longer there"):
        undo(actor=LOAD, entry=entry)


def test_a_deletion_is_undone_once() -> None:
    entry = delete(create())
    undo(actor=LOAD, entry=entry)
    with pytest.raises(ValidationError, match="there again"):
        undo(actor=LOAD, entry=entry)


def test_a_deletion_whose_address_was_taken_since_is_not_undone() -> None:
    entry = delete(create(slug="forum"))
    make_series(slug="forum")
    with pytest.raises(ValidationError, match="already exists"):
        undo(actor=LOAD, entry=entry)


def test_a_deletion_whose_whole_is_gone_is_not_undone() -> None:
    series = create()
    (host,) = hosts(series, "Chongqing")
    entry = delete_object(actor=LOAD, verb=verbs.HOST_VERBS.removed, instance=host, root=series)
    series.delete()
    with pytest.raises(ValidationError):
        undo(actor=LOAD, entry=entry)


def test_several_entries_are_undone_all_or_none() -> None:
    series = create(interval_years=2)
    first, second = change(series, interval_years=3), change(series, interval_years=4)
    assert first is not None
    assert second is not None
    undo_entries(actor=LOAD, entries=[first, second])
    series.refresh_from_db()
    assert series.interval_years == 2

    third = change(series, slug="third")
    assert third is not None
    with pytest.raises(ValidationError):
        undo_entries(actor=LOAD, entries=[third, second])
    series.refresh_from_db()
    assert series.slug == "third"


def test_what_says_more_than_columns_is_not_undone() -> None:
    entry = record(
        actor=LOAD, verb=verbs.SERIES_CHANGED, target=create(), after={"announced": True}
    )
    assert not can_be_undone(entry)
    with pytest.raises(ValidationError, match="cannot be undone"):
        undo(actor=LOAD, entry=entry)


# Snapshots


def test_snapshots_go_there_and_back() -> None:
    measure = Measure(
        name={"en": "Area", "ar": "مساحة"},
        value=Decimal("1.5"),
        as_of=PartialDate.parse("2015-11~"),
    )
    values = snapshot(measure, ["name", "value", "as_of", "note"])
    assert values == {
        "name": {"en": "Area", "ar": "مساحة"}, "value": "1.5000", "as_of": "2015-11~", "note": {},
    }  # fmt: skip
    again = Measure()
    assert restore(again, values) == {}
    assert snapshot(again, values) == values


def test_an_unknown_date_is_nothing_however_it_is_written() -> None:
    assert snapshot(Measure(as_of=""), ["as_of"]) == snapshot(Measure(as_of=None), ["as_of"])
