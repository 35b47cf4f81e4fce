"""What the API remembers: tokens, answered requests, and how many requests came."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.foundation.identity import Identified


class Token(Identified):
    """Lets a program act as a user, as far as its scopes reach. Its secret is kept as a digest."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(
        _("name"), max_length=100, help_text=_("What the token is for: “nightly harvest”.")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_used_on = models.DateField(_("last used"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class IdempotentRequest(models.Model):
    """A request that was sent with a key, and what it was answered once it was done."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("request with a key")
        verbose_name_plural = _("requests with keys")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="api_key_once_a_token"),
        ]

    def __str__(self) -> str:
        return self.key


class RequestCount(models.Model):
    """How many requests somebody has used of what a window of time allows."""

    caller = models.CharField(max_length=80, primary_key=True)
    window = models.BigIntegerField()
    used = models.PositiveIntegerField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("count of requests")
        verbose_name_plural = _("counts of requests")
        indexes: ClassVar = [models.Index(fields=["window"], name="api_count_window")]

    def __str__(self) -> str:
        return self.caller
