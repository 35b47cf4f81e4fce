"""Pages about the API. The API itself is assembled in the project."""

from __future__ import annotations

from django.urls import path

from serai.foundation.api.views import reference, tokens

app_name = "api"

urlpatterns = [
    path("accounts/me/tokens/", tokens.tokens, name="tokens"),
    path("accounts/me/tokens/<slug:code>/revoke/", tokens.revoke, name="revoke"),
    path("api/problems/<slug:slug>/", reference.problem, name="problem"),
]
