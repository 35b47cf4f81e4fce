"""Interpretation among the desks: its tab in every edition, and who may look back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from serai.convene.editions.models import Edition
from serai.convene.editions.panels import register_edition_tab
from serai.convene.interpretation.models import Interpreter
from serai.foundation.accounts.permissions import may
from serai.foundation.record.models import Entry
from serai.foundation.web.desk import HistoryRule, register_history_rule


def _edition_of(key: str) -> Edition | None:
    pk = Interpreter._base_manager.filter(pk=key).values_list("edition_id", flat=True).first()
    if pk is None:
        gone = Entry.objects.filter(
            object_type=Interpreter._meta.label_lower, object_id=key, after__isnull=True
        ).order_by("-number")
        pk = (gone.values_list("before", flat=True).first() or {}).get("edition")
    return Edition.objects.filter(pk=pk).first() if pk else None


register_edition_tab(
    "interpretation_desk:rota",
    gettext_lazy("Interpretation"),
    permission="editions.edit_programme",
    position=34,
)
register_history_rule(
    Interpreter,
    HistoryRule(
        may_read=lambda user, key: may(user, "editions.edit_programme", _edition_of(key)),
        may_undo=lambda user, key: may(user, "editions.edit_programme", _edition_of(key)),
    ),
)
