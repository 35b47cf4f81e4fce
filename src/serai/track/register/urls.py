"""Public addresses of the register room."""

from __future__ import annotations

from django.urls import path

from serai.track.register.views import public

app_name = "register"

urlpatterns = [
    path("register/", public.record_list, name="list"),
    path("register/<slug:code>/", public.record_page, name="record"),
]
