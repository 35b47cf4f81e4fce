"""What the register has done in the background."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serai.foundation.jobs.declarations import DAILY, Result, job
from serai.foundation.jobs.work import Work
from serai.track.register import operations
from serai.track.register.editorial import refresh_duplicates


@job("register.find_duplicates", label=gettext_lazy("Look for duplicates"), every=timedelta(days=7))
def find_duplicates(work: Work) -> dict[str, str]:
    """Look through the register for records that may be there twice."""
    count = refresh_duplicates(progress=lambda done, total: work.progress(done=done, total=total))
    return {
        "href": reverse("register_desk:duplicates"),
        "summary": ngettext("%(count)s pair looks alike.", "%(count)s pairs look alike.", count)
        % {"count": count}
        if count
        else _("No records look alike."),
    }


@job(
    "register.refresh_statuses",
    label=gettext_lazy("Work out the statuses that time has overtaken"),
    every=DAILY,
)
def refresh_statuses(work: Work) -> Result:
    """Work out anew what follows from the events of each record, as of today."""
    return {"changed": operations.refresh_statuses()}
