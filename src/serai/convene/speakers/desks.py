"""The speakers among the desks: their tab in every edition, and who may look back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from serai.convene.editions.models import Edition
from serai.convene.editions.panels import register_edition_tab
from serai.convene.speakers.models import Speaker
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import HistoryRule, register_history_rule


def _may(user: User, key: str) -> bool:
    # A speaker goes only with the edition or with an erasure: then there is nothing to look at.
    edition = Edition.objects.filter(speakers__pk=key).first()
    return edition is not None and may(user, "editions.edit_programme", edition)


register_edition_tab(
    "speakers_desk:speakers",
    gettext_lazy("Speakers"),
    permission="editions.edit_programme",
    position=36,
)
register_history_rule(Speaker, HistoryRule(may_read=_may, may_undo=_may))
