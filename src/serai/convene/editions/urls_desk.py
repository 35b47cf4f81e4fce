"""Addresses of the editions desk."""

from __future__ import annotations

from django.urls import path

from serai.convene.editions.views import desk, desk_series, desk_sources

app_name = "editions_desk"

urlpatterns = [
    path("editions/", desk.edition_list, name="list"),
    # Not under editions/: “new” could be the slug of an edition.
    path("new-edition/", desk.edition_add, name="add"),
    path("editions/<slug:slug>/", desk.edition_overview, name="edition"),
    path("editions/<slug:slug>/particulars/", desk.edition_edit, name="edit"),
    path("editions/<slug:slug>/topics/", desk.edition_part, {"part": "topics"}, name="topics"),
    path("editions/<slug:slug>/venues/", desk.edition_part, {"part": "venues"}, name="venues"),
    path(
        "editions/<slug:slug>/organisers/",
        desk.edition_part,
        {"part": "organisers"},
        name="organisers",
    ),
    path(
        "editions/<slug:slug>/announcements/",
        desk.edition_part,
        {"part": "announcements"},
        name="announcements",
    ),
    path("editions/<slug:slug>/sources/", desk_sources.edition_sources, name="sources"),
    path(
        "editions/<slug:slug>/sources/<slug:kind>/<int:pk>/",
        desk_sources.edition_cite,
        name="cite",
    ),
    path("editions/<slug:slug>/team/", desk.edition_team, name="team"),
    path("editions/<slug:slug>/state/", desk.edition_move, name="move"),
    path("editions/<slug:slug>/publish/", desk.edition_publish, name="publish"),
    path("editions/<slug:slug>/unpublish/", desk.edition_unpublish, name="unpublish"),
    path("editions/<slug:slug>/preview/", desk.edition_preview, name="preview"),
    path("editions/<slug:slug>/copy/", desk.edition_copy, name="copy"),
    path("editions/<slug:slug>/delete/", desk.edition_delete, name="delete"),
    path("series/", desk_series.series_list, name="series_list"),
    path("new-series/", desk_series.series_add, name="series_add"),
    path("series/<slug:slug>/", desk_series.series_edit, name="series"),
    path("series/<slug:slug>/milestones/", desk_series.series_milestones, name="milestones"),
    path("series/<slug:slug>/sources/", desk_sources.series_sources, name="series_sources"),
    path(
        "series/<slug:slug>/sources/<slug:kind>/<int:pk>/",
        desk_sources.series_cite,
        name="series_cite",
    ),
    path("series/<slug:slug>/delete/", desk_series.series_delete, name="series_delete"),
]
