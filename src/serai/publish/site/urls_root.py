"""Addresses without a language: the front door and what machines ask for."""

from __future__ import annotations

from django.urls import path

from serai.publish.site.views import root

urlpatterns = [
    path("", root.front_door, name="front_door"),
    path("robots.txt", root.robots, name="robots"),
    path("sitemap.xml", root.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", root.sitemap_section, name="sitemap_section"),
]
