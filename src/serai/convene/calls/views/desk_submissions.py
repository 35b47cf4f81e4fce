"""What was submitted, at the desk: the list with its filters, and one submission."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.convene.calls import operations
from serai.convene.calls.desks import call_tabs
from serai.convene.calls.forms_desk import SortForm, SubmissionFilter, TogetherForm
from serai.convene.calls.models import Submission, SubmissionState
from serai.convene.calls.queries import alike, counts_by_state
from serai.convene.calls.views.desk_calls import call_named, may_edit
from serai.convene.calls.views.me import TONES, content_of
from serai.convene.calls.views.public import summary_of
from serai.convene.calls.views.submitting import file_of
from serai.convene.editions.models import Edition
from serai.foundation.accounts.models import User
from serai.foundation.record.operations import entries_made
from serai.foundation.record.queries import history
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    confirm_saved,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.desk.lists import filtered
from serai.foundation.web.templatetags.serai import date_text

TOGETHER = "together"
SEARCHED = ("words", "speakers__words", "code")


def _speakers(row: Submission) -> str:
    return "; ".join(each.name for each in row.speakers.all())


def _sent(row: Submission) -> str:
    """When it was sent, on the clocks of the edition."""
    if row.submitted_at is None:
        return ""
    local = row.submitted_at.astimezone(row.edition.zone)
    return f"{date_text(local.date())}, {local:%H:%M}"


COLUMNS = [
    Column(gettext_lazy("Title"), str, sort="title", href=Submission.get_desk_url),
    Column(gettext_lazy("Speakers"), _speakers),
    Column(gettext_lazy("State"), "get_state_display", sort="state", is_short=True),
    Column(gettext_lazy("Section"), lambda row: str(row.section) if row.section else ""),
    Column(gettext_lazy("Tags"), lambda row: [str(each) for each in row.tags.all()]),
    Column(gettext_lazy("Sent"), _sent, sort="submitted_at", is_short=True),
]


def listed(edition: Edition, code: str) -> QuerySet[Submission]:
    """The submissions of a call with all that a list of them shows, the latest first."""
    rows: QuerySet[Submission] = (
        Submission.objects.filter(call__code=code, edition=edition)
        .select_related("edition", "call", "section")
        .prefetch_related("speakers", "tags")
        .order_by("-submitted_at", "-pk")
    )
    return rows


def _withdraw(user: User, rows: list[Any]) -> None:
    for row in rows:
        operations.withdraw_submission(actor=user, submission=row)


def _discard(user: User, rows: list[Any]) -> None:
    for row in rows:
        operations.discard_submission(actor=user, submission=row)


@may_edit
def call(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """What was submitted to a call: searched, filtered, acted upon."""
    found = call_named(code)
    if request.method == "POST" and request.POST.get("action") == TOGETHER:
        return _together(request, edition, code)
    states = [
        {"state": state, "label": state.label, "count": count}
        for state, count in counts_by_state(found).items()
        if count
    ]
    return render_list(
        request,
        listed(edition, code),
        COLUMNS,
        title=str(found),
        lead=str(summary_of(found, edition)["when"]),
        filter_form=SubmissionFilter,
        search=SEARCHED,
        bulk_actions=[
            BulkAction(TOGETHER, _("Change together …"), lambda _user, _rows: None),
            BulkAction("withdraw", _("Withdraw"), _withdraw, confirm=True),
            BulkAction("discard", _("Delete drafts"), _discard, confirm=True),
        ],
        empty_title=_("Nothing has been submitted yet"),
        empty_text=_("What people begin or send stands here, and what you import."),
        template="calls/desk/submissions.html",
        context={
            "edition": edition,
            "call": found,
            "tabs": call_tabs(found, "calls_desk:call"),
            "states": states,
        },
    )


def _together(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Ask what to set for the chosen rows, then set it."""
    form_of_filters = SubmissionFilter(request.GET or None)
    rows = filtered(listed(edition, code), request.GET, form_of_filters, SEARCHED)
    keys = [key for key in request.POST.getlist("selected") if key.isdecimal()]
    chosen = list(rows if "everything" in request.POST else rows.filter(pk__in=keys))
    here = request.get_full_path()
    if not chosen:
        messages.warning(request, _("Choose at least one row first."))
        return HttpResponseRedirect(here)
    form = TogetherForm(request.POST if "assigned" in request.POST else None, edition=edition)
    if form.is_bound and form.is_valid():
        actor = acting_user(request)
        try:
            with transaction.atomic(), entries_made() as entries:
                if columns := form.columns():
                    for each in chosen:
                        operations.sort_submission(actor=actor, submission=each, values=columns)
                if name := form.cleaned_data["tag"]:
                    operations.tag_submissions(actor=actor, submissions=chosen, name=name)
                if until := form.cleaned_data["until"]:
                    operations.extend_submissions(actor=actor, submissions=chosen, until=until)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            confirm_saved(request, entries)
            return HttpResponseRedirect(here)
    context = {
        "edition": edition, "call": chosen[0].call, "form": form, "objects": chosen,
        "list_href": here,
    }  # fmt: skip
    return render(request, "calls/desk/together.html", context)


@may_edit
def submission(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """One submission: what it says, where it belongs, what is like it, and its history."""
    rows = Submission.objects.select_related("edition__series", "call", "section", "submitter")
    found = get_object_or_404(rows, code=code)
    found.call.edition = found.edition
    form = SortForm(request.POST or None, instance=found)
    state = SubmissionState(found.state)
    return handle_form(
        request,
        form,
        save=lambda: operations.sort_submission(
            actor=acting_user(request), submission=found, values=form.changes(),
            tags=form.cleaned_data["tag_names"],
        ),
        success_url=found.get_desk_url(),
        title=str(found),
        template="calls/desk/submission.html",
        context={
            "edition": edition, "submission": found, "call": found.call,
            "state_label": state.label, "tone": TONES[state],
            **content_of(found),
            "alike": alike(found),
            "entries": history(found)[:10],
            "became": found.contribution or found.session,
            "tabs": call_tabs(found.call, ""),
        },
    )  # fmt: skip


@may_edit
def answer_file(request: HttpRequest, edition: Edition, code: str, question: str) -> HttpResponse:
    """The file with which a question was answered."""
    rows = Submission.objects.filter(edition=edition)
    return file_of(get_object_or_404(rows, code=code), question)
