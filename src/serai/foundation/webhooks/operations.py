"""Making, changing, pausing and ending subscriptions, and sending something again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.foundation.api.resources import all_resources
from serai.foundation.jobs import operations as jobs
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    record,
)
from serai.foundation.record.queries import revision
from serai.foundation.record.verbs import all_verbs
from serai.foundation.webhooks import verbs
from serai.foundation.webhooks.models import Delivery, DeliveryState, Subscription, new_salt
from serai.foundation.webhooks.sending import ForbiddenAddressError, check_address

EDITABLE = frozenset({"name", "address", "resources", "verbs", "owner"})
TEST = "webhook.test"
"""What a message is said to be about that only tries whether messages arrive."""


@transaction.atomic
def subscribe(*, actor: Actor, owner: User, values: Mapping[str, Any]) -> Subscription:
    """Let a program be told of what happens from now on. Raises ValidationError."""
    _check(values)
    subscription = create_object(
        actor=actor, verb=verbs.CREATED, instance=Subscription(owner=owner, **values)
    )
    # Not even of the entry just made.
    subscription.cursor = revision()
    subscription.save(update_fields=["cursor"])
    return subscription


@transaction.atomic
def change_subscription(
    *, actor: Actor, subscription: Subscription, changes: Mapping[str, Any]
) -> Subscription:
    """Change what is told to whom. Raises ValidationError."""
    _check(changes)
    change_object(actor=actor, verb=verbs.CHANGED, instance=subscription, changes=changes)
    return subscription


def _check(values: Mapping[str, Any]) -> None:
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"Not to be changed here: {', '.join(sorted(unknown))}.")
    if "address" in values:
        try:
            check_address(values["address"])
        except ForbiddenAddressError as error:
            raise ValidationError({"address": str(error)}) from None
    kinds = {name for name, each in all_resources().items() if each.is_public}
    for name in values.get("resources") or ():
        if name not in kinds:
            raise ValidationError(
                {"resources": _("Nothing is called “%(name)s” here.") % {"name": name}}
            )
    known = [verb.name for verb in all_verbs()]
    for pattern in values.get("verbs") or ():
        if not any(fnmatchcase(name, pattern) for name in known):
            raise ValidationError(
                {"verbs": _("Nothing that can happen is called “%(pattern)s”.")
                 % {"pattern": pattern}}
            )  # fmt: skip


@transaction.atomic
def pause(*, actor: Actor, subscription: Subscription, reason: str = "") -> None:
    """Send nothing for now. What happens meanwhile is told when it goes on."""
    change_object(
        actor=actor,
        verb=verbs.PAUSED,
        instance=subscription,
        changes={"paused_at": timezone.now(), "pause_reason": reason[:300]},
    )


@transaction.atomic
def resume(*, actor: Actor, subscription: Subscription) -> None:
    """Go on: what waits is sent at once, and what happened in the meantime is told."""
    change_object(
        actor=actor,
        verb=verbs.RESUMED,
        instance=subscription,
        changes={"paused_at": None, "pause_reason": ""},
    )
    waiting = subscription.deliveries.filter(state=DeliveryState.WAITING)
    waiting.update(due_at=timezone.now(), attempts=0)
    _call_worker(actor)


@transaction.atomic
def renew_secret(*, actor: Actor, subscription: Subscription) -> None:
    """Sign with another secret from now on; the old one is good for nothing any more."""
    subscription.salt = new_salt()
    subscription.save(update_fields=["salt"])
    record(actor=actor, verb=verbs.SECRET_RENEWED, target=subscription)


@transaction.atomic
def end_subscription(*, actor: Actor, subscription: Subscription) -> None:
    """Tell a program nothing any more, and forget what it was told."""
    # The log is no part of what was decided, and it may be long: it is not kept in the record.
    subscription.deliveries.all().delete()
    delete_object(actor=actor, verb=verbs.DELETED, instance=subscription)


@transaction.atomic
def send_test(*, actor: Actor, subscription: Subscription) -> Delivery:
    """Send a message that is about nothing, to see whether messages arrive."""
    event = f"test-{secrets.token_hex(8)}"
    now = timezone.now()
    body = {
        "id": event,
        "at": now.isoformat(timespec="seconds"),
        "verb": TEST,
        "object": None,
        "revision": revision(),
    }
    delivery = Delivery.objects.create(
        subscription=subscription, event=event, verb=TEST, body=json.dumps(body), due_at=now
    )
    _call_worker(actor)
    return delivery


@transaction.atomic
def redeliver(*, actor: Actor, delivery: Delivery) -> None:
    """Send a message again, with the same identifier, beginning with the first attempt."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.WAITING, attempts=0, due_at=timezone.now()
    )
    _call_worker(actor)


def _call_worker(actor: Actor) -> None:
    from serai.foundation.webhooks.tasks import deliver

    jobs.start(actor=actor, job=deliver, unless_queued=True)
