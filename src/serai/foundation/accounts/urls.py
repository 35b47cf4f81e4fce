"""Addresses of people's own accounts. Signing in and out belongs to allauth."""

from __future__ import annotations

from django.urls import path

from serai.foundation.accounts.views import me

app_name = "accounts"

urlpatterns = [
    path("accounts/me/", me.profile, name="profile"),
    path("accounts/me/data.json", me.data, name="data"),
    path("accounts/me/delete/", me.delete, name="delete"),
    path("accounts/deleted/", me.deleted, name="deleted"),
    path("demo/sign-in/<str:token>/", me.demo_sign_in, name="demo_sign_in"),
]
