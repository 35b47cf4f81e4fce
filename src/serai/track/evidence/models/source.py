"""Documents that state something, by their particulars."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.directory.models import Organisation
from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text


class SourceKind(models.TextChoices):
    """What sort of document a source is."""

    OFFICIAL = "official", _("official document")
    AGENCY_REPORT = "agency_report", _("news agency report")
    NEWS_REPORT = "news_report", _("news report")
    FEATURE = "feature", _("news feature")
    COMMENTARY = "commentary", _("commentary")
    WEB_PAGE = "web_page", _("web page")
    DATASET = "dataset", _("dataset")
    ACADEMIC = "academic", _("academic publication")


class Source(Identified):
    """A document that states something. Its text stays where it is; here are its particulars."""

    title = TranslatedCharField(_("title"), max_length=400)
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind.choices)
    publisher = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True,
        related_name="published_sources", verbose_name=_("publisher"),
    )  # fmt: skip
    publisher_as_written = models.CharField(_("publisher as written"), max_length=200, blank=True)
    published_on = PartialDateField(_("published"))
    dateline = PartialDateField(_("dateline"))
    language = models.CharField(
        _("language"), max_length=20, blank=True, help_text=_("A BCP 47 tag.")
    )
    is_machine_translated = models.BooleanField(_("machine translated"), default=False)
    is_official = models.BooleanField(
        _("official"), default=False, help_text=_("Published by one of the bodies it speaks of.")
    )
    address = models.URLField(_("address"), max_length=1000, blank=True)
    rights = models.CharField(_("rights"), max_length=300, blank=True)
    sha256 = models.CharField(
        "SHA-256", max_length=64, blank=True,
        validators=[RegexValidator(r"^[0-9a-f]{64}$", _("Write 64 digits and letters a to f."))],
        help_text=_("Of the text that places refer to, so that a changed page shows."),
    )  # fmt: skip
    length = models.PositiveIntegerField(
        _("length"), null=True, blank=True,
        help_text=_("Characters (Unicode code points) of the text that places refer to."),
    )  # fmt: skip
    retrieved_on = models.DateField(_("retrieved"), null=True, blank=True)
    note = TranslatedTextField(_("note"), blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering: ClassVar = ["-published_on", "pk"]

    def __str__(self) -> str:
        return render_text(self.title).text

    def get_absolute_url(self) -> str:
        return reverse("evidence:source", args=[self.code])

    @property
    def publisher_name(self) -> str:
        """Who published it, as the source writes it or as the directory knows it."""
        return self.publisher_as_written or (str(self.publisher) if self.publisher else "")
