"""Addresses of the accounts desk."""

from __future__ import annotations

from django.urls import path

from serai.foundation.accounts.views import desk

app_name = "accounts_desk"

urlpatterns = [
    path("users/", desk.listing, name="list"),
    path("users/invite/", desk.invite, name="invite"),
    path("users/<int:pk>/", desk.change, name="change"),
]
