"""Proposals one by one, for those who work without scripts: the queue, a form, the buttons."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.web.desk import BulkAction, Column, desk_view, handle_form, render_list
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.desk.saving import problems
from serai.foundation.web.parameters import ParameterError
from serai.foundation.web.wording import written_number
from serai.track.evidence import operations
from serai.track.evidence.agreement import agreements
from serai.track.evidence.forms_review import MissedForm, ProposalFilter, ProposalForm
from serai.track.evidence.models import (
    Decision,
    Document,
    DocumentState,
    Proposal,
    ProposalKind,
    ProposalState,
    Verdict,
)
from serai.track.evidence.presentation import percent, proposal_tone
from serai.track.evidence.reviewing import visible_decisions
from serai.track.evidence.views.tabs import tabs


def _accept(user: User, proposals: list[Proposal]) -> None:
    operations.accept_identical_proposals(actor=user, proposals=proposals)


@desk_view("evidence.enter_desk")
def queue(request: HttpRequest) -> HttpResponse:
    """What waits to be decided: figures before names and dates, the surest first."""
    rows = (
        Proposal.objects.select_related("document__source", "indicator")
        .defer("document__text", "document__blocks", "document__sentences")
        .annotate(
            turn=models.Case(
                models.When(state=ProposalState.CONTESTED, then=0),
                models.When(state=ProposalState.WAITING, then=1),
                default=2,
                output_field=models.IntegerField(),
            ),
            is_figure_row=models.Case(
                models.When(kind=ProposalKind.FIGURE, then=True),
                default=False,
                output_field=models.BooleanField(),
            ),
        )
        .order_by("turn", "-is_figure_row", "-confidence", "document", "start", "pk")
    )
    columns = [
        Column(_("Words"), "written", href=lambda row: row.get_desk_url()),
        Column(_("Value"), lambda row: f"{row.said} {row.counted}".strip(), sort="value"),
        Column(_("Statement"), "subject", sort="subject"),
        Column(_("Kind"), lambda row: capfirst(row.get_kind_display()), sort="kind"),
        Column(_("Figure"), "indicator"),
        Column(_("Confidence"), lambda row: percent(row.confidence), sort="confidence",
               is_number=True),
        Column(_("Document"), lambda row: str(row.document)),
        Column(_("State"), lambda row: capfirst(row.get_state_display()), sort="state"),
    ]  # fmt: skip
    is_first = may(request.user, "evidence.upload") and not Proposal.objects.exists()
    return render_list(
        request,
        rows,
        columns,
        title=_("Proposals"),
        lead=_("What was found in documents. It counts for nothing until somebody accepts it."),
        filter_form=ProposalFilter,
        search=("exact", "subject", "name", "unit"),
        bulk_actions=[
            BulkAction(
                "accept", gettext_lazy("Accept, if they all say the same"), _accept,
                permission="evidence.review", confirm=True,
            ),
        ],
        create_href=reverse("evidence_desk:upload") if is_first else "",
        create_label=_("Upload documents"),
        empty_title=_("Nothing is proposed yet"),
        empty_text=_("Upload a document first."),
        template="evidence/desk/list.html",
        context={"tabs": tabs("queue")},
    )  # fmt: skip


def _found(code: str, pk: int) -> Proposal:
    return get_object_or_404(
        Proposal.objects.select_related("document__source", "claim"), pk=pk, document__code=code
    )


@desk_view("evidence.enter_desk")
def proposal(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One proposal in its sentence, with its values to be edited, accepted or rejected."""
    found = _found(code, pk)
    user = acting_user(request)
    permission = "evidence.curate" if _is_contested(found) else "evidence.review"
    form = ProposalForm(request.POST or None, instance=found)
    status = 200
    if request.method == "POST":
        if not may(user, permission):
            raise PermissionDenied
        if form.is_valid() and _act(user, found, form, request.POST.get("verdict", "")):
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(f"{found.document.get_desk_url()}#proposal-{found.pk}")
        status = 422
        found = _found(code, pk)
    text = found.document.text
    decisions = Decision.objects.filter(withdrawn_at=None).select_related("reviewer")
    found.standing = list(decisions.filter(proposal=found))  # type: ignore[attr-defined]
    return render(
        request,
        "evidence/desk/proposal.html",
        {
            "proposal": found,
            "document": found.document,
            "form": form,
            "problems": problems(form),
            "tone": proposal_tone(found.state),
            "before": text[max(0, found.start - 300) : found.start],
            "words": text[found.start : found.end],
            "after": text[found.end : found.end + 300],
            "decisions": visible_decisions(found, user),
            "may_decide": may(user, permission)
            and found.state in {ProposalState.WAITING, ProposalState.CONTESTED},
            "may_edit": may(user, "evidence.review")
            and (found.state == ProposalState.ACCEPTED
                 or (found.state == ProposalState.WAITING and found.document.reviewers == 1)),
            "crumbs": [
                (_("Documents"), reverse("evidence_desk:documents")),
                (str(found.document), found.document.get_desk_url()),
                (found.written, ""),
            ],
        },
        status=status,
    )  # fmt: skip


def _is_contested(found: Proposal) -> bool:
    return found.state == ProposalState.CONTESTED


def _act(user: User, found: Proposal, form: ProposalForm, verdict: str) -> bool:
    """Do what a button of the form says; put what stands in the way on the form."""
    revision, note = form.cleaned_data["revision"], form.cleaned_data["note"]
    try:
        if verdict == "edit":
            operations.edit_proposal(
                actor=user, proposal=found, values=form.values(), revision=revision
            )
        elif verdict in Verdict.values:
            (operations.curate if _is_contested(found) else operations.decide)(
                actor=user, proposal=found, verdict=Verdict(verdict), values=form.values(),
                note=note, revision=revision,
            )  # fmt: skip
        else:
            raise ParameterError("verdict", _("Choose what to do."))
    except operations.StaleProposalError as error:
        # What was typed stays; a second press says that it is meant.
        form.data = {**form.data.dict(), "revision": str(error.proposal.revision)}  # type: ignore[attr-defined]
        form.add_error(
            None,
            _("Somebody changed this proposal while you had it before you. What you typed is kept: "
              "save again to put it in its place."),
        )  # fmt: skip
        return False
    except ValidationError as error:
        _put_on(form, error)
        return False
    return True


def _put_on(form: Any, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, texts in error.message_dict.items():
        form.add_error(name if name in form.fields else None, texts)


@require_POST
@desk_view("evidence.enter_desk")
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A button on a card: accept as proposed, reject, skip."""
    found = _found(code, pk)
    user = acting_user(request)
    if not may(user, "evidence.curate" if _is_contested(found) else "evidence.review"):
        raise PermissionDenied
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        raise ParameterError("verdict", _("Choose what to do."))
    revision = _whole_number(request.POST.get("revision", ""))

    def act() -> Proposal:
        return (operations.curate if _is_contested(found) else operations.decide)(
            actor=user, proposal=found, verdict=Verdict(verdict), revision=revision
        )

    return _and_back(request, found.document, act, f"#proposal-{found.pk}")


def _whole_number(written: str) -> int | None:
    usable = written.isascii() and written.isdigit() and len(written) < 18
    return int(written) if usable else None


@require_POST
@desk_view("evidence.enter_desk")
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take back a decision: the one that is named, or the latest in the document."""
    document = get_object_or_404(Document, code=code)
    user = acting_user(request)
    written = request.POST.get("decision", "")
    if written:
        decision = get_object_or_404(
            Decision.objects.select_related("proposal"),
            pk=_whole_number(written),
            proposal__document=document,
        )
    else:
        latest = operations.latest_decision(reviewer=user, document=document)
        if latest is None:
            messages.info(request, _("There is nothing to undo."))
            return HttpResponseRedirect(document.get_desk_url())
        decision = latest

    def act() -> Proposal:
        return operations.undo_decision(actor=user, decision=decision)

    return _and_back(request, document, act, f"#proposal-{decision.proposal_id}")


def _and_back(
    request: HttpRequest, document: Document, act: Callable[[], Proposal], place: str
) -> HttpResponse:
    """Do something and go back to its place in the document, with a word about it."""
    try:
        with transaction.atomic():
            done = act()
    except ValidationError as error:
        reason = " ".join(error.messages)
        messages.error(request, _("Nothing was changed: %(reason)s") % {"reason": reason})
    else:
        messages.success(request, f"{done}: {done.get_state_display()}.")
    return HttpResponseRedirect(f"{document.get_desk_url()}{place}")


@desk_view("evidence.review")
def missed(request: HttpRequest, code: str) -> HttpResponse:
    """Add what was missed, by its words."""
    document = get_object_or_404(
        Document.objects.select_related("source"), code=code, state=DocumentState.READY
    )
    form = MissedForm(
        request.POST or None, document=document, instance=Proposal(kind=ProposalKind.FIGURE)
    )

    def save() -> Proposal:
        start, end = form.cleaned_data["place"]
        return operations.add_missed(
            actor=acting_user(request), document=document, start=start, end=end,
            values=form.values(), note=form.cleaned_data["note"],
        )  # fmt: skip

    return handle_form(
        request, form, save=save,
        success_url=lambda saved: f"{document.get_desk_url()}#proposal-{saved.pk}",
        title=_("Add a claim that was missed"),
        lead=str(document), cancel_href=document.get_desk_url(), offer_undo=False,
    )  # fmt: skip


@desk_view("evidence.enter_desk")
def agreement(request: HttpRequest) -> HttpResponse:
    """How far those agree who reviewed the same documents."""
    rows = [
        {
            "who": _(", ").join(map(str, each.reviewers)) if each.reviewers else _("All together"),
            "agreement": each,
            "share": percent(each.share),
            "kappa": "–" if each.kappa is None else written_number(round(Decimal(each.kappa), 2)),
        }
        for each in agreements()
        if each.pairs
    ]
    return render(
        request, "evidence/desk/agreement.html", {"rows": rows, "tabs": tabs("agreement")}
    )
