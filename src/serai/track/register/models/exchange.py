"""How records stand to other registers: their names there, and the imports they came with."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.identity import Identified
from serai.track.evidence.models import Source
from serai.track.register.models.record import Record

SCHEME_PATTERN = r"^[a-z0-9][a-z0-9.-]*$"


class ExternalIdentifier(models.Model):
    """What another register calls a record: ``iati:XM-DAC-41114-…``, ``aiddata:35756``, a DOI."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(
        _("register"), max_length=40,
        validators=[RegexValidator(SCHEME_PATTERN, _("Write small letters, digits and hyphens."))],
    )  # fmt: skip
    value = models.CharField(_("identifier"), max_length=200)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("identifier of a record")
        verbose_name_plural = _("identifiers of records")
        ordering: ClassVar = ["scheme", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "value"], name="register_identifier_once",
                violation_error_message=_("Another record has this identifier."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class ImportState(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("uploaded")
    CHECKED = "checked", _("checked")
    REFUSED = "refused", _("refused")
    APPLIED = "applied", _("imported")
    UNDONE = "undone", _("undone")


class ImportBatch(Identified):
    """One import of a file: what it was, what it rests on, what it did.

    Its entries in the record of changes stand together, from ``first_entry`` to ``last_entry``.
    """

    file = models.FileField(_("file"), upload_to="imports", blank=True)
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    format = models.CharField(_("format"), max_length=40, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="imports",
        verbose_name=_("source"), help_text=_("What the imported records cite."),
    )  # fmt: skip
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    retrieved_on = models.DateField(_("retrieved"), null=True, blank=True)

    state = models.CharField(
        _("state"), max_length=20, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    faulty = models.PositiveIntegerField(_("faulty"), default=0)
    problem_count = models.PositiveIntegerField(_("problems"), default=0)
    problems = models.JSONField(_("first problems"), default=list)

    job_code = models.CharField(_("job"), max_length=40, blank=True)
    actor_label = models.CharField(_("who"), max_length=200, blank=True)
    at = models.DateTimeField(_("time"), auto_now=True)
    first_entry = models.BigIntegerField(null=True, blank=True)
    last_entry = models.BigIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The page of the import at the desk."""
        return reverse("register_desk:import", args=[self.code])
