"""Slides, papers, recordings and whatever else goes with a session or a contribution."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from serai.convene.editions.models import Edition
from serai.convene.programme.models import Contribution, Session, check_same_edition
from serai.foundation.identity import Identified
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.private_files import PrivateFiles
from serai.foundation.translation import TranslatedCharField, render_text

FILES = PrivateFiles("materials")
LANGUAGES = [(code, code) for code in LANGUAGE_CODES]


class MaterialKind(models.TextChoices):
    """What sort of material it is."""

    SLIDES = "slides", _("slides")
    PAPER = "paper", _("paper")
    RECORDING = "recording", pgettext_lazy("material", "recording")
    PHOTOGRAPH = "photograph", _("photograph")
    OTHER = "other", pgettext_lazy("material", "other")


class MaterialAccess(models.TextChoices):
    """Who may have a material; who is entrusted with the programme always may."""

    EVERYBODY = "everybody", _("everybody")
    SIGNED_IN = "signed_in", _("whoever is signed in")
    PEOPLE = "people", _("the people of the session")
    DESK = "desk", _("the desk only")


class Material(Identified):
    """A file or a link that goes with a session, or with one contribution to it.

    What it holds are its versions; the latest is what readers get.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="materials")
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="materials",
        verbose_name=_("session"),
    )  # fmt: skip
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="materials",
        verbose_name=_("contribution"),
    )  # fmt: skip
    kind = models.CharField(
        _("kind"), max_length=20, choices=MaterialKind.choices, default=MaterialKind.SLIDES
    )
    title = TranslatedCharField(
        _("title"), max_length=300, blank=True,
        help_text=_("Empty: the name of the file, or the title of the contribution."),
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=10, blank=True, choices=LANGUAGES)
    access = models.CharField(
        _("who may have it"), max_length=20, choices=MaterialAccess.choices,
        default=MaterialAccess.PEOPLE,
    )  # fmt: skip
    not_before = models.DateTimeField(
        _("not before"), null=True, blank=True,
        help_text=_("Until then only the desk and chairs can open it; its title is shown."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(session=None) ^ models.Q(contribution=None),
                name="proceedings_material_of_one_thing",
                violation_error_message=_("Choose a session or a contribution."),
            ),
        ]

    def __str__(self) -> str:
        version = self.current
        return (
            render_text(self.title).text
            or (str(self.contribution) if self.contribution else "")
            or (version.name if version else "")
        )

    @property
    def current(self) -> MaterialVersion | None:
        """The latest version."""
        return max(self.versions.all(), key=lambda each: each.number, default=None)

    @property
    def whole(self) -> Session | None:
        """The session that it goes with, itself or through its contribution."""
        return self.session or (self.contribution.session if self.contribution else None)

    def clean(self) -> None:
        check_same_edition(self, "session", "contribution")

    def get_absolute_url(self) -> str:
        """The address under which it is handed out, to those who may have it."""
        return reverse("proceedings:material", args=[self.edition.slug, self.code])


class MaterialVersion(models.Model):
    """What a material was from some day on: a file, kept by its hash (`FILES`), or a link."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), default=0, editable=False)
    media_type = models.CharField(_("media type"), max_length=100, blank=True, editable=False)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("who"),
    )  # fmt: skip

    objects: ClassVar[Any] = ScopedManager(edition="material__edition")

    class Meta:
        verbose_name = _("version of a material")
        verbose_name_plural = _("versions of materials")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["material", "number"], name="proceedings_version_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(sha256="") ^ models.Q(link=""),
                name="proceedings_version_is_file_or_link",
                violation_error_message=_("Give a file or a link, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def name(self) -> str:
        """The name of the file, or the address of the link."""
        return self.file_name or self.link

    def clean(self) -> None:
        if self.link and not self.link.startswith(("https://", "http://")):
            raise ValidationError({"link": _("Write an address that begins with https://.")})
