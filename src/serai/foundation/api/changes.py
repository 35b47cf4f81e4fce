"""The feed of changes for harvesters: which public objects changed since they last asked.

It is the record, read forward, without who did what and without what stood there before. An object
that is public is named as changed; one that ceased to be public is named as gone, under the verb by
which it went. What never was public is not named at all.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django_scopes import scopes_disabled
from ninja import Query, Router
from pydantic import BaseModel, BeforeValidator, Field

from serai.foundation.api.guard import json_response
from serai.foundation.api.paging import DEFAULT_LIMIT
from serai.foundation.api.resources import NOBODY, Resource, all_resources
from serai.foundation.api.routes import LanguageQuery, Limit, check_parameters, digits, href_of
from serai.foundation.record.models import Entry
from serai.foundation.record.queries import revision

router = Router()

_SCANNED = 5
"""How many entries are looked at for each one that a page may have."""


class ChangesQuery(LanguageQuery):
    """From where, and how many."""

    after: Annotated[int, Field(ge=0, le=999_999_999_999), BeforeValidator(digits)] = Field(
        0, description="The number of the last change that you have seen."
    )
    limit: Limit = Field(DEFAULT_LIMIT, description="How many changes a page has at most.")


class Change(BaseModel):
    """A change of one public object, or of a part of it."""

    number: int = Field(description="Its number in the record.")
    at: str
    resource: str = Field(description="The name of the resource, as in its address.")
    code: str
    href: str | None = Field(description="The address of the object; null where it is gone.")
    verb: str
    is_gone: bool = Field(description="Whether the object is no longer public.")


class Changes(BaseModel):
    """A page of the feed. It may be empty while there is more: go on by `next`."""

    items: list[Change]
    next: str = Field(description="The address of what follows; ask it again later for news.")
    last: int = Field(description="The number of the last entry looked at.")
    revision: int = Field(description="The number of the last change there is.")


@router.get(
    "/changes", response=Changes, tags=["Changes"], summary="List changes",
    operation_id="list_changes",
    description="What changed in public objects, oldest first. Keep `next` and ask it again: it "
    "answers what has changed since, and never the same twice.",
)  # fmt: skip
def changes(request: HttpRequest, query: Query[ChangesQuery]) -> HttpResponse:
    """The changes after a number of the record."""
    check_parameters(request, ChangesQuery)
    head = revision()
    items: list[dict[str, Any]] = []
    last = query.after
    for number, change in changes_after(query.after, limit=query.limit * _SCANNED):
        if change is not None:
            items.append(change)
        last = number
        if len(items) == query.limit:
            break
    query_string = request.GET.copy()
    query_string["after"] = str(last)
    following = request.build_absolute_uri(f"{request.path}?{query_string.urlencode()}")
    return json_response(
        {"items": items, "next": following, "last": last, "revision": head},
        headers={"Link": f'<{following}>; rel="next"'},
    )


def changes_after(number: int, *, limit: int) -> list[tuple[int, dict[str, Any] | None]]:
    """Look at so many entries of the record after a number: each with its number, and with what it
    tells everybody, as in `Change`; None where it tells nobody anything.
    """
    by_model = {
        resource.shape.model._meta.label_lower: resource
        for resource in all_resources().values()
        if resource.is_public
    }
    columns = ("number", "at", "verb", "root_type", "root_id", "object_id", "before")
    entries = Entry.objects.filter(number__gt=number).order_by("number")
    rows = list(entries.values(*columns)[:limit])
    public = _public(by_model, rows)
    return [(row["number"], _change(row, by_model, public)) for row in rows]


def _public(
    by_model: dict[str, Resource], rows: list[dict[str, Any]]
) -> dict[tuple[str, str], tuple[str, str]]:
    """The code and address of the objects that everybody may know of, by kind and key."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["root_type"] in by_model:
            wanted[row["root_type"]].add(row["root_id"])
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for label, keys in wanted.items():
        resource = by_model[label]
        for instance, parent in _visible(resource, keys):
            code = str(getattr(instance, resource.column))
            found[label, str(instance.pk)] = (code, href_of(resource, code, parent))
    return found


def _visible(resource: Resource, keys: set[str]) -> list[tuple[Any, Any]]:
    if resource.parent is None:
        return [(row, None) for row in resource.visible(NOBODY, None).filter(pk__in=keys)]
    above = resource.parent
    with scopes_disabled():
        rows = resource.shape.model._default_manager.filter(pk__in=keys)
        by_parent: dict[Any, set[Any]] = defaultdict(set)
        for pk, parent_key in rows.values_list("pk", above.column):
            by_parent[parent_key].add(pk)
    found = []
    for parent in above.resource.visible(NOBODY, None).filter(pk__in=by_parent):
        with above.inside(parent):
            visible = resource.visible(NOBODY, parent).filter(pk__in=by_parent[parent.pk])
            found += [(row, parent) for row in visible]
    return found


def _change(
    row: dict[str, Any], by_model: dict[str, Resource], public: dict[tuple[str, str], Any]
) -> dict[str, Any] | None:
    resource = by_model.get(row["root_type"])
    if resource is None:
        return None
    known = public.get((row["root_type"], row["root_id"]))
    gone = known is None and row["verb"] in resource.departures
    if known is None and not gone:
        return None
    code, href = known or (_code_of(resource, row), None)
    return {
        "number": row["number"],
        "at": row["at"].isoformat(timespec="seconds"),
        "resource": resource.name,
        "code": code,
        "href": href,
        "verb": row["verb"],
        "is_gone": gone,
    }


def _code_of(resource: Resource, row: dict[str, Any]) -> str:
    """The code of an object that is gone: of its row, or as the record of its deletion has it."""
    before = row["before"] or {}
    if "code" in before:
        return str(before["code"])
    rows = resource.shape.model._base_manager.filter(pk=row["root_id"])
    return str(rows.values_list(resource.column, flat=True).first() or "")
