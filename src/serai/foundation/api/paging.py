"""Walking long lists by cursor: each page begins where the last ended, by an index.

A cursor holds the sort values and the key of the last row of a page, signed. What is added or
removed meanwhile moves nothing: no row is shown twice or left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from serai.foundation.api.problems import UNKNOWN_VALUE, Fault, ProblemError

DEFAULT_LIMIT = 50
HIGHEST_LIMIT = 200
LONGEST_CURSOR = 1_000
CURSOR = r"^[A-Za-z0-9_:.=-]+$"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the cursor of the next page, empty on the last."""

    rows: list[Any]
    cursor: str


def page_of(
    rows: models.QuerySet[Any], *, order: tuple[str, ...], limit: int, cursor: str, salt: str
) -> Page:
    """Return a page of rows in an order of columns that are never NULL; the last must be unique.

    ``salt`` names the list: a cursor of another one raises ProblemError.
    """
    names = [name.lstrip("-") for name in order]
    if cursor:
        rows = rows.filter(_after(order, _read(cursor, salt, len(order))))
    found = list(rows.order_by(*order)[: limit + 1])
    following = ""
    if len(found) > limit:
        last = found[limit - 1]
        values = [_plain(getattr(last, name)) for name in names]
        following = signing.dumps(values, salt=salt, compress=True)
    return Page(found[:limit], following)


def next_address(request: HttpRequest, cursor: str) -> str | None:
    """Return the address of the page that a cursor begins, None on the last page."""
    if not cursor:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def no_such_page() -> ProblemError:
    """The problem of a cursor that does not belong here."""
    return UNKNOWN_VALUE.error(
        "This cursor does not belong to this list.",
        errors=[Fault("Take cursors from “next” as they are.", parameter="cursor")],
    )


def _read(cursor: str, salt: str, count: int) -> list[Any]:
    try:
        values = signing.loads(cursor, salt=salt)
    except signing.BadSignature:
        raise no_such_page() from None
    if not isinstance(values, list) or len(values) != count:
        raise no_such_page()
    return values


def _after(order: tuple[str, ...], values: list[Any]) -> Q:
    """What comes after a row: greater in the first column, or equal there and greater in the rest.

    The bound on the first column alone says nothing new, but lets the database start in the index
    where the page starts instead of reading all that was shown before.
    """
    condition = Q()
    for name, value in reversed(list(zip(order, values, strict=True))):
        column, step = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        beyond = Q(**{f"{column}__{step}": value})
        condition = beyond | (Q(**{column: value}) & condition) if condition else beyond
    first = order[0]
    bound = f"{first[1:]}__lte" if first.startswith("-") else f"{first}__gte"
    return Q(**{bound: values[0]}) & condition


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int) else "" if value is None else str(value)
