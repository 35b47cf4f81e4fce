"""Addresses without a language: the front door and what machines ask for."""

from __future__ import annotations

from django.urls import path

from serai.publish.site.views import root

urlpatterns = [
    path("", root.front_door, name="front_door"),
]
