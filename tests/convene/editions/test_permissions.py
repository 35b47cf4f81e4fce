"""Who gets which answer: every address of the desk × every role × own and foreign edition."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from factories.accounts import signed_in, user_with
from factories.editions import entrust, make_edition, make_series, make_topic
from serai.convene.editions import operations
from serai.convene.editions.models import Edition, EditionRole
from serai.foundation.accounts.models import Role, User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.foundation.web.desk.saving import undo_token

pytestmark = pytest.mark.django_db

EDITING = ("edit", "topics", "venues", "organisers", "announcements", "sources", "team", "move")
READING = ("edition", "preview")
WHOLE = ("copy", "delete")
POSTED = ("publish", "unpublish")
SERIES = ("series", "milestones", "series_sources", "series_delete")
INSTALLATION = ("add", "series_list", "series_add")

ROLES = ("administrator", "secretariat", "editor", "analyst", "delegate", *EditionRole.values)
"""The roles of the installation, then those in the one edition."""


@dataclass
class House:
    """Two unpublished editions; the person has a role in the first, if it is such a role."""

    client: Client
    user: User
    own: Edition
    foreign: Edition


def house_for(role: str) -> House:
    own, foreign = (make_edition(is_public=False) for _number in range(2))
    if role in EditionRole.values and role != "secretariat":
        user = user_with()
        entrust(user, own, EditionRole(role))
    elif role == "delegate":
        user = user_with()
    else:
        user = user_with(Role(role))
    return House(signed_in(user), user, own, foreign)


def answer(house: House, name: str, edition: Edition) -> int:
    if name in POSTED:
        return house.client.post(reverse(f"editions_desk:{name}", args=[edition.slug])).status_code
    if name in SERIES:
        address = reverse(f"editions_desk:{name}", args=[edition.series.slug])
    elif name in INSTALLATION or name == "list":
        address = reverse(f"editions_desk:{name}")
    else:
        address = reverse(f"editions_desk:{name}", args=[edition.slug])
    return house.client.get(address).status_code


MANAGERS = {"administrator", "secretariat"}
STRANGERS = {"editor", "analyst", "delegate"}


def expected(role: str, name: str, *, is_own: bool) -> int:
    done = 302 if name in POSTED else 200
    if role in MANAGERS:
        return done
    if role in STRANGERS:
        return 403
    if name == "list":
        return 200
    if name in SERIES or name in INSTALLATION:
        return 403
    if not is_own:
        return 404
    return 200 if name in READING else 403


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "foreign"])
@pytest.mark.parametrize(
    "name", [*EDITING, *READING, *WHOLE, *POSTED, *SERIES, *INSTALLATION, "list"]
)
@pytest.mark.parametrize("role", [*dict.fromkeys(ROLES)])
def test_every_address_answers_each_role(role: str, name: str, *, is_own: bool) -> None:
    house = house_for(role)

    got = answer(house, name, house.own if is_own else house.foreign)

    assert got == expected(role, name, is_own=is_own)


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "foreign"])
@pytest.mark.parametrize("name", [*EDITING, *READING, *WHOLE, *POSTED])
def test_the_secretariat_of_one_edition_manages_that_one(name: str, *, is_own: bool) -> None:
    own, foreign = (make_edition(is_public=False) for _number in range(2))
    user = user_with()
    entrust(user, own, EditionRole.SECRETARIAT)
    house = House(signed_in(user), user, own, foreign)

    got = answer(house, name, own if is_own else foreign)

    if not is_own:
        assert got == 404
    elif name in WHOLE:
        assert got == 403
    else:
        assert got == (302 if name in POSTED else 200)


@pytest.mark.parametrize("name", [*EDITING, *READING, *WHOLE, *SERIES, *INSTALLATION, "list"])
def test_who_is_not_signed_in_is_asked_to(client: Client, name: str) -> None:
    edition = make_edition(is_public=False)

    assert answer(House(client, user_with(), edition, edition), name, edition) == 302


def test_only_what_belongs_to_the_edition_is_cited_there(secretariat_client: Client) -> None:
    own, foreign = make_edition(), make_edition()
    topic = make_topic(edition=foreign)

    for kind, pk in (("focustopic", topic.pk), ("edition", foreign.pk), ("user", 1)):
        address = reverse("editions_desk:cite", args=[own.slug, kind, pk])
        assert secretariat_client.get(address).status_code == 404


def test_an_edition_that_is_not_there_is_not_found(secretariat_client: Client) -> None:
    for name in (*EDITING, *READING, *WHOLE):
        address = reverse(f"editions_desk:{name}", args=["none-such"])
        assert secretariat_client.get(address).status_code == 404


def test_the_list_holds_only_the_editions_one_may_know_of() -> None:
    house = house_for(EditionRole.READER.value)

    body = house.client.get(reverse("editions_desk:list")).content.decode()

    assert str(house.own) in body
    assert str(house.foreign) not in body


def test_a_role_in_an_edition_opens_the_desk() -> None:
    house = house_for(EditionRole.READER.value)

    assert house.client.get(reverse("web_desk:home")).status_code == 200
    assert signed_in(user_with()).get(reverse("web_desk:home")).status_code == 403


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (EditionRole.SECRETARIAT, {"change_edition", "edit_programme", "read_draft"}),
        (EditionRole.PROGRAMME_EDITOR, {"edit_programme", "read_draft"}),
        (EditionRole.READER, {"read_draft"}),
    ],
)
def test_roles_reach_as_far_as_their_edition(role: EditionRole, allowed: set[str]) -> None:
    own, foreign = make_edition(), make_edition()
    user = user_with()
    entrust(user, own, role)

    for name in ("change_edition", "edit_programme", "read_draft"):
        assert may(user, f"editions.{name}", own) == (name in allowed)
        assert not may(user, f"editions.{name}", foreign)
        assert not may(user, f"editions.{name}")


def test_a_role_ends_with_the_account() -> None:
    edition = make_edition()
    user = user_with()
    entrust(user, edition, EditionRole.SECRETARIAT)
    user.is_active = False

    assert not may(user, "editions.change_edition", edition)


def test_histories_of_foreign_editions_do_not_exist() -> None:
    house = house_for(EditionRole.READER.value)
    for edition in (house.own, house.foreign):
        operations.publish_edition(actor=Program("test"), edition=edition)

    def history(edition: Edition) -> int:
        address = reverse("web_desk:history", args=["editions.edition", edition.code])
        return house.client.get(address).status_code

    assert history(house.own) == 200
    assert history(house.foreign) == 404
    series = reverse("web_desk:history", args=["editions.series", house.own.series.code])
    assert house.client.get(series).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [(EditionRole.READER, 403), (EditionRole.SECRETARIAT, 302)]
)
def test_only_who_may_change_an_edition_may_undo(role: EditionRole, status: int) -> None:
    edition = make_edition()
    user = user_with()
    entrust(user, edition, role)
    operations.change_edition(
        actor=Program("test"), edition=edition, changes={"theme": {"en": "Water"}}
    )
    token = undo_token([Entry.objects.get().number])

    response = signed_in(user).post(reverse("web_desk:undo", args=[token]))

    assert response.status_code == status


def test_the_history_of_a_foreign_edition_is_not_on_the_home_page() -> None:
    house = house_for(EditionRole.READER.value)
    operations.publish_edition(actor=Program("test"), edition=house.foreign)

    body = house.client.get(reverse("web_desk:home")).content.decode()

    assert str(house.foreign) not in body


def test_series_are_for_the_secretariat_of_the_installation(analyst_client: Client) -> None:
    make_series(slug="some")

    assert analyst_client.get(reverse("editions_desk:series", args=["some"])).status_code == 403
