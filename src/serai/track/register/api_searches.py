"""The searches that people keep, in the API: each sees their own and nobody else's."""

from __future__ import annotations

from typing import Annotated

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import StringConstraints

from serai.foundation.accounts.models import User
from serai.foundation.api.problems import Fault
from serai.foundation.api.resources import Resource, Rows
from serai.foundation.api.revisions import states_of
from serai.foundation.api.routes import routes
from serai.foundation.api.scopes import register_scope
from serai.foundation.api.shapes import NUMBER, Computed, Extra, Reader, Shape, Written, refused
from serai.foundation.api.values import NO_CONTROLS
from serai.foundation.web.parameters import ParameterError
from serai.track.register import saving
from serai.track.register.filters import RecordFilter
from serai.track.register.models import SavedSearch

router = Router()
SCOPE = register_scope("write:searches", _("Keep searches"))
_PERMISSION = "register.keep_search"


def _visible(reader: Reader, _parent: object) -> Rows:
    return reader.saved_searches.all() if isinstance(reader, User) else SavedSearch.objects.none()


def _create(actor: User, written: Written, _parent: object) -> SavedSearch:
    try:
        wanted = RecordFilter.parse(QueryDict(written.extras["query"]))
    except ParameterError as error:
        raise refused([Fault(f"{error} {error.advice}", pointer="/query")]) from None
    return saving.save_search(actor=actor, name=written.columns["name"], wanted=wanted)


def _rename(actor: User, search: SavedSearch, written: Written) -> None:
    if "name" in written.columns:
        saving.rename_search(actor=actor, search=search, name=written.columns["name"])


def _feed(search: SavedSearch, _reader: Reader) -> str | None:
    try:
        return saving.filter_of(search).address(path=reverse("register:feed"), sort="")
    except ParameterError:
        return None


SEARCHES = Resource(
    name="searches",
    noun="search",
    tag="Register",
    description="Searches of the register that you keep, each with an Atom feed. Nobody else sees "
    "them.",
    shape=Shape(
        model=SavedSearch,
        title="Search",
        columns=("name",),
        fixed=("query",),
        extras={
            "query": Extra(
                Annotated[str, StringConstraints(pattern=NO_CONTROLS, max_length=1000)],
                str, lambda row, _reader: row.query,
                "The parameters of the list of records: `kind=project&country=KZ`.", "",
            ),
        },
        computed={
            "id": NUMBER,
            "created_at": Computed(
                str, lambda row, _reader: row.created_at.isoformat(timespec="seconds"),
                "When it was saved.", "2026-05-04T09:30:00+00:00",
            ),
            "feed": Computed(
                str | None, _feed,
                "The address of its Atom feed; null: it means nothing any more.",
                "/en/register/feed.atom?kind=project",
            ),
        },
    ),
    visible=_visible,
    may_read=_PERMISSION,
    revisions=states_of("name"),
    orders={"name": ("name", "pk")},
    scope=SCOPE,
    may_create=_PERMISSION,
    may_change=_PERMISSION,
    may_delete=_PERMISSION,
    create=_create,
    change=_rename,
    delete=lambda actor, search: saving.delete_search(actor=actor, search=search),
    example={"name": "Projects", "query": "kind=project"},
    example_code="900042",
)  # fmt: skip
routes(SEARCHES, router)
