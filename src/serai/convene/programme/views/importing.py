"""Bringing the schedule of another program to the desk: received, checked, imported."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.convene.editions.models import Edition
from serai.convene.editions.views.desk import desk_tabs
from serai.convene.programme import tasks
from serai.convene.programme.views.entrance import edition_desk
from serai.foundation.jobs.importing import FileImport
from serai.foundation.jobs.models import Job
from serai.foundation.web.desk import handle_form
from serai.foundation.web.desk.access import acting_user

may_edit = edition_desk("editions.edit_programme")

SCHEDULES = FileImport(tasks.check_schedule, tasks.bring_schedule, folder="schedules")


class ScheduleForm(forms.Form):
    """A schedule of another program."""

    upload = forms.FileField(
        label=gettext_lazy("File"), max_length=255,
        help_text=gettext_lazy("schedule.xml or schedule.json, as frab and pretalx write them."),
    )  # fmt: skip


@may_edit
def import_file(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Receive a schedule; it is checked before anything is imported."""
    form = ScheduleForm(request.POST, request.FILES) if request.method == "POST" else ScheduleForm()

    def save() -> Job:
        return SCHEDULES.receive(
            actor=acting_user(request), upload=form.cleaned_data["upload"], edition=edition.code
        )

    return handle_form(
        request, form, save=save, success_url=lambda job: job.get_absolute_url(),
        title=_("Import a schedule"),
        lead=_(
            "Each event becomes a session, each track an activity. What is imported is a draft "
            "until the programme is released; importing a newer file changes what differs."
        ),
        submit_label=_("Check the file"),
        cancel_href=reverse("programme_desk:overview", args=[edition.slug]),
        saved_message=_("Received. It is being checked."), offer_undo=False,
    )  # fmt: skip


@may_edit
def import_checked(request: HttpRequest, edition: Edition, code: str) -> HttpResponse:
    """What the import of a checked file would do; and do it."""
    checked = SCHEDULES.checked(code, edition=edition.code)
    if request.method == "POST":
        started = SCHEDULES.carry_out(actor=acting_user(request), checked=checked)
        return HttpResponseRedirect(started.get_absolute_url())
    context = {
        "edition": edition,
        "tabs": desk_tabs(request, edition, "programme_desk:overview"),
        "job": checked,
        "kicker": _("Import a schedule"),
        "again_href": reverse("programme_desk:import", args=[edition.slug]),
        "unchanged": _("The programme says all of this already."),
    }
    return render(request, "programme/desk/import_checked.html", context)
