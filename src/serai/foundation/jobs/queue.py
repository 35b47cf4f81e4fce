"""The queue of django-tasks, as the jobs use it: in, out, and back in.

What a task of django-tasks holds is the code of a job. It is there while the job waits or runs;
what is to be kept of a job is on its own row.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from serai.foundation.jobs import doorbell
from serai.foundation.jobs.marks import marks
from serai.foundation.jobs.models import Job, State

HERE = "this process"


def put(job: Job) -> None:
    """Save a job as waiting, with a new place in the queue, and call a worker."""
    from serai.foundation.jobs.tasks import perform

    with transaction.atomic():
        marks().release(job)
        task = perform.using(queue_name=job.queue, run_after=job.run_after)
        job.task_id = UUID(task.enqueue(job.code).id)
        job.state = State.QUEUED
        job.worker, job.lease_until, job.cancel_asked_at = "", None, None
        job.done, job.total, job.message = 0, None, ""
        job.save()
        doorbell.ring()


def claim(job: Job, *, worker: str = HERE) -> Job | None:
    """Take a waiting job out of its turn; None where it does not wait or somebody else has it."""
    found, _more = _claim_first(DBTaskResult.objects.filter(pk=job.task_id), worker)
    return found


def claim_next(*, queues: Collection[str] = (), worker: str) -> Job | None:
    """Take the first waiting job, of certain queues or of all; None where none waits.

    Looking takes no lock. Of several who find the same job one gets it.
    """
    waiting = DBTaskResult.objects.ready()
    if queues:
        waiting = waiting.filter(queue_name__in=queues)
    job, more = None, waiting.exists()
    while more:
        job, more = _claim_first(waiting, worker)
    return job


def _claim_first(tasks: DBTaskResultQuerySet, worker: str) -> tuple[Job | None, bool]:
    """Claim the job of the first task that nobody has locked, and tell whether to look again:
    that is so where the task was a place in the queue that no job needs any more.
    """
    taken = None
    try:
        with transaction.atomic():
            task = tasks.filter(status=TaskResultStatus.READY).get_locked()
            if task is None:
                return None, False
            job = Job.objects.select_for_update().filter(task_id=task.pk).first()
            if job is None or job.state != State.QUEUED:
                task.delete()
                return None, True
            if not marks().take(job):
                return None, False
            taken = job
            task.claim(worker)
            job.state = State.RUNNING
            job.worker, job.started_at, job.attempts = worker, timezone.now(), job.attempts + 1
            job.save(update_fields=["state", "worker", "started_at", "attempts"])
    except BaseException:
        if taken is not None:
            marks().release(taken)
        raise
    return job, False


def finish(job: Job, **columns: Any) -> bool:
    """Write the end of a running job, unless it is no longer ours; tell whether it was written.

    Runs in the transaction of what the job did, where that is one.
    """
    with transaction.atomic():
        ours = Job.objects.filter(pk=job.pk, task_id=job.task_id, state=State.RUNNING)
        written = ours.update(finished_at=timezone.now(), lease_until=None, **columns)
        if written:
            DBTaskResult.objects.filter(pk=job.task_id).delete()
    return bool(written)


def put_back(job: Job, *, counts: bool) -> bool:
    """Let a running job wait again, if it still runs as we know it; tell whether it does.

    ``counts`` is false where the attempt was broken off on purpose.
    """
    with transaction.atomic():
        found = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(pk=job.pk, task_id=job.task_id, state=State.RUNNING)
            .first()
        )
        if found is None:
            return False
        DBTaskResult.objects.filter(pk=job.task_id).delete()
        found.run_after = None
        if not counts:
            found.attempts -= 1
        put(found)
    return True
