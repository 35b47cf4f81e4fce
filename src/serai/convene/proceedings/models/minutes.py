"""What was said and decided in a session, and who was there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from serai.convene.programme.models import ParticipationRole, Session
from serai.foundation.directory.models import Organisation, Person
from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text


class MinutesState(models.TextChoices):
    """How far minutes are. What is published is a release of what was approved."""

    DRAFT = "draft", pgettext_lazy("minutes", "draft")
    APPROVED = "approved", pgettext_lazy("minutes", "approved")


class Minutes(Identified):
    """The minutes of a session. Any change makes a draft of them again."""

    session = models.OneToOneField(
        Session,
        on_delete=models.CASCADE,
        related_name="written_minutes",
        verbose_name=_("session"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=MinutesState.choices, default=MinutesState.DRAFT,
        editable=False,
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", editable=False, verbose_name=_("approved by"),
    )  # fmt: skip

    objects: ClassVar[Any] = ScopedManager(edition="session__edition")

    class Meta:
        # Written as a heading: in small letters it is how long something takes.
        verbose_name = _("Minutes")
        verbose_name_plural = _("Minutes")

    def __str__(self) -> str:
        return str(self.session)

    @property
    def edition(self) -> Any:
        """The edition of the session."""
        return self.session.edition


class MinutesPart(Identified):
    """A part of minutes, in its place."""

    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ScopedManager(edition="minutes__session__edition")

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]


def _opening(text: object) -> str:
    return str(Truncator(render_text(text).text).chars(80))


class MinutesSection(MinutesPart):
    """A section of the text."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="sections")
    title = TranslatedCharField(_("title"), max_length=200, blank=True)
    text = TranslatedTextField(_("text"))

    class Meta(MinutesPart.Meta):
        verbose_name = _("section of minutes")
        verbose_name_plural = _("sections of minutes")

    def __str__(self) -> str:
        return render_text(self.title).text or _opening(self.text)


class MinutesDecision(MinutesPart):
    """What the session decided."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="decisions")
    text = TranslatedTextField(_("decision"))

    class Meta(MinutesPart.Meta):
        verbose_name = pgettext_lazy("minutes", "decision")
        verbose_name_plural = pgettext_lazy("minutes", "decisions")

    def __str__(self) -> str:
        return _opening(self.text)


class ActionItem(MinutesPart):
    """What somebody is to do, until when."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="actions")
    text = TranslatedTextField(_("what is to be done"))
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="action_items",
        verbose_name=_("person"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(MinutesPart.Meta):
        verbose_name = _("action item")
        verbose_name_plural = _("action items")

    def __str__(self) -> str:
        return _opening(self.text)


class Presence(models.TextChoices):
    """How somebody took part."""

    PRESENT = "present", _("present")
    REMOTE = "remote", _("remote")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class Attendance(MinutesPart):
    """That a person was there or not, and what their part was."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=ParticipationRole.choices, blank=True)
    presence = models.CharField(
        _("attendance"), max_length=20, choices=Presence.choices, default=Presence.PRESENT
    )

    class Meta(MinutesPart.Meta):
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["minutes", "person"], name="proceedings_attendance_once",
                violation_error_message=_("This person stands in the list already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} ({self.get_presence_display()})"


def check_ready(minutes: Minutes) -> None:
    """Raise ValidationError where there is nothing to approve yet."""
    if not (minutes.sections.exists() or minutes.decisions.exists()):
        raise ValidationError(_("Write a section or a decision first."))
