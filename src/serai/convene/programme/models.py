"""The programme of an edition.

Everything here belongs to one edition, and reading it outside `django_scopes.scope(edition=…)`
raises: no query can mix two editions by mistake.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.editions.models import Edition, FocusTopic, Venue, check_languages
from serai.foundation.codes import KnownCodes
from serai.foundation.directory.models import Organisation, Person
from serai.foundation.identity import Identified
from serai.foundation.releases.models import Release
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text
from serai.track.evidence.models import Citation, Claim
from serai.track.register.models import Record


def check_same_edition(instance: Any, *names: str) -> None:
    """Raise ValidationError where a reference of the object leads into another edition."""
    for name in names:
        # A form that is not filled in yet has no object to look at.
        other = getattr(instance, name) if getattr(instance, f"{name}_id") else None
        if other is not None and other.edition_id != instance.edition_id:
            raise ValidationError({name: _("It belongs to another edition.")})


FAR_AWAY = timedelta(days=183)
"""How far from the days of its edition a session cannot be."""


def check_day(day: date | None, edition: Edition) -> None:
    """Raise ValidationError for a day so far from the edition that its year must be mistyped."""
    if day is None:
        return
    first, last = edition.starts_on, edition.last_day
    if first is None or last is None:
        is_likely = 1900 <= day.year < 2200
    else:
        # Compared as distances: a calendar has no day before its first.
        is_likely = first - day <= FAR_AWAY and day - last <= FAR_AWAY
    if not is_likely:
        raise ValidationError({"day": _("This is far from the days of the edition: check it.")})


class Equipment(models.TextChoices):
    """What a room has and a session needs."""

    PROJECTOR = "projector", _("projector")
    MICROPHONES = "microphones", _("microphones at the seats")
    VIDEO_LINK = "video_link", _("video link for remote speakers")
    RECORDING = "recording", _("recording")
    STREAMING = "streaming", _("streaming")
    ROUND_TABLE = "round_table", _("round table")
    STEP_FREE = "step_free", _("step-free access to the stage")


LONGEST = 24 * 60
"""How many minutes a session may last."""


class AtDesk(models.Model):
    """Something that the desk of a programme edits, under an address of its own."""

    DESK: ClassVar[str]

    class Meta:
        abstract = True

    def get_desk_url(self) -> str:
        """The address of its form."""
        place: Any = self
        return reverse("programme_desk:change", args=[place.edition.slug, self.DESK, place.code])


class Disclosure(models.TextChoices):
    """Whether a fact is known. What nobody has announced is a state of its own, never a guess."""

    KNOWN = "known", _("known")
    TO_BE_ANNOUNCED = "to_be_announced", _("to be announced")


class Section(AtDesk, Identified):
    """A part of the programme."""

    DESK = "sections"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    name = TranslatedCharField(_("name"), max_length=200)
    description = TranslatedTextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    citations = GenericRelation(Citation)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text


class Room(AtDesk, Identified):
    """A room where sessions take place."""

    DESK = "rooms"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rooms")
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="rooms",
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
    citations = GenericRelation(Citation)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text

    def clean(self) -> None:
        check_same_edition(self, "venue")


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


class Activity(AtDesk, Identified):
    """What is announced: a ceremony, a meeting, a forum, an exhibition."""

    DESK = "activities"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="activities")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="activities",
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
    citations = GenericRelation(Citation)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

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


class Session(AtDesk, Identified):
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
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions",
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
    citations = GenericRelation(Citation)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

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

    @property
    def time_disclosure(self) -> Disclosure:
        """Whether the time of day is known."""
        return Disclosure.KNOWN if self.starts_at else Disclosure.TO_BE_ANNOUNCED

    @property
    def room_disclosure(self) -> Disclosure:
        """Whether the room is known."""
        return Disclosure.KNOWN if self.room_id else Disclosure.TO_BE_ANNOUNCED

    def clean(self) -> None:
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": _("Give the start too.")})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The session must end after it starts.")})
        if self.starts_at:
            self.day = self.starts_at.astimezone(self.edition.zone).date()
        check_same_edition(self, "activity", "room")


class ContributionKind(models.TextChoices):
    """What sort of contribution it is."""

    KEYNOTE = "keynote", _("keynote")
    TALK = "talk", _("talk")
    STATEMENT = "statement", _("statement")
    PANEL = "panel", _("panel")
    REPORT = "report", _("report")


class Contribution(AtDesk, Identified):
    """A talk, with the session or activity it belongs to as far as they are known.

    Where the session is known, ``activity`` is the activity of that session.
    """

    DESK = "contributions"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contributions")
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions",
        verbose_name=_("activity"),
    )  # fmt: skip
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions",
        verbose_name=_("session"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=20, choices=ContributionKind.choices)
    title = TranslatedCharField(_("title"), max_length=300, blank=True)
    title_disclosure = models.CharField(
        _("is the title known?"),
        max_length=20,
        choices=Disclosure.choices,
        default=Disclosure.KNOWN,
    )
    abstract = TranslatedTextField(_("abstract"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    citations = GenericRelation(Citation)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        if self.title_disclosure == Disclosure.KNOWN:
            return render_text(self.title).text
        kind = capfirst(self.get_kind_display())
        return gettext("%(kind)s, title to be announced") % {"kind": kind}

    def clean(self) -> None:
        titled = bool(render_text(self.title).text)
        if titled != (self.title_disclosure == Disclosure.KNOWN):
            raise ValidationError(
                {"title": _("Give the title, or say that it is to be announced; not both.")}
            )
        if self.session and self.activity_id and self.session.activity_id != self.activity_id:
            raise ValidationError({"session": _("The session belongs to another activity.")})
        check_same_edition(self, "session", "activity")
        if self.session:
            self.activity = self.session.activity


class ParticipationRole(models.TextChoices):
    """What a person does in an activity, session or contribution."""

    CHAIR = "chair", _("chair")
    MODERATOR = "moderator", _("moderator")
    KEYNOTE = "keynote", _("keynote speaker")
    SPEAKER = "speaker", _("speaker")
    PANELLIST = "panellist", _("panellist")
    INTERPRETER = "interpreter", _("interpreter")


class Participation(models.Model):
    """The role of a person in one activity, session or contribution, with the position they
    held at that time.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=ParticipationRole.choices)
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="participations"
    )
    position_held = TranslatedCharField(_("position at that time"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    citations = GenericRelation(Citation)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    models.Q(activity__isnull=False, session=None, contribution=None)
                    | models.Q(activity=None, session__isnull=False, contribution=None)
                    | models.Q(activity=None, session=None, contribution__isnull=False)
                ),
                name="programme_participation_in_one_thing",
                violation_error_message=_("Choose one activity, session or contribution."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[part, "person", "role"],
                    name=f"programme_participation_once_a_{part}",
                    violation_error_message=_("The person has this role already."),
                )
                for part in ("activity", "session", "contribution")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    def clean(self) -> None:
        check_same_edition(self, "activity", "session", "contribution")


class ReleaseNotice(models.Model):
    """That a person is told by e-mail what a release changes for them; once."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("notice of a release")
        verbose_name_plural = _("notices of releases")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "person"], name="programme_notice_once_a_release"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}, {self.person}"
