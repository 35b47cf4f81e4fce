"""What the load functions of the kinds work with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from pydantic import ValidationError as SchemaError

from serai.foundation.dataset.documents import Document
from serai.foundation.dataset.kinds import KEY_PATTERN, Item, Kind, kinds
from serai.foundation.dataset.problems import ItemError, Problem
from serai.foundation.identity import CODE_PATTERN
from serai.foundation.record.operations import Actor, PartError, change_object, create_object
from serai.foundation.record.verbs import Verb

M = TypeVar("M", bound=models.Model)


class ChangeVerbs(NamedTuple):
    """The verbs under which an item is recorded when it is new and when it differs."""

    created: Verb
    changed: Verb


class _ToldError(Exception):
    """An item cannot be loaded, and why has been told already."""


@dataclass(slots=True)
class _Entry:
    """An item waiting to be loaded, or loaded."""

    kind: Kind[Any]
    raw: Any
    document: Document
    path: tuple[str | int, ...]
    state: str = "waiting"
    instance: models.Model | None = None
    has_faults: bool = False


class Loading:
    """One run of a load: finds what items refer to, writes, and gathers the problems.

    An item may refer to items that stand later in the files: they are loaded first, on demand.
    """

    def __init__(self, actor: Actor, documents: Sequence[Document]) -> None:
        self.actor = actor
        self.problems: list[Problem] = []
        self._entries: list[_Entry] = []
        self._by_key: dict[tuple[type[models.Model], str], _Entry] = {}
        self._later: list[tuple[_Entry, Callable[[], object]]] = []
        self._loaded: list[_Entry] = []
        self._current: _Entry | None = None
        for document in documents:
            self._collect(document)

    def run(self) -> None:
        """Load every item; afterwards ``problems`` says what could not be."""
        for entry in self._entries:
            self._load(entry)
        for entry, action in self._later:
            if entry.state == "loaded":
                self._current = entry
                self._guarded(entry, action)

    def counts(self) -> dict[str, int]:
        """How many items of each kind were loaded."""
        return dict(Counter(entry.kind.name for entry in self._loaded))

    def find(self, model: type[M], key: str | None, *path: str | int) -> M:
        """Return the object that an item refers to by key (countries and the like: by code).

        ``path`` is the field of the item that refers to it, for the message if there is none.
        """
        entry = self._by_key.get((model, str(key)))
        if entry is not None:
            if entry.state == "loading":
                raise ItemError(f"“{key}” refers back to this item", *path)
            self._load(entry)
            if entry.instance is None:
                raise _ToldError
            return entry.instance  # type: ignore[return-value]
        found = _existing(model, str(key))
        if found is None:
            name = model._meta.verbose_name
            raise ItemError(f"there is no {name} called “{key}”", *path)
        return found

    def find_optional(self, model: type[M], key: str | None, *path: str | int) -> M | None:
        """Like `find`, but nothing for nothing; and for what is missing, which is told at once.

        The search goes on, so that one load tells every reference that leads nowhere. Call
        `stop_at_faults` before anything is written.
        """
        if key is None:
            return None
        assert self._current is not None
        try:
            return self.find(model, key, *path)
        except ItemError as error:
            self._tell_at(self._current, error.path, str(error))
        except _ToldError:
            pass
        self._current.has_faults = True
        return None

    def find_all(self, model: type[M], keys: Sequence[str], *path: str | int) -> list[M]:
        """Return the objects for a list of keys; like `find_optional` for what is missing."""
        found = (self.find_optional(model, key, *path, index) for index, key in enumerate(keys))
        return [instance for instance in found if instance is not None]

    def refuse(self, message: str, *path: str | int) -> None:
        """Tell a fault of the item and go on looking for others; see `find_optional`."""
        assert self._current is not None
        self._tell_at(self._current, path, message)
        self._current.has_faults = True

    def stop_at_faults(self) -> None:
        """End the loading of this item if faults were told of it: what follows would mislead."""
        assert self._current is not None
        _stop_at_faults(self._current)

    def upsert(
        self,
        model: type[M],
        item: Item,
        *,
        verbs: ChangeVerbs,
        values: Mapping[str, Any],
        many: Mapping[str, Any] | None = None,
    ) -> M:
        """Create the object of an item, or change what differs; nothing is recorded if nothing
        does.
        """
        self.stop_at_faults()
        existing = _existing(model, item.key)
        if existing is None:
            columns: dict[str, Any] = {"key": item.key, **values}
            if item.code:
                columns["code"] = item.code
            return create_object(
                actor=self.actor, verb=verbs.created, instance=model(**columns), many=many
            )
        change_object(
            actor=self.actor,
            verb=verbs.changed,
            instance=existing,
            changes={**values, **(many or {})},
        )
        return existing

    def later(self, action: Callable[[], object]) -> None:
        """Do something once every item is there, such as linking items to each other."""
        assert self._current is not None
        self._later.append((self._current, action))

    def _collect(self, document: Document) -> None:
        if document.value is None:
            return
        known = kinds()
        if not isinstance(document.value, dict):
            self._tell(document, (), "", f"the file must be a mapping of kinds: {', '.join(known)}")
            return
        for name, items in document.value.items():
            if name not in known:
                self._tell(document, (name,), name, f"unknown kind; known are {', '.join(known)}")
            elif not isinstance(items, list):
                self._tell(document, (name,), name, "write a list, each item after a hyphen")
            else:
                for index, raw in enumerate(items):
                    self._collect_item(known[name], raw, document, (name, index))
        order = {name: position for position, name in enumerate(known)}
        self._entries.sort(key=lambda entry: order[entry.kind.name])

    def _collect_item(
        self, kind: Kind[Any], raw: Any, document: Document, path: tuple[str | int, ...]
    ) -> None:
        entry = _Entry(kind, raw, document, path)
        key = raw.get("key") if isinstance(raw, dict) else None
        if isinstance(key, str):
            place = (kind.model, key)
            if place in self._by_key:
                self._tell(
                    document,
                    (*path, "key"),
                    "key",
                    f"“{key}” is taken by another item of {kind.name}",
                )
                return
            self._by_key[place] = entry
        self._entries.append(entry)

    def _load(self, entry: _Entry) -> None:
        if entry.state != "waiting":
            return
        entry.state = "loading"
        outer, self._current = self._current, entry

        def load() -> None:
            item = entry.kind.schema.model_validate(entry.raw)
            entry.instance = entry.kind.load(item, self)

        loaded_before = len(self._loaded)
        done = self._guarded(entry, load)
        entry.state = "loaded" if done else "failed"
        if done:
            self._loaded.append(entry)
        else:
            # What was loaded on behalf of this item went back with it: it gets its own turn.
            for other in self._loaded[loaded_before:]:
                other.state, other.instance = "waiting", None
            del self._loaded[loaded_before:]
            # Their actions would work on rows that are no longer there.
            self._later = [
                each for each in self._later if each[0].state not in {"waiting", "failed"}
            ]
        self._current = outer
        if not done:
            entry.instance = None

    def _guarded(self, entry: _Entry, action: Callable[[], object]) -> bool:
        """Run an action in a savepoint; put what goes wrong at its line. Return whether it went."""
        try:
            with transaction.atomic():
                action()
                _stop_at_faults(entry)
        except SchemaError as error:
            for fault in error.errors():
                self._tell_at(entry, fault["loc"], _sentence(fault))
        except ItemError as error:
            self._tell_at(entry, error.path, str(error))
        except ValidationError as error:
            # After a fault that was told, what else is refused is mostly its consequence.
            if not entry.has_faults:
                self._tell_refusal(entry, error)
        except _ToldError:
            pass
        else:
            return True
        return False

    def _tell_refusal(self, entry: _Entry, error: ValidationError) -> None:
        part = (error.name, error.index) if isinstance(error, PartError) else ()
        for column, messages in _by_column(error).items():
            name = column if part else entry.kind.renamed.get(column, column)
            for message in messages:
                self._tell_at(entry, (*part, name) if name else part, message)

    def _tell_at(self, entry: _Entry, path: Sequence[str | int], message: str) -> None:
        key = entry.raw.get("key") if isinstance(entry.raw, dict) else None
        where = ".".join(str(step) for step in path)
        field = f"{key}.{where}" if key and where else where or str(key or "")
        self._tell(entry.document, (*entry.path, *path), field, message)

    def _tell(
        self, document: Document, path: tuple[str | int, ...], field: str, message: str
    ) -> None:
        self.problems.append(Problem(document.name, document.line_of(path), field, message))


def _stop_at_faults(entry: _Entry) -> None:
    if entry.has_faults:
        raise _ToldError


def _existing(model: type[M], key: str) -> M | None:
    names = {column.name for column in model._meta.concrete_fields}
    rows = model._base_manager
    if "key" not in names:
        return rows.filter(pk=key).first()
    return rows.filter(key=key).first() or rows.filter(code=key).first()


_PATTERNS = {
    KEY_PATTERN: "use small letters, digits and hyphens, such as zhanatas-wind-farm",
    CODE_PATTERN: "this is not a code that Serai gives; leave it out, and one is made",
}


def _sentence(fault: Any) -> str:
    if fault["type"] == "extra_forbidden":
        return "there is no such field here"
    if fault["type"] == "missing":
        return "is missing"
    if fault["type"] in {"model_type", "model_attributes_type", "dict_type"}:
        return "write its fields as “name: value”, one a line"
    if fault["type"] == "list_type":
        return "write a list, each item after a hyphen"
    if fault["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(
            fault["ctx"]["pattern"], f"it must have the form {fault['ctx']['pattern']}"
        )
    message = str(fault["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _by_column(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return {
            "" if column == NON_FIELD_ERRORS else column: [
                str(m) for f in faults for m in f.messages
            ]
            for column, faults in error.error_dict.items()
        }
    return {"": [str(message) for message in error.messages]}
