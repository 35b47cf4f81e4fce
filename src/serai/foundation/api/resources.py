"""What a room offers: a shape, who sees which objects, and the operations that write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import Http404, QueryDict
from pydantic import BaseModel, Field, StringConstraints, create_model

from serai.foundation.accounts.models import User
from serai.foundation.api.callers import Reader
from serai.foundation.api.revisions import revisions_of
from serai.foundation.api.shapes import Shape, Written
from serai.foundation.api.values import NO_CONTROLS, reference_annotation, reference_column
from serai.foundation.folding import fold
from serai.foundation.web.desk.lists import containing
from serai.foundation.web.parameters import ParameterError

Rows = models.QuerySet[Any]

NOBODY = AnonymousUser()


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A parameter that narrows a list. ``narrow`` gets the rows and the values of the parameter."""

    name: str
    description: str
    narrow: Callable[[Rows, list[str]], Rows] | None = None
    annotation: Any = Annotated[
        str, StringConstraints(pattern=NO_CONTROLS, min_length=1, max_length=100)
    ]
    is_many: bool = False
    example: Any = None


@dataclass(frozen=True, kw_only=True)
class Parent:
    """Another resource under whose objects these stand: the edition of a session."""

    resource: Resource
    inside: Callable[[Any], AbstractContextManager[Any]] = lambda _parent: nullcontext()
    """The context in which its objects are read and written."""
    relation: str = ""
    """What the model calls it, if not by the noun of the resource."""

    @property
    def column(self) -> str:
        """The column with the key of the parent."""
        return f"{self.relation or self.resource.key}_id"


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that is done to an object and is more than a change of its members."""

    name: str
    summary: str
    description: str
    given: type[BaseModel]
    permission: str
    run: Callable[[User, Any, Any], object]
    """Called with the actor, the object and what was sent."""
    example: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Resource:
    """Objects of one model, as the API offers them."""

    name: str
    noun: str
    tag: str
    description: str
    shape: Shape
    visible: Callable[[Reader, Any], Rows]
    """The rows that somebody may know of; the second argument is the object of ``parent``."""
    example: Mapping[str, Any] = field(default_factory=dict)
    example_code: str = ""
    parent: Parent | None = None
    filters: tuple[Filter, ...] = ()
    narrow: Callable[[Rows, QueryDict], Rows] | None = None
    """Narrows a list by the whole query, where the room has a filter of its own."""
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"code": ("pk",)})
    """The columns of each order; none may be NULL, the last is unique. The first order is usual."""

    writable: Callable[[User, Any], Rows] | None = None
    """The rows that somebody who writes can find, where that is not what they may read."""
    may_read: str = ""
    """The permission without which nobody reads anything of it; empty: everybody may, what
    `visible` lets them see."""
    revisions: Callable[[type[models.Model], Iterable[Any]], dict[str, int]] = revisions_of
    """The numbers of the present states of objects, by primary key."""
    scope: str = ""
    may_create: str = ""
    may_change: str = ""
    may_delete: str = ""
    permission_target: Callable[[Any, Any], object] = lambda instance, _parent: instance
    create: Callable[[User, Written, Any], Any] | None = None
    change: Callable[[User, Any, Written], object] | None = None
    delete: Callable[[User, Any], object] | None = None
    actions: tuple[Action, ...] = ()
    departures: tuple[str, ...] = ()
    """The verbs after which an object is no longer public, for the feed of changes."""

    @property
    def path(self) -> str:
        """The path of the list, with the parameter of the parent."""
        if self.parent is None:
            return f"/{self.name}"
        above = self.parent.resource
        return f"{above.path}/{{{above.key}}}/{self.name}"

    @cached_property
    def shown(self) -> type[BaseModel]:
        """The schema of an object, with its revision and address."""
        return create_model(
            self.shape.title,
            __base__=self.shape.shown,
            revision=(int, Field(ge=0, description="The number of its present state.")),
            href=(str, Field(description="The address of the object in this API.")),
        )

    @property
    def is_example_complete(self) -> bool:
        """Whether there is an example of what is written: one of what is read follows from it."""
        return bool(self.example)

    @property
    def replacing_example(self) -> dict[str, Any]:
        """An example of a whole object as it replaces one that is there."""
        return {name: each for name, each in self.example.items() if name not in self.shape.fixed}

    @property
    def changing_example(self) -> dict[str, Any]:
        """An example of some members of an object."""
        texts = [name for name, each in self.replacing_example.items() if isinstance(each, dict)]
        name = texts[0] if texts else next(iter(self.replacing_example), "")
        return {name: self.example[name]} if name else {}

    @property
    def plain_example_code(self) -> Any:
        """The example of what names an object in the path, as a number where it is one."""
        column = self.shape.model._meta.get_field(self.column)
        is_number = isinstance(column, models.IntegerField)
        return int(self.example_code) if is_number else self.example_code

    @cached_property
    def shown_example(self) -> dict[str, Any]:
        """The example as it is read."""
        place = (
            self.path.replace(f"{{{self.parent.resource.key}}}", self.parent.resource.example_code)
            if self.parent
            else self.path
        )
        return {
            **self.shape.shown_example(self.example, self.example_code),
            self.column: self.plain_example_code,
            "revision": 42,
            "href": f"/api/v1{place}/{self.example_code}",
        }

    @property
    def key(self) -> str:
        """The name of the parameter that names an object of it in the path."""
        return self.noun.replace(" ", "_").replace("-", "_")

    def find(self, reader: Reader, code: Any, parent: Any = None) -> Any:
        """Return an object that somebody may know of. Raises Http404."""
        return self._one_of(self.visible(reader, parent), code)

    def find_to_write(self, user: User, code: Any, parent: Any = None) -> Any:
        """Return an object that somebody who writes may know of. Raises Http404."""
        rows = self.visible if self.writable is None else self.writable
        return self._one_of(rows(user, parent), code)

    def _one_of(self, rows: Rows, code: Any) -> Any:
        found = rows.filter(**{self.column: code}).first()
        if found is None:
            raise Http404
        return found

    @property
    def column(self) -> str:
        """The column that names an object in the path."""
        return reference_column(self.shape.model)

    @property
    def is_public(self) -> bool:
        """Whether everybody may know of some of its objects."""
        return not self.may_read


def words_filter(column: str = "words") -> Filter:
    """A filter ``q``: all the words occur in a column of folded words."""

    def narrow(rows: Rows, values: list[str]) -> Rows:
        for word in fold(values[0]).split():
            rows = rows.filter(**{f"{column}__contains": word})
        return rows

    return _words("Words that all occur, in any language.", narrow)


def search_filter(*columns: str) -> Filter:
    """A filter ``q``: each word occurs in one of some columns, as in the lists of the desk."""

    def narrow(rows: Rows, values: list[str]) -> Rows:
        for word in values[0].split():
            rows = containing(rows, columns, word)
        return rows

    return _words("Words that all occur.", narrow)


def _words(description: str, narrow: Callable[[Rows, list[str]], Rows]) -> Filter:
    return Filter(
        name="q", description=description, narrow=narrow,
        annotation=Annotated[str, StringConstraints(pattern=NO_CONTROLS, max_length=200)],
    )  # fmt: skip


def choice_filter(name: str, choices: type[models.TextChoices], *, column: str = "") -> Filter:
    """A filter by the values of a column that has choices; several are alternatives."""
    values = tuple(choices.values)
    return Filter(
        name=name,
        description=f"One of: {', '.join(values)}. Given several times: any of them.",
        annotation=Literal[values],
        is_many=True,
        narrow=lambda rows, wanted: rows.filter(**{f"{column or name}__in": wanted}),
    )


def reference_filter(
    name: str, model: type[models.Model], *, column: str = "", description: str = ""
) -> Filter:
    """A filter by what objects refer to, by code; several are alternatives.

    What does not exist is said to: a list that is empty by mistake looks like an answer.
    """
    by = reference_column(model)

    def narrow(rows: Rows, wanted: list[str]) -> Rows:
        known: dict[str, Any] = {
            str(code): pk
            for code, pk in model._default_manager.filter(**{f"{by}__in": wanted}).values_list(
                by, "pk"
            )
        }
        for code in wanted:
            if code not in known:
                raise ParameterError(name, f"There is no {model._meta.verbose_name} “{code}”.")
        return rows.filter(**{f"{column or name}__in": list(known.values())})

    return Filter(
        name=name,
        description=description or "By code. Given several times: any of them.",
        annotation=reference_annotation(model),
        is_many=True,
        narrow=narrow,
    )


_resources: dict[str, Resource] = {}


def register_resource(resource: Resource) -> Resource:
    """Make a resource known to the feed of changes and to the documentation, and return it."""
    if resource.name in _resources:
        raise ValueError(f"The resource {resource.name!r} is registered twice.")
    _resources[resource.name] = resource
    return resource


def all_resources() -> dict[str, Resource]:
    """Every registered resource by name."""
    return dict(_resources)
