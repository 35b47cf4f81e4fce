"""The calls among the desks: their tab in every edition, the tabs of a call, who may look back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_scopes import scope

from serai.convene.calls.models import Call, Submission, SubmissionState
from serai.convene.editions.models import Edition, EditionState
from serai.convene.editions.panels import register_edition_tab
from serai.convene.editions.queries import editions_known_to
from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.models import Entry
from serai.foundation.web.desk import HistoryRule, WorkItem, register_desk, register_history_rule


def call_tabs(call: Call, here: str) -> list[dict[str, Any]]:
    """The pages of one call at the desk."""
    pages = [
        (_("Submissions"), "calls_desk:call"),
        (_("Particulars"), "calls_desk:edit"),
        (_("Questions"), "calls_desk:questions"),
        (_("Import"), "calls_desk:import"),
        (_("Reviews"), "reviewing_desk:ranking"),
    ]
    return [
        {
            "label": label,
            "href": reverse(name, args=[call.edition.slug, call.code]),
            "is_active": name == here,
        }
        for label, name in pages
    ]


def _work(user: User) -> Iterator[WorkItem]:
    """How much waits to be decided in the editions that lie ahead."""
    ahead = [
        edition
        for edition in editions_known_to(user).exclude(state=EditionState.CONCLUDED)
        if may(user, "editions.edit_programme", edition)
    ]
    for edition in ahead:
        with scope(edition=edition):
            rows = Submission.objects.filter(edition=edition, state=SubmissionState.SUBMITTED)
            count = rows.count()
        yield WorkItem(
            ngettext("submission to decide on", "submissions to decide on", count),
            count,
            reverse("calls_desk:calls", args=[edition.slug]),
        )


def _edition_of(model: type[Call | Submission], key: str) -> Edition | None:
    pk = model._base_manager.filter(pk=key).values_list("edition_id", flat=True).first()
    if pk is None:
        gone = Entry.objects.filter(
            object_type=model._meta.label_lower, object_id=key, after__isnull=True
        ).order_by("-number")
        pk = (gone.values_list("before", flat=True).first() or {}).get("edition")
    return Edition.objects.filter(pk=pk).first() if pk else None


def _rule(model: type[Call | Submission]) -> HistoryRule:
    def may_act(user: User, key: str) -> bool:
        return may(user, "editions.edit_programme", _edition_of(model, key))

    return HistoryRule(may_read=may_act, may_undo=may_act)


register_desk(
    room="calls",
    label=gettext_lazy("Calls for contributions"),
    url_name="calls_desk:choose",
    permission="editions.enter_desk",
    work=_work,
    position=32,
    models=[Call, Submission],
)
register_edition_tab(
    "calls_desk:calls",
    gettext_lazy("Calls for contributions"),
    permission="editions.edit_programme",
    position=32,
)
for _model in (Call, Submission):
    register_history_rule(_model, _rule(_model))
