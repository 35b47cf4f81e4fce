"""The work of the editors on records: what is to be done, and what may be there twice."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.track.register.models.record import Record


class Task(models.Model):
    """Something that somebody is to do about a record."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(_("what is to be done"), max_length=300)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="register_tasks", verbose_name=_("by whom"),
        help_text=_("Empty: by whoever comes first."),
    )  # fmt: skip
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        # What is open comes first, and of that what is due first.
        ordering: ClassVar = [
            models.F("done_at").desc(nulls_first=True), models.F("due_on").asc(nulls_last=True),
            "pk",
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["assignee", "due_on"], name="register_task_open",
                condition=models.Q(done_at=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text


class DuplicateState(models.TextChoices):
    """What was decided about two records that look alike."""

    OPEN = "open", _("to be decided")
    DIFFERENT = "different", _("two different things")


class DuplicateSuggestion(models.Model):
    """Two records that may describe the same thing. It goes with either of them when they merge."""

    first = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(_("likeness"))
    reasons = models.JSONField(_("reasons"), default=list)
    state = models.CharField(
        _("decision"), max_length=20, choices=DuplicateState.choices, default=DuplicateState.OPEN
    )
    found_at = models.DateTimeField(_("found"), auto_now_add=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="register_duplicate_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="register_duplicate_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-score"])]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
