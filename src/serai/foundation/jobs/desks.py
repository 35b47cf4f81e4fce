"""The desk of the jobs, in the menu of everybody who works here."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.models import User
from serai.foundation.jobs.models import State
from serai.foundation.jobs.queries import visible_to
from serai.foundation.web.desk import WorkItem, register_desk


def _counts(user: User) -> Iterable[WorkItem]:
    count = visible_to(user).filter(state__in=[State.QUEUED, State.RUNNING]).count()
    return [WorkItem(_("waiting or running"), count, reverse("jobs:list"))]


register_desk(
    room="jobs",
    label=_("Jobs"),
    url_name="jobs:list",
    permission="accounts.enter_desk",
    counts=_counts,
    position=800,
    is_setting=True,
)
