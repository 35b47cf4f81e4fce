"""Addresses of the register room that have no language."""

from __future__ import annotations

from django.urls import path

from serai.track.register.views import harvesting

urlpatterns = [
    path("oai", harvesting.harvest, name="oai"),
]
