"""The jobs of the calls."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy, ngettext
from django_scopes import scopes_disabled

from serai.convene.calls.exchange.importing import Imported, import_submissions
from serai.convene.calls.models import Call, Submission
from serai.convene.calls.words import state_in_words
from serai.foundation.jobs.declarations import Result, job
from serai.foundation.jobs.importing import received
from serai.foundation.jobs.work import Work
from serai.foundation.translation import render_text


@job("calls.acknowledge", label=gettext_lazy("Tell that a submission has arrived"))
def acknowledge(_work: Work, *, submission: str) -> Result:
    """Write to the submitter, in their language, that what they sent has arrived."""
    with scopes_disabled():
        found = Submission.objects.select_related("edition", "call", "submitter").get(
            code=submission
        )
        user = found.submitter
        if user is None or not user.is_active:
            return {}
        with translation.override(user.language or settings.LANGUAGE_CODE):
            context = {
                "submission": found,
                "speakers": [str(each) for each in found.speakers.all()],
                "edition": render_text(found.edition.name).text,
                "call": render_text(found.call.title).text,
                "state": state_in_words(found, found.edition),
                "address": settings.BASE_URL + found.get_absolute_url(),
            }
            EmailMessage(
                render_to_string("calls/mails/received_subject.txt", context).strip(),
                render_to_string("calls/mails/received.txt", context),
                to=[user.email],
            ).send()
    return {}


@job("calls.check_submissions", label=gettext_lazy("Check submissions"))
def check_submissions(work: Work, *, call: str, file: str, file_name: str) -> Result:
    """Do the import of a received file and take it back."""
    found, imported = _bring_in(work, call, file, file_name, dry_run=True)
    changes = ngettext(
        "%(count)s change would be made.", "%(count)s changes would be made.", imported.changes
    )
    return {
        "href": reverse("calls_desk:import_checked", args=[found.edition.slug, call, work.id]),
        "summary": _in_words(imported, changes),
        "changes": imported.changes,
    }


@job("calls.import_submissions", label=gettext_lazy("Import submissions"))
def bring_submissions(work: Work, *, call: str, file: str, file_name: str) -> Result:
    """Bring a received file into a call: all of it or nothing.

    A second time it would change nothing.
    """
    found, imported = _bring_in(work, call, file, file_name, dry_run=False)
    changes = ngettext("%(count)s change made.", "%(count)s changes made.", imported.changes)
    return {"href": found.get_desk_url(), "summary": _in_words(imported, changes)}


def _bring_in(
    work: Work, code: str, file: str, file_name: str, *, dry_run: bool
) -> tuple[Call, Imported]:
    work.progress(done=0, message=file_name)
    with scopes_disabled():
        call = Call.objects.select_related("edition").get(code=code)
    return call, import_submissions(
        actor=work.actor, call=call, content=received(file), name=file_name, dry_run=dry_run
    )


def _in_words(imported: Imported, changes: str) -> str:
    rows = ngettext(
        "%(count)s submission in the file, %(new)s of them new.",
        "%(count)s submissions in the file, %(new)s of them new.",
        imported.rows,
    )
    said = rows % {"count": imported.rows, "new": imported.new}
    return f"{said} {changes % {'count': imported.changes}}"
