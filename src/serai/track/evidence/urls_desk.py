"""Addresses of the evidence desk."""

from __future__ import annotations

from django.urls import path

from serai.track.evidence.views import desk, documents, laying, proposals, review

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
    path("claims/<slug:code>/relations/", desk.relation_decide, name="relation_decide"),
    path("claims/<slug:code>/field/", laying.lay, name="lay"),
    path("proposals/", proposals.queue, name="queue"),
    path("agreement/", proposals.agreement, name="agreement"),
    path("documents/", documents.document_list, name="documents"),
    path("documents/new/", documents.upload, name="upload"),
    path("documents/<slug:code>/", documents.document, name="document"),
    path("documents/<slug:code>/original/", documents.original, name="original"),
    path("documents/<slug:code>/reviewers/", documents.reviewers, name="reviewers"),
    path("documents/<slug:code>/again/", documents.extract_again, name="extract_again"),
    path("documents/<slug:code>/undo/", proposals.undo, name="undo"),
    path("documents/<slug:code>/missed/", proposals.missed, name="missed"),
    path("documents/<slug:code>/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path(
        "documents/<slug:code>/proposals/<int:pk>/decision/",
        proposals.decide,
        name="proposal_decide",
    ),
    path("documents/<slug:code>/review.json", review.review, name="review"),
    path("documents/<slug:code>/review/decide/", review.decide, name="review_decide"),
    path("documents/<slug:code>/review/undo/", review.undo, name="review_undo"),
    path("documents/<slug:code>/review/edit/", review.edit, name="review_edit"),
    path("documents/<slug:code>/review/add/", review.add, name="review_add"),
    path("documents/<slug:code>/review/identical/", review.identical, name="review_identical"),
    path("documents/<slug:code>/review/indicator/", review.indicator, name="review_indicator"),
    path("documents/<slug:code>/review/relation/", review.relation, name="review_relation"),
    path("documents/<slug:code>/review/field/", review.field, name="review_field"),
    path("sources/", desk.source_list, name="sources"),
    path("sources/new/", desk.source_add, name="source_add"),
    path("sources/<slug:code>/", desk.source_edit, name="source"),
]
