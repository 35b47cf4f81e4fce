"""Addresses of the interpretation desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from serai.convene.interpretation.views import glossary, interpreters, rota

app_name = "interpretation_desk"

_BASE = "editions/<slug:slug>/interpretation/"

urlpatterns: list[URLPattern] = [
    path(_BASE, rota.rota, name="rota"),
    path(f"{_BASE}compute/", rota.compute, name="compute"),
    path(f"{_BASE}conditions/", rota.conditions, name="conditions"),
    path(f"{_BASE}sessions/<slug:code>/booths/<slug:language>/", rota.team, name="team"),
    path(f"{_BASE}sessions/<slug:code>/glossary/", glossary.glossary, name="glossary"),
    path(f"{_BASE}sessions/<slug:code>/glossary.csv", glossary.glossary_file, name="glossary_file"),
    path(f"{_BASE}interpreters/", interpreters.listing, name="interpreters"),
    path(f"{_BASE}interpreters/new/", interpreters.add, name="add"),
    path(f"{_BASE}interpreters/<slug:code>/", interpreters.change, name="change"),
    path(f"{_BASE}interpreters/<slug:code>/delete/", interpreters.delete, name="delete"),
    path(f"{_BASE}interpreters/<slug:code>/sheet/", interpreters.sheet, name="sheet"),
]
