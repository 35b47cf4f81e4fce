"""The desk of the room: what waits there, and who reads and undoes the histories."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from serai.convene.editions.models import Edition, EditionState, Series
from serai.convene.editions.queries import editions_known_to
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import (
    HistoryRule,
    WorkItem,
    register_desk,
    register_history_rule,
)


def register() -> None:
    """Put the room into the menu of the desk; called when the app is ready."""
    register_desk(
        room="editions", label=_("Editions"), url_name="editions_desk:list",
        permission="editions.enter_desk", work=_work, counts=_counts, position=10,
    )  # fmt: skip
    register_history_rule(
        Edition,
        HistoryRule(_in_edition("editions.read_draft"), _in_edition("editions.change_edition")),
    )
    register_history_rule(Series, HistoryRule(_manages_series, _manages_series))


def _work(user: User) -> Iterator[WorkItem]:
    manageable = [
        edition
        for edition in editions_known_to(user)
        if may(user, "editions.change_edition", edition)
    ]
    address = reverse("editions_desk:list")
    drafts = sum(not edition.is_public for edition in manageable)
    yield WorkItem(
        ngettext("edition that is not public yet", "editions that are not public yet", drafts),
        drafts,
        f"{address}?is_public=0",
    )
    today = timezone.now().date()
    over = [
        edition
        for edition in manageable
        if edition.last_day is not None
        and edition.last_day < today
        and edition.state != EditionState.CONCLUDED
    ]
    yield WorkItem(
        ngettext(
            "edition to conclude: it is over", "editions to conclude: they are over", len(over)
        ),
        len(over),
        over[0].get_desk_url() if over else address,
    )


def _counts(user: User) -> Iterator[WorkItem]:
    count = editions_known_to(user).count()
    yield WorkItem(ngettext("edition", "editions", count), count, reverse("editions_desk:list"))


def _in_edition(permission: str) -> Callable[[User, str], bool]:
    def test(user: User, key: str) -> bool:
        # The edition may be gone; whoever manages all editions still reads what happened to it.
        return key.isdecimal() and may(user, permission, Edition(pk=int(key)))

    return test


def _manages_series(user: User, _key: str) -> bool:
    return may(user, "editions.manage_series")
