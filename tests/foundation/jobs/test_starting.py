"""Starting a job, and doing it in the same process."""

from __future__ import annotations

import pytest

from factories.accounts import user_with
from serai.foundation.jobs import operations, queue
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.tasks import clean

pytestmark = pytest.mark.django_db


def test_a_started_job_waits_and_run_now_does_it() -> None:
    user = user_with()

    job = operations.start(actor=user, job=clean, about="what is old")
    assert (job.state, job.owner) == (State.QUEUED, user)

    assert operations.run_now(job).state == State.DONE
    assert job.result == {"deleted": 0}
    assert queue.claim_next(worker="test") is None


def test_a_job_is_claimed_once() -> None:
    job = operations.start(actor=user_with(), job=clean)

    assert queue.claim_next(worker="one") == job
    assert queue.claim_next(worker="two") is None
    assert Job.objects.get().worker == "one"
