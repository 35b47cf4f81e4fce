"""What was published, as it was published."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.foundation.translation import TranslatedTextField


class _Kept(models.QuerySet["Release"]):
    """Rows that are added and read only."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError("A release is never changed: make another one.")

    def delete(self) -> NoReturn:
        raise TypeError("A release is never deleted.")


class Release(models.Model):
    """A version of something that everybody reads: a number, a note, and all that it says.

    Rows are never changed or deleted; triggers of the database hold to it too. What is personal is
    kept apart by person, so that it can be forgotten: then the salt and the text go, and the digest
    stays, by which the rest can still be proven.
    """

    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("of what"), max_length=16)
    """The permanent code of what is released."""
    number = models.PositiveIntegerField(_("number"))
    note = TranslatedTextField(_("note"), blank=True)
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("released"))
    personal = models.JSONField(_("people"), default=dict, encoder=DjangoJSONEncoder)
    """By code of the person: ``digest``, and until they are forgotten ``salt`` and ``says``."""
    forgotten = models.PositiveIntegerField(_("people forgotten"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("who"),
    )  # fmt: skip

    objects: ClassVar[Any] = _Kept.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject", "number"], name="releases_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("A release is never changed: make another one.")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise TypeError("A release is never deleted.")

    @property
    def people(self) -> dict[str, Any]:
        """What it says of each person who has not been forgotten, by code."""
        return {code: held["says"] for code, held in self.personal.items() if "says" in held}
