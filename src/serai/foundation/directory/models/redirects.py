"""Where the codes of merged objects lead."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeRedirect(models.Model):
    """The code and key of an object that was merged into another, so that addresses printed
    earlier and data files written earlier still find what they mean.
    """

    kind = models.CharField(_("kind"), max_length=60)
    code = models.CharField(_("former code"), max_length=16, unique=True)
    key = models.CharField(_("former key"), max_length=100, null=True, blank=True)
    target = models.CharField(_("code now"), max_length=16)
    label = models.CharField(_("former name"), max_length=300)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="directory_redirect_key_once"),
        ]

    def __str__(self) -> str:
        return self.label
