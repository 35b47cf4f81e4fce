"""The board as a page, and the forms for what a timetable is made under."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.convene.editions.models import Edition
from serai.convene.editions.views.desk import desk_tabs
from serai.convene.programme.models import Room, Session
from serai.convene.programme.times import clock
from serai.convene.programme.views.entrance import edition_desk
from serai.convene.timetable import setting
from serai.convene.timetable.forms import AvailabilityForm, FrameForm
from serai.convene.timetable.models import Availability, Presence
from serai.convene.timetable.state import frame_of
from serai.convene.timetable.words import board_words
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    FilterForm,
    confirm_deletion,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user
from serai.foundation.web.templatetags.serai import date_text

may_edit = edition_desk("editions.edit_programme")

HERE = "timetable_desk:board"


@may_edit
def board(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The timetable: a board where scripts run, else a list that leads to the forms."""
    sessions = Session.objects.select_related("activity", "room", "edition")
    rows = [
        {"session": each, "starts": clock(each.starts_at, edition.zone) if each.starts_at else None}
        for each in sessions
    ]
    context = {
        "edition": edition,
        "tabs": desk_tabs(request, edition, HERE),
        "rows": rows,
        "has_days": edition.starts_on is not None or any(row["session"].day for row in rows),
        "has_rooms": Room.objects.exists(),
        "words": board_words(),
        "why_address": reverse("timetable_desk:why", args=[edition.slug, "CODE"]),
    }
    return render(request, "timetable/desk/board.html", context)


@may_edit
def hours(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The hours of the timetable and its rules."""
    form = FrameForm(request.POST or None, instance=frame_of(edition), edition=edition)
    actor = acting_user(request)

    def save() -> Any:
        saved = setting.set_hours(actor=actor, edition=edition, values=form.changes())
        setting.set_rules(actor=actor, edition=edition, rules=form.chosen_rules())
        return saved

    address = reverse(HERE, args=[edition.slug])
    return handle_form(
        request, form, save=save, success_url=address, title=_("Hours and rules"),
        lead=str(edition), cancel_href=address, template="timetable/desk/hours.html",
        context={"edition": edition},
    )  # fmt: skip


class AvailabilityFilter(FilterForm):
    """Filters of the list of times."""

    presence = forms.ChoiceField(
        label=gettext_lazy("When"), required=False,
        choices=[("", gettext_lazy("any")), *Presence.choices],
    )  # fmt: skip


def _remove(user: Any, rows: list[Any]) -> None:
    for row in rows:
        setting.remove_availability(actor=user, availability=row)


@may_edit
def availability(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Who, and which room, can or cannot be used when."""
    rows: QuerySet[Availability] = Availability.objects.select_related("person", "room", "edition")
    columns = [
        Column(
            gettext_lazy("Who or what"),
            lambda row: str(row.person or row.room),
            href=lambda row: reverse("timetable_desk:change_time", args=[edition.slug, row.pk]),
        ),
        Column(gettext_lazy("When"), _when, sort="presence"),
        Column(gettext_lazy("From"), _moment("starts_at"), sort="starts_at"),
        Column(gettext_lazy("Until"), _moment("ends_at"), sort="ends_at"),
        Column(gettext_lazy("Time zone"), "time_zone", sort="time_zone"),
        Column(gettext_lazy("Why"), "note"),
    ]
    return render_list(
        request,
        rows.prefetch_related("person__names"),
        columns,
        title=_("Who can be there when"),
        lead=str(edition),
        filter_form=AvailabilityFilter,
        search=("person__names__text", "room__name", "note"),
        bulk_actions=[BulkAction("remove", _("Delete"), _remove, confirm=True)],
        create_href=reverse("timetable_desk:add_time", args=[edition.slug]),
        create_label=_("Add a time"),
        empty_title=_("Everybody and every room can be used at all times"),
        empty_text=_("Write down when somebody arrives, leaves or is needed elsewhere."),
        template="timetable/desk/times.html",
        context={"edition": edition},
    )


@may_edit
def add_time(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Write down a time."""
    return _edit(request, edition, None)


@may_edit
def change_time(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """Change a time."""
    return _edit(request, edition, get_object_or_404(Availability.objects.all(), pk=pk))


@may_edit
def delete_time(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """Delete a time."""
    row = get_object_or_404(Availability.objects.all(), pk=pk)
    return confirm_deletion(
        request,
        row,
        delete=lambda: setting.remove_availability(actor=acting_user(request), availability=row),
        success_url=reverse("timetable_desk:availability", args=[edition.slug]),
        cancel_href=reverse("timetable_desk:change_time", args=[edition.slug, pk]),
    )


def _edit(request: HttpRequest, edition: Edition, row: Availability | None) -> HttpResponse:
    form = AvailabilityForm(request.POST or None, instance=row, edition=edition)
    back = reverse("timetable_desk:availability", args=[edition.slug])
    return handle_form(
        request,
        form,
        save=lambda: setting.save_availability(
            actor=acting_user(request), edition=edition, values=form.changes(), availability=row
        ),
        success_url=back,
        title=str(row) if row else _("Add a time"),
        lead=str(edition),
        cancel_href=back,
        delete_href=reverse("timetable_desk:delete_time", args=[edition.slug, row.pk])
        if row
        else "",
        template="timetable/desk/time.html",
        context={"edition": edition},
    )


def _when(row: Availability) -> str:
    presence = row.get_presence_display()
    return _("%(when)s, every day") % {"when": presence} if row.is_daily else presence


def _moment(name: str) -> Callable[[Any], str]:
    def write(row: Any) -> str:
        local = getattr(row, name).astimezone(row.zone)
        return f"{date_text(local.date())}, {local:%H:%M}"

    return write
