"""Series of conferences and their editions."""

from __future__ import annotations

import zoneinfo
from datetime import date
from functools import cache
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.directory.models import Country, Organisation, Person
from serai.foundation.identity import Identified
from serai.foundation.translation import (
    LANGUAGE_CODES,
    TranslatedCharField,
    TranslatedTextField,
    render_text,
)
from serai.track.evidence.models import Citation


@cache
def time_zones() -> frozenset[str]:
    """The names of the IANA time zone database, looked up once."""
    return frozenset(zoneinfo.available_timezones())


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless the name stands in the IANA time zone database."""
    if name not in time_zones():
        raise ValidationError(
            _("“%(name)s” is not a time zone: write Asia/Shanghai.") % {"name": name}
        )


def check_languages(codes: object) -> None:
    """Raise ValidationError unless every code is a language of the interface."""
    if not isinstance(codes, list) or any(code not in LANGUAGE_CODES for code in codes):
        raise ValidationError(
            _("Use these language codes: %(codes)s.") % {"codes": ", ".join(LANGUAGE_CODES)}
        )


class Series(Identified):
    """A recurring conference."""

    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    name = TranslatedCharField(_("name"), max_length=300)
    short_name = TranslatedCharField(_("short name"), max_length=60, blank=True)
    summary = TranslatedTextField(_("summary"), blank=True)
    interval_years = models.PositiveSmallIntegerField(
        _("years between editions"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return render_text(self.name).text

    def get_absolute_url(self) -> str:
        return reverse("editions:series", args=[self.slug])

    def get_desk_url(self) -> str:
        return reverse("editions_desk:series", args=[self.slug])


class Host(models.Model):
    """A place that holds the editions of a series in turn. The operations number the turns."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="hosts")
    name = TranslatedCharField(_("place"), max_length=200)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("country"),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("turn"))

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("host in the rotation")
        verbose_name_plural = _("hosts in the rotation")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text


class Milestone(Identified):
    """A dated step on the way of a series, as its timeline shows it."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="milestones")
    on = PartialDateField(_("date"))
    title = TranslatedCharField(_("title"), max_length=300)
    description = TranslatedTextField(_("description"), blank=True)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return render_text(self.title).text


class EditionState(models.TextChoices):
    """How far an edition is."""

    ANNOUNCED = "announced", _("announced")
    OPEN = "open", _("open for registration")
    RUNNING = "running", _("running")
    CONCLUDED = "concluded", _("concluded")


class Edition(Identified):
    """One holding of a series. Nothing of it is public until ``is_public``."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="editions")
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    ordinal = models.PositiveSmallIntegerField(_("ordinal"))
    name = TranslatedCharField(_("name"), max_length=300)
    theme = TranslatedCharField(_("theme"), max_length=300, blank=True)
    summary = TranslatedTextField(_("summary"), blank=True)
    host = models.ForeignKey(
        Host, on_delete=models.PROTECT, null=True, blank=True, related_name="editions",
        verbose_name=_("host in the rotation"),
    )  # fmt: skip
    city = TranslatedCharField(_("host city"), max_length=100, blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="editions",
        verbose_name=_("country"),
    )  # fmt: skip
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[check_time_zone]
    )
    languages = models.JSONField(
        _("languages"), default=list, blank=True, validators=[check_languages]
    )
    state = models.CharField(
        _("state"), max_length=20, choices=EditionState.choices, default=EditionState.ANNOUNCED
    )
    is_public = models.BooleanField(_("public"), default=False)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering: ClassVar = ["-starts_on", "-ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "ordinal"], name="editions_ordinal_once",
                violation_error_message=_("The series has an edition with this ordinal."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return render_text(self.name).text

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone in which its times are shown."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def last_day(self) -> date | None:
        """The last day; an edition of which only the first is known ends on it."""
        return self.ends_on or self.starts_on

    def get_absolute_url(self) -> str:
        return reverse("editions:edition", args=[self.slug])

    def get_desk_url(self) -> str:
        return reverse("editions_desk:edition", args=[self.slug])

    def clean(self) -> None:
        twins = Edition.objects.filter(series=self.series_id, ordinal=self.ordinal)
        if twins.exclude(pk=self.pk).exists():
            raise ValidationError({"ordinal": _("The series has an edition with this ordinal.")})
        if self.starts_on and not 1900 <= self.starts_on.year < 2200:
            raise ValidationError({"starts_on": _("Check the year.")})
        if self.starts_on and self.ends_on and self.ends_on.year > self.starts_on.year + 1:
            raise ValidationError({"ends_on": _("Check the year.")})
        if self.ends_on and not self.starts_on:
            raise ValidationError({"starts_on": _("Give the first day too.")})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first.")})
        if self.host and self.host.series_id != self.series_id:
            raise ValidationError({"host": _("Choose a host of this series.")})


class FocusTopic(Identified):
    """A topic that an edition gives its attention to."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="topics")
    name = TranslatedCharField(_("topic"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("focus topic")
        verbose_name_plural = _("focus topics")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text


class Venue(Identified):
    """Where an edition is held."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="venues")
    name = TranslatedCharField(_("name"), max_length=200)
    address = TranslatedTextField(_("address"), blank=True)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return render_text(self.name).text


class OrganiserRole(models.TextChoices):
    """What an organisation is to an edition."""

    HOST = "host", _("host")
    CO_SPONSOR = "co_sponsor", _("co-sponsor")
    SUPPORTING_BODY = "supporting_body", _("supporting body")
    ORGANISER = "organiser", _("organiser")
    PARTNER = "partner", _("partner")


class Organiser(models.Model):
    """The role of an organisation in an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="organiser_roles",
        verbose_name=_("organisation"),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=20, choices=OrganiserRole.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "organisation", "role"], name="editions_organiser_once",
                violation_error_message=_("The organisation has this role already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class AnnouncementKind(models.TextChoices):
    """What sort of announcement it is."""

    PRESS_CONFERENCE = "press_conference", _("press conference")
    LETTER = "letter", _("congratulatory letter")
    RELEASE = "release", _("release of a document")
    STATEMENT = "statement", _("statement")
    NEWS = "news", _("news")


class Announcement(Identified):
    """A dated item that the public is told about an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="announcements")
    kind = models.CharField(_("kind"), max_length=20, choices=AnnouncementKind.choices)
    on = PartialDateField(_("date"))
    title = TranslatedCharField(_("title"), max_length=300)
    body = TranslatedTextField(_("text"), blank=True)
    issued_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="announcements",
        verbose_name=_("issued by"),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="announcements",
        verbose_name=_("person"),
    )  # fmt: skip
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return render_text(self.title).text


class EditionRole(models.TextChoices):
    """What a person is entrusted with in one edition."""

    SECRETARIAT = "secretariat", _("secretariat")
    PROGRAMME_EDITOR = "programme_editor", _("programme editor")
    READER = "reader", _("reader of drafts")


class EditionRoleAssignment(models.Model):
    """One role of one user in one edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="role_assignments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="edition_role_assignments"
    )
    role = models.CharField(_("role"), max_length=20, choices=EditionRole.choices)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("role in an edition")
        verbose_name_plural = _("roles in editions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "user", "role"],
                name="editions_one_role_once",
                violation_error_message=_("This person has the role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
