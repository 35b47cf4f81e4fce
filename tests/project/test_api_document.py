"""The OpenAPI document: whole, and true to its own schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from serai.foundation.api import sharing
from serai.foundation.api.problems import all_problems
from serai.foundation.api.sharing import resolved
from serai.project.api import document

Json = dict[str, Any]


@cache
def the_document() -> Json:
    return document()


def operations() -> Iterator[tuple[str, str, Json]]:
    """Every operation, with what it shares with others put back into it."""
    for path, method, operation in sharing.operations(the_document()):
        parameters = [resolved(the_document(), each) for each in operation["parameters"]]
        responses = {
            status: resolved(the_document(), each)
            for status, each in operation["responses"].items()
        }
        yield path, method, {**operation, "parameters": parameters, "responses": responses}


def problem_responses() -> list[Json]:
    """What the shared answers that refuse hold."""
    kind = "application/problem+json"
    shared = the_document()["components"]["responses"].values()
    return [each["content"][kind] for each in shared if kind in each.get("content", {})]


def check(value: Any, schema: Json) -> None:
    """Raise where a value does not keep to a schema of the document."""
    jsonschema_rs.validate({**schema, "components": the_document()["components"]}, value)


def test_every_operation_says_what_it_is() -> None:
    names = [operation["operationId"] for _path, _method, operation in operations()]
    assert len(names) == len(set(names)) > 80
    for path, method, operation in operations():
        where = f"{method} {path}"
        assert operation["summary"], where
        assert operation["description"], where
        assert operation["tags"], where
        assert operation["security"], where
        assert {"4XX", "5XX"} <= set(operation["responses"]), where
        assert operation["security"] in (
            ([{}, {"token": []}], [{"token": []}]) if method == "get" else ([{"token": []}],)
        ), where


def test_every_reference_leads_somewhere() -> None:
    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    for reference in set(walk(the_document())):
        found: Any = the_document()
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_links_lead_to_operations() -> None:
    names = {operation["operationId"] for _path, _method, operation in operations()}
    linked = {
        link["operationId"]
        for _path, _method, operation in operations()
        for response in operation["responses"].values()
        for link in response.get("links", {}).values()
    }
    assert linked
    assert linked <= names


def test_every_example_keeps_to_its_schema() -> None:
    checked = 0
    for _path, _method, operation in operations():
        for parameter in operation["parameters"]:
            if "example" in parameter:
                check(parameter["example"], parameter["schema"])
                checked += 1
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body:
            assert "example" in body, operation["operationId"]
            check(body["example"], body["schema"])
            checked += 1
        for response in operation["responses"].values():
            content = response.get("content", {}).get("application/json", {})
            if "example" in content:
                check(content["example"], content["schema"])
                checked += 1
    for content in problem_responses():
        for example in content["examples"].values():
            check(example["value"], content["schema"])
            checked += 1
    assert checked > 200


def test_every_operation_with_something_in_its_path_has_an_example_of_it() -> None:
    for path, method, operation in operations():
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                assert parameter.get("example") not in (None, ""), f"{method} {path}"


def test_every_type_of_problem_is_in_the_document() -> None:
    written = {name for content in problem_responses() for name in content["examples"]}
    assert written == {kind.slug for kind in all_problems()}


def test_what_is_said_twice_is_said_once() -> None:
    written = json.dumps(the_document(), ensure_ascii=False, separators=(",", ":"))
    operations_ = [operation for _path, _method, operation in operations()]
    assert len(written) / len(operations_) < 2_500
    for operation in operations_:
        assert operation["responses"]["4XX"] is not None
    shared = the_document()["components"]
    for parameters in (shared["parameters"].values(), *(o["parameters"] for o in operations_)):
        assert all("title" not in each["schema"] for each in parameters)


def test_it_is_json_schema() -> None:
    for schema in the_document()["components"]["schemas"].values():
        jsonschema_rs.validator_for({**schema, "components": the_document()["components"]})


@pytest.mark.django_db
def test_it_is_served_to_everybody(client: Any) -> None:
    served = client.get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert served.json()["openapi"] == "3.1.0"
    assert (
        client.get("/api/v1/openapi.json", headers={"if-none-match": served["ETag"]}).status_code
        == 304
    )
    assert client.post("/api/v1/openapi.json").status_code == 405
