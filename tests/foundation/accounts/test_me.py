"""What people do with their own accounts."""

from __future__ import annotations

import json

import pytest
from allauth.account.models import EmailAddress
from django.forms.models import model_to_dict
from django.test import Client

from factories.accounts import signed_in, user_with
from factories.editions import make_edition, make_series
from reading import form_of, text_of
from serai.convene.editions import verbs
from serai.convene.editions.models import EditionRole, EditionRoleAssignment
from serai.foundation.accounts.models import Role, User
from serai.foundation.accounts.operations import change_user, record_new_email
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program, change_object, create_object
from serai.foundation.record.queries import verify

pytestmark = pytest.mark.django_db

NAME, EMAIL = "Aigerim Example", "aigerim@example.org"


@pytest.mark.parametrize("address", ["", "data.json", "delete/"])
def test_one_must_be_signed_in(client: Client, address: str) -> None:
    answer = client.get(f"/en/accounts/me/{address}")
    assert answer["Location"].startswith("/en/accounts/login/")


def test_name_and_language_are_changed(delegate_client: Client) -> None:
    form = form_of(delegate_client.get("/en/accounts/me/"))
    answer = delegate_client.post("/en/accounts/me/", form | {"name": NAME, "language": "es"})
    assert answer["Location"] == "/es/accounts/me/"
    user = User.objects.get()
    assert (user.name, user.language) == (NAME, "es")
    assert Entry.objects.get().verb == "user.changed"


def test_languages_are_called_by_their_own_names(delegate_client: Client) -> None:
    page = text_of(delegate_client.get("/en/accounts/me/"))
    for name in ("English", "简体中文", "Français", "Русский", "العربيّة", "Español"):
        assert name in page


def test_only_the_own_account_is_changed(delegate_client: Client) -> None:
    other = user_with(name="Other")
    form = form_of(delegate_client.get("/en/accounts/me/"))
    sent = form | {"name": NAME, "pk": other.pk, "id": other.pk, "is_superuser": "on"}
    delegate_client.post("/en/accounts/me/", sent)
    other.refresh_from_db()
    assert other.name == "Other"
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_operation_changes_nothing_else() -> None:
    user = user_with()
    with pytest.raises(ValueError, match="is_superuser"):
        change_user(actor=user, user=user, changes={"is_superuser": True})


def test_a_new_address_is_recorded() -> None:
    user = user_with()
    record_new_email(user=user, before="old@example.org", after="new@example.org")
    entry = Entry.objects.get()
    assert (entry.before, entry.verb) == ({"email": "old@example.org"}, "user.email_changed")


def person_with_a_past() -> User:
    """Somebody who has signed up, worked, and holds a role in an edition."""
    user = user_with(Role.SECRETARIAT, name="Before", email=EMAIL)
    change_user(actor=Program("the registry"), user=user, changes={"name": NAME})
    user = User.objects.get(pk=user.pk)
    change_object(
        actor=user, verb=verbs.SERIES_CHANGED, instance=make_series(interval_years=2),
        changes={"interval_years": 3},
    )  # fmt: skip
    edition = make_edition()
    create_object(
        actor=user, verb=verbs.ROLE_VERBS.added, root=edition,
        instance=EditionRoleAssignment(edition=edition, user=user, role=EditionRole.values[0]),
    )  # fmt: skip
    return user


def test_everything_stored_about_one_can_be_downloaded() -> None:
    client = signed_in(person_with_a_past())
    answer = client.get("/en/accounts/me/data.json")
    assert "attachment" in answer["Content-Disposition"]
    data = json.loads(answer.content)
    assert (data["account"]["email"], data["account"]["name"]) == (EMAIL, NAME)
    assert {"roles", "roles in editions"} <= set(data["belongs_to_it"])
    assert [each["what"] for each in data["record_of_what_you_did"]] == [
        "series.changed", "edition.role_given",
    ]  # fmt: skip
    assert data["record_about_you"][0]["after"] == {"name": NAME}
    assert "password" not in answer.content.decode()


def test_deleting_asks_for_the_address() -> None:
    client = signed_in(person_with_a_past())
    assert "cannot be undone" in text_of(client.get("/en/accounts/me/delete/"))
    page = client.post("/en/accounts/me/delete/", {"email": "other@example.org"})
    assert "This is not the address of this account" in text_of(page)
    assert User.objects.exists()


def test_an_account_is_erased_from_every_table_and_entry() -> None:
    client = signed_in(person_with_a_past())
    answer = client.post("/en/accounts/me/delete/", {"email": EMAIL.upper()}, follow=True)
    assert "Account deleted" in text_of(answer)
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    assert client.get("/en/accounts/me/").status_code == 302
    said = json.dumps([model_to_dict(each) for each in Entry.objects.all()], default=str)
    for word in (NAME, EMAIL, "Before"):
        assert word not in said
    # What was done stays.
    assert Entry.objects.get(verb="series.changed").after == {"interval_years": 3}
    assert list(verify()) == []


def test_the_desk_tells_of_a_deleted_account() -> None:
    user = user_with(email="ada@example.org")
    signed_in(user).post("/en/accounts/me/delete/", {"email": "ada@example.org"})
    assert not User.objects.filter(email="ada@example.org").exists()
    administrator = signed_in(user_with(Role.ADMINISTRATOR))
    response = administrator.get("/en/desk/")
    assert response.status_code == 200
    assert "ada@example.org" not in response.content.decode()


def test_the_last_administrator_cannot_leave() -> None:
    admin = user_with(Role.ADMINISTRATOR, email=EMAIL)
    user_with(Role.ANALYST)
    page = signed_in(admin).post("/en/accounts/me/delete/", {"email": EMAIL})
    assert "Somebody must remain administrator" in text_of(page)
    assert User.objects.filter(pk=admin.pk).exists()
    assert not Entry.objects.exists()
