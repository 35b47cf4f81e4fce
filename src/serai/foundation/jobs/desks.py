"""The desk of the jobs, in the menu of everybody who works here."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from serai.foundation.accounts.models import User
from serai.foundation.jobs.models import State
from serai.foundation.jobs.queries import unfinished, visible_to
from serai.foundation.web.desk import DeskNote, WorkItem, register_desk, register_desk_note


def _counts(user: User) -> Iterable[WorkItem]:
    count = visible_to(user).filter(state__in=[State.QUEUED, State.RUNNING]).count()
    return [WorkItem(_("waiting or running"), count, reverse("jobs:list"))]


def _note(user: User) -> DeskNote | None:
    jobs = unfinished(user)
    if not jobs:
        return None
    text = ngettext("%(count)s job at work", "%(count)s jobs at work", len(jobs)) % {
        "count": len(jobs)
    }
    return DeskNote(text, jobs[0].get_absolute_url() if len(jobs) == 1 else reverse("jobs:list"))


register_desk_note(_note)
register_desk(
    room="jobs",
    label=_("Jobs"),
    url_name="jobs:list",
    permission="accounts.enter_desk",
    counts=_counts,
    position=800,
    is_setting=True,
)
