"""The desk of the directory, through its pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.accounts import signed_in, user_with
from factories.directory import make_organisation, make_person, make_theme, translated
from reading import form_of, text_of, undo_address
from serai.foundation.accounts.models import Role
from serai.foundation.directory.models import CodeRedirect, Organisation, Person, Theme
from serai.foundation.record.models import Entry
from serai.foundation.record.queries import verify

pytestmark = pytest.mark.django_db

DESK = "/en/desk/directory/"
LISTS = ["", "people/", "themes/", "countries/", "fields/", "goals/"]


def test_an_organisation_is_added_with_an_identifier(secretariat_client: Client) -> None:
    typed = form_of(secretariat_client.get(f"{DESK}organisations/new/"))
    typed |= {
        "name_0": "A*STAR",
        "name_1": "新加坡科技研究局",
        "kind": "government",
        "country": "SG",
        "identifiers-0-scheme": "ror",
        "identifiers-0-value": "https://ror.org/036wvzt09",
    }
    answer = secretariat_client.post(f"{DESK}organisations/new/", typed, follow=True)
    organisation = Organisation.objects.get()
    assert answer.redirect_chain[-1][0] == f"{DESK}organisations/{organisation.code}/"
    assert organisation.name.data["zh-hans"] == "新加坡科技研究局"
    assert organisation.country_id == "SG"
    assert organisation.identifiers.get().value == "036wvzt09"
    assert "Saved." in text_of(answer)


def test_saving_what_nobody_changed_records_nothing(editor_client: Client) -> None:
    organisation = make_organisation("A*STAR")
    organisation.identifiers.create(scheme="ror", value="036wvzt09")
    person = make_person("Bai Chunli")
    person.positions.create(title=translated("President"), organisation=organisation, as_of="2019")
    theme = make_theme(fields=["4.1"])
    for page in (
        f"organisations/{organisation.code}/", f"people/{person.code}/", f"themes/{theme.code}/",
    ):  # fmt: skip
        typed = form_of(editor_client.get(DESK + page))
        assert editor_client.post(DESK + page, typed).status_code == 302
    assert not Entry.objects.exists()


def test_a_mistyped_identifier_is_named_and_nothing_typed_is_lost(
    secretariat_client: Client,
) -> None:
    address = f"{DESK}organisations/new/"
    typed = form_of(secretariat_client.get(address))
    typed |= {
        "name_0": "A*STAR",
        "identifiers-0-scheme": "ror",
        "identifiers-0-value": "036wvzt08",
    }
    answer = secretariat_client.post(address, typed)
    assert answer.status_code == 200
    assert "“036wvzt08” is not an identifier of this register" in text_of(answer)
    assert "A*STAR" in answer.content.decode()
    assert not Organisation.objects.exists()


def test_an_organisation_without_a_name_is_refused(secretariat_client: Client) -> None:
    address = f"{DESK}organisations/new/"
    answer = secretariat_client.post(address, form_of(secretariat_client.get(address)))
    assert "This field is required." in text_of(answer)


def test_a_merge_can_be_undone_as_a_whole(secretariat_client: Client) -> None:
    survivor, duplicate = make_organisation("Academy"), make_organisation("Academy again")
    code = duplicate.code
    child = make_organisation("Institute", parent=duplicate)
    address = f"{DESK}organisations/{survivor.code}/merge/"
    typed = form_of(secretariat_client.get(address)) | {"duplicate": str(duplicate.pk)}
    answer = secretariat_client.post(address, typed, follow=True)
    child.refresh_from_db()
    assert child.parent == survivor
    history = text_of(secretariat_client.get(undo_history(survivor)))
    assert "merged into it the organisation" in history

    undone = secretariat_client.post(undo_address(answer), follow=True, HTTP_REFERER=address)
    assert "Undone." in text_of(undone)
    child.refresh_from_db()
    assert child.parent == Organisation.objects.get(code=code)
    assert not CodeRedirect.objects.exists()
    assert list(verify()) == []


def undo_history(organisation: Organisation) -> str:
    return f"/en/desk/history/directory.organisation/{organisation.code}/"


def test_deleting_asks_first_and_says_what_stands_in_the_way(secretariat_client: Client) -> None:
    above = make_organisation("Academy")
    below = make_organisation("Institute", parent=above)
    address = f"{DESK}organisations/{above.code}/delete/"
    assert "Institute" in text_of(secretariat_client.get(address))
    assert secretariat_client.post(address).status_code == 409
    assert secretariat_client.post(f"{DESK}organisations/{below.code}/delete/").status_code == 302
    assert secretariat_client.post(address).status_code == 302
    assert not Organisation.objects.exists()


def test_a_person_is_added_with_names_and_a_position(secretariat_client: Client) -> None:
    academy = make_organisation("Academy")
    address = f"{DESK}people/new/"
    typed = form_of(secretariat_client.get(address))
    typed |= {
        "country": "CN",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
        "names-0-text": "Bai Chunli",
        "names-0-language": "en",
        "positions-0-title_0": "President",
        "positions-0-organisation": str(academy.pk),
        "positions-0-since": "2011-03",
    }
    assert secretariat_client.post(address, typed).status_code == 302
    person = Person.objects.get()
    assert str(person) == "Bai Chunli"
    assert person.orcid == "0000-0002-1825-0097"
    assert str(person.positions.get().since) == "2011-03"


def test_an_account_is_linked_by_its_address_and_only_by_the_secretariat(
    secretariat_client: Client,
) -> None:
    editor = user_with(Role.EDITOR)
    chair = make_person("Bai Chunli")
    address = f"{DESK}people/{chair.code}/"
    assert "user" not in form_of(signed_in(editor).get(address))

    typed = form_of(secretariat_client.get(address))
    refused = secretariat_client.post(address, typed | {"user": "nobody@example.org"})
    assert "Nobody with this address has an account." in text_of(refused)
    assert form_of(refused)["user"] == "nobody@example.org"

    linked = secretariat_client.post(address, typed | {"user": editor.email.upper()})
    assert linked.status_code == 302
    chair.refresh_from_db()
    assert chair.user == editor
    typed = form_of(secretariat_client.get(address))
    assert typed["user"] == editor.email
    assert secretariat_client.post(address, typed | {"user": ""}).status_code == 302
    chair.refresh_from_db()
    assert chair.user is None


def test_a_person_without_a_name_and_with_a_wrong_date_is_refused(
    secretariat_client: Client,
) -> None:
    address = f"{DESK}people/new/"
    typed = form_of(secretariat_client.get(address))
    refused = secretariat_client.post(address, typed)
    assert "A person needs a name." in text_of(refused)
    typed |= {
        "names-0-text": "Bai Chunli",
        "positions-0-title_0": "President",
        "positions-0-since": "last spring",
    }
    refused = secretariat_client.post(address, typed)
    assert "“last spring” is not a date" in text_of(refused)
    assert not Person.objects.exists()


def test_two_people_without_an_orcid(secretariat_client: Client) -> None:
    address = f"{DESK}people/new/"
    for name in ("One", "Two"):
        typed = form_of(secretariat_client.get(address)) | {"names-0-text": name}
        assert secretariat_client.post(address, typed).status_code == 302
    assert Person.objects.count() == 2


def test_a_theme_is_added_with_its_fields(editor_client: Client) -> None:
    address = f"{DESK}themes/new/"
    typed = form_of(editor_client.get(address)) | {
        "name_0": "Agriculture",
        "fields": ["4.1", "4.4"],
    }
    assert editor_client.post(address, typed).status_code == 302
    assert [field.code for field in Theme.objects.get().fields.all()] == ["4.1", "4.4"]
    assert "Agriculture" in text_of(editor_client.get(f"{DESK}themes/"))


@pytest.mark.parametrize("path", LISTS)
def test_lists_are_shown_and_searched(secretariat_client: Client, path: str) -> None:
    assert secretariat_client.get(DESK + path).status_code == 200
    assert "Nothing matches" in text_of(secretariat_client.get(f"{DESK}{path}?q=qqqq"))
    assert secretariat_client.get(f"{DESK}{path}?page=zero").status_code == 400


@pytest.mark.parametrize("path", [*LISTS, "organisations/new/", "people/new/", "themes/new/"])
def test_only_those_entrusted_come_in(
    client: Client, analyst_client: Client, delegate_client: Client, path: str
) -> None:
    assert client.get(DESK + path).status_code == 302
    assert analyst_client.get(DESK + path).status_code == 403
    assert delegate_client.get(DESK + path).status_code == 403


def test_what_does_not_exist_is_not_found(secretariat_client: Client) -> None:
    for path in (
        "organisations/none/",
        "organisations/none/merge/",
        "people/none/",
        "themes/none/",
    ):
        assert secretariat_client.get(DESK + path).status_code == 404


def test_people_are_found_by_any_of_their_names(secretariat_client: Client) -> None:
    person = make_person("Пётр Капица", language="ru")
    person.names.create(text="Pyotr Kapitsa", language="en")
    make_person("Somebody else")
    for words in ("капица", "КАПИЦА".capitalize(), "kapitsa"):
        assert "1 in this list" in text_of(secretariat_client.get(f"{DESK}people/?q={words}"))


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("", lambda: make_organisation(parent=make_organisation(), country="KE")),
        ("people/", lambda: make_person().positions.create(
            title=translated("Director"), organisation=make_organisation())),
        ("themes/", lambda: make_theme(fields=["1.1", "1.2"])),
    ],
)  # fmt: skip
def test_lists_cost_the_same_with_one_row_and_with_many(
    secretariat_client: Client, path: str, make: Callable[[], object]
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            secretariat_client.get(DESK + path)
        return len(queries)

    make()
    statements()
    few = statements()
    for _number in range(11):
        make()
    assert statements() == few
