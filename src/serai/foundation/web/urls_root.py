"""Addresses of the web room that have no language."""

from __future__ import annotations

from django.urls import path

from serai.foundation.web.views import assets

urlpatterns = [
    path(
        "assets/<slug:stem>.<slug:digest>.<slug:extension>",
        assets.serve_asset,
        name="asset",
    ),
]
