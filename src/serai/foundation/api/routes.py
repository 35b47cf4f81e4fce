"""The operations of a resource: list, read, create, replace, change, delete, and what else is done.

There is one of each for all resources. What differs is declared in the `Resource`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.models import Body, Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, create_model

from serai.foundation.api.callers import Reader, caller_of
from serai.foundation.api.guard import json_response
from serai.foundation.api.openapi import JSON, SECURITY, precondition
from serai.foundation.api.paging import (
    CURSOR,
    DEFAULT_LIMIT,
    HIGHEST_LIMIT,
    LONGEST_CURSOR,
    next_address,
    page_of,
)
from serai.foundation.api.problems import INVALID, Fault
from serai.foundation.api.resources import Action, Filter, Resource, register_resource
from serai.foundation.api.revisions import ETAG, check_precondition, etag
from serai.foundation.api.scopes import READ
from serai.foundation.api.shapes import list_of
from serai.foundation.api.values import reference_annotation
from serai.foundation.languages import LANGUAGE_CODES

BASE = "/api/v1"


def digits(value: Any) -> Any:
    """Read a whole number from a parameter, strictly: no signs, spaces or leading zeros."""
    if isinstance(value, str) and re.fullmatch("0|[1-9][0-9]{0,11}", value):
        return int(value)
    return value if isinstance(value, int) else None


Limit = Annotated[int, Field(ge=1, le=HIGHEST_LIMIT), BeforeValidator(digits)]


class LanguageQuery(BaseModel):
    """What every address understands."""

    model_config = ConfigDict(extra="forbid")
    language: Literal[LANGUAGE_CODES] = Field(  # type: ignore[valid-type]
        "en",
        description="The language of labels. Left out: the one that Accept-Language prefers.",
    )


class ListQuery(LanguageQuery):
    """What every list understands."""

    limit: Limit = Field(DEFAULT_LIMIT, description="How many objects a page has.")
    cursor: Annotated[str, StringConstraints(pattern=CURSOR, max_length=LONGEST_CURSOR)] = Field(
        "", description="Where the page begins: taken from `next` of the page before."
    )


def routes(resource: Resource, router: Router) -> Router:
    """Put the operations of a resource on the router of its room, and register the resource."""
    register_resource(resource)
    _Routes(resource, router).add()
    return router


def query_model(
    name: str, filters: tuple[Filter, ...], orders: Mapping[str, Any]
) -> type[ListQuery]:
    """The schema of the parameters of a list."""
    members: dict[str, Any] = {}
    if len(orders) > 1:
        members["sort"] = (
            Literal[tuple(orders)],
            Field(next(iter(orders)), description="The order of the list."),
        )
    for each in filters:
        annotation = list_of(each.annotation) if each.is_many else each.annotation
        members[each.name] = (
            annotation,
            Field([] if each.is_many else None, description=each.description),
        )
    return create_model(f"{name}Query", __base__=ListQuery, **members)


@dataclass(frozen=True)
class _Routes:
    resource: Resource
    router: Router

    def add(self) -> None:
        resource, title = self.resource, self.resource.shape.title
        page = create_model(
            f"{title}Page",
            items=(
                list_of(resource.shown),
                Field(description=f"The {resource.name.replace('-', ' ')} of this page."),
            ),
            next=(str | None, Field(description="The address of the next page; null on the last.")),
        )
        query = query_model(title, resource.filters, resource.orders)
        collection, single = resource.path, f"{resource.path}/{{{resource.key}}}"
        several = resource.name.replace("-", " ")
        article = "an" if resource.noun[0] in "aeio" else "a"
        self._add("GET", collection, self._list, f"List {several}", {200: page}, query=query)
        self._add(
            "GET", single, self._read, f"Read {article} {resource.noun}", {200: self.resource.shown}
        )
        if resource.create is not None:
            self._add(
                "POST", collection, self._create, f"Create {article} {resource.noun}",
                {201: self.resource.shown}, given=resource.shape.given,
                example=resource.example,
            )  # fmt: skip
        if resource.change is not None:
            self._add(
                "PUT", single, self._replace, f"Replace {article} {resource.noun}",
                {200: self.resource.shown}, given=resource.shape.replaced,
                example=resource.replacing_example,
            )  # fmt: skip
            self._add(
                "PATCH", single, self._change, f"Change {article} {resource.noun}",
                {200: self.resource.shown}, given=resource.shape.changes,
                example=resource.changing_example,
            )  # fmt: skip
        if resource.delete is not None:
            self._add(
                "DELETE", single, self._delete, f"Delete {article} {resource.noun}", {204: None}
            )
        for action in resource.actions:
            self._add(
                "POST", f"{single}/{action.name}", self._acting(action), action.summary,
                {200: self.resource.shown}, given=action.given,
                example=action.example, description=action.description,
            )  # fmt: skip

    def _add(
        self,
        method: str,
        path: str,
        view: Callable[..., HttpResponse],
        summary: str,
        answers: dict[int, Any],
        *,
        query: type[LanguageQuery] = LanguageQuery,
        given: type[BaseModel] | None = None,
        example: Mapping[str, Any] | None = None,
        description: str = "",
    ) -> None:
        """Declare an operation to ninja, which reads the signature of the view."""
        parameters = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
        for name, annotation in self._path_parameters(path):
            parameters.append(_parameter(name, annotation, self._path_parameter(name)))
        parameters.append(_parameter("query", query, Query(...)))
        if given is not None:
            parameters.append(_parameter("given", given, Body(...)))

        def run(request: HttpRequest, **values: Any) -> HttpResponse:
            check_parameters(request, query)
            if method == "GET" and not self.resource.is_public:
                caller = caller_of(request)
                caller.require_scope(READ)
                caller.require(self.resource.may_read)
            parent_resource = self.resource.parent
            parent = None
            if parent_resource is not None:
                parent = _find_parent(request, parent_resource.resource, values)
            inside = parent_resource.inside(parent) if parent_resource else nullcontext()
            with inside:
                return view(request, parent, **values)

        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        noun = self.resource.shape.title
        run.__name__ = f"{method.lower()}{noun}{summary.title().replace(' ', '')}"
        self.router.add_api_operation(
            path, [method], run,
            response=answers,
            operation_id=operation_id(method, path),
            summary=summary,
            description=description or self.resource.description,
            tags=[self.resource.tag],
            openapi_extra=self._described(method, path, answers, given, example or {}),
        )  # fmt: skip

    def _described(
        self,
        method: str,
        path: str,
        answers: dict[int, Any],
        given: type[BaseModel] | None,
        example: Mapping[str, Any],
    ) -> dict[str, Any]:
        """What the document says of an operation beyond its schemas: examples and links."""
        resource = self.resource
        extra: dict[str, Any] = {}
        if not resource.is_public:
            extra["security"] = [{SECURITY: []}]
        if method in {"PUT", "PATCH", "DELETE"} or (method == "POST" and path != resource.path):
            extra["parameters"] = [precondition(ETAG)]
        if given is not None:
            extra["requestBody"] = {"content": {JSON: {"example": dict(example)}}}
        status = next(iter(answers))
        if resource.is_example_complete and status in {HTTPStatus.OK, HTTPStatus.CREATED}:
            is_list = method == "GET" and path == resource.path
            # The same for all that answer the object, so that the document has it once.
            if status == HTTPStatus.OK and not is_list:
                content = {JSON: {"example": resource.shown_example}}
                extra["responses"] = {status: {"content": content, "links": self._links()}}
            elif not is_list:
                extra["responses"] = {status: {"links": self._links()}}
        return extra

    def _links(self) -> dict[str, Any]:
        """Where one can go on from an object."""
        resource = self.resource
        single = f"{resource.path}/{{{resource.key}}}"
        place = {f"path.{resource.key}": f"$response.body#/{resource.column}"}
        if resource.parent is not None:
            above = resource.parent.resource.key
            place[f"path.{above}"] = f"$request.path.{above}"
        seen = {**place, "header.If-Match": "$response.header.ETag"}
        links = {"read": {"operationId": operation_id("GET", single), "parameters": place}}
        for method, verb in (("PUT", "replace"), ("PATCH", "change"), ("DELETE", "delete")):
            if resource.delete is not None if method == "DELETE" else resource.change is not None:
                links[verb] = {"operationId": operation_id(method, single), "parameters": seen}
        for action in resource.actions:
            name = operation_id("POST", f"{single}/{action.name}")
            links[action.name] = {"operationId": name, "parameters": seen}
        return links

    def _path_parameters(self, path: str) -> list[tuple[str, Any]]:
        by_key = {}
        resource: Resource | None = self.resource
        while resource is not None:
            by_key[resource.key] = resource
            resource = resource.parent.resource if resource.parent else None
        return [
            (name, reference_annotation(by_key[name].shape.model))
            for name in re.findall(r"{(\w+)}", path)
        ]

    def _path_parameter(self, name: str) -> Any:
        resource = self.resource
        if name != resource.key and resource.parent is not None:
            resource = resource.parent.resource
        by = "number" if isinstance(resource.plain_example_code, int) else "code"
        words = f"The {by} of the {resource.noun}."
        return Path(..., description=words, example=resource.plain_example_code)

    def _code(self, values: dict[str, Any]) -> Any:
        return values[self.resource.key]

    # Reading

    def _list(self, request: HttpRequest, parent: Any, *, query: Any) -> HttpResponse:
        resource, reader = self.resource, caller_of(request).reader
        rows = resource.visible(reader, parent)
        for each in resource.filters:
            values = request.GET.getlist(each.name)
            if values and each.narrow is not None:
                rows = each.narrow(rows, values)
        if resource.narrow is not None:
            rows = resource.narrow(rows, request.GET)
        order = getattr(query, "sort", next(iter(resource.orders)))
        manager: Any = resource.shape.model.objects  # type: ignore[attr-defined]
        page = page_of(
            rows,
            fetched=resource.shape.fetched(manager.all()),
            order=resource.orders[order],
            limit=query.limit,
            cursor=query.cursor,
            salt=f"serai.api.{resource.name}.{order}",
        )
        resource.shape.complete(page.rows)
        revisions = resource.revisions(resource.shape.model, [row.pk for row in page.rows])
        following = next_address(request, page.cursor)
        return json_response(
            {
                "items": [
                    written_by(resource, row, revisions[str(row.pk)], reader, parent)
                    for row in page.rows
                ],
                "next": following,
            },
            headers={"Link": f'<{following}>; rel="next"'} if following else None,
        )

    def _read(self, request: HttpRequest, parent: Any, **values: Any) -> HttpResponse:
        found = self.resource.find(caller_of(request).reader, self._code(values), parent)
        return self._answer(request, found.pk, parent)

    def _answer(
        self, request: HttpRequest, pk: Any, parent: Any, *, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        shape = self.resource.shape
        manager: Any = shape.model.objects  # type: ignore[attr-defined]
        instance = shape.fetched(manager.filter(pk=pk)).get()
        shape.complete([instance])
        revision = self._revision_of(instance)
        caller = caller_of(request)
        # Who has just written it has seen it, whatever else the token may read.
        reader = caller.reader if request.method == "GET" else caller.user
        content = written_by(self.resource, instance, revision, reader, parent)
        response = json_response(content, status=status)
        response["ETag"] = etag(revision, response.content)
        if status == HTTPStatus.CREATED:
            response["Location"] = content["href"]
        return response

    # Writing

    def _create(
        self, request: HttpRequest, parent: Any, *, given: Any, **_rest: Any
    ) -> HttpResponse:
        resource, caller = self.resource, caller_of(request)
        assert resource.create is not None
        caller.require_scope(resource.scope)
        caller.require(resource.may_create, resource.permission_target(None, parent))
        with transaction.atomic():
            written = resource.shape.write(given.model_dump())
            made = resource.create(caller.user, written, parent)
        return self._answer(request, made.pk, parent, status=HTTPStatus.CREATED)

    def _replace(
        self, request: HttpRequest, parent: Any, *, given: Any, **values: Any
    ) -> HttpResponse:
        return self._write(request, parent, given.model_dump(), values)

    def _change(
        self, request: HttpRequest, parent: Any, *, given: Any, **values: Any
    ) -> HttpResponse:
        return self._write(request, parent, given.model_dump(exclude_unset=True), values)

    def _write(
        self, request: HttpRequest, parent: Any, given: dict[str, Any], values: dict[str, Any]
    ) -> HttpResponse:
        resource, caller = self.resource, caller_of(request)
        change = resource.change
        assert change is not None
        with transaction.atomic():
            found = self._locked(request, parent, values, resource.may_change)
            change(caller.user, found, resource.shape.write(given, found))
        return self._answer(request, found.pk, parent)

    def _delete(self, request: HttpRequest, parent: Any, **values: Any) -> HttpResponse:
        resource, caller = self.resource, caller_of(request)
        assert resource.delete is not None
        with transaction.atomic():
            found = self._locked(request, parent, values, resource.may_delete)
            resource.delete(caller.user, found)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def _acting(self, action: Action) -> Callable[..., HttpResponse]:
        def act(request: HttpRequest, parent: Any, *, given: Any, **values: Any) -> HttpResponse:
            with transaction.atomic():
                found = self._locked(request, parent, values, action.permission)
                action.run(caller_of(request).user, found, given)
            return self._answer(request, found.pk, parent)

        return act

    def _locked(
        self, request: HttpRequest, parent: Any, values: dict[str, Any], permission: str
    ) -> Any:
        """Return the object to be written, locked, if the caller may write it and has seen it."""
        resource, caller = self.resource, caller_of(request)
        caller.require_scope(resource.scope)
        found = resource.find_to_write(caller.user, self._code(values), parent)
        caller.require(permission, resource.permission_target(found, parent))
        locked = resource.shape.model._base_manager.select_for_update().get(pk=found.pk)
        check_precondition(request, self._revision_of(locked))
        return locked

    def _revision_of(self, instance: Any) -> int:
        return self.resource.revisions(type(instance), [instance.pk])[str(instance.pk)]


def _find_parent(request: HttpRequest, resource: Resource, values: dict[str, Any]) -> Any:
    caller, code = caller_of(request), values.pop(resource.key)
    if request.method == "GET":
        return resource.find(caller.reader, code)
    return resource.find_to_write(caller.user, code)


def written_by(
    resource: Resource, instance: Any, revision: int, reader: Reader, parent: Any = None
) -> dict[str, Any]:
    """An object of a resource as JSON values."""
    return {
        **resource.shape.read(instance, reader),
        "revision": revision,
        "href": href_of(resource, getattr(instance, resource.column), parent),
    }


def href_of(resource: Resource, code: Any, parent: Any = None) -> str:
    """The path of an object."""
    path = resource.path
    if resource.parent is not None:
        above = resource.parent.resource
        path = path.replace(f"{{{above.key}}}", str(getattr(parent, above.column)))
    return f"{BASE}{path}/{code}"


def check_parameters(request: HttpRequest, query: type[BaseModel]) -> None:
    """Raise ProblemError for parameters that nobody knows, and for two values where one counts."""
    faults = []
    for name in request.GET:
        info = query.model_fields.get(name)
        if info is None:
            known = ", ".join(query.model_fields)
            faults.append(Fault(f"There is no such parameter. There are: {known}.", parameter=name))
        elif len(request.GET.getlist(name)) > 1 and not _is_list(info.annotation):
            faults.append(Fault("Give it once.", parameter=name))
    if faults:
        raise INVALID.error("The address has parameters that do not belong here.", errors=faults)


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is list


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=annotation, default=default
    )


def operation_id(method: str, path: str) -> str:
    """Name an operation, from its method and path."""
    verb = {"GET": "read" if path.endswith("}") else "list", "POST": "create", "PUT": "replace",
            "PATCH": "change", "DELETE": "delete"}[method]  # fmt: skip
    words = [word for word in re.split(r"[/{}-]+", path) if word]
    return "_".join([verb, *words])
