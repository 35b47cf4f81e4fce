"""Sources, what they state, and which statement rests on which."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.directory.models import Organisation, Person
from serai.foundation.identity import Identified
from serai.foundation.translation import TranslatedCharField, TranslatedTextField, render_text


class SourceKind(models.TextChoices):
    """What sort of document a source is."""

    OFFICIAL = "official", _("official document")
    AGENCY_REPORT = "agency_report", _("news agency report")
    NEWS_REPORT = "news_report", _("news report")
    FEATURE = "feature", _("news feature")
    COMMENTARY = "commentary", _("commentary")
    WEB_PAGE = "web_page", _("web page")
    DATASET = "dataset", _("dataset")
    ACADEMIC = "academic", _("academic publication")


class Source(Identified):
    """A document that states something. Its text stays where it is; here are its particulars."""

    title = TranslatedCharField(_("title"), max_length=400)
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind.choices)
    publisher = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True,
        related_name="published_sources", verbose_name=_("publisher"),
    )  # fmt: skip
    publisher_as_written = models.CharField(_("publisher as written"), max_length=200, blank=True)
    published_on = PartialDateField(_("published"))
    dateline = PartialDateField(_("dateline"))
    language = models.CharField(
        _("language"), max_length=20, blank=True, help_text=_("A BCP 47 tag.")
    )
    is_machine_translated = models.BooleanField(_("machine translated"), default=False)
    is_official = models.BooleanField(
        _("official"), default=False, help_text=_("Published by one of the bodies it speaks of.")
    )
    address = models.URLField(_("address"), max_length=1000, blank=True)
    rights = models.CharField(_("rights"), max_length=300, blank=True)
    sha256 = models.CharField(
        "SHA-256", max_length=64, blank=True,
        validators=[RegexValidator(r"^[0-9a-f]{64}$", _("Write 64 digits and letters a to f."))],
        help_text=_("Of the text that places refer to, so that a changed page shows."),
    )  # fmt: skip
    length = models.PositiveIntegerField(
        _("length"), null=True, blank=True,
        help_text=_("Characters (Unicode code points) of the text that places refer to."),
    )  # fmt: skip
    retrieved_on = models.DateField(_("retrieved"), null=True, blank=True)
    note = TranslatedTextField(_("note"), blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering: ClassVar = ["-published_on", "pk"]

    def __str__(self) -> str:
        return render_text(self.title).text

    def get_absolute_url(self) -> str:
        return reverse("evidence:source", args=[self.code])

    @property
    def publisher_name(self) -> str:
        """Who published it, as the source writes it or as the directory knows it."""
        return self.publisher_as_written or (str(self.publisher) if self.publisher else "")


class Place(models.Model):
    """A place in a source: character offsets, end exclusive, or words such as "page 3"."""

    start = models.PositiveIntegerField(_("from character"), null=True, blank=True)
    end = models.PositiveIntegerField(_("to character"), null=True, blank=True)
    locator = models.CharField(
        _("place in words"),
        max_length=200,
        blank=True,
        help_text=_("For example: page 3, table 2."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValidationError({"end": _("Give both ends of the place, or neither.")})
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValidationError({"end": _("The place must end after it starts.")})

    def check_end(self, source: Source | None) -> None:
        """Refuse a place beyond the end of a source whose length is known."""
        length = source.length if source else None
        if length is not None and self.end is not None and self.end > length:
            raise ValidationError(
                {"end": _("The text of the source has only %(length)s characters.")
                 % {"length": length}}
            )  # fmt: skip


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


class LinkKind(models.TextChoices):
    """How one claim stands to another."""

    AGREES = "agrees", _("agrees with")
    CONFLICTS = "conflicts", _("conflicts with")
    REPEATS = "repeats", _("repeats")
    REFINES = "refines", _("refines")
    SUPERSEDES = "supersedes", _("supersedes")


SYMMETRIC = frozenset({LinkKind.AGREES, LinkKind.CONFLICTS})
"""Relations that say the same read from either end."""


class ClaimLink(models.Model):
    """A relation between two claims that a person has decided.

    A pair has a relation once, whichever way it is written: if one claim agrees with another, the
    other agrees with it; if one repeats another, the other cannot repeat it.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("relation"), max_length=20, choices=LinkKind.choices)
    other = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="linked_from")
    note = TranslatedCharField(_("note"), max_length=400, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("link between claims")
        verbose_name_plural = _("links between claims")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Least("claim", "other"), Greatest("claim", "other"), "kind",
                name="evidence_link_once",
                violation_error_message=_("The two claims already have this relation."),
            ),
            models.CheckConstraint(
                condition=~models.Q(claim=models.F("other")), name="evidence_link_two_claims",
                violation_error_message=_("A claim cannot be linked to itself."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.claim} {self.get_kind_display()} {self.other}"


class Citation(Place):
    """The place in a source on which one field of one object rests.

    ``field`` is the name of a column, or empty where the citation supports the object as a whole.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("field"), max_length=60, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.SET_NULL, null=True, blank=True, related_name="citations",
        verbose_name=_("claim"),
    )  # fmt: skip
    note = TranslatedTextField(_("note"), blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering: ClassVar = ["field", "pk"]
        indexes: ClassVar = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        place = self.locator or ("" if self.start is None else f"{self.start}–{self.end}")
        return f"{self.source}, {place}" if place else str(self.source)

    def clean(self) -> None:
        Place.clean(self)
        self.check_end(self.source if self.source_id else None)
        if self.claim is not None and self.claim.source_id != self.source_id:
            raise ValidationError({"claim": _("This claim comes from another source.")})


# People and organisations stand below evidence and cannot name its models; what is cited about them
# is kept, shown and deleted with them all the same.
CITED_FROM_BELOW: tuple[type[models.Model], ...] = (Organisation, Person)
for _model in CITED_FROM_BELOW:
    GenericRelation(Citation).contribute_to_class(_model, "citations")
