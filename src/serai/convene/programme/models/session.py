"""What takes time and a room."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.convene.editions.models import Edition, Venue, check_languages
from serai.convene.programme.models.activity import Activity
from serai.convene.programme.models.part import Part, check_same_edition
from serai.foundation.codes import KnownCodes
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text


class Equipment(models.TextChoices):
    """What a room has and a session needs."""

    PROJECTOR = "projector", _("projector")
    MICROPHONES = "microphones", _("microphones at the seats")
    VIDEO_LINK = "video_link", _("video link for remote speakers")
    RECORDING = "recording", _("recording")
    STREAMING = "streaming", _("streaming")
    ROUND_TABLE = "round_table", _("round table")
    STEP_FREE = "step_free", _("step-free access to the stage")


class Room(Part):
    """A room where sessions take place."""

    DESK = "rooms"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rooms")
    venue = models.ForeignKey(
        Venue, on_delete=models.RESTRICT, null=True, blank=True, related_name="rooms",
        verbose_name=_("venue"),
    )  # fmt: skip
    name = TranslatedCharField(_("name"), max_length=100)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    equipment = models.JSONField(
        _("equipment"), default=list, blank=True, validators=[KnownCodes(Equipment.values)]
    )
    booths = models.PositiveSmallIntegerField(
        _("booths of interpreters"), null=True, blank=True,
        validators=[MaxValueValidator(20)],
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text

    def clean(self) -> None:
        check_same_edition(self, "venue")


LONGEST = 24 * 60
"""How many minutes a session may last."""


class Session(Part):
    """A block of an activity that takes time and a room, as far as both are known.

    ``day`` alone says that only the day is known. ``starts_at`` and ``ends_at`` are in UTC and
    shown in the zone of the edition; with them, ``day`` is the day of the start in that zone.
    ``duration`` says how long it is to be while it has no times.
    """

    DESK = "sessions"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="sessions")
    title = TranslatedCharField(
        _("title"), max_length=300, blank=True, help_text=_("Empty: the name of the activity.")
    )
    summary = TranslatedTextField(_("summary"), blank=True)
    description = TranslatedTextField(_("description"), blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    room = models.ForeignKey(
        Room, on_delete=models.RESTRICT, null=True, blank=True, related_name="sessions",
        verbose_name=_("room"),
    )  # fmt: skip
    languages = models.JSONField(
        _("languages"), default=list, blank=True, validators=[check_languages]
    )
    duration = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text=_("How long it is to be. Its times, where it has some, say it themselves."),
    )  # fmt: skip
    expected = models.PositiveIntegerField(
        _("people expected"), null=True, blank=True,
        help_text=_("The room should have as many seats."),
    )  # fmt: skip
    equipment = models.JSONField(
        _("equipment"), default=list, blank=True, validators=[KnownCodes(Equipment.values)]
    )
    is_locked = models.BooleanField(
        _("locked"), default=False, help_text=_("It stays at its time and in its room.")
    )
    foreign = models.JSONField(default=dict, blank=True, editable=False)
    """What the schedule it came from says of it that has no column here; exports give it back."""
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        # What has no day or time stands last, whatever the database.
        ordering: ClassVar = [
            models.F("day").asc(nulls_last=True),
            models.F("starts_at").asc(nulls_last=True),
            "position",
            "pk",
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="programme_session_ends_after_start",
                violation_error_message=_("The session must end after it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at=None) | models.Q(day__isnull=False),
                name="programme_session_with_time_has_day",
            ),
        ]

    def __str__(self) -> str:
        return render_text(self.title).text or str(self.activity)

    def get_absolute_url(self) -> str:
        """The address of its public page."""
        return reverse("programme:session", args=[self.edition.slug, self.code])

    @property
    def held_in(self) -> list[str]:
        """The languages it is held in: its own, else those of its activity."""
        return list(self.languages or self.activity.languages)

    @property
    def minutes(self) -> int | None:
        """How long it is, by its times or as it is planned; None where neither is known."""
        if self.starts_at and self.ends_at:
            return round((self.ends_at - self.starts_at).total_seconds() / 60)
        return self.duration

    def clean(self) -> None:
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": _("Give the start too.")})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The session must end after it starts.")})
        if self.starts_at:
            self.day = self.starts_at.astimezone(self.edition.zone).date()
        check_same_edition(self, "activity", "room")
