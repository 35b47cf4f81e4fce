"""Jobs, and when those that start by themselves were last begun."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.models import User
from serai.foundation.identity import new_code
from serai.foundation.jobs.declarations import DEFAULT_QUEUE, kind_named


class State(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """One piece of work that somebody started.

    What the queue of django-tasks holds is only the number of the job: ``task_id`` is the place in
    the queue that counts. A job that is put there again gets a new one, so it is also the proof by
    which whoever works on a job knows that it is still theirs.
    """

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    name = models.CharField(_("kind"), max_length=100)
    about = models.CharField(_("about"), max_length=300, blank=True)
    arguments = models.JSONField(_("arguments"), default=dict, encoder=DjangoJSONEncoder)
    result_href = models.CharField(_("address of the result"), max_length=500, blank=True)
    queue = models.CharField(_("queue"), max_length=32, default=DEFAULT_QUEUE)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)

    owner = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="jobs",
        verbose_name=_("started by"),
    )  # fmt: skip
    program = models.CharField(_("started by the program"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)

    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    run_after = models.DateTimeField(_("not before"), null=True, blank=True)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    task_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    worker = models.CharField(_("worker"), max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    done = models.BigIntegerField(_("done"), default=0)
    total = models.BigIntegerField(_("of"), null=True, blank=True)
    message = models.CharField(_("message"), max_length=300, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True, encoder=DjangoJSONEncoder)
    error = models.TextField(_("error"), blank=True)
    traceback = models.TextField(_("traceback"), blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at"], name="jobs_of_owner"),
            models.Index(fields=["state", "lease_until"], name="jobs_by_state"),
            models.Index(fields=["name", "state"], name="jobs_by_kind"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="jobs_somebody_started_it",
                condition=models.Q(owner__isnull=False) | ~models.Q(program=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.about}" if self.about else self.label

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.code])

    @property
    def label(self) -> str:
        """What kind of work it is, in the language of the reader."""
        try:
            return str(kind_named(self.name).label)
        except LookupError:
            return self.name

    @property
    def who(self) -> str:
        """Who started it."""
        return str(self.owner) if self.owner is not None else self.program

    @property
    def is_finished(self) -> bool:
        """Whether nothing will happen to it any more by itself."""
        return self.state in {State.DONE, State.FAILED, State.CANCELLED}

    @property
    def href(self) -> str:
        """Where to go on from here; empty where the job leads nowhere."""
        return str((self.result or {}).get("href") or self.result_href)

    @property
    def summary(self) -> str:
        """What came of it, in a sentence."""
        return str((self.result or {}).get("summary", ""))

    @property
    def is_warning(self) -> bool:
        """Whether what came of it is no success, though the job did what it was asked for."""
        return bool((self.result or {}).get("is_warning") or self.problems)

    @property
    def problems(self) -> list[dict[str, Any]]:
        """What it found to be wrong: any of file, line, field, rule and message."""
        found = (self.result or {}).get("problems")
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


class Recurrence(models.Model):
    """When a job that starts by itself was last started: in which span of time since 1970."""

    name = models.CharField(max_length=100, unique=True)
    span = models.BigIntegerField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    def __str__(self) -> str:
        return self.name
