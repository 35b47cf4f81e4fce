"""Resource × method × visitor: who gets which answer from the API.

Every visitor sends what would be done if they were entrusted with it. Roles of the installation,
roles in one edition, and nobody: what is not for them is refused, and a draft of which they may not
know is not there.
"""

from __future__ import annotations

import pytest
from django.db import transaction

from factories.accounts import user_with
from factories.api import NUMBER, ApiClient, client_of, make_search, make_world
from factories.editions import entrust, make_edition
from serai.convene.editions.models import Edition, EditionRole
from serai.foundation.accounts.models import Role
from serai.foundation.api.resources import Resource, all_resources
from serai.project import api as _assembled  # noqa: F401

VISITORS = (
    "anonymous", "delegate", "analyst", "editor", "secretariat", "administrator",
    "stranger", "reader", "programme editor", "manager",
)  # fmt: skip
"""The last four hold a role in one edition only: in another one, or in this one."""

KNOWN_TO_WRITERS = {"secretariat", "administrator", "reader", "programme editor", "manager"}
"""Who has the edition of the examples at their desk; others who write do not find it."""
DRAFTS = ("sections", "rooms", "activities", "sessions", "contributions")
READ_BY_STAFF = {
    # What the public does not know of in the world of the examples: drafts.
    "claims": {"analyst", "editor", "secretariat", "administrator"},
    "records": {"analyst", "editor", "secretariat", "administrator"},
    # The draft of a programme; everybody else reads its releases.
    **dict.fromkeys(DRAFTS, KNOWN_TO_WRITERS),
    # What is somebody's own.
    "jobs": {"administrator"},
    "searches": {"editor"},
}
_STAFF = {"analyst", "editor", "secretariat", "administrator"}
READ_BY_NOBODY_ELSE = {
    "jobs": set(VISITORS) - {"anonymous", "delegate"},
    "documents": _STAFF, "proposals": _STAFF, "tasks": _STAFF,
    "searches": set(VISITORS) - {"anonymous"},
    "webhooks": {"secretariat", "administrator"}, "deliveries": {"secretariat", "administrator"},
}  # fmt: skip
"""What the public does not even list."""
_DIRECTORY = {"editor", "secretariat", "administrator"}
_EVIDENCE = {"analyst", "editor", "administrator"}
_REGISTER = {"editor", "administrator"}
_FIGURES = {"analyst", "administrator"}
_SECRETARIAT = {"secretariat", "administrator"}
_PROGRAMME = {*_SECRETARIAT, "manager", "programme editor"}
WRITTEN_BY = {
    "themes": _DIRECTORY, "organisations": _DIRECTORY, "people": _DIRECTORY,
    "sources": _EVIDENCE, "claims": _EVIDENCE, "records": _REGISTER, "indicators": _FIGURES,
    "series": _SECRETARIAT, "editions": _SECRETARIAT,
    "sections": _PROGRAMME, "rooms": _PROGRAMME, "activities": _PROGRAMME,
    "sessions": _PROGRAMME, "contributions": _PROGRAMME,
    "documents": _EVIDENCE, "proposals": _FIGURES, "tasks": _REGISTER, "webhooks": _SECRETARIAT,
    "searches": READ_BY_NOBODY_ELSE["searches"],
}  # fmt: skip
CHANGED_BY = {
    **WRITTEN_BY, "editions": {*_SECRETARIAT, "manager"},
    "jobs": {"administrator"}, "deliveries": _SECRETARIAT,
}  # fmt: skip
ACTED_BY = {
    ("claims", "review"): _FIGURES, ("claims", "rank"): _FIGURES,
    ("claims", "correction"): _FIGURES, ("claims", "links"): _FIGURES,
    ("editions", "state"): CHANGED_BY["editions"],
    ("editions", "publication"): CHANGED_BY["editions"],
    ("proposals", "undo"): _STAFF,
}  # fmt: skip
OF_EDITIONS = {"editions", *DRAFTS}


def programs() -> dict[str, ApiClient]:
    """A program for each visitor, with every scope."""
    edition, other = Edition.objects.get(), make_edition(is_public=False)
    users = {
        "delegate": user_with(), "analyst": user_with(Role.ANALYST),
        "editor": user_with(Role.EDITOR), "secretariat": user_with(Role.SECRETARIAT),
        "administrator": user_with(Role.ADMINISTRATOR), "stranger": user_with(),
        "reader": user_with(), "programme editor": user_with(), "manager": user_with(),
    }  # fmt: skip
    make_search(users["editor"], pk=NUMBER)
    entrust(users["stranger"], other, EditionRole.SECRETARIAT)
    entrust(users["reader"], edition, EditionRole.READER)
    entrust(users["programme editor"], edition, EditionRole.PROGRAMME_EDITOR)
    entrust(users["manager"], edition, EditionRole.SECRETARIAT)
    return {"anonymous": ApiClient(), **{name: client_of(user) for name, user in users.items()}}


def place(resource: Resource) -> str:
    if resource.parent is None:
        return resource.path
    above = resource.parent.resource
    return resource.path.replace(f"{{{above.key}}}", above.example_code)


def expected(resource: Resource, visitor: str, method: str, action: str = "") -> int:
    """What a visitor is answered who does all else right."""
    name = resource.name
    if method == "GET" and name in READ_BY_NOBODY_ELSE:
        if visitor in READ_BY_STAFF.get(name, READ_BY_NOBODY_ELSE[name]):
            return 200
        known = 404 if visitor in READ_BY_NOBODY_ELSE[name] else 403
        return 401 if visitor == "anonymous" else known
    if method == "GET":
        return 200 if visitor in READ_BY_STAFF.get(name, VISITORS) else 404
    if visitor == "anonymous":
        return 401
    is_hidden = (
        name in READ_BY_STAFF
        and visitor not in READ_BY_STAFF[name]
        and (method != "POST" or action)
    )
    if is_hidden:
        return 404
    allowed = ACTED_BY.get((name, action)) if action else None
    allowed = (
        allowed or (WRITTEN_BY if method in {"POST", "DELETE"} and not action else CHANGED_BY)[name]
    )
    if visitor in allowed:
        return {"POST": 200 if action else 201, "DELETE": 204}.get(method, 200)
    if (
        name in OF_EDITIONS
        and visitor not in KNOWN_TO_WRITERS
        and (name != "editions" or method != "POST" or action)
    ):
        return 404
    return 403


@pytest.mark.django_db
@pytest.mark.parametrize("resource", all_resources().values(), ids=lambda each: each.name)
def test_every_visitor_is_answered_as_the_table_says(resource: Resource) -> None:
    make_world()
    clients = programs()
    path, wrong = place(resource), []
    single = f"{path}/{resource.example_code}"
    seen = "*"
    replaced = resource.replacing_example
    visits: list[tuple[str, str, object, str]] = [("GET", single, None, "")]
    if resource.create is not None:
        visits.append(("POST", path, dict(resource.example), ""))
    if resource.change is not None:
        visits += [("PUT", single, replaced, ""), ("PATCH", single, resource.changing_example, "")]
    if resource.delete is not None:
        visits.append(("DELETE", single, None, ""))
    visits += [
        ("POST", f"{single}/{action.name}", dict(action.example), action.name)
        for action in resource.actions
    ]
    for method, address, content, action in visits:
        for visitor, program in clients.items():
            with transaction.atomic():
                answer = program.ask(method, address, content, if_match=seen)
                transaction.set_rollback(True)
            wanted = expected(resource, visitor, method, action)
            # Whoever is let in may still be told that the state of the data forbids it.
            if answer.status_code not in {wanted, 409 if wanted < 300 else wanted}:
                wrong.append(f"{method} {address} {visitor}: {answer.status_code}, not {wanted}")
    assert not wrong, "\n".join(wrong)


def test_every_resource_stands_in_the_table() -> None:
    written = {each.name for each in all_resources().values() if each.create is not None}
    assert written == set(WRITTEN_BY)


@pytest.mark.django_db
def test_a_foreign_edition_does_not_exist() -> None:
    make_world()
    clients = programs()
    hidden = make_edition(is_public=False)
    for resource in all_resources().values():
        if resource.name not in OF_EDITIONS:
            continue
        path = f"/editions/{hidden.code}"
        if resource.parent is not None:
            path += f"/{resource.name}"
        for visitor in ("anonymous", "delegate", "analyst", "editor", "stranger", "manager"):
            assert clients[visitor].ask("GET", path).status_code == 404
            if resource.parent is not None and visitor != "anonymous":
                sent = clients[visitor].ask("POST", path, dict(resource.example))
                assert sent.status_code == 404, (resource.name, visitor)
