"""Addresses of the register desk."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "register_desk"

urlpatterns: list[URLPattern] = []
