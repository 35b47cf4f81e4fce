"""The OpenAPI document: whole, and true to its own schemas."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from serai.foundation.api.problems import all_problems
from serai.project.api import document

Json = dict[str, Any]
METHODS = {"get", "post", "put", "patch", "delete"}


@cache
def the_document() -> Json:
    return document()


def operations() -> Iterator[tuple[str, str, Json]]:
    for path, methods in the_document()["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield path, method, operation


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
        assert {"401", "422", "429", "500"} <= set(operation["responses"]), where
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
    for response in the_document()["components"]["responses"].values():
        content = response["content"]["application/problem+json"]
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
    written = {
        name
        for response in the_document()["components"]["responses"].values()
        for name in response["content"]["application/problem+json"]["examples"]
    }
    assert written == {kind.slug for kind in all_problems()}


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
