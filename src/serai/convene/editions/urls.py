"""Public addresses of the editions room."""

from __future__ import annotations

from django.urls import path

from serai.convene.editions.views import public

app_name = "editions"

urlpatterns = [
    path("editions/", public.edition_list, name="list"),
    path("editions/<slug:slug>/", public.edition_page, name="edition"),
    path("series/<slug:slug>/", public.series_page, name="series"),
]
