"""The OpenAPI document as people read it: operations by subject, their parameters and members."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from serai.foundation.api.openapi import JSON, SECURITY

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
    """The operations of one subject."""

    name: str
    anchor: str
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
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for tag in operation.get("tags", ("Other",)):
                found.setdefault(tag, []).append(_operation(document, path, method, operation))
    return [Section(tag, tag.lower(), listed) for tag, listed in found.items()]


def schemas(document: Json) -> list[Schema]:
    """Return the objects that are sent and answered."""
    return [
        Schema(
            name,
            str(schema.get("description", "")),
            [
                Member(
                    member,
                    kind_of(inner),
                    member in schema.get("required", ()),
                    str(inner.get("description", "")),
                )
                for member, inner in schema["properties"].items()
            ],
        )
        for name, schema in sorted(document["components"]["schemas"].items())
        if "properties" in schema
    ]


def kind_of(schema: Json) -> str:
    """Say in words what a schema allows."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return "one of " + ", ".join(str(value) or "“”" for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if "anyOf" in schema:
        return " or ".join(kind_of(each) for each in schema["anyOf"])
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    if kind == "object" and "propertyNames" in schema:
        return "text by language"
    return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(kind, kind)


def _operation(document: Json, path: str, method: str, operation: Json) -> Operation:
    content = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    success = next(status for status in operation["responses"] if status[0] == "2")
    shown = operation["responses"][success].get("content", {}).get(JSON, {})
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        needs_token={SECURITY: []} in operation["security"] and {} not in operation["security"],
        parameters=[
            Member(
                each["name"], kind_of(each["schema"]), each["required"],
                each.get("description", ""), each["in"],
            )
            for each in operation["parameters"]
        ],
        body=kind_of(content["schema"]) if content else "",
        answer=f"{success} {kind_of(shown['schema']) if shown else ''}".strip(),
        answers=[status for status in operation["responses"] if status[0] != "2"],
        example=_curl(document, path, method, operation, content),
    )  # fmt: skip


def _curl(document: Json, path: str, method: str, operation: Json, content: Json) -> str:
    """Write a request as a command."""
    address = path
    lines = [] if method == "get" else [f"-X {method.upper()}"]
    for each in operation["parameters"]:
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
    lines.append(document["servers"][0]["url"] + address)
    return "curl " + " \\\n  ".join(lines)
