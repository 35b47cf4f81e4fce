"""What a person wants to attend, and the address where their calendar finds it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.convene.editions.models import Edition


class Favourite(models.Model):
    """A session that somebody starred; by its code, because releases may take the session away."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourites"
    )
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    session = models.CharField(_("session"), max_length=10)
    at = models.DateTimeField(_("starred"), auto_now_add=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("session in an agenda")
        verbose_name_plural = _("sessions in agendas")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "edition", "session"], name="agenda_favourite_once"
            ),
        ]

    def __str__(self) -> str:
        return self.session


class Feed(models.Model):
    """The address of a person's agenda for their calendar: whoever has it can read it.

    The address is signed and not stored. A revoked one has an older serial.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agenda_feeds"
    )
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    serial = models.PositiveIntegerField(_("serial number"), default=1)
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("calendar address of an agenda")
        verbose_name_plural = _("calendar addresses of agendas")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "edition"], name="agenda_feed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.edition}"
