"""Public addresses of the proceedings room."""

from __future__ import annotations

from django.urls import URLPattern, path

from serai.convene.proceedings.views import public

app_name = "proceedings"

urlpatterns: list[URLPattern] = [
    path("editions/<slug:slug>/materials/<slug:code>/", public.material, name="material"),
    path(
        "editions/<slug:slug>/sessions/<slug:code>/materials/", public.materials, name="materials"
    ),
    path("editions/<slug:slug>/sessions/<slug:code>/minutes/", public.minutes, name="minutes"),
]
