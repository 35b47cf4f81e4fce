"""The draft of a programme in the API, for who may read drafts; everybody else reads releases.

Whoever may not know of the edition finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django_scopes import scope
from ninja import Router

from serai.convene.editions.api import EDITIONS
from serai.convene.editions.models import Edition
from serai.convene.programme import operations
from serai.convene.programme.models import (
    Activity,
    ActivityOrganiser,
    Contribution,
    Outcome,
    Participation,
    Room,
    Section,
    Session,
)
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.api.resources import Action, Filter, Parent, Resource, reference_filter
from serai.foundation.api.routes import routes
from serai.foundation.api.scopes import register_scope
from serai.foundation.api.shapes import Computed, Given, Part, Reader, Shape, Written
from serai.track.evidence.api import sees_claim
from serai.track.register.api import sees_record

router = Router()
SCOPE = register_scope("write:programme", _("Write the programme of editions"))


class StepGiven(Given):
    """One place up (-1) or down (1)."""

    step: Literal[-1, 1]


def _move(actor: User, instance: Any, given: StepGiven) -> object:
    return operations.move(actor=actor, instance=instance, step=given.step)


def _reads_drafts(reader: Reader, edition_key: int) -> bool:
    # The roles are asked for by the key of the edition; the row itself is not needed.
    return may(reader, "editions.read_draft", Edition(pk=edition_key))


def _drafts(model: type[Any]) -> Callable[[Reader, Edition], Any]:
    """The rows that the desk edits, for who may read drafts; everybody else reads releases."""
    return lambda reader, edition: (
        model.objects.all() if _reads_drafts(reader, edition.pk) else model.objects.none()
    )


_PARTICIPATIONS = Part(
    shape=Shape(
        model=Participation,
        title="Participation",
        columns=("person", "role", "position_held"),
        also_fetch=("person__names",),
    ),
)
_POSITION = {
    "position": Computed(int, lambda row, _reader: row.position, "Its place among its siblings.", 0)
}


def _named_activity(name: str) -> Filter:
    return reference_filter(name, Activity)


def _resource(
    noun: str,
    model: type[Any],
    save: Callable[..., Any],
    *,
    columns: tuple[str, ...],
    description: str,
    example: dict[str, Any],
    example_code: str,
    name: str = "",
    **shape: Any,
) -> Resource:
    def create(actor: User, written: Written, edition: Edition) -> Any:
        return save(actor=actor, edition=edition, values=written.values, **written.parts)

    def change(actor: User, instance: Any, written: Written) -> Any:
        return save(
            actor=actor, edition=instance.edition, values=written.values, **written.parts,
            **{noun: instance},
        )  # fmt: skip

    return Resource(
        name=name or f"{noun}s",
        noun=noun,
        tag="Programme",
        description=description,
        parent=Parent(resource=EDITIONS, inside=lambda edition: scope(edition=edition)),
        shape=Shape(model=model, title=noun.title(), columns=columns, computed=_POSITION, **shape),
        visible=_drafts(model),
        scope=SCOPE,
        may_create="editions.edit_programme",
        may_change="editions.edit_programme",
        may_delete="editions.edit_programme",
        permission_target=lambda _instance, edition: edition,
        create=create,
        change=change,
        delete=lambda actor, instance: operations.remove(actor=actor, instance=instance),
        actions=(
            Action(
                name="move", summary=f"Move {'an' if noun[0] in 'ae' else 'a'} {noun}",
                description="Move it one place up or down among its siblings.",
                permission="editions.edit_programme", given=StepGiven, run=_move,
                example={"step": 1},
            ),
        ),
        example=example,
        example_code=example_code,
    )  # fmt: skip


for _each in (
    _resource(
        "section", Section, operations.save_section,
        columns=("name", "description"),
        description="Parts of the programme.",
        example={"name": {"en": "Opening day"}}, example_code="00000s3ct0",
    ),
    _resource(
        "room", Room, operations.save_room,
        columns=("name", "venue", "capacity", "equipment", "booths"),
        description="Rooms where sessions take place.",
        example={"name": {"en": "Hall A"}, "capacity": 400, "equipment": ["projector"]},
        example_code="000000r00m",
    ),
    _resource(
        "activity", Activity, operations.save_activity,
        name="activities",
        columns=(
            "section", "kind", "name", "name_disclosure", "summary", "access", "languages",
            "is_main", "topics", "stated", "is_public",
        ),
        description="What is announced: ceremonies, meetings, forums, exhibitions.",
        parts={
            "organisers": Part(
                shape=Shape(
                    model=ActivityOrganiser, title="ActivityOrganiser", columns=("organisation",)
                )
            ),
            "outcomes": Part(
                shape=Shape(model=Outcome, title="Outcome", columns=("kind", "record")),
                shows=lambda row, reader: sees_record(row.record, reader),
            ),
            "participations": _PARTICIPATIONS,
        },
        shows={"stated": sees_claim},
        example={
            "kind": "forum",
            "name": {"en": "Forum on New Energy"},
            "organisers": [{"organisation": "00000000rg"}],
            "participations": [{"person": "000000p3rs", "role": "chair"}],
        },
        example_code="0000ct1v1t",
    ),
    _resource(
        "session", Session, operations.save_session,
        columns=(
            "activity", "title", "summary", "description", "day", "starts_at", "ends_at",
            "duration", "room", "languages", "expected", "equipment", "is_locked",
        ),
        description="Blocks of an activity that take time and a room. Times are in UTC; what is "
        "null has not been announced.",
        parts={"participations": _PARTICIPATIONS},
        example={
            "activity": "0000ct1v1t",
            "title": {"en": "Storage"},
            "day": "2027-05-11",
            "starts_at": "2027-05-11T04:00:00Z",
            "ends_at": "2027-05-11T05:30:00Z",
            "room": "000000r00m",
        },
        example_code="00000s3ss0",
    ),
    _resource(
        "contribution", Contribution, operations.save_contribution,
        columns=("activity", "session", "kind", "title", "title_disclosure", "abstract"),
        also_fetch=("session__activity",),
        description="Talks, with the session or activity they belong to as far as it is known.",
        parts={"participations": _PARTICIPATIONS},
        example={
            "session": "00000s3ss0",
            "kind": "keynote",
            "title": {"en": "Storing heat in sand"},
            "participations": [{"person": "000000p3rs", "role": "keynote"}],
        },
        example_code="00000c0ntr",
    ),
):  # fmt: skip
    routes(_each, router)
