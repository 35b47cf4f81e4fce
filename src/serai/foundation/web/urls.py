"""Public addresses of the web room."""

from __future__ import annotations

from django.urls import path

from serai.foundation.web.views import gallery

app_name = "web"

urlpatterns = [
    path("gallery/", gallery.gallery, name="gallery"),
]
