"""What can be counted. Rooms register counters; an indicator names one and gives it a filter.

The filter of an indicator is the query of an address: what is counted and what the address opens
are the same by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from serai.foundation.web.parameters import ParameterError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Counter:
    """A way to count.

    ``count`` gives the number for a filter and ``href`` the page that lists exactly what was
    counted. ``validate`` raises ValidationError or ParameterError for a filter that cannot be used.
    ``count_many`` counts for several filters at once, in a number of queries that does not grow.
    """

    key: str
    label: str | _StrPromise
    count: Callable[[QueryDict], int]
    href: Callable[[QueryDict], str]
    validate: Callable[[QueryDict], None]
    count_many: Callable[[Sequence[QueryDict]], Sequence[int]] | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, and the page that lists exactly these."""

    number: int
    href: str
    label: str


_counters: dict[str, Counter] = {}


def register_counter(
    key: str,
    label: str | _StrPromise,
    *,
    count: Callable[[QueryDict], int],
    href: Callable[[QueryDict], str],
    validate: Callable[[QueryDict], None],
    count_many: Callable[[Sequence[QueryDict]], Sequence[int]] | None = None,
) -> None:
    """Make a counter known. ``key`` is named ``room.things``, ``label`` says what is counted."""
    if key in _counters:
        raise ValueError(f"The counter {key!r} is registered twice.")
    _counters[key] = Counter(key, label, count, href, validate, count_many)


def counter_choices() -> list[tuple[str, str | _StrPromise]]:
    """The counters that an indicator can name."""
    return [(counter.key, counter.label) for counter in _counters.values()]


def check_counter(key: str, query: str) -> None:
    """Check the counter of an indicator and its filter. Raises ValidationError at the field."""
    if not key:
        if query:
            raise ValidationError({"counter": _("Choose what the filter is for.")})
        return
    if key not in _counters:
        known = ", ".join(_counters)
        raise ValidationError(
            {"counter": _("There is no counter “%(key)s”. There are: %(known)s.")
             % {"key": key, "known": known}}
        )  # fmt: skip
    try:
        _counters[key].validate(QueryDict(query))
    except ParameterError as error:
        raise ValidationError({"counter_query": str(error)}) from None
    except ValidationError as error:
        raise ValidationError({"counter_query": error.messages}) from None


def count_all(wanted: Iterable[tuple[str, str]]) -> list[Counted | None]:
    """Count for many indicators: pairs of counter and filter in, numbers in the same order out.

    None where there is no such counter, or no counter at all.
    """
    wanted = list(wanted)
    found: list[Counted | None] = [None] * len(wanted)
    for key, counter in _counters.items():
        places = [place for place, (name, _query) in enumerate(wanted) if name == key]
        queries = [QueryDict(wanted[place][1]) for place in places]
        if not queries:
            continue
        if counter.count_many is not None:
            numbers = counter.count_many(queries)
        else:
            numbers = [counter.count(query) for query in queries]
        for place, query, number in zip(places, queries, numbers, strict=True):
            found[place] = Counted(number, counter.href(query), str(counter.label))
    return found
