"""What differs between two snapshots, thing by thing and field by field.

A snapshot is a mapping. Where a value is a list of mappings with a ``code`` each, or a mapping of
mappings, its members are things that keep their identity; every other value is a field of the
whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Thing = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """A thing that both snapshots have, with each field that differs: before and after.

    None stands for a field that is not there.
    """

    before: Thing
    after: Thing
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Collection:
    """What happened to the things of one collection, by code."""

    added: Mapping[str, Thing] = field(default_factory=dict)
    removed: Mapping[str, Thing] = field(default_factory=dict)
    changed: Mapping[str, Changed] = field(default_factory=dict)
    is_reordered: bool = False
    """Whether those that are in both lists stand in another order."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.is_reordered)


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs; false where nothing does."""

    collections: Mapping[str, Collection]
    fields: Mapping[str, tuple[Any, Any]]

    def __bool__(self) -> bool:
        return bool(self.collections or self.fields)

    def of(self, name: str) -> Collection:
        """What happened in one collection."""
        return self.collections.get(name, Collection())


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Compare two snapshots."""
    collections, fields = {}, {}
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        was, now = _things(old), _things(new)
        if was is None or now is None:
            if old != new:
                fields[name] = old, new
        elif found := _collection(was, now, is_ordered=isinstance(new, list)):
            collections[name] = found
    return Difference(collections, fields)


def _things(value: Any) -> Mapping[str, Thing] | None:
    """The members of a collection by code; None for any other value."""
    if value is None:
        return {}
    if isinstance(value, list) and all(isinstance(each, dict) and "code" in each for each in value):
        return {str(each["code"]): each for each in value}
    if isinstance(value, dict) and all(isinstance(each, dict) for each in value.values()):
        return value
    return None


def _collection(
    was: Mapping[str, Thing], now: Mapping[str, Thing], *, is_ordered: bool
) -> Collection:
    changed = {
        code: Changed(was[code], thing, _fields(was[code], thing))
        for code, thing in now.items()
        if code in was and was[code] != thing
    }
    return Collection(
        added={code: thing for code, thing in now.items() if code not in was},
        removed={code: thing for code, thing in was.items() if code not in now},
        changed=changed,
        is_reordered=is_ordered
        and [code for code in was if code in now] != [code for code in now if code in was],
    )


def _fields(before: Thing, after: Thing) -> dict[str, tuple[Any, Any]]:
    return {
        name: (before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    }
