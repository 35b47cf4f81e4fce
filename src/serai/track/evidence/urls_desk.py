"""Addresses of the evidence desk."""

from __future__ import annotations

from django.urls import path

from serai.track.evidence.views import desk

app_name = "evidence_desk"

urlpatterns = [
    path("claims/", desk.claim_list, name="claims"),
    path("claims/new/", desk.claim_add, name="claim_add"),
    path("claims/<slug:code>/", desk.claim_review, name="claim"),
    path("claims/<slug:code>/decision/", desk.claim_decide, name="claim_decide"),
    path("claims/<slug:code>/edit/", desk.claim_edit, name="claim_edit"),
    path("claims/<slug:code>/rank/", desk.claim_rank, name="claim_rank"),
    path("claims/<slug:code>/correction/", desk.claim_correct, name="claim_correct"),
    path("claims/<slug:code>/links/new/", desk.link_add, name="link_add"),
    path("claims/<slug:code>/links/<int:pk>/remove/", desk.link_remove, name="link_remove"),
    path("sources/", desk.source_list, name="sources"),
    path("sources/new/", desk.source_add, name="source_add"),
    path("sources/<slug:code>/", desk.source_edit, name="source"),
]
