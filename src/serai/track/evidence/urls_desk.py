"""Addresses of the evidence desk."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "evidence_desk"

urlpatterns: list[URLPattern] = []
