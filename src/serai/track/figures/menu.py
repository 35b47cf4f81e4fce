"""The figures room in the menus, and who may take back a change to an indicator."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import HistoryRule, WorkItem, register_desk, register_history_rule
from serai.foundation.web.navigation import register_navigation
from serai.track.figures.models import Indicator


def _counts(_user: User) -> Iterator[WorkItem]:
    figures = Indicator.objects.count()
    yield WorkItem(ngettext("figure", "figures", figures), figures, reverse("figures_desk:list"))


register_navigation(_("Figures"), "figures:list", 50)
register_desk(
    room="figures",
    label=_("Figures"),
    url_name="figures_desk:list",
    permission="figures.enter_desk",
    counts=_counts,
    position=50,
)
register_history_rule(
    Indicator,
    HistoryRule(
        may_read=lambda user, _key: may(user, "figures.enter_desk"),
        may_undo=lambda user, _key: may(user, "figures.edit_indicator"),
    ),
)
