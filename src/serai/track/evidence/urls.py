"""Public addresses of the evidence room."""

from __future__ import annotations

from django.urls import path

from serai.track.evidence.views import public

app_name = "evidence"

urlpatterns = [
    path("sources/", public.source_list, name="sources"),
    path("sources/<slug:code>/", public.source_page, name="source"),
    path("claims/<slug:code>/", public.claim_page, name="claim"),
]
