"""The OpenAPI document as people read it: operations by subject, their parameters and members."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from serai.foundation.api.openapi import JSON, SECURITY
from serai.foundation.api.sharing import operations, resolved, used_schemas

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter, or a member of a body."""

    name: str
    kind: str
    is_required: bool
    description: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    needs_token: bool
    parameters: list[Member]
    body: str
    """The name of the schema of the body; empty where there is none."""
    answer: str
    answers: list[str]
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    """The operations of one subject, on a page of their own."""

    name: str
    slug: str
    operations: list[Operation]


@dataclass(frozen=True, slots=True)
class Schema:
    """The members of an object."""

    name: str
    description: str
    members: list[Member]


def sections(document: Json) -> list[Section]:
    """Return the operations by subject, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, method, operation in operations(document):
        for tag in operation["tags"]:
            found.setdefault(tag, []).append(_operation(document, path, method, operation))
    return [Section(tag, slugify(tag), listed) for tag, listed in found.items()]


def schemas(document: Json, section: Section) -> list[Schema]:
    """Return the objects that the operations of a subject send and answer."""
    wanted = {each.anchor for each in section.operations}
    of_section = [
        {**operation, "responses": [
            resolved(document, each) for each in operation["responses"].values()
        ]}
        for _path, _method, operation in operations(document)
        if operation["operationId"] in wanted
    ]  # fmt: skip
    names = used_schemas(document, of_section) - {"Problem", "Fault"}
    return [
        Schema(
            name,
            str(schema.get("description", "")),
            [
                Member(
                    member,
                    kind_of(document, inner),
                    member in schema.get("required", ()),
                    str(inner.get("description", "")),
                )
                for member, inner in schema["properties"].items()
            ],
        )
        for name, schema in sorted(document["components"]["schemas"].items())
        if "properties" in schema and name in names
    ]


def kind_of(document: Json, schema: Json) -> str:
    """Say in words what a schema allows; objects by their names."""
    if "$ref" in schema:
        named = resolved(document, schema)
        if "properties" in named:
            return str(schema["$ref"].rpartition("/")[2])
        return kind_of(document, named)
    if "enum" in schema:
        return "one of " + ", ".join(str(value) or "“”" for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if "anyOf" in schema:
        return " or ".join(kind_of(document, each) for each in schema["anyOf"])
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {kind_of(document, schema.get('items', {}))}"
    if kind == "object" and "propertyNames" in schema:
        return "text by language"
    return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(kind, kind)


def _operation(document: Json, path: str, method: str, operation: Json) -> Operation:
    content = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    success = next(status for status in operation["responses"] if status[0] == "2")
    shown = resolved(document, operation["responses"][success]).get("content", {}).get(JSON, {})
    parameters = [resolved(document, each) for each in operation["parameters"]]
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        needs_token={SECURITY: []} in operation["security"] and {} not in operation["security"],
        parameters=[
            Member(
                each["name"], kind_of(document, each["schema"]), each["required"],
                each.get("description", ""), each["in"],
            )
            for each in parameters
        ],
        body=kind_of(document, content["schema"]) if content else "",
        answer=f"{success} {kind_of(document, shown['schema']) if shown else ''}".strip(),
        answers=[status for status in operation["responses"] if status[0] != "2"],
        example=_curl(document["servers"][0]["url"] + path, method, parameters, content),
    )  # fmt: skip


def _curl(address: str, method: str, parameters: list[Json], content: Json) -> str:
    """Write a request as a command."""
    lines = [] if method == "get" else [f"-X {method.upper()}"]
    for each in parameters:
        example = each.get("example")
        if each["in"] == "path":
            address = address.replace(f"{{{each['name']}}}", str(example or "CODE"))
        elif each["in"] == "header" and each["required"]:
            lines.append(f"-H '{each['name']}: {example}'")
    if method != "get":
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if content:
        lines.append("-H 'Content-Type: application/json'")
        body = json.dumps(content.get("example", {}), ensure_ascii=False, indent=2)
        lines.append("-d '" + body.replace("'", "'\\''") + "'")
    lines.append(address)
    return "curl " + " \\\n  ".join(lines)
