"""Personal data has an end, and the chain stays whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.forms.models import model_to_dict

from factories.accounts import user_with
from factories.editions import make_series
from serai.convene.editions import verbs as edition_verbs
from serai.foundation.accounts.models import Role, User
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    ERASED,
    Program,
    can_be_undone,
    change_object,
    erase,
    erase_actor,
    record,
)
from serai.foundation.record.queries import verify
from serai.foundation.record.verbs import (
    Erasure,
    Verb,
    _verbs,
    all_verbs,
    register_verb,
    verb_named,
)

pytestmark = pytest.mark.django_db

REGISTRY = Program("the registry office")
NAME = "Aigerim Example"


@pytest.fixture
def verbs_of_tests() -> Iterator[dict[Erasure, Verb]]:
    made = {
        Erasure.NOTHING: register_verb("test.nothing", "x", erasure=Erasure.NOTHING),
        Erasure.EVERYTHING: register_verb("test.everything", "x", erasure=Erasure.EVERYTHING),
        Erasure.FIELDS: register_verb(
            "test.fields", "x", erasure=Erasure.FIELDS, personal_fields=frozenset({"name"})
        ),
    }
    yield made
    for verb in made.values():
        del _verbs[verb.name]


def everything_said() -> str:
    return json.dumps([model_to_dict(entry) for entry in Entry.objects.all()], default=str)


def test_fields_are_emptied_and_the_rest_stays(verbs_of_tests: dict[Erasure, Verb]) -> None:
    person = user_with(name=NAME)
    entry = record(
        actor=REGISTRY, verb=verbs_of_tests[Erasure.FIELDS], target=person, note=f"for {NAME}",
        before={"name": "", "language": "en"}, after={"name": NAME, "language": "fr"},
    )  # fmt: skip
    old_salt = entry.salt
    assert erase(actor=REGISTRY, target=person) == [entry.number]
    entry.refresh_from_db()
    assert entry.after == {"name": None, "language": "fr"}
    assert entry.before == {"name": None, "language": "en"}
    assert entry.erased_at is not None
    assert entry.salt != old_salt
    assert NAME not in everything_said()
    assert not can_be_undone(entry)
    assert list(verify()) == []


def test_everything_is_emptied(verbs_of_tests: dict[Erasure, Verb]) -> None:
    person = user_with(name=NAME)
    entry = record(
        actor=REGISTRY, verb=verbs_of_tests[Erasure.EVERYTHING], target=person, after={"name": NAME}
    )
    erase(actor=REGISTRY, target=person)
    entry.refresh_from_db()
    assert (entry.before, entry.after, entry.object_label) == (None, None, "")
    assert NAME not in everything_said()
    assert list(verify()) == []


def test_what_is_not_personal_stays(verbs_of_tests: dict[Erasure, Verb]) -> None:
    person = user_with(name=NAME)
    record(actor=REGISTRY, verb=verbs_of_tests[Erasure.NOTHING], target=person, after={"x": 1})
    assert erase(actor=REGISTRY, target=person) == []
    assert Entry.objects.count() == 1


def test_entries_about_a_part_of_something_else_are_erased_too(
    verbs_of_tests: dict[Erasure, Verb],
) -> None:
    person = user_with(name=NAME)
    record(
        actor=REGISTRY, verb=verbs_of_tests[Erasure.FIELDS], target=person, root=make_series(),
        after={"name": NAME},
    )  # fmt: skip
    assert erase(actor=REGISTRY, target=person) == [1]
    assert NAME not in everything_said()


def test_entries_about_others_stay(verbs_of_tests: dict[Erasure, Verb]) -> None:
    one, other = user_with(name=NAME), user_with(name="Bolat Example")
    for person in (one, other):
        record(
            actor=REGISTRY, verb=verbs_of_tests[Erasure.FIELDS], target=person,
            after={"name": person.name},
        )  # fmt: skip
    erase(actor=REGISTRY, target=one)
    assert "Bolat Example" in everything_said()


def test_erasing_twice_erases_nothing_more(verbs_of_tests: dict[Erasure, Verb]) -> None:
    person = user_with(name=NAME)
    record(actor=REGISTRY, verb=verbs_of_tests[Erasure.FIELDS], target=person, after={"name": NAME})
    erase(actor=REGISTRY, target=person)
    assert erase(actor=REGISTRY, target=person) == []


def test_who_acted_is_erased_and_what_happened_stays() -> None:
    person = user_with(Role.SECRETARIAT, name=NAME)
    series = make_series(interval_years=2)
    entry = change_object(
        actor=person, verb=edition_verbs.SERIES_CHANGED, instance=series,
        changes={"interval_years": 3},
    )  # fmt: skip
    assert entry is not None
    assert NAME in everything_said()
    assert erase_actor(actor=REGISTRY, user=person) == [entry.number]
    entry.refresh_from_db()
    assert (entry.actor_id, entry.actor_label) == ("", "")
    assert entry.after == {"interval_years": 3}
    assert can_be_undone(entry)
    assert NAME not in everything_said()
    assert list(verify()) == []


def test_an_entry_is_erased_by_its_object_and_then_by_its_actor(
    verbs_of_tests: dict[Erasure, Verb],
) -> None:
    clerk, person = user_with(name="Clerk Example"), user_with(name=NAME)
    record(actor=clerk, verb=verbs_of_tests[Erasure.FIELDS], target=person, after={"name": NAME})
    erase(actor=REGISTRY, target=person)
    erase_actor(actor=REGISTRY, user=clerk)
    assert NAME not in everything_said()
    assert "Clerk Example" not in everything_said()
    assert list(verify()) == []


def test_an_account_deleted_without_erasure_leaves_the_chain_whole() -> None:
    person = user_with(name=NAME)
    record(actor=person, verb=edition_verbs.SERIES_CHANGED, target=make_series())
    User.objects.all().delete()
    assert list(verify()) == []


# Verbs


def test_every_verb_has_a_name_a_label_and_a_rule() -> None:
    verbs = list(all_verbs())
    assert ERASED in verbs
    for verb in verbs:
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", verb.name), verb
        assert str(verb.label).strip(), verb
        assert isinstance(verb.erasure, Erasure), verb
        assert (verb.erasure is Erasure.FIELDS) == bool(verb.personal_fields), verb


def test_personal_fields_are_fields_that_exist() -> None:
    stored = {"parts", "links", "roles"} | {
        field.name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    }
    for verb in all_verbs():
        assert verb.personal_fields <= stored, verb


def test_a_verb_is_registered_once_and_names_what_it_erases() -> None:
    with pytest.raises(ValueError, match="twice"):
        register_verb(ERASED.name, "x", erasure=Erasure.NOTHING)
    with pytest.raises(ValueError, match="personal fields"):
        register_verb("test.unnamed", "x", erasure=Erasure.FIELDS)
    with pytest.raises(ValueError, match="personal fields"):
        register_verb(
            "test.named", "x", erasure=Erasure.NOTHING, personal_fields=frozenset({"name"})
        )


def test_an_unknown_verb_raises() -> None:
    with pytest.raises(LookupError, match="register it"):
        verb_named("nobody.knows")
