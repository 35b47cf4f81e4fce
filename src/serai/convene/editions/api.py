"""Series and editions in the API, with their parts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field, StringConstraints

from serai.convene.editions import operations
from serai.convene.editions.models import (
    Announcement,
    Edition,
    EditionState,
    FocusTopic,
    Host,
    Milestone,
    Organiser,
    Series,
    Venue,
)
from serai.convene.editions.queries import editions_known_to
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.api.problems import Fault
from serai.foundation.api.resources import Action, Resource, choice_filter, reference_filter
from serai.foundation.api.routes import routes
from serai.foundation.api.scopes import register_scope
from serai.foundation.api.shapes import (
    Computed,
    Extra,
    Given,
    Part,
    Reader,
    Shape,
    Written,
    refused,
)
from serai.foundation.api.values import NO_CONTROLS

router = Router()
SCOPE = register_scope("write:editions", _("Write series and editions"))
_PARTS = ("topics", "venues", "organisers", "announcements")
_STATES = tuple(EditionState.values)


def _visible_series(reader: Reader, _parent: object) -> Any:
    if may(reader, "editions.manage_series"):
        return Series.objects.all()
    # A series that has nothing public is still being prepared.
    return Series.objects.filter(editions__is_public=True).distinct()


def _visible_editions(reader: Reader, _parent: object) -> Any:
    public = Q(is_public=True)
    if isinstance(reader, User):
        public |= Q(pk__in=editions_known_to(reader).order_by().values("pk"))
    return Edition.objects.filter(public)


def _known_editions(user: User, _parent: object) -> Any:
    return editions_known_to(user).order_by()


SERIES = Resource(
    name="series",
    noun="series",
    tag="Editions",
    description="Recurring conferences, with the hosts of their rotation and their milestones.",
    shape=Shape(
        model=Series,
        title="Series",
        columns=("slug", "name", "short_name", "summary", "interval_years"),
        parts={
            "hosts": Part(shape=Shape(model=Host, title="Host", columns=("name", "country"))),
            "milestones": Part(
                shape=Shape(
                    model=Milestone, title="Milestone", columns=("on", "title", "description")
                )
            ),
        },
    ),
    visible=_visible_series,
    scope=SCOPE,
    may_create="editions.manage_series",
    may_change="editions.manage_series",
    may_delete="editions.manage_series",
    create=lambda actor, written, _parent: operations.create_series(
        actor=actor, values=written.columns, **written.parts
    ),
    change=lambda actor, series, written: operations.change_series(
        actor=actor, series=series, changes=written.columns, **written.parts
    ),
    delete=lambda actor, series: operations.delete_series(actor=actor, series=series),
    example={
        "slug": "science-exchange",
        "name": {"en": "Conference on Science Exchange"},
        "interval_years": 2,
        "hosts": [{"name": {"en": "Almaty"}, "country": "KZ"}],
        "milestones": [{"on": "2019-04", "title": {"en": "Announced"}}],
    },
    example_code="0000s3r13s",
)


class StateGiven(Given):
    """The state to which an edition is moved."""

    state: Literal[_STATES]  # type: ignore[valid-type]
    note: Annotated[str, StringConstraints(max_length=1000, pattern=NO_CONTROLS)] = ""


class PublicationGiven(Given):
    """Whether everybody may know of an edition."""

    is_public: bool


def _move(actor: User, edition: Edition, given: StateGiven) -> None:
    to = EditionState(given.state)
    operations.move_edition(actor=actor, edition=edition, to=to, note=given.note)


def _publish(actor: User, edition: Edition, given: PublicationGiven) -> None:
    change = operations.publish_edition if given.is_public else operations.unpublish_edition
    change(actor=actor, edition=edition)


def _turn(edition: Edition, _reader: Reader) -> int | None:
    return None if edition.host is None else edition.host.position


def _with_host(series: Series, written: Written) -> dict[str, Any]:
    """The columns, with the host whose turn was given."""
    if "host" not in written.extras:
        return written.columns
    turn = written.extras["host"]
    host = None if turn is None else series.hosts.filter(position=turn).first()
    if turn is not None and host is None:
        raise refused([Fault("The rotation of the series has no such turn.", pointer="/host")])
    return {**written.columns, "host": host}


def _create(actor: User, written: Written, _parent: object) -> Edition:
    return operations.create_edition(
        actor=actor, values=_with_host(written.columns["series"], written), parts=written.parts
    )


def _change(actor: User, edition: Edition, written: Written) -> None:
    operations.change_edition(
        actor=actor,
        edition=edition,
        changes=_with_host(edition.series, written),
        parts=written.parts,
    )


EDITIONS = Resource(
    name="editions",
    noun="edition",
    tag="Editions",
    description="Holdings of a series. Nothing of an edition is public until it is published.",
    shape=Shape(
        model=Edition,
        title="Edition",
        columns=(
            "series", "slug", "ordinal", "name", "theme", "summary", "city", "country",
            "starts_on", "ends_on", "time_zone", "languages",
        ),
        fixed=("series",),
        extras={
            "host": Extra(
                Annotated[int, Field(ge=0, le=32_767)] | None, int | None, _turn,
                "Whose turn it is in the rotation of the series, counted from 0.",
            )
        },
        computed={
            "state": Computed(str, lambda row, _reader: row.state, "How far it is.", "announced"),
            "is_public": Computed(
                bool, lambda row, _reader: row.is_public, "Who may know of it.", example=False
            ),
        },
        parts={
            "topics": Part(shape=Shape(model=FocusTopic, title="FocusTopic", columns=("name",))),
            "venues": Part(shape=Shape(model=Venue, title="Venue", columns=("name", "address"))),
            "organisers": Part(
                shape=Shape(
                    model=Organiser, title="Organiser", columns=("organisation", "role")
                )
            ),
            "announcements": Part(
                shape=Shape(
                    model=Announcement,
                    title="Announcement",
                    columns=("kind", "on", "title", "body", "issued_by", "person"),
                    also_fetch=("person__names",),
                )
            ),
        },
        also_fetch=("host",),
    ),
    visible=_visible_editions,
    writable=_known_editions,
    filters=(reference_filter("series", Series), choice_filter("state", EditionState)),
    orders={"code": ("pk",), "latest": ("-ordinal", "-pk")},
    scope=SCOPE,
    may_create="editions.add_edition",
    may_change="editions.change_edition",
    may_delete="editions.delete_edition",
    create=_create,
    change=_change,
    delete=lambda actor, edition: operations.delete_edition(actor=actor, edition=edition),
    actions=(
        Action(
            name="state", summary="Move an edition to another state",
            description="Announced → open → running → concluded; one step back needs a note.",
            permission="editions.change_edition", given=StateGiven, run=_move,
            example={"state": "open", "note": ""},
        ),
        Action(
            name="publication", summary="Publish an edition, or take it back",
            description="Say whether everybody may know of the edition.",
            permission="editions.change_edition", given=PublicationGiven, run=_publish,
            example={"is_public": True},
        ),
    ),
    departures=("edition.unpublished",),
    example={
        "series": "0000s3r13s",
        "slug": "almaty-2027",
        "ordinal": 3,
        "name": {"en": "Third Conference on Science Exchange"},
        "city": {"en": "Almaty"},
        "country": "KZ",
        "starts_on": "2027-05-11",
        "ends_on": "2027-05-13",
        "time_zone": "Asia/Almaty",
        "languages": ["en", "ru"],
        "topics": [{"name": {"en": "New energy"}}],
        "organisers": [{"organisation": "00000000rg", "role": "host"}],
    },
    example_code="0000d1t10n",
)  # fmt: skip

for _resource in (SERIES, EDITIONS):
    routes(_resource, router)
