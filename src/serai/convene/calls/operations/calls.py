"""Writing calls and their questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django_scopes import scope

from serai.convene.calls.models import Call, Question
from serai.convene.calls.verbs import CALL, QUESTIONS
from serai.convene.editions.models import Edition
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import (
    Actor,
    change_object,
    create_object,
    delete_object,
    sync_parts,
)


@transaction.atomic
def save_call(
    *, actor: Actor, edition: Edition, values: Mapping[str, Any], call: Call | None = None
) -> Call:
    """Add a call to an edition, after the others, or change one. Raises ValidationError."""
    with scope(edition=edition):
        if call is None:
            last = Call.objects.filter(edition=edition).aggregate(last=Max("position"))["last"]
            place = {"position": 0 if last is None else last + 1}
            new = Call(edition=edition, **{**place, **values})
            return create_object(actor=actor, verb=CALL.added, instance=new)
        change_object(actor=actor, verb=CALL.changed, instance=call, changes=values)
        return call


@transaction.atomic
def remove_call(*, actor: Actor, call: Call) -> Entry:
    """Delete a call with its questions. The entry can be undone.

    Raises django.db.models.ProtectedError where something was submitted to it.
    """
    with scope(edition=call.edition):
        return delete_object(actor=actor, verb=CALL.removed, instance=call)


@transaction.atomic
def save_question(
    *, actor: Actor, call: Call, values: Mapping[str, Any], question: Question | None = None
) -> Question:
    """Add a question to a call, after the others, or change one.

    How it is answered stays once somebody has answered it, and so do options that were chosen.
    Raises ValidationError.
    """
    with scope(edition=call.edition):
        Call.objects.select_for_update().get(pk=call.pk)
        if question is None:
            last = call.questions.aggregate(last=Max("position"))["last"]
            new = Question(call=call, position=0 if last is None else last + 1, **values)
            return create_object(actor=actor, verb=QUESTIONS.added, instance=new, root=call)
        _check_sort(Question.objects.get(pk=question.pk), values)
        change_object(
            actor=actor, verb=QUESTIONS.changed, instance=question, changes=values, root=call
        )
        return question


@transaction.atomic
def set_questions(*, actor: Actor, call: Call, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make the questions of a call be exactly these, in this order; as `save_question` each."""
    with scope(edition=call.edition):
        Call.objects.select_for_update().get(pk=call.pk)
        stored = {each.pk: each for each in call.questions.all()}
        for row in rows:
            if row["pk"] in stored:
                _check_sort(stored[row["pk"]], row)
        sync_parts(
            actor=actor, verbs=QUESTIONS, root=call, parts=call.questions,
            rows=[{**row, "position": place} for place, row in enumerate(rows)], match=["code"],
        )  # fmt: skip


def _check_sort(stored: Question, values: Mapping[str, Any]) -> None:
    if values.get("sort", stored.sort) != stored.sort and _is_answered(stored):
        raise ValidationError(
            {"sort": _("It has been answered already: add another question instead.")}
        )


def _is_answered(question: Question) -> bool:
    answers = question.call.submissions.values_list("answers", flat=True)
    return any(question.code in each for each in answers)


@transaction.atomic
def remove_question(*, actor: Actor, question: Question) -> Entry:
    """Delete a question. Answers to it stay with the submissions, in case this is undone."""
    with scope(edition=question.call.edition):
        return delete_object(
            actor=actor, verb=QUESTIONS.removed, instance=question, root=question.call
        )


@transaction.atomic
def move_question(*, actor: Actor, question: Question, step: int) -> None:
    """Let a question change places with the one ``step`` places further; -1 is the one before."""
    call = question.call
    with scope(edition=call.edition):
        Call.objects.select_for_update().get(pk=call.pk)
        ordered = list(call.questions.all())
        at = next(place for place, each in enumerate(ordered) if each.pk == question.pk)
        to = at + step
        if not 0 <= to < len(ordered):
            return
        ordered[at], ordered[to] = ordered[to], ordered[at]
        for place, each in enumerate(ordered):
            change_object(
                actor=actor, verb=QUESTIONS.changed, instance=each,
                changes={"position": place}, root=call,
            )  # fmt: skip
