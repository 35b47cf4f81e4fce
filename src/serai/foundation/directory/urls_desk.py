"""Addresses of the directory desk."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "directory_desk"

urlpatterns: list[URLPattern] = []
