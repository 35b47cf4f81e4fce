"""Documents at the desk: upload, the list, and the text with what is proposed in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from serai.foundation.accounts.permissions import may
from serai.foundation.jobs import operations as jobs
from serai.foundation.private_files import PrivateFileError, download
from serai.foundation.record.queries import history
from serai.foundation.web.desk import Column, desk_view, handle_form, render_list
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError
from serai.track.evidence import operations
from serai.track.evidence.forms_review import DocumentFilter, ReviewersForm, UploadForm
from serai.track.evidence.marking import marked_blocks
from serai.track.evidence.models import (
    ORIGINALS,
    Document,
    DocumentState,
    Proposal,
    ProposalKind,
    ProposalState,
)
from serai.track.evidence.presentation import language_in_words, percent, proposal_tone
from serai.track.evidence.review_words import review_words
from serai.track.evidence.reviewing import proposals_of, undo_of, visible_decisions
from serai.track.evidence.tasks import extract_again as extract_again_job
from serai.track.evidence.tasks import ingest as ingest_job
from serai.track.evidence.verbs import DOCUMENT_READ
from serai.track.evidence.views.tabs import tabs

SHOWN = {
    "figures": frozenset({ProposalKind.FIGURE}),
    "names": frozenset(ProposalKind) - {ProposalKind.FIGURE, ProposalKind.DATE},
    "dates": frozenset({ProposalKind.DATE}),
}
"""What of a document is shown at once, by the parameter ``show``."""


@desk_view("evidence.enter_desk")
def document_list(request: HttpRequest) -> HttpResponse:
    """Every document with how far it is."""
    settled = Q(proposals__state__in=[ProposalState.ACCEPTED, ProposalState.MERGED])
    rows = (
        Document.objects.defer("text", "blocks", "sentences")
        .select_related("source", "uploaded_by")
        .annotate(
            waiting=Count("proposals", filter=Q(proposals__state=ProposalState.WAITING)),
            contested=Count("proposals", filter=Q(proposals__state=ProposalState.CONTESTED)),
            accepted=Count("proposals", filter=settled),
        )
    )
    columns = [
        Column(
            _("Title"), str, sort="title",
            href=lambda row: reverse("evidence_desk:document", args=[row.code]),
        ),
        Column(_("State"), lambda row: capfirst(row.problem or row.get_state_display()),
               sort="state"),
        Column(_("Language"), lambda row: language_in_words(row.language), sort="language"),
        Column(_("Retrieved"), lambda row: row.retrieved_at.date(), sort="retrieved_at",
               is_short=True),
        Column(_("Waiting"), "waiting", sort="waiting", is_number=True),
        Column(_("Reviewers differ"), "contested", sort="contested", is_number=True),
        Column(_("Accepted"), "accepted", sort="accepted", is_number=True),
    ]  # fmt: skip
    may_upload = may(request.user, "evidence.upload")
    return render_list(
        request,
        rows,
        columns,
        title=_("Documents"),
        lead=_("What was uploaded, and how far its review is. Nobody outside sees them."),
        filter_form=DocumentFilter,
        search=("title", "file_name", "address"),
        create_href=reverse("evidence_desk:upload") if may_upload else "",
        create_label=_("Upload documents"),
        empty_title=_("No documents yet"),
        empty_text=_("Upload one, and check the claims that are found in it."),
        template="evidence/desk/list.html",
        context={"tabs": tabs("documents")},
    )


@desk_view("evidence.upload")
def upload(request: HttpRequest) -> HttpResponse:
    """Upload files or paste a text; then see how they are read."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not form.is_bound:
        form = UploadForm(request.POST, request.FILES)
    destination: list[str] = []

    def save() -> None:
        destination.append(_ingest(request, form))

    return handle_form(
        request,
        form,
        save=save,
        success_url=lambda _saved: destination[-1],
        title=_("Upload documents"),
        lead=_("They stay private. The public sees the citation and one sentence at most."),
        submit_label=_("Upload"),
        cancel_href=reverse("evidence_desk:documents"),
        saved_message=_("Received. They are being read."),
        offer_undo=False,
        template="evidence/desk/upload.html",
    )


def _ingest(request: HttpRequest, form: UploadForm) -> str:
    """Receive what was uploaded and return where to go on."""
    user, typed = acting_user(request), form.cleaned_data
    given = [(each.name, each.read()) for each in typed["uploads"]]
    if typed["text"].strip():
        given.append(("", typed["text"].replace("\r\n", "\n").encode()))
    documents: list[Document] = []
    for name, content in given:
        try:
            ingested = operations.ingest_document(
                actor=user, content=content, file_name=name or "", address=typed["address"],
                published_on=typed["published_on"], reviewers=typed["reviewers"],
            )  # fmt: skip
        except ValidationError as error:
            raise ValidationError(
                [f"{name}: {text}" if name else text for text in error.messages]
            ) from None
        documents.append(ingested.document)
    unread = [each for each in documents if not each.is_ready]
    if not unread:
        return (
            documents[0].get_desk_url()
            if len(documents) == 1
            else reverse("evidence_desk:documents")
        )
    about = ngettext("%(count)s document", "%(count)s documents", len(unread)) % {
        "count": len(unread)
    }
    job = jobs.start(
        actor=user,
        job=ingest_job,
        arguments={"documents": [each.code for each in unread]},
        about=str(unread[0]) if len(unread) == 1 else about,
        result_href=reverse("evidence_desk:documents"),
    )
    return job.get_absolute_url()


@desk_view("evidence.enter_desk")
def document(request: HttpRequest, code: str) -> HttpResponse:
    """A document: its text with marks, and a card for each thing proposed in it."""
    found = get_object_or_404(Document.objects.select_related("source", "replaces"), code=code)
    user = acting_user(request)
    shown = request.GET.get("show", "figures")
    if shown not in SHOWN:
        raise ParameterError("show", _("Write one of: %(known)s.") % {"known": ", ".join(SHOWN)})
    proposals = proposals_of(found)
    by_group = {
        name: [each for each in proposals if each.kind in kinds] for name, kinds in SHOWN.items()
    }
    labels = {
        "figures": _("Figures"),
        "names": pgettext("found in a text", "Names"),
        "dates": _("Dates"),
    }
    latest = history(found).filter(verb=DOCUMENT_READ.name).first()
    return render(
        request,
        "evidence/desk/document.html",
        {
            "document": found,
            "blocks": marked_blocks(found.text, found.blocks, by_group[shown]),
            "cards": [_card(found, each, user) for each in by_group[shown]],
            "show": shown,
            "groups": [
                {"label": f"{labels[name]} ({len(group)})", "href": f"?show={name}",
                 "is_active": name == shown}
                for name, group in by_group.items()
            ],
            "counts": [
                (state.label, sum(each.state == state for each in proposals))
                for state in ProposalState
            ],
            "undo": undo_of(found, user),
            "review_words": review_words(),
            "extraction": (latest.after or {}).get("proposals") if latest else None,
            "may_review": may(user, "evidence.review"),
            "may_curate": may(user, "evidence.curate"),
            "may_upload": may(user, "evidence.upload"),
            "may_download": may(user, "evidence.review"),
            "newer": found.replaced_by.order_by("-pk").first(),
            "tabs": tabs("documents"),
            "crumbs": [
                (_("Documents"), reverse("evidence_desk:documents")), (str(found), "")
            ],
        },
    )  # fmt: skip


def _card(found: Document, proposal: Proposal, user: Any) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "sentence": found.text[proposal.sentence_start : proposal.sentence_end],
        "decisions": visible_decisions(proposal, user),
        "confidence": percent(proposal.confidence) if proposal.extractor else "",
        "tone": proposal_tone(proposal.state),
        "is_open": proposal.state == ProposalState.WAITING,
        "is_contested": proposal.state == ProposalState.CONTESTED,
    }


@desk_view("evidence.review")
def original(request: HttpRequest, code: str) -> HttpResponse:
    """The file as it was received. It is always saved, never shown by the browser."""
    found = get_object_or_404(Document, code=code)
    try:
        content = ORIGINALS.content_of(found.sha256)
    except PrivateFileError:
        return render(request, "web/errors/404.html", status=404)
    return download(content, file_name=found.file_name or f"{found.code}.txt")


@desk_view("evidence.upload")
def reviewers(request: HttpRequest, code: str) -> HttpResponse:
    """Choose how many people review a document."""
    found = get_object_or_404(Document, code=code)
    form = ReviewersForm(request.POST or None, instance=found)

    def save() -> Document:
        operations.change_document(
            actor=acting_user(request), document=found, changes=form.cleaned_data
        )
        return found

    return handle_form(
        request, form, save=save, success_url=found.get_desk_url(),
        title=_("Who reviews “%(document)s”") % {"document": found},
        lead=_("Two people decide without seeing what the other said; a curator settles it where "
               "they differ."),
        cancel_href=found.get_desk_url(),
    )  # fmt: skip


@require_POST
@desk_view("evidence.upload")
def extract_again(request: HttpRequest, code: str) -> HttpResponse:
    """Read a document that could not be read, or let the engine of today look at it again."""
    found = get_object_or_404(Document.objects.defer("text"), code=code)
    job = jobs.start(
        actor=acting_user(request),
        job=extract_again_job if found.state == DocumentState.READY else ingest_job,
        arguments={"documents": [found.code]},
        about=capfirst(str(found)),
        result_href=found.get_desk_url(),
    )
    return HttpResponseRedirect(job.get_absolute_url())
