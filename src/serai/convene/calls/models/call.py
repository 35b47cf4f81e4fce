"""What an edition asks for: calls, their questions, and the tags of the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from serai.convene.editions.models import Edition, check_languages
from serai.convene.programme.models import (
    LONGEST,
    Activity,
    ContributionKind,
    Section,
    check_same_edition,
)
from serai.foundation.codes import KnownCodes
from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text

SESSION = "session"
"""The kind of a submission that asks for a session of its own, with several speakers."""

SUBMISSION_KINDS = [*ContributionKind.choices, (SESSION, _("whole session"))]
"""What a submission may ask for: a contribution of some kind, or a session."""


def check_lengths(lengths: object) -> None:
    """Raise ValidationError unless these are minutes that a session may last, each once."""
    is_list = isinstance(lengths, list) and all(
        isinstance(each, int) and not isinstance(each, bool) and 0 < each <= LONGEST
        for each in lengths
    )
    if not is_list or len(set(lengths)) != len(lengths):  # type: ignore[call-overload,arg-type]
        raise ValidationError(_("Write numbers of minutes, such as 15, 30."))


def check_options(options: object) -> None:
    """Raise ValidationError unless these are options ``{"code", "label"}``, each code once."""
    is_list = isinstance(options, list) and all(
        isinstance(each, dict)
        and isinstance(each.get("code"), str)
        and isinstance(each.get("label"), dict)
        and any(each["label"].values())
        for each in options
    )
    if not is_list or len({each["code"] for each in options}) != len(options):  # type: ignore[arg-type,attr-defined]
        raise ValidationError(_("Give each option a text, and each text once."))


class CallPhase(models.TextChoices):
    """How far a call is at a moment."""

    UPCOMING = "upcoming", _("not yet open")
    OPEN = "open", pgettext_lazy("call for contributions", "open")
    CLOSED = "closed", pgettext_lazy("call for contributions", "closed")


class Call(Identified):
    """A call for contributions to an edition, or to one activity or section of it.

    ``opens_at`` and ``closes_at`` are in UTC and shown in the zone of the edition; an empty end
    leaves it open. Nobody outside the desk knows of it until ``is_public``. An empty list of
    ``lengths`` does not ask for one; an empty list of ``languages`` means those of the edition.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="calls")
    activity = models.ForeignKey(
        Activity, on_delete=models.RESTRICT, null=True, blank=True, related_name="calls",
        verbose_name=_("activity"),
    )  # fmt: skip
    section = models.ForeignKey(
        Section, on_delete=models.RESTRICT, null=True, blank=True, related_name="calls",
        verbose_name=_("section"),
    )  # fmt: skip
    title = TranslatedCharField(_("title"), max_length=300)
    text = TranslatedTextField(_("text"), blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    # What is asked for
    kinds = models.JSONField(
        _("kinds"),
        default=list,
        validators=[KnownCodes([code for code, _label in SUBMISSION_KINDS])],
    )
    lengths = models.JSONField(_("minutes"), default=list, blank=True, validators=[check_lengths])
    languages = models.JSONField(
        _("languages"), default=list, blank=True, validators=[check_languages]
    )
    most_speakers = models.PositiveSmallIntegerField(
        _("speakers at most"), default=4,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )  # fmt: skip
    summary_words = models.PositiveSmallIntegerField(
        _("words of the summary at most"), default=100,
        validators=[MinValueValidator(10), MaxValueValidator(1000)],
    )  # fmt: skip
    description_words = models.PositiveSmallIntegerField(
        _("words of the description at most"), default=500,
        validators=[MaxValueValidator(5000)],
        help_text=_("0: it is not asked for."),
    )  # fmt: skip
    asks_section = models.BooleanField(
        _("asks for the section"), default=False,
        help_text=_("Who submits chooses a section of the programme."),
    )  # fmt: skip
    asks_fields = models.BooleanField(
        _("asks for fields of science"), default=False,
        help_text=_("They help to find reviewers who know the subject."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ScopedManager(edition="edition")

    class Meta:
        verbose_name = _("call for contributions")
        verbose_name_plural = _("calls for contributions")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closes_at=None) | models.Q(closes_at__gt=models.F("opens_at")),
                name="calls_call_closes_after_opening",
                violation_error_message=_("It must close after it opens."),
            ),
            models.CheckConstraint(
                condition=models.Q(activity=None) | models.Q(section=None),
                name="calls_call_of_one_part",
                violation_error_message=_("Choose an activity or a section, not both."),
            ),
        ]

    def __str__(self) -> str:
        return render_text(self.title).text

    def get_absolute_url(self) -> str:
        """The address of its public page."""
        return reverse("calls:call", args=[self.edition.slug, self.code])

    def get_desk_url(self) -> str:
        """The address of what was submitted to it."""
        return reverse("calls_desk:call", args=[self.edition.slug, self.code])

    def clean(self) -> None:
        check_same_edition(self, "activity", "section")

    def phase_at(self, moment: datetime | None = None) -> CallPhase:
        """How far the call is at a moment, by default now. At its deadline it is closed."""
        moment = moment or timezone.now()
        if moment < self.opens_at:
            return CallPhase.UPCOMING
        if self.closes_at is None or moment < self.closes_at:
            return CallPhase.OPEN
        return CallPhase.CLOSED

    @property
    def submission_languages(self) -> list[str]:
        """The languages in which it may be answered."""
        return self.languages or self.edition.languages or ["en"]


class QuestionSort(models.TextChoices):
    """How a question is answered."""

    LINE = "line", _("a line of text")
    TEXT = "text", _("a longer text")
    NUMBER = "number", _("a number")
    DATE = "date", _("a date")
    ADDRESS = "address", _("a web address")
    YES = "yes", _("a tick")
    ONE = "one", _("one of several options")
    SEVERAL = "several", _("any of several options")
    FILE = "file", _("a file")


class Question(Identified):
    """A further question of a call. Answers are kept with the submission, by its code.

    ``options`` is a list of ``{"code", "label"}``; the label has a text a language.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    sort = models.CharField(_("answered by"), max_length=10, choices=QuestionSort.choices)
    label = TranslatedCharField(_("question"), max_length=300)
    help = TranslatedCharField(_("help"), max_length=500, blank=True)
    options = models.JSONField(_("options"), default=list, blank=True, validators=[check_options])
    is_required = models.BooleanField(_("required"), default=False)
    most_words = models.PositiveSmallIntegerField(
        _("words at most"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
    )  # fmt: skip
    is_for_reviewers = models.BooleanField(
        _("shown to reviewers"), default=True,
        help_text=_("Otherwise only the desk reads the answers."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ScopedManager(edition="call__edition")

    class Meta:
        verbose_name = _("question of a call")
        verbose_name_plural = _("questions of calls")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.label).text

    def clean(self) -> None:
        has_options = self.sort in (QuestionSort.ONE, QuestionSort.SEVERAL)
        if has_options and len(self.options) < 2:
            raise ValidationError({"options": _("Give at least two options.")})

    def option_label(self, code: str) -> str:
        """The text of an option, in the reader's language; its code where it is gone."""
        label = next((each["label"] for each in self.options if each["code"] == code), None)
        return render_text(label).text if label else code


class Tag(models.Model):
    """A word by which the desk sorts what was submitted to a call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(_("name"), max_length=60)

    objects: ClassVar[Any] = ScopedManager(edition="call__edition")

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "name"], name="calls_tag_once",
                violation_error_message=_("The call has this tag already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
