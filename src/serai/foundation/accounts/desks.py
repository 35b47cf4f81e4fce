"""The desk of the accounts, in the menu of administrators."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.models import User
from serai.foundation.web.desk import WorkItem, register_desk


def _counts(user: User) -> Iterable[WorkItem]:
    active = User.objects.filter(is_active=True).count()
    return [WorkItem(_("active users"), active, reverse("accounts_desk:list") + "?is_active=True")]


register_desk(
    room="accounts",
    label=_("Users"),
    url_name="accounts_desk:list",
    permission="accounts.manage_users",
    counts=_counts,
    position=900,
    is_setting=True,
)
