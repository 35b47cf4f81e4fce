"""The words for what can happen to an object.

Every change is recorded under a verb, and every verb says how the personal data in its entries
is erased when a person asks for it. A verb that nobody registered cannot be recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Erasure(Enum):
    """What of an entry goes when personal data has to go."""

    NOTHING = "nothing"
    """The entry holds no personal data beyond who acted, which is erased with the actor."""
    FIELDS = "fields"
    """The personal fields named by the verb are emptied."""
    EVERYTHING = "everything"
    """All that the entry says of the object is emptied; that it happened, and when, stays."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A kind of change: its name in the database, its label for readers, its erasure rule."""

    name: str
    label: str | _StrPromise
    erasure: Erasure
    personal_fields: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


_verbs: dict[str, Verb] = {}


def register_verb(
    name: str,
    label: str | _StrPromise,
    *,
    erasure: Erasure,
    personal_fields: frozenset[str] = frozenset(),
) -> Verb:
    """Make a verb known. ``label`` completes the sentence "<somebody> … <the object>"."""
    if name in _verbs:
        raise ValueError(f"The verb {name!r} is registered twice.")
    if (erasure is Erasure.FIELDS) != bool(personal_fields):
        raise ValueError(f"The verb {name!r} must name its personal fields, and only then.")
    verb = Verb(name, label, erasure, personal_fields)
    _verbs[name] = verb
    return verb


def verb_named(name: str) -> Verb:
    """Return a registered verb. Raises LookupError for any other name."""
    try:
        return _verbs[name]
    except KeyError:
        raise LookupError(
            f"No verb is called {name!r}; register it in the room's verbs.py."
        ) from None


def all_verbs() -> Iterator[Verb]:
    """Every registered verb, in order of name."""
    return (_verbs[name] for name in sorted(_verbs))
