"""Who is told, what is to be told them, and what became of it."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.models import User
from serai.foundation.identity import new_code


def new_salt() -> str:
    """Return what makes the secret of one subscription differ from all others."""
    return secrets.token_hex(16)


class Subscription(models.Model):
    """A program that wants to be told of changes, by the address at which it listens.

    ``cursor`` is the number of the last entry of the record that was looked at for it: what came
    after is still to be told, whatever happened in between.
    """

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    name = models.CharField(
        _("name"), max_length=100, help_text=_("What listens there: “website of the ministry”.")
    )
    address = models.URLField(_("address"), max_length=500)
    resources = models.JSONField(_("kinds of objects"), default=list, blank=True)
    verbs = models.JSONField(_("what happened"), default=list, blank=True)
    owner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="webhooks", verbose_name=_("owner"),
        help_text=_("Is told by e-mail when nobody answers at the address."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    cursor = models.BigIntegerField(default=0, editable=False)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True, editable=False)
    pause_reason = models.CharField(_("why"), max_length=300, blank=True, editable=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_desk_url(self) -> str:
        return reverse("webhooks_desk:subscription", args=[self.code])

    @property
    def is_paused(self) -> bool:
        """Whether nothing is sent for now. What happens meanwhile is told when it goes on."""
        return self.paused_at is not None


class DeliveryState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")


class Delivery(models.Model):
    """One message to one subscriber: the same bytes at each attempt.

    ``event`` is the same for the same change, so that a receiver who gets it twice can tell.
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries"
    )
    event = models.CharField(_("message"), max_length=40)
    verb = models.CharField(_("what happened"), max_length=60)
    body = models.TextField()
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    duration = models.PositiveIntegerField(_("milliseconds"), null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "event"], name="webhooks_told_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], name="webhooks_due", condition=models.Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return self.event

    def get_desk_url(self) -> str:
        return reverse("webhooks_desk:delivery", args=[self.subscription.code, self.pk])


class Attempt(models.Model):
    """One attempt to deliver: the answer, or why there was none."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(_("time"), default=timezone.now)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    duration = models.PositiveIntegerField(_("milliseconds"))
    error = models.CharField(_("error"), max_length=300, blank=True)
    excerpt = models.TextField(_("beginning of the answer"), blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}: {self.status or self.error}"
