"""Writing indicators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
)
from serai.track.evidence.models import Claim
from serai.track.evidence.operations import link_claim_to_indicator, suggest_indicators
from serai.track.figures import verbs
from serai.track.figures.models import Indicator


@transaction.atomic
def add_indicator(*, actor: Actor, indicator: Indicator, claim: Claim | None = None) -> Indicator:
    """Define a quantity; it stands last. Raises ValidationError.

    ``claim`` is one that speaks for it from the start. Figures that wait to be reviewed and fit are
    proposed for it.
    """
    last = Indicator.objects.aggregate(last=Max("position"))["last"]
    indicator.position = 0 if last is None else last + 1
    create_object(actor=actor, verb=verbs.INDICATOR_ADDED, instance=indicator)
    if claim is not None:
        link_claim_to_indicator(actor=actor, claim=claim, indicator=indicator)
    suggest_indicators()
    return indicator


def change_indicator(
    *, actor: Actor, indicator: Indicator, changes: Mapping[str, Any]
) -> Entry | None:
    """Change the definition of a quantity, or what is counted for it. Raises ValidationError."""
    return change_object(
        actor=actor, verb=verbs.INDICATOR_CHANGED, instance=indicator, changes=changes
    )


def remove_indicator(*, actor: Actor, indicator: Indicator) -> Entry:
    """Delete an indicator. Raises ProtectedError while claims refer to it."""
    return delete_object(actor=actor, verb=verbs.INDICATOR_REMOVED, instance=indicator)


@transaction.atomic
def move_indicator(*, actor: Actor, indicator: Indicator, steps: int) -> list[Entry]:
    """Move an indicator up (negative) or down in the order of the pages; return what changed."""
    order = list(Indicator.objects.select_for_update())
    old = next(place for place, each in enumerate(order) if each.pk == indicator.pk)
    moved = order.pop(old)
    order.insert(max(0, min(len(order), old + steps)), moved)
    entries = []
    for position, each in enumerate(order):
        entry = change_object(
            actor=actor,
            verb=verbs.INDICATOR_MOVED,
            instance=each,
            changes={"position": position},
        )
        if entry is not None:
            entries.append(entry)
    return entries
