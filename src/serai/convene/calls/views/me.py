"""What somebody has submitted: read, withdrawn, brought back, discarded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_scopes import scope, scopes_disabled

from serai.convene.calls import operations, queries
from serai.convene.calls.answers import in_words
from serai.convene.calls.models import QuestionSort, Submission, SubmissionState
from serai.convene.calls.operations.submissions import TO_BE_WITHDRAWN, withdrawal_of
from serai.convene.calls.views.entrance import own_submission
from serai.convene.calls.words import moment_in_words, state_in_words
from serai.foundation.accounts.models import User
from serai.foundation.web.context import language_name
from serai.foundation.web.desk.access import acting_user

TONES = {
    SubmissionState.DRAFT: "warning",
    SubmissionState.SUBMITTED: "neutral",
    SubmissionState.ACCEPTED: "settled",
    SubmissionState.CONFIRMED: "settled",
    SubmissionState.WAITLISTED: "neutral",
    SubmissionState.REJECTED: "neutral",
    SubmissionState.WITHDRAWN: "neutral",
}


@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that the reader has begun or sent, in every edition."""
    with scopes_disabled():
        rows = list(queries.own_submissions(acting_user(request)))
        lines = [{"submission": each, **_state(each)} for each in rows]
    return render(request, "calls/mine.html", {"lines": lines})


@own_submission
def submission(request: HttpRequest, found: Submission) -> HttpResponse:
    """One submission as its submitter reads it, with what can be done."""
    is_draft = found.state == SubmissionState.DRAFT
    is_open = found.is_open()
    withdrawal = withdrawal_of(found)
    context = {
        "submission": found,
        "edition": found.edition,
        **_state(found),
        **content_of(found),
        "may_edit": is_draft or (found.state == SubmissionState.SUBMITTED and is_open),
        "may_send": is_draft and is_open,
        "may_discard": is_draft,
        "may_withdraw": found.state in TO_BE_WITHDRAWN,
        "may_restore": withdrawal is not None
        and withdrawal.actor_id == str(acting_user(request).pk),
    }
    return render(request, "calls/submission.html", context)


def _state(found: Submission) -> dict[str, Any]:
    state = SubmissionState(found.state)
    return {
        "state_label": state.label,
        "tone": TONES[state],
        "sentence": state_in_words(found, found.edition),
    }


def content_of(found: Submission) -> dict[str, Any]:
    """What a submission says, for those who wrote it and for the desk."""
    facts: list[tuple[str, Any]] = []
    if found.kind:
        facts.append((_("Kind"), capfirst(str(found.get_kind_display()))))
    if found.minutes:
        facts.append((_("Length in minutes"), found.minutes))
    if found.language:
        facts.append((_("Language"), language_name(found.language)))
    if found.section:
        facts.append((_("Section"), str(found.section)))
    fields = [str(each) for each in found.fields.all()]
    if fields:
        facts.append((_("Fields of science"), "; ".join(fields)))
    if found.submitted_at:
        facts.append((_("Sent"), moment_in_words(found.submitted_at, found.edition.zone)))
    answers = [
        {
            "question": question,
            "text": text,
            "is_file": question.sort == QuestionSort.FILE,
        }
        for question in found.call.questions.all()
        if (text := in_words(question, found.answers.get(question.code)))
    ]
    return {
        "facts": facts,
        "answers": answers,
        "speakers": list(found.speakers.select_related("country")),
    }


@require_POST
@own_submission
def act(request: HttpRequest, found: Submission) -> HttpResponse:
    """Withdraw, bring back or discard a submission."""
    user: User = acting_user(request)
    wanted = request.POST.get("act")
    try:
        if wanted == "withdraw":
            operations.withdraw_submission(actor=user, submission=found)
            messages.success(request, _("Withdrawn. You can bring it back below."))
        elif wanted == "restore":
            operations.restore_submission(actor=user, submission=found)
            messages.success(request, _("It is back, as it was before."))
        elif wanted == "discard":
            operations.discard_submission(actor=user, submission=found)
            messages.success(request, _("The draft is deleted."))
            return redirect("calls:mine")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    with scope(edition=found.edition):
        return HttpResponseRedirect(found.get_absolute_url())
