"""What is announced: sections, their activities, who holds these and what came of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.editions.models import Edition, FocusTopic, check_languages
from serai.convene.programme.models.part import Disclosure, Part, check_same_edition
from serai.foundation.directory.models import Organisation
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text
from serai.track.evidence.models import Claim
from serai.track.register.models import Record


class Section(Part):
    """A part of the programme."""

    DESK = "sections"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    name = TranslatedCharField(_("name"), max_length=200)
    description = TranslatedTextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text


class ActivityKind(models.TextChoices):
    """What sort of activity is announced."""

    CEREMONY = "ceremony", _("ceremony")
    PLENARY = "plenary", _("plenary")
    MINISTERS_MEETING = "ministers_meeting", _("ministers’ meeting")
    FORUM = "forum", _("forum")
    THEMED_ACTIVITY = "themed_activity", _("themed activity")
    ROUNDTABLE = "roundtable", _("roundtable")
    EXHIBITION = "exhibition", _("exhibition")
    RESULTS = "results", _("presentation of results")
    DOCKING = "docking", _("docking event")
    SIGNING = "signing", _("signing")


class Access(models.TextChoices):
    """Who may come."""

    PUBLIC = "public", _("open to the public")
    INVITED = "invited", _("by invitation")
    CLOSED = "closed", _("closed")
    UNKNOWN = "unknown", _("not announced")


class Activity(Part):
    """What is announced: a ceremony, a meeting, a forum, an exhibition."""

    DESK = "activities"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="activities")
    section = models.ForeignKey(
        Section, on_delete=models.RESTRICT, null=True, blank=True, related_name="activities",
        verbose_name=_("section"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind.choices)
    name = TranslatedCharField(_("name"), max_length=300, blank=True)
    name_disclosure = models.CharField(
        _("is the name known?"), max_length=20, choices=Disclosure.choices, default=Disclosure.KNOWN
    )
    summary = TranslatedTextField(_("summary"), blank=True)
    access = models.CharField(
        _("access"), max_length=20, choices=Access.choices, default=Access.UNKNOWN
    )
    languages = models.JSONField(
        _("languages"), default=list, blank=True, validators=[check_languages]
    )
    is_main = models.BooleanField(
        _("main activity"),
        default=True,
        help_text=_("Counts among the main activities of the edition."),
    )
    topics = models.ManyToManyField(
        FocusTopic, blank=True, related_name="activities", verbose_name=_("topics")
    )
    stated = models.ManyToManyField(
        Claim,
        blank=True,
        related_name="activities",
        verbose_name=_("stated numbers"),
        help_text=_("What sources state of its size: areas, cases, guests."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_public = models.BooleanField(_("public"), default=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        if self.name_disclosure == Disclosure.KNOWN:
            return render_text(self.name).text
        kind = capfirst(self.get_kind_display())
        return gettext("%(kind)s, name to be announced") % {"kind": kind}

    def get_absolute_url(self) -> str:
        """The address of its public page."""
        return reverse("programme:activity", args=[self.edition.slug, self.code])

    def clean(self) -> None:
        named = bool(render_text(self.name).text)
        if named != (self.name_disclosure == Disclosure.KNOWN):
            raise ValidationError(
                {"name": _("Give the name, or say that it is to be announced; not both.")}
            )
        check_same_edition(self, "section")


class ActivityOrganiser(models.Model):
    """An organisation that holds an activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ScopedManager(edition="activity__edition")

    class Meta:
        verbose_name = _("organiser of an activity")
        verbose_name_plural = _("organisers of activities")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "organisation"], name="programme_activity_organiser_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class OutcomeKind(models.TextChoices):
    """What an activity had to do with something in the register."""

    ANNOUNCED = "announced", _("announced here")
    SIGNED = "signed", _("signed here")
    LAUNCHED = "launched", _("launched here")
    RELEASED = "released", _("released here")
    SHOWN = "shown", _("shown here")


class Outcome(models.Model):
    """A record of the register that came of an activity, or was shown in it."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("what happened"), max_length=20, choices=OutcomeKind.choices)
    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("record")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ScopedManager(edition="activity__edition")

    class Meta:
        verbose_name = _("outcome of an activity")
        verbose_name_plural = _("outcomes of activities")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "kind", "record"], name="programme_outcome_once",
                violation_error_message=_("The activity has this outcome already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.record} ({self.get_kind_display()})"
