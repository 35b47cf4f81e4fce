"""The parts of a record: who takes part, what happened, what is counted and listed."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.directory.models import Country, Organisation
from serai.foundation.translation import (
    TranslatedCharField,
    render_text,
)
from serai.track.evidence.models import Citation
from serai.track.register.models.record import Record, Status


class PartyRole(models.TextChoices):
    """What a party does in a record."""

    PARTY = "party", _("party")
    HOST = "host", _("host institution")
    BUILDER = "builder", _("builder")
    OPERATOR = "operator", _("operator")
    OWNER = "owner", _("owner")
    FUNDER = "funder", _("funder")
    PROPOSER = "proposer", _("proposer")
    SUPERVISOR = "supervisor", _("supervising body")


class Party(models.Model):
    """An organisation or a country that takes part in a record, or only what a source calls it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("role"), max_length=20, choices=PartyRole.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="parties",
        verbose_name=_("organisation"),
    )  # fmt: skip
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="parties",
        verbose_name=_("country"),
    )  # fmt: skip
    as_written = models.CharField(
        _("as the source writes it"), max_length=300, blank=True,
        help_text=_("Where nobody is named, or the source errs."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.organisation or self.country or self.as_written)

    def clean(self) -> None:
        if not (self.organisation_id or self.country_id or self.as_written):
            raise ValidationError(
                {
                    "organisation": _(
                        "Name an organisation or a country, or give the words of the source."
                    )
                }
            )


class StatusEvent(models.Model):
    """One dated step in the life of a record that is not an agreement."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="status_events")
    status = models.CharField(_("status"), max_length=30, choices=Status.choices)
    on = PartialDateField(_("date"))
    note = TranslatedCharField(_("note"), max_length=300, blank=True)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("status event")
        verbose_name_plural = _("status events")
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.on or ''}".strip()


class Measure(models.Model):
    """A number that describes a record: its capacity, area, people trained."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="measures")
    name = TranslatedCharField(_("what is measured"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    unit = TranslatedCharField(_("unit"), max_length=60, blank=True)
    as_of = PartialDateField(_("as of"))
    note = TranslatedCharField(_("note"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"{render_text(self.name).text}: {self.value.normalize():f}"


class Element(models.Model):
    """One item of a list that a record is made of: a principle, an aspect, an area of work."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="elements")
    group = TranslatedCharField(_("list"), max_length=100)
    name = TranslatedCharField(_("item"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("element")
        verbose_name_plural = _("elements")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return render_text(self.name).text


class RelationKind(models.TextChoices):
    """How one record stands to another."""

    FOUNDED_BY = "founded_by", _("founded by")
    CARRIES_OUT = "carries_out", _("carries out")
    AMENDS = "amends", _("amends")
    SUPERSEDES = "supersedes", _("supersedes")
    RELATED = "related", _("related to")


class Relation(models.Model):
    """A link from one record to another."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind.choices)
    other = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="related_from",
        verbose_name=_("other record"),
    )  # fmt: skip

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "kind", "other"], name="register_relation_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(record=models.F("other")),
                name="register_relation_two_records",
                violation_error_message=_("A record cannot be related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.get_kind_display()} {self.other}"
