"""What a timetable is made under, and the plans that were made.

Where and when a session takes place stands in the session itself, in the programme. Everything
here belongs to one edition and is read inside its scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.editions.models import Edition, check_time_zone
from serai.convene.programme.local_time import LocalTime
from serai.convene.programme.models import Room, Session, check_same_edition
from serai.foundation.directory.models import Person
from serai.foundation.identity import Identified


class Step(models.IntegerChoices):
    """Into how many minutes the day is divided."""

    FIVE = 5, "5"
    TEN = 10, "10"
    QUARTER = 15, "15"
    HALF = 30, "30"


class Frame(models.Model):
    """The hours within which the sessions of an edition are placed, on its own clocks.

    A day that does not close after it opens goes on past midnight, or to it: until 00:00.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="frame")
    opens_at = models.TimeField(_("the day begins"), default=time(8))
    closes_at = models.TimeField(_("the day ends"), default=time(20))
    step = models.PositiveSmallIntegerField(
        _("minutes of a row"), choices=Step.choices, default=Step.QUARTER
    )
    walking = models.PositiveSmallIntegerField(
        _("minutes between two venues"), default=15, validators=[MaxValueValidator(240)],
        help_text=_("How long people need from one venue to another."),
    )  # fmt: skip

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("hours of the timetable")
        verbose_name_plural = _("hours of the timetables")

    def __str__(self) -> str:
        return f"{self.opens_at:%H:%M}–{self.end}"

    @property
    def end(self) -> LocalTime:
        """When the day ends, as it is written: midnight is 24:00."""
        return LocalTime(self.closes_at, ends_day=self.closes_at == time())

    @property
    def minutes(self) -> tuple[int, int]:
        """How many minutes after midnight a day opens and closes; more than 1,440 in the night."""
        opens, closes = (60 * each.hour + each.minute for each in (self.opens_at, self.closes_at))
        return opens, closes if closes > opens else closes + 24 * 60

    def clean(self) -> None:
        if self.opens_at == self.closes_at != time():
            raise ValidationError({"closes_at": _("The day must end after it begins.")})


class Presence(models.TextChoices):
    """Whether somebody, or a room, is there."""

    THERE = "there", _("only then")
    AWAY = "away", _("not then")
    UNWANTED = "unwanted", _("rather not then")


class Availability(models.Model):
    """A time at which a person or a room can, cannot or would rather not be used.

    Who has a time of the sort THERE is away at all others. ``time_zone`` is that of the clocks on
    which it was said, for who joins from afar; empty: those of the edition. Where ``is_daily``, it
    is from the time of day of the beginning to that of the end (on the day after, if that is
    earlier), every day between the two, as those clocks show it.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="availabilities")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="availabilities",
        verbose_name=_("person"),
    )  # fmt: skip
    room = models.ForeignKey(
        Room, on_delete=models.CASCADE, null=True, blank=True, related_name="availabilities",
        verbose_name=_("room"),
    )  # fmt: skip
    presence = models.CharField(
        _("when"), max_length=10, choices=Presence.choices, default=Presence.AWAY
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    is_daily = models.BooleanField(
        _("every day"), default=False,
        help_text=_("Only between these two times of each day: a night, a pause."),
    )  # fmt: skip
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[check_time_zone],
        help_text=_("For who joins from afar. Empty: the time zone of the edition."),
    )  # fmt: skip
    note = models.CharField(_("why"), max_length=200, blank=True)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("availability")
        verbose_name_plural = _("availabilities")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person=None, room__isnull=False)
                | models.Q(person__isnull=False, room=None),
                name="timetable_availability_of_one",
                violation_error_message=_("Choose a person or a room."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="timetable_availability_ends_after_start",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.room}: {self.get_presence_display()}"

    def clean(self) -> None:
        check_same_edition(self, "room")

    @property
    def zone(self) -> ZoneInfo:
        """The clocks on which it was said."""
        return ZoneInfo(self.time_zone) if self.time_zone else self.edition.zone

    @property
    def of(self) -> str:
        """The code of the person or room."""
        owner: Person | Room = self.person or self.room  # type: ignore[assignment]
        return owner.code

    @property
    def why(self) -> str:
        """The note; without one, the daily hours and the clocks on which it was said."""
        if self.note or not self.time_zone:
            return self.note
        first, last = (moment.astimezone(self.zone) for moment in (self.starts_at, self.ends_at))
        hours = f"{first:%H:%M}–{last:%H:%M}, " if self.is_daily else ""
        return f"{hours}{self.time_zone}"

    def spans(self) -> Iterator[tuple[datetime, datetime]]:
        """The spans of time that it comes to, each with its beginning and its end."""
        if not self.is_daily:
            yield self.starts_at, self.ends_at
            return
        first, last = (moment.astimezone(self.zone) for moment in (self.starts_at, self.ends_at))
        nights = timedelta(days=last.time() <= first.time())
        day = first.date()
        while day + nights <= last.date():
            yield (
                datetime.combine(day, first.time(), self.zone),
                datetime.combine(day + nights, last.time(), self.zone),
            )
            day += timedelta(days=1)


class OpenSlots(models.Model):
    """Speaking slots of a session that are still to be given to some of the candidates."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, related_name="open_slots", verbose_name=_("session")
    )
    slots = models.PositiveSmallIntegerField(
        _("slots to be given"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )

    objects: ClassVar[Any] = ScopedManager(edition="session__edition")

    class Meta:
        verbose_name = _("open speaking slots")
        verbose_name_plural = _("open speaking slots")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.session)


class Candidate(models.Model):
    """Somebody to whom an open speaking slot may be given."""

    slots = models.ForeignKey(OpenSlots, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )

    objects: ClassVar[Any] = ScopedManager(edition="slots__session__edition")

    class Meta:
        verbose_name = _("candidate for a speaking slot")
        verbose_name_plural = _("candidates for speaking slots")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slots", "person"], name="timetable_candidate_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class RuleKind(models.TextChoices):
    """What a timetable is held to, as an organiser would say it."""

    ROOM_ONCE = "room_once", _("A room holds one session at a time")
    PERSON_ONCE = "person_once", _("Nobody is in two places at once")
    PERSON_THERE = "person_there", _("People are there")
    ROOM_OPEN = "room_open", _("Rooms are open")
    SEATS = "seats", _("The room has seats for all")
    EQUIPMENT = "equipment", _("The room has what is needed")
    WALKING = "walking", _("There is time to walk between venues")
    EXCLUSIVE = "exclusive", _("Nothing runs beside ceremonies and plenaries")
    SECTION_APART = "section_apart", _("Activities of one section are not in parallel")
    SECTION_ROOM = "section_room", _("A section stays in one room")
    ORDER = "order", _("The sessions of an activity keep their order")
    ENDS = "ends", _("The opening comes first, signing and results last")
    WANTED = "wanted", _("Nobody is asked at times they would rather not")
    BALANCE = "balance", _("The days are equally full")
    BOOTHS = "booths", _("There are booths for the languages")
    INTERPRETERS = "interpreters", _("There are interpreters for the languages")
    ROOM_CHANGES = "room_changes", _("Nobody changes rooms in a hurry")
    SPEAKING = "speaking", _("Speaking slots are fairly spread over regions")


class Level(models.TextChoices):
    """How strictly a rule is kept."""

    MUST = "must", _("must be kept")
    SHOULD = "should", _("should be kept")
    IGNORED = "ignored", _("is ignored")


class Rule(models.Model):
    """How an edition keeps a rule, where it differs from what is usual (`rules.USUAL`)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="timetable_rules")
    kind = models.CharField(_("rule"), max_length=20, choices=RuleKind.choices)
    level = models.CharField(_("how strictly"), max_length=10, choices=Level.choices)
    weight = models.PositiveIntegerField(
        _("weight"), default=10, validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("What one breach costs, beside the others."),
    )  # fmt: skip

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("rule of the timetable")
        verbose_name_plural = _("rules of the timetable")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "kind"], name="timetable_rule_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class PlanKind(models.TextChoices):
    """What the engine was asked for."""

    FILL = "fill", _("Finish the rest")
    ANEW = "anew", _("Arrange everything anew")
    REPAIR = "repair", _("Repair")


class HappeningKind(models.TextChoices):
    """What may happen to a released timetable: the changes that the engine repairs."""

    PERSON_UNAVAILABLE = "person_unavailable", _("Somebody cancels")
    LATE_ARRIVAL = "late_arrival", _("Somebody arrives late")
    ROOM_LOST = "room_lost", _("A room is lost")
    SESSION_CANCELLED = "session_cancelled", _("A session is not held")


class Plan(Identified):
    """What one run of the engine proposed: kept to be compared, and perhaps taken over.

    ``moves`` says of each session that would stand elsewhere than at the entry ``based_on`` of the
    record: ``{session, before, after, told, reason}``; ``before`` and ``after`` are ``{start,
    room}``, or null where it has no place. ``speakers`` are the codes of those who get the open
    speaking slots, by session. ``costs`` is a list of ``[rule, cost]``; ``reasons``
    are sentences as the engine gives them, ``{text, values}``. Names in these, and in ``about``,
    are references (`naming`).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="plans")
    kind = models.CharField(_("asked for"), max_length=10, choices=PlanKind.choices)
    about = models.CharField(_("because of"), max_length=300, blank=True)
    status = models.CharField(_("result"), max_length=20)
    objective = models.FloatField(_("cost"), null=True, blank=True)
    bound = models.FloatField(_("least cost possible"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), default=0)
    based_on = models.BigIntegerField(_("made at entry"))
    moves = models.JSONField(_("moves"), default=list, blank=True)
    is_fewest = models.BooleanField(_("no plan moves less"), default=False)
    speakers = models.JSONField(_("speakers"), default=dict, blank=True)
    costs = models.JSONField(_("costs"), default=list, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    taken_over_at = models.DateTimeField(_("taken over"), null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_desk_url(self) -> str:
        """The address where it is compared."""
        return reverse("timetable_desk:plan", args=[self.edition.slug, self.code])

    @property
    def gap(self) -> float | None:
        """How far the cost may be from the least possible, as a share of the cost."""
        if self.objective is None or self.bound is None:
            return None
        return 0.0 if self.objective == 0 else (self.objective - self.bound) / abs(self.objective)
