"""Making an OpenAPI document small: what is said several times is said once, among the components.

It says the same afterwards. What no reference leads to is left out, and so are the titles that
pydantic makes of names.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")
_ANNOTATIONS = frozenset({"description", "default", "example"})
_WORTH_SHARING = 90
"""How many letters a schema has at least that is said once: a reference has some forty."""


def share(document: Json) -> Json:
    """Change a document into the smaller one, and return it."""
    components = document["components"]
    for schema in components["schemas"].values():
        _drop_titles(schema)
    for _path, _method, operation in operations(document):
        for parameter in operation["parameters"]:
            _drop_titles(parameter["schema"])
            for name in _ANNOTATIONS - {"default"}:
                parameter["schema"].pop(name, None)
    _leave_out_unused(document)
    _share_values(document)
    _share(
        components.setdefault("parameters", {}),
        (
            (operation["parameters"], index, _word(parameter["name"]))
            for _path, _method, operation in operations(document)
            for index, parameter in enumerate(operation["parameters"])
        ),
        "parameters",
    )
    _share(
        components["responses"],
        (
            (operation["responses"], status, _name_of_response(response, status))
            for _path, _method, operation in operations(document)
            for status, response in operation["responses"].items()
        ),
        "responses",
    )
    return document


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Yield every operation of a document with its path and method."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield path, method, operation


def resolved(document: Json, value: Json) -> Json:
    """Follow a reference within the document, with what stands beside it."""
    while "$ref" in value:
        found: Any = document
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        value = {**found, **{name: each for name, each in value.items() if name != "$ref"}}
    return value


def used_schemas(document: Json, value: Any) -> set[str]:
    """Return the names of the schemas that a part of a document needs, and those that they need."""
    wanted, found = set(_referred(value)), set()
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted.update(_referred(document["components"]["schemas"][name]))
    return found


def _drop_titles(schema: Any) -> None:
    """Drop what pydantic calls members; names of schemas stand where they are defined."""
    if isinstance(schema, list):
        for each in schema:
            _drop_titles(each)
    if isinstance(schema, dict):
        if isinstance(schema.get("title"), str):
            del schema["title"]
        for each in schema.values():
            _drop_titles(each)


def _leave_out_unused(document: Json) -> None:
    schemas = document["components"]["schemas"]
    used = used_schemas(document, [document["paths"], document["components"]["responses"]])
    for name in set(schemas) - used:
        del schemas[name]


def _referred(value: Any) -> Iterator[str]:
    """The names of the schemas to which something refers."""
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/components/schemas/"):
            yield reference.rpartition("/")[2]
        for each in value.values():
            yield from _referred(each)
    elif isinstance(value, list):
        for each in value:
            yield from _referred(each)


def _share_values(document: Json) -> None:
    """Share the schemas of members, apart from what is said of each member."""
    schemas = document["components"]["schemas"]
    places: list[tuple[Any, Any, str]] = [
        (schema["properties"], member, f"{_stem(name)}{_word(member)}")
        for name, schema in schemas.items()
        for member in schema.get("properties", ())
    ]
    places += [
        (parameter, "schema", _word(parameter["name"]))
        for _path, _method, operation in operations(document)
        for parameter in operation["parameters"]
    ]
    cores: list[tuple[Any, Any, str]] = []
    for holder, key, name in places:
        inner = holder[key]
        said = {each: inner[each] for each in _ANNOTATIONS & inner.keys()}
        core = {each: value for each, value in inner.items() if each not in said}
        box = {"core": core, "said": said}
        cores.append((box, "core", _name_of_texts(core) or name))
        holder[key] = box
    _share(schemas, cores, "schemas")
    for holder, key, _name in places:
        box = holder[key]
        holder[key] = {**box["core"], **box["said"]}


def _share(into: Json, places: Iterable[tuple[Any, Any, str]], kind: str) -> None:
    """Move what stands in two places or more into the components, under a name of its own."""
    listed = [
        (holder, key, name, json.dumps(holder[key], sort_keys=True))
        for holder, key, name in places
        if "$ref" not in holder[key]
    ]
    counts = Counter(written for _holder, _key, _name, written in listed)
    names: dict[str, str] = {}
    for holder, key, name, written in listed:
        if counts[written] < 2 or len(written) < _WORTH_SHARING:
            continue
        if written not in names:
            names[written] = _free(name, into)
            into[names[written]] = holder[key]
        holder[key] = {"$ref": f"#/components/{kind}/{names[written]}"}


def _free(name: str, taken: Json) -> str:
    number, wanted = 1, name
    while wanted in taken:
        number += 1
        wanted = f"{name}{number}"
    return wanted


def _stem(name: str) -> str:
    for ending in ("Given", "Changes", "Replaced"):
        name = name.removesuffix(ending)
    return name


def _word(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.replace("-", "_").split("_"))


def _name_of_texts(schema: Json) -> str:
    """Texts by language are called by how long they may be."""
    inner = schema.get("additionalProperties")
    if not isinstance(inner, dict) or "propertyNames" not in schema:
        return ""
    needed = "Needed" if "minProperties" in schema else ""
    return f"Texts{inner.get('maxLength', '')}{needed}"


def _name_of_response(response: Json, status: str) -> str:
    content = response.get("content", {}).get("application/json", {})
    schema = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return f"{schema or 'Answer'}{status}"
