"""Releases of a programme in the API: what everybody reads, what was read before, and a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.params.models import Path
from pydantic import BaseModel, BeforeValidator, Field

from serai.convene.editions.api import EDITIONS
from serai.convene.programme.api import SCOPE
from serai.convene.programme.released import (
    PROGRAMME,
    ReleasedProgramme,
    as_json,
    programme_in,
    programme_of,
)
from serai.convene.programme.releasing.operations import release_programme
from serai.foundation.api.callers import caller_of
from serai.foundation.api.guard import json_response
from serai.foundation.api.openapi import JSON
from serai.foundation.api.routes import LanguageQuery, check_parameters, digits
from serai.foundation.api.shapes import Given
from serai.foundation.api.values import SHOWN_TEXTS, Code, texts_annotation
from serai.foundation.releases.models import Release
from serai.foundation.releases.queries import releases_of
from serai.foundation.translation import texts_of

router = Router()

_EDITION: Any = Path(..., description="The code of the edition.", example=EDITIONS.example_code)
Number = Annotated[int, Field(ge=1, le=2_147_483_647), BeforeValidator(digits)]
_NUMBER: Any = Path(..., description="The number of the release.", example=1)


class ReleaseShown(BaseModel):
    """A release."""

    number: int = Field(description="Releases of an edition are counted from 1.")
    at: datetime
    note: SHOWN_TEXTS = Field(description="What is new, by language.")
    digest: str = Field(description="SHA-256 of all that it says.")


class Releases(BaseModel):
    """Every release, the latest first."""

    items: list[ReleaseShown]


Note: Any = texts_annotation(None, is_blank_allowed=True)


class ReleaseGiven(Given):
    """What is said of a new release."""

    note: Note = Field({}, description="What is new, by language.")
    tell: bool = Field(True, description="Whether those concerned are told by e-mail.")  # noqa: FBT003
    again: Number | None = Field(
        None, description="The number of an earlier release to go back to; null for the draft."
    )


def _shown(release: Release) -> dict[str, Any]:
    return {
        "number": release.number,
        "at": release.at.isoformat(),
        "note": texts_of(release.note),
        "digest": release.digest,
    }


@router.get(
    "/editions/{edition}/releases", response=Releases, tags=["Programme"],
    summary="List releases", operation_id="list_editions_edition_releases",
    description="The releases of a programme, the latest first. Everybody reads the latest.",
)  # fmt: skip
def list_releases(
    request: HttpRequest, query: Query[LanguageQuery], edition: Code = _EDITION
) -> HttpResponse:
    """The releases of a programme."""
    check_parameters(request, LanguageQuery)
    found = EDITIONS.find(caller_of(request).reader, edition)
    releases = releases_of(PROGRAMME, found.code).defer("content", "personal")
    return json_response({"items": [_shown(release) for release in releases]})


@router.get(
    "/editions/{edition}/releases/{number}", response=ReleasedProgramme, tags=["Programme"],
    summary="Read a release", operation_id="read_editions_edition_releases_number",
    description="The whole programme as it was released. Members that are empty are left out. "
    "People who asked to be forgotten are named by their code only.",
)  # fmt: skip
def read_release(
    request: HttpRequest,
    query: Query[LanguageQuery],
    edition: Code = _EDITION,
    number: Number = _NUMBER,
) -> HttpResponse:
    """One release."""
    check_parameters(request, LanguageQuery)
    found = EDITIONS.find(caller_of(request).reader, edition)
    release = releases_of(PROGRAMME, found.code).filter(number=number).first()
    if release is None:
        raise Http404
    return json_response(as_json(programme_in(release)))


@router.get(
    "/editions/{edition}/programme", response=ReleasedProgramme, tags=["Programme"],
    summary="Read the programme", operation_id="read_editions_edition_programme",
    description="The whole programme as everybody reads it: the latest release. 404 before the "
    "first. Members that are empty are left out.",
)  # fmt: skip
def read_programme(
    request: HttpRequest, query: Query[LanguageQuery], edition: Code = _EDITION
) -> HttpResponse:
    """The latest release."""
    check_parameters(request, LanguageQuery)
    programme = programme_of(EDITIONS.find(caller_of(request).reader, edition))
    if programme is None:
        raise Http404
    return json_response(as_json(programme))


@router.post(
    "/editions/{edition}/releases", response=ReleaseShown, tags=["Programme"],
    summary="Release the programme", operation_id="create_editions_edition_releases",
    description="Let everybody read what is public of the draft now, or go back to an earlier "
    "release. Refused where nothing has changed since the last one.",
    openapi_extra={
        "requestBody": {
            "content": {JSON: {"example": {"note": {"en": "The opening has a time."}}}}
        }
    },
)  # fmt: skip
def make_release(
    request: HttpRequest,
    query: Query[LanguageQuery],
    given: ReleaseGiven,
    edition: Code = _EDITION,
) -> HttpResponse:
    """Release a programme."""
    check_parameters(request, LanguageQuery)
    caller = caller_of(request)
    caller.require_scope(SCOPE)
    found = EDITIONS.find_to_write(caller.user, edition)
    caller.require("editions.edit_programme", found)
    again = None
    if given.again is not None:
        again = releases_of(PROGRAMME, found.code).filter(number=given.again).first()
        if again is None:
            raise Http404
    made = release_programme(
        actor=caller.user, edition=found, note=given.note, tell=given.tell, again=again
    )
    return json_response(_shown(made))
