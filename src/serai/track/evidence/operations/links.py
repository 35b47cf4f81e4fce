"""How claims stand to each other, as people decided it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    record,
)
from serai.foundation.translation import TranslatedText
from serai.track.evidence import verbs
from serai.track.evidence.models import (
    SYMMETRIC,
    Claim,
    ClaimLink,
    DismissedRelation,
    LinkKind,
    Proposal,
    ProposalKind,
    ProposalState,
)
from serai.track.evidence.operations.claims import change_claim
from serai.track.evidence.suggesting import IndicatorSuggestions


@transaction.atomic
def link_claims(
    *,
    actor: Actor,
    claim: Claim,
    kind: LinkKind,
    other: Claim,
    note: TranslatedText | str = "",
) -> ClaimLink:
    """State how one claim stands to another; return the link, also where it was there already.

    Raises ValidationError for a link that contradicts one there is: both agreeing and
    conflicting, or a circle of claims that repeat, refine or supersede each other.
    """
    existing = _existing_link(claim, kind, other)
    if existing is not None:
        if existing.claim_id == claim.pk:
            change_object(
                actor=actor, verb=verbs.LINK_VERBS.changed, instance=existing,
                changes={"note": note}, root=claim,
            )  # fmt: skip
        return existing
    _check_link(claim, kind, other)
    return create_object(
        actor=actor,
        verb=verbs.LINK_VERBS.added,
        instance=ClaimLink(claim=claim, kind=kind, other=other, note=note),
        root=claim,
    )


@transaction.atomic
def dismiss_relation(*, actor: Actor, claim: Claim, kind: LinkKind, other: Claim) -> None:
    """Say that a proposed relation does not hold, so that it is not proposed again."""
    known = DismissedRelation.objects.filter(kind=kind).filter(
        models.Q(claim=claim, other=other) | models.Q(claim=other, other=claim)
    )
    if known.exists():
        return
    DismissedRelation.objects.create(
        claim=claim, kind=kind, other=other,
        dismissed_by=actor if isinstance(actor, User) else None,
    )  # fmt: skip
    record(
        actor=actor, verb=verbs.RELATION_DISMISSED, target=claim,
        after={"relation": kind, "other_claim": other.code},
    )  # fmt: skip


def link_claim_to_indicator(
    *, actor: Actor, claim: Claim, indicator: models.Model | None
) -> Entry | None:
    """Say which figure a claim speaks for, or that it speaks for none. Raises ValidationError."""
    return change_claim(actor=actor, claim=claim, changes={"indicator": indicator})


@transaction.atomic
def suggest_indicators() -> int:
    """Propose indicators for figures that wait without one; return how many got one.

    Documents are read before anybody has defined what is counted in them. What is proposed is no
    change: it counts when somebody accepts the figure, and shows before.
    """
    suggestions = IndicatorSuggestions.load()
    waiting = Proposal.objects.filter(
        kind=ProposalKind.FIGURE, state=ProposalState.WAITING, indicator=None
    ).only("unit", "unit_text", "subject")
    fitting = []
    for proposal in waiting.select_for_update():
        proposal.indicator_id = suggestions.for_figure(proposal)
        if proposal.indicator_id is not None:
            fitting.append(proposal)
    Proposal.objects.bulk_update(fitting, ["indicator"], batch_size=500)
    return len(fitting)


def unlink_claims(*, actor: Actor, link: ClaimLink) -> Entry:
    """Take back a link between two claims."""
    return delete_object(actor=actor, verb=verbs.LINK_VERBS.removed, instance=link, root=link.claim)


@transaction.atomic
def sync_links(*, actor: Actor, claim: Claim, links: Sequence[Mapping[str, Any]]) -> None:
    """Make the links that a claim declares be exactly the given ones (``kind, other, note``)."""
    wanted = [
        link_claims(actor=actor, claim=claim, **row).pk  # one that the other declares stays there
        for row in links
    ]
    for link in claim.links.exclude(pk__in=wanted):
        unlink_claims(actor=actor, link=link)


def _existing_link(claim: Claim, kind: LinkKind, other: Claim) -> ClaimLink | None:
    found = models.Q(claim=claim, other=other)
    if kind in SYMMETRIC:
        found |= models.Q(claim=other, other=claim)
    return ClaimLink.objects.filter(found, kind=kind).first()


def _check_link(claim: Claim, kind: LinkKind, other: Claim) -> None:
    if kind in SYMMETRIC:
        opposite = next(iter(SYMMETRIC - {kind}))
        if _existing_link(claim, opposite, other) is not None:
            raise ValidationError(
                {"kind": _("Two claims cannot both agree and conflict. Remove that link first.")}
            )
        return
    followed: dict[int, list[int]] = {}
    for start, end in ClaimLink.objects.filter(kind=kind).values_list("claim_id", "other_id"):
        followed.setdefault(start, []).append(end)
    reached, waiting = set(), [other.pk]
    while waiting:
        at = waiting.pop()
        if at not in reached:
            reached.add(at)
            waiting += followed.get(at, [])
    if claim.pk in reached and claim.pk != other.pk:
        raise ValidationError(
            {"other": _("That claim already leads back to this one by the same relation.")}
        )
