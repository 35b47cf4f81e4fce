"""Records: agreements, facilities, platforms, programmes, projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.directory.models import Country, Field, Goal, Theme
from serai.foundation.folding import fold
from serai.foundation.identity import Identified
from serai.foundation.search.tokens import index_text
from serai.foundation.translation import (
    TranslatedCharField,
    TranslatedTextField,
    render_text,
    texts_of,
)
from serai.track.evidence.models import Citation


class RecordKind(models.TextChoices):
    """What a record is a record of."""

    AGREEMENT = "agreement", _("agreement")
    JOINT_LABORATORY = "joint_laboratory", _("joint laboratory")
    DEMONSTRATION_CENTRE = "demonstration_centre", _("agricultural demonstration centre")
    TRANSFER_CENTRE = "transfer_centre", _("technology transfer centre")
    OVERSEAS_PARK = "overseas_park", _("overseas park")
    WORKSHOP = "workshop", _("training workshop")
    PLATFORM = "platform", _("cooperation platform")
    PROGRAMME = "programme", _("programme")
    TRAINING_RUN = "training_run", _("training run")
    PROJECT = "project", _("project")
    INITIATIVE = "initiative", _("initiative or declaration")


FACILITIES = frozenset({
    RecordKind.JOINT_LABORATORY, RecordKind.DEMONSTRATION_CENTRE, RecordKind.TRANSFER_CENTRE,
    RecordKind.OVERSEAS_PARK, RecordKind.WORKSHOP,
})  # fmt: skip


class Status(models.TextChoices):
    """Where a record stands. For agreements it is computed from their legal events."""

    UNKNOWN = "unknown", _("not known")
    PLANNED = "planned", _("planned")
    AGREED = "agreed", _("agreed")
    BUILDING = "building", _("being built")
    OPERATING = "operating", _("operating")
    COMPLETED = "completed", _("completed")
    CLOSED = "closed", _("closed")
    SIGNED = "signed", _("signed")
    PROVISIONALLY_APPLIED = "provisionally_applied", _("provisionally applied")
    IN_FORCE = "in_force", _("in force")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")
    SUPERSEDED = "superseded", _("superseded")


AGREEMENT_STATUSES = frozenset({
    Status.UNKNOWN, Status.SIGNED, Status.PROVISIONALLY_APPLIED, Status.IN_FORCE, Status.EXPIRED,
    Status.TERMINATED, Status.SUPERSEDED,
})  # fmt: skip


class Stage(models.TextChoices):
    """How far the editorial work on a record is. Only published records are public."""

    DRAFT = "draft", _("draft")
    CHECKED = "checked", _("checked")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


def searched_words(texts: Sequence[Mapping[str, str]], called: Sequence[str]) -> str:
    """Return what a record is searched by, as an index holds it (`search.tokens.index_text`).

    ``texts`` are its name, its summary and its place in every language; ``called`` is what sources
    call the record, then what they call its parties.
    """
    name, _summary, place = texts
    return index_text(
        [*(text for each in texts for text in each.values()), *called],
        [*name.values(), *called[:1]],
        place.values(),
        called[1:],
    )


def sort_name(name: Mapping[str, str]) -> str:
    """Return what a record is sorted by: its name in English, else in the first language it has."""
    return fold(render_text(name, "en").text)[:100]


class Record(Identified):
    """An agreement, a facility, a platform, a programme, a training run or a project."""

    kind = models.CharField(_("kind"), max_length=30, choices=RecordKind.choices)
    name = TranslatedCharField(_("name"), max_length=400)
    name_as_written = models.CharField(
        _("name as the source writes it"), max_length=400, blank=True,
        help_text=_("Where it differs from the name above."),
    )  # fmt: skip
    summary = TranslatedTextField(_("summary"), blank=True)
    status = models.CharField(
        _("status"), max_length=30, choices=Status.choices, default=Status.UNKNOWN
    )
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts",
        verbose_name=_("part of"),
    )  # fmt: skip
    countries = models.ManyToManyField(
        Country, blank=True, related_name="records", verbose_name=_("countries"),
        help_text=_("Every country that takes part."),
    )  # fmt: skip
    countries_are_examples = models.BooleanField(
        _("the list of countries is not complete"), default=False,
        help_text=_("The source says “and other countries”."),
    )  # fmt: skip
    place_name = TranslatedCharField(_("place"), max_length=200, blank=True)
    place_country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="located_records",
        verbose_name=_("country of the place"),
    )  # fmt: skip
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )  # fmt: skip
    started_on = PartialDateField(_("started"))
    ended_on = PartialDateField(_("ended"))
    fields = models.ManyToManyField(
        Field, blank=True, related_name="records", verbose_name=_("fields of science")
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="records", verbose_name=_("themes")
    )
    goals = models.ManyToManyField(
        Goal, blank=True, related_name="records", verbose_name=_("sustainable development goals")
    )
    counts_in_totals = models.BooleanField(_("counts in totals"), default=True)
    counting_reason = TranslatedCharField(
        _("why it does not count"), max_length=300, blank=True,
        help_text=_("For example: outside the definition; counted with another record."),
    )  # fmt: skip
    stage = models.CharField(
        _("editorial stage"), max_length=20, choices=Stage.choices, default=Stage.DRAFT
    )
    # Set by the operations when something was recorded, so that loading a file again leaves it.
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    # Derived, for filters and sorting: by save(), and by the operations once the parts are there.
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, editable=False)
    sort_name = models.CharField(max_length=100, blank=True, editable=False)
    words = models.TextField(blank=True, editable=False)
    quality = models.PositiveSmallIntegerField(_("quality"), null=True, blank=True, editable=False)

    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering: ClassVar = ["-changed_at", "-pk"]
        # The public reads published records only, so every index begins with the stage. Those of
        # an order end with the key: all that one import brought changed at the same moment.
        indexes: ClassVar = [
            models.Index(fields=["stage", "kind"], name="register_stage_kind"),
            models.Index(fields=["stage", "status"], name="register_stage_status"),
            models.Index(fields=["stage", "year"], name="register_stage_year"),
            models.Index(fields=["stage", "sort_name", "id"], name="register_stage_name"),
            models.Index(fields=["stage", "-started_on", "-id"], name="register_stage_started"),
            models.Index(fields=["stage", "-changed_at", "-id"], name="register_stage_changed"),
        ]

    def __str__(self) -> str:
        return render_text(self.name).text

    def save(self, *args: Any, **options: Any) -> None:
        self.set_words()
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return reverse("register:record", args=[self.code])

    def get_desk_url(self) -> str:
        """The address of the record at the desk."""
        return reverse("register_desk:record", args=[self.code])

    @property
    def is_public(self) -> bool:
        """Whether readers who are not signed in may see it."""
        return self.stage == Stage.PUBLISHED

    @property
    def is_agreement(self) -> bool:
        """Whether its status is computed from legal events."""
        return self.kind == RecordKind.AGREEMENT

    def set_words(self) -> None:
        """Derive what is searched and sorted by: the texts of every language, and what sources call
        the record and its parties.
        """
        called = self.parties.values_list("as_written", flat=True) if self.pk else ()
        texts = [texts_of(value) for value in (self.name, self.summary, self.place_name)]
        self.words = searched_words(texts, [self.name_as_written, *called])
        self.sort_name = sort_name(texts[0])

    def clean(self) -> None:
        if not self.counts_in_totals and not render_text(self.counting_reason).text:
            raise ValidationError({"counting_reason": _("Say why this record does not count.")})
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Give latitude and longitude, or neither.")})
        if self.started_on and self.ended_on and self.ended_on.latest < self.started_on.earliest:
            raise ValidationError({"ended_on": _("It cannot end before it starts.")})
        if self.is_agreement and self.status not in AGREEMENT_STATUSES:
            raise ValidationError({"status": _("An agreement cannot have this status.")})
        if not self.is_agreement and self.status in AGREEMENT_STATUSES - {
            Status.UNKNOWN,
            Status.SUPERSEDED,
        }:
            raise ValidationError({"status": _("Only an agreement can have this status.")})
