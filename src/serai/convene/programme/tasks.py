"""The jobs of the programme."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from serai.convene.editions.models import Edition
from serai.convene.programme.exchange.importing import Imported, import_schedule
from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.importing import received
from serai.foundation.jobs.work import Work


@job("programme.check_schedule", label=gettext_lazy("Check a schedule"))
def check_schedule(work: Work, *, edition: str, file: str, file_name: str) -> Result:
    """Do the import of a received file and take it back."""
    found = Edition.objects.get(code=edition)
    imported = _bring_in(work, found, file, file_name, dry_run=True)
    changes = ngettext(
        "%(count)s change would be made.", "%(count)s changes would be made.", imported.changes
    )
    return {
        "href": reverse("programme_desk:import_checked", args=[found.slug, work.id]),
        "summary": _in_words(imported, changes),
        "changes": imported.changes,
    }


@job("programme.import_schedule", label=gettext_lazy("Import a schedule"))
def bring_schedule(work: Work, *, edition: str, file: str, file_name: str) -> Result:
    """Bring a received file into an edition, given by its code: all of it or nothing.

    A second time it would change nothing.
    """
    found = Edition.objects.get(code=edition)
    imported = _bring_in(work, found, file, file_name, dry_run=False)
    changes = ngettext("%(count)s change made.", "%(count)s changes made.", imported.changes)
    return {
        "href": reverse("programme_desk:overview", args=[found.slug]),
        "summary": _in_words(imported, changes),
    }


def _bring_in(
    work: Work, edition: Edition, file: str, file_name: str, *, dry_run: bool
) -> Imported:
    work.progress(done=0, message=file_name)
    return import_schedule(
        actor=work.actor, edition=edition, content=received(file), name=file_name, dry_run=dry_run
    )


def _in_words(imported: Imported, changes: str) -> str:
    events = ngettext(
        "%(count)s event in the file.", "%(count)s events in the file.", imported.events
    )
    said = [events % {"count": imported.events}, changes % {"count": imported.changes}]
    if imported.others:
        others = ngettext(
            "%(count)s session is not in the file and stays.",
            "%(count)s sessions are not in the file and stay.",
            imported.others,
        )
        said.append(others % {"count": imported.others})
    return " ".join(said)
