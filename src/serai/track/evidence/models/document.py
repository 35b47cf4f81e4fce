"""The private originals of sources, and the text in which places are counted."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serai.foundation.identity import Identified
from serai.foundation.private_files import PrivateFiles
from serai.track.evidence.models.source import Source

ORIGINALS = PrivateFiles("documents")


class DocumentState(models.TextChoices):
    """How far the machine is with a document."""

    WAITING = "waiting", _("waiting to be read")
    READY = "ready", _("read")
    FAILED = "failed", _("could not be read")


class Document(Identified):
    """A file as it was received, and what was read in it.

    The file itself is kept by its hash outside the database (`ORIGINALS`); neither it nor the text
    is ever published. ``text`` is the canonical text: every place in it is an offset in Unicode
    code points. ``blocks`` and ``sentences`` are pairs of such offsets, end exclusive.

    The same bytes are one document. Where a page changed, the document of its new text
    ``replaces`` the one before; both belong to one source.
    """

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="documents",
        verbose_name=_("source"),
    )  # fmt: skip
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by",
        verbose_name=_("replaces"),
    )  # fmt: skip

    # What was received
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("In bytes."))
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    address = models.URLField(_("address"), max_length=1000, blank=True)
    published_on = models.DateField(_("published"), null=True, blank=True)
    retrieved_at = models.DateTimeField(_("retrieved"), default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("uploaded by"),
    )  # fmt: skip

    # What was read
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=400, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    blocks = models.JSONField(default=list, blank=True, editable=False)
    sentences = models.JSONField(default=list, blank=True, editable=False)

    # What was extracted
    state = models.CharField(
        _("state"), max_length=20, choices=DocumentState.choices, default=DocumentState.WAITING,
        db_index=True,
    )  # fmt: skip
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    extractor = models.CharField(_("extractor"), max_length=60, blank=True)
    extractor_version = models.CharField(_("version of the extractor"), max_length=40, blank=True)
    extracted_at = models.DateTimeField(_("extracted"), null=True, blank=True)

    reviewers = models.PositiveSmallIntegerField(
        _("reviewers"), default=1, validators=[MinValueValidator(1), MaxValueValidator(2)],
        help_text=_("How many people decide about each proposal before it counts."),
    )  # fmt: skip

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title or self.file_name or self.address or self.code

    def get_desk_url(self) -> str:
        """The address of its review at the desk."""
        return reverse("evidence_desk:document", args=[self.code])

    @property
    def is_ready(self) -> bool:
        """Whether it was read, so that it can be reviewed."""
        return self.state == DocumentState.READY
