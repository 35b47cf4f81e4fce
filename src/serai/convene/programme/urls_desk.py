"""Addresses of the programme desk."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "programme_desk"

urlpatterns: list[URLPattern] = []
