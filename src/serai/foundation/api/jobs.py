"""Jobs in the API: how far they are and what came of them; to be cancelled and started again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Router

from serai.foundation.accounts.models import User
from serai.foundation.api.resources import Action, Resource, Rows, choice_filter, search_filter
from serai.foundation.api.revisions import states_of
from serai.foundation.api.routes import routes
from serai.foundation.api.scopes import register_scope
from serai.foundation.api.shapes import Computed, Given, Reader, Shape
from serai.foundation.jobs import operations
from serai.foundation.jobs.marks import marks
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.queries import visible_to

router = Router()
SCOPE = register_scope("write:jobs", _("Cancel jobs and start them again"))


class NothingGiven(Given):
    """There is nothing to say: an empty object."""


def _visible(reader: Reader, _parent: object) -> Rows:
    return visible_to(reader) if isinstance(reader, User) else Job.objects.none()


def _said(name: str, annotation: Any, description: str, example: Any) -> Computed:
    return Computed(annotation, lambda row, _reader: getattr(row, name), description, example)


JOBS = Resource(
    name="jobs",
    noun="job",
    tag="Jobs",
    description="Work that takes longer than an answer may: imports, reading documents. You see "
    "those that you started, administrators see all.",
    shape=Shape(
        model=Job,
        title="Job",
        columns=(
            "name", "about", "state", "created_at", "run_after", "started_at", "finished_at",
            "attempts", "done", "total", "message", "error",
        ),
        computed={
            "label": _said("label", str, "What kind of work it is, in words.", "Read documents"),
            "who": _said("who", str, "Who started it.", "Ann Example"),
            "is_cancelling": Computed(
                bool,
                lambda row, _reader: row.cancel_asked_at is not None and not row.is_finished,
                "Whether it was asked to stop and still has to.",
                example=False,
            ),
            "summary": _said("summary", str, "What came of it, in a sentence.", ""),
            "problems": _said(
                "problems", list[dict[str, Any]],
                "What it found to be wrong: any of file, line, field, rule and message.", [],
            ),
            "page": _said("href", str, "Where its result is seen; empty: nowhere.", ""),
        },
        also_fetch=("owner",),
        deferred=("traceback",),
        complete=lambda rows: marks().read(rows),
    ),
    visible=_visible,
    may_read="accounts.enter_desk",
    revisions=states_of("state", "attempts"),
    filters=(choice_filter("state", State), search_filter("about", "name")),
    orders={"latest": ("-created_at", "-pk")},
    scope=SCOPE,
    actions=(
        Action(
            name="cancellation", summary="Cancel a job",
            description="A job that waits leaves the queue. One that runs stops at its next word "
            "of progress, and nothing of what it was doing stays. One that ended stays as it is.",
            permission="jobs.see_job", given=NothingGiven,
            run=lambda actor, job, _given: operations.ask_to_cancel(actor=actor, job=job),
        ),
        Action(
            name="retry", summary="Start a job again",
            description="Only a job that failed or was cancelled can be started again.",
            permission="jobs.see_job", given=NothingGiven,
            run=lambda actor, job, _given: operations.retry(actor=actor, job=job),
        ),
    ),
    example={"name": "evidence.ingest", "about": "report.pdf", "state": "queued",
             "created_at": "2026-05-04T09:30:00Z", "attempts": 0, "done": 0},
    example_code="00000000jb",
)  # fmt: skip
routes(JOBS, router)
