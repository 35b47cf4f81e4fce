"""Doing a job that was taken out of the queue, and writing down how it ended."""

from __future__ import annotations

import logging
import traceback as tracebacks
from collections.abc import Callable, Mapping
from threading import Event
from time import sleep
from typing import Any

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.foundation.jobs import queue
from serai.foundation.jobs.declarations import JobKind, Result, kind_named
from serai.foundation.jobs.marks import marks
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.work import Cancelled, Interrupted, JobError, LeaseLost, Work

logger = logging.getLogger(__name__)

END_ATTEMPTS = 10
"""How often it is tried to write down how a job ended."""
ATTEMPTS = 3
"""How often a job is begun whose worker dies, before it is given up: it may be what kills them."""


def carry_out(job: Job, *, stopping: Event | None = None) -> None:
    """Do a job that was claimed and write its end. Raises nothing that the job raises.

    When ``stopping`` is set, the job goes back to the queue at its next word of progress.
    """
    at = marks()
    work = Work(job, at, stopping=stopping)
    try:
        with translation.override(job.language or None), work.heartbeat():
            _do_to_the_end(job, work)
    finally:
        at.release(job)


def _do_to_the_end(job: Job, work: Work) -> None:
    try:
        work.listen()
        kind = kind_named(job.name)
        if kind.atomic:
            _do_at_once(kind, job, work)
            return
        result = _do(kind, job, work)
        end: dict[str, Any] = {"state": State.DONE, "result": result}
    except LeaseLost:
        logger.warning("Job %s (%s) was taken from this worker.", job.code, job.name)
        return
    except Interrupted:
        _insist(lambda: queue.put_back(job, counts=False))
        return
    except Cancelled:
        end = {"state": State.CANCELLED}
    except Exception as error:  # noqa: BLE001 - the end of the job, not of the worker
        if isinstance(error, OperationalError | InterfaceError) and job.attempts < ATTEMPTS:
            # The database was away, or taken for too long: that is no fault of the job.
            logger.warning("Job %s (%s) waits again: %s", job.code, job.name, error)
            _insist(lambda: queue.put_back(job, counts=True))
            return
        end = _failed(job, error)
    _insist(lambda: queue.finish(job, **end, **_reached(work)))


def _insist(write: Callable[[], object]) -> None:
    """Write the end of a job even where the database is not to be had at once.

    A job whose end is not written would be done again.
    """
    for _attempt in range(END_ATTEMPTS - 1):
        try:
            write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            sleep(1)
        else:
            return
    write()


@transaction.atomic
def _do_at_once(kind: JobKind, job: Job, work: Work) -> None:
    """Do the job and write its end in one transaction: all of it happens, once, or nothing."""
    result = _do(kind, job, work)
    if not queue.finish(job, state=State.DONE, result=result, **_reached(work)):
        raise LeaseLost


def _failed(job: Job, error: Exception) -> dict[str, Any]:
    told = _told(error)
    if told is None:
        logger.error("Job %s (%s) failed.", job.code, job.name, exc_info=error)
    return {
        "state": State.FAILED,
        "error": told or _("Something went wrong in the program. An administrator can see what."),
        "traceback": "".join(tracebacks.format_exception(error)),
        "result": _problems(error),
    }


def _do(kind: JobKind, job: Job, work: Work) -> Result:
    result = kind.function(work, **job.arguments)
    if result is not None and not isinstance(result, Mapping):
        raise TypeError(f"The job {job.name} returned {type(result).__name__}, not an object.")
    return result


def _reached(work: Work) -> dict[str, Any]:
    latest = work.latest
    return {"done": latest.done, "total": latest.total, "message": latest.message}


def _told(error: Exception) -> str | None:
    """What an error says to whoever started the job; None where it was not written for them."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    found = _problems(error)
    if found is not None:
        count = len(found["problems"])
        return ngettext(
            "%(count)s problem was found. It stands below.",
            "%(count)s problems were found. They stand below.",
            count,
        ) % {"count": count}
    return str(error) if isinstance(error, JobError) else None


def _problems(error: Exception) -> Result:
    """The problems that an error carries (`serai.foundation.dataset.problems`), for the result."""
    found = getattr(error, "problems", None)
    if not isinstance(found, list | tuple):
        return None
    return {"problems": [_as_row(each) for each in found]}


def _as_row(problem: Any) -> dict[str, Any]:
    names = ("file", "line", "field", "rule", "message")
    if isinstance(problem, Mapping):
        return {name: problem[name] for name in names if name in problem}
    return {name: getattr(problem, name) for name in names if hasattr(problem, name)}


def take_up_abandoned() -> int:
    """Let jobs whose worker is gone wait again, or give them up; return how many there were."""
    at = marks()
    count = 0
    for job in Job.objects.filter(state=State.RUNNING):
        if not at.is_abandoned(job):
            continue
        # The marks go in the transaction: after it somebody else may have made new ones.
        with transaction.atomic():
            if at.is_cancel_asked(job):
                moved = queue.finish(job, state=State.CANCELLED)
            elif job.attempts < ATTEMPTS:
                moved = queue.put_back(job, counts=True)
            else:
                moved = queue.finish(job, state=State.FAILED, error=_given_up(job))
            if moved:
                at.release(job)
        if moved:
            logger.warning("Job %s (%s) was left by %s.", job.code, job.name, job.worker)
            count += 1
    return count


def _given_up(job: Job) -> str:
    with translation.override(job.language or None):
        return _(
            "It was begun %(count)s times, and each time the program that worked on it ended "
            "before it was done. It may need more memory than there is."
        ) % {"count": job.attempts}
