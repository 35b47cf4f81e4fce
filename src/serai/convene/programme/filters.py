"""The parameters of the programme page, read strictly.

Each entry of the programme carries the values it has for each filter as text, the same text that
stands in the address; ``none`` is the value of what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar, get_args

from django.http import QueryDict
from django.utils.translation import gettext as _

from serai.convene.programme.models import Access, ActivityKind
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.web.parameters import ParameterError

V = TypeVar("V", bound=str)
View = Literal["day", "grid", "section", "topic"]
VIEWS: tuple[View, ...] = get_args(View)
BY_DAY = frozenset({"day", "grid"})
"""The views that list sessions; the others list activities."""
UNKNOWN = "none"
FILTERS = ("day", "section", "topic", "room", "kind", "access", "language", "is_main")

Values = Mapping[str, frozenset[str]]
"""What one entry of the programme has for each filter."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked to see."""

    view: View = "day"
    chosen: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    """The words looked for."""

    @property
    def are_any(self) -> bool:
        """Whether anything is left out of the programme."""
        return bool(self.chosen or self.text)

    def admits(self, values: Values, *, but: str = "") -> bool:
        """Tell whether an entry passes every filter, leaving out the one named ``but``."""
        return all(value in values[name] for name, value in self.chosen.items() if name != but)

    def address(self, **changes: str | None) -> str:
        """Return the query of the page with some parameters changed, or dropped by None."""
        parameters: dict[str, str | None] = {
            "view": None if self.view == "day" else self.view, **self.chosen,
            "q": self.text or None, **changes,
        }  # fmt: skip
        query = QueryDict(mutable=True)
        for name, value in parameters.items():
            if value is not None:
                query[name] = value
        return "?" + query.urlencode()


def read_filters(parameters: QueryDict, codes: Mapping[str, frozenset[str]]) -> Filters:
    """Read the parameters of an address. ``codes`` are those of the sections, topics and rooms.

    Raises ParameterError for the first value that cannot be used.
    """
    view: View = "day"
    written_view = parameters.get("view", "")
    if written_view:
        view = _one_of("view", written_view, VIEWS)
    chosen = {}
    for name in FILTERS:
        value = parameters.get(name, "")
        if value:
            chosen[name] = _read(name, value, codes)
    return Filters(view, chosen, " ".join(parameters.get("q", "").split()))


def _read(name: str, value: str, codes: Mapping[str, frozenset[str]]) -> str:
    if name == "day":
        return value if value == UNKNOWN else _read_day(value)
    if name in codes:
        if value != UNKNOWN and value not in codes[name]:
            raise ParameterError(
                name, _("This edition has none with that code. Leave it out to see all.")
            )
        return value
    allowed = {
        "kind": ActivityKind.values,
        "access": Access.values,
        "language": [*LANGUAGE_CODES, UNKNOWN],
        "is_main": ["yes", "no"],
    }
    return _one_of(name, value, allowed[name])


def _read_day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ParameterError("day", _("Write a day as 2023-11-06, or none.")) from None


def _one_of(name: str, value: str, allowed: Iterable[V]) -> V:
    for known in allowed:
        if known == value:
            return known
    raise ParameterError(name, _("Use one of: %(values)s.") % {"values": ", ".join(allowed)})
