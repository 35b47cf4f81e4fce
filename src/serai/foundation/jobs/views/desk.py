"""The pages of the jobs: the list, and one job with its progress, its result and its way out."""

from __future__ import annotations

import csv
import io

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from serai.foundation.accounts.permissions import may
from serai.foundation.jobs import operations, presentation
from serai.foundation.jobs.marks import marks
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.queries import visible_to
from serai.foundation.web.desk import Column, FilterForm, desk_view, render_list
from serai.foundation.web.desk.access import acting_user

PROBLEMS_SHOWN = 200
PROBLEM_FIELDS = ("file", "line", "field", "rule", "message")


def _state(job: Job) -> str:
    marks().read([job])
    return presentation.state_text(job)


COLUMNS = [
    Column(gettext_lazy("Job"), str, href=Job.get_absolute_url),
    Column(gettext_lazy("State"), _state, sort="state", is_short=True),
    Column(gettext_lazy("Started"), "created_at", sort="created_at", is_short=True),
    Column(gettext_lazy("Finished"), "finished_at", sort="finished_at", is_short=True),
]
STARTED_BY = Column(gettext_lazy("Started by"), "who")


class JobFilter(FilterForm):
    """Filters of the list of jobs."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("any")), *State.choices],
        required=False,
    )


@desk_view("accounts.enter_desk")
def listing(request: HttpRequest) -> HttpResponse:
    """The jobs that somebody started; for administrators those of everybody."""
    user = acting_user(request)
    sees_all = may(user, "jobs.see_all")
    return render_list(
        request,
        visible_to(user),
        [*COLUMNS, STARTED_BY] if sees_all else COLUMNS,
        title=_("Jobs"),
        search=["about", "name"],
        filter_form=JobFilter,
        empty_title=_("No jobs"),
        empty_text=_("What takes longer than a moment is done as a job and can be seen here."),
    )


@desk_view("accounts.enter_desk")
def job(request: HttpRequest, code: str) -> HttpResponse:
    """One job. ``?part=state`` is what changes while it runs, for the script of the page."""
    found = _found(request, code)
    is_part = request.GET.get("part") == "state"
    return render(
        request,
        "jobs/state.html" if is_part else "jobs/job.html",
        {
            "job": found,
            "title": found.about or found.label,
            "kicker": found.label if found.about else "",
            "crumbs": [(_("Jobs"), reverse("jobs:list"))],
            "count": presentation.count_text(found),
            "steps": presentation.steps(found),
            "waits_in_vain": presentation.waits_in_vain(found),
            "problems": found.problems[:PROBLEMS_SHOWN],
            "problem_count": len(found.problems),
            "sees_traceback": may(request.user, "jobs.see_all"),
        },
    )


@desk_view("accounts.enter_desk")
def problems(request: HttpRequest, code: str) -> HttpResponse:
    """All problems that a job found, as a table for a spreadsheet."""
    found = _found(request, code)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(PROBLEM_FIELDS)
    for problem in found.problems:
        table.writerow([_cell(problem.get(name, "")) for name in PROBLEM_FIELDS])
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.code}-problems.csv"'},
    )


def _cell(value: object) -> object:
    """A text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


@require_POST
@desk_view("accounts.enter_desk")
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a job to stop."""
    found = operations.ask_to_cancel(actor=acting_user(request), job=_found(request, code))
    return HttpResponseRedirect(found.get_absolute_url())


@require_POST
@desk_view("accounts.enter_desk")
def retry(request: HttpRequest, code: str) -> HttpResponse:
    """Start a job again that failed or was cancelled."""
    found = _found(request, code)
    try:
        operations.retry(actor=acting_user(request), job=found)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return HttpResponseRedirect(found.get_absolute_url())


def _found(request: HttpRequest, code: str) -> Job:
    """The job, as far as it is now. That of somebody else does not exist."""
    jobs: QuerySet[Job] = visible_to(acting_user(request))
    found = get_object_or_404(jobs, code=code)
    marks().read([found])
    return found
