"""Sending the messages that are due, again and again until they arrive or are given up.

The pauses between attempts are those that Standard Webhooks advise, scattered a little so that a
receiver who comes back is not run over. Somebody whose messages were given up is paused and told.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

import serai
from serai.foundation.jobs.operations import WORKER
from serai.foundation.webhooks import operations
from serai.foundation.webhooks.models import Attempt, Delivery, DeliveryState, Subscription
from serai.foundation.webhooks.sending import TOTAL_SECONDS, Outcome, send
from serai.foundation.webhooks.signing import headers_for

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""What is waited after each attempt that failed; after one more the message is given up."""
AT_ONCE = 8
"""How many messages are on their way at the same time."""
TAKEN_FOR = timedelta(seconds=4 * TOTAL_SECONDS)
"""After this time a message whose worker died on the way is sent again."""
KEPT_FOR = timedelta(days=30)
GONE = 410
"""The answer of a receiver who does not want to hear any more."""


def due() -> bool:
    """Tell whether a message should be on its way."""
    return _waiting().filter(due_at__lte=timezone.now()).exists()


def _waiting() -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        state=DeliveryState.WAITING,
        subscription__paused_at=None,
        subscription__owner__is_active=True,
    )


def deliver_due(progress: Callable[[int], None] = lambda _done: None) -> tuple[int, int]:
    """Send all messages that are due; return how many arrived, and how many attempts failed.

    Sending takes place outside any transaction. A message is taken by moving the moment at which
    it is due: of two workers one takes it, and if that one dies it becomes due again.
    """
    arrived = failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while batch := _take():
            outcomes = pool.map(_send, batch)
            for delivery, outcome in zip(batch, outcomes, strict=True):
                note(delivery, outcome)
                arrived += outcome.is_success
                failed += not outcome.is_success
            # Only now: it may raise, and what came of every message has to be noted.
            progress(arrived + failed)
    return arrived, failed


def _take() -> list[Delivery]:
    now = timezone.now()
    found = (
        _waiting().filter(due_at__lte=now).select_related("subscription").order_by("due_at", "pk")
    )
    taken = []
    for delivery in found[:AT_ONCE]:
        same = Delivery.objects.filter(
            pk=delivery.pk, due_at=delivery.due_at, state=DeliveryState.WAITING
        )
        if same.update(due_at=now + TAKEN_FOR):
            taken.append(delivery)
    return taken


def _send(delivery: Delivery) -> Outcome:
    body = delivery.body.encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Serai/{serai.__version__} (+{settings.BASE_URL})",
        **headers_for(delivery.subscription, delivery.event, body, timezone.now()),
    }
    return send(delivery.subscription.address, body=body, headers=headers)


def note(delivery: Delivery, outcome: Outcome, *, now: datetime | None = None) -> None:
    """Write down what came of an attempt, and when there is another."""
    now = now or timezone.now()
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
        Attempt.objects.create(
            delivery=delivery,
            at=now,
            status=outcome.status,
            duration=outcome.duration,
            error=outcome.error,
            excerpt=outcome.excerpt,
        )
        delivery.attempts += 1
        delivery.status, delivery.duration = outcome.status, outcome.duration
        if outcome.is_success:
            delivery.state = DeliveryState.DELIVERED
        elif delivery.attempts > len(PAUSES) or outcome.status == GONE:
            delivery.state = DeliveryState.FAILED
        else:
            delivery.due_at = now + _scattered(PAUSES[delivery.attempts - 1])
        delivery.save()
        if delivery.state == DeliveryState.FAILED:
            _give_up(delivery, outcome)


def _scattered(pause: timedelta) -> timedelta:
    """Lengthen a pause by up to a fifth."""
    return pause * (1 + random.random() / 5)  # noqa: S311 - nobody has to guess this


def _give_up(delivery: Delivery, outcome: Outcome) -> None:
    """Pause a subscription whose messages do not arrive, and tell its owner."""
    subscription = Subscription.objects.select_for_update().get(pk=delivery.subscription_id)
    if subscription.is_paused:
        return
    owner = subscription.owner
    with translation.override(owner.language or settings.LANGUAGE_CODE):
        answer = outcome.error or _("It answered with %(status)s.") % {"status": outcome.status}
        reason = (
            _("The receiver said that it wants no more messages.")
            if outcome.status == GONE
            else _("A message did not arrive in %(count)s attempts. %(answer)s")
            % {"count": delivery.attempts, "answer": answer}
        )
        operations.pause(actor=WORKER, subscription=subscription, reason=reason)
        subject = _("Webhook paused: %(name)s") % {"name": subscription.name}
        text = _(
            "Serai tells the program “%(name)s” at %(address)s nothing for now.\n\n%(reason)s\n\n"
            "Nothing is lost: what happens meanwhile is told when you resume it:\n%(page)s\n"
        ) % {
            "name": subscription.name,
            "address": subscription.address,
            "reason": reason,
            "page": f"{settings.BASE_URL}{subscription.get_desk_url()}",
        }
    transaction.on_commit(
        lambda: send_mail(f"Serai: {subject}", text, None, [owner.email], fail_silently=True)
    )


def clean() -> int:
    """Forget messages that were settled long ago; return how many."""
    settled = Delivery.objects.exclude(state=DeliveryState.WAITING)
    return settled.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]
