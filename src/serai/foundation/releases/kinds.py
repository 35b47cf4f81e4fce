"""What can be released: each room says how its snapshot is drawn up, compared and shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a release says, as JSON values; what is personal apart, by code of the person.

    ``content`` may name people by their codes only.
    """

    content: Json
    people: Mapping[str, Json] = field(default_factory=dict)

    @property
    def whole(self) -> Json:
        """Both in one."""
        return {**self.content, "people": dict(self.people)}


@dataclass(frozen=True, slots=True)
class ReleaseKind:
    """One sort of release. ``name`` stands in the database.

    ``draw`` draws up what is public of a subject now.
    """

    name: str
    label: str | _StrPromise
    model: type[models.Model]
    draw: Callable[[Any], Snapshot]


_kinds: dict[str, ReleaseKind] = {}


def register_release_kind(kind: ReleaseKind) -> ReleaseKind:
    """Make a sort of release known."""
    if kind.name in _kinds:
        raise ValueError(f"The kind of release {kind.name!r} is registered twice.")
    _kinds[kind.name] = kind
    return kind


def release_kind(name: str) -> ReleaseKind:
    """Return a registered sort of release. Raises LookupError for any other name."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(f"Nothing that is released is called {name!r}.") from None
