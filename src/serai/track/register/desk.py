"""The register at the desk: what waits there, and who reads and undoes the histories."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import HistoryRule, WorkItem, register_desk, register_history_rule
from serai.track.register.catalogue.keeping import current_columns
from serai.track.register.models import DuplicateState, DuplicateSuggestion, Record, Stage, Task


def register() -> None:
    """Put the room into the menu of the desk; called when the app is ready."""
    register_desk(
        room="register", label=_("Register"), url_name="register_desk:list",
        permission="register.enter_desk", work=_work, counts=_counts, position=30,
    )  # fmt: skip
    register_history_rule(
        Record,
        HistoryRule(
            may_read=lambda user, _key: may(user, "register.enter_desk"),
            may_undo=lambda user, _key: may(user, "register.change_record"),
        ),
    )


def _by_stage() -> dict[str, int]:
    columns = current_columns()
    return columns.counts("stage", columns.live)


def _work(user: User) -> Iterator[WorkItem]:
    if not may(user, "register.change_record"):
        return
    pairs = DuplicateSuggestion.objects.filter(state=DuplicateState.OPEN).count()
    tasks = Task.objects.filter(Q(assignee=user) | Q(assignee=None), done_at=None).count()
    yield WorkItem(
        ngettext("task about a record", "tasks about records", tasks), tasks,
        reverse("register_desk:tasks"),
    )  # fmt: skip
    yield WorkItem(
        ngettext("possible duplicate", "possible duplicates", pairs), pairs,
        reverse("register_desk:duplicates"),
    )  # fmt: skip
    counts = _by_stage()
    address = reverse("register_desk:list")
    drafts, checked = counts.get(Stage.DRAFT, 0), counts.get(Stage.CHECKED, 0)
    yield WorkItem(
        ngettext("draft to check", "drafts to check", drafts), drafts, f"{address}?stage=draft"
    )
    yield WorkItem(
        ngettext("checked record to publish", "checked records to publish", checked),
        checked,
        f"{address}?stage=checked",
    )


def _counts(_user: User) -> Iterator[WorkItem]:
    published = _by_stage().get(Stage.PUBLISHED, 0)
    yield WorkItem(
        ngettext("published record", "published records", published),
        published,
        f"{reverse('register_desk:list')}?stage=published",
    )
