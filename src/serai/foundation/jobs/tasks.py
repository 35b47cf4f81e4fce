"""The one task of django-tasks below all jobs, and the jobs of this room itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from serai.foundation.jobs.declarations import DAILY, Result, job
from serai.foundation.jobs.models import Job
from serai.foundation.jobs.work import Work


@task()
def perform(code: str) -> None:
    """Do the job with this code here and now."""
    from serai.foundation.jobs.operations import run_now

    run_now(Job.objects.get(code=code))


@job("jobs.clean", label=_("Delete jobs that ended long ago"), atomic=True, every=DAILY)
def clean(work: Work) -> Result:
    """Delete what nobody reads any more."""
    from serai.foundation.jobs import operations

    return {"deleted": operations.clean()}
