"""The desk of the editors: what is to be done, and what may be there twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.jobs.operations import start
from serai.foundation.record.operations import entries_made
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    confirm_saved,
    desk_view,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user
from serai.track.register import editorial, editorial_forms, queries
from serai.track.register.duplicates import Reason
from serai.track.register.merging import merge_records
from serai.track.register.models import DuplicateState, DuplicateSuggestion, Record, Stage, Task
from serai.track.register.presentation import countries_in_words
from serai.track.register.tasks import find_duplicates

REASONS = {
    Reason.IDENTIFIER: gettext_lazy("same identifier"),
    Reason.SAME_NAME: gettext_lazy("same name"),
    Reason.ALIKE_NAME: gettext_lazy("similar name"),
    Reason.COUNTRIES: gettext_lazy("same countries"),
    Reason.YEAR: gettext_lazy("same year"),
    Reason.PARTIES: gettext_lazy("same parties"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of two records beside each other."""

    label: str
    first: Any
    second: Any

    @property
    def is_different(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.first and self.second and self.first != self.second)


@desk_view("register.change_record")
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Pairs of records that look alike, the likeliest first."""
    pairs = DuplicateSuggestion.objects.filter(state=DuplicateState.OPEN)
    return render_list(
        request,
        pairs.select_related("first", "second"),
        [
            Column(_("Records"), lambda row: [str(row.first), str(row.second)], href=_compare),
            Column(_("Kind"), lambda row: capfirst(row.first.get_kind_display())),
            Column(_("Why"), lambda row: [str(REASONS[Reason(each)]) for each in row.reasons]),
            Column(_("Likeness"), lambda row: f"{row.score:.0%}", sort="score", is_number=True),
        ],
        title=_("Possible duplicates"),
        bulk_actions=[BulkAction("dismiss", _("Two different things"), _dismiss_all, confirm=True)],
        empty_title=_("No records look alike."),
        empty_text=_("The register is looked through once a week."),
        template="register/desk/duplicates.html",
    )


def _compare(suggestion: DuplicateSuggestion) -> str:
    survivor, duplicate = _in_order(suggestion.first, suggestion.second)
    address = reverse("register_desk:merge", args=[survivor.code])
    return f"{address}?duplicate={duplicate.code}"


def _in_order(first: Record, second: Record) -> tuple[Record, Record]:
    """The record that had better stay, and the other: public ones, well documented, older."""

    def worth(record: Record) -> tuple[bool, int, int]:
        return record.stage == Stage.PUBLISHED, record.quality or 0, -record.pk

    return (first, second) if worth(first) >= worth(second) else (second, first)


def _dismiss_all(user: User, chosen: list[DuplicateSuggestion]) -> None:
    for suggestion in chosen:
        editorial.dismiss_duplicate(actor=user, suggestion=suggestion)


@require_POST
@desk_view("register.change_record")
def duplicates_find(request: HttpRequest) -> HttpResponse:
    """Look through the register now, in the background."""
    job = start(actor=acting_user(request), job=find_duplicates)
    return redirect("jobs:job", code=job.code)


@desk_view("register.change_record")
def record_merge(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the record that is there a second time, compare the two, and make them one."""
    record = get_object_or_404(Record, code=code)
    if "duplicate" not in request.GET:
        return _choose_duplicate(request, record)
    form = editorial_forms.MergeForm(request.GET, record=record)
    if not form.is_valid():
        return _choose_duplicate(request, record, form)
    duplicate: Record = form.cleaned_data["duplicate"]
    obstacle = ""
    if request.method == "POST":
        try:
            with transaction.atomic(), entries_made() as entries:
                if "dismiss" in request.POST:
                    _dismiss(acting_user(request), record, duplicate)
                else:
                    merge_records(actor=acting_user(request), survivor=record, duplicate=duplicate)
        except ValidationError as error:
            obstacle = " ".join(error.messages)
        else:
            confirm_saved(request, entries, offer_undo="dismiss" not in request.POST)
            return HttpResponseRedirect(
                reverse("register_desk:duplicates")
                if "dismiss" in request.POST
                else record.get_desk_url()
            )
    return render(
        request,
        "register/desk/merge.html",
        {
            "survivor": record,
            "duplicate": duplicate,
            "lines": _lines(record, duplicate),
            "obstacle": obstacle,
            "swapped": f"{reverse('register_desk:merge', args=[duplicate.code])}"
                       f"?duplicate={record.code}",
        },
        status=409 if obstacle else 200,
    )  # fmt: skip


def _choose_duplicate(
    request: HttpRequest, record: Record, form: editorial_forms.MergeForm | None = None
) -> HttpResponse:
    return render(
        request,
        "register/desk/merge_choice.html",
        {"record": record, "form": form or editorial_forms.MergeForm(record=record)},
    )


def _dismiss(user: User, one: Record, other: Record) -> None:
    """Say that the two are different, whether or not they were found to look alike."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    suggestion, _created = DuplicateSuggestion.objects.get_or_create(
        first=first, second=second, defaults={"score": 0}
    )
    editorial.dismiss_duplicate(actor=user, suggestion=suggestion)


def _lines(survivor: Record, duplicate: Record) -> list[Line]:
    found = queries.for_page(
        Record.objects.filter(pk__in=[survivor.pk, duplicate.pk]), public_only=False
    )
    rows = {row.pk: row for row in found}
    one, other = rows[survivor.pk], rows[duplicate.pk]
    return [
        Line(str(label), read(one), read(other))
        for label, read in (
            (_("Kind"), lambda row: capfirst(row.get_kind_display())),
            (_("Name"), lambda row: row.name),
            (_("Stage"), lambda row: capfirst(row.get_stage_display())),
            (_("Status"), lambda row: capfirst(row.get_status_display())),
            (_("Countries"), countries_in_words),
            (_("Place"), lambda row: row.place_name),
            (pgettext("of what a record is about", "Started"), lambda row: row.started_on),
            (_("Ended"), lambda row: row.ended_on),
            (_("Parties"), lambda row: [str(each) for each in row.parties.all()]),
            (_("Events"), _events),
            (_("Measures"), lambda row: [str(each) for each in row.measures.all()]),
            (_("Sources"), lambda row: sorted({str(each.source) for each in row.citations.all()})),
            (_("Quality"), lambda row: "" if row.quality is None else f"{row.quality} / 100"),
        )
    ]


def _events(record: Record) -> list[str]:
    events = record.legal_events if record.is_agreement else record.status_events
    return [str(each) for each in events.all()]


@desk_view("register.enter_desk")
def task_list(request: HttpRequest) -> HttpResponse:
    """What is to be done about records: what is due first comes first."""
    user = acting_user(request)
    tasks = Task.objects.select_related("record", "assignee")
    return render_list(
        request,
        tasks if "done" in request.GET else tasks.filter(done_at=None),
        [
            Column(_("What is to be done"), "text", href=_task_address),
            Column(_("Record"), "record", href=lambda row: row.record.get_desk_url()),
            Column(_("By whom"), lambda row: row.assignee or _("Whoever comes first")),
            Column(_("Due"), "due_on", sort="due_on", is_short=True),
        ],
        title=_("Tasks"),
        search=["text"],
        filter_form=editorial_forms.TaskFilterForm,
        bulk_actions=[BulkAction("done", _("Mark as done"), _finish_all)]
        if may(user, "register.change_record")
        else [],
        empty_title=_("There is nothing to be done."),
        empty_text=_("Tasks are added on the page of a record."),
    )


def _task_address(task: Task) -> str:
    return reverse("register_desk:task", args=[task.record.code, task.pk])


def _finish_all(user: User, chosen: list[Task]) -> None:
    for task in chosen:
        editorial.finish_task(actor=user, task=task)


@desk_view("register.change_record")
def task_add(request: HttpRequest, code: str) -> HttpResponse:
    """A new task of a record."""
    record = get_object_or_404(Record, code=code)
    form = editorial_forms.TaskForm(request.POST or None)

    def save() -> Task:
        return editorial.add_task(actor=acting_user(request), record=record, **form.changes())

    return handle_form(
        request, form, save=save, success_url=record.get_desk_url(),
        title=_("New task"), lead=str(record), cancel_href=record.get_desk_url(),
    )  # fmt: skip


@desk_view("register.change_record")
def task_change(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Change a task of a record."""
    task = get_object_or_404(Task.objects.select_related("record"), pk=key, record__code=code)
    form = editorial_forms.TaskForm(request.POST or None, instance=task)

    def save() -> Task:
        stored = Task.objects.get(pk=task.pk)
        editorial.change_task(actor=acting_user(request), task=stored, changes=form.changes())
        return stored

    return handle_form(
        request, form, save=save, success_url=task.record.get_desk_url(),
        title=_("Task"), lead=str(task.record), cancel_href=task.record.get_desk_url(),
    )  # fmt: skip


@require_POST
@desk_view("register.change_record")
def task_done(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Mark a task as done, take it up again, or take it away."""
    task = get_object_or_404(Task.objects.select_related("record"), pk=key, record__code=code)
    user = acting_user(request)
    with transaction.atomic(), entries_made() as entries:
        match request.POST.get("action", "done"):
            case "done":
                editorial.finish_task(actor=user, task=task)
            case "reopen":
                editorial.finish_task(actor=user, task=task, is_done=False)
            case "remove":
                editorial.remove_task(actor=user, task=task)
            case _other:
                messages.error(request, _("It is not known what to do with the task."))
    confirm_saved(request, entries)
    return HttpResponseRedirect(task.record.get_desk_url())
