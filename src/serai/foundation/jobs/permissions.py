"""Who may see jobs: their own, and administrators all."""

from __future__ import annotations

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import grant, is_administrator, predicate
from serai.foundation.jobs.models import Job


@predicate
def _started_it(user: User, job: Job) -> bool:
    return job.owner_id == user.pk


grant("jobs.see_all", is_administrator)
grant("jobs.see_job", _started_it | is_administrator)
