"""Public addresses of the figures room."""

from __future__ import annotations

from django.urls import path

from serai.track.figures.views import public

app_name = "figures"

urlpatterns = [
    path("figures/", public.figure_list, name="list"),
    path("figures/<slug:slug>/", public.figure_page, name="figure"),
]
