"""Addresses of the editions desk."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "editions_desk"

urlpatterns: list[URLPattern] = []
