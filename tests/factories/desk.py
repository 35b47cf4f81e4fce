"""A desk as a room would write it, on series and their hosts, with the addresses for its tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path, reverse

from serai.convene.editions import verbs
from serai.convene.editions.models import Host, Series
from serai.foundation.accounts.models import User
from serai.foundation.record.operations import (
    change_object,
    create_object,
    delete_object,
    sync_parts,
)
from serai.foundation.web.desk import (
    BulkAction,
    Column,
    DeskForm,
    FilterForm,
    WorkItem,
    confirm_deletion,
    desk_view,
    handle_form,
    part_formset,
    register_desk,
    render_list,
    rooms,
)
from serai.project.urls import handler400, handler403, handler404
from serai.project.urls import urlpatterns as project_urls

__all__ = ["handler400", "handler403", "handler404", "urlpatterns"]


@contextmanager
def example_desk() -> Iterator[None]:
    """Register the desk, for the secretariat, and no other."""
    with patch.object(rooms, "_desks", {}):
        register_desk(
            room="example",
            label="Series",
            url_name="list",
            permission="editions.manage_series",
            models=[Series],
            work=lambda _user: [WorkItem("series without a summary", _unsummarised(), "/example/")],
        )
        yield


def _unsummarised() -> int:
    return sum(not series.summary for series in Series.objects.all())


class SeriesForm(DeskForm):
    class Meta:
        model = Series
        fields = ["slug", "name", "summary", "interval_years"]


class HostForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Host
        fields = ["name", "country"]


Hosts = part_formset(HostForm, "hosts", label="Hosts", add_label="Add a host")


class SeriesFilter(FilterForm):
    interval_years = forms.IntegerField(required=False)
    has_summary = forms.BooleanField(required=False)
    lookups = {"has_summary": "summary__isnull"}


def _every_two_years(user: User, chosen: list[Series]) -> None:
    for series in chosen:
        change_object(
            actor=user, verb=verbs.SERIES_CHANGED, instance=series, changes={"interval_years": 2}
        )


@desk_view("accounts.enter_desk")
def listing(request: HttpRequest) -> HttpResponse:
    return render_list(
        request,
        Series.objects.all(),
        [
            Column("Name", "name", sort="slug", href=lambda row: reverse("change", args=[row.pk])),
            Column("Years", "interval_years", sort="interval_years", is_number=True),
        ],
        title="All series",
        search=["name", "slug"],
        filter_form=SeriesFilter,
        bulk_actions=[
            BulkAction("two", "Every two years", _every_two_years),
            BulkAction("two_asked", "Every two years?", _every_two_years, confirm=True),
            BulkAction(
                "never", "Not for you", _every_two_years, permission="accounts.manage_users"
            ),
        ],
        create_href=reverse("create"),
        create_label="Add a series",
    )


def _form(request: HttpRequest, series: Series | None) -> HttpResponse:
    user: Any = request.user
    form = SeriesForm(request.POST or None, instance=series)
    hosts = Hosts(request.POST or None, instance=series)

    def save() -> Series:
        if series is None:
            saved = create_object(
                actor=user, verb=verbs.SERIES_CREATED, instance=Series(**form.changes())
            )
        else:
            saved = series
            change_object(
                actor=user, verb=verbs.SERIES_CHANGED, instance=series, changes=form.changes()
            )
        sync_parts(
            actor=user, verbs=verbs.HOST_VERBS, root=saved, parts=saved.hosts,
            rows=hosts.rows(), match=["name"],
        )  # fmt: skip
        return saved

    return handle_form(
        request,
        form,
        formsets={"hosts": hosts},
        save=save,
        success_url=lambda saved: reverse("change", args=[saved.pk]),
        title="A series",
        cancel_href=reverse("list"),
    )


@desk_view("accounts.enter_desk")
def create(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@desk_view("accounts.enter_desk")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, get_object_or_404(Series, pk=pk))


@desk_view("accounts.enter_desk")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    series = get_object_or_404(Series, pk=pk)
    user: Any = request.user
    return confirm_deletion(
        request,
        series,
        delete=lambda: delete_object(actor=user, verb=verbs.SERIES_DELETED, instance=series),
        success_url=reverse("list"),
    )


urlpatterns = [
    path("example/", include([
        path("", listing, name="list"),
        path("new/", create, name="create"),
        path("<int:pk>/", change, name="change"),
        path("<int:pk>/delete/", delete, name="delete"),
    ])),
    *project_urls,
]  # fmt: skip
