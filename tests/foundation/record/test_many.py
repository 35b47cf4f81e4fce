"""Very many entries at once are the same chain as one after the other."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from serai.foundation.bulk import insert_rows, reserve_keys
from serai.foundation.directory.models import Organisation, Theme
from serai.foundation.directory.verbs import THEME_CREATED as ADDED
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Change, Program, create_object, record_many
from serai.foundation.record.queries import revision, verify
from serai.foundation.record.verbs import Erasure, Verb
from serai.foundation.translation import TranslatedText

pytestmark = pytest.mark.django_db

ACTOR = Program("test")


def change(number: int) -> Change:
    """Something that happened to an object."""
    return Change("directory.theme", str(number), f"Theme {number}", None, {"name": {"en": "中 é"}})


def test_the_chain_goes_on_through_many_entries() -> None:
    theme = Theme(name=TranslatedText({"en": "Grain"}))
    create_object(actor=ACTOR, verb=ADDED, instance=theme)
    numbers = record_many(actor=ACTOR, verb=ADDED, changes=map(change, range(50)), note="a")
    create_object(actor=ACTOR, verb=ADDED, instance=Theme(name=TranslatedText({"en": "Water"})))
    assert list(numbers) == list(range(2, 52))
    assert revision() == 52
    assert list(verify()) == []
    entry = Entry.objects.get(number=2)
    assert (entry.object_label, entry.after, entry.before, entry.note) == (
        "Theme 0", {"name": {"en": "中 é"}}, None, "a",
    )  # fmt: skip


def test_tampering_with_one_of_many_shows() -> None:
    record_many(actor=ACTOR, verb=ADDED, changes=map(change, range(5)))
    Entry.objects.filter(number=3).update(after={"name": {"en": "other"}})
    assert [fault.number for fault in verify()] == [3]


def test_nothing_to_record_is_no_entry() -> None:
    assert not record_many(actor=ACTOR, verb=ADDED, changes=[])
    assert revision() == 0


def test_a_verb_that_nobody_registered_is_refused() -> None:
    verb = Verb("test.unknown", "did", Erasure.NOTHING)
    with pytest.raises(LookupError):
        record_many(actor=ACTOR, verb=verb, changes=[])


def test_reserved_keys_belong_to_nobody_else() -> None:
    first = Organisation.objects.create(name=TranslatedText({"en": "A"}), kind="other")
    with transaction.atomic():
        keys = reserve_keys(Theme.fields.through, 3)
        assert len(set(keys)) == 3
        own = reserve_keys(Organisation, 2)
        assert min(own) > first.pk
        columns = [f.column for f in Organisation._meta.concrete_fields]
        row = {
            f.column: f.get_db_prep_save(f.value_from_object(first), connection)
            for f in Organisation._meta.concrete_fields
        }
        rows = [
            {**row, "id": key, "code": f"code{key}", "name": '{"en": "B"}', "short_name": ""}
            for key in own
        ]
        insert_rows(Organisation, columns, [[each[name] for name in columns] for each in rows])
    later = Organisation.objects.create(name=TranslatedText({"en": "C"}), kind="other")
    assert later.pk > max(own)
