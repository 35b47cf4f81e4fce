"""What a record of an agreement has and no other record has."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.translation import (
    TranslatedCharField,
)
from serai.track.evidence.models import Citation
from serai.track.register.models.parts import Party
from serai.track.register.models.record import Record


class InstrumentType(models.TextChoices):
    """What sort of instrument an agreement is; it decides which totals it belongs to."""

    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental agreement")
    PROTOCOL = "protocol", _("protocol")
    EXCHANGE_OF_NOTES = "exchange_of_notes", _("exchange of notes")
    MEMORANDUM = "memorandum", _("memorandum of understanding")
    INSTITUTIONAL = "institutional", _("agreement between institutions")
    UNKNOWN = "unknown", _("not known")


class Renewal(models.TextChoices):
    """How an agreement goes on after its term."""

    AUTOMATIC = "automatic", _("renews itself")
    UNTIL_NOTICE = "until_notice", _("runs on until notice")
    BY_AGREEMENT = "by_agreement", _("only by a new agreement")
    UNKNOWN = "unknown", _("not known")


class AgreementTerms(models.Model):
    """What a record of an agreement has and no other record has."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="agreement")
    instrument = models.CharField(
        _("instrument"),
        max_length=30,
        choices=InstrumentType.choices,
        default=InstrumentType.UNKNOWN,
    )
    covers_more = models.BooleanField(_("covers more than science and technology"), default=False)
    term_years = models.PositiveSmallIntegerField(_("term in years"), null=True, blank=True)
    renewal = models.CharField(
        _("renewal"), max_length=20, choices=Renewal.choices, default=Renewal.UNKNOWN
    )
    notice_months = models.PositiveSmallIntegerField(_("notice in months"), null=True, blank=True)
    entry_into_force_rule = TranslatedCharField(
        _("rule for entry into force"), max_length=300, blank=True
    )
    languages = models.CharField(
        _("authentic languages"),
        max_length=100,
        blank=True,
        help_text=_("BCP 47 tags with spaces between."),
    )
    depositary = models.CharField(_("depositary"), max_length=200, blank=True)
    treaty_series_number = models.CharField(
        _("UN Treaty Series number"),
        max_length=40,
        blank=True,
        help_text=_("For example: I:33521."),
    )
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("terms of an agreement")
        verbose_name_plural = _("terms of agreements")

    def __str__(self) -> str:
        return str(self.record)


class LegalEventKind(models.TextChoices):
    """What can happen to an agreement in law (after the list of ECOLEX)."""

    ADOPTION = "adoption", _("adoption of the text")
    SIGNATURE = "signature", _("signature")
    DEFINITIVE_SIGNATURE = "definitive_signature", _("definitive signature")
    RATIFICATION = "ratification", _("ratification")
    ACCEPTANCE = "acceptance", _("acceptance or approval")
    ACCESSION = "accession", _("accession")
    SUCCESSION = "succession", _("succession")
    PROVISIONAL_APPLICATION = "provisional_application", _("provisional application")
    ENTRY_INTO_FORCE = "entry_into_force", _("entry into force")
    CONFIRMED_IN_FORCE = "confirmed_in_force", _("listed as in force")
    RENEWAL = "renewal", _("renewal")
    RESERVATION = "reservation", _("reservation")
    WITHDRAWAL = "withdrawal", _("withdrawal")
    EXPIRY = "expiry", _("expiry")
    TERMINATION = "termination", _("termination")
    SUPERSEDED = "superseded", _("superseded by a later agreement")


class LegalEvent(models.Model):
    """One dated step in the life of an agreement."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="legal_events")
    kind = models.CharField(_("event"), max_length=30, choices=LegalEventKind.choices)
    on = PartialDateField(_("date"))
    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, null=True, blank=True, related_name="legal_events",
        verbose_name=_("party"), help_text=_("Empty where it concerns them all."),
    )  # fmt: skip
    place_name = TranslatedCharField(_("place"), max_length=200, blank=True)
    note = TranslatedCharField(_("note"), max_length=300, blank=True)
    citations = GenericRelation(Citation)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("legal event")
        verbose_name_plural = _("legal events")
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on or ''}".strip()
