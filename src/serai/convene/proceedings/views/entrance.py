"""The ways into the proceedings of a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Session
from serai.convene.programme.times import clock
from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import desk_view
from serai.foundation.web.templatetags.serai import date_text

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
SessionView = Callable[Concatenate[HttpRequest, Session, P], HttpResponseBase]


def session_desk(view: SessionView[P]) -> View:
    """Wrap a view for those who run a session: it gets the session, and works in its scope.

    Moments are typed and shown on the clocks of the edition. Who reads the drafts of the edition is
    refused (403); nobody else knows of the page (404).
    """

    @wraps(view)
    def entered(
        request: HttpRequest, slug: str, code: str, *args: Any, **parameters: Any
    ) -> HttpResponseBase:
        edition = get_object_or_404(Edition.objects.select_related("series"), slug=slug)
        with scope(edition=edition), timezone.override(edition.zone):
            session = get_object_or_404(
                Session.objects.select_related("activity", "edition", "room"), code=code
            )
            if not may(request.user, "proceedings.run_session", session):
                if may(request.user, "editions.read_draft", edition):
                    raise PermissionDenied
                raise Http404
            return view(request, session, *args, **parameters)

    return desk_view("proceedings.enter")(cast("Any", entered))


def session_context(session: Session, here: str) -> dict[str, Any]:
    """What every page of a session shows around itself; ``here`` is the name of its tab."""
    pages = [
        ("materials", _("Materials")),
        ("running", _("Running order")),
        ("minutes", _("Minutes")),
    ]
    return {
        "edition": session.edition,
        "session": session,
        "when": _when(session),
        "session_tabs": [
            {"label": label, "href": address(session, name), "is_active": name == here}
            for name, label in pages
        ],
    }


def _when(session: Session) -> str:
    if session.day is None:
        return ""
    zone = session.edition.zone
    hours = "–".join(
        clock(moment, zone).text for moment in (session.starts_at, session.ends_at) if moment
    )
    return _(", ").join(filter(None, [date_text(session.day), hours, str(session.room or "")]))


def address(session: Session, name: str, *more: str) -> str:
    """The address of a page of a session."""
    return reverse(f"proceedings_desk:{name}", args=[session.edition.slug, session.code, *more])


def may_undo(request: HttpRequest, session: Session) -> bool:
    """Tell whether a save is offered to be undone: at the desk, as everything of a programme."""
    return may(request.user, "editions.edit_programme", session.edition)
