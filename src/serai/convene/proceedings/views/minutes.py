"""The minutes of a session, for those who write and approve them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.convene.proceedings import operations
from serai.convene.proceedings.forms import PARTS, ProposeForm, PublishForm
from serai.convene.proceedings.models import Minutes, MinutesDecision, MinutesState
from serai.convene.proceedings.presentation import moment_in
from serai.convene.proceedings.released import (
    MINUTES,
    as_snapshot,
    changes_between,
    drawn,
    minutes_in,
)
from serai.convene.proceedings.views.entrance import (
    address,
    may_undo,
    session_context,
    session_desk,
)
from serai.convene.programme.models import Session
from serai.foundation.accounts.permissions import may
from serai.foundation.record.operations import entries_made
from serai.foundation.releases.queries import fingerprint, latest, releases_of
from serai.foundation.translation import texts_of
from serai.foundation.web.desk import confirm_saved, handle_form
from serai.foundation.web.desk.access import acting_user


@session_desk
def minutes(request: HttpRequest, session: Session) -> HttpResponse:
    """The minutes as they would be published, what differs from what is, and what to do next."""
    found = Minutes.objects.select_related("approved_by").filter(session=session).first()
    context: dict[str, Any] = {
        **session_context(session, "minutes"), "title": _("Minutes"), "minutes": found,
    }  # fmt: skip
    if found is not None:
        draft = drawn(found)
        last = latest(MINUTES, found.code)
        changes = changes_between(minutes_in(last), draft) if last else []
        context |= {
            "draft": draft,
            "part_labels": {name: str(formset.label) for name, formset in PARTS.items()},
            "seen": fingerprint(as_snapshot(draft)),
            "is_approved": found.state == MinutesState.APPROVED,
            "approved": moment_in(session.edition, found.approved_at) if found.approved_at else "",
            "last": last,
            "is_current": last is not None and not changes,
            "changes": changes,
            "releases": list(releases_of(MINUTES, found.code)),
            "is_empty": not (draft.sections or draft.decisions),
            "outcomes": _outcomes(session),
            "may_propose": may(request.user, "editions.edit_programme", session.edition),
        }  # fmt: skip
    return render(request, "proceedings/desk/minutes.html", context)


def _outcomes(session: Session) -> list[Any]:
    return list(session.activity.outcomes.select_related("record"))


@require_POST
@session_desk
def begin(request: HttpRequest, session: Session) -> HttpResponse:
    """Begin the minutes with the people of the session."""
    with transaction.atomic(), entries_made() as entries:
        operations.begin_minutes(actor=acting_user(request), session=session)
    confirm_saved(request, entries, offer_undo=may_undo(request, session))
    return HttpResponseRedirect(address(session, "minutes"))


@session_desk
def edit(request: HttpRequest, session: Session, part: str) -> HttpResponse:
    """Write one part of the minutes."""
    found = get_object_or_404(Minutes.objects.select_related("session__edition"), session=session)
    if part not in PARTS:
        raise Http404
    data = request.POST if request.method == "POST" else None
    formset = PARTS[part](data, instance=found)

    def save() -> Minutes:
        return operations.save_minutes(
            actor=acting_user(request), minutes=found, parts={part: formset.rows()}
        )

    return handle_form(
        request, forms.Form(data), formsets=[formset], save=save,
        success_url=address(session, "minutes"), title=str(formset.label), lead=str(session),
        cancel_href=address(session, "minutes"), offer_undo=may_undo(request, session),
        template="proceedings/desk/form.html",
        context={**session_context(session, "minutes"), "object": None},
    )  # fmt: skip


@require_POST
@session_desk
def approve(request: HttpRequest, session: Session) -> HttpResponse:
    """Approve the minutes as they were shown."""
    found = get_object_or_404(Minutes, session=session)
    try:
        with transaction.atomic(), entries_made() as entries:
            operations.approve_minutes(
                actor=acting_user(request), minutes=found, expected=request.POST.get("expected", "")
            )
        confirm_saved(
            request, entries, _("The minutes are approved."), offer_undo=may_undo(request, session)
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(address(session, "minutes"))


@session_desk
def publish(request: HttpRequest, session: Session) -> HttpResponse:
    """Publish what was approved, with a word on what is new."""
    found = get_object_or_404(Minutes, session=session)
    form = PublishForm(request.POST if request.method == "POST" else None)

    def save() -> Any:
        return operations.publish_minutes(
            actor=acting_user(request), minutes=found, note=texts_of(form.cleaned_data["note"])
        )

    return handle_form(
        request, form, save=save, success_url=address(session, "minutes"),
        title=_("Publish the minutes"), lead=str(session), submit_label=_("Publish"),
        cancel_href=address(session, "minutes"), saved_message=_("Everybody can read them now."),
        offer_undo=False, template="proceedings/desk/form.html",
        context={**session_context(session, "minutes"), "object": None},
    )  # fmt: skip


@session_desk
def propose(request: HttpRequest, session: Session, decision: str) -> HttpResponse:
    """Enter a decision into the register as a draft, linked to the activity."""
    if not may(request.user, "editions.edit_programme", session.edition):
        raise PermissionDenied
    found = get_object_or_404(
        MinutesDecision.objects.select_related("minutes__session__activity"),
        minutes__session=session, code=decision,
    )  # fmt: skip
    form = ProposeForm(request.POST if request.method == "POST" else None)

    def save() -> Any:
        return operations.propose_record(
            actor=acting_user(request), decision=found, kind=form.cleaned_data["kind"]
        )

    return handle_form(
        request, form, save=save, success_url=address(session, "minutes"),
        title=_("Enter into the register"), lead=str(found),
        submit_label=_("Enter as a draft"),
        cancel_href=address(session, "minutes"),
        saved_message=_("The register has it as a draft, to be checked and published there."),
        template="proceedings/desk/form.html",
        context={**session_context(session, "minutes"), "object": None},
    )  # fmt: skip
