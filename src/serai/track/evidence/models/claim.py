"""What a source states about one quantity."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.directory.models import Person
from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, TranslatedTextField
from serai.track.evidence.models.place import Place
from serai.track.evidence.models.source import Source


class Qualifier(models.TextChoices):
    """How a value was qualified. "More than 80" is a bound, not 80."""

    EXACT = "exact", _("exactly")
    MORE_THAN = "more_than", _("more than")
    AT_LEAST = "at_least", _("at least")
    ABOUT = "about", _("about")
    NEARLY = "nearly", _("nearly")
    UP_TO = "up_to", _("up to")
    RANGE = "range", _("between")
    UNQUANTIFIED = "unquantified", _("no number given")


class ClaimKind(models.TextChoices):
    """What sort of quantity is claimed."""

    COUNT = "count", _("count")
    MONEY = "money", _("amount of money")
    PERCENT = "percent", _("percentage")
    DURATION = "duration", _("duration")
    MEASURE = "measure", _("measure")


class ClaimState(models.TextChoices):
    """Which state of affairs is counted. Figures of different states never conflict."""

    ACTUAL = "actual", _("actual")
    TARGET = "target", _("target")
    INVITED = "invited", _("invited")
    ATTENDED = "attended", _("attended")
    PLANNED = "planned", _("planned")
    BUILT = "built", _("built")


class DateBasis(models.TextChoices):
    """Where the date of a claim comes from."""

    STATED = "stated", _("stated in the source")
    PUBLICATION = "publication", _("date of publication")
    INFERRED = "inferred", _("inferred")
    UNKNOWN = "unknown", _("not known")


class Rank(models.TextChoices):
    """Which of several accepted claims speaks for a figure."""

    PREFERRED = "preferred", _("preferred")
    NORMAL = "normal", _("normal")
    DEPRECATED = "deprecated", _("deprecated")


class Review(models.TextChoices):
    """What the analysts decided about a claim. Only accepted claims make figures."""

    DRAFT = "draft", _("not yet checked")
    ACCEPTED = "accepted", _("accepted")
    DISPUTED = "disputed", _("disputed")
    REJECTED = "rejected", _("rejected")


DECIDED = frozenset({Review.ACCEPTED, Review.DISPUTED, Review.REJECTED})
"""What the public may see: a decision and its reason stay in the open, work in hand does not."""


class Claim(Identified, Place):
    """What one source states about one quantity, with its exact place.

    The bounds are what the words allow: "more than 80" is (80, ∞), "50-plus" is [50, ∞),
    "nearly 40" is (-∞, 40). They follow from value and qualifier whenever a claim is saved.
    """

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="claims", verbose_name=_("source")
    )
    indicator = models.ForeignKey(
        "figures.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="claims",
        verbose_name=_("indicator"),
    )  # fmt: skip
    subject = models.CharField(_("subject"), max_length=300)
    scope = models.CharField(
        _("scope"), max_length=200, blank=True, help_text=_("Which part of the whole is counted.")
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=ClaimKind.choices, default=ClaimKind.COUNT
    )
    written = models.CharField(_("value as written"), max_length=100)
    qualifier = models.CharField(_("qualifier"), max_length=20, choices=Qualifier.choices)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    upper_value = models.DecimalField(
        _("upper value of a range"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    lower = models.DecimalField(
        _("lower bound"), max_digits=20, decimal_places=4, null=True, blank=True, editable=False
    )
    lower_inclusive = models.BooleanField(default=True, editable=False)
    upper = models.DecimalField(
        _("upper bound"), max_digits=20, decimal_places=4, null=True, blank=True, editable=False
    )
    upper_inclusive = models.BooleanField(default=True, editable=False)
    unit = models.CharField(
        _("unit"), max_length=80, help_text=_("The thing counted, in the singular: agreement.")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ClaimState.choices, default=ClaimState.ACTUAL
    )
    as_of = PartialDateField(_("as of"))
    as_of_basis = models.CharField(
        _("basis of the date"), max_length=20, choices=DateBasis.choices, default=DateBasis.UNKNOWN
    )
    attributed_to = models.CharField(
        _("attributed to"), max_length=200, blank=True,
        help_text=_("Who says so in the source, apart from its publisher."),
    )  # fmt: skip
    speaker = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="claims",
        verbose_name=_("person who says so"),
    )  # fmt: skip
    quote = models.TextField(
        _("quotation"),
        blank=True,
        help_text=_("The exact words. At most one sentence is published."),
    )
    correction = TranslatedTextField(
        _("correction"),
        blank=True,
        help_text=_("What the editors correct, openly; the value as written stays."),
    )
    correction_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections",
        verbose_name=_("source of the correction"),
    )  # fmt: skip
    note = TranslatedTextField(_("note"), blank=True)
    rank = models.CharField(_("rank"), max_length=20, choices=Rank.choices, default=Rank.NORMAL)
    rank_reason = TranslatedCharField(_("reason for the rank"), max_length=300, blank=True)
    review = models.CharField(
        _("review"), max_length=20, choices=Review.choices, default=Review.DRAFT, db_index=True
    )
    review_note = models.CharField(_("reason for the decision"), max_length=300, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("reviewed by"), editable=False,
    )  # fmt: skip
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering: ClassVar = ["source", "start", "pk"]
        indexes: ClassVar = [models.Index(fields=["indicator", "review"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "scope", "state"],
                condition=models.Q(rank=Rank.PREFERRED),
                name="evidence_one_preferred_claim",
                violation_error_message=_(
                    "Another claim of this indicator, scope and state is the preferred one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.written}"

    def save(self, *args: object, **options: object) -> None:
        self.set_bounds()
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return reverse("evidence:claim", args=[self.code])

    @property
    def is_public(self) -> bool:
        """Whether the analysts have decided about it."""
        return self.review in DECIDED

    def clean(self) -> None:
        Place.clean(self)
        self.check_end(self.source if self.source_id else None)
        unquantified = self.qualifier == Qualifier.UNQUANTIFIED
        if self.value is None and not unquantified:
            raise ValidationError(
                {"value": _("Give the number that was stated, or choose “no number given”.")}
            )
        if self.value is not None and unquantified:
            raise ValidationError(
                {"qualifier": _("A number is given: leave it out, or choose how it is qualified.")}
            )
        if (self.qualifier == Qualifier.RANGE) != (self.upper_value is not None):
            raise ValidationError(
                {"upper_value": _("A range, and only a range, has an upper value.")}
            )
        if (
            self.upper_value is not None
            and self.value is not None
            and self.upper_value < self.value
        ):
            raise ValidationError({"upper_value": _("The upper value is below the lower one.")})

    def set_bounds(self) -> None:
        """Derive the interval that the words allow."""
        self.lower, self.upper = self.value, self.value
        self.lower_inclusive = self.upper_inclusive = True
        match self.qualifier:
            case Qualifier.MORE_THAN:
                self.lower_inclusive, self.upper = False, None
            case Qualifier.AT_LEAST:
                self.upper = None
            case Qualifier.NEARLY:
                self.lower, self.upper_inclusive = None, False
            case Qualifier.UP_TO:
                self.lower = None
            case Qualifier.RANGE:
                self.upper = self.upper_value
            case Qualifier.ABOUT if self.value is not None:
                # "About" names no bounds; a tenth either way keeps it from conflicting with
                # the exact figures it is the rounding of.
                margin = abs(self.value) / Decimal(10)
                self.lower, self.upper = self.value - margin, self.value + margin
