"""The figures desk: indicators, their definitions and their order."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.foundation.accounts.permissions import may
from serai.foundation.record.operations import entries_made
from serai.foundation.web.desk import confirm_deletion, confirm_saved, desk_view, handle_form
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.parameters import ParameterError
from serai.track.evidence.models import Claim, Review
from serai.track.figures import forms, operations, words
from serai.track.figures.models import Indicator
from serai.track.figures.queries import figures_for

_STEPS = {"up": -1, "down": 1}


@desk_view("figures.enter_desk")
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator with what its figure says now, in the order of the public page."""
    rows = [
        {
            "indicator": figure.indicator,
            "figure": figure,
            "stated": words.stated_text(figure),
            "evidence": words.evidence_words(figure),
            "badge": words.gap_badge(figure),
        }
        for figure in figures_for(Indicator.objects.all())
    ]
    may_edit = may(request.user, "figures.edit_indicator")
    return render(request, "figures/desk/indicator_list.html", {"rows": rows, "may_edit": may_edit})


@desk_view("figures.edit_indicator")
def indicator_add(request: HttpRequest) -> HttpResponse:
    """Define a quantity, perhaps one for which a claim speaks from the start."""
    claim = _speaking_claim(request)
    first = None if claim is None else forms.indicator_from(claim)
    form = forms.IndicatorForm(request.POST or None, instance=first)
    back = reverse("figures_desk:list") if claim is None else _place_of(claim)
    return handle_form(
        request,
        form,
        save=lambda: operations.add_indicator(
            actor=acting_user(request), indicator=Indicator(**form.changes()), claim=claim
        ),
        success_url=back,
        title=_("Add an indicator"),
        lead=_("A quantity with its definition. Its values come from claims and from records."),
        cancel_href=back,
    )


def _speaking_claim(request: HttpRequest) -> Claim | None:
    """The claim that the address names; raises Http404 where none may be given an indicator."""
    code = request.GET.get("claim", "")
    if not code:
        return None
    claim = get_object_or_404(Claim, code=code, review=Review.ACCEPTED, indicator=None)
    if not may(request.user, "evidence.change_claim", claim):
        raise PermissionDenied
    return claim


def _place_of(claim: Claim) -> str:
    """Where a claim came from: its card in the review, or its own page."""
    proposal = claim.proposals.select_related("document").first()
    if proposal is None:
        return reverse("evidence_desk:claim", args=[claim.code])
    return proposal.get_desk_url()


@desk_view("figures.edit_indicator")
def indicator_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the definition of a quantity."""
    indicator = get_object_or_404(Indicator, code=code)
    form = forms.IndicatorForm(request.POST or None, instance=indicator)

    def save() -> Indicator:
        operations.change_indicator(
            actor=acting_user(request), indicator=indicator, changes=form.changes()
        )
        return indicator

    return handle_form(
        request,
        form,
        save=save,
        success_url=reverse("figures_desk:list"),
        title=str(indicator),
        cancel_href=reverse("figures_desk:list"),
        delete_href=reverse("figures_desk:delete", args=[indicator.code]),
        template="figures/desk/indicator_form.html",
        context={"indicator": indicator},
    )


@desk_view("figures.edit_indicator")
def indicator_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete an indicator that no claim speaks for."""
    indicator = get_object_or_404(Indicator, code=code)
    return confirm_deletion(
        request,
        indicator,
        delete=lambda: operations.remove_indicator(actor=acting_user(request), indicator=indicator),
        success_url=reverse("figures_desk:list"),
        cancel_href=reverse("figures_desk:indicator", args=[indicator.code]),
    )


@require_POST
@desk_view("figures.edit_indicator")
def indicator_move(request: HttpRequest, code: str) -> HttpResponse:
    """Move an indicator one place up or down."""
    indicator = get_object_or_404(Indicator, code=code)
    steps = _STEPS.get(request.POST.get("direction", ""))
    if steps is None:
        raise ParameterError("direction", _("it may be up or down."))
    with transaction.atomic(), entries_made() as entries:
        operations.move_indicator(actor=acting_user(request), indicator=indicator, steps=steps)
    confirm_saved(request, entries, _("Moved.") if entries else "")
    return HttpResponseRedirect(f"{reverse('figures_desk:list')}#{indicator.code}")
