"""The board for scripts: JSON in, JSON out.

``GET board.json`` answers with `state.board_state`, ``GET changes.json?since=N`` with
`changes.changes_since`. Moves are posted to ``moves/`` as a JSON object that says what to do:

============  ===============================================================
``do``        and with it
============  ===============================================================
``place``     ``session``, ``day``, ``start``, ``room`` (code or null), ``minutes`` (or null)
``unplace``   ``session``
``resize``    ``session``, ``minutes``
``lock``      ``session``, ``locked``
``swap``      ``session``, ``other``
``undo``      ``entries``: numbers of entries that earlier answers gave (redo is the same)
============  ===============================================================

each with ``since``: the revision that the board shows. They answer with `changes_since` that
revision and ``entries``, the numbers of what was recorded; 409 where somebody else changed the
place of the session since, with ``problem`` and the changes, and nothing was written; 422 with a
sentence where it cannot be; 400 for a body that is not as above.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic import ValidationError as MalformedError

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Room, Session
from serai.convene.programme.views.entrance import edition_desk
from serai.convene.timetable import operations
from serai.convene.timetable.changes import changes_since
from serai.convene.timetable.clocks import moment_of
from serai.convene.timetable.operations import Place, StaleError
from serai.convene.timetable.state import board_state
from serai.foundation.accounts.models import User
from serai.foundation.record.models import Entry
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError

may_edit = edition_desk("editions.edit_programme")

Number = Annotated[int, Field(ge=0, lt=2**63)]
Code = Annotated[str, Field(max_length=16)]


class Move(BaseModel):
    """What every move says."""

    model_config = ConfigDict(extra="forbid")

    since: Number

    @abstractmethod
    def run(self, actor: User, edition: Edition) -> Iterable[Entry | None]:
        """Do it. Raises ValidationError."""


class SessionMove(Move):
    """What is done to one session."""

    session: Code

    def found(self, code: str | None = None) -> Session:
        """The session, or a ValidationError where it is gone."""
        found: Session | None = Session.objects.filter(code=code or self.session).first()
        if found is None:
            raise ValidationError(_("The session is no longer there."))
        return found


class PlaceMove(SessionMove):
    """A session goes to a time and a room."""

    do: Literal["place"]
    day: date
    start: int
    room: Code | None
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None

    def run(self, actor: User, edition: Edition) -> Iterable[Entry | None]:
        room = Room.objects.filter(code=self.room).first() if self.room else None
        if self.room and room is None:
            raise ValidationError(_("The room is no longer there."))
        at = Place(moment_of(self.day, self.start, edition.zone), room)
        yield operations.place(
            actor=actor, session=self.found(), at=at, minutes=self.minutes, based_on=self.since
        )


class UnplaceMove(SessionMove):
    """A session is taken out."""

    do: Literal["unplace"]

    def run(self, actor: User, edition: Edition) -> Iterable[Entry | None]:
        yield operations.unplace(actor=actor, session=self.found(), based_on=self.since)


class ResizeMove(SessionMove):
    """A session becomes longer or shorter."""

    do: Literal["resize"]
    minutes: Annotated[int, Field(lt=2**31)]

    def run(self, actor: User, edition: Edition) -> Iterable[Entry | None]:
        yield operations.resize(
            actor=actor, session=self.found(), minutes=self.minutes, based_on=self.since
        )


class LockMove(SessionMove):
    """A session is locked, or let go."""

    do: Literal["lock"]
    locked: bool

    def run(self, actor: User, edition: Edition) -> Iterable[Entry | None]:
        yield operations.set_lock(
            actor=actor, session=self.found(), is_locked=self.locked, based_on=self.since
        )


class SwapMove(SessionMove):
    """Two sessions change places."""

    do: Literal["swap"]
    other: Code

    def run(self, actor: User, edition: Edition) -> Iterable[Entry | None]:
        return operations.swap(
            actor=actor, first=self.found(), second=self.found(self.other), based_on=self.since
        )


class UndoMove(Move):
    """Earlier moves of this editor are taken back."""

    do: Literal["undo"]
    entries: Annotated[list[Number], Field(min_length=1, max_length=2000)]

    def run(self, actor: User, edition: Edition) -> Iterable[Entry | None]:
        return operations.take_back(actor=actor, edition=edition, numbers=self.entries)


AnyMove = PlaceMove | UnplaceMove | ResizeMove | LockMove | SwapMove | UndoMove
MOVES: TypeAdapter[AnyMove] = TypeAdapter(Annotated[AnyMove, Field(discriminator="do")])


@may_edit
def board(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The whole board."""
    return JsonResponse(board_state(edition))


@may_edit
def changes(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What has happened since the board was last brought up to date."""
    since = request.GET.get("since", "0")
    if not (since.isdecimal() and len(since) < 19):
        raise ParameterError("since", _("write the number of an entry of the record"))
    return JsonResponse(changes_since(edition, int(since), acting_user(request)))


@require_POST
@may_edit
def move(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Do one move of an editor."""
    user = acting_user(request)
    try:
        wanted = MOVES.validate_json(request.body)
    except MalformedError as error:
        return JsonResponse({"problem": "malformed", "message": str(error)}, status=400)
    problem: dict[str, Any] = {}
    entries: list[Entry] = []
    status = 200
    try:
        entries = [entry for entry in wanted.run(user, edition) if entry]
    except StaleError as error:
        status, problem = 409, {"problem": "stale", "message": error.messages[0]}
    except ValidationError as error:
        status, problem = 422, {"problem": "refused", "message": " ".join(error.messages)}
    answer = changes_since(edition, wanted.since, user)
    return JsonResponse(
        {**answer, **problem, "entries": [entry.number for entry in entries]}, status=status
    )
