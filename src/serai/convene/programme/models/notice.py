"""Who is told what a release changes for them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.foundation.directory.models import Person
from serai.foundation.releases.models import Release


class ReleaseNotice(models.Model):
    """That a person is told by e-mail what a release changes for them; once."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("notice of a release")
        verbose_name_plural = _("notices of releases")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "person"], name="programme_notice_once_a_release"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}, {self.person}"
