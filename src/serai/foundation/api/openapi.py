"""The OpenAPI 3.1 document: what ninja knows of the operations, and what the guard adds to them."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from typing import Any

from ninja import NinjaAPI

from serai.foundation.api import idempotency, problems
from serai.foundation.api.limits import WINDOW
from serai.foundation.api.scopes import all_scopes
from serai.foundation.api.sharing import operations, share

Json = dict[str, Any]

SECURITY = "token"
JSON = "application/json"
_OF_EVERY_REQUEST = frozenset({400, 401, 405, 406, 413, 415, 422, 429})
"""What any request may be answered that is not as it should be: declared as one."""

_PROBLEM: Json = {
    "title": "Problem",
    "description": "Why a request was refused (RFC 9457), and what is wrong where.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "The type; it has a page."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong this time."},
        "instance": {"type": "string", "description": "The path of the request."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
    },
    "additionalProperties": True,
}
_FAULT: Json = {
    "title": "Fault",
    "description": "One thing that is wrong, and where.",
    "type": "object",
    "required": ["message"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON pointer into the body."},
        "parameter": {"type": "string", "description": "Name of the parameter or header."},
        "message": {"type": "string"},
    },
    "additionalProperties": False,
}

HEADERS: Json = {
    "ETag": ("The state of what was read, for If-Match and If-None-Match.", '^(W/)?".+"$'),
    "Location": ("The address of what was made.", "^/"),
    "Link": ("The next page: rel=next.", "rel="),
    "RateLimit": ("What is left of the requests that are allowed, and for how long.", "r="),
    "RateLimit-Policy": (f"How many requests are allowed in {WINDOW} seconds.", "q="),
    "Retry-After": ("Seconds to wait.", "^[0-9]+$"),
    "Allow": ("The methods that the address knows.", "[A-Z]"),
    "WWW-Authenticate": ("How to say who asks.", "^Bearer"),
    idempotency.REPLAYED: ("Of POST: the answer is the one given before to this key.", "^true$"),
}

_LIMITED = ("RateLimit", "RateLimit-Policy")


def describe(api: NinjaAPI, *, server: str, release: str) -> Json:
    """Return the document. ``server`` is where the API answers, ``release`` the software's."""
    document: Json = copy.deepcopy(dict(api.get_openapi_schema(path_prefix="")))
    document["info"] |= {
        "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        "x-release": release,
    }
    document["servers"] = [{"url": server}]
    document["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema"
    tags: dict[str, None] = {}
    for path, method, operation in operations(document):
        _complete(operation, method, path)
        tags.update(dict.fromkeys(operation.get("tags", ())))
    document["tags"] = [{"name": tag} for tag in tags]
    document["security"] = [{}, {SECURITY: []}]
    components = document.setdefault("components", {})
    components["securitySchemes"] = {SECURITY: _security_scheme()}
    components["headers"] = {
        name: {"description": text, "schema": {"type": "string", "pattern": pattern}}
        for name, (text, pattern) in HEADERS.items()
    }
    components["responses"] = _problem_responses()
    schemas = components.setdefault("schemas", {})
    schemas |= {"Problem": _PROBLEM, "Fault": _FAULT}
    for name, schema in schemas.items():
        _drop_empty_defaults(schema, all_of_them=name.endswith("Changes"))
    return share(document)


def _complete(operation: Json, method: str, path: str) -> None:
    """Add to an operation what the guard asks and answers for all of them."""
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["schema"].get("default", 0) in (None, "", []):
            parameter["schema"].pop("default")
    responses = operation["responses"] = {
        str(status): response for status, response in operation["responses"].items()
    }
    statuses: set[int] = set()
    if "{" in path or parameters:
        statuses.add(404)
    if method == "get":
        operation.setdefault("security", [{}, {SECURITY: []}])
        if {} not in operation["security"]:
            statuses.add(403)
        parameters.append(
            _header("If-None-Match", "The ETag of what you have already.", example='"x"')
        )
        responses["304"] = {"description": "Nothing has changed since.", "headers": _refs("ETag")}
    else:
        operation.setdefault("security", [{SECURITY: []}])
        statuses.update({403, 409})
    if any(each["name"] == "If-Match" for each in parameters):
        statuses.update({412, 428})
    if method == "post":
        parameters.append(
            _header(
                idempotency.HEADER, "Makes it safe to send the same request again, for 24 hours.",
                pattern=idempotency.KEY,
                example="7f8e1c3a-52a0-4c1b-9d0e-3a7b6f1d2c4e",
            )
        )  # fmt: skip
    for status, response in responses.items():
        _complete_success(response, status)
    for status in sorted(statuses):
        responses.setdefault(str(status), {"$ref": f"#/components/responses/Problem{status}"})
    for family in ("4XX", "5XX"):
        responses[family] = {"$ref": f"#/components/responses/Problem{family}"}


def _complete_success(response: Json, status: str) -> None:
    headers = list(_LIMITED)
    if status in {"200", "201"}:
        headers.append("ETag")
    if status == "201":
        headers.append("Location")
    if status in {"200", "201"}:
        headers.append(idempotency.REPLAYED)
    response["headers"] = {**_refs(*headers), **response.get("headers", {})}


def _refs(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _header(name: str, description: str, *, example: str, pattern: str = "") -> Json:
    schema: Json = {"type": "string", **({"pattern": pattern} if pattern else {})}
    return {
        "in": "header", "name": name, "required": False, "description": description,
        "schema": schema, "example": example,
    }  # fmt: skip


def precondition(pattern: str) -> Json:
    """The parameter of operations that change what is there."""
    return {
        "in": "header",
        "name": "If-Match",
        "required": True,
        "description": "The ETag of the state that you have seen.",
        "schema": {"type": "string", "pattern": pattern},
        "example": '"42-0123456789abcdef"',
    }


def _problem_responses() -> Json:
    by_status: dict[str, list[problems.Problem]] = defaultdict(list)
    for each in problems.all_problems():
        family = f"{each.status // 100}XX"
        is_own = each.status < 500 and each.status not in _OF_EVERY_REQUEST
        by_status[str(each.status) if is_own else family].append(each)
    extra = {"4XX": ("WWW-Authenticate", "Allow", "Retry-After"), "5XX": ("Retry-After",)}
    return {
        f"Problem{status}": {
            "description": "; ".join(f"{each.title} (`{each.slug}`)" for each in kinds) + ".",
            "headers": _refs(*_LIMITED, *extra.get(status, ())),
            "content": {
                problems.MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {each.slug: {"value": _problem_example(each)} for each in kinds},
                }
            },
        }
        for status, kinds in by_status.items()
    }


def _problem_example(kind: problems.Problem) -> Json:
    return {
        "type": kind.address,
        "title": kind.title,
        "status": kind.status,
        "detail": re.split(r"(?<=[.])\s", kind.advice)[0],
        "instance": "/api/v1/records/0000r3c0rd",
    }


def _security_scheme() -> Json:
    scopes = "\n".join(f"- `{name}`: {label}" for name, label in all_scopes().items())
    return {
        "type": "http",
        "scheme": "bearer",
        "description": f"A token of your account. It acts as you within its scopes:\n{scopes}",
    }


def _drop_empty_defaults(schema: Json, *, all_of_them: bool) -> None:
    """A default that is not a value of the schema stands for “left out”."""
    for member in schema.get("properties", {}).values():
        if member.get("default", 0) is None and (all_of_them or not _allows_null(member)):
            member.pop("default")


def _allows_null(member: Json) -> bool:
    return any(each.get("type") == "null" for each in member.get("anyOf", ()))
