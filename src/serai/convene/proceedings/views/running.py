"""The running order of a session: made, printed, and run live by the chair."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from serai.convene.proceedings import operations
from serai.convene.proceedings.forms import RunningItemFormSet
from serai.convene.proceedings.models import RunningItem, RunningOrder
from serai.convene.proceedings.presentation import running_of
from serai.convene.proceedings.views.entrance import (
    address,
    may_undo,
    session_context,
    session_desk,
)
from serai.convene.programme.models import Session
from serai.foundation.record.operations import entries_made
from serai.foundation.web.desk import confirm_saved, handle_form
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.workers import worker_response, worker_text

Json = dict[str, Any]
AHEAD = timedelta(minutes=5)
"""How far the clock of a device may be ahead of ours."""
_WORKER = Path(__file__).parent.parent / "worker.js"


@session_desk
def running(request: HttpRequest, session: Session) -> HttpResponse:
    """The running order with its times: to look at and to print."""
    shown = running_of(session)
    known = {line.item.contribution_id for line in shown.lines}
    return render(
        request,
        "proceedings/desk/running.html",
        {
            **session_context(session, "running"),
            "title": _("Running order"),
            "running": shown,
            "missing": [each for each in session.contributions.all() if each.pk not in known],
        },
    )


@require_POST
@session_desk
def draft(request: HttpRequest, session: Session) -> HttpResponse:
    """Add an item for each contribution that has none."""
    with transaction.atomic(), entries_made() as entries:
        operations.draft_running_order(actor=acting_user(request), session=session)
    confirm_saved(request, entries, offer_undo=may_undo(request, session))
    return HttpResponseRedirect(address(session, "running"))


@session_desk
def edit(request: HttpRequest, session: Session) -> HttpResponse:
    """Write the items: how long, what, who, and what the chair does."""
    order = RunningOrder.objects.filter(session=session).first() or RunningOrder(session=session)
    data = request.POST if request.method == "POST" else None
    items = RunningItemFormSet(data, instance=order, form_kwargs={"session": session})

    def save() -> RunningOrder:
        return operations.save_running_order(
            actor=acting_user(request), session=session, items=items.rows()
        )

    return handle_form(
        request, forms.Form(data), formsets=[items], save=save,
        success_url=address(session, "running"), title=_("Running order"), lead=str(session),
        cancel_href=address(session, "running"), offer_undo=may_undo(request, session),
        template="proceedings/desk/form.html",
        context={**session_context(session, "running"), "object": None},
    )  # fmt: skip


@session_desk
def live(request: HttpRequest, session: Session) -> HttpResponse:
    """The page that the chair has open: what is on, how long it still has, what is next.

    Without scripts its buttons are forms.
    """
    now = timezone.now()
    shown = running_of(session, now=now)
    on = next((line for line in shown.lines if line.slot.is_on), None)
    ahead = [line for line in shown.lines if not line.slot.is_over and line is not on]
    context = {
        **session_context(session, "running"),
        "title": _("Live"),
        "running": shown,
        "on": on,
        "next": ahead[0] if ahead else None,
        "state": _state(session),
        "words": _words(),
        "minutes_left": _minutes_left(on.slot.ends, now) if on else 0,
    }
    return render(request, "proceedings/desk/live.html", context)


def _minutes_left(ends: datetime | None, now: datetime) -> int:
    return max(0, round((ends - now).total_seconds() / 60)) if ends else 0


@session_desk
def live_worker(_request: HttpRequest, session: Session) -> HttpResponse:
    """The service worker of the live page, for a chair who keeps it on their device."""
    return worker_response(worker_text(_WORKER, {}))


@session_desk
def state(_request: HttpRequest, session: Session) -> HttpResponse:
    """What has begun and when, for the page of another device."""
    return JsonResponse(_state(session))


@require_POST
@session_desk
def move(request: HttpRequest, session: Session) -> HttpResponse:
    """Let an item begin, or the session end; or forget all times.

    A device sends JSON, ``{"code": …, "at": …}`` with the moment at which the button was pressed,
    which may have been without a network; a form says ``code`` alone and means now.
    """
    is_json = request.content_type == "application/json"
    code, at = _read(request.body) if is_json else (request.POST.get("code", ""), timezone.now())
    items = {each.code: each for each in RunningItem.objects.filter(order__session=session)}
    if not items or (code and code != "anew" and code not in items):
        raise Http404
    problem = ""
    try:
        if code == "anew":
            operations.begin_anew(actor=acting_user(request), session=session)
        else:
            operations.move_on(
                actor=acting_user(request), session=session, item=items.get(code), at=at
            )
    except ValidationError as error:
        problem = " ".join(error.messages)
    if is_json:
        return JsonResponse({**_state(session), "problem": problem})
    if problem:
        messages.error(request, problem)
    return HttpResponseRedirect(address(session, "live"))


def _read(body: bytes) -> tuple[str, datetime]:
    """What a device says. Raises BadRequest."""
    try:
        said = json.loads(body)
        code, at = str(said["code"]), datetime.fromisoformat(said["at"])
    except (ValueError, TypeError, KeyError):
        raise BadRequest("code: of an item, or empty; at: a moment as in ISO 8601") from None
    if at.tzinfo is None:
        raise BadRequest("at: a moment with its offset")
    return code, min(at.astimezone(UTC), timezone.now() + AHEAD)


def _state(session: Session) -> Json:
    shown = running_of(session)
    return {
        "starts_at": _iso(session.starts_at),
        "ends_at": _iso(session.ends_at),
        "ended_at": _iso(shown.ended_at),
        "zone": session.edition.time_zone,
        "items": [
            {
                "code": line.item.code, "title": line.title, "who": line.who,
                "cue": line.item.cue, "minutes": line.item.minutes,
                "started_at": _iso(line.item.started_at),
            }
            for line in shown.lines
        ],
    }  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _words() -> dict[str, str]:
    return {
        "left": _("minutes left"),
        "over": _("minutes over"),
        "start": pgettext("running order", "Start"),
        "next": pgettext("running order", "Next"),
        "end": _("End the session"),
        "begins": _("begins at %(time)s"),
        "ended": _("The session has ended."),
        "waiting": _("Not begun yet"),
        "last": _("Nothing after this"),
        "late": _("Ends at %(time)s, %(minutes)s min late"),
        "early": _("Ends at %(time)s"),
        "kept": _("No network: what you press is kept here and sent later."),
        "keep": _("Keep for the hall"),
        "let_go": _("Remove from this device"),
        "here": _("This page is on this device until you sign out, and opens without network."),
        "not_kept": _("This page could not be kept. Try again with a network."),
        "saved": _("All is saved."),
        "refused": _("This was not saved. Load the page again."),
    }
