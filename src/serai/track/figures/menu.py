"""The figures room in the menus, and who may take back a change to an indicator."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import HistoryRule, register_desk, register_history_rule
from serai.foundation.web.navigation import register_navigation
from serai.track.figures.models import Indicator

register_navigation(_("Figures"), "figures:list", 50)
register_desk(
    room="figures",
    label=_("Figures"),
    url_name="figures_desk:list",
    permission="figures.enter_desk",
    position=50,
)
register_history_rule(
    Indicator,
    HistoryRule(
        may_read=lambda user, _key: may(user, "figures.enter_desk"),
        may_undo=lambda user, _key: may(user, "figures.edit_indicator"),
    ),
)
