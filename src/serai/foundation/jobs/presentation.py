"""Jobs in words and steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.queries import PATIENCE, waiting_in_vain
from serai.foundation.web.templatetags.serai import moment_text, number


@dataclass(frozen=True, slots=True)
class Step:
    """One station on the way of a job, for the route."""

    title: str
    state: str
    date: str = ""
    text: str = ""


def state_text(job: Job) -> str:
    """Say how far a job is, in a word or two."""
    if job.cancel_asked_at and not job.is_finished:
        return _("is being cancelled")
    if job.state == State.RUNNING and job.total:
        return f"{job.get_state_display()}, {percentage(job)} %"
    return str(job.get_state_display())


def percentage(job: Job) -> int:
    """Return how much of a job is done, in whole hundredths; 0 where its end is not known."""
    return min(100, job.done * 100 // job.total) if job.total else 0


def count_text(job: Job) -> str:
    """Say how much of how much is done; empty where nothing is counted."""
    if job.total:
        return _("%(done)s of %(total)s") % {
            "done": number(job.done), "total": number(job.total),
        }  # fmt: skip
    return number(job.done) if job.done else ""


def steps(job: Job) -> list[Step]:
    """Return the way of a job: started, begun, ended; what is still to come is open."""
    who = _("by %(who)s") % {"who": job.who}
    began = "" if job.attempts < 2 else ngettext(
        "at the %(count)s. attempt", "at the %(count)s. attempt", job.attempts
    ) % {"count": job.attempts}  # fmt: skip
    is_over = job.is_finished
    return [
        Step(_("Started"), "done", moment_text(job.created_at), who),
        Step(
            _("Begun"),
            "current" if job.state == State.RUNNING else "done" if job.started_at else "open",
            _moment(job.started_at),
            began,
        ),
        Step(
            capfirst(str(job.get_state_display())) if is_over else _("Done"),
            "failed" if job.state == State.FAILED else "done" if is_over else "open",
            _moment(job.finished_at),
        ),
    ]


def _moment(at: datetime | None) -> str:
    return moment_text(at) if at is not None else ""


def waits_in_vain(job: Job) -> bool:
    """Tell whether a job has waited so long that nobody seems to do jobs."""
    return (
        job.state == State.QUEUED
        and job.created_at < timezone.now() - PATIENCE
        and waiting_in_vain() > 0
    )
