"""The jobs of the register."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from serai.foundation.jobs.declarations import DAILY, Result, job
from serai.foundation.jobs.work import JobError, Work
from serai.track.register import editorial, operations
from serai.track.register.exchange import importing
from serai.track.register.exchange.words import import_summary
from serai.track.register.models import ImportBatch, ImportState


@job(
    "register.refresh_statuses",
    label=_("Work out the statuses that time has overtaken"),
    every=DAILY,
)
def refresh_statuses(work: Work) -> Result:
    """Work out anew what follows from the events of each record, as of today."""
    return {"changed": operations.refresh_statuses()}


@job("register.find_duplicates", label=_("Look for duplicates"), every=timedelta(days=7))
def find_duplicates(work: Work) -> Result:
    """Look through the register for records that may be there twice."""
    count = editorial.refresh_duplicates(
        progress=lambda done, total: work.progress(done=done, total=total)
    )
    text = ngettext("%(count)s pair looks alike.", "%(count)s pairs look alike.", count)
    return {"href": reverse("register_desk:duplicates"), "summary": text % {"count": count}}


def _warning(batch: ImportBatch) -> dict[str, bool]:
    """That the sentence about an import is no success, where it was refused."""
    return {"is_warning": True} if batch.problems else {}


@job("register.check_import", label=_("Check a file to be imported"))
def check_import(work: Work, *, code: str) -> Result:
    """Do an import and take it back; the page of the import shows what it would do."""
    batch = ImportBatch.objects.get(code=code)
    importing.check_import(actor=work.actor, batch=batch, work=work)
    return {"href": batch.get_absolute_url(), "summary": import_summary(batch), **_warning(batch)}


@job("register.apply_import", label=_("Import records"))
def apply_import(work: Work, *, code: str) -> Result:
    """Import a file: all of it, in the transaction in which the import is noted, or nothing."""
    batch = ImportBatch.objects.get(code=code)
    importing.apply_import(actor=work.actor, batch=batch, work=work)
    batch.refresh_from_db()
    return {"href": batch.get_absolute_url(), "summary": import_summary(batch), **_warning(batch)}


@job("register.undo_import", label=_("Take an import back"))
def undo_import(work: Work, *, code: str) -> Result:
    """Take back all that an import did, or nothing."""
    batch = ImportBatch.objects.get(code=code)
    if batch.state != ImportState.UNDONE:  # A job that is begun anew may have done it already.
        try:
            importing.undo_import(actor=work.actor, batch=batch, work=work)
        except ValidationError as error:
            raise JobError(" ".join(error.messages)) from None
    return {"href": batch.get_absolute_url()}
