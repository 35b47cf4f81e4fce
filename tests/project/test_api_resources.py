"""Every resource of the API, by the examples of its documentation: made, read, changed, deleted."""

from __future__ import annotations

import pytest

from factories.accounts import user_with
from factories.api import NUMBER, ApiClient, client_of, make_search, make_world
from serai.foundation.accounts.models import Role
from serai.foundation.api.resources import Resource, all_resources
from serai.project import api as _assembled  # noqa: F401

WRITTEN = [each for each in all_resources().values() if each.create is not None]
ALL = list(all_resources().values())


def named(resource: Resource) -> str:
    return resource.name


def place(resource: Resource) -> str:
    """The path of the list, in the world of the examples."""
    if resource.parent is None:
        return resource.path
    above = resource.parent.resource
    return resource.path.replace(f"{{{above.key}}}", above.example_code)


@pytest.fixture
def program(db: None) -> ApiClient:
    make_world()
    user = user_with(Role.ADMINISTRATOR)
    make_search(user, pk=NUMBER)
    return client_of(user)


@pytest.mark.parametrize("resource", ALL, ids=named)
def test_it_is_listed_and_read(program: ApiClient, resource: Resource) -> None:
    path = place(resource)
    listed = program.ask("GET", path)
    assert listed.status_code == 200, listed.content
    codes = [str(each[resource.column]) for each in listed.json()["items"]]
    assert resource.example_code in codes or listed.json()["next"]
    read = program.ask("GET", f"{path}/{resource.example_code}")
    assert read.status_code == 200, read.content
    assert read.json()["href"] == f"/api/v1{path}/{resource.example_code}"


@pytest.mark.parametrize("resource", WRITTEN, ids=named)
def test_the_example_makes_one_that_is_read_changed_and_deleted(
    program: ApiClient, resource: Resource
) -> None:
    path = place(resource)
    made = program.ask("POST", path, resource.example)
    assert made.status_code == 201, made.content
    content, address = made.json(), made["Location"]
    for name, value in resource.example.items():
        is_shown = name in resource.shown.model_fields  # a file that is sent is not
        if is_shown and isinstance(value, str | int | bool):
            assert content[name] == value, name
    read = program.ask("GET", address)
    assert read.json() == content
    assert read["ETag"] == made["ETag"]

    name, value = next(iter(resource.example.items()))
    changed = (
        program.ask("PATCH", address, {name: value}, if_match=made["ETag"])
        if (name not in resource.shape.fixed)
        else read
    )
    assert changed.status_code == 200, changed.content
    replaced = {
        name: value for name, value in resource.example.items() if name not in resource.shape.fixed
    }
    again = program.ask("PUT", address, replaced, if_match=changed["ETag"])
    assert again.status_code == 200, again.content

    if resource.delete is not None:
        deleted = program.ask("DELETE", address, if_match=again["ETag"])
        assert deleted.status_code == 204, deleted.content
        assert program.ask("GET", address).status_code == 404


@pytest.mark.parametrize(
    ("resource", "number"),
    [(each, number) for each in WRITTEN for number in range(len(each.actions))],
    ids=lambda value: value.name if isinstance(value, Resource) else str(value),
)
def test_the_example_of_an_action_is_done(
    program: ApiClient, resource: Resource, number: int
) -> None:
    action = resource.actions[number]
    address = f"{place(resource)}/{resource.example_code}"
    if action.name == "undo":
        program.ask("POST", f"{address}/decision", {"verdict": "skip"}, if_match="*")
    done = program.ask(
        "POST", f"{address}/{action.name}", action.example, if_match=program.etag(address)
    )
    assert done.status_code == 200, done.content
