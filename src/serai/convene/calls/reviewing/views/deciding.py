"""Deciding: one submission or many, taking it back, and the letters that tell it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from serai.convene.calls.models import Call, Letter, Outcome, Submission
from serai.convene.calls.reviewing import deciding, letters
from serai.convene.calls.reviewing.conflicts import Conflicts
from serai.convene.calls.reviewing.forms import DecisionForm, LetterTextForm
from serai.convene.calls.reviewing.queries import decided_and_untold, judged
from serai.convene.calls.reviewing.views.entrance import address, call_desk, tabs
from serai.foundation.accounts.models import User
from serai.foundation.web.desk import handle_form
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError

SELECTED = "selected"
MOST = 500
"""How many submissions are decided at once at most."""


def _chosen(request: HttpRequest, call: Call) -> list[Submission]:
    """The submissions that were chosen, without those that the reader has a conflict with."""
    codes = request.POST.getlist(SELECTED) or request.GET.getlist(SELECTED)
    if len(codes) > MOST:
        raise ParameterError(SELECTED, _("Choose at most %(most)s.") % {"most": MOST})
    if any("\0" in code for code in codes):
        raise ParameterError(SELECTED, _("Choose rows of this list."))
    found = (
        judged(call)
        .filter(code__in=codes)
        .select_related("edition", "call__edition", "session", "contribution")
        .prefetch_related("speakers__country")
        .order_by("pk")
    )
    hidden = _hidden_from(acting_user(request), call)
    return [each for each in found if each.pk not in hidden]


def _hidden_from(user: User, call: Call) -> set[int]:
    """The submissions of which somebody who decides must not, since they review for the call."""
    own = call.reviewers.filter(user=user).first()
    if own is None:
        return set()
    conflicts = Conflicts(call, [own])
    return {submission for _reviewer, submission, grounds in conflicts.all() if grounds}


@call_desk
def decide(request: HttpRequest, call: Call) -> HttpResponse:
    """Say what becomes of the chosen submissions."""
    chosen = _chosen(request, call)
    back = address(call, "ranking")
    if not chosen:
        messages.warning(request, _("Choose at least one row first."))
        return HttpResponseRedirect(back)
    unknown = deciding.unknown_speakers(chosen)
    possible = deciding.candidates(unknown)
    asked = [
        (speaker, possible[deciding.identity_of(speaker)])
        for speaker in unknown
        if possible.get(deciding.identity_of(speaker))
    ]
    is_sent = request.method == "POST" and "outcome" in request.POST
    form = DecisionForm(
        request.POST if is_sent else None, call=call, submissions=chosen, asked=asked,
        initial={"outcome": request.POST.get("wanted", "")},
    )  # fmt: skip
    made: list[Any] = []

    def save() -> None:
        outcome = Outcome(form.cleaned_data["outcome"])
        note = form.cleaned_data["note"]
        actor = acting_user(request)
        if outcome == Outcome.ACCEPTED:
            made.extend(
                deciding.accept(
                    actor=actor, submissions=chosen, place=form.place(), people=form.people(),
                    note=note,
                )
            )  # fmt: skip
        else:
            made.extend(
                deciding.decide(actor=actor, submissions=chosen, outcome=outcome, note=note)
            )
        left = len(chosen) - len(made)
        if left:
            text = ngettext(
                "%(count)s was decided so already.", "%(count)s were decided so already.", left
            )
            messages.info(request, text % {"count": left})

    options: dict[str, Any] = {
        "success_url": back, "title": _("Decide"), "lead": str(call), "offer_undo": False,
        "submit_label": _("Decide"), "cancel_href": back,
        "saved_message": _("Decided. Nobody is told before you send the letters."),
        "template": "reviewing/decide.html",
        "context": {
            "call": call, "edition": call.edition, "tabs": tabs(call, "ranking"),
            "chosen": chosen,
            "added": [
                speaker
                for speaker in unknown
                if not possible.get(deciding.identity_of(speaker))
            ],
        },
    }  # fmt: skip
    return handle_form(request, form, save=save, **options)


@require_POST
@call_desk
def undo(request: HttpRequest, call: Call) -> HttpResponse:
    """Take decisions back that nobody was told of."""
    chosen = _chosen(request, call)
    try:
        with transaction.atomic():
            for submission in chosen:
                deciding.undo_decision(actor=acting_user(request), submission=submission)
    except ValidationError as error:
        messages.error(
            request, _("Nothing was changed: %(reason)s") % {"reason": " ".join(error.messages)}
        )
    else:
        if chosen:
            messages.success(request, _("Taken back."))
    return HttpResponseRedirect(address(call, "ranking"))


@call_desk
def outbox(request: HttpRequest, call: Call) -> HttpResponse:
    """The letters that would go now, as they would read, and those that have gone."""
    writer = letters.Letters(call)
    drafts = [writer.draft(each) for each in decided_and_untold(call)]
    hidden = _hidden_from(acting_user(request), call)
    drafts = [each for each in drafts if each.decision.submission_id not in hidden]
    gone = (
        Letter.objects.filter(decision__submission__call=call)
        .select_related("decision__submission")
        .order_by("-pk")
    )
    return render(
        request,
        "reviewing/letters.html",
        {
            "call": call, "edition": call.edition, "tabs": tabs(call, "letters"),
            "drafts": [each for each in drafts if each.address],
            "unreachable": [each for each in drafts if not each.address],
            "gone": [each for each in gone if each.decision.submission_id not in hidden],
            "outcomes": [
                {
                    "label": capfirst(str(outcome.label)),
                    "href": address(call, "letter_text", outcome.value),
                }
                for outcome in Outcome
            ],
        },
    )  # fmt: skip


@require_POST
@call_desk
def send(request: HttpRequest, call: Call) -> HttpResponse:
    """Send the letters that were chosen."""
    keys = [key for key in request.POST.getlist(SELECTED) if key.isdecimal()]
    hidden = _hidden_from(acting_user(request), call)
    chosen = [
        each
        for each in decided_and_untold(call).filter(pk__in=keys)
        if each.submission_id not in hidden
    ]
    made = letters.send_letters(actor=acting_user(request), call=call, decisions=chosen)
    if made:
        text = ngettext(
            "%(count)s letter is on its way.", "%(count)s letters are on their way.", len(made)
        )
        messages.success(request, text % {"count": len(made)})
    else:
        messages.info(request, _("Nothing was left to be sent."))
    return HttpResponseRedirect(address(call, "letters"))


@require_POST
@call_desk
def send_again(request: HttpRequest, call: Call, letter: int) -> HttpResponse:
    """Send one letter once more."""
    rows = Letter.objects.filter(decision__submission__call=call)
    found = get_object_or_404(rows.select_related("decision__submission__edition"), pk=letter)
    if found.decision.submission_id in _hidden_from(acting_user(request), call):
        raise Http404
    letters.send_again(actor=acting_user(request), letter=found)
    messages.success(request, _("The letter goes once more."))
    return HttpResponseRedirect(address(call, "letters"))


@call_desk
def letter_text(request: HttpRequest, call: Call, outcome: str) -> HttpResponse:
    """What the letters about one outcome say, in each language."""
    if outcome not in Outcome.values:
        raise Http404
    wanted = Outcome(outcome)
    stored = call.letter_texts.filter(outcome=wanted).first()
    subject, body = (stored.subject, stored.body) if stored else letters.default_text(wanted)
    form = LetterTextForm(request.POST or None, initial={"subject": subject, "body": body})

    def save() -> Any:
        from serai.foundation.translation import texts_of

        return letters.set_text(
            actor=acting_user(request), call=call, outcome=wanted,
            subject=texts_of(form.cleaned_data["subject"]),
            body=texts_of(form.cleaned_data["body"]),
        )  # fmt: skip

    return handle_form(
        request, form, save=save, success_url=address(call, "letters"),
        title=_("Letter: %(outcome)s") % {"outcome": wanted.label}, lead=str(call),
        cancel_href=address(call, "letters"), template="reviewing/letter_text.html",
        context={
            "call": call, "edition": call.edition, "tabs": tabs(call, "letters"),
            "placeholders": [(f"{{{name}}}", text) for name, text in letters.PLACEHOLDERS.items()],
        },
    )  # fmt: skip
