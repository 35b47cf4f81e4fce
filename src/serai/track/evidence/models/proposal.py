"""What the engine proposes in a document, and what people decide about it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serai.foundation.dates import PartialDateField
from serai.foundation.web.wording import bound_text
from serai.track.evidence.models.claim import (
    Claim,
    ClaimKind,
    ClaimState,
    DateBasis,
    Qualifier,
)
from serai.track.evidence.models.document import Document


class ProposalKind(models.TextChoices):
    """What sort of thing was found in a text."""

    FIGURE = "figure", _("figure")
    DATE = "date", _("date")
    EVENT = "event", _("event")
    ORGANISATION = "organisation", _("organisation")
    PERSON = "person", _("person")
    PLACE = "place", _("place")
    FACILITY = "facility", _("facility")
    AGREEMENT = "agreement", _("agreement")
    PROJECT = "project", _("project")


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    WAITING = "waiting", _("waiting")
    CONTESTED = "contested", _("reviewers differ")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    MERGED = "merged", _("the same as a claim there is")


SETTLED = frozenset({ProposalState.ACCEPTED, ProposalState.REJECTED, ProposalState.MERGED})
"""What nobody has to decide about any more."""


class Proposal(models.Model):
    """One thing found at one place of a document.

    The place is kept twice, as the selectors of the W3C Web Annotation Data Model have it: by
    position, and by the exact words with what stands before and after, so that it is found again
    in a text that changed. The values are those of a claim (see `Claim`), or a name, or a date.
    ``original`` holds what the engine had said of the values that a reviewer edited since.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(_("kind"), max_length=20, choices=ProposalKind.choices)

    # Where it stands
    start = models.PositiveIntegerField(_("from character"))
    end = models.PositiveIntegerField(_("to character"))
    sentence_start = models.PositiveIntegerField(_("start of the sentence"))
    sentence_end = models.PositiveIntegerField(_("end of the sentence"))
    exact = models.TextField(_("exact words"))
    prefix = models.CharField(_("words before"), max_length=40, blank=True)
    suffix = models.CharField(_("words after"), max_length=40, blank=True)

    # What it says, where it is a figure
    quantity = models.CharField(
        _("kind of quantity"), max_length=20, choices=ClaimKind.choices, default=ClaimKind.COUNT
    )
    qualifier = models.CharField(
        _("qualifier"), max_length=20, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    upper_value = models.DecimalField(
        _("upper value of a range"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    unit_text = models.CharField(_("unit as written"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    scope = models.CharField(_("scope"), max_length=200, blank=True)
    state_of_affairs = models.CharField(
        _("state of affairs"), max_length=20, choices=ClaimState.choices, default=ClaimState.ACTUAL
    )
    as_of = PartialDateField(_("as of"))
    as_of_basis = models.CharField(
        _("basis of the date"), max_length=20, choices=DateBasis.choices, default=DateBasis.UNKNOWN
    )
    as_of_text = models.CharField(_("date as written"), max_length=200, blank=True)
    attributed_to = models.CharField(_("attributed to"), max_length=200, blank=True)
    indicator = models.ForeignKey(
        "figures.Indicator", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("indicator"),
    )  # fmt: skip
    # What it is called, where it is a name
    name = models.CharField(_("name"), max_length=300, blank=True)
    name_key = models.CharField(_("key of the name"), max_length=200, blank=True)

    # Where it comes from
    confidence = models.FloatField(_("confidence"), default=1.0)
    rules = models.JSONField(_("rules"), default=list, blank=True)
    extractor = models.CharField(_("extractor"), max_length=60, blank=True)
    extractor_version = models.CharField(_("version of the extractor"), max_length=40, blank=True)
    original = models.JSONField(_("as the extractor had it"), default=dict, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("added by"),
    )  # fmt: skip

    # What became of it
    state = models.CharField(
        _("state"), max_length=20, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals",
        verbose_name=_("claim"),
    )  # fmt: skip
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering: ClassVar = ["document", "start", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "-confidence"], name="evidence_proposal_queue"),
            models.Index(fields=["document", "start"], name="evidence_proposal_place"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="evidence_proposal_has_place"
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0, confidence__lte=1),
                name="evidence_confidence_is_share",
            ),
        ]

    def __str__(self) -> str:
        said = self.name or self.written
        return f"{self.subject}: {said}" if self.subject else said

    def get_desk_url(self) -> str:
        """The address of its card in the review of its document."""
        shown = {ProposalKind.FIGURE: "figures", ProposalKind.DATE: "dates"}
        group = shown.get(ProposalKind(self.kind), "names")
        return f"{self.document.get_desk_url()}?show={group}#proposal-{self.pk}"

    @property
    def written(self) -> str:
        """The words, on one line."""
        return " ".join(self.exact.split())

    @property
    def said(self) -> str:
        """The value with its qualifier, the name, or the words themselves."""
        if self.is_figure:
            return bound_text(self.qualifier, self.value, self.upper_value)
        return self.name or self.written

    @property
    def counted(self) -> str:
        """What is counted, as the text has it, until somebody has edited the unit."""
        is_worded = self.quantity in {ClaimKind.COUNT, ClaimKind.DURATION}
        is_as_found = is_worded and "unit" not in self.original
        return (self.unit_text if is_as_found else "") or self.unit

    @property
    def is_settled(self) -> bool:
        """Whether it was decided about."""
        return self.state in SETTLED

    @property
    def is_figure(self) -> bool:
        """Whether accepting it makes a claim; a name or a date is only confirmed."""
        return self.kind == ProposalKind.FIGURE


class Verdict(models.TextChoices):
    """What a reviewer says of a proposal."""

    ACCEPT = "accept", _("accept")
    REJECT = "reject", _("reject")
    SKIP = "skip", _("skip")


class Decision(models.Model):
    """What one reviewer decided about one proposal. Taken back, it stays with the time of that.

    ``values`` holds what the reviewer edited, by the name of the column. A curator's decision
    settles what two reviewers could not.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="decisions")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("reviewer"),
    )  # fmt: skip
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    values = models.JSONField(_("values as edited"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_curation = models.BooleanField(_("decided as curator"), default=False)
    at = models.DateTimeField(_("decided"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["reviewer", "-at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "reviewer", "is_curation"],
                condition=models.Q(withdrawn_at=None),
                name="evidence_one_decision_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.proposal}"
