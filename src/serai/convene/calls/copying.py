"""Calls among what an edition hands on to the next: what was asked, never what was answered."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from serai.convene.calls.models import Call, Question
from serai.convene.calls.verbs import CALL, QUESTIONS
from serai.convene.editions.copying import CopyRun, register_copied_part

A_YEAR = timedelta(days=364)
"""Whole weeks: a deadline stays on its day of the week."""


def _copy_calls(run: CopyRun) -> None:
    """Copy calls with their questions, not public, moved by as much as the edition was."""
    source, target = run.source.starts_on, run.target.starts_on
    years = target.year - source.year if source and target else 1
    later = A_YEAR * max(years, 0)
    for call in Call.objects.filter(edition=run.source).select_related("activity", "section"):
        twin = run.duplicate(
            call, verb=CALL.added, edition=run.target, is_public=False,
            activity=run.twin(call.activity), section=run.twin(call.section),
            opens_at=call.opens_at + later,
            closes_at=call.closes_at + later if call.closes_at else None,
        )  # fmt: skip
        for question in Question.objects.filter(call=call):
            run.duplicate(question, verb=QUESTIONS.added, call=twin)


register_copied_part("calls", _("calls for contributions, not public"), _copy_calls, position=75)
