"""Writing running orders, and moving them on while the session runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.proceedings.models import RunningItem, RunningOrder
from serai.convene.proceedings.verbs import (
    RUNNING_ITEMS,
    RUNNING_ORDER_ADDED,
    RUNNING_ORDER_MOVED,
)
from serai.convene.programme.models import ContributionKind, Session
from serai.foundation.record.operations import Actor, create_object, record, sync_parts

Rows = Sequence[Mapping[str, Any]]
MINUTES: Mapping[str, int] = {
    ContributionKind.KEYNOTE: 20, ContributionKind.TALK: 15, ContributionKind.STATEMENT: 5,
    ContributionKind.PANEL: 40, ContributionKind.REPORT: 10,
}  # fmt: skip
"""How long a contribution usually takes, while the session does not say how long it is."""


def save_running_order(*, actor: Actor, session: Session, items: Rows) -> RunningOrder:
    """Make the running order of a session be exactly these items. Raises ValidationError."""
    with scope(edition=session.edition), transaction.atomic():
        order = _order_of(actor, session)
        sync_parts(
            actor=actor, verbs=RUNNING_ITEMS, root=session, parts=order.items,
            rows=[{**item, "position": place} for place, item in enumerate(items)],
            match=["code"], owner=order,
        )  # fmt: skip
        return order


def draft_running_order(*, actor: Actor, session: Session) -> RunningOrder:
    """Add an item for each contribution that has none, in the order of the programme.

    The minutes of the session that are left are shared among them by what their kinds usually take.
    """
    with scope(edition=session.edition), transaction.atomic():
        order = _order_of(actor, session)
        kept = list(order.items.all())
        known = {item.contribution_id for item in kept}
        new = [each for each in session.contributions.all() if each.pk not in known]
        usual = {each.pk: MINUTES[each.kind] for each in new}
        share = 1.0
        if new and session.minutes:
            free = session.minutes - sum(item.minutes for item in kept)
            share = max(free, 0) / sum(usual.values())
        for place, each in enumerate(new, start=len(kept)):
            minutes = max(1, int(usual[each.pk] * share))
            item = RunningItem(order=order, contribution=each, minutes=minutes, position=place)
            create_object(actor=actor, verb=RUNNING_ITEMS.added, instance=item, root=session)
        return order


def move_on(
    *, actor: Actor, session: Session, item: RunningItem | None, at: datetime
) -> RunningOrder:
    """Let an item begin at a moment, or the session end, where ``item`` is None.

    What stands later has not begun then; so going back is beginning the earlier item again. The
    same said twice changes nothing. Raises ValidationError for a moment before one that has begun
    earlier in the order.
    """
    with scope(edition=session.edition), transaction.atomic():
        order: RunningOrder = RunningOrder.objects.select_for_update().get(session=session)
        items = list(order.items.select_for_update())
        place = items.index(item) if item is not None else len(items)
        begun = [each.started_at for each in items[:place] if each.started_at]
        if begun and at < begun[-1]:
            raise ValidationError(_("Something earlier in the order began after this moment."))
        before = _moments(order, items)
        for each in items[place:]:
            each.started_at = at if each == item else None
        order.ended_at = at if item is None else None
        after = _moments(order, items)
        if after != before:
            RunningItem.objects.bulk_update(items[place:], ["started_at"])
            order.save(update_fields=["ended_at"])
            record(
                actor=actor, verb=RUNNING_ORDER_MOVED, target=order, root=session, before=before,
                after=after,
            )  # fmt: skip
        return order


def begin_anew(*, actor: Actor, session: Session) -> None:
    """Forget all real times, as after a rehearsal."""
    with scope(edition=session.edition), transaction.atomic():
        order = RunningOrder.objects.select_for_update().get(session=session)
        items = list(order.items.select_for_update())
        before = _moments(order, items)
        order.items.update(started_at=None)
        order.ended_at = None
        order.save(update_fields=["ended_at"])
        record(
            actor=actor, verb=RUNNING_ORDER_MOVED, target=order, root=session, before=before,
            after={"ended_at": None, "began": {}},
        )  # fmt: skip


def _moments(order: RunningOrder, items: Sequence[RunningItem]) -> dict[str, Any]:
    return {
        "ended_at": order.ended_at and order.ended_at.isoformat(),
        "began": {each.code: each.started_at.isoformat() for each in items if each.started_at},
    }


def _order_of(actor: Actor, session: Session) -> RunningOrder:
    found: RunningOrder | None = RunningOrder.objects.filter(session=session).first()
    if found is not None:
        return found
    return create_object(
        actor=actor, verb=RUNNING_ORDER_ADDED, instance=RunningOrder(session=session), root=session
    )
