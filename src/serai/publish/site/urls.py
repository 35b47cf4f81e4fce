"""Addresses of the site's own pages."""

from __future__ import annotations

from django.urls import path

from serai.publish.site.views import public

app_name = "site"

urlpatterns = [
    path("", public.home, name="home"),
    path("signed-in/", public.after_sign_in, name="after_sign_in"),
]
