"""The desk of series."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.convene.editions import forms, operations
from serai.convene.editions.models import Series
from serai.convene.editions.views.desk import FORM, list_tabs
from serai.foundation.directory import choosing
from serai.foundation.web.desk import (
    Column,
    PartFormSet,
    confirm_deletion,
    desk_view,
    handle_form,
    render_list,
)
from serai.foundation.web.desk.access import acting_user


@desk_view("editions.manage_series")
def series_list(request: HttpRequest) -> HttpResponse:
    """All series."""
    return render_list(
        request,
        Series.objects.annotate(edition_count=Count("editions")).order_by("slug"),
        [
            Column(_("Name"), "name", href=lambda series: series.get_desk_url()),
            Column(_("Years between editions"), "interval_years", is_number=True),
            Column(_("Editions"), "edition_count", sort="edition_count", is_number=True),
        ],
        title=_("Series"),
        search=("name", "short_name", "slug"),
        create_href=reverse("editions_desk:series_add"),
        create_label=_("New series"),
        empty_title=_("There is no series yet."),
        template="editions/desk/list.html",
        context={"tabs": list_tabs(acting_user(request), "series")},
    )


def _host_rows(request: HttpRequest, series: Series) -> PartFormSet:
    return forms.HostFormSet(
        request.POST or None, instance=series,
        form_kwargs={"choices": {"country": choosing.country_choices()}},
    )  # fmt: skip


@desk_view("editions.manage_series")
def series_add(request: HttpRequest) -> HttpResponse:
    """A new series with its rotation."""
    form = forms.SeriesForm(request.POST or None)
    rows = _host_rows(request, Series())
    return handle_form(
        request, form, formsets=[rows],
        save=lambda: operations.create_series(
            actor=acting_user(request), values=form.changes(), hosts=rows.rows()
        ),
        success_url=lambda series: series.get_desk_url(),
        title=_("New series"), cancel_href=reverse("editions_desk:series_list"),
    )  # fmt: skip


def series_tabs(series: Series, here: str) -> list[dict[str, Any]]:
    """The pages of one series at the desk."""
    return [
        {
            "label": label,
            "href": reverse(f"editions_desk:{name}", args=[series.slug]),
            "is_active": name == here,
        }
        for label, name in (
            (_("Particulars"), "series"),
            (_("Milestones"), "milestones"),
            (_("Sources"), "series_sources"),
        )
    ]


@desk_view("editions.manage_series")
def series_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """A series with its rotation."""
    series = get_object_or_404(Series, slug=slug)
    form = forms.SeriesForm(request.POST or None, instance=series)
    rows = _host_rows(request, series)

    def save() -> Series:
        stored = Series.objects.get(pk=series.pk)
        operations.change_series(
            actor=acting_user(request), series=stored, changes=form.changes(), hosts=rows.rows()
        )
        return stored

    return handle_form(
        request, form, formsets=[rows], save=save,
        success_url=lambda saved: saved.get_desk_url(),
        title=str(Series.objects.get(pk=series.pk)),
        cancel_href=reverse("editions_desk:series_list"),
        delete_href=reverse("editions_desk:series_delete", args=[slug]),
        template=FORM,
        context={
            "tabs": series_tabs(Series.objects.get(pk=series.pk), "series"),
            "new_edition_href": f"{reverse('editions_desk:add')}?series={slug}",
        },
    )  # fmt: skip


@desk_view("editions.manage_series")
def series_milestones(request: HttpRequest, slug: str) -> HttpResponse:
    """The milestones of a series."""
    series = get_object_or_404(Series, slug=slug)
    rows = forms.MilestoneFormSet(request.POST or None, instance=series)

    def save() -> Series:
        operations.change_series(
            actor=acting_user(request), series=series, changes={}, milestones=rows.rows()
        )
        return series

    return handle_form(
        request, forms.SeriesPartsForm(request.POST or None, instance=series),
        formsets=[rows], save=save,
        success_url=reverse("editions_desk:milestones", args=[slug]),
        title=_("Milestones"), lead=str(series), cancel_href=series.get_desk_url(),
        template=FORM, context={"tabs": series_tabs(series, "milestones")},
    )  # fmt: skip


@desk_view("editions.manage_series")
def series_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete a series that has no edition."""
    series = get_object_or_404(Series, slug=slug)
    return confirm_deletion(
        request, series,
        delete=lambda: operations.delete_series(actor=acting_user(request), series=series),
        success_url=reverse("editions_desk:series_list"), cancel_href=series.get_desk_url(),
    )  # fmt: skip
