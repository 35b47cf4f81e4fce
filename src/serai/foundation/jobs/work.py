"""What a job has in its hands while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from serai.foundation.jobs.marks import Marks, Progress
from serai.foundation.jobs.models import Job, State
from serai.foundation.record.operations import Actor, Program

BEAT = 0.5
"""Seconds between two looks at whether there is something to say or to hear."""


class Cancelled(BaseException):
    """The job shall stop now: its page was asked to cancel it.

    No `Exception`, so that a job which goes on after a fault in one row does not go on after this.
    """


class Interrupted(Cancelled):
    """The worker is told to stop: the job goes back to the queue."""


class LeaseLost(Cancelled):
    """The job is no longer ours: this worker was not heard of for too long."""


class JobError(Exception):
    """The job cannot be done; the message says why, in words for whoever started it."""


class Work:
    """The job as its function sees it: for whom it works, and how it says how far it is.

    A thread beside it carries the word out, renews the lease and listens, so that `progress` costs
    nothing and may be called for every row. Inside a transaction of somebody else (in tests) nobody
    else could see the job, so there it is done at once instead.
    """

    def __init__(self, job: Job, marks: Marks, *, stopping: Event | None = None) -> None:
        self.id = job.code
        self.actor: Actor = job.owner if job.owner is not None else Program(job.program)
        self.latest = Progress(job.done, job.total, job.message)
        self._job = job
        self._marks = marks
        self._stopping = stopping or Event()
        self._cancelled = Event()
        self._lost = Event()
        self._is_alone = connection.in_atomic_block

    def progress(self, *, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far the job is. Raises Cancelled when it shall stop."""
        self.latest = Progress(done, total, message[:300])
        if self._is_alone:
            self._renew()
            self._hear()
        self._stop_if_asked()

    def listen(self) -> None:
        """Hear before the job begins whether it shall. Raises Cancelled."""
        self._hear()
        self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        if self._lost.is_set():
            raise LeaseLost
        if self._cancelled.is_set():
            raise Cancelled
        if self._stopping.is_set():
            raise Interrupted

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write in one transaction, and only while the job is still this worker's.

        What somebody else has begun anew in the meantime is not written a second time: then
        nothing of the block stays, and LeaseLost is raised.
        """
        with transaction.atomic():
            yield
            ours = Job.objects.filter(
                pk=self._job.pk, task_id=self._job.task_id, state=State.RUNNING
            )
            if ours.select_for_update().first() is None:
                raise LeaseLost

    @contextmanager
    def heartbeat(self) -> Iterator[None]:
        """Let the word be carried out while the block runs."""
        if self._is_alone:
            yield
            return
        over = Event()
        thread = Thread(target=self._beat, args=(over,), name=f"job {self.id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _beat(self, over: Event) -> None:
        said, renewed = self.latest, monotonic()
        try:
            while not over.wait(BEAT):
                is_due = monotonic() - renewed > settings.JOB_LEASE / 3
                try:
                    if self.latest != said or is_due:
                        said = self.latest
                        self._renew()
                        renewed = monotonic()
                    self._hear()
                except DatabaseError:
                    # Away for a moment, or for good: then somebody else has the job by now.
                    connection.close()
                    if monotonic() - renewed > settings.JOB_LEASE:
                        self._lost.set()
        finally:
            connection.close()

    def _renew(self) -> None:
        if not self._marks.renew(self._job, self.latest):
            self._lost.set()

    def _hear(self) -> None:
        if self._marks.is_cancel_asked(self._job):
            self._cancelled.set()
