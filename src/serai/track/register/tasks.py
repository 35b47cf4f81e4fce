"""The jobs of the register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.jobs.declarations import DAILY, Result, job
from serai.foundation.jobs.work import Work
from serai.track.register import operations


@job(
    "register.refresh_statuses",
    label=_("Work out the statuses that time has overtaken"),
    every=DAILY,
)
def refresh_statuses(work: Work) -> Result:
    """Work out anew what follows from the events of each record, as of today."""
    return {"changed": operations.refresh_statuses()}
