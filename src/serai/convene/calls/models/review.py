"""How the submissions of a call are judged: reviewers, criteria, reviews, decisions, letters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from serai.convene.calls.models.call import Call
from serai.convene.calls.models.submission import Submission, SubmissionState
from serai.convene.editions.models import check_languages
from serai.convene.programme.models import Section
from serai.foundation.directory.models import Country, Field, Person
from serai.foundation.identity import Identified
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text


class Reviewing(models.Model):
    """The rules by which the submissions of a call are reviewed and chosen."""

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="reviewing")
    reviews_wanted = models.PositiveSmallIntegerField(
        _("reviews of each submission"), default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )  # fmt: skip
    closes_at = models.DateTimeField(
        _("reviews until"), null=True, blank=True,
        help_text=_("In the time zone of the edition. Empty: until it is decided."),
    )  # fmt: skip
    is_blind = models.BooleanField(
        _("blind"), default=True,
        help_text=_("Reviewers see no names, organisations and countries."),
    )  # fmt: skip
    is_open = models.BooleanField(
        _("review others too"), default=False,
        help_text=_("Reviewers may review what was not assigned to them."),
    )  # fmt: skip
    hides_own_country = models.BooleanField(
        _("own country is a conflict"), default=False,
        help_text=_("Nobody reviews submissions from the country of their own delegation."),
    )  # fmt: skip
    rule = TranslatedTextField(
        _("by what rule it is decided"), blank=True,
        help_text=_("It stands in the report on fairness."),
    )  # fmt: skip

    objects: ClassVar[Any] = ScopedManager(edition="call__edition")

    class Meta:
        verbose_name = _("rules of reviewing")
        verbose_name_plural = _("rules of reviewing")

    def __str__(self) -> str:
        return str(self.call)

    def has_closed(self) -> bool:
        """Tell whether reviews can no longer be given or changed."""
        return self.closes_at is not None and self.closes_at <= timezone.now()


class Criterion(models.Model):
    """What a submission is judged by, on a scale of whole numbers.

    A criterion of weight 0 is asked for and shown, and does not count.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    name = TranslatedCharField(_("criterion"), max_length=100)
    help = TranslatedCharField(_("help"), max_length=300, blank=True)
    lowest = models.PositiveSmallIntegerField(_("lowest score"), default=1)
    highest = models.PositiveSmallIntegerField(
        _("highest score"), default=5, validators=[MaxValueValidator(10)]
    )
    weight = models.PositiveSmallIntegerField(
        pgettext_lazy("of a criterion", "weight"), default=1, validators=[MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ScopedManager(edition="call__edition")

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(highest__gt=models.F("lowest")),
                name="calls_criterion_scale",
                violation_error_message=_("The highest score is above the lowest."),
            ),
        ]

    def __str__(self) -> str:
        return render_text(self.name).text


class Reviewer(Identified):
    """Somebody who reviews for a call, and what they know about.

    An empty set of sections, fields or languages means all of them. In the record and wherever else
    it is written as it is, a reviewer is a number: the name is for the desk only.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="reviewers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="reviewing",
        verbose_name=_("account"),
    )  # fmt: skip
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("country"),
    )  # fmt: skip
    sections = models.ManyToManyField(
        Section, blank=True, related_name="+", verbose_name=_("sections")
    )
    fields = models.ManyToManyField(
        Field, blank=True, related_name="+", verbose_name=_("fields of science")
    )
    languages = models.JSONField(
        _("languages"), default=list, blank=True, validators=[check_languages]
    )
    most = models.PositiveSmallIntegerField(
        _("reviews at most"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    objects: ClassVar[Any] = ScopedManager(edition="call__edition")

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "user"], name="calls_reviewer_once",
                violation_error_message=_("This account reviews for the call already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return gettext("Reviewer %(code)s") % {"code": self.code[:4]}

    @property
    def name(self) -> str:
        """Who it is, for the desk."""
        return str(self.user) if self.user is not None else str(self)

    def get_desk_url(self) -> str:
        """The address of its form."""
        return reverse("reviewing_desk:reviewer", args=[
            self.call.edition.slug, self.call.code, self.code
        ])  # fmt: skip


class Assignment(models.Model):
    """That a reviewer is asked to review a submission."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="assignments")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="assignments")

    objects: ClassVar[Any] = ScopedManager(edition="submission__edition")

    class Meta:
        verbose_name = _("assignment of a reviewer")
        verbose_name_plural = _("assignments of reviewers")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reviewer", "submission"], name="calls_assignment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.reviewer}"

    def clean(self) -> None:
        if self.reviewer.call_id != self.submission.call_id:
            raise ValidationError({"reviewer": _("It belongs to another call.")})


class Conflict(models.Model):
    """That a reviewer must not judge a submission, or that a conflict found there is none.

    What names and addresses show by themselves is found anew whenever it is asked; here stands only
    what a reviewer declared, or the desk after it had looked (``is_lifted``).
    """

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="conflicts")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="conflicts")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    is_lifted = models.BooleanField(_("no conflict"), default=False)

    objects: ClassVar[Any] = ScopedManager(edition="submission__edition")

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reviewer", "submission"], name="calls_conflict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.reviewer}"


class Review(models.Model):
    """What one reviewer says of one submission."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="reviews")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reviews")
    comment = models.TextField(
        _("for the committee"), max_length=10_000, blank=True,
        help_text=_("Never shown to those who submitted it."),
    )  # fmt: skip
    comment_for_authors = models.TextField(
        _("for the authors"), max_length=10_000, blank=True,
        help_text=_("It may stand in their letter, without your name."),
    )  # fmt: skip
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)

    objects: ClassVar[Any] = ScopedManager(edition="submission__edition")

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reviewer", "submission"], name="calls_review_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.reviewer}"


class Score(models.Model):
    """The score that a review gives by one criterion."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    value = models.PositiveSmallIntegerField(_("score"))

    objects: ClassVar[Any] = ScopedManager(edition="review__submission__edition")

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering: ClassVar = ["criterion", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "criterion"], name="calls_score_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"

    def clean(self) -> None:
        if not self.criterion.lowest <= self.value <= self.criterion.highest:
            raise ValidationError({"value": _("It is not on the scale of the criterion.")})


class Outcome(models.TextChoices):
    """What is decided of a submission; the state that it has once that was told."""

    ACCEPTED = SubmissionState.ACCEPTED.value, _("accepted")
    WAITLISTED = SubmissionState.WAITLISTED.value, _("on the waiting list")
    REJECTED = SubmissionState.REJECTED.value, _("not accepted")


class Decision(models.Model):
    """What the committee decided of a submission.

    The state of the submission changes when its letter goes, not before. ``people`` are those who
    were added to the directory by it. A waiting list that was told of is followed by another
    decision, and then no longer ``is_current``.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("decision"), max_length=20, choices=Outcome.choices)
    note = models.TextField(
        _("reasons for the authors"), max_length=5000, blank=True,
        help_text=_("It stands in the letter where the text has {reasons}."),
    )  # fmt: skip
    people = models.ManyToManyField(Person, blank=True, related_name="+", editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided"), default=timezone.now, editable=False)
    is_current = models.BooleanField(default=True, editable=False)

    objects: ClassVar[Any] = ScopedManager(edition="submission__edition")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(is_current=True),
                name="calls_one_current_decision",
                violation_error_message=_("Somebody decided it at this moment."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_outcome_display()}"


class LetterText(models.Model):
    """What a call writes to those whose submissions have an outcome."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="letter_texts")
    outcome = models.CharField(_("decision"), max_length=20, choices=Outcome.choices)
    subject = TranslatedCharField(_("subject"), max_length=200)
    body = TranslatedTextField(_("text"))

    objects: ClassVar[Any] = ScopedManager(edition="call__edition")

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "outcome"], name="calls_letter_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.get_outcome_display()}"


class Letter(models.Model):
    """A letter that tells a decision, as it was written.

    ``begun_at`` is set before it is handed to the mail server and ``sent_at`` after. One that was
    begun and not sent may have gone or not: no program sends it again, only somebody who asks for
    it (``is_again``).
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="letters")
    address = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=10, choices=[(code, code) for code in LANGUAGE_CODES]
    )
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    is_again = models.BooleanField(_("sent again"), default=False, editable=False)

    objects: ClassVar[Any] = ScopedManager(edition="decision__submission__edition")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision"], condition=models.Q(is_again=False),
                name="calls_told_once",
                violation_error_message=_("The letter has gone already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject
