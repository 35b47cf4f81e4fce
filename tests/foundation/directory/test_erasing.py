"""A person is forgotten; what they took part in is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import translation

from factories.accounts import user_with
from factories.directory import make_organisation, make_person
from factories.editions import make_edition
from factories.programme import make_activity, release_all
from reading import text_of
from serai.convene.editions.operations import change_edition
from serai.convene.programme import operations as programme
from serai.foundation.accounts.models import User
from serai.foundation.dataset.operations import dump_dataset, load_dataset
from serai.foundation.dataset.problems import DatasetError
from serai.foundation.directory import operations
from serai.foundation.directory.erasing import erase_person
from serai.foundation.directory.models import Person
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program, can_be_undone
from serai.foundation.record.queries import verify
from serai.foundation.releases.models import Release
from serai.foundation.releases.queries import is_intact

pytestmark = pytest.mark.django_db

CLERK = Program("the clerk")
LABEL = "A person whose data was erased"
SECRETS = ("Aigerim", "Айгерим", "Dr", "0000-0002-1825-0097", "Deputy", "aigerim-key")


def known_person(user: User | None = None) -> Person:
    """Somebody with all that the directory holds of people."""
    person = operations.create_person(
        actor=CLERK,
        values={
            "honorific": "Dr", "orcid": "0000-0002-1825-0097", "user": user, "key": "aigerim-key",
        },
        names=[
            {"text": "Aigerim Example", "language": "en"}, {"text": "Айгерим", "language": "ru"}
        ],
        positions=[{"title": {"en": "Deputy minister"}, "organisation": make_organisation()}],
    )  # fmt: skip
    operations.change_person(
        actor=CLERK, person=person, changes={}, names=[{"text": "Aigerim E.", "language": "en"}]
    )
    return person


def everything_said() -> str:
    entries = [model_to_dict(entry) for entry in Entry.objects.all()]
    return json.dumps(entries, default=str, ensure_ascii=False)


def test_nothing_that_identifies_a_person_is_left() -> None:
    user = user_with()
    person = known_person(user)
    assert all(secret in everything_said() for secret in SECRETS)

    erase_person(actor=CLERK, person=person)

    person = Person.objects.get(pk=person.pk)
    assert (person.honorific, person.orcid, person.country, person.user, person.key) == (
        "", None, None, None, None,
    )  # fmt: skip
    assert person.is_erased
    assert str(person) == LABEL
    assert not any(secret in everything_said() for secret in SECRETS)
    assert list(verify()) == []
    assert not any(can_be_undone(entry) for entry in Entry.objects.all())
    assert User.objects.filter(pk=user.pk).exists()


def test_what_they_took_part_in_stays_without_their_name(client: Client) -> None:
    person = known_person()
    edition = make_edition()
    activity = make_activity(edition)
    programme.save_activity(
        actor=CLERK, edition=edition, activity=activity, values={},
        participations=[
            {"person": person, "role": "chair", "position_held": {"en": "Deputy minister"}}
        ],
    )  # fmt: skip
    change_edition(
        actor=CLERK, edition=edition, changes={},
        parts={"announcements": [
            {"kind": "statement", "title": {"en": "Welcome"}, "on": "2023-10-18", "person": person}
        ]},
    )  # fmt: skip

    release_all()
    assert "Deputy minister" in text_of(client.get(activity.get_absolute_url()))

    erase_person(actor=CLERK, person=person)

    shown = text_of(client.get(activity.get_absolute_url()))
    assert f"{LABEL}, chair" in shown
    assert "Deputy" not in shown
    assert "Welcome" in text_of(client.get(edition.get_absolute_url()))
    assert LABEL in text_of(client.get(person.get_absolute_url()))
    assert not any(secret in everything_said() for secret in SECRETS)
    [released] = Release.objects.all()
    says = json.dumps(model_to_dict(released), default=str)
    assert not any(secret in says for secret in SECRETS)
    assert is_intact(released)


def test_erasing_twice_changes_nothing_and_what_is_erased_cannot_be_changed() -> None:
    person = known_person()
    erase_person(actor=CLERK, person=person)
    entries = Entry.objects.count()

    erase_person(actor=CLERK, person=person)

    assert Entry.objects.count() == entries
    with pytest.raises(ValidationError, match="was erased"):
        operations.change_person(
            actor=CLERK, person=Person.objects.get(), changes={}, names=[{"text": "Aigerim"}]
        )


def test_a_data_file_does_not_bring_a_person_back(tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text("people:\n  - key: aigerim\n    names: [{text: Aigerim}]\n", "utf-8")
    load_dataset(actor=CLERK, places=[path])
    erase_person(actor=CLERK, person=Person.objects.get())

    with pytest.raises(DatasetError) as caught:
        load_dataset(actor=CLERK, places=[path])
    assert "the data of this person was erased" in str(caught.value.problems[0])

    dump_dataset(directory=tmp_path / "out")
    load_dataset(actor=CLERK, places=[tmp_path / "out"])
    assert Person.objects.get().is_erased


def test_the_secretariat_erases_after_being_asked(secretariat_client: Client) -> None:
    person = make_person("Aigerim")
    with translation.override("en"):
        form = reverse("directory_desk:person", args=[person.code])
        address = reverse("directory_desk:person_erase", args=[person.code])
    assert address in secretariat_client.get(form).content.decode()
    assert "This cannot be undone." in text_of(secretariat_client.get(address))
    assert not Person.objects.get().is_erased

    response = secretariat_client.post(address, follow=True)

    assert Person.objects.get().is_erased
    shown = text_of(response)
    assert "Erased." in shown
    assert LABEL in shown
    assert secretariat_client.get(form).status_code == 404


def test_editors_are_not_offered_to_erase(editor_client: Client) -> None:
    person = make_person()
    with translation.override("en"):
        form = reverse("directory_desk:person", args=[person.code])
        address = reverse("directory_desk:person_erase", args=[person.code])
    assert address not in editor_client.get(form).content.decode()
