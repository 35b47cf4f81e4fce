"""The timetable among the desks: its tab in every edition, and who may look back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from serai.convene.editions.models import Edition
from serai.convene.editions.panels import register_edition_tab
from serai.convene.programme.models import Session
from serai.convene.timetable.models import Availability, OpenSlots, Plan
from serai.foundation.accounts.permissions import may
from serai.foundation.record.models import Entry
from serai.foundation.web.desk import HistoryRule, register_history_rule


def _rule(model: type[Availability | OpenSlots | Plan]) -> HistoryRule:
    def edition_of(key: str) -> Edition | None:
        whole = "session" if model is OpenSlots else "edition"
        pk = model._base_manager.filter(pk=key).values_list(whole, flat=True).first()
        if pk is None:
            gone = Entry.objects.filter(
                object_type=model._meta.label_lower, object_id=key, after__isnull=True
            ).order_by("-number")
            before = gone.values_list("before", flat=True).first()
            pk = (before or {}).get(whole)
        if whole == "session" and pk:
            pk = Session._base_manager.filter(pk=pk).values_list("edition", flat=True).first()
        return Edition.objects.filter(pk=pk).first() if pk else None

    return HistoryRule(
        may_read=lambda user, key: may(user, "editions.edit_programme", edition_of(key)),
        may_undo=lambda user, key: may(user, "editions.edit_programme", edition_of(key)),
    )


register_edition_tab(
    "timetable_desk:board",
    gettext_lazy("Timetable"),
    permission="editions.edit_programme",
    position=32,
)
for _model in (Availability, OpenSlots, Plan):
    register_history_rule(_model, _rule(_model))
