"""Talks, and who takes part in what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.editions.models import Edition
from serai.convene.programme.models.activity import Activity
from serai.convene.programme.models.part import Disclosure, Part, check_same_edition
from serai.convene.programme.models.session import Session
from serai.foundation.directory.models import Person
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text
from serai.track.evidence.models import Citation


class ContributionKind(models.TextChoices):
    """What sort of contribution it is."""

    KEYNOTE = "keynote", _("keynote")
    TALK = "talk", _("talk")
    STATEMENT = "statement", _("statement")
    PANEL = "panel", _("panel")
    REPORT = "report", _("report")


class Contribution(Part):
    """A talk, with the session or activity it belongs to as far as they are known.

    Where the session is known, ``activity`` is the activity of that session.
    """

    DESK = "contributions"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contributions")
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions",
        verbose_name=_("activity"),
    )  # fmt: skip
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions",
        verbose_name=_("session"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=20, choices=ContributionKind.choices)
    title = TranslatedCharField(_("title"), max_length=300, blank=True)
    title_disclosure = models.CharField(
        _("is the title known?"),
        max_length=20,
        choices=Disclosure.choices,
        default=Disclosure.KNOWN,
    )
    abstract = TranslatedTextField(_("abstract"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        if self.title_disclosure == Disclosure.KNOWN:
            return render_text(self.title).text
        kind = capfirst(self.get_kind_display())
        return gettext("%(kind)s, title to be announced") % {"kind": kind}

    def clean(self) -> None:
        titled = bool(render_text(self.title).text)
        if titled != (self.title_disclosure == Disclosure.KNOWN):
            raise ValidationError(
                {"title": _("Give the title, or say that it is to be announced; not both.")}
            )
        if self.session and self.activity_id and self.session.activity_id != self.activity_id:
            raise ValidationError({"session": _("The session belongs to another activity.")})
        check_same_edition(self, "session", "activity")
        if self.session:
            self.activity = self.session.activity


class ParticipationRole(models.TextChoices):
    """What a person does in an activity, session or contribution."""

    CHAIR = "chair", _("chair")
    MODERATOR = "moderator", _("moderator")
    KEYNOTE = "keynote", _("keynote speaker")
    SPEAKER = "speaker", _("speaker")
    PANELLIST = "panellist", _("panellist")
    INTERPRETER = "interpreter", _("interpreter")


class Participation(models.Model):
    """The role of a person in one activity, session or contribution, with the position they
    held at that time.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=ParticipationRole.choices)
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    position_held = TranslatedCharField(_("position at that time"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    citations = GenericRelation(Citation)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    models.Q(activity__isnull=False, session=None, contribution=None)
                    | models.Q(activity=None, session__isnull=False, contribution=None)
                    | models.Q(activity=None, session=None, contribution__isnull=False)
                ),
                name="programme_participation_in_one_thing",
                violation_error_message=_("Choose one activity, session or contribution."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[part, "person", "role"],
                    name=f"programme_participation_once_a_{part}",
                    violation_error_message=_("The person has this role already."),
                )
                for part in ("activity", "session", "contribution")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    def clean(self) -> None:
        check_same_edition(self, "activity", "session", "contribution")
