"""The evidence desk: the queue of claims, decisions about them, and the sources."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from serai.foundation.accounts.models import User
from serai.foundation.accounts.permissions import may
from serai.foundation.record.operations import entries_made
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    confirm_saved,
    desk_view,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError
from serai.foundation.web.wording import bound_text
from serai.track.evidence import forms, operations, presentation, queries
from serai.track.evidence.fields import field_owners
from serai.track.evidence.models import Claim, ClaimLink, LinkKind, Rank, Review, Source
from serai.track.evidence.reconciling import relations_for_claims
from serai.track.evidence.reviewing import make_figure_href
from serai.track.evidence.views.tabs import tabs
from serai.track.evidence.words import bounds_words, relation_words

# Claims


def _claim_columns() -> list[Column]:
    return [
        Column(
            _("Statement"), "subject", sort="subject",
            href=lambda claim: reverse("evidence_desk:claim", args=[claim.code]),
        ),
        Column(
            _("Value"),
            lambda claim: bound_text(claim.qualifier, claim.value, claim.upper_value),
            sort="value",
            is_short=True,
        ),
        Column(_("Scope"), "scope", sort="scope"),
        Column(_("As of"), "as_of", sort="as_of", is_short=True),
        Column(_("Source"), "source.title"),
        Column(_("Figure"), "indicator.name"),
        Column(_("Decision"), lambda claim: capfirst(claim.get_review_display()), sort="review"),
    ]  # fmt: skip


def _accept(user: User, claims: list[Claim]) -> int:
    return operations.accept_identical(actor=user, claims=claims)


@desk_view("evidence.enter_desk")
def claim_list(request: HttpRequest) -> HttpResponse:
    """The queue: what nobody has decided about first."""
    may_add = may(request.user, "evidence.add_claim")
    return render_list(
        request,
        queries.claims_to_review(),
        _claim_columns(),
        title=_("Claims"),
        lead=_("What sources state. Only accepted claims make figures."),
        filter_form=forms.ClaimFilter,
        search=("subject", "written", "scope", "attributed_to", "quote"),
        bulk_actions=[
            BulkAction(
                "accept", gettext_lazy("Accept, if they all say the same"), _accept,
                permission="evidence.review_claim", confirm=True,
            ),
        ],
        create_href=reverse("evidence_desk:claim_add") if may_add else "",
        create_label=_("Add a claim"),
        empty_title=_("No claims yet"),
        empty_text=_("Enter a source first, then what it states."),
        template="evidence/desk/list.html",
        context={"tabs": tabs("claims")},
    )  # fmt: skip


def _claim_with_relations(code: str) -> Claim:
    return get_object_or_404(
        Claim.objects.select_related(
            "source__publisher", "indicator", "correction_source", "reviewed_by"
        ),
        code=code,
    )


@desk_view("evidence.enter_desk")
def claim_review(request: HttpRequest, code: str) -> HttpResponse:
    """One claim beside its words, with everything that can be decided about it."""
    claim = _claim_with_relations(code)
    return _claim_response(request, claim, forms.ReviewForm(initial={"review_note": ""}))


def _claim_response(
    request: HttpRequest, claim: Claim, form: forms.ReviewForm, status: int = 200
) -> HttpResponse:
    user = acting_user(request)
    drafts = queries.claims_to_review().filter(review=Review.DRAFT)
    following = drafts.filter(
        Q(source__gt=claim.source_id) | Q(source=claim.source_id, pk__gt=claim.pk)
    ).first()
    return render(
        request,
        "evidence/desk/claim.html",
        {
            "claim": claim,
            "facts": presentation.claim_facts(claim),
            "bounds": bounds_words(claim),
            "decision": presentation.decision(claim),
            "linked": queries.linked_claims(claim, public_only=False),
            "provenance": presentation.provenance(claim),
            "proposed": [
                (relation, relation_words(relation.kind, reverse=relation.is_reverse))
                for relation in relations_for_claims([claim])[claim.pk]
            ]
            if claim.review == Review.ACCEPTED
            else [],
            "make_figure": make_figure_href(claim) if may(user, "figures.edit_indicator") else "",
            "may_lay": claim.review == Review.ACCEPTED and bool(field_owners()),
            "form": form,
            "may_review": may(user, "evidence.review_claim", claim),
            "may_change": may(user, "evidence.change_claim", claim),
            "following": following,
            "crumbs": [(_("Claims"), reverse("evidence_desk:claims")), (claim.subject, "")],
        },
        status=status,
    )


@require_POST
@desk_view("evidence.review_claim")
def claim_decide(request: HttpRequest, code: str) -> HttpResponse:
    """Decide about a claim and go on to the next one in the queue."""
    claim = _claim_with_relations(code)
    form = forms.ReviewForm(request.POST)
    if form.is_valid():
        review = Review(form.cleaned_data["review"])
        try:
            with transaction.atomic(), entries_made() as entries:
                operations.decide_review(
                    actor=acting_user(request),
                    claim=claim,
                    review=review,
                    note=form.cleaned_data["review_note"],
                )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("%(claim)s: %(decision)s.") % {"claim": claim, "decision": review.label}
            confirm_saved(request, entries, said if entries else "")
            return HttpResponseRedirect(reverse("evidence_desk:claim", args=[claim.code]))
    claim.refresh_from_db()
    return _claim_response(request, claim, form, status=422)


@desk_view("evidence.add_claim")
def claim_add(request: HttpRequest) -> HttpResponse:
    """Enter what a source states."""
    source = Source.objects.filter(code=request.GET.get("source", "")).first()
    form = forms.ClaimForm(request.POST or None, initial={"source": source} if source else None)
    return handle_form(
        request,
        form,
        save=lambda: operations.add_claim(
            actor=acting_user(request), claim=Claim(**form.changes())
        ),
        success_url=lambda claim: reverse("evidence_desk:claim", args=[claim.code]),
        title=_("Add a claim"),
        lead=_("It counts for no figure until it is accepted."),
        cancel_href=reverse("evidence_desk:claims"),
    )


def _changeable(request: HttpRequest, code: str, permission: str) -> Claim:
    claim = get_object_or_404(Claim, code=code)
    if not may(request.user, permission, claim):
        raise PermissionDenied
    return claim


@desk_view("evidence.enter_desk")
def claim_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change how a claim was taken down."""
    claim = _changeable(request, code, "evidence.change_claim")
    form = forms.ClaimForm(request.POST or None, instance=claim)
    here = reverse("evidence_desk:claim", args=[claim.code])

    def save() -> Claim:
        operations.change_claim(actor=acting_user(request), claim=claim, changes=form.changes())
        return claim

    return handle_form(
        request,
        form,
        save=save,
        success_url=here,
        title=_("Change the claim"),
        cancel_href=here,
    )


@desk_view("evidence.review_claim")
def claim_rank(request: HttpRequest, code: str) -> HttpResponse:
    """Say which claim speaks for a figure."""
    claim = _changeable(request, code, "evidence.review_claim")
    form = forms.RankForm(request.POST or None, instance=claim)
    here = reverse("evidence_desk:claim", args=[claim.code])

    def save() -> Claim:
        operations.rank_claim(
            actor=acting_user(request),
            claim=claim,
            rank=Rank(form.cleaned_data["rank"]),
            reason=form.cleaned_data["rank_reason"],
        )
        return claim

    return handle_form(
        request, form, save=save, success_url=here, title=_("Rank the claim"), cancel_href=here,
        lead=_("The preferred claim speaks for its figure, a deprecated one never does."),
    )  # fmt: skip


@desk_view("evidence.review_claim")
def claim_correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a source openly."""
    claim = _changeable(request, code, "evidence.review_claim")
    form = forms.CorrectionForm(request.POST or None, instance=claim)
    here = reverse("evidence_desk:claim", args=[claim.code])

    def save() -> Claim:
        operations.correct_claim(
            actor=acting_user(request),
            claim=claim,
            correction=form.cleaned_data["correction"],
            source=form.cleaned_data["correction_source"],
        )
        return claim

    return handle_form(
        request, form, save=save, success_url=here, title=_("Correct the claim"), cancel_href=here,
        lead=_("The words of the source stay as they are; the correction stands beside them."),
    )  # fmt: skip


@desk_view("evidence.review_claim")
def link_add(request: HttpRequest, code: str) -> HttpResponse:
    """Say how a claim stands to another."""
    claim = _changeable(request, code, "evidence.review_claim")
    form = forms.LinkForm(request.POST or None, claim=claim)
    here = reverse("evidence_desk:claim", args=[claim.code])
    return handle_form(
        request,
        form,
        save=lambda: operations.link_claims(
            actor=acting_user(request), claim=claim, **form.cleaned_data
        ),
        success_url=here,
        title=_("Link the claim “%(claim)s”") % {"claim": claim},
        lead=_("Claims that repeat one another count as one origin."),
        cancel_href=here,
    )


@require_POST
@desk_view("evidence.review_claim")
def link_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a link back."""
    claim = get_object_or_404(Claim, code=code)
    link = get_object_or_404(ClaimLink, Q(claim=claim) | Q(other=claim), pk=pk)
    with transaction.atomic(), entries_made() as entries:
        operations.unlink_claims(actor=acting_user(request), link=link)
    confirm_saved(request, entries, _("The link was removed."))
    return HttpResponseRedirect(reverse("evidence_desk:claim", args=[claim.code]))


@require_POST
@desk_view("evidence.review_claim")
def relation_decide(request: HttpRequest, code: str) -> HttpResponse:
    """Accept a relation that was proposed, or dismiss it."""
    claim = get_object_or_404(Claim, code=code)
    other = get_object_or_404(Claim, code=request.POST.get("other", ""))
    kind, verdict = request.POST.get("kind", ""), request.POST.get("verdict", "")
    if kind not in LinkKind.values or verdict not in {"accept", "dismiss"}:
        raise ParameterError("verdict", _("Choose what to do."))
    one, two = (other, claim) if request.POST.get("is_reverse") else (claim, other)
    do = operations.link_claims if verdict == "accept" else operations.dismiss_relation
    try:
        with transaction.atomic(), entries_made() as entries:
            do(actor=acting_user(request), claim=one, kind=LinkKind(kind), other=two)
    except ValidationError as error:
        messages.error(
            request, _("Nothing was changed: %(reason)s") % {"reason": " ".join(error.messages)}
        )
    else:
        said = _("The relation was accepted.") if verdict == "accept" else _("It was dismissed.")
        confirm_saved(request, entries, said, offer_undo=verdict == "accept")
    return HttpResponseRedirect(reverse("evidence_desk:claim", args=[claim.code]))


# Sources


@desk_view("evidence.enter_desk")
def source_list(request: HttpRequest) -> HttpResponse:
    """Every document."""
    may_edit = may(request.user, "evidence.edit_source")
    columns = [
        Column(
            _("Title"), "title", sort="title",
            href=lambda source: reverse("evidence_desk:source", args=[source.code]),
        ),
        Column(_("Publisher"), "publisher_name"),
        Column(_("Published"), "published_on", sort="published_on", is_short=True),
        Column(_("Kind"), "get_kind_display", sort="kind"),
        Column(_("Language"), "language", sort="language"),
        Column(_("Claims"), "claim_count", sort="claim_count", is_number=True),
    ]  # fmt: skip
    return render_list(
        request,
        queries.sources_with_counts().order_by("-published_on", "pk"),
        columns,
        title=_("Sources"),
        filter_form=forms.SourceFilter,
        search=("title", "publisher_as_written", "address"),
        create_href=reverse("evidence_desk:source_add") if may_edit else "",
        create_label=_("Add a source"),
        empty_title=_("No sources yet"),
        template="evidence/desk/list.html",
        context={"tabs": tabs("sources")},
    )


@desk_view("evidence.edit_source")
def source_add(request: HttpRequest) -> HttpResponse:
    """Enter a document."""
    form = forms.SourceForm(request.POST or None)
    return handle_form(
        request,
        form,
        save=lambda: operations.add_source(
            actor=acting_user(request), source=Source(**form.changes())
        ),
        success_url=reverse("evidence_desk:sources"),
        title=_("Add a source"),
        cancel_href=reverse("evidence_desk:sources"),
    )


@desk_view("evidence.edit_source")
def source_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the particulars of a document."""
    source = get_object_or_404(Source, code=code)
    form = forms.SourceForm(request.POST or None, instance=source)

    def save() -> Source:
        operations.change_source(actor=acting_user(request), source=source, changes=form.changes())
        return source

    return handle_form(
        request,
        form,
        save=save,
        success_url=reverse("evidence_desk:sources"),
        title=str(source),
        cancel_href=reverse("evidence_desk:sources"),
        template="evidence/desk/source_form.html",
        context={"source": source, "may_add_claim": may(request.user, "evidence.add_claim")},
    )
