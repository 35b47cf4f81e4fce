"""Fields of other rooms' objects that a claim can be laid under.

The rooms that build on evidence say here which objects these are, which fields they have, and how a
field takes over the value of a claim: evidence imports none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from serai.foundation.record.operations import Actor
from serai.track.evidence.models import Claim

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class FieldOwner:
    """A kind of object whose fields rest on claims.

    ``search`` finds objects by words, ``find`` one by its code (None for a stranger). ``fields``
    gives the names and labels of the fields of an object. ``offer`` says in words what a field
    would become if it took over the value of a claim (an empty text where it cannot), and ``take``
    does that through the operations of the room, returning the object that the citation belongs to:
    the object itself, or a part of it. ``permission`` is asked with the object.
    """

    name: str
    label: str | _StrPromise
    permission: str
    search: Callable[[str], Sequence[Any]]
    find: Callable[[str], Any | None]
    fields: Callable[[Any], Mapping[str, str]]
    offer: Callable[[Any, str, Claim], str]
    take: Callable[[Actor, Any, str, Claim], Any]


_owners: dict[str, FieldOwner] = {}


def register_field_owner(owner: FieldOwner) -> None:
    """Let claims be laid under the fields of a kind of object."""
    if owner.name in _owners:
        raise ValueError(f"The fields of {owner.name!r} are registered twice.")
    _owners[owner.name] = owner


def field_owners() -> list[FieldOwner]:
    """Return the kinds of objects there are."""
    return list(_owners.values())


def field_owner(name: str) -> FieldOwner | None:
    """Return a kind of object by its name, or None."""
    return _owners.get(name)
