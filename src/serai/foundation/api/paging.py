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
    rows: models.QuerySet[Any],
    *,
    fetched: models.QuerySet[Any],
    order: tuple[str, ...],
    limit: int,
    cursor: str,
    salt: str,
) -> Page:
    """Return a page of rows in an order of columns that are never NULL; the last must be unique.

    ``rows`` are those to choose from, ``fetched`` the same kind of rows with all that is shown of
    them. ``salt`` names the list: a cursor of another one raises ProblemError.
    """
    keys: list[Any] = []
    for condition in _following(order, cursor, salt):
        wanted = limit + 1 - len(keys)
        if wanted:
            keys += rows.filter(condition).order_by(*order).values_list("pk", flat=True)[:wanted]
    by_key = {row.pk: row for row in fetched.filter(pk__in=keys[:limit])}
    found = [by_key[key] for key in keys[:limit] if key in by_key]
    following = ""
    if len(keys) > limit and found:
        values = [_plain(getattr(found[-1], name.lstrip("-"))) for name in order]
        following = signing.dumps(values, salt=salt, compress=True)
    return Page(found, following)


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


def _following(order: tuple[str, ...], cursor: str, salt: str) -> list[Q]:
    """What comes after a cursor, in parts that follow each other.

    First the rows that are equal in all columns but the last and beyond it there, then those equal
    in all but the last two, and so on. Each part is one stretch of an index. As one condition they
    would make the database read all rows that are equal in the first column, and those of one
    import are all equal in when they changed.
    """
    if not cursor:
        return [Q()]
    values = _read(cursor, salt, len(order))
    parts = []
    for last in reversed(range(len(order))):
        equal = {order[place].lstrip("-"): values[place] for place in range(last)}
        name = order[last]
        beyond = f"{name[1:]}__lt" if name.startswith("-") else f"{name}__gt"
        parts.append(Q(**equal, **{beyond: values[last]}))
    return parts


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int) else "" if value is None else str(value)
