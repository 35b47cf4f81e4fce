"""Imports at the desk: upload, the report of the check, import, and taking it back."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.foundation.file_kinds import XLSX
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.operations import start
from serai.foundation.tables import CSV, guarded
from serai.foundation.web.desk import Column, desk_view, handle_form, render_list
from serai.foundation.web.desk.access import acting_user
from serai.track.register import tasks
from serai.track.register.exchange import importing
from serai.track.register.exchange.formats import formats
from serai.track.register.exchange.words import import_summary
from serai.track.register.import_forms import ImportForm
from serai.track.register.models import ImportBatch, ImportState, Record

SHOWN = 200
"""How many problems stand on the page; the file of problems has more."""


@desk_view("register.change_record")
def import_list(request: HttpRequest) -> HttpResponse:
    """Every import, the latest first."""
    return render_list(
        request,
        ImportBatch.objects.select_related("source"),
        [
            Column(_("File"), "file_name", href=ImportBatch.get_absolute_url),
            Column(_("State"), lambda row: capfirst(row.get_state_display()), sort="state"),
            Column(_("New"), "new", is_number=True),
            Column(_("Changed"), "changed", is_number=True),
            Column(_("Source"), lambda row: str(row.source or "")),
            Column(_("Started by"), "actor_label"),
            Column(_("Time"), lambda row: row.at.date(), sort="at", is_short=True),
        ],
        title=_("Imports"),
        create_href=reverse("register_desk:import_add"),
        create_label=_("Import a file"),
        empty_title=_("Nothing has been imported yet."),
        empty_text=_("Fill in the template, or bring a file of another register."),
        template="register/desk/imports.html",
    )


@desk_view("register.change_record")
def import_add(request: HttpRequest) -> HttpResponse:
    """Upload a file; it is checked before anything is imported."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not form.is_bound:
        form = ImportForm(request.POST, request.FILES)
    made: list[Job] = []

    def save() -> ImportBatch:
        given = form.cleaned_data
        source = given["source"]
        if source is None and given["title"]:
            source = importing.dataset_source(
                actor=acting_user(request), title=given["title"], address=given["address"],
                rights=given["licence"], retrieved_on=given["retrieved_on"],
            )  # fmt: skip
        batch = importing.receive_file(
            actor=acting_user(request), file=given["upload"], file_name=given["upload"].name,
            format_name=given["format"], source=source, licence=given["licence"],
            retrieved_on=given["retrieved_on"],
        )  # fmt: skip
        made.append(_begin(request, batch, tasks.check_import))
        return batch

    return handle_form(
        request, form, save=save, success_url=lambda _saved: made[-1].get_absolute_url(),
        title=_("Import a file"),
        lead=_("The file is checked as a whole. Nothing is imported before you say so."),
        submit_label=_("Check the file"), cancel_href=reverse("register_desk:imports"),
        saved_message=_("Received. It is being checked."), offer_undo=False,
        template="register/desk/import_add.html",
    )  # fmt: skip


@desk_view("register.change_record")
def import_page(request: HttpRequest, code: str) -> HttpResponse:
    """One import: what it would do or has done, and every problem of its file."""
    batch = get_object_or_404(ImportBatch.objects.select_related("source"), code=code)
    job = Job.objects.filter(code=batch.job_code).first() if batch.job_code else None
    is_working = job is not None and job.state in {State.QUEUED, State.RUNNING}
    problems = importing.first_problems(batch)
    return render(
        request,
        "register/desk/import.html",
        {
            "batch": batch,
            "job": job,
            "is_working": is_working,
            "summary": "" if batch.state == ImportState.UPLOADED else import_summary(batch),
            "facts": _facts(batch),
            "problems": problems[:SHOWN],
            "is_partly_english": get_language() != "en" and any(p.is_english for p in problems),
            "may_apply": batch.state == ImportState.CHECKED and not is_working,
            "has_records": batch.state == ImportState.APPLIED and batch.first_entry is not None,
            "may_undo": batch.state == ImportState.APPLIED and not is_working,
            "changes": batch.new + batch.changed,
        },
    )


@desk_view("register.change_record")
def import_records(request: HttpRequest, code: str) -> HttpResponse:
    """The records that an import made or changed."""
    batch = get_object_or_404(ImportBatch, code=code)
    return render_list(
        request,
        importing.records_of(batch),
        [
            Column(_("Record"), str, sort="sort_name", href=Record.get_desk_url),
            Column(_("Kind"), lambda row: capfirst(row.get_kind_display()), sort="kind"),
            Column(_("Stage"), lambda row: capfirst(row.get_stage_display()), sort="stage"),
            Column(_("History"), lambda _row: _("What changed"), href=_history_of),
        ],
        title=_("Records of this import"),
        lead=str(batch),
        search=["words"],
        empty_title=_("This import changed no record."),
        context={"crumbs": [(_("Imports"), reverse("register_desk:imports")),
                            (str(batch), batch.get_absolute_url())]},
    )  # fmt: skip


def _history_of(record: Record) -> str:
    return reverse("web_desk:history", args=[record._meta.label_lower, record.code])


def _facts(batch: ImportBatch) -> list[tuple[str, Any]]:
    known = formats().get(batch.format)
    return [
        (_("State"), capfirst(str(batch.get_state_display()))),
        (_("Format"), known.label if known else batch.format),
        (_("Source"), batch.source),
        (_("Licence"), batch.licence),
        (_("Retrieved"), batch.retrieved_on),
        (_("Started by"), batch.actor_label),
        ("SHA-256", batch.sha256[:16] + "…" if batch.sha256 else ""),
    ]


@desk_view("register.change_record")
def problems_file(request: HttpRequest, code: str) -> HttpResponse:
    """The problems of a file as CSV, for whoever corrects it."""
    batch = get_object_or_404(ImportBatch, code=code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="problems-{batch.code}.csv"'
    writer = csv.writer(response)
    writer.writerow(["file", "line", "field", "rule", "message", "original"])
    for problem in importing.first_problems(batch):
        row = [*problem[:-1], problem.words, problem.original]
        writer.writerow([guarded(each) if isinstance(each, str) else each for each in row])
    return response


@require_POST
@desk_view("register.change_record")
def import_apply(request: HttpRequest, code: str) -> HttpResponse:
    """Import what was checked."""
    return _go_on(request, code, ImportState.CHECKED, tasks.apply_import)


@require_POST
@desk_view("register.change_record")
def import_undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take an import back as a whole."""
    return _go_on(request, code, ImportState.APPLIED, tasks.undo_import)


def _go_on(request: HttpRequest, code: str, state: ImportState, job: Any) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, code=code)
    if batch.state == state:
        return HttpResponseRedirect(_begin(request, batch, job).get_absolute_url())
    messages.info(request, _("This import has come farther already."))
    return HttpResponseRedirect(batch.get_absolute_url())


@transaction.atomic
def _begin(request: HttpRequest, batch: ImportBatch, job: Any) -> Job:
    """Start what is to be done with an import; its page shows how far that is."""
    started = start(
        actor=acting_user(request), job=job, arguments={"code": batch.code},
        about=batch.file_name, result_href=batch.get_absolute_url(),
    )  # fmt: skip
    ImportBatch.objects.filter(pk=batch.pk).update(job_code=started.code)
    return started


@desk_view("register.change_record")
def template_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The template to fill in, explained in the language of the page."""
    from serai.track.register.exchange.template import csv_template, template

    makers = {"xlsx": template, "csv": csv_template}
    if ending not in makers:
        raise Http404
    kinds = {"xlsx": XLSX.media_type, "csv": CSV}
    response = HttpResponse(makers[ending](), content_type=kinds[ending])
    response["Content-Disposition"] = f'attachment; filename="serai-records.{ending}"'
    return response
