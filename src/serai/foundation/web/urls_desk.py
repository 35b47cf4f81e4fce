"""Addresses of the web desk."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "web_desk"

urlpatterns: list[URLPattern] = []
