"""Addresses of the figures desk."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "figures_desk"

urlpatterns: list[URLPattern] = []
