"""Public addresses of the directory room."""

from __future__ import annotations

from django.urls import path

from serai.foundation.directory.views import public

app_name = "directory"

urlpatterns = [
    path("organisations/", public.organisation_list, name="organisations"),
    path("organisations/<slug:code>/", public.organisation, name="organisation"),
    path("people/<slug:code>/", public.person, name="person"),
    path("countries/", public.country_list, name="countries"),
    path("countries/<slug:code>/", public.country, name="country"),
]
