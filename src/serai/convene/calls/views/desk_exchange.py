"""Submissions in and out at the desk: a file received, checked, imported; tables to take away."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.convene.calls import tasks
from serai.convene.calls.desks import call_tabs
from serai.convene.calls.exchange.tables import COLUMNS, headings, rows
from serai.convene.calls.forms_desk import SubmissionFilter
from serai.convene.calls.views.desk_calls import call_named, may_edit
from serai.convene.calls.views.desk_submissions import SEARCHED, listed
from serai.convene.editions.models import Edition
from serai.foundation.jobs.importing import FileImport
from serai.foundation.jobs.models import Job
from serai.foundation.tables import table_file
from serai.foundation.web.desk import handle_form
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.desk.lists import filtered

EXAMPLE = {
    "identifier": "2023-001", "title": "Rice in dry years", "summary": "Two seasons in Kano.",
    "language": "en", "kind": "talk", "minutes": "15", "state": "submitted",
    "speakers": "Amina Bello|amina@example.org|NG|Bayero University|Professor",
}  # fmt: skip

SUBMISSIONS = FileImport(tasks.check_submissions, tasks.bring_submissions, folder="submissions")


class ImportForm(forms.Form):
    """A file of submissions."""

    upload = forms.FileField(
        label=gettext_lazy("File"), max_length=255,
        help_text=gettext_lazy(
            "CSV or XLSX with the columns below; or schedule.xml or schedule.json, as frab and "
            "pretalx write them."
        ),
    )  # fmt: skip


@may_edit
def import_file(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """Receive a file; it is checked before anything is imported."""
    call = call_named(code)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()

    def save() -> Job:
        return SUBMISSIONS.receive(
            actor=acting_user(request), upload=form.cleaned_data["upload"], call=call.code
        )

    return handle_form(
        request, form, save=save, success_url=lambda job: job.get_absolute_url(),
        title=_("Import submissions"),
        lead=_(
            "What is here already is known by its identifier, and changed where the file differs. "
            "Nobody is written to."
        ),
        submit_label=_("Check the file"),
        cancel_href=call.get_desk_url(),
        saved_message=_("Received. It is being checked."), offer_undo=False,
        template="calls/desk/import.html",
        context={
            "edition": edition, "call": call, "tabs": call_tabs(call, "calls_desk:import"),
        },
    )  # fmt: skip


@may_edit
def import_checked(request: HttpRequest, edition: Edition, code: str, job: str) -> HttpResponse:
    """What the import of a checked file would do; and do it."""
    call = call_named(code)
    checked = SUBMISSIONS.checked(job, call=call.code)
    if request.method == "POST":
        started = SUBMISSIONS.carry_out(actor=acting_user(request), checked=checked)
        return HttpResponseRedirect(started.get_absolute_url())
    context = {
        "edition": edition, "call": call, "job": checked,
        "tabs": call_tabs(call, "calls_desk:import"),
        "kicker": _("Import submissions"),
        "again_href": reverse("calls_desk:import", args=[edition.slug, call.code]),
        "unchanged": _("All of this is here already."),
    }  # fmt: skip
    return render(request, "calls/desk/import_checked.html", context)


@may_edit
def template(request: HttpRequest, edition: Edition, code: str, ending: str) -> HttpResponse:
    """A table to fill in, with one example."""
    call = call_named(code)
    head = headings(call)
    example = [EXAMPLE.get(name, "") for name in COLUMNS]
    example += [""] * (len(head) - len(example))
    return table_file(head, [example], name="submissions-template", ending=ending)


@may_edit
def export(request: HttpRequest, edition: Edition, code: str, ending: str) -> HttpResponse:
    """The submissions that the filters of the list leave, as a table."""
    call = call_named(code)
    form = SubmissionFilter(request.GET or None)
    found = filtered(listed(edition, code), request.GET, form, SEARCHED)
    found = found.prefetch_related("speakers__country")
    lines = rows(found, list(call.questions.all()))
    return table_file(headings(call), lines, name=f"submissions-{edition.slug}", ending=ending)
