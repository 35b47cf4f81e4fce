"""The jobs of the register."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from serai.foundation.jobs.declarations import DAILY, Result, job
from serai.foundation.jobs.work import Work
from serai.track.register import editorial, operations


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
