"""The history of one object for those who may see it at the desk: who did what when, and what stood
there before and after.
"""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django_scopes import scopes_disabled
from ninja import Query, Router
from ninja.params.models import Path
from pydantic import BaseModel, Field

from serai.foundation.accounts.models import User
from serai.foundation.api import problems
from serai.foundation.api.callers import caller_of
from serai.foundation.api.guard import json_response
from serai.foundation.api.openapi import SECURITY
from serai.foundation.api.paging import next_address, page_of
from serai.foundation.api.resources import Resource, all_resources
from serai.foundation.api.routes import ListQuery, check_parameters
from serai.foundation.api.scopes import READ
from serai.foundation.record.models import Entry
from serai.foundation.web.desk.history import Happening, in_words
from serai.foundation.web.desk.rooms import may_see_history, readable_entries


class DifferenceShown(BaseModel):
    """A field before and after, in words; of a translated text, one language."""

    label: str
    language: str
    before: str
    after: str


class EntryShown(BaseModel):
    """What happened once."""

    number: int = Field(description="Its number in the record.")
    at: str
    who: str = Field(description="Who did it; empty where that was erased.")
    verb: str
    verb_label: str = Field(description="What was done, in words.")
    kind: str = Field(description="The kind of object: the whole, or one of its parts.")
    label: str = Field(description="What the object was called.")
    note: str
    before: dict[str, Any] | None = Field(description="Columns as they were; null: nothing.")
    after: dict[str, Any] | None = Field(description="Columns as they became; null: nothing.")
    differences: list[DifferenceShown] = Field(description="The same in words.")
    is_erased: bool = Field(description="Whether the law had what stood here erased.")


class EntryPage(BaseModel):
    """Some of what happened, latest first."""

    items: list[EntryShown]
    next: str | None = Field(description="The address of the next page; null on the last.")


_RESOURCE: Any = Path(..., description="The name of the resource.", example="records")
_CODE: Any = Path(
    ..., description="The code of the object.", example="0000r3c0rd", max_length=16,
    pattern=r"^[A-Za-z0-9.]+$",
)  # fmt: skip


def list_history(
    request: HttpRequest, query: Query[ListQuery], resource: str = _RESOURCE, code: str = _CODE
) -> HttpResponse:
    """A page of what happened to an object."""
    check_parameters(request, ListQuery)
    page = page_of(
        _entries(request, all_resources()[resource], code),
        fetched=Entry.objects.all(),
        order=("-number",),
        limit=query.limit,
        cursor=query.cursor,
        salt=f"serai.api.history.{resource}.{code}",
    )
    following = next_address(request, page.cursor)
    with scopes_disabled():
        happenings = in_words(page.rows)
    rows = [_shown(*each) for each in zip(page.rows, happenings, strict=True)]
    return json_response(
        {"items": rows, "next": following},
        headers={"Link": f'<{following}>; rel="next"'} if following else None,
    )


def router_of_history() -> Router:
    """Return the router, once every room has registered what it offers."""
    router = Router()
    list_history.__annotations__["resource"] = Literal[tuple(sorted(all_resources()))]
    router.get(
        "/history/{resource}/{code}", response=EntryPage, tags=["Changes"],
        summary="List what happened to an object", operation_id="list_history",
        description="Every change of an object and of its parts, latest first, with what stood "
        "there before and after. For those who see its history at the desk.",
        openapi_extra={"security": [{SECURITY: []}]},
    )(list_history)  # fmt: skip
    return router


def _entries(request: HttpRequest, resource: Resource, code: str) -> Any:
    """The entries about an object. Raises Http404 for what the caller may not know of."""
    caller = caller_of(request)
    caller.require_scope(READ)
    user = caller.user
    if not _can_be_key(resource, code):
        raise Http404
    with scopes_disabled():
        rows = resource.shape.model._base_manager.filter(**{resource.column: code})
        found = rows.first()
    if found is None or not _sees(user, resource, found):
        raise Http404
    if not may_see_history(user, type(found), str(found.pk)):
        raise problems.NOT_PERMITTED.error("You are not entrusted with the history of this.")
    of_a_part = Q(object_type=found._meta.label_lower, object_id=str(found.pk))
    of_the_whole = Q(root_type=found._meta.label_lower, root_id=str(found.pk))
    return readable_entries(user, Entry.objects.filter(of_a_part | of_the_whole))


def _can_be_key(resource: Resource, code: str) -> bool:
    is_number = isinstance(resource.plain_example_code, int)
    return not is_number or (code.isascii() and code.isdecimal() and len(code) < 18)


def _sees(user: User, resource: Resource, found: Any) -> bool:
    """Whether somebody may know of an object, by the rules of its resource."""
    if resource.parent is None:
        return resource.visible(user, None).filter(pk=found.pk).exists()
    above = resource.parent
    parent = getattr(found, above.column)
    with scopes_disabled():
        known = above.resource.visible(user, None).filter(pk=parent).first()
    if known is None:
        return False
    with above.inside(known):
        return resource.visible(user, known).filter(pk=found.pk).exists()


def _shown(entry: Entry, happening: Happening) -> dict[str, Any]:
    return EntryShown(
        number=entry.number,
        at=entry.at.isoformat(timespec="seconds"),
        who=happening.who,
        verb=entry.verb,
        verb_label=happening.verb,
        kind=happening.kind,
        label=happening.label,
        note=happening.note,
        before=entry.before,
        after=entry.after,
        differences=[
            DifferenceShown(
                label=each.label, language=each.language, before=each.before, after=each.after
            )
            for each in happening.differences
        ],
        is_erased=happening.is_erased,
    ).model_dump()
