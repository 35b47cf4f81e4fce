"""Who speaks, region by region, and the speaking slots that are still to be given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.convene.editions.models import Edition
from serai.convene.timetable import speaking
from serai.convene.timetable.forms import CandidateFormSet, SlotsForm
from serai.convene.timetable.models import OpenSlots
from serai.convene.timetable.views.board import may_edit
from serai.foundation.web.desk import confirm_deletion, handle_form
from serai.foundation.web.desk.access import acting_user


@may_edit
def report(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The speaking slots by region, and those that are open."""
    rows = OpenSlots.objects.select_related("session__activity").prefetch_related("candidates")
    context = {
        "edition": edition, "title": _("Speaking slots"), "rows": rows,
        "spread": speaking.spread_of(edition),
    }  # fmt: skip
    return render(request, "timetable/desk/speaking.html", context)


@may_edit
def add(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Open speaking slots of a session."""
    return _edit(request, edition, None)


@may_edit
def change(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """Change how many slots of a session are open, or who may have them."""
    return _edit(request, edition, _found(pk))


@may_edit
def delete(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """Close the slots of a session."""
    found = _found(pk)
    return confirm_deletion(
        request,
        found,
        delete=lambda: speaking.remove_slots(actor=acting_user(request), open_slots=found),
        success_url=_back(edition),
        cancel_href=_back(edition),
    )


def _edit(request: HttpRequest, edition: Edition, found: OpenSlots | None) -> HttpResponse:
    form = SlotsForm(request.POST or None, instance=found, edition=edition)
    people = CandidateFormSet(request.POST or None, instance=found)

    def save() -> Any:
        return speaking.save_slots(
            actor=acting_user(request), open_slots=found,
            session=form.cleaned_data["session"], slots=form.cleaned_data["slots"],
            people=[row["person"] for row in people.rows()],
        )  # fmt: skip

    return handle_form(
        request, form, save=save, formsets=[people], success_url=_back(edition),
        title=str(found) if found else _("Open speaking slots"), lead=str(edition),
        cancel_href=_back(edition), template="timetable/desk/slots.html",
        delete_href=reverse("timetable_desk:delete_slots", args=[edition.slug, found.pk])
        if found
        else "",
        context={"edition": edition},
    )  # fmt: skip


def _found(pk: int) -> OpenSlots:
    rows = OpenSlots.objects.select_related("session__activity", "session__edition")
    found: OpenSlots = get_object_or_404(rows, pk=pk)
    return found


def _back(edition: Edition) -> str:
    return reverse("timetable_desk:speaking", args=[edition.slug])
