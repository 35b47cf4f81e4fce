"""Addresses of the accounts desk."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "accounts_desk"

urlpatterns: list[URLPattern] = []
