"""What somebody who takes part in an edition has said, and how they are asked.

What they take part in stands in the programme, when they are there in the timetable, what they
show with the proceedings. Everything here belongs to one edition and is read inside its scope.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.editions.models import Edition, check_languages, check_time_zone
from serai.convene.programme.models import Participation
from serai.foundation.directory.models import Person
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import TranslatedTextField

LANGUAGES = [(code, code) for code in LANGUAGE_CODES]


class Speaker(models.Model):
    """A person who takes part in an edition, as they describe themselves.

    Only the biography is ever public, and only with their consent. ``serial`` and ``is_link_open``
    belong to their personal link, which is signed and not stored: a revoked one has an older
    serial.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="speaking", verbose_name=_("person")
    )
    email = models.EmailField(
        _("e-mail address"), blank=True,
        help_text=_("Where letters go. Empty: the address of their account."),
    )  # fmt: skip
    language = models.CharField(
        _("language of letters"), max_length=10, blank=True, choices=LANGUAGES
    )
    time_zone = models.CharField(
        _("your time zone"), max_length=60, blank=True, validators=[check_time_zone]
    )

    # What may be printed
    biography = TranslatedTextField(_("biography"), max_length=3000, blank=True)
    is_biography_public = models.BooleanField(
        _("My biography may be published on the page of the conference."), default=False
    )

    # What only the desk knows
    is_there_throughout = models.BooleanField(_("there all the time"), default=False)
    is_remote = models.BooleanField(_("I take part from elsewhere, by video."), default=False)
    languages = models.JSONField(
        _("languages I can speak in"), default=list, blank=True, validators=[check_languages]
    )
    equipment = models.TextField(_("what I need in the room"), max_length=1000, blank=True)
    accessibility = models.TextField(
        _("what I need to get there and take part"), max_length=1000, blank=True,
        help_text=_("A ramp, an induction loop, an assistant, a diet. Only the desk reads it."),
    )  # fmt: skip

    # How they are asked
    asked_at = models.DateTimeField(_("first asked"), null=True, blank=True)
    serial = models.PositiveIntegerField(_("serial number"), default=1)
    is_link_open = models.BooleanField(_("the personal link works"), default=True)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "person"], name="speakers_speaker_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_desk_url(self) -> str:
        """The address where the desk sees what they said."""
        return reverse("speakers_desk:part", args=[self.edition.slug, self.person.code])


class AnswerState(models.TextChoices):
    """What somebody says to being in the programme."""

    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")


class Answer(models.Model):
    """What a person says to one participation.

    ``starts_at`` is when it was to begin as they said it: a session that has moved since was
    confirmed for another time.
    """

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="answer"
    )
    state = models.CharField(_("answer"), max_length=10, choices=AnswerState.choices)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    starts_at = models.DateTimeField(_("for"), null=True, blank=True)
    at = models.DateTimeField(_("answered"))
    is_on_behalf = models.BooleanField(_("written down by the desk"), default=False)

    objects: ClassVar[Any] = ScopedManager(edition="participation__edition")

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.get_state_display())


class LetterKind(models.TextChoices):
    """What a letter is for."""

    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")


class Letter(models.Model):
    """A message that waits in the outbox, or was sent: once, to one person, for one act."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind.choices)
    note = TranslatedTextField(_("words of your own"), max_length=2000, blank=True)
    queued_at = models.DateTimeField(_("written"), auto_now_add=True)
    told_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(edition="speaker__edition")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering: ClassVar = ["queued_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["speaker"], condition=models.Q(told_at=None),
                name="speakers_one_letter_waits",
                violation_error_message=_("A letter to this person waits already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.speaker}: {self.get_kind_display()}"
