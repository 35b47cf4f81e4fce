"""From the record to the messages: what happened is told once, in its order, and nothing is lost.

Each subscription has a cursor over the record. It moves in the transaction that writes the
messages, so a crash at any moment neither loses nor doubles one. What is told is what the feed of
changes of the API tells everybody: changes of public objects, and that one is public no longer.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min, QuerySet
from django.urls import get_resolver
from django.utils import translation

from serai.foundation.api.changes import changes_after
from serai.foundation.api.resources import all_resources
from serai.foundation.record.queries import revision
from serai.foundation.webhooks.models import Delivery, Subscription

BATCH = 500


def is_behind() -> bool:
    """Tell whether something happened that somebody has not been told."""
    lowest = _active().aggregate(lowest=Min("cursor"))["lowest"]
    return lowest is not None and lowest < revision()


def _active() -> QuerySet[Subscription]:
    return Subscription.objects.filter(paused_at=None, owner__is_active=True)


def feed() -> int:
    """Write the messages about all that happened since the cursors; return how many."""
    # The rooms say what they offer in the modules behind the addresses.
    get_resolver().url_patterns  # noqa: B018
    count = 0
    while is_behind():
        count += _feed_batch()
    return count


def _feed_batch() -> int:
    """Look at the next entries for those who are furthest behind."""
    with transaction.atomic():
        behind = list(_active().select_for_update(of=("self",)).order_by("cursor", "pk"))
        if not behind:
            return 0
        lowest = behind[0].cursor
        entries = changes_after(lowest, limit=BATCH)
        last = entries[-1][0] if entries else revision()
        changes = [(number, change) for number, change in entries if change is not None]
        bodies = dict(zip([n for n, _c in changes], _bodies([c for _n, c in changes]), strict=True))
        deliveries = []
        for subscription in behind:
            if subscription.cursor >= last:
                continue
            deliveries += [
                Delivery(
                    subscription=subscription,
                    event=f"entry-{number}",
                    verb=change["verb"],
                    body=bodies[number],
                )
                for number, change in changes
                if number > subscription.cursor and is_wanted(subscription, change)
            ]
            subscription.cursor = last
            subscription.save(update_fields=["cursor"])
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    return len(deliveries)


def is_wanted(subscription: Subscription, change: dict[str, Any]) -> bool:
    """Tell whether somebody asked to be told of such a change; who asked for nothing gets all."""
    kinds, verbs = subscription.resources, subscription.verbs
    return (not kinds or change["resource"] in kinds) and (
        not verbs or any(fnmatchcase(change["verb"], pattern) for pattern in verbs)
    )


def _bodies(changes: list[dict[str, Any]]) -> list[str]:
    """Write what is sent about changes."""
    pages = _pages(changes)
    return [
        json.dumps(
            {
                "id": f"entry-{change['number']}",
                "at": change["at"],
                "verb": change["verb"],
                "object": {
                    "type": change["resource"],
                    "code": change["code"],
                    "address": pages.get((change["resource"], change["code"])),
                    "api": f"{settings.BASE_URL}{change['href']}" if change["href"] else None,
                    "is_gone": change["is_gone"],
                },
                "revision": change["number"],
            },
            ensure_ascii=False,
        )
        for change in changes
    ]


def _pages(changes: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The addresses of the public pages, for objects that have one of their own."""
    resources = all_resources()
    wanted: dict[str, set[str]] = {}
    for change in changes:
        if not change["is_gone"] and resources[change["resource"]].parent is None:
            wanted.setdefault(change["resource"], set()).add(change["code"])
    pages = {}
    with translation.override(settings.LANGUAGE_CODE):
        for name, codes in wanted.items():
            resource = resources[name]
            rows: Any = resource.shape.model._default_manager
            if not hasattr(resource.shape.model, "get_absolute_url"):
                continue
            for row in rows.filter(**{f"{resource.column}__in": codes}):
                code = str(getattr(row, resource.column))
                pages[name, code] = f"{settings.BASE_URL}{row.get_absolute_url()}"
    return pages
