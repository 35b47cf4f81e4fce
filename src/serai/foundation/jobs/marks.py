"""Where a job that runs leaves word, and hears it, while its own transaction is still open.

A job may write for minutes in one transaction. Others must see how far it is, and it must hear that
somebody wants it to stop. On PostgreSQL both stand on the row of the job, written on a second
connection. SQLite has one writer at a time: nobody could write them there while the job writes.
But SQLite means one machine, so there they are files beside the database.

The same place says whether whoever works on a job still lives. On PostgreSQL that is a lease which
they renew, by the clock of the database. On SQLite it is a file that they keep locked: the system
lets go of it when the process is gone, however it ended, and not before.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from serai.foundation.jobs.models import Job, State


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total``, where that is known, and with what it is busy."""

    done: int = 0
    total: int | None = None
    message: str = ""


class Marks(Protocol):
    """What is said about a running job by its worker, and to it by others."""

    def take(self, job: Job) -> bool:
        """Take the lease, in the transaction that claims the job; false where somebody has it."""

    def renew(self, job: Job, progress: Progress) -> bool:
        """Say how far the job is and that its worker lives; false where it is no longer theirs."""

    def release(self, job: Job) -> None:
        """Let go of a job after its end was written, with all that was marked."""

    def is_abandoned(self, job: Job) -> bool:
        """Tell of a running job whether its worker is gone."""

    def ask_to_cancel(self, job: Job) -> None:
        """Let the job hear at its next word about progress that it shall stop."""

    def is_cancel_asked(self, job: Job) -> bool:
        """Tell whether somebody asked the job to stop."""

    def read(self, jobs: Iterable[Job]) -> None:
        """Write into running jobs, as they were read, how far they have come since."""


class RowMarks:
    """Marks on the row of the job: for databases where many write at once."""

    def take(self, job: Job) -> bool:
        return bool(Job.objects.filter(pk=job.pk).update(lease_until=self._end_of_lease()))

    def renew(self, job: Job, progress: Progress) -> bool:
        still_ours = Job.objects.filter(pk=job.pk, task_id=job.task_id, state=State.RUNNING)
        return bool(
            still_ours.update(
                done=progress.done,
                total=progress.total,
                message=progress.message,
                lease_until=self._end_of_lease(),
            )
        )

    def release(self, job: Job) -> None:
        """Nothing is left: whoever writes the end of a job ends the lease with it."""

    def is_abandoned(self, job: Job) -> bool:
        return Job.objects.filter(pk=job.pk, state=State.RUNNING, lease_until__lt=Now()).exists()

    def ask_to_cancel(self, job: Job) -> None:
        job.cancel_asked_at = timezone.now()
        Job.objects.filter(pk=job.pk).update(cancel_asked_at=job.cancel_asked_at)

    def is_cancel_asked(self, job: Job) -> bool:
        return Job.objects.filter(pk=job.pk, cancel_asked_at__isnull=False).exists()

    def read(self, jobs: Iterable[Job]) -> None:
        """What was read from the row is what there is."""

    @staticmethod
    def _end_of_lease() -> Any:
        return Now() + timedelta(seconds=settings.JOB_LEASE)


class FileMarks:
    """Marks in files beside the database: for SQLite, where one writes and all are on one machine.

    For each job that runs there may be three: ``CODE.lock``, locked by the process that works on
    it; ``CODE.progress``, written by that process only and replaced as a whole; ``CODE.cancel``,
    there or not there.
    """

    _held: dict[str, int] = {}

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def take(self, job: Job) -> bool:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(job, "lock")
        file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever had it before may have taken the file away while we opened it.
            is_in_place = os.fstat(file).st_ino == path.stat().st_ino
        except OSError:
            is_in_place = False
        if not is_in_place:
            os.close(file)
            return False
        self._held[str(path)] = file
        return True

    def renew(self, job: Job, progress: Progress) -> bool:
        path = self._path(job, "progress")
        written = path.with_suffix(".new")
        said = {"done": progress.done, "total": progress.total, "message": progress.message}
        written.write_text(json.dumps(said), "utf-8")
        written.replace(path)
        return str(self._path(job, "lock")) in self._held

    def release(self, job: Job) -> None:
        for kind in ("progress", "cancel", "lock"):
            self._path(job, kind).unlink(missing_ok=True)
        file = self._held.pop(str(self._path(job, "lock")), None)
        if file is not None:
            os.close(file)

    def is_abandoned(self, job: Job) -> bool:
        try:
            file = os.open(self._path(job, "lock"), os.O_RDWR)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(file)

    def ask_to_cancel(self, job: Job) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path(job, "cancel").touch()

    def is_cancel_asked(self, job: Job) -> bool:
        return self._path(job, "cancel").exists()

    def read(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            if job.is_finished:
                continue
            if self.is_cancel_asked(job):
                job.cancel_asked_at = job.cancel_asked_at or timezone.now()
            with contextlib.suppress(FileNotFoundError, ValueError, KeyError):
                said = json.loads(self._path(job, "progress").read_text("utf-8"))
                job.done, job.total, job.message = said["done"], said["total"], said["message"]

    def _path(self, job: Job, kind: str) -> Path:
        return self.directory / f"{job.code}.{kind}"


def directory() -> Path:
    """Return where the files of the jobs are on SQLite: beside those of the database itself."""
    return Path(f"{connection.settings_dict['NAME']}-jobs")


def marks() -> Marks:
    """Return the marks that suit the database."""
    return FileMarks(directory()) if connection.vendor == "sqlite" else RowMarks()
