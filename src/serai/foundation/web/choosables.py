"""What the forms of the desks let people choose among tens of thousands: a registry of the kinds.

The room that owns a kind says how it is searched and shown; this room knows none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When

from serai.foundation.folding import fold
from serai.foundation.identity import CODE_PATTERN

Rows = models.QuerySet[Any]
Search = Callable[[Rows, str, Mapping[str, str]], Rows]

LIMIT = 20
"""How many matches are offered at once."""
_CODE = re.compile(CODE_PATTERN)
_BETWEEN_PARTS = re.compile(r"[\s/?#&=]+")
_MAX_DIGITS = 18


def _nothing(_thing: Any) -> str:
    return ""


def _as_they_are(rows: Rows) -> Rows:
    return rows


@dataclass(frozen=True, slots=True)
class Choosable:
    """A kind of things that forms let people choose.

    ``search`` narrows rows to those that fit words (all, where there are none) and whatever else
    is asked, the best first. ``label`` names a thing, ``describe`` tells it from its namesakes,
    ``names`` are all that it may be called by. ``prepare`` reads what these need with the rows.
    """

    kind: str
    model: type[models.Model]
    permission: str
    search: Search
    label: Callable[[Any], str] = str
    describe: Callable[[Any], str] = _nothing
    names: Callable[[Any], Iterable[str]] | None = None
    prepare: Callable[[Rows], Rows] = _as_they_are
    within: tuple[str, ...] = ()
    """What a search can be narrowed by besides words."""
    key: str = "code"
    """The column that stands for a thing in forms: its code, or what else is unique."""

    def code(self, thing: Any) -> str:
        """Return what stands for a thing in forms."""
        return str(getattr(thing, self.key))

    def identified(self, rows: Rows, written: Iterable[str]) -> dict[str, Any]:
        """Return for each text the thing that it names by its code, the address of a page of it or
        its primary key; None where there is none. One query.
        """
        codes = {
            text: _codes_in(text) if self.key == "code" else [text.lower()] for text in written
        }
        keys = {text: int(text) for text in codes if _is_key(text)}
        wanted = {code for found in codes.values() for code in found}
        if not wanted and not keys:
            return dict.fromkeys(codes)
        named = Q(**{f"{self.key}__in": wanted})
        found = list(self.prepare(rows).filter(named | Q(pk__in=keys.values())))
        by_code = {self.code(row): row for row in found}
        by_key = {row.pk: row for row in found}
        return {
            text: next((by_code[code] for code in codes[text] if code in by_code), None)
            or by_key.get(keys.get(text))
            for text in codes
        }

    def matching(self, rows: Rows, words: str, within: Mapping[str, str], limit: int) -> list[Any]:
        """Return the things that fit best."""
        return list(self.search(self.prepare(rows), words, within)[:limit])

    def is_called(self, thing: Any, words: str) -> bool:
        """Tell whether these words are a name of a thing, whatever their case and accents."""
        names = self.names(thing) if self.names else [self.label(thing)]
        return fold(words) in map(fold, names)


def _codes_in(text: str) -> list[str]:
    parts = _BETWEEN_PARTS.split(text.lower()) if "/" in text else [text.strip().lower()]
    return [part for part in parts if _CODE.match(part)]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS


_choosables: dict[str, Choosable] = {}


def register_choosable(choosable: Choosable) -> Choosable:
    """Let forms choose things of a kind; called while the room's app gets ready."""
    _choosables[choosable.kind] = choosable
    return choosable


def choosable(kind: str) -> Choosable:
    """Return a kind. Raises LookupError for one that nobody registered."""
    return _choosables[kind]


def choosable_of(model: type[models.Model]) -> Choosable:
    """Return the kind whose things are of a model: the first that was registered.

    Raises LookupError where there is none.
    """
    for each in _choosables.values():
        if each.model is model:
            return each
    raise LookupError(f"Nobody made {model._meta.label} choosable.")


def ranked(rows: Rows, words: str, *, name: str = "sort_name", lines: str = "") -> Rows:
    """Order rows: those that are called exactly so, those whose name begins so, then by name.

    ``name`` is the column of the folded name, ``lines`` one of folded names, one a line.
    """
    folded = fold(words)
    if not folded:
        return rows.order_by(name, "pk")
    exact = Q(**{name: folded})
    if lines:
        exact |= (
            Q(**{lines: folded})
            | Q(**{f"{lines}__startswith": f"{folded}\n"})
            | Q(**{f"{lines}__contains": f"\n{folded}\n"})
            | Q(**{f"{lines}__endswith": f"\n{folded}"})
        )
    begins = Q(**{f"{name}__startswith": folded})
    rank = Case(
        When(exact, then=Value(0)),
        When(begins, then=Value(1)),
        default=Value(2),
        output_field=models.IntegerField(),
    )
    return rows.order_by(rank, name, "pk")
