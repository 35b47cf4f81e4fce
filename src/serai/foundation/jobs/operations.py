"""Starting jobs, asking them to stop, and starting them again.

A job is work, not a change: starting one is no entry of the record. What it changes is recorded by
the operations that it calls, under the name of whoever started it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.jobs import queue
from serai.foundation.jobs.declarations import DAILY, JobKind, recurring_kinds, watching_kinds
from serai.foundation.jobs.marks import marks
from serai.foundation.jobs.models import Job, Recurrence, State
from serai.foundation.jobs.running import carry_out
from serai.foundation.record.operations import Actor, Program

WORKER = Program("serai worker")
PAUSE_AFTER_FAILURE = timedelta(minutes=5)
PAUSE_BETWEEN_ROUTINE = timedelta(minutes=3)
KEPT_FOR = timedelta(days=30)
"""How long a finished job is kept to be read."""
ROUTINE_KEPT_FOR = timedelta(days=3)
"""How long, where a program started it and it went well."""


@transaction.atomic
def start(
    *,
    actor: Actor,
    job: JobKind,
    arguments: Mapping[str, Any] | None = None,
    about: str = "",
    result_href: str = "",
    run_after: datetime | None = None,
    unless_queued: bool = False,
) -> Job:
    """Put a job into the queue and return it; a worker does it as soon as this is committed.

    ``arguments`` are JSON values that the function of the job takes by name. ``about`` says what
    this one is for (the name of a file), ``result_href`` where its result will be seen, unless the
    result itself says. With ``unless_queued`` a job of this kind that still waits and would begin
    no later is returned instead.
    """
    if unless_queued:
        waiting = Job.objects.filter(name=job.name, state=State.QUEUED)
        found = waiting.exclude(run_after__gt=run_after or timezone.now()).first()
        if found is not None:
            return found
    started = Job.objects.create(
        name=job.name,
        about=about[:300],
        arguments=dict(arguments or {}),
        result_href=result_href,
        queue=job.queue,
        owner=actor if isinstance(actor, User) else None,
        program="" if isinstance(actor, User) else str(actor)[:200],
        language=get_language() or "",
        run_after=run_after,
    )
    queue.put(started)
    return started


def run_now(job: Job) -> Job:
    """Do a waiting job in this process and return it as it ended.

    Raises ValidationError where it does not wait.
    """
    claimed = queue.claim(job)
    if claimed is None:
        raise ValidationError(_("This job does not wait to be done."))
    carry_out(claimed)
    job.refresh_from_db()
    return job


def ask_to_cancel(*, actor: Actor, job: Job) -> Job:
    """Take a job that waits out of the queue; let one that runs stop at its next word of progress.

    A job that has ended stays as it is.
    """
    del actor  # It is not kept who asked.
    job.refresh_from_db()
    if job.is_finished:
        return job
    # The mark first, and nothing else where the job runs: its transaction may have the database.
    marks().ask_to_cancel(job)
    if job.state == State.QUEUED:
        Job.objects.filter(pk=job.pk, state=State.QUEUED).update(
            state=State.CANCELLED, finished_at=timezone.now()
        )
        job.refresh_from_db()
    if job.is_finished:
        marks().release(job)
    marks().read([job])
    return job


@transaction.atomic
def retry(*, actor: Actor, job: Job) -> Job:
    """Start a job again that failed or was cancelled. Raises ValidationError for any other."""
    del actor  # It goes on as the job of whoever started it.
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state not in {State.FAILED, State.CANCELLED}:
        raise ValidationError(_("Only a job that failed or was cancelled can be started again."))
    job.attempts = 0
    job.started_at = job.finished_at = job.run_after = job.result = None
    job.error = job.traceback = ""
    queue.put(job)
    return job


def start_recurring(*, now: datetime | None = None) -> list[Job]:
    """Start the jobs that recur and have not been started in this span of time; return them.

    Whoever asks first starts them, after a time without any worker as well. One that still waits
    is not started a second time. What is done more rarely than each day is long: where several fall
    together, as on the first day, each begins with a pause, so that what people start finds its
    turn between.
    """
    now = now or timezone.now()
    moment = now.timestamp()
    begun = dict(Recurrence.objects.values_list("name", "span"))
    started: list[Job] = []
    begins = now
    for kind in recurring_kinds():
        assert kind.every is not None
        span = int(moment // kind.every.total_seconds())
        if begun.get(kind.name, -1) >= span:
            continue
        with transaction.atomic():
            Recurrence.objects.get_or_create(name=kind.name, defaults={"span": -1})
            if Recurrence.objects.filter(name=kind.name, span__lt=span).update(span=span):
                if kind.every > DAILY:
                    begins += PAUSE_BETWEEN_ROUTINE
                run_after = begins if begins > now else None
                started.append(
                    start(actor=WORKER, job=kind, run_after=run_after, unless_queued=True)
                )
    return started


def start_wanted(*, now: datetime | None = None) -> list[Job]:
    """Start the jobs for which there is something to do and that nobody does yet; return them.

    One that has just failed is left alone for a while: it would fail again.
    """
    lately = (now or timezone.now()) - PAUSE_AFTER_FAILURE
    at_hand = Q(state__in=[State.QUEUED, State.RUNNING]) | Q(
        state=State.FAILED, finished_at__gt=lately
    )
    started: list[Job] = []
    for kind in watching_kinds():
        assert kind.when is not None
        if not Job.objects.filter(at_hand, name=kind.name).exists() and kind.when():
            started.append(start(actor=WORKER, job=kind, unless_queued=True))
    return started


def clean() -> int:
    """Delete jobs that ended long ago; return how many."""
    now = timezone.now()
    ended = Job.objects.exclude(state__in=[State.QUEUED, State.RUNNING])
    routine = ended.filter(owner=None, state=State.DONE, finished_at__lt=now - ROUTINE_KEPT_FOR)
    count = 0
    for old in (ended.filter(finished_at__lt=now - KEPT_FOR), routine):
        count += old.delete()[0]
    return count
