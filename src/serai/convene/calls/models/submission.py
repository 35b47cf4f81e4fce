"""What is submitted to a call, and who is to speak."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.calls.models.call import SUBMISSION_KINDS, Call, CallPhase, Tag
from serai.convene.editions.models import Edition
from serai.convene.programme.models import (
    LONGEST,
    Contribution,
    Section,
    Session,
    check_same_edition,
)
from serai.foundation.directory.models import Country, Field, Person
from serai.foundation.folding import fold_all
from serai.foundation.identity import Identified
from serai.foundation.languages import LANGUAGE_CODES


class SubmissionState(models.TextChoices):
    """How far a submission is, as its submitter knows it.

    A decision that nobody was told of yet is not here.
    """

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")
    CONFIRMED = "confirmed", _("confirmed")
    WAITLISTED = "waitlisted", _("on the waiting list")
    REJECTED = "rejected", _("not accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Submission(Identified):
    """What somebody proposes for the programme, in one language.

    ``answers`` maps the code of a question to its answer: a text, a number, true, the code of an
    option or a list of them, or ``{"sha256", "name", "size"}`` of a private file.
    ``extended_until`` lets one submission be sent and edited after its call has closed.
    ``identifier`` is its name in the system it was imported from. What was accepted leads to the
    ``contribution`` or ``session`` that it became.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="submissions")
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("call")
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="submissions", verbose_name=_("submitted by"),
    )  # fmt: skip
    identifier = models.CharField(_("identifier"), max_length=200, blank=True)

    # What is proposed
    title = models.CharField(_("title"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), max_length=10_000, blank=True)
    description = models.TextField(_("description"), max_length=50_000, blank=True)
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=[(code, code) for code in LANGUAGE_CODES]
    )
    kind = models.CharField(_("kind"), max_length=20, blank=True, choices=SUBMISSION_KINDS)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )  # fmt: skip
    section = models.ForeignKey(
        Section, on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions",
        verbose_name=_("section"),
    )  # fmt: skip
    fields = models.ManyToManyField(
        Field, blank=True, related_name="submissions", verbose_name=_("fields of science")
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)

    # What becomes of it
    state = models.CharField(
        _("state"), max_length=20, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    made_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    extended_until = models.DateTimeField(_("extended until"), null=True, blank=True)
    tags = models.ManyToManyField(
        Tag, blank=True, related_name="submissions", verbose_name=_("tags")
    )
    desk_note = models.TextField(_("note of the desk"), max_length=5000, blank=True)
    contribution = models.OneToOneField(
        Contribution, on_delete=models.SET_NULL, null=True, blank=True, related_name="submission",
        verbose_name=_("contribution"),
    )  # fmt: skip
    session = models.OneToOneField(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="submission",
        verbose_name=_("session"),
    )  # fmt: skip

    # Derived by save(), for searching.
    words = models.TextField(blank=True, editable=False)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "identifier"],
                condition=~models.Q(identifier=""),
                name="calls_submission_identifier_once",
                violation_error_message=_("The call has a submission with this identifier."),
            ),
            models.CheckConstraint(
                condition=models.Q(contribution=None) | models.Q(session=None),
                name="calls_submission_became_one_thing",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["call", "state"], name="calls_submission_state")]

    def __str__(self) -> str:
        return self.title or self.code

    def save(self, *args: Any, **options: Any) -> None:
        self.words = fold_all([self.title, self.identifier])
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        """The address where its submitter reads it."""
        return reverse("calls:submission", args=[self.edition.slug, self.code])

    def get_desk_url(self) -> str:
        """The address where the desk reads it."""
        return reverse("calls_desk:submission", args=[self.edition.slug, self.code])

    def clean(self) -> None:
        check_same_edition(self, "call", "section", "contribution", "session")
        # The database does not hold texts of several lines to a length.
        for name in ("summary", "description"):
            field: Any = self._meta.get_field(name)
            if len(getattr(self, name)) > field.max_length:
                text = _("At most %(most)s characters.")
                raise ValidationError({name: text % {"most": field.max_length}})

    def deadline(self) -> datetime | None:
        """Until when it may be sent and edited; None where the call has no end."""
        closes = self.call.closes_at
        if closes is None or self.extended_until is None:
            return closes
        return max(closes, self.extended_until)

    def is_open(self, moment: datetime | None = None) -> bool:
        """Tell whether its submitter may send and edit it at a moment, by default now."""
        moment = moment or timezone.now()
        deadline = self.deadline()
        has_begun = self.call.phase_at(moment) != CallPhase.UPCOMING
        return has_begun and (deadline is None or moment < deadline)


class SubmissionSpeaker(models.Model):
    """Somebody who is to speak, as the submitter wrote it.

    ``person`` is who that is in the directory, as far as the desk or an acceptance has said so.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("country"),
    )  # fmt: skip
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    position_held = models.CharField(_("position"), max_length=300, blank=True)
    biography = models.TextField(_("biography"), max_length=5000, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="submitted_speakers",
        verbose_name=_("person"),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    # Derived by save(), for searching.
    words = models.TextField(blank=True, editable=False)

    objects: ClassVar[Any] = ScopedManager(edition="submission__edition")

    class Meta:
        verbose_name = _("speaker of a submission")
        verbose_name_plural = _("speakers of submissions")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.words = fold_all([self.name, self.email, self.organisation])
        super().save(*args, **options)
