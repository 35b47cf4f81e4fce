"""How claims stand to each other."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serai.foundation.translation import TranslatedCharField
from serai.track.evidence.models.claim import Claim


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
    other = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="linked_from", verbose_name=_("other claim")
    )
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


class DismissedRelation(models.Model):
    """A relation that was proposed and that a person found not to hold, so that it stays away."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="dismissed_relations")
    kind = models.CharField(_("relation"), max_length=20, choices=LinkKind.choices)
    other = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("dismissed by"),
    )  # fmt: skip
    dismissed_at = models.DateTimeField(_("dismissed"), default=timezone.now)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("dismissed relation")
        verbose_name_plural = _("dismissed relations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Least("claim", "other"), Greatest("claim", "other"), "kind",
                name="evidence_dismissed_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.claim} {self.get_kind_display()} {self.other}"
