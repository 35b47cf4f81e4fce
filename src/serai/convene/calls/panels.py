"""What the calls add to the pages of others: a tab of the programme, a panel of the edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from serai.convene.calls.models import CallPhase
from serai.convene.calls.queries import has_current_call, public_calls
from serai.convene.calls.views.public import summary_of
from serai.convene.editions.models import Edition
from serai.convene.editions.panels import register_edition_panel
from serai.convene.programme.companions import Companion, register_companion
from serai.foundation.web.navigation import register_account_page


def _panel(edition: Edition) -> Mapping[str, Any] | None:
    """The calls that are open or will be; None where there are none."""
    lines = [summary_of(call, edition) for call in public_calls(edition)]
    current = [line for line in lines if line["phase"] != CallPhase.CLOSED]
    return {"calls": current} if current else None


register_edition_panel("calls", 15, "calls/panel.html", _panel)
register_companion(Companion("", "calls:calls", _("Calls for contributions"), has_current_call))
register_account_page(_("My submissions"), "calls:mine", 60)
