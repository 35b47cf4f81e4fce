"""Addresses of the figures desk."""

from __future__ import annotations

from django.urls import path

from serai.track.figures.views import desk

app_name = "figures_desk"

urlpatterns = [
    path("figures/", desk.indicator_list, name="list"),
    path("figures/new/", desk.indicator_add, name="add"),
    path("figures/<slug:code>/", desk.indicator_edit, name="indicator"),
    path("figures/<slug:code>/move/", desk.indicator_move, name="move"),
    path("figures/<slug:code>/delete/", desk.indicator_delete, name="delete"),
]
