"""What a reviewer does: the queue, a submission with the own review, a conflict of interest."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_scopes import scope, scopes_disabled

from serai.convene.calls.answers import in_words
from serai.convene.calls.models import QuestionSort, Review, Reviewer, Submission
from serai.convene.calls.reviewing import operations
from serai.convene.calls.reviewing.conflicts import Conflicts
from serai.convene.calls.reviewing.forms import ConflictForm, ReviewForm
from serai.convene.calls.reviewing.queries import Queue, Waiting, queue_of
from serai.convene.calls.reviewing.scoring import Scale, points
from serai.convene.calls.reviewing.views.entrance import address, reviewer_page
from serai.convene.calls.views.submitting import file_of
from serai.convene.calls.words import moment_in_words
from serai.foundation.web.context import language_name
from serai.foundation.web.desk import desk_view, handle_form
from serai.foundation.web.desk.access import acting_user


@desk_view("calls.review_submissions")
def mine(request: HttpRequest) -> HttpResponse:
    """The calls that the reader reviews for, with how far they are in each."""
    with scopes_disabled():
        rows = Reviewer.objects.filter(user=acting_user(request))
        reviewers = list(rows.select_related("call__edition", "call__reviewing"))
    lines = []
    for reviewer in reviewers:
        with scope(edition=reviewer.call.edition):
            lines.append(_progress(queue_of(reviewer)))
    if len(lines) == 1:
        return HttpResponseRedirect(lines[0]["href"])
    return render(request, "reviewing/mine.html", {"lines": lines})


@reviewer_page
def queue(request: HttpRequest, reviewer: Reviewer) -> HttpResponse:
    """What needs a review, the most urgent first, and what was reviewed."""
    found = queue_of(reviewer)
    declared = reviewer.conflicts.filter(is_lifted=False).select_related("submission")
    return render(
        request,
        "reviewing/queue.html",
        {
            "queue": found,
            "next": next(iter(found.open), None),
            "declared": declared.count(),
            **_progress(found),
        },
    )


def _progress(found: Queue) -> dict[str, Any]:
    call = found.reviewer.call
    assigned = [line for line in found.lines if line.is_assigned or line.is_given]
    closes_at = found.rules.closes_at
    return {
        "call": call,
        "edition": call.edition,
        "href": address(call, "queue"),
        "done": len(found.given),
        "total": len(assigned),
        "open": len(found.open),
        "has_closed": found.rules.has_closed(),
        "until": moment_in_words(closes_at, call.edition.zone) if closes_at else "",
    }


@reviewer_page
def review(request: HttpRequest, reviewer: Reviewer, submission: str) -> HttpResponse:
    """One submission, as blind as the call wants it, and the own review of it."""
    call = reviewer.call
    found = queue_of(reviewer)
    line = _line(found, submission)
    criteria = list(call.criteria.all())
    form = ReviewForm(request.POST or None, instance=line.own, criteria=criteria)
    following = found.after(submission)
    goes_on = "stay" not in request.POST and following is not None
    here = address(call, "review", submission)

    def save() -> Review:
        return operations.give_review(
            actor=acting_user(request), reviewer=reviewer, submission=line.submission,
            values=form.comments(), scores=form.scores(),
        )  # fmt: skip

    following_href = address(call, "review", following.submission.code) if following else ""
    return handle_form(
        request, form, save=save,
        success_url=following_href if goes_on else here if "stay" in request.POST
        else address(call, "queue"),
        title=line.submission.title,
        saved_message=_("Your review of “%(title)s” is kept.") % {"title": line.submission},
        offer_undo=False,
        template="reviewing/review.html",
        context={
            "line": line, "following_href": following_href,
            "may_review": not found.rules.has_closed() and line.submission.state == "submitted",
            "others": _others(reviewer, line) if line.is_given else None,
            "conflict_form": ConflictForm(),
            **_content(found, line.submission), **_progress(found),
        },
    )  # fmt: skip


def _line(found: Queue, code: str) -> Waiting:
    line = found.line_of(code)
    if line is None:
        raise Http404
    return line


def _content(found: Queue, submission: Submission) -> dict[str, Any]:
    """What a reviewer sees of a submission."""
    facts = [(_("Kind"), capfirst(str(submission.get_kind_display())))]
    if submission.minutes:
        facts.append((pgettext("duration", "Minutes"), str(submission.minutes)))
    if submission.language:
        facts.append((_("Language"), language_name(submission.language)))
    if submission.section:
        facts.append((_("Section"), str(submission.section)))
    fields = [str(each) for each in submission.fields.all()]
    if fields:
        facts.append((_("Fields of science"), "; ".join(fields)))
    questions = found.reviewer.call.questions.filter(is_for_reviewers=True)
    return {
        "submission": submission,
        "facts": facts,
        "is_blind": found.rules.is_blind,
        "speakers": []
        if found.rules.is_blind
        else list(submission.speakers.select_related("country")),
        "answers": [
            {"question": each, "text": text, "is_file": each.sort == QuestionSort.FILE}
            for each in questions
            if (text := in_words(each, submission.answers.get(each.code)))
        ],
    }


def _others(reviewer: Reviewer, line: Waiting) -> list[dict[str, Any]]:
    """The reviews of others, without their names: shown to whoever has given their own."""
    conflicts = Conflicts(reviewer.call)
    scales = {
        each.pk: Scale(each.lowest, each.highest, each.weight)
        for each in reviewer.call.criteria.all()
    }
    reviews = (
        line.submission.reviews.exclude(reviewer=reviewer)
        .prefetch_related("scores__criterion")
        .order_by("given_at")
    )
    return [
        {
            "scores": list(each.scores.all()),
            "points": points({s.criterion_id: s.value for s in each.scores.all()}, scales),
            "comment": each.comment,
        }
        for each in reviews
        if not conflicts.between(each.reviewer_id, line.submission.pk)
    ]


@reviewer_page
def declare(request: HttpRequest, reviewer: Reviewer, submission: str) -> HttpResponse:
    """Say that one has a conflict of interest; the submission is not shown any more."""
    line = _line(queue_of(reviewer), submission)
    form = ConflictForm(request.POST or None)

    def save() -> Any:
        return operations.state_conflict(
            actor=acting_user(request), reviewer=reviewer, submission=line.submission,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip

    call = reviewer.call
    return handle_form(
        request, form, save=save, success_url=address(call, "queue"),
        title=_("I have a conflict of interest"), lead=line.submission.title,
        submit_label=_("Declare it"), offer_undo=False,
        saved_message=_("Thank you. The desk is told, and you are not shown it any more."),
        cancel_href=address(call, "review", submission),
        template="reviewing/form.html", context=_progress(queue_of(reviewer)),
    )  # fmt: skip


@reviewer_page
def answer_file(
    request: HttpRequest, reviewer: Reviewer, submission: str, question: str
) -> HttpResponse:
    """A file that answers a question which reviewers see."""
    del request
    line = _line(queue_of(reviewer), submission)
    get_object_or_404(reviewer.call.questions.filter(is_for_reviewers=True), code=question)
    return file_of(line.submission, question)
