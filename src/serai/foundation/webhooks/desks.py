"""The desk of the webhooks, among the settings."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.models import User
from serai.foundation.web.desk import WorkItem, register_desk
from serai.foundation.webhooks.models import Subscription


def _work(_user: User) -> Iterable[WorkItem]:
    count = Subscription.objects.exclude(paused_at=None).exclude(pause_reason="").count()
    return [WorkItem(_("webhooks that nobody answers"), count, reverse("webhooks_desk:list"))]


register_desk(
    room="webhooks",
    label=_("Webhooks"),
    url_name="webhooks_desk:list",
    permission="webhooks.manage_subscriptions",
    work=_work,
    position=850,
    is_setting=True,
    models=[Subscription],
)
