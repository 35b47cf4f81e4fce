"""Reading jobs, with what those that run have said since."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.jobs.marks import marks
from serai.foundation.jobs.models import Job, State

PATIENCE = timedelta(minutes=1)
"""How long a job may wait before somebody should look why."""


def visible_to(user: User) -> models.QuerySet[Job]:
    """Return the jobs that a user may see: their own, or all."""
    jobs = Job.objects.select_related("owner")
    return jobs if may(user, "jobs.see_all") else jobs.filter(owner=user)


def unfinished(user: User) -> list[Job]:
    """Return the jobs of a user that wait or run, oldest first."""
    at_work = Job.objects.filter(owner=user, state__in=[State.QUEUED, State.RUNNING])
    return list(at_work.order_by("pk"))


def waiting_in_vain() -> int:
    """Return how many jobs have waited for a minute while nobody does any."""
    since = timezone.now() - PATIENCE
    waiting = Job.objects.filter(state=State.QUEUED, created_at__lt=since)
    count = waiting.exclude(run_after__gt=since).count()
    return 0 if count and _somebody_works() else count


def _somebody_works() -> bool:
    at = marks()
    return any(not at.is_abandoned(job) for job in Job.objects.filter(state=State.RUNNING))
