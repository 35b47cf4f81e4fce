"""What the chair of a session goes through, one after the other."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.programme.models import LONGEST, Contribution, Session
from serai.foundation.directory.models import Person
from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, render_text


class RunningOrder(models.Model):
    """The running order of a session as a whole; when it really ended, once it has."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, related_name="running_order", verbose_name=_("session")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(edition="session__edition")

    class Meta:
        verbose_name = _("running order")
        verbose_name_plural = _("running orders")

    def __str__(self) -> str:
        return str(self.session)


class RunningItem(Identified):
    """An item of a running order: for how long, what, who speaks, and what the chair is to do.

    Who speaks is a person, or those of the contribution. ``started_at`` is when it really began.
    """

    order = models.ForeignKey(RunningOrder, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=5, validators=[MaxValueValidator(LONGEST)]
    )
    title = TranslatedCharField(
        _("title"), max_length=300, blank=True, help_text=_("Empty: that of the contribution.")
    )
    contribution = models.ForeignKey(
        Contribution, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("contribution"),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="running_items",
        verbose_name=_("who speaks"),
        help_text=_("Empty: those of the contribution."),
    )  # fmt: skip
    cue = models.TextField(
        _("cue"), max_length=1000, blank=True,
        help_text=_("What the chair says or does: introduce, hand over, show a film."),
    )  # fmt: skip
    started_at = models.DateTimeField(_("began"), null=True, blank=True, editable=False)

    objects: ClassVar[Any] = ScopedManager(edition="order__session__edition")

    class Meta:
        verbose_name = _("item of a running order")
        verbose_name_plural = _("items of running orders")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.title).text or (str(self.contribution) if self.contribution else "")

    def clean(self) -> None:
        session = self.order.session
        if self.contribution and self.contribution.session_id != session.pk:
            raise ValidationError({"contribution": _("It belongs to another session.")})
        if not render_text(self.title).text and not self.contribution:
            raise ValidationError({"title": _("Give a title, or choose a contribution.")})
