"""How an object looks in JSON: its columns, its parts, and what is worked out from them.

A shape is declared once and gives everything: the schemas of what is read, written and changed, the
queries that fetch a page of objects with a constant number of statements, the JSON of an object,
and the way from JSON back to what the operations of a room take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Prefetch
from pydantic import BaseModel, ConfigDict, Field, create_model

from serai.foundation.accounts.models import User
from serai.foundation.api.problems import REFUSED, Fault, ProblemError
from serai.foundation.api.values import Code, Value, has_code, reference_column, value_of

Json = dict[str, Any]
Reader = User | AnonymousUser
Shows = Callable[[Any, Reader], bool]


def _as_read(_rows: list[Any]) -> None:
    """Add nothing."""


class Given(BaseModel):
    """Base of what is written: nothing unknown, and no text for a number."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Shown(BaseModel):
    """Base of what is read."""


class Computed(NamedTuple):
    """Something that is read and cannot be written."""

    annotation: Any
    read: Callable[[Any, Reader], Any]
    description: str
    example: Any = ""


NUMBER = Computed(int, lambda row, _reader: row.pk, "Its number, by which it is named.", 1)
"""What names an object that has no code."""


class Extra(NamedTuple):
    """Something that is written and read otherwise than as a column. The room turns it to use.

    ``shown`` is None for what is written only.
    """

    given: Any
    shown: Any
    read: Callable[[Any, Reader], Any]
    description: str
    default: Any = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows that belong to an object; ``relation`` is what the model calls them, if not so."""

    shape: Shape
    relation: str = ""
    is_single: bool = False
    shows: Shows | None = None
    """Which rows a reader may know of; None: all."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What JSON becomes: columns and sets for operations, rows of parts, and extras as sent."""

    columns: Json
    sets: Json
    parts: Json
    extras: Json

    @property
    def values(self) -> Json:
        """Columns and sets together."""
        return {**self.columns, **self.sets}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The JSON of the objects of one model."""

    model: type[models.Model]
    title: str
    columns: tuple[str, ...]
    parts: Mapping[str, Part] = field(default_factory=dict)
    computed: Mapping[str, Computed] = field(default_factory=dict)
    extras: Mapping[str, Extra] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()
    """Columns that are given when an object is made, and never change."""
    also_fetch: tuple[str | Prefetch[Any], ...] = ()
    """Relations that labels and computed members read."""
    deferred: tuple[str, ...] = ()
    """Columns that are not shown and too long to be read for nothing."""
    complete: Callable[[list[Any]], object] = _as_read
    """Called with the rows of a page, to add what stands elsewhere."""
    shows: Mapping[str, Shows] = field(default_factory=dict)
    """Which objects that a column refers to a reader may know of; not named: all."""

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The columns, described."""
        return tuple(value_of(self.model, name) for name in self.columns)

    @property
    def is_identified(self) -> bool:
        """Whether the objects have permanent codes."""
        return has_code(self.model)

    # Schemas

    @cached_property
    def given(self) -> type[Given]:
        """The schema of a whole object as it is written."""
        return create_model(f"{self.title}Given", __base__=Given, **self._given_members())

    @cached_property
    def given_part(self) -> type[Given]:
        """The schema of a part as it is written: one that is there already may be named by code."""
        members = self._given_members()
        if self.is_identified:
            members["code"] = (
                Code | None,
                Field(None, description="The code of a part that is there; none for a new one."),
            )
        return create_model(f"{self.title}Given", __base__=Given, **members)

    @cached_property
    def replaced(self) -> type[Given]:
        """The schema of a whole object as it replaces one that is there."""
        if not self.fixed:
            return self.given
        members = {
            name: member for name, member in self._given_members().items() if name not in self.fixed
        }
        return create_model(f"{self.title}Replaced", __base__=Given, **members)

    @cached_property
    def changes(self) -> type[Given]:
        """The schema of some members of an object: what is not named stays."""
        members: dict[str, Any] = {
            name: (annotation, Field(None, description=info.description))
            for name, (annotation, info) in self._given_members().items()
            if name not in self.fixed
        }
        return create_model(f"{self.title}Changes", __base__=Given, **members)

    def _given_members(self) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for value in self.values:
            default = ... if value.is_required else value.default
            members[value.name] = (value.given, Field(default, description=value.description))
        for name, extra in self.extras.items():
            members[name] = (extra.given, Field(extra.default, description=extra.description))
        for name, part in self.parts.items():
            row = part.shape.given_part
            one: Any = Field(None, description=f"{part.shape.title}.")
            several: Any = Field([], max_length=500, description=f"{part.shape.title}, in order.")
            members[name] = (row | None, one) if part.is_single else (list_of(row), several)
        return members

    @cached_property
    def shown(self) -> type[Shown]:
        """The schema of an object as it is read."""
        members: dict[str, Any] = {}
        if self.is_identified:
            members["code"] = (str, Field(description="The permanent code."))
        for value in self.values:
            members[value.name] = (value.shown, Field(description=value.description))
        for name, extra in self.extras.items():
            if extra.shown is not None:
                members[name] = (extra.shown, Field(description=extra.description))
        for name, computed in self.computed.items():
            members[name] = (computed.annotation, Field(description=computed.description))
        for name, part in self.parts.items():
            row = part.shape.shown
            members[name] = (
                row | None if part.is_single else list_of(row),
                Field(description=f"{part.shape.title}."),
            )
        members["labels"] = (
            dict[str, str | list[str]],
            Field(description="Choices and references in words, in the language asked for."),
        )
        return create_model(self.title, __base__=Shown, **members)

    def shown_example(self, given: Mapping[str, Any], code: str = "0123456789") -> Json:
        """Complete an example of what is written to one of what is read."""
        result: Json = {"code": code} if self.is_identified else {}
        for value in self.values:
            result[value.name] = given.get(value.name, value.default)
        for name, extra in self.extras.items():
            if extra.shown is not None:
                result[name] = given.get(name, extra.default)
        for name, computed in self.computed.items():
            result[name] = computed.example
        for name, part in self.parts.items():
            rows = given.get(name)
            result[name] = (
                rows and part.shape.shown_example(rows)
                if part.is_single
                else [part.shape.shown_example(row) for row in rows or ()]
            )
        return {**result, "labels": {}}

    # Reading

    def fetched(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Have rows read with all that their JSON needs, in a constant number of statements."""
        single = [value.name for value in self.values if value.refers_to and not value.is_many]
        many: list[Any] = [value.name for value in self.values if value.is_many]
        for name, part in self.parts.items():
            relation = part.relation or name
            manager: Any = part.shape.model.objects  # type: ignore[attr-defined]
            many.append(Prefetch(relation, part.shape.fetched(manager.all())))
        if single:
            rows = rows.select_related(*single)
        return rows.prefetch_related(*many, *self.also_fetch).defer(*self.deferred)

    def read(self, instance: Any, reader: Reader) -> Json:
        """Write an object as JSON values, as far as a reader may know of it."""
        result: Json = {"code": instance.code} if self.is_identified else {}
        labels: dict[str, Any] = {}
        for value in self.values:
            stored = getattr(instance, value.name)
            if value.refers_to is not None:
                self._read_reference(value, stored, reader, result, labels)
                continue
            result[value.name] = value.read(stored)
            if value.is_choice and stored:
                labels[value.name] = str(getattr(instance, f"get_{value.name}_display")())
        members: dict[str, Extra | Computed] = {**self.extras, **self.computed}
        for name, member in members.items():
            if not isinstance(member, Extra) or member.shown is not None:
                result[name] = member.read(instance, reader)
        for name, part in self.parts.items():
            result[name] = self._read_part(instance, part.relation or name, part, reader)
        result["labels"] = labels
        return result

    def _read_reference(
        self, value: Value, stored: Any, reader: Reader, result: Json, labels: Json
    ) -> None:
        shows = self.shows.get(value.name, _always)
        if value.is_many:
            related = [each for each in stored.all() if shows(each, reader)]
            result[value.name] = [value.read(each) for each in related]
            labels[value.name] = [str(each) for each in related]
            return
        shown = stored is not None and shows(stored, reader)
        result[value.name] = value.read(stored) if shown else None
        if shown:
            labels[value.name] = str(stored)

    @staticmethod
    def _read_part(instance: Any, relation: str, part: Part, reader: Reader) -> Any:
        if part.is_single:
            row = getattr(instance, relation, None)
            return None if row is None else part.shape.read(row, reader)
        return [
            part.shape.read(row, reader)
            for row in getattr(instance, relation).all()
            if part.shows is None or part.shows(row, reader)
        ]

    # Writing

    def write(self, given: Json, instance: models.Model | None = None) -> Written:
        """Turn JSON that keeps to the schema into what operations take.

        Raises ProblemError for references that lead nowhere and dates that do not exist, all of
        them at once.
        """
        references = _References()
        self._gather(given, references)
        faults: list[Fault] = []
        written = self._write(given, "", references, faults, instance)
        if faults:
            raise refused(faults)
        return written

    def _gather(self, given: Json, references: _References) -> None:
        for value in self.values:
            if value.refers_to is not None and value.name in given:
                references.want(value.refers_to, given[value.name])
        for name, part in self.parts.items():
            rows = given.get(name)
            for row in [rows] if isinstance(rows, dict) else rows or ():
                part.shape._gather(row, references)

    def _write(
        self,
        given: Json,
        at: str,
        references: _References,
        faults: list[Fault],
        instance: models.Model | None,
    ) -> Written:
        columns: Json = {}
        sets: Json = {}
        for value in self.values:
            if value.name not in given:
                continue
            raw = given[value.name]
            try:
                if value.refers_to is None:
                    columns[value.name] = None if raw is None else value.write(raw)
                elif value.is_many:
                    sets[value.name] = [references.get(value.refers_to, each) for each in raw]
                else:
                    columns[value.name] = references.get(value.refers_to, raw)
            except ValueError as error:
                faults.append(Fault(str(error), pointer=f"{at}/{value.name}"))
        parts: Json = {}
        for name, part in self.parts.items():
            if name in given:
                parts[name] = self._write_part(
                    name, part, given[name], at, references, faults, instance
                )
        extras = {name: given[name] for name in self.extras if name in given}
        return Written(columns=columns, sets=sets, parts=parts, extras=extras)

    @staticmethod
    def _write_part(  # noqa: PLR0917
        name: str,
        part: Part,
        rows: Any,
        at: str,
        references: _References,
        faults: list[Fault],
        instance: models.Model | None,
    ) -> Any:
        if rows is None:
            return None
        known: dict[str, Any] = {}
        if instance is not None and part.shape.is_identified:
            related: Any = getattr(instance, part.relation or name)
            known = dict(related.values_list("code", "pk"))
        listed = []
        for index, row in enumerate([rows] if part.is_single else rows):
            here = f"{at}/{name}" if part.is_single else f"{at}/{name}/{index}"
            written = part.shape._write(row, here, references, faults, None)
            values = {**written.values, **written.parts, **written.extras}
            code = row.get("code")
            if code is not None and code in known:
                values["pk"] = known[code]
            elif code is not None:
                faults.append(Fault(f"No part has the code “{code}”.", pointer=f"{here}/code"))
            listed.append(values)
        return listed[0] if part.is_single else listed


def list_of(annotation: Any) -> Any:
    """The annotation of a list of what is known only when the program runs."""
    return list[annotation]


def _always(_related: Any, _reader: Reader) -> bool:
    return True


class _References:
    """The objects that JSON refers to, read with one statement for each model."""

    def __init__(self) -> None:
        self._wanted: dict[type[models.Model], set[Any]] = {}
        self._found: dict[type[models.Model], dict[Any, models.Model]] = {}

    def want(self, model: type[models.Model], raw: Any) -> None:
        keys = raw if isinstance(raw, list) else [] if raw is None else [raw]
        self._wanted.setdefault(model, set()).update(keys)

    def get(self, model: type[models.Model], key: Any) -> models.Model | None:
        if key is None:
            return None
        if model not in self._found:
            by = reference_column(model)
            manager: Any = model.objects  # type: ignore[attr-defined]
            rows = manager.filter(**{f"{by}__in": self._wanted[model]})
            self._found[model] = {getattr(row, by): row for row in rows}
        try:
            return self._found[model][key]
        except KeyError:
            raise ValueError(f"There is no {model._meta.verbose_name} “{key}”.") from None


def refused(faults: Iterable[Fault]) -> ProblemError:
    """The problem for faults that the rules or the data find."""
    listed = list(faults)
    first = listed[0].message if listed else "The rules forbid it."
    return REFUSED.error(first, errors=listed)
