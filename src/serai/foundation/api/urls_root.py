"""Addresses of the API room that have no language."""

from __future__ import annotations

from django.urls import path

from serai.foundation.api.views import reference

urlpatterns = [
    path("api/problems/<slug:slug>", reference.problem_without_language, name="problem_type"),
]
